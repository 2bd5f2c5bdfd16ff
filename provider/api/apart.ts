import type { Reason } from "./answers";
import { normalEmail } from "./email";
import { inKoresWords, KoreError } from "./errors";

/** One kind of request about rows of people. */
export interface Call<TRow, TResult> {
    /** Sends one request; answers one result for each row in the order given. */
    send(rows: TRow[]): Promise<TResult[]>;
    emailOf(row: TRow): string;
    /** The result of a row that failed. */
    fail(row: TRow, error: KoreError): TResult;
    /** Which of these people Kore.ai does not know; left out where the request is what makes them known. */
    unknownAmong?(emailIds: string[]): Promise<Map<string, Reason>>;
    /** Is told where requests of this kind must be smaller: so many rows were refused, and all of them done so many at a time. */
    onTooLarge(refused: number, done: number): void;
}

// One bad row among 50 is found by the look-up, or by three probes and 12 halves; three of them by 40 requests.
const mostRequests = 40;
// Fewer rows are halved as quickly as they are probed.
const fewestToProbe = 8;

/**
 * Sends the rows of one kind of request. Where Kore.ai refuses one as a whole it is taken apart, so that it fails only the
 * rows that it is about: those that it names, else those whose people are unknown, else what halving finds. A refusal
 * that is about the request rather than its rows shows in three rows that are refused by themselves in the same words: then
 * the others are not tried, nor those of later requests, so that it does not use up the account's budget. Where all rows
 * are done in smaller requests, it was about their number: later requests are as small (no page tells a largest number).
 */
export class Parts<TRow extends object | string, TResult> {
    private hopeless: string | undefined;
    private most = Infinity;
    private failures = 0;

    constructor(private readonly call: Call<TRow, TResult>) {}

    /** Answers one result for each row in the order given. */
    async send(rows: TRow[]): Promise<TResult[]> {
        const results = new Map<TRow, TResult>();
        for (let rest = rows; rest.length > 0;) {
            const part = rest.slice(0, this.most);
            rest = rest.slice(part.length);
            const refusal = refusalOfMany(part, await this.sendPart(part, results));
            if (refusal !== undefined) await this.takeApart(part, refusal, results);
        }
        return rows.map((row) => results.get(row) ?? this.call.fail(row, noAnswer(this.call.emailOf(row))));
    }

    /** Sends some rows in one request; answers how it failed, if it did. The rows have their results then, unless it is to be taken apart. */
    private async sendPart(part: TRow[], results: Map<TRow, TResult>): Promise<KoreError | undefined> {
        try {
            const answers = await this.call.send(part);
            this.hopeless = undefined;
            part.forEach((row, index) =>
                results.set(row, answers[index] ?? this.call.fail(row, noAnswer(this.call.emailOf(row)))),
            );
            return undefined;
        } catch (error) {
            if (!(error instanceof KoreError)) throw error;
            if (refusalOfMany(part, error) !== undefined) return error;
            this.failAll(
                part,
                error.kind === "lost"
                    ? new KoreError({ ...error, request: error.request ?? { wasDealtWith: false } })
                    : error,
                results,
            );
            return error;
        }
    }

    private async takeApart(rows: TRow[], refusal: KoreError, results: Map<TRow, TResult>): Promise<void> {
        if (this.hopeless === refusal.why) return this.failAll(rows, ofAll(refusal, rows.length), results);
        let left = mostRequests - 1;
        let isKnown = this.call.unknownAmong === undefined;
        let isProbed = false;
        let largestDone = 1;
        const failuresBefore = this.failures;
        const refused = [{ part: rows, why: refusal }];
        for (let latest = refused.pop(); latest !== undefined; latest = refused.pop()) {
            const { part, why } = latest;
            const resolved = new Set(part.filter((row) => mentions(why, this.call.emailOf(row))));
            this.failAll([...resolved], why, results);
            if (resolved.size === 0 && !isKnown) {
                isKnown = true;
                left--;
                for (const row of await this.failUnknown(part, why, results)) resolved.add(row);
            }
            const isGuess = resolved.size === 0;
            if (isGuess && !isProbed && part.length >= fewestToProbe) {
                isProbed = true;
                const probes = [0, Math.floor(part.length / 2), part.length - 1].flatMap((index) => part[index] ?? []);
                left -= probes.length;
                for (const row of probes) resolved.add(row);
                if (await this.areRefused(probes, why, results)) {
                    this.hopeless = why.why;
                    this.failAll(
                        part.filter((row) => !resolved.has(row)),
                        ofAll(why, part.length),
                        results,
                    );
                    continue;
                }
            }
            const rest = part.filter((row) => !resolved.has(row));
            for (const next of isGuess ? halves(rest) : [rest].filter(({ length }) => length > 0)) {
                // As long as nobody has failed it may be about the number of rows: then there is an end to it.
                const maySend = left-- > 0 || this.failures === failuresBefore;
                const error = maySend
                    ? await this.sendPart(next, results)
                    : this.failAll(next, undecided(why, next.length), results);
                const again = refusalOfMany(next, error);
                if (again !== undefined) refused.push({ part: next, why: again });
                else if (maySend) largestDone = Math.max(largestDone, next.length);
            }
        }
        if (this.failures > failuresBefore) return;
        this.most = Math.min(this.most, largestDone);
        this.call.onTooLarge(rows.length, largestDone);
    }

    /** Fails those whom Kore.ai does not know, and answers them. */
    private async failUnknown(part: TRow[], why: KoreError, results: Map<TRow, TResult>): Promise<TRow[]> {
        const unknown =
            (await this.call.unknownAmong?.(part.map((row) => this.call.emailOf(row)))) ?? new Map<string, Reason>();
        return part.filter((row) => {
            const reason = unknown.get(this.call.emailOf(row));
            if (reason !== undefined) this.failAll([row], unknownPerson(this.call.emailOf(row), reason, why), results);
            return reason !== undefined;
        });
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

    private failAll(rows: TRow[], error: KoreError, results: Map<TRow, TResult>): undefined {
        this.failures += rows.length;
        for (const row of rows) results.set(row, this.call.fail(row, error));
    }
}

/** The refusal of a request with several rows, which is to be taken apart. */
function refusalOfMany(part: unknown[], error: KoreError | undefined): KoreError | undefined {
    return error?.kind === "refused" && part.length > 1 ? error : undefined;
}

function halves<T>(list: T[]): T[][] {
    const middle = Math.ceil(list.length / 2);
    return [list.slice(0, middle), list.slice(middle)];
}

// What can be part of an address, without what stands around one in a sentence.
const addresses = /[^\s<>"(),;:[\]]+@[^\s<>"(),;:[\]]+/g;

function mentions({ koreMessage = "" }: KoreError, emailId: string): boolean {
    const named = koreMessage.match(addresses) ?? [];
    return named.some((address) =>
        [address, address.replace(/^'+|['.!?]+$/g, "")].some(
            (candidate) => normalEmail(candidate) === normalEmail(emailId),
        ),
    );
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
        why: `${refusal.why} to a request for ${rows} people, and to those of them who were tried alone; the others were left as they are`,
        advice: "If it is about some people only, run again when they are mended.",
    });
}

function undecided(refusal: KoreError, rows: number): KoreError {
    return new KoreError({
        ...refusal,
        code: "kore:refused-undecided",
        why: `${refusal.why} to a request for ${rows === 1 ? "one person" : `${rows} people`}, left as they are: whom it is about did not show in ${mostRequests} requests`,
        advice: "Mend what the other errors of this run name, and run again.",
    });
}
