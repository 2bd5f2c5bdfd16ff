import { isDeepStrictEqual } from "node:util";
import {
    accessAnswer,
    addressOf,
    failedRows,
    present,
    readEntry,
    usersAnswer,
    usersInfoAnswer,
    type FailedRow,
    type Person,
    type Reason,
} from "./answers";
import { Bisector, type BatchCall } from "./batching/bisect";
import { Directory } from "./directory";
import { normalEmail } from "./email";
import { endpoints, nameOf, type Endpoint } from "./http/endpoints";
import { cut, inKoresWords, KoreError, type LostRequest } from "./errors";
import { afterLostTry } from "./http/failures";
import { Batcher } from "./batching/batcher";
import type { components } from "./openapi";
import { RequestStats } from "./http/requestStats";
import type { ClientSettings } from "./settings";
import { BatchScheduler } from "./batching/scheduler";
import { Transport, type RetryPolicy } from "./http/transport";

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
// Update User Access page; and the words above, where a look-up has named whom a refused request was about.
const unknownPeople = /emails not found/i;

/** Whether a refusal says that Kore.ai does not know the person. */
export function isUnknown({ kind, koreMessage = "" }: KoreError): boolean {
    return kind === "refused" && (unknownPerson.test(koreMessage) || unknownPeople.test(koreMessage));
}

/** What an account is used with, besides its settings. */
export interface AccountOptions {
    /** Tells the user something that is no failure. Default: nobody. */
    notify?: (message: string) => void;
    /** Who asks, and how many of them there can be at once. Default: one. */
    scheduler?: BatchScheduler;
    /** Takes note of what is sent. */
    receipt?: RequestStats;
    /** How often and how long a request is tried again. */
    retryPolicy?: RetryPolicy | undefined;
    /** Is told of whom a create leaves, a moment before. */
    onCreate?: (emailIds: string[]) => void;
}

/** A row of a write: whom it is about, and what is sent of them. */
interface Row<T> {
    emailId: string;
    sent: T;
}

/** One kind of write. Rows of the same kind travel together; another flag of the request makes another kind. */
interface Write<T> {
    endpoint: Endpoint;
    body: (sent: T[]) => object;
    /** What is said of somebody for whom it failed: "was not created". */
    failed: string;
}

/**
 * One Kore.ai account. Every call takes and answers a list, one element for each row in the order given; an element
 * fails on its own. Rows of concurrent calls share a request where they can. Knows nothing of Pulumi.
 */
export class Account {
    /** The host, and the port where it is not the usual one: what the state of a resource records. */
    readonly name: string;
    /** What the account has: its people, groups, roles and bots. */
    readonly directory: Directory;
    private readonly transport: Transport;
    private readonly scheduler: BatchScheduler;
    private readonly stats: RequestStats;
    private readonly notify: (message: string) => void;
    private readonly onCreate: (emailIds: string[]) => void;
    private readonly onTooLarge: (refused: number, done: number) => void;
    /** So many people at most are answered in one look-up. */
    private mostInLookUp = Infinity;
    /** Of whom a write has left. */
    private readonly written = new Set<string>();
    private readonly lookUps: Batcher<string, LookUp>;
    private readonly creates = new Map<string, Batcher<Row<NewUser>, RowOutcome>>();
    private readonly updates: Batcher<Row<Update>, RowOutcome>;
    private readonly removals: Batcher<Row<string>, RowOutcome>;
    private readonly accesses = new Map<string, Batcher<Row<string>, RowOutcome>>();

    constructor(
        private readonly settings: ClientSettings,
        {
            notify = () => undefined,
            scheduler = new BatchScheduler(1),
            receipt = new RequestStats(),
            retryPolicy,
            onCreate = () => undefined,
        }: AccountOptions = {},
    ) {
        this.name = new URL(settings.baseUrl).host;
        this.notify = notify;
        this.scheduler = scheduler;
        this.stats = receipt;
        this.onCreate = onCreate;
        this.transport = new Transport(settings, notify, receipt, retryPolicy);
        this.directory = new Directory(this.transport);
        this.onTooLarge = (refused, done) =>
            notify(
                `Kore.ai has refused ${refused} people in one request, and taken ${done}: such requests are that small from now on. ` +
                    `To begin so: pulumi config set kore:batchSize ${done}`,
            );
        this.lookUps = this.batcher({
            send: (emailIds) => this.sendLookUp(emailIds),
            emailOf: (emailId) => emailId,
            fail: (emailId, error) => ({ emailId, error: error.about(`${emailId} could not be read`) }),
        });
        this.updates = this.writeBatcher({
            endpoint: endpoints.updateUsers,
            body: (users) => ({ users }),
            failed: "was not updated",
        });
        this.removals = this.writeBatcher({
            endpoint: endpoints.removeUsers,
            body: (deleteEmailIds) => ({ deleteEmailIds }),
            failed: "was not removed",
        });
    }

