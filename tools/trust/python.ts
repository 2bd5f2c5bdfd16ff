import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "../shared/problem.cjs";

const requirements = path.join(__dirname, "requirements.txt");
const oldest = 10;

/**
 * The `st` of a virtual environment with what requirements.txt names, made on the first call. It lies in the user's
 * cache, so that the work tree stays as it is.
 */
export async function schemathesis(): Promise<string> {
    const { cacheFolder } = await import("../engine/cache.mjs");
    const { lastLines, run } = await import("../shared/run.mjs");
    const version = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
    const folder = path.join(
        path.dirname(cacheFolder(process.env)),
        `fuzz-${version}-${process.platform}-${process.arch}`,
    );
    const bin = path.join(folder, process.platform === "win32" ? "Scripts" : "bin");
    const finished = path.join(folder, "finished");
    if (existsSync(finished)) return path.join(bin, "st");

    console.log(`Installing schemathesis into ${folder} …`);
    const step = async (what: string, command: string, ...args: string[]) => {
        const { code, output } = await run(command, args, { timeout: 240_000 });
        if (code !== 0) throw new Problem(`${what}. It said:\n\n${lastLines(output)}`);
    };
    const python = process.platform === "win32" ? "python" : "python3";
    await step(
        `Python 3.${oldest} or later is needed: ${python} was not found, or is older`,
        python,
        "-c",
        `import sys; assert sys.version_info >= (3, ${oldest}), sys.version`,
    );
    // What an interrupted run has left.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(path.dirname(folder), { recursive: true });
    await step("The virtual environment could not be made", python, "-m", "venv", folder);
    await step(
        "schemathesis could not be installed",
        path.join(bin, "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--disable-pip-version-check",
        "--requirement",
        requirements,
    );
    writeFileSync(finished, "");
    return path.join(bin, "st");
}
