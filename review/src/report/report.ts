import { kindOf, type Kind } from "#model/kinds";
import type * as v from "valibot";
import { endOf } from "#model/expiry";
import { fateOf } from "#model/departure";
import { readableProfileFields } from "#model/profile";
import { accessKey, flagNames, flags, type Access } from "../access";
import { AccessError } from "../accessError";
import type { AccountDirectory } from "../directory/schema";
import { hiddenIn, markOf, type Hidden } from "../hidden";
import { parseProperties } from "../issues";
import { knownKind } from "../knownKind";
import { hiddenAsAWhole, koreUser, personalFields, type EndedAccess, type KoreUser } from "../koreUser";
import { isListed, koreUserAccess, reportAbout, type KoreUserAccess } from "../koreUserAccess";
import { hiddenUser, koreUsers, type KoreUsers } from "../koreUsers";
import { present } from "../present";
import { Names } from "../names";
import { instanceOf, isDefault, partsOf } from "../urn";
import { accessesOf, holdingsOf, type Holding } from "./holdings";
import type { ReportedPerson, ReportedResource } from "./model";
import type { ExportedState, StateResource } from "./state";
import type { NamesOfIds } from "./words";

/** What one resource of the state says of one person. */
export interface ReportEntry extends Pick<
    ReportedPerson,
    "account" | "emailId" | "name" | "status" | "lastLogin" | "isThere" | "unread"
> {
    resource: { type: Kind; name: string; urn: string };
    reason?: string;
    /** Until when it is declared, as the program says it. */
    expiresAt?: string;
    holdings: Holding[];
    /** What was declared until an end that is over, and has been taken back. */
    ended: Access[];
    managed: Pick<ReportedResource, "origin" | "onDestroy" | "onLeaving" | "letGo" | "exclusive" | "pendingDelete">;
    /** Why nothing of what is declared of them is shown. */
    hidden?: Hidden;
    /** Declared fields that Kore.ai does not report. */
    unverified: string[];
}

/** What the state of one stack says. */
export interface StackReport {
    project: string;
    stack: string;
    /** The file or stack that it was read from, as the command names it. */
    from: string;
    /** When the state was written, in ISO 8601. */
    time?: string;
    entries: ReportEntry[];
    names: NamesOfIds;
}

/**
 * @param directory what ids mean in the account, where it is known
 * @throws AccessError where the state has nobody, or something that this release does not understand
 */
export function reportOf({ resources, time }: ExportedState, from: string, directory?: AccountDirectory): StackReport {
    const managed = resources.filter(({ external }) => !external);
    const of = (kind: Kind) => managed.filter(({ type, urn }) => knownKind(type, urn) === kind);
    const sets = of("KoreUsers").map((resource) => ({ resource, set: propertiesOf(koreUsers, resource) }));
    const users = withoutPassed([
        ...of("KoreUser").map((resource) => ({ resource, user: propertiesOf(koreUser, resource) })),
        ...sets.flatMap(({ resource, set }) => peopleIn(set).map((user) => ({ resource, user }))),
    ]);
    const accesses = of("KoreUserAccess").map((resource) => ({
        resource,
        access: propertiesOf(koreUserAccess, resource),
    }));
    if (sets.length + users.length + accesses.length === 0) {
        throw new AccessError(
            `${from} is the state of a stack without a KoreUser, KoreUsers or KoreUserAccess${resources.length === 0 ? ": it is empty" : ""}. Is it the right stack?`,
        );
    }
    const hosts = [...users.map(({ user }) => user), ...accesses.map(({ access }) => access)].map(
        ({ account }) => account,
    );
    const isOurs = hosts.some((host) => !host || host === directory?.host);
    const names = new Names(
        users.map(({ user }) => user),
        isOurs ? directory : undefined,
    );
    const { project, stack } = partsOf((users[0] ?? sets[0] ?? accesses[0])?.resource.urn ?? "");
    const entries = [
        ...users.map(({ resource, user }) => entryOf(resource, user, names)),
        ...accesses.flatMap(({ resource, access }) => entriesOf(resource, access)),
    ];
    const order = ({ account, emailId, resource }: ReportEntry) =>
        `${account}\n${emailId}\n${resource.type}\n${resource.name}`;
    entries.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    return { project, stack, from, ...(time === undefined ? {} : { time }), entries, names };
}

/** The same without what another resource, of whatever stack, declares of the same person: that is not undeclared. */
export function withoutDeclaredElsewhere(reports: StackReport[]): StackReport[] {
    const declared = new Set(
        reports.flatMap(({ entries }) =>
            entries.flatMap((entry) =>
                entry.holdings.flatMap((holding) => (holding.standing === "declared" ? [placeOf(entry, holding)] : [])),
            ),
        ),
    );
    const isSaidHere = (entry: ReportEntry, holding: Holding) =>
        holding.standing !== "reported" || !declared.has(placeOf(entry, holding));
    return reports.map((report) => ({
        ...report,
        entries: report.entries.map((entry) => ({
            ...entry,
            holdings: entry.holdings.filter((holding) => isSaidHere(entry, holding)),
        })),
    }));
}

/** The people of a set; of one that is not shown, somebody who stands for them. */
function peopleIn({ people, hidden }: KoreUsers): KoreUser[] {
    return hidden === undefined ? [...people.values()] : [hiddenUser(markOf(hidden), hidden)];
}

