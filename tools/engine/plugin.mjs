// @ts-check
import { copyFileSync, existsSync, renameSync } from "node:fs";
import path from "node:path";

const scripts = ["pulumi-resource-pulumi-nodejs", "pulumi-resource-pulumi-nodejs.cmd"];

/**
 * Puts the script that starts dynamic providers beside a CLI of ours, where the vendor's CLI has it too. The engine
 * would find it in the SDK's folder as well, and would warn of that in every run.
 * @param {string} sdk the folder of @pulumi/pulumi, which the script comes with; it may not be installed yet
 * @param {string} folder the CLI's
 */
export function bundlePlugin(sdk, folder) {
    for (const script of scripts) {
        const from = path.join(sdk, script);
        const to = path.join(folder, script);
        if (existsSync(to) || !existsSync(from)) continue;
        copyFileSync(from, `${to}.${process.pid}`);
        renameSync(`${to}.${process.pid}`, to);
    }
}
