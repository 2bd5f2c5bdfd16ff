import { createHash, randomUUID } from "node:crypto";
import {
    appendFileSync,
    closeSync,
    constants,
    fstatSync,
    lstatSync,
    mkdirSync,
    openSync,
    readdirSync,
    readFileSync,
    readSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as v from "valibot";
import { normalEmail } from "../api/email";
import { KoreError, messageOf } from "../api/errors";
import type { AccountKey } from "../config";
import { flagNames, flags, membership } from "../model/declared";
import { kindNames } from "../model/kinds";

const type = v.picklist(kindNames);
/** A hash of an address. */
const person = v.string();
const people = v.array(person);
/** The name of an explicit provider instance; empty for the one of the stack's configuration. */
const instance = v.string();

const line = v.variant("line", [
    /**
     * The first one: a hash of the engine's address, by which a process tells that another run has begun, and one of the stack's name; whether
     * it is a preview. A record that no program has begun is of a preview and the update that follows it, and names no engine.
     */
    v.object({
        line: v.literal("run"),
        engine: v.exactOptional(v.string()),
        stack: v.exactOptional(v.string()),
        isPreview: v.exactOptional(v.boolean()),
    }),
    /** Which account an instance leads to, as hashes; `isNamed` where the program gives the account a name. */
    v.object({ line: v.literal("instance"), instance, account: v.string(), host: v.string(), isNamed: v.boolean() }),
    /**
     * What a resource declares of people, as far as the program knows it; `by` tells the resource from others of this record, `place`
     * is how its URN ends.
     */
    v.object({
        line: v.literal("declares"),
        by: v.number(),
        resource: v.string(),
        place: v.exactOptional(v.string()),
        type,
        people,
        instance,
        ...flags,
    }),
    /**
     * The same, as it was checked, of all its people: transformations and ignoreChanges may have changed it. Where it declares
     * several things of several people, others follow, which are `more` of it.
     */
    v.object({
        line: v.literal("checked"),
        by: v.number(),
        more: v.exactOptional(v.boolean()),
        type,
        people,
        instance,
        ...flags,
        ...membership,
    }),
    /** A KoreUser of this person is in the state, and the program has it. */
    v.object({ line: v.literal("holds"), person, instance, userId: v.string() }),
    /** What a resource gives to people of its own now: the state has it. */
    v.object({ line: v.literal("gives"), people, instance, flags: flagNames }),
    /** A KoreUser of this person could not be created or updated. */
    v.object({ line: v.literal("failed"), person, instance }),
    /**
     * What the state had of a person before the run: of a KoreUser all of it, of a KoreUserAccess the flags; `account` is a hash of
     * the account's name there.
     */
    v.object({
        line: v.literal("before"),
        urn: v.string(),
        type,
        person,
        account: v.string(),
        userId: v.exactOptional(v.string()),
        adopted: v.exactOptional(v.boolean()),
        unlisted: v.exactOptional(v.boolean()),
        /** They have left this resource, and another one was to take them over, and has not yet. */
        letGo: v.exactOptional(v.boolean()),
        ...flags,
        ...membership,
        handedOver: v.exactOptional(flagNames),
    }),
    /** A process reads this record, or does so no more; `engine` is a hash of the address of its engine. */
    v.object({ line: v.literal("reader"), pid: v.number(), reads: v.boolean(), engine: v.exactOptional(v.string()) }),
]);
export type RecordLine = v.InferOutput<typeof line>;
export type LineOf<T extends RecordLine["line"]> = Extract<RecordLine, { line: T }>;

/**
 * The record of a run: what its program declares of whom, for every provider process to read before it acts. The program
 * writes it before the first resource of a turn is sent, and each resource carries its place; processes add what they check
 * and do. A file in a folder of this user alone, with hashes instead of addresses.
 */
export class RunRecord {
    private reader: number | undefined;
    private writer: number | undefined;
    private offset = 0;
    private rest = "";
    private readonly people = new Map<string, string>();

    constructor(readonly path: string) {}

    /**
     * @param about what is known of the run beside
     * @throws KoreError `settings`, where it can't be written
     */
    static create(
        engine: string,
        environment: NodeJS.ProcessEnv = process.env,
        about: { stack?: string; isPreview?: boolean } = {},
    ): RunRecord {
        const folder = folderOf(environment);
        return guarded("written", folder, () => {
            prepare(folder);
            const file = path.join(folder, `${randomUUID()}.jsonl`);
            const first: RecordLine = { line: "run", engine: hash(engine), ...about };
            writeFileSync(file, `${JSON.stringify(first)}\n`, { mode: 0o600, flag: "wx" });
            return new RunRecord(file);
        });
    }

    /**
     * The record of a run whose program begins none, as it is of another language: of all processes that this command has started, its
     * preview's and its update's. So the update knows at its first step what the preview has checked.
     *
     * @param command what tells the command from others
     * @throws KoreError `settings`, where it can't be written
     */
    static ofCommand(command: string, stack: string, environment: NodeJS.ProcessEnv = process.env): RunRecord {
        const folder = folderOf(environment);
        return guarded("written", folder, () => {
            prepare(folder);
            const file = path.join(folder, `${hash(command)}.jsonl`);
            const first: RecordLine = { line: "run", stack };
            try {
                writeFileSync(file, `${JSON.stringify(first)}\n`, { mode: 0o600, flag: "wx" });
            } catch (error) {
                // Another process of the command has begun it.
                if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
            }
            return new RunRecord(file);
        });
    }

    /** @throws KoreError `settings`, where it can't be written */
    append(lines: RecordLine[]): void {
        if (lines.length > 0)
            guarded("written", this.path, () => this.write(lines.map((each) => `${JSON.stringify(each)}\n`).join("")));
    }

    /**
     * The lines that have come since it was last asked.
     *
     * @throws KoreError `settings`, where it can't be read
     */
    news(): RecordLine[] {
        return guarded("read", this.path, () => this.read());
    }

    private write(text: string): void {
        // A record that is gone is not begun again.
        this.writer ??= openSync(this.path, constants.O_WRONLY | constants.O_APPEND);
        appendFileSync(this.writer, text);
    }

    private read(): RecordLine[] {
        if (this.reader === undefined && !isOurs(this.path))
            throw new Error("it belongs to somebody else, or others may write there");
        this.reader ??= openSync(this.path, "r");
        const { size } = fstatSync(this.reader);
        if (size === this.offset) return [];
        const buffer = Buffer.alloc(size - this.offset);
        const length = readSync(this.reader, buffer, 0, buffer.length, this.offset);
        const texts = (this.rest + buffer.toString("latin1", 0, length)).split("\n");
        const rest = texts.pop() ?? "";
        const lines = texts.map((each) =>
            v.parse(v.pipe(v.string(), v.parseJson(), line), Buffer.from(each, "latin1").toString("utf8")),
        );
        // Not before all of them are understood: who asks once more is told once more.
        this.offset += length;
        this.rest = rest;
        return lines;
    }

    /** What stands for an address in this record. */
    personOf(emailId: string): string {
        const known = this.people.get(emailId);
        if (known !== undefined) return known;
        const person = hash(`${path.basename(this.path)} ${normalEmail(emailId)}`);
        this.people.set(emailId, person);
        return person;
    }

    close(): void {
        for (const file of [this.reader, this.writer]) if (file !== undefined) closeSync(file);
        [this.reader, this.writer] = [undefined, undefined];
    }

    /** Takes the record away, and closes it. */
    remove(): void {
        this.close();
        remove(this.path);
    }
}

/** The text of a resource's property that leads to the record: its place, and which resource of it this is. */
export function writeReference(file: string, by: number): string {
    return `${file}#${by}`;
}

export function readReference(text: unknown): { file: string; by: number } | undefined {
    const [, file, by] = (typeof text === "string" ? /^(.+)#(\d+)$/.exec(text) : null) ?? [];
    return file === undefined ? undefined : { file, by: Number(by) };
}

/** The line that says which account an instance leads to. */
export function instanceLine(instance: string, { key, host, isNamed }: AccountKey): LineOf<"instance"> {
    return { line: "instance", instance, account: hash(key), host: hash(host), isNamed };
}

const pointer = v.pipe(
    v.string(),
    v.parseJson(),
    v.object({
        files: v.array(v.string()),
        pids: v.array(v.number()),
        /** When each of them began, where the system says so: a later process may have the same number. */
        began: v.exactOptional(v.record(v.string(), v.string())),
    }),
);

/**
 * Says where the records of a run are, by the engine's address, for processes that no resource tells of it: of an instance
 * that has lost its last one. `isChecked` where the engine has let resources be checked: else it may be one that destroys.
 *
 * @param pids processes of which one lives as long as the run: a later engine may have the same address
 */
export function pointTo(
    file: string,
    engine: string,
    isChecked: boolean,
    pids: number[],
    environment: NodeJS.ProcessEnv = process.env,
): void {
    const files = [...new Set([...pointedTo(engine, isChecked, environment), file])];
    guarded("written", folderOf(environment), () =>
        writeFileSync(
            pointerOf(engine, isChecked, environment),
            JSON.stringify({ files, pids, began: beginningsOf(pids) } satisfies v.InferOutput<typeof pointer>),
            { mode: 0o600 },
        ),
    );
}

/** The records that a pointer leads to; none where there is no pointer, or it is of a run that has ended. */
export function pointedTo(engine: string, isChecked: boolean, environment: NodeJS.ProcessEnv = process.env): string[] {
    const place = pointerOf(engine, isChecked, environment);
    try {
        if (!isOurs(folderOf(environment)) || !isOurs(place)) return [];
        const { files, pids, began = {} } = v.parse(pointer, readFileSync(place, "utf8"));
        const isTheirs = (pid: number) => isAlive(pid) && [undefined, beginningOf(pid)].includes(began[pid]);
        return pids.some(isTheirs) ? files : [];
    } catch {
        return [];
    }
}

export function removePointers(engine: string, environment: NodeJS.ProcessEnv = process.env): void {
    for (const isChecked of [true, false]) remove(pointerOf(engine, isChecked, environment));
}

function pointerOf(engine: string, isChecked: boolean, environment: NodeJS.ProcessEnv): string {
    return path.join(folderOf(environment), `${hash(engine)}.${isChecked ? "checked" : "program"}.json`);
}

/** The folder of records, where none says where it lies. */
export function folderOf(environment: NodeJS.ProcessEnv): string {
    const given = environment["KORE_RECORD_FOLDER"];
    if (given !== undefined && given !== "") return path.resolve(given);
    return path.join(tmpdir(), `pulumi-kore${process.getuid === undefined ? "" : `-${process.getuid()}`}`);
}

function guarded<T>(done: "written" | "read", place: string, work: () => T): T {
    try {
        return work();
    } catch (error) {
        throw new KoreError({
            code: "kore:record-unusable",
            kind: "settings",
            what: `the record of this run cannot be ${done}, and nothing was sent to Kore.ai`,
            why: `${place}: ${messageOf(error)}`,
            advice: "Every step reads there what the whole program declares. Set the environment variable KORE_RECORD_FOLDER to a folder of your own, on a disk of this machine.",
        });
    }
}

export function hash(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Whether a place is this user's own. What another user of this machine writes has no say, nor what is behind a link. */
export function isOurs(place: string): boolean {
    const info = lstatSync(place);
    return (
        !info.isSymbolicLink() &&
        (process.getuid === undefined || (info.uid === process.getuid() && (info.mode & 0o022) === 0))
    );
}

function prepare(folder: string): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOurs(folder)) throw new Error("it belongs to somebody else, or others may write there");
    removeLeftovers(folder);
}

/** After so many milliseconds what a run has left goes. Whoever ends before the record's last reader leaves it; what was killed leaves it too. */
export const day = 24 * 60 * 60 * 1000;
const ownFiles = /^[\da-f-]{32,36}(-\d+)?\.((added\.)?jsonl|(checked|program)\.json)$/;

function removeLeftovers(folder: string): void {
    for (const file of readdirSync(folder).filter((name) => ownFiles.test(name))) {
        const place = path.join(folder, file);
        const age = Date.now() - (lstatSync(place, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
        if (age > day) remove(place);
    }
}

/** Takes a file away. */
export function remove(file: string): void {
    try {
        rmSync(file, { force: true });
    } catch {
        // A leftover, which goes with a later run.
    }
}

function beginningsOf(pids: number[]): Record<string, string> {
    return Object.fromEntries(
        pids.flatMap((pid) => {
            const began = beginningOf(pid);
            return began === undefined ? [] : [[pid, began]];
        }),
    );
}

/** When a process began, as Linux says it: undefined elsewhere, and of one that is not there. */
export function beginningOf(pid: number): string | undefined {
    try {
        // After the name in parentheses its twentieth field (proc(5), starttime).
        return readFileSync(`/proc/${pid}/stat`, "latin1")
            .replace(/^.*\) /s, "")
            .split(" ")[19];
    } catch {
        return undefined;
    }
}

/** Whether a process of this machine is there. */
export function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
