import { createServer } from "node:http";
import sirv from "sirv";

// node serve.mjs FOLDER PATH PORT: serves a site on this machine alone, under a path that ends with a slash, and says
// where. Run by ../serve.ts.

const [folder, base, port] = process.argv.slice(2);
const files = sirv(folder, { etag: true });
const server = createServer((request, response) => {
    const missing = () => response.writeHead(404).end("There is no such page.\n");
    if (!request.url.startsWith(base)) return missing();
    request.url = request.url.slice(base.length - 1);
    files(request, response, missing);
});
server.listen(Number(port), "127.0.0.1", () => {
    console.log(`http://127.0.0.1:${server.address().port}${base}`);
});