    /**
     * Begins nothing more: what is out goes on to its answer, and people of whom a write has left can be looked up, which does not wait for the
     * budget. All else fails as `stopped`.
     */
    stop(): void {
        this.transport.stop();
        this.scheduler.stop();
    }

    /** What the account knows of these people. */
    lookUp(emailIds: string[]): Promise<LookUp[]> {
        return this.lookUps.submit(emailIds);
    }

    /** Adds people; `sendEmail` left out is Kore.ai's default, which is to invite them (Create User page). */
    createUsers(users: NewUser[], { sendEmail }: { sendEmail?: boolean | undefined }): Promise<RowOutcome[]> {
        const write: Write<NewUser> = {
            endpoint: endpoints.createUsers,
            // The v7.1 page has it beside the rows, the newest table in each of them: so both readings find it.
            body: (rows) => ({
                users: rows.map((row) => ({ ...row, ...present({ sendEmail }) })),
                ...present({ sendEmail }),
            }),
            failed: "was not created",
        };
        return this.ofKind(this.creates, write).submit(users.map((sent) => ({ emailId: sent.userInfo.emailId, sent })));
    }

    /** Changes people; each row names its person by emailId. */
    updateUsers(users: Update[]): Promise<RowOutcome[]> {
        return this.updates.submit(users.map((sent) => ({ emailId: sent.userInfo.emailId, sent })));
    }

    /** Removes people from the account. */
    removeUsers(emailIds: string[]): Promise<RowOutcome[]> {
        return this.removals.submit(emailIds.map((emailId) => ({ emailId, sent: emailId })));
    }

    /** Sets the builder access of people, the same for all of them. */
    setAccess(
        emailIds: string[],
        { canCreateBot, isDeveloper, hasDataTableAndViewAccess }: AccessFlags,
    ): Promise<RowOutcome[]> {
        const write: Write<string> = {
            endpoint: endpoints.userAccess,
            body: (rows) => ({ emailIds: rows, canCreateBot, isDeveloper, ...present({ hasDataTableAndViewAccess }) }),
            failed: "did not get this access",
        };
        return this.ofKind(this.accesses, write).submit(emailIds.map((emailId) => ({ emailId, sent: emailId })));
    }

    private ofKind<T>(known: Map<string, Batcher<Row<T>, RowOutcome>>, write: Write<T>): Batcher<Row<T>, RowOutcome> {
        const kind = JSON.stringify(write.body([]));
        const batcher = known.get(kind) ?? this.writeBatcher(write);
        known.set(kind, batcher);
        return batcher;
    }

    private async sendWrite(
        endpoint: Endpoint,
        body: object,
        emailIds: string[],
        failed: string,
    ): Promise<RowOutcome[]> {
        const onLeave = () => {
            emailIds.forEach((emailId) => this.written.add(normalEmail(emailId)));
            if (endpoint === endpoints.createUsers) this.onCreate(emailIds);
        };
        const stage = () => "write" as const;
        // A request that fails is refused whole.
        if (endpoint === endpoints.userAccess) {
            await this.transport.send(endpoint, body, emailIds.length, accessAnswer, { onLeave, stage });
            return emailIds.map((emailId) => ({ emailId }));
        }
        const { answer, mayBeDone } = await this.transport.sendTold(endpoint, body, emailIds.length, usersAnswer, {
            onLeave,
            stage,
        });
        const failures = failedRows(answer);
        const request: LostRequest = { wasDealtWith: true };
        const nameless = failures.find(
            (failure) => !emailIds.some((emailId) => isAbout(failure, emailId, emailIds.length)),
        );
        return emailIds.map((emailId): RowOutcome => {
            const failure = failures.find((candidate) => isAbout(candidate, emailId, emailIds.length));
            if (failure?.isContradicted === true)
                return { emailId, error: contradicted(`${emailId} ${failed}`, failure, request) };
            if (failure !== undefined) {
                const error = refusedRow(`${emailId} ${failed}`, failure);
                return { emailId, error: mayBeDone ? afterLostTry(endpoint, error) : error };
            }
            return nameless === undefined
                ? { emailId }
                : { emailId, error: perhapsRefused(`${emailId} ${failed}`, nameless, request) };
        });
    }

