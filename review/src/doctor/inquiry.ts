import { Account, KoreError, Receipt, type ClientSettings, type LookUp } from "#client";
import { isAdministratorRole } from "#model/memberships";
import { patienceOf } from "./probe";

/** Nobody's address, of a domain that never exists (RFC 2606). */
const nobody = "nobody@example.invalid";

/** How Kore.ai took one question: an error, or none. */
export interface Reply {
    error?: KoreError | undefined;
}

/** Who has a role of the Admin Console, as far as was read. */
export interface Administration {
    /** How many people. */
    administrators: number;
    /** The first of them, as they were looked up: the list has no status. */
    lookedUp: LookUp[];
    /** How many people of the account were read, and whether these are all. */
    read: number;
    isWhole: boolean;
}

/** How Kore.ai took the questions that show what a token may do, and who administers the account. */
export interface Replies {
    /** To POST usersInfo, which needs the scope of KoreUser. */
    people: Reply;
    /**
     * To GET roles, which needs the scope of KoreUserAccess; undefined where the first reply says that it is of no use.
     */
    roles?: Reply | undefined;
    /** To GET alluserroles and POST usersInfo about some of them; undefined where the app may not ask. */
    administrators?: (Reply & { found?: Administration }) | undefined;
    requests: number;
}

// Of 50 or 500 people each, as Kore.ai gives them: enough to find more than one in most accounts.
const mostPages = 4;
// A request for most accounts.
const mostLookedUp = 50;

/**
 * Asks one question for each scope: about a person who does not exist, and for a list; then who administers the
 * account. All only read. That the calls which write need the same scopes is what Kore.ai's API List says; no call of
 * that kind is sent, not even an empty one.
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
    const administrators =
        roles !== undefined && roles.error === undefined && people.error === undefined
            ? await administratorsOf(account)
            : undefined;
    return { people, roles, administrators, requests: receipt.requests };
}

async function administratorsOf(account: Account): Promise<Reply & { found?: Administration }> {
    let found: Administration | undefined;
    const answer = await reply(async () => {
        const { items, isComplete } = await account.directory.people(undefined, mostPages);
        const holders = items.filter(({ roles = [] }) => roles.some(isAdministratorRole));
        const lookedUp = await account.lookUp(holders.slice(0, mostLookedUp).map(({ emailId }) => emailId));
        for (const result of lookedUp) if ("error" in result) throw result.error;
        found = { administrators: holders.length, lookedUp, read: items.length, isWhole: isComplete };
    });
    return { ...answer, ...(found === undefined ? {} : { found }) };
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
