// @ts-check
import path from "node:path";
import { lastLines } from "../shared/run.mjs";
import { cliName, engineFolder, engineVersion, isAtLeast, requiredGo } from "./engine.mjs";
import { bundleHost } from "./host.mjs";

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
 * Builds the CLI, and puts the language host beside it. Its answer is undefined, or what the failing command printed.
 * @param {string} folder
 * @param {Options} options
 * @returns {Promise<string | undefined>}
 */
export async function buildWithGo(folder, { env, run }) {
    const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${engineVersion}`;
    const target = ["-o", path.join(folder, cliName), "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"];
    const build = await run("go", ["build", "-trimpath", "-ldflags", `-s -w ${version}`, ...target], {
        cwd: path.join(engineFolder, "cli"),
        env: goEnvironment(env),
    });
    if (build.code !== 0) return lastLines(build.output);
    bundleHost(folder);
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
export function goEnvironment(env) {
    return { ...env, GOWORK: "off", GOFLAGS: "-mod=readonly", GOOS: "", GOARCH: "" };
}
