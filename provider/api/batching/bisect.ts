import type { Reason } from "../answers";
import { normalEmail } from "../email";
import { inKoresWords, KoreError } from "../errors";

/** One kind of request about rows of people. */
export interface BatchCall<TRow, TResult> {
    /** Sends one request; answers one result for each row in the order given. */
    send(rows: TRow[]): Promise<TResult[]>;
    emailOf(row: TRow): string;
    /** The result of a row that failed. */
    fail(row: TRow, error: KoreError): TResult;
    /** Which of these people Kore.ai does not know; left out where the request is what makes them known. */
    unknownAmong?(emailIds: string[]): Promise<Map<string, Reason>>;
    /**
     * Is told where requests of this kind must be smaller: so many rows were refused, and all done so many at a time.
     */
    onTooLarge(refused: number, done: number): void;
}

/** Part of a refused batch that was refused as well. */
interface RefusedPart<TRow> {
    part: TRow[];
    refusal: KoreError;
}

/** The search for the rows that the refusal of one batch is about. */
interface Search<TRow, TResult> {
    results: Map<TRow, TResult>;
    /** Requests that may still be sent for it. */
    requestsLeft: number;
    isLookedUp: boolean;
    isProbed: boolean;
    /** The most rows that were done in one request. */
    largestDone: number;
    /** Rows that had failed when it began, of this batch or another. */
    failuresBefore: number;
}

// One bad row among 50 is found by the look-up, or by three probes and 12 halves; three of them by 40 requests.
const mostRequests = 40;
// Fewer rows are halved as quickly as they are probed.
const fewestToProbe = 8;

/**
 * Sends the rows of one kind of request. Where Kore.ai refuses one as a whole it is taken apart, so that it fails only
 * the rows that it is about: those that it names, else those whose people are unknown, else what halving finds. A
 * refusal that is about the request rather than its rows shows in three rows that are refused by themselves in the same
 * words: then the others are not tried, nor those of later requests, so that it does not use up the account's budget.
 * Where all rows are done in smaller requests, it was about their number: later requests are as small (no page tells a
 * largest number).
 */
export class Bisector<TRow extends object | string, TResult> {
    /** The words of a refusal that was about the request rather than its rows, until a request is done. */
    private wordsAboutAll: string | undefined;
    private largestPart = Infinity;
    private failures = 0;

    constructor(private readonly call: BatchCall<TRow, TResult>) {}

    /** Answers one result for each row in the order given. */
    async send(rows: TRow[]): Promise<TResult[]> {
        const results = new Map<TRow, TResult>();
        for (let rest = rows; rest.length > 0;) {
            const part = rest.slice(0, this.largestPart);
            rest = rest.slice(part.length);
            const refusal = refusalOfMany(part, await this.sendPart(part, results));
            if (refusal !== undefined) await this.takeApart(part, refusal, results);
        }
        return rows.map((row) => results.get(row) ?? this.call.fail(row, noAnswer(this.call.emailOf(row))));
    }

    /**
     * Sends rows in one request; answers how it failed, if it did. They have their results then, unless it is to be
     * taken apart.
     */
    private async sendPart(part: TRow[], results: Map<TRow, TResult>): Promise<KoreError | undefined> {
        try {
            const answers = await this.call.send(part);
            this.wordsAboutAll = undefined;
            part.forEach((row, index) => {
                const answer = answers[index];
                if (answer !== undefined) results.set(row, answer);
            });
            return undefined;
        } catch (error) {
            if (!(error instanceof KoreError)) throw error;
            if (refusalOfMany(part, error) === undefined) this.failAll(part, withRequest(error), results);
            return error;
        }
    }

    private async takeApart(batch: TRow[], refusal: KoreError, results: Map<TRow, TResult>): Promise<void> {
        if (this.wordsAboutAll === refusal.why) return this.failAll(batch, ofAll(refusal, batch.length), results);
        const search: Search<TRow, TResult> = {
            results,
            requestsLeft: mostRequests - 1,
            isLookedUp: this.call.unknownAmong === undefined,
            isProbed: false,
            largestDone: 1,
            failuresBefore: this.failures,
        };
        const refused = [{ part: batch, refusal }];
        for (let latest = refused.pop(); latest !== undefined; latest = refused.pop())
            refused.push(...(await this.narrow(latest, search)));
        if (this.hasFailed(search)) return;
        this.largestPart = Math.min(this.largestPart, search.largestDone);
        this.call.onTooLarge(batch.length, search.largestDone);
    }

    /**
     * Fails those whom a refusal is about, as far as that shows, and sends the others anew; answers what is refused
     * again.
     */
    private async narrow(refused: RefusedPart<TRow>, search: Search<TRow, TResult>): Promise<RefusedPart<TRow>[]> {
        const { part, refusal } = refused;
        const found = await this.failFound(refused, search);
        if (found.size > 0) return this.sendAgain([without(part, found)], refusal, search);
        if (search.isProbed || part.length < fewestToProbe) return this.sendAgain(halves(part), refusal, search);
        search.isProbed = true;
        const probes = [0, Math.floor(part.length / 2), part.length - 1].flatMap((index) => part[index] ?? []);
        search.requestsLeft -= probes.length;
        const rest = without(part, new Set(probes));
        if (!(await this.areRefused(probes, refusal, search.results)))
            return this.sendAgain(halves(rest), refusal, search);
        this.wordsAboutAll = refusal.why;
        this.failAll(rest, ofAll(refusal, part.length), search.results);
        return [];
    }

