// @ts-check
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What the files of this folder agree on: which engine is meant, and how its parts are called.
 *
 * The version stands in cli/go.mod and npm/package.json as well; a test keeps them the same. It is the newest that
 * comes as a Go module (3.260.0 and later do not), so that every way of getting the engine gets the same one.
 */
export const engineVersion = "3.259.0";

/**
 * The first version in which a refresh takes over the inputs that a dynamic provider has read. Older ones miss drift.
 */
export const oldestVersion = "3.216.0";

export const engineFolder = path.dirname(fileURLToPath(import.meta.url));

const exe = process.platform === "win32" ? ".exe" : "";
export const cliName = `pulumi${exe}`;
export const hostName = `pulumi-language-nodejs${exe}`;

/**
 * @typedef {object} Executables
 * @property {string} pulumi
 * @property {string} host the Node language host
 */

/**
 * @param {string} file
 */
export function isExecutable(file) {
    try {
        accessSync(file, constants.X_OK);
        const found = statSync(file);
        return found.isFile() && found.size > 0;
    } catch {
        return false;
    }
}

/**
 * A PATH's folders. Windows spells the variable Path, and a copy of the environment keeps that spelling.
 * @param {NodeJS.ProcessEnv} env
 */
export function pathFolders(env) {
    return (env[pathKey(env)] ?? "").split(path.delimiter).filter((folder) => folder !== "");
}

/**
 * @param {NodeJS.ProcessEnv} env
 */
function pathKey(env) {
    return Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
}

/**
 * @param {string} text such as v3.259.0, 3.259.0-alpha.1+dirty, go1.26.8
 * @returns {number[] | undefined}
 */
function parseVersion(text) {
    const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
    return found === null ? undefined : [found[1], found[2], found[3] ?? "0"].map(Number);
}

/**
 * @param {string} text
 * @param {string} oldest
 */
export function isAtLeast(text, oldest) {
    const version = parseVersion(text);
    const bound = parseVersion(oldest);
    if (version === undefined || bound === undefined) return false;
    const difference = version.map((part, i) => part - (bound[i] ?? 0)).find((part) => part !== 0);
    return (difference ?? 0) >= 0;
}

/** The Go version that the engine asks for, as its go.mod says. */
export function requiredGo() {
    const found = /^go (\S+)$/m.exec(readFileSync(path.join(engineFolder, "cli", "go.mod"), "utf8"));
    if (found?.[1] === undefined) throw new Error("tools/engine/cli/go.mod names no Go version");
    return found[1];
}
