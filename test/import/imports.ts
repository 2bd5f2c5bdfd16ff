import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach } from "mocha";
import { seedApp } from "kore-emulator";
import type { Filter } from "../../review/src/import/filter";
import { importAccount, type Imported } from "../../review/src/import/importAccount";
import type { PeopleKind } from "../../review/src/import/project";
import { Progress } from "../../review/src/import/progress";
import type { ClientSettings } from "../../provider/api/settings";
import { repositoryRoot } from "../harness/repository";

/** The settings for an emulator; its limits are off in most tests, and so is the budget. */
export function settingsFor(baseUrl: string, settings: Partial<ClientSettings> = {}): ClientSettings {
    return {
        baseUrl,
        credentials: { ...seedApp },
        requestsPerMinute: 1_000_000,
        requestsPerHour: 1_000_000,
        batchSize: 50,
        requestTimeout: 30,
        readOnly: false,
        ...settings,
    };
}

const everybody: Filter = { domains: [], roles: [], groups: [], activeOnly: false };

/** Imports an account in this process. */
export async function imported(
    place: string,
    baseUrl: string,
    {
        filter = {},
        asCsv = false,
        native = false,
        as,
        settings = {},
        now,
    }: {
        filter?: Partial<Filter>;
        asCsv?: boolean;
        native?: boolean;
        as?: PeopleKind | undefined;
        settings?: Partial<ClientSettings>;
        now?: Date;
    } = {},
): Promise<Imported & { told: string }> {
    let told = "";
    const progress = new Progress({ write: (text) => (told += text) });
    const result = await importAccount(
        place,
        settingsFor(baseUrl, settings),
        { ...everybody, ...filter },
        { asCsv, native, as },
        progress,
        now,
    );
    return { ...result, told };
}

/** Folders that are gone after each test. */
export function temporaryFolders(): () => string {
    const made: string[] = [];
    afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));
    return () => {
        const folder = mkdtempSync(path.join(os.tmpdir(), "kore-import-"));
        made.push(folder);
        return folder;
    };
}

/** What `npm install` brings into a project, from this repository. */
export function link(project: string): void {
    const modules = path.join(project, "node_modules");
    for (const scope of ["@pulumi", "@types"]) mkdirSync(path.join(modules, scope), { recursive: true });
    symlinkSync(repositoryRoot, path.join(modules, "pulumi-kore"));
    for (const name of ["@pulumi/pulumi", "@types/node", "typescript", "csv-parse"])
        symlinkSync(path.join(repositoryRoot, "node_modules", name), path.join(modules, name));
}

/** How the command ended. */
export interface Ended {
    code: number | null;
    out: string;
    err: string;
}

/** Runs the built kore-access, as a user does. */
export function koreAccess(
    args: string[],
    { cwd = repositoryRoot, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
    const inherited = Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !/^(KORE_|PULUMI_)/.test(name)),
    );
    const command = path.join(repositoryRoot, "review", "dist", "cli.js");
    return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [command, ...args], {
            cwd,
            env: { ...inherited, ...env },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let [out, err] = ["", ""];
        child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
        child.once("error", reject);
        child.once("close", (code) => resolve({ code, out, err }));
    });
}
