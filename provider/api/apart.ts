import type { Reason } from "./answers";
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
}

// One bad row among 50 is found by the look-up or by 12 halves, three by 30: a request that is wrong as a whole must not use up the budget.
const mostRequests = 30;

/**
 * Sends rows in one request; where Kore.ai refuses it as a whole, in parts, so that it fails only the rows that it is
 * about: those that it names, else those whose people are unknown, else what halving finds.
 */
export async function sendRows<TRow, TResult>(call: Call<TRow, TResult>, rows: TRow[]): Promise<TResult[]> {
    const results = new Map<TRow, TResult>();
    let left = mostRequests - 1;
    const refusedParts: { part: TRow[]; refusal: KoreError }[] = [];
    const fail = (part: TRow[], error: KoreError) => part.forEach((row) => results.set(row, call.fail(row, error)));
    const send = async (part: TRow[]): Promise<void> => {
        try {
            const answers = await call.send(part);
            part.forEach((row, index) => results.set(row, answers[index] ?? call.fail(row, noAnswer(call.emailOf(row)))));
        } catch (error) {
            if (!(error instanceof KoreError)) throw error;
            if (error.kind === "refused" && part.length > 1) refusedParts.push({ part, refusal: error });
            else fail(part, error);
        }
    };

    await send(rows);
    let mayAsk = call.unknownAmong !== undefined;
    for (let refused = refusedParts.pop(); refused !== undefined; refused = refusedParts.pop()) {
        const { part, refusal } = refused;
        const named = part.filter((row) => mentions(refusal, call.emailOf(row)));
        fail(named, refusal);
        let parts = [part.filter((row) => !named.includes(row))];
        if (named.length === 0) {
            const unknown = mayAsk ? await call.unknownAmong?.(part.map((row) => call.emailOf(row))) : undefined;
            if (mayAsk) left--;
            mayAsk = false;
            const strangers = part.filter((row) => unknown?.has(call.emailOf(row)));
            for (const row of strangers) fail([row], unknownPerson(call.emailOf(row), unknown?.get(call.emailOf(row)), refusal));
            parts = strangers.length > 0 ? [part.filter((row) => !strangers.includes(row))] : halves(part);
        }
        for (const next of parts.filter(({ length }) => length > 0)) {
            if (left-- > 0) await send(next);
            else fail(next, undecided(refusal, next.length));
        }
    }
    return rows.flatMap((row) => results.get(row) ?? []);
}

function mentions({ koreMessage = "" }: KoreError, emailId: string): boolean {
    const literal = emailId.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`(?<![\\w.+-])${literal}(?![\\w-]|\\.\\w)`, "i").test(koreMessage);
}

function halves<T>(list: T[]): T[][] {
    const middle = Math.ceil(list.length / 2);
    return [list.slice(0, middle), list.slice(middle)];
}

function unknownPerson(emailId: string, reason: Reason | undefined, refusal: KoreError): KoreError {
    return new KoreError({
        ...refusal,
        what: emailId,
        why: `there is no such person in the account (${inKoresWords(reason ?? { message: "unknown" })})`,
        koreMessage: reason?.message,
    });
}

function noAnswer(emailId: string): KoreError {
    return new KoreError({ kind: "lost", what: emailId, why: "the answer of the request has nothing about this row" });
}

function undecided(refusal: KoreError, rows: number): KoreError {
    return new KoreError({
        ...refusal,
        why: `${refusal.why} about a request for ${rows === 1 ? "one person" : `${rows} people`}, left as they are: whom it is about did not show in ${mostRequests} requests`,
        advice: "Mend what the other errors of this run name, and run again.",
    });
}