/** Without those whom a set has let go, where another resource has them by now: they are not the set's any more. */
function withoutPassed(users: PersonInState[]): PersonInState[] {
    const key = ({ resource, user }: PersonInState) => `${accountOf(resource, user.account)}\n${user.emailId}`;
    const held = new Set(users.filter(({ user }) => user.letGo !== true).map(key));
    return users.filter((each) => each.user.letGo !== true || !held.has(key(each)));
}

/** Somebody, and their own resource. */
interface PersonInState {
    resource: StateResource;
    user: KoreUser;
}

function placeOf({ account, emailId }: ReportEntry, { access }: Holding): string {
    return `${account}\n${emailId}\n${accessKey(access)}`;
}

function propertiesOf<T>(schema: v.GenericSchema<unknown, T>, { urn, inputs, outputs }: StateResource): T {
    // A create that has failed half-way may have left inputs alone.
    return parseProperties(schema, Object.keys(outputs).length === 0 ? inputs : outputs, urn, "state");
}

function accountOf({ provider }: StateResource, account: string | null | undefined): string {
    if (account) return account;
    const instance = instanceOf(provider ?? "");
    return isDefault(instance) ? "" : partsOf(instance).name;
}

function entryOf(resource: StateResource, user: KoreUser, names: Names): ReportEntry {
    const name = [user.firstName ?? user.reported?.firstName, user.lastName ?? user.reported?.lastName]
        .filter((part) => part && hiddenIn(part) === undefined)
        .join(" ");
    const { reported } = user;
    const unreadable = personalFields.filter(
        (field) => user[field] && !(readableProfileFields as readonly string[]).includes(field),
    );
    return {
        account: accountOf(resource, user.account),
        emailId: user.emailId,
        ...(name === "" ? {} : { name }),
        ...whereOf(user),
        resource: ownResource(resource),
        ...saidOf(user),
        ...present({ hidden: hiddenAsAWhole(user) }),
        holdings: holdingsOf(user, names),
        ended: isShown(user.ended) ? accessesOf(user.ended, names) : [],
        managed: {
            origin: user.adopted === true ? "adopted" : "created",
            onDestroy: destroyOf(resource, user),
            exclusive: user.exclusive === true,
            pendingDelete: resource.delete,
            ...(kindOf(resource.type) === "KoreUsers" ? ofSet(user) : {}),
        },
        unverified: [...unreadable, ...(user.assignBotTasks && !reported?.assignBotTasks ? ["assignBotTasks"] : [])],
    };
}

/** Whether somebody is in the account, as far as the state says. */
function whereOf({ unlisted, gone, reported }: KoreUser): Pick<ReportEntry, "status" | "isThere"> {
    const status = reported?.status ?? (unlisted === true ? "not listed yet" : undefined);
    return { ...(status ? { status } : {}), ...(gone === true ? { isThere: false } : {}) };
}

function saidOf({
    reason,
    expiresAt,
}: Pick<KoreUser, "reason" | "expiresAt">): Pick<ReportEntry, "reason" | "expiresAt"> {
    const isEnd = expiresAt && hiddenIn(expiresAt) === undefined && Number.isFinite(endOf(expiresAt));
    return { ...(reason ? { reason } : {}), ...(isEnd ? { expiresAt } : {}) };
}

/** Whether something has ended, and it is not secret what. */
function isShown(ended: KoreUser["ended"]): ended is EndedAccess {
    return typeof ended === "object" && ended !== null;
}

function ownResource({ type, urn }: StateResource): ReportEntry["resource"] {
    return { type: kindOf(type) ?? "KoreUser", name: partsOf(urn).name, urn };
}

/** What holds of somebody in a set alone: no option of the engine keeps them in it. */
function ofSet(user: KoreUser): Pick<ReportEntry["managed"], "onLeaving" | "letGo"> {
    return { onLeaving: fates[fateOf(user)], ...(user.letGo === true ? { letGo: true } : {}) };
}

function destroyOf({ protect, retainOnDelete }: StateResource, user?: KoreUser): ReportEntry["managed"]["onDestroy"] {
    if (protect) return "protect";
    if (retainOnDelete) return "keep";
    return user === undefined ? "revoke" : fates[fateOf(user)];
}

const fates = { removed: "remove", revoked: "revoke", refused: "refuse", kept: "keep" } as const;

function entriesOf(resource: StateResource, access: KoreUserAccess): ReportEntry[] {
    const people = [...new Set([...access.emailIds.items, ...(access.reported ?? []).map(({ emailId }) => emailId)])];
    return people.map((emailId) => {
        const report = reportAbout(access, emailId);
        const listed = isListed(access, emailId);
        const holdings = flagNames.flatMap((flag): Holding[] => {
            const real = flag === "hasDataTableAndViewAccess" ? undefined : report?.[flag];
            const declared = (report?.mayHold ?? access)[flag] === true;
            if (!declared && real !== true) return [];
            return [
                {
                    access: flags[flag],
                    standing: declared ? (real === false || !listed ? "lost" : "declared") : "reported",
                    through: [],
                    isDirect: real === true,
                    verified: real !== undefined,
                },
            ];
        });
        return {
            account: accountOf(resource, access.account),
            emailId,
            resource: { type: "KoreUserAccess", name: partsOf(resource.urn).name, urn: resource.urn },
            ...saidOf(access),
            holdings,
            ended: flagNames
                .filter((flag) => isShown(access.ended) && access.ended[flag] === true)
                .map((flag) => flags[flag]),
            managed: { onDestroy: destroyOf(resource), exclusive: false, pendingDelete: resource.delete },
            unverified:
                access.hasDataTableAndViewAccess === null || access.hasDataTableAndViewAccess === undefined
                    ? []
                    : ["hasDataTableAndViewAccess"],
        };
    });
}
