import { Account, KoreError, Receipt, type ClientSettings } from "#client";
import { patienceOf } from "./probe";

/** Nobody's address, of a domain that never exists (RFC 2606). */
const nobody = "nobody@example.invalid";

/** How Kore.ai took one question: an error, or none. */
export interface Reply {
    error?: KoreError | undefined;
}

/** How Kore.ai took the two questions that show what a token may do. */
export interface Replies {
    /** To POST usersInfo, which needs the scope of KoreUser. */
    people: Reply;
    /**
     * To GET roles, which needs the scope of KoreUserAccess; undefined where the first reply says that it is of no use.
     */
    roles?: Reply | undefined;
    requests: number;
}

/**
 * Asks one question for each scope: about a person who does not exist, and for a list. Both only read. That the calls
 * which write need the same scopes is what Kore.ai's API List says; no call of that kind is sent, not even an empty
 * one.
 */
export async function inquire(settings: ClientSettings): Promise<Replies> {
    const receipt = new Receipt();
    const account = new Account(
        { ...settings, requestTimeout: patienceOf(settings), readOnly: true },
        // Somebody waits for the answer: what fails is told at once.
        { receipt, retryPolicy: { retries: 0, retryDelay: 0, rateLimitRetries: 0, rateLimitDelay: 0 } },
    );
    const people = await reply(async () => {
        const [found] = await account.lookUp([nobody]);
        if (found !== undefined && "error" in found) throw found.error;
    });
    const roles = isAnswered(people) ? await reply(() => account.directory.roles("admin")) : undefined;
    return { people, roles, requests: receipt.requests };
}

/** Whether Kore.ai took the token: it said what else is wrong, if anything is. */
export function isAnswered({ error }: Reply): boolean {
    return error === undefined || error.kind === "scope" || error.kind === "refused";
}

async function reply(question: () => Promise<unknown>): Promise<Reply> {
    try {
        await question();
        return {};
    } catch (error) {
        if (!(error instanceof KoreError)) throw error;
        return { error };
    }
}
