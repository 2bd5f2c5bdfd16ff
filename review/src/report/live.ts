import { Account, type ClientSettings, type LookUp, type Person } from "#client";
import { areRolesUnclear } from "#model/memberships";
import { flagNames, flags, type Access } from "../access";
import { accountDirectory } from "../directory/accountDirectory";
import { readListsWithoutPeople } from "../directory/readLists";
import type { AccountDirectory } from "../directory/schema";
import { hiddenPart } from "../hidden";
import type { Progress } from "../import/progress";
import { lookUp, readPeople, seenWith, whyUnread } from "../import/snapshot";
import type { KoreUser, ReportedUser } from "../koreUser";
import { Names } from "../names";
import { present } from "../present";
import { holdingsOf, type Holding } from "./holdings";
import type { ReportEntry, StackReport } from "./report";

/** An account as it is. */
export interface LiveAccount {
    host: string;
    readAt: Date;
    directory: AccountDirectory;
    /** Everybody who is listed, and everybody whom a stack declares. */
    people: Map<string, LookUp>;
    names: Names;
}

/** Somebody of an account whom no stack declares. */
export type UndeclaredPerson = Pick<
    ReportEntry,
    "account" | "emailId" | "name" | "status" | "lastLogin" | "unread" | "holdings"
>;

/**
 * Reads an account: its lists, and everybody. Changes nothing in it.
 *
 * @param declared whom stacks declare in the account of a host: they are asked for also where they are not listed
 * @throws KoreError for an account that can't be read
 */
export async function readLive(
    settings: ClientSettings,
    declared: (host: string) => string[],
    progress: Progress,
    now: Date,
): Promise<LiveAccount> {
    const { batchSize } = settings;
    const account = new Account({ ...settings, readOnly: true }, { notify: (message) => progress.say(message) });
    const [{ listed, found }, lists] = await Promise.all([
        readPeople(account, everybody, batchSize, progress),
        readListsWithoutPeople(account),
    ]);
    const people = new Map(found.map((result) => [result.emailId, result]));
    const unlisted = declared(account.name).filter((emailId) => !people.has(emailId));
    for (const result of await lookUp(account, unlisted, batchSize, progress)) people.set(result.emailId, result);
    const known = [...people.values()].flatMap((result) => ("person" in result ? [result.person] : []));
    const directory = accountDirectory(account.name, now, { people: listed, ...lists }, seenWith(known));
    const names = new Names(known.map(userOf), directory);
    return { host: account.name, readAt: now, directory, people, names };
}

const everybody = { domains: [], roles: [], groups: [], activeOnly: false };

function userOf(person: Person): KoreUser {
    return { emailId: person.emailId, reported: reportedAs(person) };
}

/** What is read of somebody, in the form in which states have it. */
function reportedAs(person: Person): ReportedUser {
    const { canCreateBot, isDeveloper, roles, groups, assignBotTasks } = person;
    return {
        canCreateBot,
        isDeveloper,
        roles: roles.map((role) => ({ ...role })),
        groups: groups.map((group) => ({ ...group })),
        rolesUnclear: areRolesUnclear(person),
        ...present({ assignBotTasks: assignBotTasks?.map((tasks) => ({ ...tasks })) }),
    };
}

/** The reports of stacks with what the accounts say now, and whom no stack declares. */
export function asOfAccounts(
    reports: StackReport[],
    accounts: LiveAccount[],
): { reports: StackReport[]; undeclared: UndeclaredPerson[] } {
    const byHost = new Map(accounts.map((account) => [account.host, account]));
    const homes = homesOf(reports.flatMap(({ entries }) => entries));
    const isDeclared = (account: string, emailId: string) => homes.has(keyOf({ account, emailId }));
    return {
        reports: reports.map((report) => ({
            ...report,
            entries: report.entries.map((entry) => {
                const live = byHost.get(entry.account);
                return live === undefined ? entry : asOfAccount(entry, live, homes.get(keyOf(entry)) === entry);
            }),
        })),
        undeclared: accounts.flatMap((account) =>
            [...account.people.values()]
                .filter((result) => !("unknown" in result) && !isDeclared(account.host, result.emailId))
                .map((result) => undeclaredPerson(result, account)),
        ),
    };
}

