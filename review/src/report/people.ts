import { accessKey, type Access } from "../access";
import { domainOf } from "../import/address";
import { present } from "../present";
import { endFrom, endsWithin, lastOf } from "./ends";
import type { Holding } from "./holdings";
import type { LiveAccount, UndeclaredPerson } from "./live";
import type {
    AccessReport,
    End,
    ReportedAccess,
    ReportedAccount,
    ReportedPerson,
    ReportedResource,
    ReportSummary,
} from "./model";
import { ownDomainsOf } from "./ownDomains";
import type { ReportEntry, StackReport } from "./report";
import { accessCells, shownText, type NamesOfIds } from "./words";

/** What a report is made of. */
export interface Material {
    /** As of the accounts that were read. */
    reports: StackReport[];
    undeclared: UndeclaredPerson[];
    live: LiveAccount[];
    /** Why the accounts were not read that none of the settings leads to; left out where none was to be. */
    notRead?: string;
}

export interface ReportOptions {
    now: Date;
    /** Access that ends in so many hours ends soon. */
    soonHours: number;
    /** The domains of whoever is no outsider; else those that most people have. */
    ownDomains?: string[] | undefined;
}

/** All stacks and accounts in one: everybody once in each account, with all their resources. */
export function accessReport(material: Material, { now, soonHours, ownDomains }: ReportOptions): AccessReport {
    const { reports, undeclared, live } = material;
    const names = allNames([...reports.map((report) => report.names), ...live.map((account) => account.names)]);
    const own = ownDomains ?? ownDomainsOf(addressesIn(material));
    const people = [
        ...byPerson(reports).map((parts) => declaredPerson(parts, names, now)),
        ...undeclared.map((person) => undeclaredOne(person, names)),
    ].map((person) => ({ ...person, isOutsider: isOutside(person.emailId, own) }));
    people.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    return {
        madeAt: now.toISOString(),
        stacks: reports.map(({ project, stack, time, from }) => ({
            name: `${project}/${stack}`,
            project,
            stack,
            ...present({ time }),
            from,
        })),
        accounts: accountsOf(people, material),
        summary: summaryOf(people, { own, soonHours, now, isRead: live.length > 0 }),
        people,
    };
}

/** An address that is not shown is nobody's. */
function isOutside(emailId: string, own: string[]): boolean {
    return emailId.includes("@") && !own.includes(domainOf(emailId));
}

function orderOf({ account, emailId }: ReportedPerson): string {
    return `${account}\n${emailId}`;
}

function addressesIn({ reports, undeclared }: Material): string[] {
    const entries = reports.flatMap((report) => report.entries);
    return [...new Set([...entries, ...undeclared].map(({ emailId }) => emailId))];
}

/** The first that knows an id says what it is called. */
function allNames(sources: NamesOfIds[]): NamesOfIds {
    return {
        of: (id) => {
            for (const source of sources) {
                const name = source.of(id);
                if (name !== undefined) return name;
            }
            return undefined;
        },
    };
}

/** What one stack says of somebody by one resource. */
interface Part {
    stack: string;
    entry: ReportEntry;
}

function byPerson(reports: StackReport[]): Part[][] {
    const people = new Map<string, Part[]>();
    for (const { project, stack, entries } of reports)
        for (const entry of entries) {
            const key = `${entry.account}\n${entry.emailId}`;
            const parts = people.get(key) ?? [];
            people.set(key, parts);
            parts.push({ stack: `${project}/${stack}`, entry });
        }
    return [...people.values()];
}

type Person = Omit<ReportedPerson, "isOutsider">;

function declaredPerson(parts: Part[], names: NamesOfIds, now: Date): Person {
    const entries = parts.map(({ entry }) => entry);
    const resources = parts.map((part) => resourceOf(part, names, now));
    const access = accessOf(entries, resources, names);
    const first = <K extends keyof ReportEntry>(key: K) => entries.find((entry) => entry[key] !== undefined)?.[key];
    return {
        account: first("account") ?? "",
        emailId: shownText(first("emailId") ?? ""),
        ...present({
            name: first("name"),
            status: first("status"),
            lastLogin: first("lastLogin"),
            isThere: first("isThere"),
            unread: first("unread"),
        }),
        isDeclared: true,
        ...powersOf(access),
        isAdopted: resources.some(({ origin }) => origin === "adopted"),
        resources,
        access,
    };
}