    private writeBatcher<T>({ endpoint, body, failed }: Write<T>): Batcher<Row<T>, RowOutcome> {
        if (this.settings.readOnly) return this.batcher(forbidden(endpoint, body));
        return this.batcher({
            send: (rows) =>
                this.sendWrite(
                    endpoint,
                    body(rows.map(({ sent }) => sent)),
                    rows.map(({ emailId }) => emailId),
                    failed,
                ),
            emailOf: ({ emailId }) => emailId,
            fail: ({ emailId }, error) => ({ emailId, error: error.about(`${emailId} ${failed}`) }),
            ...(endpoint === endpoints.createUsers ? {} : { unknownAmong: (emailIds) => this.unknownAmong(emailIds) }),
        });
    }

    private batcher<TRow extends object | string, TResult>(
        call: Omit<BatchCall<TRow, TResult>, "onTooLarge">,
    ): Batcher<TRow, TResult> {
        const bisector = new Bisector({ ...call, onTooLarge: this.onTooLarge });
        return new Batcher(
            this.scheduler,
            this.settings.batchSize,
            (rows) => bisector.send(rows),
            () => this.stats.isWaiting,
        );
    }

    private async sendLookUp(rows: string[]): Promise<LookUp[]> {
        // Two callers may ask about the same person.
        const entries = await this.entriesOf([...new Set(rows)]);
        return rows.map((emailId) => lookUpIn(emailId, entries.get(normalEmail(emailId)) ?? []));
    }

    /**
     * What Get User Information says of these people, asked again for those of whom an answer says nothing: whether it can be a part
     * of what was asked is not documented (`moreAvailable`, newest page). Answers nothing of somebody of whom nothing is said when
     * few enough are asked.
     */
    private async entriesOf(emailIds: string[]): Promise<Map<string, unknown[]>> {
        const entries = new Map<string, unknown[]>();
        const silent = new Set<string>();
        const isMissing = (emailId: string) => !entries.has(normalEmail(emailId));
        let most = this.mostInLookUp;
        for (let rest = emailIds; rest.length > 0;) {
            const asked = rest.slice(0, most);
            // A write that has left is read back.
            const isOwed = () => asked.some((emailId) => this.written.has(normalEmail(emailId)));
            const stage = () => (isOwed() ? "readBack" : "lookUp");
            const answer = await this.transport.send(
                endpoints.usersInfo,
                { emailIds: asked },
                asked.length,
                usersInfoAnswer,
                { isOwed, stage },
            );
            for (const [emailId, about] of byAddress(answer)) entries.set(emailId, about);
            const missing = asked.filter(isMissing);
            const answered = asked.length - missing.length;
            // So few at a time are answered whole.
            if (missing.length === 0 && most < this.mostInLookUp) this.learnLookUp(most);
            if (asked.length === 1) missing.forEach((emailId) => silent.add(emailId));
            if (silent.size === mostSilent || (silent.size > 0 && entries.size === 0)) break;
            if (missing.length > 0) most = Math.max(1, answered === 0 ? Math.floor(asked.length / 2) : answered);
            rest = rest.filter((emailId) => isMissing(emailId) && !silent.has(emailId));
        }
        return entries;
    }

    private learnLookUp(most: number): void {
        this.mostInLookUp = most;
        this.notify(
            `Kore.ai answers a look-up of more than ${most === 1 ? "one person" : `${most} people`} in part: look-ups are that small from now on.`,
        );
    }

