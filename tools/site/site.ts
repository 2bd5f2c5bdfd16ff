import path from "node:path";
import { parseArgs } from "node:util";
import { exitOnProblem, Problem } from "../shared/problem.cjs";
import { buildSite } from "./build";
import { serveSite } from "./serve";

const usual = path.join(__dirname, "dist");

const help = `npm run site [-- --out DIR] [--serve] [--help]

Makes a static site, with a search, of README.md and every page that its links lead to: of docs/, examples/, emulator/ and the rest. Other
files that pages lead to are pages of it too. It is a folder of files that any server can have, under any path, and that asks no other host for anything.
A link that leads nowhere is an error.

  --out DIR   where it goes, in place of a site that is there; tools/site/dist, unless one is named
  --serve     serves it on this machine then, until Ctrl-C

The first run installs VitePress from the npm registry into tools/site/vitepress/node_modules (about 105 MB).

Exit codes: 0 made; 1 not, with a sentence that says why.
`;

/** `npm run site` */
async function main(): Promise<void> {
    const options = readOptions();
    if (options.help) return void process.stdout.write(help);
    const out = path.resolve(options.out ?? usual);
    const pages = await buildSite(out);
    console.log(`made: ${pages.length} pages in ${out}`);
    if (!options.serve) return;
    const { url, ended } = await serveSite(out, "/", 0);
    console.log(`served until Ctrl-C: ${url}`);
    await ended;
}

function readOptions(): { help?: boolean; out?: string; serve?: boolean } {
    try {
        const { values } = parseArgs({
            options: { help: { type: "boolean", short: "h" }, out: { type: "string" }, serve: { type: "boolean" } },
        });
        return values;
    } catch (error) {
        throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    }
}

exitOnProblem(main);