function undeclaredOne({ holdings, ...person }: UndeclaredPerson, names: NamesOfIds): Person {
    const access = accessOf([{ holdings, ended: [] }], [], names);
    return {
        ...person,
        isThere: true,
        isDeclared: false,
        ...powersOf(access),
        isAdopted: false,
        resources: [],
        access,
    };
}

function powersOf(access: ReportedAccess[]): Pick<ReportedPerson, "isAdministrator" | "isBotCreator"> {
    const has = (wanted: ReportedAccess["kind"]) =>
        access.some(({ kind, standing }) => kind === wanted && standing !== "lost");
    return { isAdministrator: has("administrator"), isBotCreator: has("botCreator") };
}

function resourceOf({ stack, entry }: Part, names: NamesOfIds, now: Date): ReportedResource {
    const { resource, reason, expiresAt, ended, managed, unverified, hidden } = entry;
    const inWords = (access: Access) => {
        const { access: what, on } = accessCells(access, names);
        return on === "" ? what : `${what} on ${on}`;
    };
    return {
        stack,
        ...resource,
        ...present({ reason: reason === undefined ? undefined : shownText(reason), end: endFrom(expiresAt, now) }),
        ended: ended.map(inWords),
        ...managed,
        unverified,
        ...present({ hidden }),
    };
}

/** All that is said of one access of somebody. */
interface Gathered {
    access: Access;
    holdings: Holding[];
    /** The resources that declare it. */
    by: number[];
}

function accessOf(
    entries: Pick<ReportEntry, "holdings" | "ended">[],
    resources: ReportedResource[],
    names: NamesOfIds,
): ReportedAccess[] {
    const gathered = new Map<string, Gathered>();
    entries.forEach(({ holdings }, index) => {
        for (const holding of holdings) {
            const key = accessKey(holding.access);
            const known = gathered.get(key) ?? { access: holding.access, holdings: [], by: [] };
            gathered.set(key, known);
            known.holdings.push(holding);
            if (holding.standing !== "reported") known.by.push(index);
        }
    });
    const endOfGroup = groupEnds([...gathered.values()], resources, names);
    const over = new Set(entries.flatMap(({ ended }) => ended.map(placeOf)));
    return [...gathered]
        .map(([key, each]) => reportedAccess(key, each, { resources, names, endOfGroup, over }))
        .sort((a, b) => rankOf(a) - rankOf(b));
}

/** When membership of a group ends, by its name, as roles name the groups that confer them. */
function groupEnds(
    all: Gathered[],
    resources: ReportedResource[],
    names: NamesOfIds,
): (group: string) => End | undefined {
    const ends = new Map(
        all.flatMap(({ access, by }) =>
            access.type === "group"
                ? [[names.of(access.groupId) ?? access.groupId, lastOf(by.map((index) => resources[index]?.end))]]
                : [],
        ),
    );
    return (group) => ends.get(group);
}

/** What has ended is compared by this: Kore.ai may report other dialogs of a bot than were declared. */
function placeOf(access: Access): string {
    return access.type === "tasks" ? `tasks ${access.botId}` : accessKey(access);
}

interface Surroundings {
    resources: ReportedResource[];
    names: NamesOfIds;
    endOfGroup: (group: string) => End | undefined;
    /** What was declared until an end that is over. */
    over: Set<string>;
}

function reportedAccess(
    key: string,
    { access, holdings, by }: Gathered,
    { resources, names, endOfGroup, over }: Surroundings,
): ReportedAccess {
    const through = [...new Set(holdings.flatMap((holding) => holding.through))];
    const isHeld = holdings.some(({ standing }) => standing !== "lost");
    const isDirect = holdings.some((holding) => holding.isDirect);
    const standing = standingOf({ isDeclared: by.length > 0, isHeld, isConferred: through.length > 0 && !isDirect });
    const end =
        standing === "undeclared"
            ? undefined
            : lastOf([...by.map((index) => resources[index]?.end), ...through.map(endOfGroup)]);
    const cells = accessCells(access, names);
    const power = "power" in access && access.power !== "bot" ? access.power : undefined;
    const isGiven = standing === "undeclared" && over.has(placeOf(access));
    return {
        // No blank at the end, which a spreadsheet would take away.
        key: key.trim(),
        kind: access.type,
        label: cells.access,
        ...present({
            id: cells.id || undefined,
            on: cells.on || undefined,
            onId: cells.onId || undefined,
            power: access.type === "group" && !access.isKnown ? "unknown" : power,
        }),
        standing,
        through,
        isUnclear: holdings.some((holding) => holding.isUnclear === true),
        isVerified: holdings.some(({ verified }) => verified),
        by,
        ...present({ end }),
        isOverdue: isHeld && (isGiven || end?.hasEnded === true),
    };
}

