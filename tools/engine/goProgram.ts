import path from "node:path";
import { Problem } from "../shared/problem.cjs";
import { keptFolder } from "./kept";

/** A program that Go builds. */
export interface GoProgram {
    /** Its file, and what its folder of the cache begins with. */
    name: string;
    /** What it is called in a sentence. */
    called: string;
    /** How long that takes, with downloads, on two cores. */
    takes: string;
    /** The folder of the go.mod that pins its modules. */
    folder: string;
    /** The package, of one of these modules or of the folder itself. */
    target: string;
    /** The sources in the folder, where they are ours. */
    sources?: string[];
    /** Puts more files beside it. */
    beside?: (folder: string) => Promise<void>;
}

/**
 * The path of a program that Go builds on the first call, once for all work trees.
 *
 * @throws Problem where there is no Go, or its modules can't be had
 */
export async function goProgram({ name, called, takes, folder, target, sources = [], beside }: GoProgram) {
    const file = process.platform === "win32" ? `${name}.exe` : name;
    const kept = await keptFolder({
        name,
        sources: ["go.mod", "go.sum", ...sources].map((source) => path.join(folder, source)),
        saying: `Building ${called} (once): ${takes} …`,
        make: async (into) => {
            const flags = ["-trimpath", "-ldflags", "-s -w", "-o", path.join(into, file)];
            await goSays(folder, called, "build", ...flags, target);
            await beside?.(into);
        },
    });
    return path.join(kept, file);
}

/**
 * What a command of Go answers in the folder of a go.mod.
 *
 * @throws Problem that says that the program could not be built
 */
export async function goSays(folder: string, called: string, ...args: string[]): Promise<string> {
    const { goEnvironment } = await import("./fromGo.mjs");
    const { lastLines, run } = await import("../shared/run.mjs");
    const { code, output } = await run("go", args, { cwd: folder, env: goEnvironment(process.env) });
    if (code === 0) return output.trim();
    throw new Problem(`${called} could not be built:\n\n${lastLines(output)}`.replace(/^./, (c) => c.toUpperCase()));
}
