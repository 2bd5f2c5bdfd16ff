import * as v from "valibot";
import { AccessError } from "../accessError";
import { accessKey, flagNames, flags, roleAccess } from "../diff/access";
import type { Access } from "../diff/statement";
import { hiddenIn } from "../hidden";
import { describeIssues } from "../issues";
import { koreUser, koreUserType, profileFields, readableProfileFields, type KoreUser } from "../koreUser";
import { isListed, koreUserAccess, koreUserAccessType, reportAbout, type KoreUserAccess } from "../koreUserAccess";
import { Names } from "../names";
import { instanceOf, isDefault, partsOf } from "../urn";
import { visible } from "../visible";
import type { StateResource } from "./state";

/** One access of one person, and how they come to it. */
export interface Holding {
    access: Access;
    /** `declared`: by the resource; `reported`: Kore.ai last reported it, and the resource does not declare it; `lost`: declared, and not reported. */
    standing: "declared" | "reported" | "lost";
    /** Groups that confer it. */
    through: string[];
    /** Whether Kore.ai reports it, so that the program would see a change made by hand. */
    verified: boolean;
}

/** What one resource of the state says of one person. */
export interface Entry {
    account: string;
    emailId: string;
    name?: string;
    /** As Kore.ai reported: "active", "not active". */
    status?: string;
    resource: { type: "KoreUser" | "KoreUserAccess"; name: string; urn: string };
    reason?: string;
    holdings: Holding[];
    managed: {
        /** None for a KoreUserAccess, which adds nobody. */
        origin?: "created" | "adopted";
        /** What becomes of them when the resource goes. */
        onDestroy: "remove" | "revoke" | "refuse" | "keep" | "protect";
        exclusive: boolean;
        /** Whether a replacement has left it behind, and the next update deletes it. */
        pendingDelete: boolean;
    };
    /** Declared fields that Kore.ai does not report. */
    unverified: string[];
}

export interface Report {
    project: string;
    stack: string;
    entries: Entry[];
    names: Names;
}

/** @throws AccessError where the state has nobody, or something that this release does not understand */
export function reportOf(resources: StateResource[], from: string): Report {
    const managed = resources.filter(({ external }) => !external);
    const users = managed
        .filter(({ type }) => type === koreUserType)
        .map((resource) => ({ resource, user: parse(koreUser, resource) }));
    const accesses = managed
        .filter(({ type }) => type === koreUserAccessType)
        .map((resource) => ({ resource, access: parse(koreUserAccess, resource) }));
    if (users.length + accesses.length === 0) {
        throw new AccessError(
            `${from} is the state of a stack without a KoreUser or KoreUserAccess${resources.length === 0 ? ": it is empty" : ""}. Is it the right stack?`,
        );
    }
    const names = new Names(users.map(({ user }) => user));
    const { project, stack } = partsOf((users[0] ?? accesses[0])?.resource.urn ?? "");
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
    const order = ({ account, emailId, resource }: Entry) =>
        `${account}\n${emailId}\n${resource.type}\n${resource.name}`;
    return { project, stack, entries: entries.sort((a, b) => (order(a) < order(b) ? -1 : 1)), names };
}

function placeOf({ account, emailId }: Entry, { access }: Holding): string {
    return `${account}\n${emailId}\n${accessKey(access)}`;
}

function parse<T>(schema: v.GenericSchema<unknown, T>, { urn, inputs, outputs }: StateResource): T {
    // A create that has failed half-way may have left inputs alone.
    const parsed = v.safeParse(schema, Object.keys(outputs).length === 0 ? inputs : outputs);
    if (parsed.success) return parsed.output;
    throw new AccessError(
        `${visible(partsOf(urn).name)} cannot be understood (${describeIssues(parsed.issues)}): the state is of a release of pulumi-kore that this kore-access does not know.`,
    );
}

function accountOf({ provider }: StateResource, account: string | null | undefined): string {
    if (account) return account;
    const instance = instanceOf(provider ?? "");
    return isDefault(instance) ? "" : partsOf(instance).name;
}

