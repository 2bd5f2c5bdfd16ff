import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Somebody's access in an account, as the update has left it. */
export interface HeldAccess {
    emailId: string;
    isDeveloper: boolean;
    canCreateBot: boolean;
    hasDataTableAndViewAccess: boolean;
    /** ROLE or ROLE@BOT. */
    roles: string[];
    groups: string[];
    /** BOT or BOT:DIALOG,DIALOG. */
    tasks: string[];
}

/** What an update has really done after a preview. */
export interface Outcome {
    succeeded: boolean;
    /** Each account, by the name of its emulator. */
    before: Record<string, HeldAccess[]>;
    after: Record<string, HeldAccess[]>;
}

const folder = path.join(__dirname, "recorded");

function fileOf(name: string): string {
    return path.join(folder, `${name}.json`);
}

/** What `pulumi preview --json` has written for a scenario. */
export function recordedPreview(name: string): string {
    return readFileSync(fileOf(name), "utf8");
}

/** What the update did then. */
export function recordedOutcome(name: string): Outcome {
    // Only the recorder writes these files.
    return JSON.parse(readFileSync(fileOf(`${name}.outcome`), "utf8")) as Outcome;
}

/** The recorded state of a stack. */
export function recordedState(name: string): string {
    return readFileSync(fileOf(`${name}.state`), "utf8");
}

/** The directory that a scenario's review knows; undefined for one without. */
export function recordedDirectory(name: string): string | undefined {
    const file = fileOf(`${name}.directory`);
    return existsSync(file) ? file : undefined;
}

export function writeRecorded(name: string, value: unknown): void {
    writeFileSync(fileOf(name), `${JSON.stringify(value, undefined, 1)}\n`);
}
