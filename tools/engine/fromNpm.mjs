// @ts-check
import { cpSync } from "node:fs";
import path from "node:path";
import { npmCommand } from "../shared/npm.mjs";
import { engineFolder, engineVersion } from "./engine.mjs";
import { executablesIn } from "./cache.mjs";

const installTimeout = 2 * 60_000;
const downloadTimeout = 10 * 60_000;

/**
 * Gets the CLI as its vendor means it to be got through npm: the package `pulumi` downloads it on its first run. Its
 * answer is undefined, or the reason why that is not possible here: offline, or the vendor's site is not reachable.
 * @param {string} folder
 * @param {{ env: NodeJS.ProcessEnv, run: import("../shared/run.mjs").Run }} options
 * @returns {Promise<string | undefined>}
 */
export async function downloadByNpm(folder, { env, run }) {
    cpSync(path.join(engineFolder, "npm"), folder, { recursive: true });
    const npm = npmCommand(env);
    const install = await run(npm.command, [...npm.args, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
        cwd: folder,
        env,
        timeout: installTimeout,
    });
    if (install.timedOut) return "npm did not answer in two minutes";
    if (install.code !== 0) return "npm could not install the package `pulumi`";

    // The package downloads into its PULUMI_HOME, and PULUMI_VERSION would have it download another version.
    const download = await run(process.execPath, [path.join("node_modules", "pulumi", "run.js"), "version"], {
        cwd: folder,
        env: { ...env, PULUMI_HOME: folder, PULUMI_VERSION: engineVersion, PULUMI_SKIP_UPDATE_CHECK: "true" },
        timeout: downloadTimeout,
    });
    if (download.timedOut) return "the download was not done in ten minutes";
    if (download.code !== 0) return lastMessage(download.output);
    if (!download.output.includes(`v${engineVersion}`) || executablesIn(folder, "npm") === undefined)
        return "the download was not complete";
    return undefined;
}

/**
 * @param {string} output
 */
function lastMessage(output) {
    const line = output.trimEnd().split(/\r?\n/).at(-1) ?? "";
    return line.replace(/^pulumi: /, "") || "the download failed";
}
