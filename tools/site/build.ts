import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../docs/sources";
import { Problem } from "../shared/problem.cjs";
import { planSite, type SiteFile } from "./pages";

/** Where the kept tool is that makes the site, apart from what the repository installs. */
export const home = path.join(__dirname, "vitepress");

/** A file that VitePress writes into every site. */
const mark = "hashmap.json";

/** Makes the site in a folder, in place of one that is there; answers the addresses of its pages, below the site's. */
export async function buildSite(out: string): Promise<string[]> {
    checkFolder(out);
    const { exitOnSignals } = await import("../shared/run.mjs");
    exitOnSignals();
    const { files, sidebar } = await planSite();
    // Pages are compiled: what they import is looked for in the folders above them.
    const work = mkdtempSync(path.join(home, ".work-"));
    const cleanUp = () => rmSync(work, { recursive: true, force: true });
    process.once("exit", cleanUp);
    try {
        const [source, made] = [path.join(work, "source"), path.join(work, "site")];
        layOut(files, source);
        const plan = path.join(work, "plan.json");
        const places = files.map(({ of, at }) => ({ of, at }));
        writeFileSync(plan, JSON.stringify({ source, out: made, files: places, sidebar }));
        await make(plan);
        // It would be shown at any depth, and can't know where the site begins. Every host has one of its own.
        rmSync(path.join(made, "404.html"));
        rmSync(out, { recursive: true, force: true });
        cpSync(made, out, { recursive: true });
    } finally {
        process.off("exit", cleanUp);
        cleanUp();
    }
    return files.flatMap(({ at }) => (at.endsWith(".md") ? at.replace(/(index\.md|\.md)$/, endOf) : []));
}

const endOf = (end: string) => (end === ".md" ? ".html" : "");

/** What is in the way is left alone, unless a run before has made it. */
function checkFolder(out: string): void {
    const entries = existsSync(out) ? readdirSync(out) : [];
    if (entries.length > 0 && !entries.includes(mark))
        throw new Problem(`${out} holds something else than a site: name a folder that is empty, or not there yet.`);
}

function layOut(files: SiteFile[], source: string): void {
    for (const { of, at, text } of files) {
        const file = path.join(source, at);
        mkdirSync(path.dirname(file), { recursive: true });
        if (text === undefined) cpSync(path.join(root, of), file);
        else writeFileSync(file, text);
    }
}

async function make(plan: string): Promise<void> {
    const { withLock } = await import("../shared/lock.mjs");
    const { streamLog } = await import("../shared/log.mjs");
    const { lastLines, run } = await import("../shared/run.mjs");
    const log = streamLog();
    const vitepress = path.join(home, "node_modules", "vitepress", "bin", "vitepress.js");
    const env = { ...process.env, KORE_SITE_PLAN: plan };
    const { code, output } = await withLock(path.join(root, ".sandbox", "site.lock"), {
        onWait: (holder) => log.say(`Another site is being made here (${holder}); waiting for it.`),
        work: async () => {
            await installSiteTool();
            return log.during("Making the site …", () =>
                run(process.execPath, [vitepress, "build"], { cwd: home, env }),
            );
        },
    });
    if (code !== 0) throw new Problem(`The site could not be made:\n\n${lastLines(output)}`);
}

/** VitePress, and what serves its sites. */
export async function installSiteTool(): Promise<void> {
    const { installApart } = await import("../setup/apart.mjs");
    await installApart(home, "VitePress, which makes the site, is");
}
