// @ts-check
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cliName, engineVersion, hostName, isExecutable } from "./engine.mjs";
import { builtHostName, bundleHost } from "./host.mjs";

/** @typedef {"npm" | "go"} Origin */

/** Where the CLI and its language host lie inside what each origin leaves behind. */
const binFolder = { npm: path.join("versions", engineVersion, "bin"), go: "." };

/**
 * The folder that keeps engines. It is outside the work tree, so that a fresh clone, or a second one, finds what the
 * first has built.
 * @param {NodeJS.ProcessEnv} env
 */
export function cacheFolder(env) {
    if (env.KORE_ENGINE_CACHE) return path.resolve(env.KORE_ENGINE_CACHE);
    return path.join(userCache(env), "pulumi-kore", "engine");
}

/**
 * @param {NodeJS.ProcessEnv} env
 */
function userCache(env) {
    const home = os.homedir();
    if (process.platform === "win32") return env.LOCALAPPDATA || path.join(home, "AppData", "Local");
    if (process.platform === "darwin") return path.join(home, "Library", "Caches");
    return env.XDG_CACHE_HOME || path.join(home, ".cache");
}

/**
 * @param {string} cache
 * @param {Origin} origin
 */
export function engineIn(cache, origin) {
    return executablesIn(finishedFolder(cache, origin), origin);
}

/**
 * @param {string} cache
 * @returns {import("./engine.mjs").Executables | undefined}
 */
export function cachedEngine(cache) {
    const downloaded = engineIn(cache, "npm");
    if (downloaded !== undefined) return downloaded;
    const built = engineIn(cache, "go");
    // One of an earlier release may lie beside it.
    if (built !== undefined) bundleHost(path.dirname(built.pulumi));
    return built;
}

/**
 * @param {string} folder
 * @param {Origin} origin
 * @returns {import("./engine.mjs").Executables | undefined}
 */
export function executablesIn(folder, origin) {
    const pulumi = path.join(folder, binFolder[origin], cliName);
    const host = path.join(folder, binFolder[origin], origin === "go" ? builtHostName : hostName);
    return isExecutable(pulumi) && isExecutable(host) ? { pulumi, host } : undefined;
}

/**
 * An engine is made in a folder of another name, which gets its own when all of it is there and has answered. What an
 * interrupted run has left is therefore never taken for an engine.
 * @param {string} cache
 * @param {Origin} origin
 */
export function unfinishedFolder(cache, origin) {
    const folder = `${finishedFolder(cache, origin)}.unfinished`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    return folder;
}

/**
 * @param {string} cache
 * @param {Origin} origin
 */
export async function finish(cache, origin) {
    const to = finishedFolder(cache, origin);
    rmSync(to, { recursive: true, force: true });
    for (let attempt = 1; ; attempt++) {
        try {
            renameSync(`${to}.unfinished`, to);
            return;
        } catch (error) {
            // Windows refuses to rename a folder while a virus scanner looks at the program that has just run in it.
            if (attempt === 10 || !existsSync(`${to}.unfinished`)) throw error;
            await sleep(500);
        }
    }
}

/**
 * @param {string} cache
 */
export function removeUnfinished(cache) {
    for (const name of readdirSync(cache)) {
        if (name.endsWith(".unfinished")) rmSync(path.join(cache, name), { recursive: true, force: true });
    }
}

/**
 * A home folder may be shared by machines of several kinds.
 * @param {string} cache
 * @param {Origin} origin
 */
function finishedFolder(cache, origin) {
    return path.join(cache, `${engineVersion}-${origin}-${process.platform}-${process.arch}`);
}
