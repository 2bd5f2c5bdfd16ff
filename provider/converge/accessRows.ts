import type { Person } from "../api/answers";
import { type AccessFlags, type Account, isUnknown, type RowOutcome } from "../api/client";
import type { KoreError } from "../api/errors";
import { type AccessRow, type AccessSent, has } from "../userAccess/plan";
import { readBackAll, type Sleep } from "./readBack";
import { unconfirmed } from "../run/refusals";

/**
 * Sends grants, then revocations, and reads all of them back.
 *
 * @param before those whom the step is about, as they were looked up
 */
export async function sendAccess(
    account: Account,
    {
        grants,
        revocations,
        people: before,
    }: { grants: AccessRow[]; revocations: AccessRow[]; people: Map<string, Person> },
    wait: Sleep,
): Promise<AccessSent> {
    const leaving = new Set(revocations.map(({ emailId }) => emailId));
    const sent = new Map([...grants, ...revocations].map(({ emailId, flags }) => [emailId, flags]));
    const people = new Map(before);
    const failures = new Map<string, KoreError>();
    const lost = new Map<string, KoreError>();
    for (const { emailId, error } of [...(await send(account, grants)), ...(await send(account, revocations))]) {
        if (error === undefined) continue;
        // Somebody who was removed a moment before has lost what was to be taken; only reading back says that they were.
        const readingTells = error.kind === "lost" || (leaving.has(emailId) && isUnknown(error));
        if (readingTells) lost.set(emailId, error);
        else sent.delete(emailId);
        // Reading back tells nothing of the flag that Kore.ai does not report.
        if (!readingTells || sent.get(emailId)?.hasDataTableAndViewAccess !== undefined) failures.set(emailId, error);
    }
    const shows = (emailId: string, person: Person | undefined) => {
        const flags = sent.get(emailId);
        return person === undefined || flags === undefined || has(person, flags);
    };
    for (const result of await readBackAll(account, [...sent.keys()], shows, wait)) {
        const { emailId } = result;
        if ("error" in result) failures.set(emailId, result.error);
        else if ("person" in result) {
            people.set(emailId, result.person);
            if (!shows(emailId, result.person)) failures.set(emailId, lost.get(emailId) ?? unlike(result.person));
        } else {
            people.delete(emailId);
            if (leaving.has(emailId)) failures.delete(emailId);
            else
                failures.set(
                    emailId,
                    unconfirmed(emailId, "given this access", ["the account no longer has this person"]),
                );
        }
    }
    return { people, failures, sent };
}

function unlike({ emailId, canCreateBot, isDeveloper }: Person): KoreError {
    return unconfirmed(emailId, "given this access", [
        `canCreateBot is ${canCreateBot} and isDeveloper ${isDeveloper}`,
    ]);
}

/** One request for all changes that are alike: the flags of Update User Access belong to the request. */
async function send(account: Account, changes: AccessRow[]): Promise<RowOutcome[]> {
    const alike = new Map<string, { flags: AccessFlags; emailIds: string[] }>();
    for (const { emailId, flags } of changes) {
        const key = JSON.stringify(flags);
        const group = alike.get(key) ?? { flags, emailIds: [] };
        group.emailIds.push(emailId);
        alike.set(key, group);
    }
    const outcomes: RowOutcome[] = [];
    for (const { flags, emailIds } of alike.values()) outcomes.push(...(await account.setAccess(emailIds, flags)));
    return outcomes;
}
