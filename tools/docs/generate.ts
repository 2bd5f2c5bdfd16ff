import { writeFileSync } from "node:fs";
import path from "node:path";
import { exitOnProblem, Problem } from "../shared/problem.cjs";
import { generatedPages } from "./pages";
import { root } from "./sources";

const help = `npx --no-install tsx tools/docs/generate.ts [--check]

Brings the generated parts of docs/ in line with the code: the tables of arguments, outputs and settings come from doc comments in provider/,
docs/errors.md from provider/api/errorCatalogue.ts, the review in docs/for-reviewers.md from the built kore-access.

  --check    changes nothing, and fails where a page is not current
`;

async function main(): Promise<void> {
    const args = process.argv.slice(2);
    if (args.includes("--help") || args.includes("-h")) return console.log(help);
    const unknown = args.filter((arg) => arg !== "--check");
    if (unknown.length > 0) throw new Problem(`There is no option ${unknown.join(", ")}.\n\n${help}`);

    const stale = generatedPages().filter(({ text, current }) => text !== current);
    const files = stale.map(({ file }) => file).join(", ");
    if (args.includes("--check") && stale.length > 0)
        throw new Problem(`Not current: ${files}. Run: npx --no-install tsx tools/docs/generate.ts`);
    for (const { file, current } of stale) writeFileSync(path.join(root, file), current);
    console.log(stale.length === 0 ? "All pages are current." : `Written: ${files}.`);
}

exitOnProblem(main);
