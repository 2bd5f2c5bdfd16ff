import { accessAnswer, addressOf, failedRows, present, readEntry, usersAnswer, usersInfoAnswer, type FailedRow, type Person, type Reason } from "./answers";
import { normalEmail } from "./email";
import { endpoints, nameOf, type Endpoint } from "./endpoints";
import { KoreError } from "./errors";
import type { components } from "./openapi";
import type { ClientSettings } from "./settings";
import { inKoresWords, Transport, type Patience } from "./transport";

export type NewUser = components["schemas"]["NewUser"];
export type UserUpdate = components["schemas"]["UserUpdate"];
/** A row of Update User that names its person by address. */
export type Update = UserUpdate & { userInfo: { emailId: string } };

/** The flags of Update User Access. One left out is not sent; what Kore.ai does with it then is not documented. */
export interface AccessFlags {
    canCreateBot: boolean;
    isDeveloper: boolean;
    hasDataTableAndViewAccess?: boolean | undefined;
}

/** What a look-up says of one address. `unknown` is a documented answer about that person, nothing less. */
export type LookUp = { emailId: string } & ({ person: Person } | { unknown: Reason } | { error: KoreError });

/** How one row of a write ended. Done is what Kore.ai says: reading it back is the caller's. */
export type RowOutcome = { emailId: string; error?: KoreError };

// Get User Information, v7.1 and newest page.
const unknownPerson = /^(invalid emailid|user not found\b.*)$/i;

/**
 * One Kore.ai account. Every call takes and answers a list, one element for each row in the order given; an element
 * fails on its own. Knows nothing of Pulumi.
 */
export class Account {
    /** The host, and the port where it is not the usual one: what the state of a resource records. */
    readonly name: string;
    private readonly transport: Transport;

    constructor(
        private readonly settings: ClientSettings,
        notify: (message: string) => void,
        patience?: Patience,
    ) {
        this.name = new URL(settings.baseUrl).host;
        this.transport = new Transport(settings, notify, patience);
    }

    /** What the account knows of these people. */
    lookUp(emailIds: string[]): Promise<LookUp[]> {
        return this.inBatches(
            emailIds,
            async (batch): Promise<LookUp[]> => {
                const answer = await this.transport.send(endpoints.usersInfo, { emailIds: batch }, usersInfoAnswer);
                const entries = new Map(answer.map((entry) => [addressOf(entry), entry]));
                return batch.map((emailId) => {
                    const about = `${emailId} could not be read`;
                    const given = entries.get(normalEmail(emailId));
                    if (given === undefined) return { emailId, error: unreadable(about, "the answer has no entry for this address") };
                    const entry = readEntry(given);
                    if ("found" in entry) return { emailId, person: entry.found };
                    if ("unreadable" in entry) return { emailId, error: unreadable(about, `the entry is not the API's: ${entry.unreadable}`) };
                    if (unknownPerson.test(entry.failed.message)) return { emailId, unknown: entry.failed };
                    return { emailId, error: refusedRow(about, entry.failed) };
                });
            },
            (emailId, error) => ({ emailId, error: error.about(`${emailId} could not be read`) }),
        );
    }

    /** Adds people; `sendEmail` left out is Kore.ai's default, which is to invite them (Create User page). */
    createUsers(users: NewUser[], options: { sendEmail?: boolean | undefined }): Promise<RowOutcome[]> {
        const body = (batch: NewUser[]) => ({ users: batch, ...(options.sendEmail === undefined ? {} : { sendEmail: options.sendEmail }) });
        return this.writeUsers(endpoints.createUsers, users, (user) => user.userInfo.emailId, body, "was not created");
    }

    /** Changes people; each row names its person by emailId. */
    updateUsers(users: Update[]): Promise<RowOutcome[]> {
        return this.writeUsers(endpoints.updateUsers, users, (user) => user.userInfo.emailId, (batch) => ({ users: batch }), "was not updated");
    }

    /** Removes people from the account. */
    removeUsers(emailIds: string[]): Promise<RowOutcome[]> {
        return this.writeUsers(endpoints.removeUsers, emailIds, (emailId) => emailId, (batch) => ({ deleteEmailIds: batch }), "was not removed");
    }

