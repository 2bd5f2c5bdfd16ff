// @ts-check
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { withLock } from "../shared/lock.mjs";
import { streamLog } from "../shared/log.mjs";
import { isMain } from "../shared/main.mjs";
import { exitOnProblem, Problem } from "../shared/problem.cjs";
import { run as runCommand } from "../shared/run.mjs";
import { cachedEngine, cacheFolder, engineIn, finish, removeUnfinished, unfinishedFolder } from "./cache.mjs";
import { engineFolder, engineVersion, requiredGo } from "./engine.mjs";
import { buildWithGo, whyNotBuildable } from "./fromGo.mjs";
import { downloadByNpm } from "./fromNpm.mjs";
import { engineOnPath } from "./onPath.mjs";
import { bundlePlugin } from "./plugin.mjs";

/**
 * @typedef {object} Engine
 * @property {string} pulumi the CLI
 * @property {string[]} path folders that the CLI's PATH must begin with: its own, its language host's, the dynamic
 * provider's
 * @property {string} version
 * @property {"path" | "npm" | "go" | "cache"} source
 */

const root = path.join(engineFolder, "..", "..");

/**
 * Finds a Pulumi CLI with its Node language host, and gets one if there is none: what is installed on this machine;
 * what an earlier run has kept; the vendor's npm package, which downloads it; a build from its Go modules.
 *
 * @param {object} [options]
 * @param {import("../shared/log.mjs").Log} [options.log]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {import("../shared/run.mjs").Run} [options.run]
 * @returns {Promise<Engine>}
 */
export async function findEngine({ log = streamLog(), env = process.env, run = runCommand } = {}) {
    const onPath = await engineOnPath(env, run);
    if (onPath.found !== undefined) return engine(onPath.found, onPath.found.version, "path");

    const cache = cacheFolder(env);
    const kept = cachedEngine(cache);
    if (kept !== undefined) return engine(kept, engineVersion, "cache");

    log.say(`The Pulumi CLI is needed, and ${onPath.why}.`);
    makeFolder(cache);
    return withLock(path.join(cache, "lock"), {
        onWait: (holder) => log.say(`Another run (${holder}) is getting it at this moment; waiting for that.`),
        work: () => getEngine({ cache, log, env, run, onPath: onPath.why }),
    });
}

/**
 * @param {{ cache: string, onPath: string, log: import("../shared/log.mjs").Log, env: NodeJS.ProcessEnv, run:
 * import("../shared/run.mjs").Run }} options
 * @returns {Promise<Engine>}
 */
async function getEngine({ cache, onPath, log, env, run }) {
    const kept = cachedEngine(cache);
    if (kept !== undefined) return engine(kept, engineVersion, "cache");
    try {
        const noDownload = await log.during(
            `Downloading the Pulumi CLI ${engineVersion} by its npm package (once; it is kept in ${cache}) …`,
            () => downloadByNpm(unfinishedFolder(cache, "npm"), { env, run }),
        );
        if (noDownload === undefined) return await finished(cache, "npm");

        const noBuild = await whyNotBuildable({ env, run });
        if (noBuild !== undefined) throw new Problem(noWay({ onPath, noDownload, noBuild }));
        log.say(`The download is not possible here (${noDownload}), so the CLI is built from its Go modules.`);
        const failure = await log.during(
            "Building it (once): about 6 minutes on two cores, 1 minute of downloads included …",
            () => buildWithGo(unfinishedFolder(cache, "go"), { env, run }),
        );
        if (failure !== undefined)
            throw new Problem(
                `${noWay({ onPath, noDownload, noBuild: "the build failed" })}\n\nThe build said:\n${failure}`,
            );
        return await finished(cache, "go");
    } finally {
        removeUnfinished(cache);
    }
}

/**
 * @param {string} cache
 */
function makeFolder(cache) {
    try {
        mkdirSync(cache, { recursive: true });
        accessSync(cache, constants.W_OK);
    } catch (error) {
        throw new Problem(`The Pulumi CLI would be kept in ${cache}, and that can't be written to (${error instanceof Error ? error.message : error}).
Set the environment variable KORE_ENGINE_CACHE to a folder that can be, then run the same command again.`);
    }
}

/**
 * @param {string} cache
 * @param {import("./cache.mjs").Origin} origin
 */
async function finished(cache, origin) {
    await finish(cache, origin);
    const found = engineIn(cache, origin);
    if (found === undefined) throw new Error(`The engine is not where it was put, in ${cache}`);
    return engine(found, engineVersion, origin);
}

/**
 * @param {import("./engine.mjs").Executables} executables
 * @param {string} version
 * @param {Engine["source"]} source
 * @returns {Engine}
 */
function engine({ pulumi, host }, version, source) {
    // pulumi-resource-pulumi-nodejs, which the engine looks for on PATH to run dynamic providers, comes inside the
    // SDK's npm package.
    const sdk = path.join(root, "node_modules", "@pulumi", "pulumi");
    if (source !== "path") bundlePlugin(sdk, path.dirname(pulumi));
    return { pulumi, path: [...new Set([path.dirname(pulumi), path.dirname(host), sdk])], version, source };
}

/**
 * @param {{ onPath: string, noDownload: string, noBuild: string }} reasons
 */
function noWay({ onPath, noDownload, noBuild }) {
    return `No Pulumi CLI could be found or fetched:
  - installed: ${onPath}
  - download by the npm package \`pulumi\`: ${noDownload}
  - build from its Go modules: ${noBuild}
Do one of these, then run the same command again:
  - install the Pulumi CLI: https://www.pulumi.com/docs/install/
  - install Go ${requiredGo()} or later (https://go.dev/dl/); the CLI is then built here, once, in about 6 minutes`;
}

/** Prints what was found, one fact a line. */
async function main() {
    const found = await findEngine();
    console.log(`pulumi   ${found.pulumi}`);
    console.log(`version  ${found.version}`);
    console.log(`source   ${found.source}`);
    console.log(`path     ${found.path.join(path.delimiter)}`);
    const sdk = found.path.at(-1);
    if (sdk !== undefined && !existsSync(sdk)) console.log(`         (${sdk} appears with \`npm ci\`)`);
}

if (isMain(import.meta.url)) exitOnProblem(main);
