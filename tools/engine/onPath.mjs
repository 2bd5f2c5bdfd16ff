// @ts-check
import path from "node:path";
import { cliName, hostName, isAtLeast, isExecutable, oldestVersion, pathFolders } from "./engine.mjs";

const versionTimeout = 20_000;

/**
 * The first usable engine on PATH; or, in a sentence, why the one that is there is not used.
 * @param {NodeJS.ProcessEnv} env
 * @param {import("../shared/run.mjs").Run} run
 * @returns {Promise<{ found: import("./engine.mjs").Executables & { version: string } } | { found: undefined, why:
 * string }>}
 */
export async function engineOnPath(env, run) {
    const folders = pathFolders(env);
    const candidates = folders.map((folder) => path.join(folder, cliName)).filter(isExecutable);
    if (candidates.length === 0) return { found: undefined, why: "there is no pulumi on PATH" };

    /** @param {string} pulumi */
    const hostBeside = (pulumi) => isExecutable(path.join(path.dirname(pulumi), hostName));
    // A CLI that has its host beside it comes first: one without may be npm's wrapper, which would begin to download.
    const ordered = [...candidates.filter(hostBeside), ...candidates.filter((pulumi) => !hostBeside(pulumi))];
    const reasons = [];
    for (const pulumi of new Set(ordered)) {
        const host = [path.dirname(pulumi), ...folders].map((folder) => path.join(folder, hostName)).find(isExecutable);
        if (host === undefined) {
            reasons.push(`${pulumi} comes without ${hostName}, which runs TypeScript programs`);
            continue;
        }
        const answer = await run(pulumi, ["version"], {
            env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
            timeout: versionTimeout,
        });
        const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/m.exec(answer.output)?.[1];
        if (answer.code !== 0 || version === undefined) reasons.push(`${pulumi} does not answer \`pulumi version\``);
        else if (!isAtLeast(version, oldestVersion))
            reasons.push(`${pulumi} is version ${version}, and ${oldestVersion} or later is needed`);
        else return { found: { pulumi, host, version } };
    }
    return { found: undefined, why: reasons.join("; ") };
}
