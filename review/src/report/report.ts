import { kindOf, type Kind } from "#model/kinds";
import type * as v from "valibot";
import { fateOf } from "#model/departure";
import { readableProfileFields } from "#model/profile";
import { accessKey, flagNames, flags, groupOnly, roleAccess, type Access } from "../access";
import { AccessError } from "../accessError";
import type { AccountDirectory } from "../directory/schema";
import { hiddenIn, markOf, type Hidden } from "../hidden";
import { parseProperties } from "../issues";
import { knownKind } from "../knownKind";
import { hiddenAsAWhole, koreUser, personalFields, type KoreUser } from "../koreUser";
import { isListed, koreUserAccess, reportAbout, type KoreUserAccess } from "../koreUserAccess";
import { hiddenUser, koreUsers, type KoreUsers } from "../koreUsers";
import { present } from "../present";
import { Names } from "../names";
import { instanceOf, isDefault, partsOf } from "../urn";
import type { ExportedState, StateResource } from "./state";

/** One access of one person, and how they come to it. */
export interface Holding {
    access: Access;
    /**
     * `declared`: by the resource; `reported`: Kore.ai last reported it, and the resource does not declare it; `lost`:
     * declared, and not reported.
     */
    standing: "declared" | "reported" | "lost";
    /** Groups that confer it. */
    through: string[];
    /** Whether Kore.ai reports it, so that the program would see a change made by hand. */
    verified: boolean;
}

/** What one resource of the state says of one person. */
export interface ReportEntry {
    account: string;
    emailId: string;
    name?: string;
    /** As Kore.ai reported: "active", "not active". */
    status?: string;
    resource: { type: Kind; name: string; urn: string };
    reason?: string;
    holdings: Holding[];
    managed: {
        /** None for a KoreUserAccess, which adds nobody. */
        origin?: "created" | "adopted";
        /** What becomes of them when the resource goes. */
        onDestroy: "remove" | "revoke" | "refuse" | "keep" | "protect";
        /** Of a KoreUsers alone: what becomes of them when they leave it. */
        onLeaving?: "remove" | "revoke" | "refuse" | "keep";
        /** Whether they have left the KoreUsers, and no other resource has them yet. */
        letGo?: true;
        exclusive: boolean;
        /** Whether a replacement has left it behind, and the next update deletes it. */
        pendingDelete: boolean;
    };
    /** Why nothing of what is declared of them is shown. */
    hidden?: Hidden;
    /** Declared fields that Kore.ai does not report. */
    unverified: string[];
}

export interface Report {
    project: string;
    stack: string;
    /** When the state was written, in ISO 8601. */
    time?: string;
    entries: ReportEntry[];
    names: Names;
}

/**
 * @param directory what ids mean in the account, where it is known
 * @throws AccessError where the state has nobody, or something that this release does not understand
 */
export function reportOf({ resources, time }: ExportedState, from: string, directory?: AccountDirectory): Report {
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
    const declared = new Set(
        entries.flatMap((entry) =>
            entry.holdings.flatMap((holding) => (holding.standing === "declared" ? [placeOf(entry, holding)] : [])),
        ),
    );
    // What another resource declares of the same person is not said to be undeclared.
    for (const entry of entries)
        entry.holdings = entry.holdings.filter(
            (holding) => holding.standing !== "reported" || !declared.has(placeOf(entry, holding)),
        );
    const order = ({ account, emailId, resource }: ReportEntry) =>
        `${account}\n${emailId}\n${resource.type}\n${resource.name}`;
    entries.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    return { project, stack, ...(time === undefined ? {} : { time }), entries, names };
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
        ...(user.unlisted === true ? { status: "not listed yet" } : {}),
        ...(reported?.status ? { status: reported.status } : {}),
        resource: ownResource(resource),
        ...(user.reason ? { reason: user.reason } : {}),
        ...present({ hidden: hiddenAsAWhole(user) }),
        holdings: holdingsOf(user, names),
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

function holdingsOf(user: KoreUser, names: Names): Holding[] {
    const { reported } = user;
    const ofFlags = (["isDeveloper", "canCreateBot"] as const).flatMap((flag) =>
        holding(flags[flag], { declared: user[flag] === true, reported: reported?.[flag] }),
    );
    return [...ofFlags, ...rolesOf(user, names), ...groupsOf(user, names), ...tasksOf(user)];
}

/** @param reported undefined where Kore.ai does not tell */
function holding(
    access: Access,
    { declared, reported, through = [] }: { declared: boolean; reported: boolean | undefined; through?: string[] },
): Holding[] {
    if (!declared && reported !== true) return [];
    const standing = declared ? (reported === false ? "lost" : "declared") : "reported";
    return [{ access, standing, through, verified: reported !== undefined }];
}

function rolesOf({ roles: declared, reported }: KoreUser, names: Names): Holding[] {
    const roles = new Map<string, { access: Access; through: string[]; declared: boolean; reported: boolean }>();
    for (const role of declared?.items ?? []) {
        const access = roleAccess(role, names);
        roles.set(accessKey(access), { access, through: [], declared: true, reported: false });
    }
    for (const role of reported?.roles ?? []) {
        const access = roleAccess(role, names);
        const known = roles.get(accessKey(access));
        roles.set(accessKey(access), {
            access,
            through: [...(known?.through ?? []), ...(role.groups ?? [])],
            declared: known?.declared ?? false,
            reported: true,
        });
    }
    return [...roles.values()].flatMap(({ access, ...facts }) =>
        holding(access, { ...facts, reported: reported ? facts.reported : undefined }),
    );
}

function groupsOf({ groups, reported }: KoreUser, names: Names): Holding[] {
    const declared = groups?.items ?? [];
    const held = reported?.groups.map(({ groupId }) => groupId);
    return [...new Set([...declared, ...(held ?? [])])].flatMap((groupId) =>
        holding(groupOnly(groupId, names), { declared: declared.includes(groupId), reported: held?.includes(groupId) }),
    );
}

function tasksOf({ assignBotTasks, reported }: KoreUser): Holding[] {
    const declared = assignBotTasks?.items ?? [];
    const held = reported?.assignBotTasks;
    const botIds = new Set([...declared, ...(held ?? [])].map(({ streamId }) => streamId));
    return [...botIds].flatMap((botId) => {
        const wanted = declared.find(({ streamId }) => streamId === botId);
        const real = held?.find(({ streamId }) => streamId === botId);
        const dialogs = wanted === undefined ? real?.dialogs : wanted.dialogs?.items;
        return holding(
            { type: "tasks", botId, ...(dialogs === undefined ? {} : { dialogs }) },
            { declared: wanted !== undefined, reported: held && real !== undefined },
        );
    });
}

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
                    verified: real !== undefined,
                },
            ];
        });
        return {
            account: accountOf(resource, access.account),
            emailId,
            resource: { type: "KoreUserAccess", name: partsOf(resource.urn).name, urn: resource.urn },
            ...(access.reason ? { reason: access.reason } : {}),
            holdings,
            managed: { onDestroy: destroyOf(resource), exclusive: false, pendingDelete: resource.delete },
            unverified:
                access.hasDataTableAndViewAccess === null || access.hasDataTableAndViewAccess === undefined
                    ? []
                    : ["hasDataTableAndViewAccess"],
        };
    });
}