    /** Answers nobody where the look-up fails: then the rows are found out one by one. */
    private async unknownAmong(emailIds: string[]): Promise<Map<string, Reason>> {
        const results = await this.sendLookUp(emailIds).catch((error: unknown) => {
            if (error instanceof KoreError) return [];
            throw error;
        });
        return new Map(
            results.flatMap((result): [string, Reason][] =>
                "unknown" in result ? [[result.emailId, result.unknown]] : [],
            ),
        );
    }
}

// So many people, asked about alone, of whom nothing is said: then the others are not asked about alone.
const mostSilent = 3;

/** The entries of an answer by the address that they are about; those that name nobody say nothing. */
function byAddress(answer: unknown[]): Map<string, unknown[]> {
    const entries = new Map<string, unknown[]>();
    for (const entry of answer) {
        const emailId = addressOf(entry);
        if (emailId !== undefined) entries.set(emailId, [...(entries.get(emailId) ?? []), entry]);
    }
    return entries;
}

/** What the entries about an address say of it. Several that are alike say the same; others contradict each other. */
function lookUpIn(emailId: string, [first, ...others]: unknown[]): LookUp {
    const about = `${emailId} could not be read`;
    if (first === undefined) return { emailId, error: unreadable(about, "the answer has no entry for this address") };
    if (others.some((other) => !isDeepStrictEqual(other, first)))
        return { emailId, error: unreadable(about, "the answer has several entries for this address, which differ") };
    const entry = readEntry(first);
    if ("found" in entry) return { emailId, person: entry.found };
    if ("unreadable" in entry)
        return { emailId, error: unreadable(about, `the entry is not the API's: ${entry.unreadable}`) };
    if (!unknownPerson.test(entry.failed.message.trim())) return { emailId, error: refusedRow(about, entry.failed) };
    return { emailId, unknown: { ...entry.failed, message: cut(entry.failed.message) } };
}

// A failed row without an address can only be told apart where the request had one row.
function isAbout(row: FailedRow, emailId: string, rows: number): boolean {
    return row.emailId === undefined ? rows === 1 : normalEmail(row.emailId) === normalEmail(emailId);
}

function unreadable(what: string, why: string): KoreError {
    return new KoreError({
        code: "kore:unreadable-entry",
        kind: "unreadable",
        what,
        why,
        advice: "Nothing is concluded from it; run again.",
    });
}

function refusedRow(what: string, reason: Reason): KoreError {
    return new KoreError({
        code: "kore:refused",
        kind: "refused",
        what,
        why: inKoresWords(reason),
        koreCode: reason.code,
        koreMessage: reason.message,
    });
}

// A failure that names nobody may be about any row: only reading back tells whose.
function perhapsRefused(what: string, reason: Reason, request: LostRequest): KoreError {
    return new KoreError({
        code: "kore:row-unnamed",
        kind: "lost",
        request,
        what,
        why: `${inKoresWords(reason)} about a row of this request, and not about which`,
        advice: "Run again, which reads what is there first.",
    });
}

/** The error of somebody for whom an answer says both that it was done and that it failed. */
function contradicted(what: string, reason: Reason, request: LostRequest): KoreError {
    return new KoreError({
        code: "kore:row-contradicted",
        kind: "lost",
        request,
        what: `${what}, or was all the same`,
        why: `${inKoresWords(reason)}, and in the same answer that it was done`,
        advice: "Run again, which reads what is there first.",
    });
}

/** A kind of write in a read-only session: names what it would have sent. */
function forbidden<T>(
    endpoint: Endpoint,
    body: (sent: T[]) => object,
): Omit<BatchCall<Row<T>, RowOutcome>, "onTooLarge"> {
    const fail = ({ emailId, sent }: Row<T>) => ({ emailId, error: readOnly(endpoint, emailId, body([sent])) });
    return { send: (rows) => Promise.resolve(rows.map(fail)), emailOf: ({ emailId }) => emailId, fail };
}

function readOnly(endpoint: Endpoint, emailId: string, body: object): KoreError {
    return new KoreError({
        code: "kore:read-only",
        kind: "settings",
        what: `${emailId}: nothing was changed`,
        why: `kore:readOnly is on, so this was not sent: ${nameOf(endpoint)} ${JSON.stringify(body)}`,
        advice: "To allow it: pulumi config rm kore:readOnly, and no KORE_READ_ONLY in the environment",
    });
}
