import { execFile } from "node:child_process";
import { visible } from "../visible";

/** What a command of the CLI wrote, or why it failed. */
export type Said = { output: string } | { failed: string; isMissing: boolean };

// A backend in the cloud, and a busy machine.
const patience = 60_000;

/** The Pulumi CLI in the folder of a project: only commands that read. */
export class Pulumi {
    constructor(
        private readonly folder: string | undefined,
        private readonly environment: NodeJS.ProcessEnv,
        private readonly stack: string | undefined,
    ) {}

    version(): Promise<Said> {
        return this.run("version");
    }

    /** The stack's configuration; with its secrets, which are for the caller's eyes only. */
    config(): Promise<Said> {
        return this.run("config", "--json", "--show-secrets", ...this.ofStack());
    }

    state(): Promise<Said> {
        return this.run("stack", "export", ...this.ofStack());
    }

    /** The plugins that are installed. */
    plugins(): Promise<Said> {
        return this.run("plugin", "ls", "--json");
    }

    private ofStack(): string[] {
        return this.stack === undefined ? [] : ["--stack", this.stack];
    }

    private run(...args: string[]): Promise<Said> {
        const env = { ...this.environment, PULUMI_SKIP_UPDATE_CHECK: "true" };
        return new Promise((resolve) => {
            execFile(
                "pulumi",
                [...args, "--non-interactive", "--color", "never"],
                { cwd: this.folder, env, timeout: patience, maxBuffer: 1 << 30 },
                (error, stdout, stderr) => {
                    if (error === null) resolve({ output: stdout });
                    else if (error.code === "ENOENT")
                        resolve({ failed: "there is no pulumi on PATH", isMissing: true });
                    else if (error.killed === true)
                        resolve({
                            failed: `pulumi ${args[0] ?? ""} has not ended in ${patience / 1000} s`,
                            isMissing: false,
                        });
                    // Never its standard output, which may hold secrets.
                    else resolve({ failed: `Pulumi says "${firstError(stderr)}"`, isMissing: false });
                },
            );
        });
    }
}

function firstError(stderr: string): string {
    const lines = stderr.split("\n").map((line) => line.trim());
    const line = lines.find((each) => each.startsWith("error: ")) ?? lines.find((each) => each !== "") ?? "nothing";
    return visible(line.replace(/^error: /, ""));
}
