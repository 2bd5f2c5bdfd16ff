// @ts-check
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { npmCommand } from "../shared/npm.mjs";
import { Problem } from "../shared/problem.cjs";
import { fingerprint, readStamp, writeStamp } from "./stamp.mjs";

const stamp = "dependencies";

/**
 * @param {string} root
 */
export function dependenciesAreInstalled(root) {
    const wanted = fingerprint(root, ["package-lock.json"]);
    if (readStamp(root, stamp) === wanted) return true;
    if (!installedByHand(root)) return false;
    writeStamp(root, stamp, wanted);
    return true;
}

/**
 * @param {string} root
 * @param {import("./setup.mjs").Surroundings} surroundings
 */
export async function installDependencies(root, { env, run, log }) {
    const npm = npmCommand(env);
    // Lifecycle scripts of dependencies are not run: none of them is needed. --include=dev: NODE_ENV may say
    // production.
    const args = [...npm.args, "ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"];
    const install = await log.during("Installing the dependencies (npm ci); this takes about half a minute …", () =>
        run(npm.command, args, { cwd: root, env }),
    );
    if (install.code !== 0) {
        throw new Problem(`The dependencies could not be installed: \`npm ci\` failed. It said:

${install.output.trim()}

If the npm registry could not be reached, run the same command again when it can.`);
    }
    writeStamp(root, stamp, fingerprint(root, ["package-lock.json"]));
}

/**
 * Whether somebody's own `npm install` has brought what the lock file says. npm leaves the list of what it has
 * installed in node_modules.
 * @param {string} root
 */
function installedByHand(root) {
    const wanted = lockedPackages(path.join(root, "package-lock.json"));
    const installed = lockedPackages(path.join(root, "node_modules", ".package-lock.json"));
    if (wanted === undefined || installed === undefined) return false;
    return Object.entries(wanted).every(([folder, locked]) => {
        if (!folder.startsWith("node_modules/")) return true;
        const found = installed[folder];
        // Optional packages are left out where they are for another platform.
        if (found === undefined) return locked.optional === true;
        return found.version === locked.version && found.integrity === locked.integrity;
    });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | undefined}
 */
function lockedPackages(file) {
    if (!existsSync(file)) return undefined;
    try {
        return JSON.parse(readFileSync(file, "utf8")).packages;
    } catch {
        // An interrupted npm can leave half a file.
        return undefined;
    }
}