    /** Sets the builder access of people, the same for all of them. */
    setAccess(emailIds: string[], flags: AccessFlags): Promise<RowOutcome[]> {
        const { canCreateBot, isDeveloper, hasDataTableAndViewAccess } = flags;
        const body = (batch: string[]) => ({ emailIds: batch, canCreateBot, isDeveloper, ...present({ hasDataTableAndViewAccess }) });
        const send = async (batch: string[]): Promise<RowOutcome[]> => {
            await this.transport.send(endpoints.userAccess, body(batch), accessAnswer);
            return batch.map((emailId) => ({ emailId }));
        };
        return this.write(endpoints.userAccess, emailIds, (emailId) => emailId, body, "did not get this access", send);
    }

    /** A verb on users: its answer names the rows that failed. */
    private writeUsers<TRow>(endpoint: Endpoint, rows: TRow[], emailOf: (row: TRow) => string, body: (batch: TRow[]) => object, failed: string): Promise<RowOutcome[]> {
        const send = async (batch: TRow[]): Promise<RowOutcome[]> => {
            const failures = failedRows(await this.transport.send(endpoint, body(batch), usersAnswer));
            const emailIds = batch.map(emailOf);
            const nameless = failures.find((failure) => !emailIds.some((emailId) => isAbout(failure, emailId, batch.length)));
            return emailIds.map((emailId): RowOutcome => {
                const failure = failures.find((candidate) => isAbout(candidate, emailId, batch.length));
                if (failure !== undefined) return { emailId, error: refusedRow(`${emailId} ${failed}`, failure) };
                return nameless === undefined ? { emailId } : { emailId, error: perhapsRefused(`${emailId} ${failed}`, nameless) };
            });
        };
        return this.write(endpoint, rows, emailOf, body, failed, send);
    }

    private write<TRow>(
        endpoint: Endpoint,
        rows: TRow[],
        emailOf: (row: TRow) => string,
        body: (batch: TRow[]) => object,
        failed: string,
        send: (batch: TRow[]) => Promise<RowOutcome[]>,
    ): Promise<RowOutcome[]> {
        if (this.settings.readOnly) return Promise.resolve(rows.map((row) => ({ emailId: emailOf(row), error: readOnly(endpoint, emailOf(row), body([row])) })));
        return this.inBatches(rows, send, (row, error) => ({ emailId: emailOf(row), error: error.about(`${emailOf(row)} ${failed}`) }));
    }

    /** Sends batches of at most `batchSize` rows; one that Kore.ai refuses whole is halved, so that it fails only the rows that it is about. */
    private async inBatches<TRow, TResult>(
        rows: TRow[],
        send: (batch: TRow[]) => Promise<TResult[]>,
        fail: (row: TRow, error: KoreError) => TResult,
    ): Promise<TResult[]> {
        const results: TResult[] = [];
        const waiting = chunks(rows, this.settings.batchSize);
        for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
            try {
                results.push(...(await send(batch)));
            } catch (error) {
                if (!(error instanceof KoreError)) throw error;
                if (error.kind === "refused" && batch.length > 1) waiting.unshift(...chunks(batch, Math.ceil(batch.length / 2)));
                else results.push(...batch.map((row) => fail(row, error)));
            }
        }
        return results;
    }
}

// A failed row without an address can only be told apart where the request had one row.
function isAbout(row: FailedRow, emailId: string, rows: number): boolean {
    return row.emailId === undefined ? rows === 1 : normalEmail(row.emailId) === normalEmail(emailId);
}

function chunks<T>(list: T[], size: number): T[][] {
    return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}

function unreadable(what: string, why: string): KoreError {
    return new KoreError({ kind: "unreadable", what, why, advice: "Nothing is concluded from it; run again." });
}

function refusedRow(what: string, reason: Reason): KoreError {
    return new KoreError({ kind: "refused", what, why: inKoresWords(reason), code: reason.code, koreMessage: reason.message });
}

// A failure that names nobody may be about any row: only reading back tells whose.
function perhapsRefused(what: string, reason: Reason): KoreError {
    return new KoreError({ kind: "lost", what, why: `${inKoresWords(reason)} about a row of this request, and not about which`, advice: "Run again, which reads what is there first." });
}

function readOnly(endpoint: Endpoint, emailId: string, body: object): KoreError {
    return new KoreError({
        kind: "settings",
        what: `${emailId}: nothing was changed`,
        why: `kore:readOnly is on, so this was not sent: ${nameOf(endpoint)} ${JSON.stringify(body)}`,
        advice: "To allow it: pulumi config rm kore:readOnly",
    });
}
