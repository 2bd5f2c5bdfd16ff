// @ts-check
import { existsSync } from "node:fs";
import path from "node:path";

/**
 * How npm is started: by its script with our own Node where that can be found, as Windows can't start npm.cmd without a
 * shell. npm names its script in npm_execpath; yarn and pnpm put theirs there, which understand other arguments.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand(env) {
    const beside = path.dirname(process.execPath);
    const script = [
        path.basename(env.npm_execpath ?? "") === "npm-cli.js" ? env.npm_execpath : undefined,
        path.join(beside, "node_modules", "npm", "bin", "npm-cli.js"),
        path.join(beside, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    ].find((candidate) => candidate !== undefined && existsSync(candidate));
    if (script !== undefined) return { command: process.execPath, args: [script] };
    return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}
