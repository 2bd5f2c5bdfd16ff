// Stands for gh and curl in the scripts of the workflows: answers from a file, page by page, and keeps what it was called with.
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { URLSearchParams } from "node:url";

const [name, ...args] = process.argv.slice(2);
const folder = process.env.FAKE_FOLDER ?? ".";
/** @param {string} file */
const inFolder = (file) => path.join(folder, file);
appendFileSync(inFolder("calls"), `${name} ${args.join(" ")}\n`);

/** @param {string} option */
const after = (option) => (args.includes(option) ? args[args.indexOf(option) + 1] : undefined);
const isChange = args.some((arg) => ["--method", "--request", "--form"].includes(arg));
/** @param {string} arg */
const isAddress = (arg) => /^(https?:\/\/|repos\/)/.test(arg);
const values = new Set(args.filter((_, at) => /^--(data|form|header|field)/.test(args[at - 1] ?? "")));
const address = args.find((arg) => isAddress(arg) && !values.has(arg));
if (address === undefined || isChange) process.exit(0);

/** @type {Record<string, unknown>} */
const answers = JSON.parse(readFileSync(inFolder("answers.json"), "utf8"));
const [place, query = ""] = address.replace(/^https?:\/\/[^/]+\/(?:api\/v4\/)?/, "").split("?");
const parameters = new URLSearchParams(query);
const page = Number(parameters.get("page") ?? "1");
const key = Object.keys(answers).find((each) => {
    const [path, filter] = each.split("?");
    return path === place && (filter === undefined || query.includes(filter));
});
if (key === undefined) {
    process.stderr.write(`${name}: 404 ${place}?${query}\n`);
    process.exit(22);
}

const answer = answers[key];
/** @type {unknown[]} */
const pages =
    answer !== null && typeof answer === "object" && Array.isArray(Reflect.get(answer, "pages"))
        ? Reflect.get(answer, "pages")
        : [answer];
if (name === "gh") {
    const shown = args.includes("--paginate") ? pages : pages.slice(0, 1);
    for (const each of shown) process.stdout.write(filtered(each));
} else {
    const text = asText(pages[page - 1] ?? []);
    const headers = after("--dump-header");
    if (headers) writeFileSync(headers, `HTTP/2 200\r\nX-Next-Page: ${page < pages.length ? page + 1 : ""}\r\n\r\n`);
    const output = after("--output");
    if (output) writeFileSync(output, text);
    else process.stdout.write(text);
}

/** @param {unknown} value */
function asText(value) {
    if (value !== null && typeof value === "object" && "file" in value)
        return readFileSync(inFolder(String(value.file)));
    return typeof value === "string" ? value : JSON.stringify(value);
}

/** @param {unknown} value */
function filtered(value) {
    const filter = after("--jq");
    if (filter === undefined) return asText(value);
    const { status, stdout, stderr } = spawnSync("jq", ["--raw-output", filter], { input: asText(value) });
    if (status !== 0) {
        process.stderr.write(stderr);
        process.exit(1);
    }
    return stdout;
}