function keyOf({ account, emailId }: Pick<ReportEntry, "account" | "emailId">): string {
    return `${account}\n${emailId}`;
}

/** Of each person the entry by which is told what nobody declares: their own resource's, where there is one. */
function homesOf(entries: ReportEntry[]): Map<string, ReportEntry> {
    const homes = new Map<string, ReportEntry>();
    for (const entry of entries) {
        const known = homes.get(keyOf(entry));
        const isOwn = ({ resource }: ReportEntry) => resource.type !== "KoreUserAccess";
        if (known === undefined || (isOwn(entry) && !isOwn(known))) homes.set(keyOf(entry), entry);
    }
    return homes;
}

/** @param isHome whether what nobody declares is told here */
function asOfAccount(entry: ReportEntry, { people, names }: LiveAccount, isHome: boolean): ReportEntry {
    const found = people.get(entry.emailId);
    if (found === undefined) return entry;
    if ("error" in found) return { ...entry, unread: whyUnread(found.error) };
    const person = "person" in found ? found.person : undefined;
    const kept = entry.holdings.filter(
        ({ access }) => access.type === "dataTables" || hiddenPart(access) !== undefined,
    );
    const declared = entry.holdings.filter((each) => each.standing !== "reported" && !kept.includes(each));
    const compared = holdingsOf(
        { ...declarationOf(declared.map(({ access }) => access)), reported: person ? reportedAs(person) : nothing },
        names,
    );
    const holdings = compared.filter(({ standing }) => isHome || standing !== "reported");
    const { status: _status, ...others } = entry;
    return {
        ...others,
        ...(person === undefined ? {} : about(person)),
        isThere: person !== undefined,
        holdings: [...holdings, ...kept.map((each): Holding => (person ? each : { ...each, standing: "lost" }))],
    };
}

function about(person: Person): Pick<ReportEntry, "name" | "status" | "lastLogin"> {
    const { status, firstName, lastName, lastLogin } = person;
    const name = [firstName, lastName].filter(Boolean).join(" ");
    return {
        ...(name === "" ? {} : { name }),
        ...(status === undefined ? {} : { status }),
        lastLogin: lastLogin ?? null,
    };
}

// Whoever is not in the account has nothing.
const nothing: ReportedUser = { canCreateBot: false, isDeveloper: false, roles: [], groups: [], assignBotTasks: [] };

/** The declaration of these accesses. */
function declarationOf(accesses: Access[]): Pick<KoreUser, "roles" | "groups" | "assignBotTasks"> {
    const isFlag = (flag: (typeof flagNames)[number]) => accesses.some(({ type }) => type === flags[flag].type);
    return {
        ...Object.fromEntries(flagNames.filter(isFlag).map((flag) => [flag, true])),
        roles: {
            items: accesses.flatMap((access) =>
                access.type === "administrator" || access.type === "role"
                    ? [{ roleId: access.roleId, botId: access.botId }]
                    : [],
            ),
        },
        groups: { items: accesses.flatMap((access) => (access.type === "group" ? [access.groupId] : [])) },
        assignBotTasks: {
            items: accesses.flatMap((access) =>
                access.type === "tasks"
                    ? [{ streamId: access.botId, dialogs: access.dialogs && { items: access.dialogs } }]
                    : [],
            ),
        },
    };
}

function undeclaredPerson(result: LookUp, { host, names }: LiveAccount): UndeclaredPerson {
    const { emailId } = result;
    if ("error" in result) return { account: host, emailId, unread: whyUnread(result.error), holdings: [] };
    if ("unknown" in result) return { account: host, emailId, holdings: [] };
    const { person } = result;
    return { account: host, emailId, ...about(person), holdings: holdingsOf({ reported: reportedAs(person) }, names) };
}
