// @ts-check
import path from "node:path";
import { lastLines } from "../shared/run.mjs";
import { cliName, engineFolder, engineVersion, hostName, isAtLeast, requiredGo } from "./engine.mjs";

/** @typedef {{ env: NodeJS.ProcessEnv, run: import("../shared/run.mjs").Run }} Options */

/**
 * Why the engine can't be built here; undefined if it can.
 * @param {Options} options
 * @returns {Promise<string | undefined>}
 */
export async function whyNotBuildable({ env, run }) {
    // Asked inside the module, a Go that fetches the toolchain that a module wants answers with that one's version.
    const answer = await run("go", ["env", "GOVERSION"], {
        cwd: path.join(engineFolder, "cli"),
        env: goEnvironment(env),
        timeout: 2 * 60_000,
    });
    if (answer.code === null && !answer.timedOut) return "Go is not installed";
    const version = /^go(\d\S*)/m.exec(answer.output)?.[1];
    if (answer.code !== 0 || version === undefined)
        return `\`go env GOVERSION\` failed: ${lastLines(answer.output, 1)}`;
    return isAtLeast(version, requiredGo())
        ? undefined
        : `Go is too old: version ${version}, and ${requiredGo()} or later is needed`;
}

/**
 * Builds the CLI and the Node language host. They are two modules, as the host has no released module newer than 3.68,
 * whose requirements contradict the CLI's. Its answer is undefined, or what the failing command printed.
 * @param {string} folder
 * @param {Options} options
 * @returns {Promise<string | undefined>}
 */
export async function buildWithGo(folder, { env, run }) {
    const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${engineVersion}`;
    const parts = [
        {
            module: "host",
            name: hostName,
            flags: "-s -w",
            source: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        },
        {
            module: "cli",
            name: cliName,
            flags: `-s -w ${version}`,
            source: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        },
    ];
    for (const { module, name, flags, source } of parts) {
        const args = ["build", "-trimpath", "-ldflags", flags, "-o", path.join(folder, name), source];
        const build = await run("go", args, { cwd: path.join(engineFolder, module), env: goEnvironment(env) });
        if (build.code !== 0) return lastLines(build.output);
    }
    const answer = await run(path.join(folder, cliName), ["version"], {
        env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
        timeout: 60_000,
    });
    return answer.output.includes(`v${engineVersion}`)
        ? undefined
        : `The CLI that was built does not answer:\n${lastLines(answer.output)}`;
}

/**
 * A developer's own Go work space or flags must not change what is built.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function goEnvironment(env) {
    return { ...env, GOWORK: "off", GOFLAGS: "-mod=readonly", GOOS: "", GOARCH: "" };
}
