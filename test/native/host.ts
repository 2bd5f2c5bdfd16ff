import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { describe } from "mocha";
import * as v from "valibot";
import { cliEnvironment } from "../../tools/engine/environment";
import type { Language } from "../../tools/engine/hosts";
import { writeSdks } from "../../tools/sdks/write";
import { repositoryRoot } from "../harness/repository";

/** Where stacks of tests are. */
export const work = path.join(repositoryRoot, "test", "e2e", ".work");

const host = v.union([v.object({ path: v.array(v.string()) }), v.object({ notHad: v.string() })]);

/**
 * Tests of programs in a language, which get what PATH must begin with for them, or of the SDKs alone; where its host or
 * their generator can't be had they are not run, which is said with the reason.
 */
export function inLanguage(language: Language | "sdks", title: string, tests: (path: string[]) => void): void {
    // A process of its own, as mocha wants to know at once which tests there are.
    const ready = spawnSync(process.execPath, ["--import", "tsx", path.join(__dirname, "hostReady.ts"), language], {
        cwd: repositoryRoot,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
    });
    const had = v.safeParse(v.pipe(v.string(), v.parseJson(), host), ready.stdout);
    if (had.success && "notHad" in had.output) {
        console.log(`\n  NOT RUN: ${title} (${had.output.notHad})`);
        return;
    }
    describe(title, function () {
        this.timeout(300_000);
        before(() => assert.ok(had.success, "what it needs could not be got"));
        tests(had.success && "path" in had.output ? had.output.path : []);
    });
}

/** The environment in which a stack's programs have a host. */
export async function environmentWith(hostPath: string[]): Promise<NodeJS.ProcessEnv> {
    const { PATH = "" } = await cliEnvironment({ backendDir: work, home: work });
    return { PATH: [...hostPath, PATH].join(path.delimiter) };
}

/** Generates the SDK for Python, installs it into a folder, and answers the environment in which programs have it. */
export async function pythonSdkIn(folder: string, hostPath: string[]): Promise<NodeJS.ProcessEnv> {
    rmSync(folder, { recursive: true, force: true });
    await writeSdks(folder, ["python"]);
    const installed = path.join(folder, "installed");
    const python = path.join(hostPath.at(-1) ?? "", "python3");
    // Without the registry: all that it needs is there.
    const args = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", installed];
    const pip = spawnSync(python, ["-m", "pip", "install", ...args, path.join(folder, "python")], { encoding: "utf8" });
    assert.equal(pip.status, 0, pip.stderr);
    return { PYTHONPATH: installed };
}
