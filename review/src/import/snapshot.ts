import {
    type Account,
    type ClientSettings,
    isEmailAddress,
    type KoreError,
    type ListedPerson,
    type Listing,
    type LookUp,
    type Person,
} from "#client";
import { AccessError } from "../accessError";
import { accountDirectory, type Seen } from "../directory/accountDirectory";
import { readListsWithoutPeople, readPeopleList } from "../directory/readLists";
import type { AccountDirectory } from "../directory/schema";
import { isBlank } from "./access";
import { checkNames, fits, heldRoles, mayFit, type Filter } from "./filter";
import type { Progress } from "./progress";

/** Somebody whom the program is to declare. */
export interface ImportedPerson extends Person {
    orgUserId?: string;
}

/** Somebody of the account whom the program leaves out, and why. */
export interface LeftOut {
    emailId: string;
    why: string;
}

/** An account as it was read: what the program is made of. */
export interface Snapshot {
    host: string;
    /** The host as a setting gives it: with http:// where it is not https. */
    hostSetting: string;
    /** By address. */
    people: ImportedPerson[];
    leftOut: LeftOut[];
    /** What the account has; what the people of the program have is all in there. */
    directory: AccountDirectory;
}

/**
 * Reads the account: its lists, and then everybody who may fit.
 *
 * @param now when it is read
 * @throws KoreError for an account that can't be read; AccessError where nobody fits
 */
export async function readSnapshot(
    account: Account,
    filter: Filter,
    { baseUrl, batchSize }: ClientSettings,
    progress: Progress,
    now: Date,
): Promise<Snapshot> {
    const { name: host } = account;
    const [{ listed, found }, lists] = await Promise.all([
        readPeople(account, filter, batchSize, progress),
        readListsWithoutPeople(account),
    ]);
    const orgUserIds = new Map(listed.items.map(({ emailId, orgUserId }) => [emailId, orgUserId]));
    const known = found.flatMap((result) => ("person" in result ? [result.person] : []));
    checkNames(filter, {
        roles: [...lists.adminRoles.items, ...lists.botRoles.items, ...heldRoles(known)],
        groups: [...lists.groups.items, ...seenWith(known).groups],
    });
    const leftOut = found.flatMap(reasonAgainst).filter(({ person }) => person === undefined || fits(person, filter));
    const without = new Set(leftOut.map(({ emailId }) => emailId));
    const people = known
        .filter((person) => fits(person, filter) && !without.has(person.emailId))
        .map((person) => withOrgUserId(person, orgUserIds.get(person.emailId)));
    if (people.length === 0) throw nobodyFits(host, listed.items.length, leftOut);
    return {
        host,
        hostSetting: baseUrl.replace(/^https:\/\//, ""),
        people,
        leftOut: leftOut.map(({ emailId, why }) => ({ emailId, why })),
        directory: accountDirectory(host, now, { people: listed, ...lists }, seenWith(people)),
    };
}

/** What people have, by itself: a list may lack it. */
export function seenWith(people: Person[]): Seen {
    return {
        roles: people.flatMap(({ roles }) => roles),
        groups: people.flatMap(({ groups }) =>
            groups.map(({ groupId, groupName }) => ({ id: groupId, name: groupName ?? groupId })),
        ),
        bots: people.flatMap(({ assignBotTasks = [] }) =>
            assignBotTasks.map(({ streamId }) => ({ id: streamId, name: streamId })),
        ),
    };
}

function nobodyFits(host: string, listed: number, leftOut: LeftOut[]): AccessError {
    const some = listed === 0 ? "has nobody" : `has ${listed} people, and nobody fits the filters`;
    const none = `has nobody to declare: ${leftOut.map(({ emailId, why }) => `${emailId} ${why}`).join("; ")}`;
    return new AccessError(`The account at ${host} ${leftOut.length === 0 ? some : none}.`);
}

/**
 * Everybody who may fit. Where somebody leaves, those behind them in the list move up, and one of them may have been
 * passed over: then the list is read again.
 */
export async function readPeople(
    account: Account,
    filter: Filter,
    batchSize: number,
    progress: Progress,
): Promise<{ listed: Listing<ListedPerson>; found: LookUp[] }> {
    const found = new Map<string, LookUp>();
    for (;;) {
        const listed = await readPeopleList(account, progress);
        const fresh = new Set(
            listed.items
                .map(({ emailId }) => emailId)
                .filter((emailId) => mayFit(emailId, filter) && !found.has(emailId)),
        );
        const results = await lookUp(account, [...fresh], batchSize, progress);
        results.forEach((result) => found.set(result.emailId, result));
        if (!results.some((result) => "unknown" in result))
            return { listed, found: [...found.values()].sort((a, b) => (a.emailId < b.emailId ? -1 : 1)) };
    }
}

/** Reads these people, and says how far it has come. */
export async function lookUp(
    account: Account,
    emailIds: string[],
    batchSize: number,
    progress: Progress,
): Promise<LookUp[]> {
    const batches = Array.from({ length: Math.ceil(emailIds.length / batchSize) }, (_, index) =>
        emailIds.slice(index * batchSize, (index + 1) * batchSize),
    );
    let read = 0;
    const results = await Promise.all(
        batches.map(async (batch) => {
            const answers = await account.lookUp(batch);
            read += batch.length;
            progress.step(`Reading their access: ${read} of ${emailIds.length}`);
            return answers;
        }),
    );
    return results.flat();
}

/** Why one person could not be read. @throws the error where it is about the whole request */
export function whyUnread(error: KoreError): string {
    const { kind, status, why } = error;
    // With a status it is about the request, not about this person.
    if (status === undefined && (kind === "unreadable" || kind === "refused")) return why;
    throw error;
}

/** Why somebody can't be in the program, if they can't. A failure that is not about one person fails the import. */
function reasonAgainst(result: LookUp): (LeftOut & { person?: Person })[] {
    const { emailId } = result;
    if ("unknown" in result) return [{ emailId, why: "left the account while it was read" }];
    if ("error" in result) return [{ emailId, why: `could not be read: ${whyUnread(result.error)}` }];
    const { person } = result;
    if (!isEmailAddress(emailId)) return [{ emailId, person, why: "has an address that KoreUser does not take" }];
    if (isBlank(person))
        return [
            {
                emailId,
                person,
                why: "is not active and has no access: nothing to keep as code, and some installations list removed people so",
            },
        ];
    return [];
}

function withOrgUserId(person: Person, orgUserId: string | undefined): ImportedPerson {
    return orgUserId === undefined ? person : { ...person, orgUserId };
}
