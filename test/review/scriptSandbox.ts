import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "../harness/repository";

/** An answer of a service, by the end of its address; pages for what is given page by page. */
export type Answers = Record<string, unknown>;

/** How a script ended. */
export interface Ended {
    status: number | null;
    stdout: string;
    stderr: string;
}

/** Whether the scripts can be run here as a runner does. */
export const canRunScripts = ["bash", "jq", "unzip", "zip"].every(
    (command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0,
);

/** A folder in which the script of a workflow runs, with the commands that it calls. */
export class ScriptSandbox {
    readonly folder = mkdtempSync(path.join(tmpdir(), "access-workflow-"));

    constructor() {
        mkdirSync(path.join(this.folder, "bin"));
        mkdirSync(path.join(this.folder, "temp"));
        const koreAccess = path.join(repositoryRoot, "review", "dist", "cli.js");
        // npx --no-install kore-access …
        this.command("npx", `shift 2; exec ${JSON.stringify(process.execPath)} ${JSON.stringify(koreAccess)} "$@"`);
        for (const name of ["gh", "curl"]) this.service(name);
        this.answer({});
    }

    /** A command that the script finds. */
    command(name: string, script: string): void {
        writeFileSync(path.join(this.folder, "bin", name), `#!/bin/sh\n${script}\n`);
        chmodSync(path.join(this.folder, "bin", name), 0o755);
    }

    /** What gh and curl answer; another address is an error. Calls so far are forgotten. */
    answer(answers: Answers): void {
        writeFileSync(path.join(this.folder, "answers.json"), JSON.stringify(answers));
        writeFileSync(path.join(this.folder, "calls"), "");
    }

    private service(name: string): void {
        const fake = path.join(__dirname, "fakeService.mjs");
        this.command(name, `exec ${JSON.stringify(process.execPath)} ${JSON.stringify(fake)} ${name} "$@"`);
    }

    write(file: string, text: string | Buffer): void {
        const at = path.join(this.folder, file);
        mkdirSync(path.dirname(at), { recursive: true });
        writeFileSync(at, text);
    }

    read(file: string): string {
        const at = path.join(this.folder, file);
        return existsSync(at) ? readFileSync(at, "utf8") : "";
    }

    /** What gh or curl was called with to change something, a line each. */
    changes(): string[] {
        return this.read("calls")
            .split("\n")
            .filter((line) => /--method|--request|--form/.test(line));
    }

    run(script: string, variables: Record<string, string> = {}): Ended {
        for (const name of ["output", "summary", "path"]) this.write(name, "");
        const env = {
            PATH: `${path.join(this.folder, "bin")}:${process.env["PATH"] ?? ""}`,
            HOME: this.folder,
            FAKE_FOLDER: this.folder,
            RUNNER_TEMP: path.join(this.folder, "temp"),
            GITHUB_OUTPUT: path.join(this.folder, "output"),
            GITHUB_STEP_SUMMARY: path.join(this.folder, "summary"),
            GITHUB_PATH: path.join(this.folder, "path"),
            GITHUB_REPOSITORY: "company/access",
            ...variables,
        };
        const { status, stdout, stderr } = spawnSync("bash", ["-e", "-c", script], {
            cwd: this.folder,
            env,
            encoding: "utf8",
        });
        return { status, stdout, stderr };
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
