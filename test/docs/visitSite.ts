import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { exitOnProblem, Problem } from "../../tools/shared/problem.cjs";
import { inBrowser } from "../../tools/pictures/browser";
import { buildSite } from "../../tools/site/build";
import { serveSite } from "../../tools/site/serve";

// Run by its path, with a folder: makes the site in it, serves that, and does in the browser what its asked.json says;
// answered.json has what was seen. A process of its own, as its way with signals is not that of the tests.

const asked = v.looseObject({ base: v.string() });

async function main([work]: string[]): Promise<void> {
    if (work === undefined) throw new Problem("Name a folder.");
    const inWork = (name: string) => path.join(work, name);
    const questions = v.parse(asked, JSON.parse(readFileSync(inWork("asked.json"), "utf8")));
    const pages = await buildSite(inWork("site"));
    const { url, stop } = await serveSite(inWork("site"), questions.base, 0);
    writeFileSync(inWork("asked.json"), JSON.stringify({ ...questions, site: url, pages }));
    try {
        const files = [inWork("asked.json"), inWork("answered.json")];
        await inBrowser(`Opening ${pages.length} pages of the site`, "visit.mjs", files);
    } finally {
        stop();
    }
}

exitOnProblem(() => main(process.argv.slice(2)));
