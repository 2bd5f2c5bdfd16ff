// @ts-check
// The page of a report has its script and its style inside: review/browser, in one piece each, as a module of
// kore-access.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const from = path.join(root, "review", "browser");

const { outputFiles } = await build({
    entryPoints: [path.join(from, "main.ts"), path.join(from, "style.css")],
    outdir: from,
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome111", "firefox115", "safari16.4"],
    legalComments: "none",
    logLevel: "warning",
});

const made = `// Written from review/browser by \`npm run build\`.

/** What the page of a report runs. */
export const script =
    ${JSON.stringify(textOf(".js"))};

/** How it looks. */
export const style =
    ${JSON.stringify(textOf(".css"))};
`;
writeFileSync(path.join(root, "review", "src", "report", "page", "bundled.ts"), made);

/**
 * @param {string} end
 * @returns {string}
 */
function textOf(end) {
    const text = outputFiles.find((file) => file.path.endsWith(end))?.text.trim() ?? "";
    // What would end the element that it stands in, or be read as something else than it is.
    if (text === "" || /<\/s|<!--|\r/i.test(text)) throw new Error(`The ${end} of the page can't stand in it.`);
    return text;
}