function entryOf(resource: StateResource, user: KoreUser, names: Names): Entry {
    const name = [user.firstName ?? user.reported?.firstName, user.lastName ?? user.reported?.lastName]
        .filter((part) => part && hiddenIn(part) === undefined)
        .join(" ");
    const { reported } = user;
    const unreadable = profileFields.filter(
        (field) => user[field] && !(readableProfileFields as readonly string[]).includes(field),
    );
    return {
        account: accountOf(resource, user.account),
        emailId: user.emailId,
        ...(name === "" ? {} : { name }),
        ...(reported?.status ? { status: reported.status } : {}),
        resource: { type: "KoreUser", name: partsOf(resource.urn).name, urn: resource.urn },
        ...(user.reason ? { reason: user.reason } : {}),
        holdings: holdingsOf(user, names),
        managed: {
            origin: user.adopted === true ? "adopted" : "created",
            onDestroy: destroyOf(resource, user),
            exclusive: user.exclusive === true,
            pendingDelete: resource.delete,
        },
        unverified: [...unreadable, ...(user.assignBotTasks && !reported?.assignBotTasks ? ["assignBotTasks"] : [])],
    };
}

function destroyOf({ protect, retainOnDelete }: StateResource, user?: KoreUser): Entry["managed"]["onDestroy"] {
    if (protect) return "protect";
    if (retainOnDelete) return "keep";
    if (user === undefined || user.onDestroy === "revoke") return "revoke";
    return user.adopted === true && !user.onDestroy ? "refuse" : "remove";
}

function holdingsOf(user: KoreUser, names: Names): Holding[] {
    const { reported } = user;
    const held = (
        access: Access,
        isReported: boolean | undefined,
        isDeclared: boolean,
        through: string[] = [],
    ): Holding[] => {
        if (!isDeclared && isReported !== true) return [];
        return [
            {
                access,
                standing: isDeclared ? (isReported === false ? "lost" : "declared") : "reported",
                through,
                verified: isReported !== undefined,
            },
        ];
    };
    const ofFlags = (["isDeveloper", "canCreateBot"] as const).flatMap((flag) =>
        held(flags[flag], reported?.[flag], user[flag] === true),
    );
    const roles = new Map<string, { access: Access; through: string[]; reported: boolean; declared: boolean }>();
    for (const role of user.roles?.items ?? []) {
        const access = roleAccess(role, names);
        roles.set(accessKey(access), { access, through: [], reported: false, declared: true });
    }
    for (const role of reported?.roles ?? []) {
        const access = roleAccess(role, names);
        const known = roles.get(accessKey(access));
        roles.set(accessKey(access), {
            access,
            through: [...(known?.through ?? []), ...(role.groups ?? [])],
            reported: true,
            declared: known?.declared ?? false,
        });
    }
    const groupIds = new Set([
        ...(user.groups?.items ?? []),
        ...(reported?.groups ?? []).map(({ groupId }) => groupId),
    ]);
    const botIds = new Set(
        [...(user.assignBotTasks?.items ?? []), ...(reported?.assignBotTasks ?? [])].map(({ streamId }) => streamId),
    );
    return [
        ...ofFlags,
        ...[...roles.values()].flatMap((role) =>
            held(role.access, reported ? role.reported : undefined, role.declared, role.through),
        ),
        ...[...groupIds].flatMap((groupId) =>
            held(
                { type: "group", groupId },
                reported?.groups.some((group) => group.groupId === groupId),
                user.groups?.items.includes(groupId) ?? false,
            ),
        ),
        ...[...botIds].flatMap((botId) => {
            const declared = user.assignBotTasks?.items.find(({ streamId }) => streamId === botId);
            const real = reported?.assignBotTasks?.find(({ streamId }) => streamId === botId);
            const listed = declared === undefined ? (real?.dialogs ?? undefined) : declared.dialogs?.items;
            return held(
                { type: "tasks", botId, ...(listed === undefined ? {} : { dialogs: listed }) },
                reported?.assignBotTasks ? real !== undefined : undefined,
                declared !== undefined,
            );
        }),
    ];
}

function entriesOf(resource: StateResource, access: KoreUserAccess): Entry[] {
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
