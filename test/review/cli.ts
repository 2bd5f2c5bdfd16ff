import { spawnSync } from "node:child_process";
import path from "node:path";
import { repositoryRoot } from "../harness/repository";

/** How the command ended. */
export interface Run {
    code: number | null;
    stdout: string;
    stderr: string;
}

/** Runs the built kore-access, with a text on its standard input. */
export function koreAccess(args: string[], input = ""): Run {
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [path.join(repositoryRoot, "review", "dist", "cli.js"), ...args],
        { input, encoding: "utf8", maxBuffer: 1 << 28 },
    );
    return { code: status, stdout, stderr };
}

/** The file of a recorded preview, or `NAME.state`. */
export function recordedFile(name: string): string {
    return path.join(__dirname, "recorded", `${name}.json`);
}
