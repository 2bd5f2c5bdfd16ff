import { spawnSync } from "node:child_process";
import path from "node:path";
import { repositoryRoot } from "../../test/harness/repository";
import { keptFolder } from "../engine/kept";
import { Problem } from "../shared/problem.cjs";

/** Tools in Python: what their folder of the cache begins with, and what they are installed by. */
export interface PythonTools {
    name: string;
    requirements: string;
    /** The oldest Python 3 that they run on: 11 of 3.11. */
    oldest: number;
}

/** schemathesis, which `fuzz.ts` runs. */
export const fuzzTools: PythonTools = {
    name: "fuzz",
    requirements: path.join(__dirname, "requirements.txt"),
    oldest: 10,
};

const python = process.platform === "win32" ? "python" : "python3";
const isNewEnough = (oldest: number) => `import sys; assert sys.version_info >= (3, ${oldest}), sys.version`;

/** Whether there is a Python that runs such tools. */
export function hasPythonFor({ oldest }: PythonTools): boolean {
    return spawnSync(python, ["-c", isNewEnough(oldest)]).status === 0;
}

/**
 * The path of a command in a virtual environment with what a list of requirements names, made on the first call. It
 * lies in the user's cache, so that the work tree stays as it is.
 *
 * @throws Problem where there is no such Python, or the registry is not reached
 */
export async function pythonCommand({ name, requirements, oldest }: PythonTools, command: string): Promise<string> {
    const kept = await keptFolder({
        name,
        sources: [requirements],
        saying: `Installing what ${path.relative(repositoryRoot, requirements)} lists (once), from the registry of Python …`,
        make: (folder) => installInto(folder, { requirements, oldest }, command),
    });
    return path.join(binOf(kept), command);
}

/** Where a virtual environment has its commands. */
export function binOf(folder: string): string {
    return path.join(folder, process.platform === "win32" ? "Scripts" : "bin");
}

async function installInto(
    folder: string,
    { requirements, oldest }: Omit<PythonTools, "name">,
    command: string,
): Promise<void> {
    const { lastLines, run } = await import("../shared/run.mjs");
    const step = async (what: string, program: string, ...args: string[]) => {
        const { code, output } = await run(program, args, { timeout: 240_000 });
        if (code !== 0) throw new Problem(`${what}. It said:\n\n${lastLines(output)}`);
    };
    await step(
        `Python 3.${oldest} or later is needed: ${python} was not found, or is older`,
        python,
        "-c",
        isNewEnough(oldest),
    );
    await step("The virtual environment could not be made", python, "-m", "venv", folder);
    const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"];
    await step(
        `${command} could not be installed`,
        path.join(binOf(folder), "python"),
        ...install,
        "--requirement",
        requirements,
    );
}
