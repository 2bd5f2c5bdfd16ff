import { randomUUID } from "node:crypto";
import { appendFileSync, closeSync, constants, openSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { normalEmail } from "../api/email";
import { day, hash, isOurs, remove } from "./record";

/** Where a run is, for what its processes note of whom they add. */
export interface PlaceOfRun {
    /** The folder of its record. */
    folder: string;
    /** What tells its stack from others; undefined where no program runs, which adds nobody. */
    stack: string | undefined;
    /** What tells it from other runs of the stack. */
    run: string;
    /** What tells its account from others; undefined where that is not known. */
    account: string | undefined;
    /** Whether it is an update, which does what its program says: other runs finish nothing. */
    isUpdate: boolean;
}

const person = v.string();
const firstLine = v.object({ line: v.literal("run"), run: v.string(), stack: v.string(), account: v.string() });
const note = v.variant("line", [
    /** A create leaves, of people whom the account did not have. */
    v.object({ line: v.literal("adding"), people: v.array(person), at: v.number() }),
    /** Somebody of these was read back. */
    v.object({ line: v.literal("added"), person, userId: v.string() }),
    /** Somebody of these was not added, is not there any more, is to go, or was adopted: who is there later is not theirs by this. */
    v.object({ line: v.literal("gone"), person }),
]);
/** A file that can be read as a whole. */
const lines = v.pipe(
    v.string(),
    v.transform((text) => text.replace(/\n$/, "").split("\n")),
    v.array(v.pipe(v.string(), v.parseJson())),
    v.tupleWithRest([firstLine], note),
);
type First = v.InferOutput<typeof firstLine>;
type Note = v.InferOutput<typeof note>;

/** Somebody who was being added. */
interface Addition {
    at: number;
    userId?: string;
}

/** Whether a run that died has added somebody, as far as is known. */
export type Origin =
    /** It has read them back: they are the same person. */
    | "surely"
    /** It has sent their create. */
    | "perhaps"
    | "unknown";

/**
 * Who was added by a run that died: killed, or ended by a second Ctrl-C, so that no state has them. The next run would take them for people who
 * were in the account before the stack. Each process notes it beside the record of its run, and takes the notes away where it ends
 * after all steps are done: then the state says it. A file of this user alone, with hashes instead of addresses.
 *
 * A note lets a person be removed without `onDestroy`, so that each doubt is against it: of another stack or account, older than a day,
 * with anything in its file that can't be read, or with a later word that the person was not there, it says nothing.
 */
export class Additions {
    private own: AdditionsFile | undefined;
    private known: AdditionsFile[] | undefined;

    /** @param placeOfRun may throw where the run can't be told of; then nothing is noted */
    constructor(
        private readonly placeOfRun: () => PlaceOfRun,
        private readonly now: () => number = Date.now,
    ) {}

    /** Notes that a create leaves: nobody of these was in the account. */
    adding(emailIds: string[]): void {
        const { folder, stack, account, run } = this.place();
        if (stack === undefined || account === undefined) return;
        // Those before it first, as its own is no other's.
        this.known ??= AdditionsFile.allIn(folder);
        this.own ??= AdditionsFile.create(folder, { line: "run", run, stack, account });
        const { own } = this;
        own?.append({ line: "adding", people: emailIds.map((emailId) => own.personOf(emailId)), at: this.now() });
    }

    /** Notes who somebody is that was added by this run, or one before it. */
    added(emailId: string, userId: string): void {
        for (const file of this.ofThisStack())
            if (file.has(emailId)) file.append({ line: "added", person: file.personOf(emailId), userId });
    }

    /** Notes that somebody is not in the account, or is to go, whichever stack has added them. */
    gone(emailId: string): void {
        for (const file of this.ofThisAccount())
            if (file.has(emailId)) file.append({ line: "gone", person: file.personOf(emailId) });
    }

    /** Whether somebody who is in the account, and in no state, was added by a run of this stack that died. */
    originOf(emailId: string, userId: string): Origin {
        const notes = this.notesAbout(emailId);
        if (notes.some((each) => each.userId !== undefined && each.userId !== userId)) return "unknown";
        if (notes.some((each) => each.userId === userId)) return "surely";
        return notes.length > 0 ? "perhaps" : "unknown";
    }

    /** Whether a run of this stack that died may have added somebody, whoever is there by now. */
    mayHaveAdded(emailId: string): boolean {
        return this.notesAbout(emailId).length > 0;
    }

    private notesAbout(emailId: string): Addition[] {
        const age = ({ at }: Addition) => this.now() - at;
        const { run } = this.place();
        return this.ofThisStack()
            .filter(({ head }) => head.run !== run)
            .flatMap((file) => file.about(emailId) ?? [])
            .filter((each) => age(each) >= 0 && age(each) <= day);
    }

    /**
     * The end of this process.
     *
     * @param areDone whether all steps were done before it: then the state has whom they added
     * @param isWell whether none failed, in which case nothing is left to do of runs before
     */
    end({ areDone, isWell }: { areDone: boolean; isWell: boolean }): void {
        if (areDone) this.own?.remove();
        const { run, isUpdate } = this.place();
        if (!areDone || !isWell || !isUpdate) return;
        for (const file of this.ofThisStack()) if (file.head.run !== run) file.remove();
    }

    // Nobody's step fails for a note.
    private place(): PlaceOfRun {
        try {
            return this.placeOfRun();
        } catch {
            return { folder: "", stack: undefined, run: "", account: undefined, isUpdate: false };
        }
    }

    private ofThisStack(): AdditionsFile[] {
        const { stack } = this.place();
        return stack === undefined ? [] : this.ofThisAccount().filter(({ head }) => head.stack === stack);
    }

    private ofThisAccount(): AdditionsFile[] {
        const { folder, account } = this.place();
        this.known ??= AdditionsFile.allIn(folder);
        const all = [...this.known, ...(this.own === undefined ? [] : [this.own])];
        return account === undefined ? [] : all.filter(({ head }) => head.account === account);
    }
}

const nameOfFile = /^[\da-f-]{36}\.added\.jsonl$/;

/** What one process has noted. */
class AdditionsFile {
    private readonly people = new Map<string, Addition>();
    private isGone = false;
    private writer: number | undefined;

    private constructor(
        private readonly place: string,
        readonly head: First,
        notes: Note[],
    ) {
        for (const each of notes) this.take(each);
    }

    /** @returns undefined, where it can't be written: the next run will know nothing then */
    static create(folder: string, first: First): AdditionsFile | undefined {
        const file = new AdditionsFile(path.join(folder, `${randomUUID()}.added.jsonl`), first, []);
        file.write(first, constants.O_CREAT | constants.O_EXCL);
        return file.isGone ? undefined : file;
    }

    /** Those of a folder that can be read as a whole. */
    static allIn(folder: string): AdditionsFile[] {
        try {
            if (!isOurs(folder)) return [];
            const places = readdirSync(folder).filter((name) => nameOfFile.test(name));
            return places.flatMap((name) => AdditionsFile.read(path.join(folder, name)) ?? []);
        } catch {
            return [];
        }
    }

    private static read(place: string): AdditionsFile | undefined {
        try {
            if (!isOurs(place)) return undefined;
            // A line that broke off may have been any.
            const [first, ...notes] = v.parse(lines, readFileSync(place, "utf8"));
            return new AdditionsFile(place, first, notes);
        } catch {
            return undefined;
        }
    }

    /** What stands for an address in this file. */
    personOf(emailId: string): string {
        return hash(`${path.basename(this.place)} ${normalEmail(emailId)}`);
    }

    about(emailId: string): Addition | undefined {
        return this.people.get(this.personOf(emailId));
    }

    has(emailId: string): boolean {
        return this.people.has(this.personOf(emailId));
    }

    append(line: Note): void {
        this.take(line);
        this.write(line);
    }

    remove(): void {
        this.isGone = true;
        if (this.writer !== undefined) closeSync(this.writer);
        this.writer = undefined;
        this.people.clear();
        remove(this.place);
    }

    private take(line: Note): void {
        if (line.line === "adding") for (const each of line.people) this.people.set(each, { at: line.at });
        else if (line.line === "gone") this.people.delete(line.person);
        else {
            const known = this.people.get(line.person);
            if (known !== undefined) known.userId = line.userId;
        }
    }

    /** A file that lacks a line may say of somebody what is not so any more: it is taken away. */
    private write(line: Note | First, how = 0): void {
        if (this.isGone) return;
        try {
            this.writer ??= openSync(this.place, constants.O_WRONLY | constants.O_APPEND | how, 0o600);
            appendFileSync(this.writer, `${JSON.stringify(line)}\n`);
        } catch {
            this.remove();
        }
    }
}
