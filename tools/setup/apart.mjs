// @ts-check
import { streamLog } from "../shared/log.mjs";
import { run } from "../shared/run.mjs";
import { dependenciesAreInstalled, installDependencies } from "./dependencies.mjs";

/**
 * Installs what stands apart from what the repository installs, as it is large, and few commands need it.
 * @param {string} home its folder, with a package.json and a lock file of its own
 * @param {string} name what is installed, as a sentence begins
 */
export async function installApart(home, name) {
    if (dependenciesAreInstalled(home)) return;
    const log = streamLog();
    log.say(`${name} not installed yet.`);
    await installDependencies(home, { env: process.env, run, log });
}
