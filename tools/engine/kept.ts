import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

interface Kept {
    /** What its name in the cache begins with. */
    name: string;
    /** The files that say what is in it: where one is another, so is the folder. */
    sources: string[];
    /** What is said while it is made. */
    saying: string;
    /** Makes it, into a folder that is there and empty. What it throws is the answer. */
    make: (folder: string) => Promise<void>;
}

/**
 * A folder of the user's cache that is made once, for all work trees. What an interrupted run has left is not taken for
 * one.
 */
export async function keptFolder({ name, sources, saying, make }: Kept): Promise<string> {
    const { cacheFolder } = await import("./cache.mjs");
    const { withLock } = await import("../shared/lock.mjs");
    const { streamLog } = await import("../shared/log.mjs");
    const content = Buffer.concat(sources.map((source) => readFileSync(source)));
    const version = createHash("sha256").update(content).digest("hex").slice(0, 12);
    const cache = path.dirname(cacheFolder(process.env));
    const folder = path.join(cache, `${name}-${version}-${process.platform}-${process.arch}`);
    const finished = path.join(folder, "finished");
    if (existsSync(finished)) return folder;
    const log = streamLog();
    await withLock(`${folder}.lock`, {
        onWait: (holder) => log.say(`${saying} Another run (${holder}) is at it; waiting for that.`),
        work: async () => {
            if (existsSync(finished)) return;
            rmSync(folder, { recursive: true, force: true });
            mkdirSync(folder, { recursive: true });
            await log.during(saying, () => make(folder));
            writeFileSync(finished, "");
        },
    });
    return folder;
}