    /** Fails those whom the refusal names, else, once, those whom Kore.ai does not know; answers them. */
    private async failFound({ part, refusal }: RefusedPart<TRow>, search: Search<TRow, TResult>): Promise<Set<TRow>> {
        const addresses = addressesIn(refusal);
        const named = part.filter((row) => addresses.has(normalEmail(this.call.emailOf(row))));
        this.failAll(named, refusal, search.results);
        if (named.length > 0 || search.isLookedUp) return new Set(named);
        search.isLookedUp = true;
        search.requestsLeft--;
        return this.failUnknown(part, refusal, search.results);
    }

    private async failUnknown(part: TRow[], refusal: KoreError, results: Map<TRow, TResult>): Promise<Set<TRow>> {
        const unknown = await this.call.unknownAmong?.(part.map((row) => this.call.emailOf(row)));
        const rows = part.filter((row) => {
            const reason = unknown?.get(this.call.emailOf(row));
            if (reason === undefined) return false;
            this.failAll([row], unknownPerson(this.call.emailOf(row), reason, refusal), results);
            return true;
        });
        return new Set(rows);
    }

    /** Sends each part, as long as there are requests left for it; answers those that are refused again. */
    private async sendAgain(
        parts: TRow[][],
        refusal: KoreError,
        search: Search<TRow, TResult>,
    ): Promise<RefusedPart<TRow>[]> {
        const refused: RefusedPart<TRow>[] = [];
        for (const part of parts.filter(({ length }) => length > 0)) {
            // As long as nobody has failed it may be about the number of rows: then there is an end to it.
            if (search.requestsLeft-- <= 0 && this.hasFailed(search)) {
                this.failAll(part, undecided(refusal, part.length), search.results);
                continue;
            }
            const again = refusalOfMany(part, await this.sendPart(part, search.results));
            if (again !== undefined) refused.push({ part, refusal: again });
            else search.largestDone = Math.max(search.largestDone, part.length);
        }
        return refused;
    }

    /** Sends rows one by one; answers whether all of them were refused in these words. */
    private async areRefused(rows: TRow[], refusal: KoreError, results: Map<TRow, TResult>): Promise<boolean> {
        let all = true;
        for (const row of rows) {
            const error = await this.sendPart([row], results);
            all &&= error?.kind === "refused" && error.why === refusal.why;
        }
        return all;
    }

    private hasFailed({ failuresBefore }: Search<TRow, TResult>): boolean {
        return this.failures > failuresBefore;
    }

    private failAll(rows: TRow[], error: KoreError, results: Map<TRow, TResult>): void {
        this.failures += rows.length;
        for (const row of rows) results.set(row, this.call.fail(row, error));
    }
}

/** A lost answer, with what stands for its request. */
function withRequest(error: KoreError): KoreError {
    if (error.kind !== "lost") return error;
    return new KoreError({ ...error, request: error.request ?? { wasDealtWith: false } });
}

function without<T>(rows: T[], others: Set<T>): T[] {
    return rows.filter((row) => !others.has(row));
}

/** The refusal of a request with several rows, which is to be taken apart. */
function refusalOfMany(part: unknown[], error: KoreError | undefined): KoreError | undefined {
    return error?.kind === "refused" && part.length > 1 ? error : undefined;
}

function halves<T>(list: T[]): T[][] {
    const middle = Math.ceil(list.length / 2);
    return [list.slice(0, middle), list.slice(middle)];
}

// What can be part of an address, without what stands around one in a sentence; of bounded length, as a text from outside is searched.
const addressLike = /[^\s<>"(),;:[\]@]{1,64}@[^\s<>"(),;:[\]@]{1,255}/g;

/** The addresses that a refusal names. */
function addressesIn({ koreMessage = "" }: KoreError): Set<string> {
    const named = koreMessage.match(addressLike) ?? [];
    const candidates = named.flatMap((address) => [address, address.replace(/^'+|['.!?]+$/g, "")]);
    return new Set(candidates.map(normalEmail));
}

function unknownPerson(emailId: string, reason: Reason, refusal: KoreError): KoreError {
    return new KoreError({
        ...refusal,
        code: "kore:no-such-person",
        what: emailId,
        why: `there is no such person in the account (${inKoresWords(reason)})`,
        koreMessage: reason.message,
    });
}

function noAnswer(emailId: string): KoreError {
    return new KoreError({
        code: "kore:row-unanswered",
        kind: "lost",
        what: emailId,
        why: "the answer of the request has nothing about this row",
        advice: "Run again, which reads what is there first.",
    });
}

function ofAll(refusal: KoreError, rows: number): KoreError {
    return new KoreError({
        ...refusal,
        code: "kore:refused-for-all",
        why:
            `${refusal.why} to a request for ${rows} people, and to those of them who were tried alone; ` +
            "the others were left as they are",
        advice: "If it is about some people only, run again when they are mended.",
    });
}

function undecided(refusal: KoreError, rows: number): KoreError {
    return new KoreError({
        ...refusal,
        code: "kore:refused-undecided",
        why:
            `${refusal.why} to a request for ${rows === 1 ? "one person" : `${rows} people`}, left as they are: ` +
            `whom it is about did not show in ${mostRequests} requests`,
        advice: "Mend what the other errors of this run name, and run again.",
    });
}
