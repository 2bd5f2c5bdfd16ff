import { createHash } from "node:crypto";
import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as v from "valibot";
import { normalEmail } from "./api/email";
import { messageOf } from "./api/errors";

const line = v.object({
    /** A hash of the address. */
    person: v.string(),
    /** A hash of the app. */
    app: v.string(),
    type: v.picklist(["KoreUser", "KoreUserAccess"]),
    /** Kore.ai's id of the person, once it is known. */
    userId: v.exactOptional(v.string()),
    groups: v.exactOptional(v.array(v.string())),
    roles: v.exactOptional(v.array(v.object({ roleId: v.string(), botId: v.exactOptional(v.string()) }))),
    assignBotTasks: v.exactOptional(v.array(v.object({ streamId: v.string(), dialogs: v.exactOptional(v.array(v.string())) }))),
    canCreateBot: v.exactOptional(v.boolean()),
    isDeveloper: v.exactOptional(v.boolean()),
    hasDataTableAndViewAccess: v.exactOptional(v.boolean()),
});
type Line = v.InferOutput<typeof line>;

/** What a resource declares of a person; another line about the same one adds to it. */
export type Told = Omit<Line, "person" | "app"> & { emailId: string };

/**
 * What the provider processes of one run of the engine declare of whom, for each other to read. Every provider instance
 * has a process of its own, and one that has lost its last resource hears nothing of the program: it would remove the
 * person whom another instance of the same account has taken over under another name.
 *
 * It is a file for each process, in the temporary folder, with hashes instead of addresses. A process that is gone has no say.
 */
export class RunRecord {
    private readonly folder: string;
    private readonly own: string;
    /** What tells the records of this run and host from others. */
    private readonly prefix: string;
    private readonly app: string;
    private readonly read = new Map<string, { size: number; lines: Map<string, Line[]> }>();
    private pending: Line[] = [];
    private isPrepared = false;
    private failed = false;

    /**
     * @param engine the address of the engine, which all of its provider processes are given
     * @param host the account's
     * @param app the one that the account is reached with: another app may be of another account or of the same
     */
    constructor(
        engine: string,
        host: string,
        app: string,
        private readonly notify: (message: string) => void,
        { folder = path.join(tmpdir(), `pulumi-kore${process.getuid === undefined ? "" : `-${process.getuid()}`}`), pid = process.pid }: { folder?: string; pid?: number } = {},
    ) {
        this.prefix = hash(`${engine} ${host}`);
        this.app = hash(`${this.prefix} ${app}`);
        this.folder = folder;
        this.own = `${this.prefix}-${pid}.jsonl`;
    }

    /** Takes in what this process's resources declare; the others can read it when this turn of the process is over. */
    declare({ emailId, ...told }: Told): void {
        if (this.pending.length === 0) setImmediate(() => this.write());
        this.pending.push({ ...told, person: this.keyOf(emailId), app: this.app });
    }

    /** What the other processes of this run declare of a person. */
    othersOf(emailId: string): (Omit<Told, "emailId"> & { isThisApp: boolean })[] {
        const person = this.keyOf(emailId);
        return this.others().flatMap((file) => (this.linesOf(file).get(person) ?? []).map(({ person: _person, app, ...declared }) => ({ ...declared, isThisApp: app === this.app })));
    }

    /** Takes back what this process has written. */
    end(): void {
        if (this.isPrepared) remove(path.join(this.folder, this.own));
    }

    private write(): void {
        const text = this.pending.map((entry) => `${JSON.stringify(entry)}\n`).join("");
        this.pending = [];
        if (this.failed) return;
        try {
            if (!this.isPrepared) {
                mkdirSync(this.folder, { recursive: true, mode: 0o700 });
                if (!isOurs(this.folder)) throw new Error("it belongs to somebody else, or others may write there");
                this.removeLeftovers();
            }
            this.isPrepared = true;
            appendFileSync(path.join(this.folder, this.own), text, { mode: 0o600 });
        } catch (error) {
            this.failed = true;
            this.notify(`${this.folder} cannot be written (${messageOf(error)}). Do not give anybody another name and another provider instance in this run: the old instance would not hear of it, and would remove them.`);
        }
    }

    private others(): string[] {
        return this.files().filter((file) => file.startsWith(`${this.prefix}-`) && file !== this.own && isAlive(file));
    }

    private files(): string[] {
        try {
            return isOurs(this.folder) ? readdirSync(this.folder).filter((file) => pidIn.test(file)) : [];
        } catch {
            return [];
        }
    }

    private removeLeftovers(): void {
        for (const file of this.files()) if (!isAlive(file) && isOld(path.join(this.folder, file))) remove(path.join(this.folder, file));
    }

    private linesOf(name: string): Map<string, Line[]> {
        const known = this.read.get(name);
        const text = this.textOf(name);
        if (known?.size === text.length) return known.lines;
        const lines = new Map<string, Line[]>();
        for (const entry of text.split("\n")) {
            const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), line), entry);
            if (parsed.success) lines.set(parsed.output.person, [...(lines.get(parsed.output.person) ?? []), parsed.output]);
        }
        this.read.set(name, { size: text.length, lines });
        return lines;
    }

    private textOf(name: string): string {
        try {
            return readFileSync(path.join(this.folder, name), "utf8");
        } catch {
            return ""; // Its process has ended meanwhile.
        }
    }

    private keyOf(emailId: string): string {
        return hash(`${this.prefix} ${normalEmail(emailId)}`);
    }
}

function hash(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

// What another user of this machine writes has no say either, nor what is behind a link.
function isOurs(folder: string): boolean {
    const { uid, mode, isDirectory } = infoOf(folder);
    return isDirectory && (process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0));
}

function infoOf(file: string): { uid: number; mode: number; isDirectory: boolean; age: number } {
    const info = lstatSync(file);
    return { uid: info.uid, mode: info.mode, isDirectory: info.isDirectory(), age: Date.now() - info.mtimeMs };
}

// Containers that share a temporary folder do not see each other's processes.
const day = 24 * 60 * 60 * 1000;

function isOld(file: string): boolean {
    return infoOf(file).age > day;
}

function remove(file: string): void {
    try {
        rmSync(file, { force: true });
    } catch {
        // A leftover: it has no say once its process is gone, and goes with a later run.
    }
}

const pidIn = /-(\d+)\.jsonl$/;

function isAlive(file: string): boolean {
    const pid = Number(pidIn.exec(file)?.[1]);
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
