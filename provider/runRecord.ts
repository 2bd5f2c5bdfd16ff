import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as v from "valibot";
import { present } from "./api/answers";
import { normalEmail } from "./api/email";
import { messageOf } from "./api/errors";
import type { BriefingLine } from "./briefing";

const line = v.object({
    person: v.string(),
    type: v.picklist(["KoreUser", "KoreUserAccess"]),
    canCreateBot: v.exactOptional(v.boolean()),
    isDeveloper: v.exactOptional(v.boolean()),
    hasDataTableAndViewAccess: v.exactOptional(v.boolean()),
});
type Line = v.InferOutput<typeof line>;

/**
 * What the provider processes of one run of the engine declare of whom, for each other to read. Every provider instance
 * has a process of its own, and one that has lost its last resource hears nothing of the program: it would remove the
 * person whom another instance of the same account has taken over under another name.
 *
 * It is a file for each process, in the temporary folder, of hashes instead of addresses. A process that is gone has no say.
 */
export class RunRecord {
    private readonly folder: string;
    private readonly own: string;
    private readonly run: string;
    private readonly read = new Map<string, { size: number; lines: Map<string, Line[]> }>();
    private pending: Line[] = [];
    private isPrepared = false;
    private failed = false;

    /**
     * @param engine the address of the engine, which all of its provider processes are given
     * @param account what tells the account from another: host and app
     */
    constructor(
        engine: string,
        private readonly account: string,
        private readonly notify: (message: string) => void,
        { folder = path.join(tmpdir(), `pulumi-kore${process.getuid === undefined ? "" : `-${process.getuid()}`}`), pid = process.pid }: { folder?: string; pid?: number } = {},
    ) {
        this.run = hash(engine);
        this.folder = folder;
        this.own = `${this.run}-${pid}.jsonl`;
    }

    /** Takes in what this process's resources declare; the others can read it when this turn of the process is over. */
    declare({ emailId, type, canCreateBot, isDeveloper, hasDataTableAndViewAccess }: BriefingLine): void {
        if (this.pending.length === 0) setImmediate(() => this.write());
        this.pending.push({ person: this.keyOf(emailId), type, ...present({ canCreateBot, isDeveloper, hasDataTableAndViewAccess }) });
    }

    /** What the other processes of this run declare of a person. */
    othersOf(emailId: string): Omit<BriefingLine, "emailId">[] {
        const person = this.keyOf(emailId);
        return this.others().flatMap((file) => (this.linesOf(file).get(person) ?? []).map(({ person: _person, ...declared }) => declared));
    }

    /** Takes back what this process has written. */
    end(): void {
        rmSync(path.join(this.folder, this.own), { force: true });
    }

    private write(): void {
        const text = this.pending.map((entry) => `${JSON.stringify(entry)}\n`).join("");
        this.pending = [];
        if (this.failed) return;
        try {
            if (!this.isPrepared) mkdirSync(this.folder, { recursive: true, mode: 0o700 });
            if (!this.isPrepared) this.removeLeftovers();
            this.isPrepared = true;
            appendFileSync(path.join(this.folder, this.own), text, { mode: 0o600 });
        } catch (error) {
            this.failed = true;
            this.notify(`${this.folder} cannot be written (${messageOf(error)}). Do not give anybody another name and another provider instance in this run: the old instance would not hear of it, and would remove them.`);
        }
    }

    private others(): string[] {
        return this.files().filter((file) => file.startsWith(`${this.run}-`) && file !== this.own && isAlive(file));
    }

    private files(): string[] {
        try {
            return isOurs(this.folder) ? readdirSync(this.folder).filter((file) => pidIn.test(file)) : [];
        } catch {
            return [];
        }
    }

    private removeLeftovers(): void {
        for (const file of this.files()) if (!isAlive(file)) rmSync(path.join(this.folder, file), { force: true });
    }

    private linesOf(name: string): Map<string, Line[]> {
        const file = path.join(this.folder, name);
        const { size } = statSync(file);
        const known = this.read.get(name);
        if (known?.size === size) return known.lines;
        const lines = new Map<string, Line[]>();
        for (const text of readFileSync(file, "utf8").split("\n")) {
            const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), line), text);
            if (parsed.success) lines.set(parsed.output.person, [...(lines.get(parsed.output.person) ?? []), parsed.output]);
        }
        this.read.set(name, { size, lines });
        return lines;
    }

    private keyOf(emailId: string): string {
        return hash(`${this.run} ${this.account} ${normalEmail(emailId)}`);
    }
}

function hash(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

// What another user of this machine writes has no say either.
function isOurs(folder: string): boolean {
    return process.getuid === undefined || statSync(folder).uid === process.getuid();
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
