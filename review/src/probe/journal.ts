import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { AccessError } from "../accessError";
import { json } from "../visible";

/** The name of the file that tells who may be in an account because of a probe. */
export const journalName = "kore.probe.json";

const personSchema = v.object({ emailId: v.string(), userId: v.exactOptional(v.string()) });
const journalSchema = v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ format: v.literal(1), host: v.string(), marker: v.string(), people: v.array(personSchema) }),
);

/** Somebody who may be in the account, and the id that Kore.ai gave them, once it is known. */
export type JournalPerson = v.InferOutput<typeof personSchema>;

/**
 * Who may be in the account because of a probe: on the disk before the first of them is sent, and until the last of
 * them is known to be gone.
 */
export class Journal {
    private constructor(
        private readonly file: string,
        readonly host: string,
        /** What the names of these people begin with. */
        readonly marker: string,
        readonly people: JournalPerson[],
    ) {}

    /** The journal of a probe that was stopped in this folder. @throws AccessError, where it can't be read */
    static left(folder: string): Journal | undefined {
        const file = path.join(folder, journalName);
        if (!existsSync(file)) return undefined;
        const read = v.safeParse(journalSchema, readFileSync(file, "utf8"));
        if (!read.success)
            throw new AccessError(
                `${file} is not as a probe wrote it: look there for addresses, and remove those people by hand.`,
            );
        const { host, marker, people } = read.output;
        return new Journal(file, host, marker, people);
    }

    /** @throws AccessError, where the folder can't be written: nothing may be sent then */
    static begin(folder: string, host: string, marker: string, emailIds: string[]): Journal {
        const journal = new Journal(
            path.join(folder, journalName),
            host,
            marker,
            emailIds.map((emailId) => ({ emailId })),
        );
        try {
            journal.write();
        } catch (error) {
            const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
            throw new AccessError(
                `${journal.file} can't be written (${code}), and the probe needs it: run it in another folder.`,
            );
        }
        return journal;
    }

    /** Notes the id of somebody. */
    identify(emailId: string, userId: string): void {
        const person = this.people.find((each) => each.emailId === emailId);
        if (person === undefined || person.userId === userId) return;
        person.userId = userId;
        this.write();
    }

    /** Forgets somebody who is gone; after the last one the file is gone too. */
    forget(emailId: string): void {
        this.people.splice(
            this.people.findIndex((each) => each.emailId === emailId),
            1,
        );
        if (this.people.length === 0) rmSync(this.file);
        else this.write();
    }

    // Never half a journal, whenever the process ends.
    private write(): void {
        const { host, marker, people } = this;
        const about =
            "People whom kore-access probe may have left in the account: kore-access probe --clean removes them.";
        writeFileSync(`${this.file}.new`, `${json({ format: 1, about, host, marker, people })}\n`, { mode: 0o600 });
        renameSync(`${this.file}.new`, this.file);
    }
}
