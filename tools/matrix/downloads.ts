import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { Problem } from "../shared/problem.cjs";
import { managers, type Manager, nodes } from "./rows";

/** Where everything that the matrix downloads is kept: beside the engine, outside of the work tree. */
export async function cache(): Promise<string> {
    const { cacheFolder } = await import("../engine/cache.mjs");
    const folder = path.join(path.dirname(cacheFolder(process.env)), "matrix");
    mkdirSync(folder, { recursive: true });
    return folder;
}

/** The folder that has a release of Node as `node`. */
export async function nodeFolder(release: keyof typeof nodes): Promise<string> {
    // The package brings its binary by a script of its own.
    return path.join(await installed("node", nodes[release], { scripts: true }), "bin");
}

/** The script of a package manager; undefined for npm, which is the one that is there. */
export async function managerScript(name: Manager): Promise<string | undefined> {
    const manager = managers[name];
    return "script" in manager
        ? path.join(await installed(manager.package, manager.version, { scripts: false }), manager.script)
        : undefined;
}

/** The script of a release of TypeScript's compiler. */
export async function compilerScript(version: string): Promise<string> {
    return path.join(await installed("typescript", version, { scripts: false }), "lib", "tsc.js");
}

/** The folder of a release of Pulumi's SDK. */
export function sdkFolder(version: string): Promise<string> {
    return installed("@pulumi/pulumi", version, { scripts: false });
}

/** The folder of a package of the npm registry, which is downloaded on the first call. */
async function installed(name: string, version: string, { scripts }: { scripts: boolean }): Promise<string> {
    const { npmCommand } = await import("../shared/npm.mjs");
    const { lastLines, run } = await import("../shared/run.mjs");
    const kept = await cache();
    const folder = path.join(kept, `${name.replace("/", "-")}-${version}-${process.platform}-${process.arch}`);
    const inside = path.join(folder, "node_modules", name);
    if (existsSync(inside)) return inside;
    const unfinished = mkdtempSync(`${folder}.`);
    try {
        const npm = npmCommand(process.env);
        const args = [
            "install",
            "--prefix",
            unfinished,
            "--no-audit",
            "--no-fund",
            `--ignore-scripts=${!scripts}`,
            `${name}@${version}`,
        ];
        const { code, output } = await run(npm.command, [...npm.args, ...args], { cwd: unfinished });
        if (code !== 0) throw new Problem(`${name} ${version} could not be installed:\n${lastLines(output)}`);
        // Another run may have been faster.
        if (!existsSync(inside)) renameSync(unfinished, folder);
    } finally {
        rmSync(unfinished, { recursive: true, force: true });
    }
    return inside;
}