function standingOf(facts: { isDeclared: boolean; isHeld: boolean; isConferred: boolean }): ReportedAccess["standing"] {
    if (facts.isDeclared) return facts.isHeld ? "declared" : "lost";
    return facts.isConferred ? "conferred" : "undeclared";
}

const kindRank: Record<ReportedAccess["kind"], number> = {
    administrator: 0,
    botCreator: 10,
    role: 30,
    developer: 20,
    dataTables: 25,
    tasks: 40,
    group: 50,
};
const powerRank = { masterAdmin: 0, userAdmin: 1, unknown: 2, admin: 3, owner: -15 };

/** What gives most comes first. */
function rankOf({ kind, power }: ReportedAccess): number {
    return kindRank[kind] + (power === undefined || kind === "group" ? 0 : powerRank[power]);
}

function accountsOf(people: ReportedPerson[], { reports, live, notRead }: Material): ReportedAccount[] {
    const read = new Map(live.map((account) => [account.host, account]));
    const hosts = new Set([...people.map(({ account }) => account), ...read.keys()]);
    return [...hosts].sort().map((host) => {
        const account = read.get(host);
        return account === undefined
            ? { host, ...present({ notRead }), incomplete: [], strangers: [] }
            : {
                  host,
                  readAt: account.readAt.toISOString(),
                  incomplete: account.directory.incomplete,
                  strangers: strangersIn(reports, host),
              };
    });
}

function strangersIn(reports: StackReport[], host: string): string[] {
    return reports.flatMap(({ project, stack, entries }) => {
        const own = entries.filter(({ account }) => account === host);
        return own.length > 0 && own.every(({ isThere }) => isThere === false) ? [`${project}/${stack}`] : [];
    });
}

function summaryOf(
    people: ReportedPerson[],
    { own, soonHours, now, isRead }: { own: string[]; soonHours: number; now: Date; isRead: boolean },
): ReportSummary {
    const count = (isMeant: (person: ReportedPerson) => boolean) => people.filter(isMeant).length;
    const some = (isMeant: (access: ReportedAccess) => boolean) => count(({ access }) => access.some(isMeant));
    return {
        people: people.length,
        administrators: count(({ isAdministrator }) => isAdministrator),
        botCreators: count(({ isBotCreator }) => isBotCreator),
        outsiders: count(({ isOutsider }) => isOutsider),
        ownDomains: own,
        adopted: count(({ isAdopted }) => isAdopted),
        endingSoon: count((person) => endsSoon(person, soonHours, now)),
        soonHours,
        overdue: some(({ isOverdue }) => isOverdue),
        lost: some(({ standing }) => standing === "lost"),
        surplus: count(
            ({ isDeclared, access }) => isDeclared && access.some(({ standing }) => standing === "undeclared"),
        ),
        ...(isRead ? { undeclared: count(({ isDeclared }) => !isDeclared) } : {}),
    };
}

/** Whether some of somebody's access ends soon. */
export function endsSoon({ access }: ReportedPerson, soonHours: number, now: Date): boolean {
    return access.some(({ end, standing }) => standing !== "lost" && endsWithin(end, soonHours, now));
}

/** The resources by which somebody has an access: those that declare it, or a group that confers it. */
export function declaringResources(person: ReportedPerson, access: ReportedAccess): ReportedResource[] {
    const groups = person.access.filter(
        ({ kind, label }) => kind === "group" && access.through.some((name) => label === `group ${name}`),
    );
    const by = new Set([access, ...groups].flatMap((each) => each.by));
    return person.resources.filter((_resource, index) => by.has(index));
}
