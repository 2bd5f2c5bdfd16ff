import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const exe = process.platform === "win32" ? ".exe" : "";

export type Answer = { code: number | null; output: string; timedOut?: boolean };

/** A made-up machine: folders in a temporary place, and commands that answer what the test says. */
export class Machine {
    readonly folder = mkdtempSync(path.join(tmpdir(), "kore-tools-"));
    readonly cache = path.join(this.folder, "cache");
    /** what was run, such as `go build` */
    readonly commands: string[] = [];
    /** what the user was told */
    readonly said: string[] = [];
    pathFolders: string[] = [];
    /** Answers by a part of the command line; the first that fits. A command that no answer fits is not installed. */
    readonly answers: [part: string, answer: Answer | ((cwd: string, args: string[]) => Answer)][] = [];

    readonly log = {
        say: (text: string) => void this.said.push(text),
        during: async <T>(text: string, work: () => Promise<T>) => {
            this.said.push(text);
            return work();
        },
    };

    readonly run = (command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) => {
        const line = [path.basename(command, exe), ...args].join(" ");
        this.commands.push(line);
        const answer = this.answers.find(([part]) => `${command} ${line}`.includes(part))?.[1] ?? {
            code: null,
            output: `spawn ${command} ENOENT`,
        };
        return Promise.resolve({
            timedOut: false,
            ...(typeof answer === "function" ? answer(options.cwd ?? "", args) : answer),
        });
    };

    get env(): NodeJS.ProcessEnv {
        return { PATH: this.pathFolders.join(path.delimiter), KORE_ENGINE_CACHE: this.cache };
    }

    /** Installs the CLI of a version in a folder on PATH. */
    install(name: string, version: string, parts = ["pulumi", "pulumi-language-nodejs"]): string {
        const folder = path.join(this.folder, name);
        parts.forEach((part) => program(folder, part));
        this.pathFolders.push(folder);
        this.answers.push([path.join(folder, `pulumi${exe}`), { code: 0, output: `v${version}\n` }]);
        return path.join(folder, `pulumi${exe}`);
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** An executable file. What it holds does not matter, as nothing runs it. */
export function program(folder: string, name: string): string {
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${name}${exe}`);
    writeFileSync(file, "not empty");
    chmodSync(file, 0o755);
    return file;
}
