import type { Person } from "../api/answers";
import type { Account, LookUp, RowOutcome } from "../api/client";
import { KoreError } from "../api/errors";

// Each look-up costs a request of the budget, so they grow apart. Create User's test code waits five seconds for a new
// person to show; a value that is there and stays wrong is believed sooner than a person's absence.
const moments = [0, 500, 1_500, 4_000, 10_000, 20_000, 30_000];
const patienceForValues = 10_000;

/** Waiting, replaceable in tests. */
export type Sleep = (milliseconds: number) => Promise<void>;

/** How a step waits. */
export interface Waits {
    /** For a write to show. */
    toReadBack: Sleep;
    /** Before something is sent: ends where the run does. */
    toSend: Sleep;
}

export const sleep: Sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Looks people up until each of them shows as they should, and answers the last look-up of each, in the order given.
 *
 * @param shows whether this is what was to be seen of the person; undefined is one whom Kore.ai does not know
 */
export async function readBackAll(
    account: Account,
    emailIds: string[],
    shows: (emailId: string, person: Person | undefined) => boolean,
    wait: Sleep,
): Promise<LookUp[]> {
    const last = new Map<string, LookUp>();
    let open = emailIds;
    let waited = 0;
    for (const moment of moments) {
        if (open.length === 0) break;
        if (moment > waited) await wait(moment - waited);
        waited = moment;
        for (const result of await account.lookUp(open)) last.set(result.emailId, result);
        open = open.filter((emailId) => {
            const result = last.get(emailId);
            if (result === undefined) return true;
            if ("error" in result) return result.error.kind !== "stopped";
            const person = "person" in result ? result.person : undefined;
            return !shows(emailId, person) && (person === undefined || moment < patienceForValues);
        });
    }
    return emailIds.map((emailId) => last.get(emailId) ?? { emailId, error: noResult(emailId) });
}

/** The same of one person. */
export async function readBack(
    account: Account,
    emailId: string,
    shows: (person: Person | undefined) => boolean,
    wait: Sleep,
): Promise<LookUp> {
    const [result] = await readBackAll(account, [emailId], (_, person) => shows(person), wait);
    return result ?? { emailId, error: noResult(emailId) };
}

/** The look-up of one person. */
export async function lookUpOne(account: Account, emailId: string): Promise<LookUp> {
    const [result] = await account.lookUp([emailId]);
    return result ?? { emailId, error: noResult(emailId) };
}

function noResult(emailId: string): KoreError {
    return new KoreError({
        code: "kore:no-result",
        kind: "unreadable",
        what: `${emailId} could not be read`,
        why: "the look-up has no result",
    });
}

/** The outcome of a write of one row. */
export async function onlyOutcome(outcomes: Promise<RowOutcome[]>): Promise<RowOutcome> {
    const [outcome] = await outcomes;
    if (outcome === undefined)
        throw new KoreError({
            code: "kore:no-result",
            kind: "unreadable",
            what: "a write of one row",
            why: "it has no outcome",
        });
    return outcome;
}
