// @ts-check
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findEngine as findRealEngine } from "../engine/finder.mjs";
import { withLock } from "../shared/lock.mjs";
import { streamLog } from "../shared/log.mjs";
import { isMain } from "../shared/main.mjs";
import { exitOnProblem } from "../shared/problem.cjs";
import { run as runCommand } from "../shared/run.mjs";
import { build, isBuilt } from "./build.mjs";
import { dependenciesAreInstalled, installDependencies } from "./dependencies.mjs";
import { checkNodeVersion } from "./nodeVersion.mjs";

/**
 * @typedef {object} Surroundings
 * @property {NodeJS.ProcessEnv} env
 * @property {import("../shared/run.mjs").Run} run
 * @property {import("../shared/log.mjs").Log} log
 */

/**
 * Brings a work tree to where its commands can run: dependencies, build, engine. What is there already is left alone,
 * without a word. It runs before anything is installed, so it is plain JavaScript, like all that it imports.
 *
 * @param {object} [options]
 * @param {string} [options.root]
 * @param {string} [options.nodeVersion]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {import("../shared/run.mjs").Run} [options.run]
 * @param {import("../shared/log.mjs").Log} [options.log]
 * @param {(surroundings: Surroundings) => Promise<unknown>} [options.findEngine]
 */
export async function setUp({
    root = fileURLToPath(new URL("../..", import.meta.url)),
    nodeVersion = process.version,
    env = process.env,
    run = runCommand,
    log = streamLog(),
    findEngine = findRealEngine,
} = {}) {
    checkNodeVersion(nodeVersion);
    const surroundings = { env, run, log };
    if (!dependenciesAreInstalled(root) || !isBuilt(root)) {
        // The lock is not in node_modules, as `npm ci` empties that.
        await withLock(path.join(root, ".sandbox", "setup.lock"), {
            onWait: (holder) => log.say(`Another set-up is running here (${holder}); waiting for it.`),
            work: async () => {
                if (!dependenciesAreInstalled(root)) await installDependencies(root, surroundings);
                if (!isBuilt(root)) await build(root, surroundings);
            },
        });
    }
    await findEngine(surroundings);
}

if (isMain(import.meta.url)) exitOnProblem(() => setUp());
