import type { HeldRole, Person } from "../../api/answers";
import { present } from "../../api/answers";
import type { NewUser, Update, UserUpdate } from "../../api/client";
import { hasUnknown, inOrderOf, same } from "../../schema/inputs";
import { isSameRole, surplusOfExclusive, tasksOfOtherBots, undeclaredMembership } from "../../model/memberships";
import { readableProfileFields } from "../../model/profile";
import { profileFields } from "../../model/profileFields";
import type { Memberships, UserInputs } from "../schema";
import type { Flags, Membership } from "../../model/declared";

/** A role as a program declares it. */
export type DeclaredRole = NonNullable<UserInputs["roles"]>[number];
type Tasks = NonNullable<UserInputs["assignBotTasks"]>[number];

/** Roles and groups. */
export interface RolesAndGroups {
    groups: string[];
    roles: DeclaredRole[];
}

/** The ids of the direct roles and the groups that a person has beyond what is declared: what `exclusive` is about. */
export function surplusMembership(declared: Partial<UserInputs>, held: Memberships): RolesAndGroups {
    return idsOf(surplusOfExclusive(declared, held));
}

/** Roles and groups by their ids alone. */
export function idsOf({ groups, roles }: Pick<Memberships, "groups" | "roles">): RolesAndGroups {
    return {
        groups: groups.map(({ groupId }) => groupId),
        roles: roles.map(({ roleId, botId }) => ({ roleId, ...present({ botId }) })),
    };
}

/** Roles and groups by the names that Kore.ai reports of them. */
export function membershipInWords({ groups, roles }: RolesAndGroups, held: Memberships): string[] {
    const inGroups = groups.map(
        (group) => `group ${named(group, held.groups.find(({ groupId }) => groupId === group)?.groupName)}`,
    );
    return [
        ...inGroups,
        ...roles.map((role) => `role ${roleInWords(held.roles.find((each) => isSameRole(role, each)) ?? role)}`),
    ];
}

/** The tasks that a person has of bots that are not declared, where tasks are: they are assigned as a whole, so that these go. */
export function replacedTasks({ assignBotTasks }: UserInputs, person: Person): string[] {
    if (assignBotTasks === undefined) return [];
    const others = tasksOfOtherBots(assignBotTasks, person.assignBotTasks);
    return others.map(({ streamId }) => `tasks of bot ${streamId}, not declared`);
}

/** What is declared, and beyond it other roles and groups. */
export function withMembership<TDeclared extends Partial<UserInputs>>(
    declared: TDeclared,
    { groups, roles }: RolesAndGroups,
): TDeclared {
    return {
        ...declared,
        ...(groups.length === 0 ? {} : { groups: joined(declared.groups, groups) }),
        ...(roles.length === 0 ? {} : { roles: joined(declared.roles, roles) }),
    };
}

/** The row of Create User. Kore.ai's own default for both flags is true; here nobody gets what the program does not say. */
export function newUser({
    emailId,
    orgUserId,
    groups,
    roles,
    assignBotTasks,
    canCreateBot = false,
    isDeveloper = false,
    ...user
}: UserInputs): NewUser {
    return {
        userInfo: { emailId, ...present({ orgUserId }), ...profileOf(user) },
        ...present({ groups, roles, assignBotTasks }),
        canCreateBot,
        isDeveloper,
    };
}

/**
 * What is declared, with the value that each field really has. What Kore.ai does not report keeps its declared value.
 * A declared role counts as held however it is conferred; roles and groups that are not declared are nobody's business;
 * tasks are assigned as a whole, so that all of them count.
 */
export function realValues<TDeclared extends Partial<UserInputs>>(declared: TDeclared, person: Person): TDeclared {
    return {
        ...declared,
        ...present({
            firstName: declared.firstName === undefined ? undefined : person.firstName,
            lastName: declared.lastName === undefined ? undefined : person.lastName,
            canCreateBot: declared.canCreateBot === undefined ? undefined : person.canCreateBot,
            isDeveloper: declared.isDeveloper === undefined ? undefined : person.isDeveloper,
            groups: declared.groups?.filter((group) => person.groups.some(({ groupId }) => groupId === group)),
            roles: declared.roles?.filter((role) => holds(person, role)),
            assignBotTasks:
                declared.assignBotTasks === undefined ? undefined : realTasks(declared.assignBotTasks, person),
        }),
    };
}

// Without dialogs a bot's tasks are assigned all; how Kore.ai reports 'all' is not documented, so any dialogs will do.
function realTasks(declared: Tasks[], { assignBotTasks }: Person): Tasks[] {
    if (assignBotTasks === undefined) return declared;
    const real = assignBotTasks.map(({ streamId, dialogs }) => {
        const wanted = declared.find((tasks) => tasks.streamId === streamId);
        if (wanted !== undefined && wanted.dialogs === undefined) return wanted;
        return { streamId, ...(dialogs === undefined ? {} : { dialogs }) };
    });
    return inOrderOf(declared, real);
}

/**
 * The row of Update User that brings a person from what was declared before to what is declared now, or undefined where
 * nothing is to be sent. Groups and roles are deltas: what was never declared is left alone. Both flags are always sent,
 * as the page has true as their default; an undeclared one as it is.
 */
export function userUpdate(before: Partial<UserInputs>, now: UserInputs, person: Person): Update | undefined {
    const flags = {
        canCreateBot: now.canCreateBot ?? (before.canCreateBot === undefined ? person.canCreateBot : false),
        isDeveloper: now.isDeveloper ?? (before.isDeveloper === undefined ? person.isDeveloper : false),
    };
    const groups = {
        addTo: (now.groups ?? []).filter((group) => !isIn(person, group)),
        removeFrom: (before.groups ?? []).filter((group) => !now.groups?.includes(group) && isIn(person, group)),
    };
    const roles = {
        addTo: (now.roles ?? []).filter((role) => !holdsWithout(person, role, groups.removeFrom)),
        removeFrom: (before.roles ?? []).filter(
            (role) => !now.roles?.some((kept) => same(kept, role)) && holds(person, role),
        ),
    };
    const profile = changedProfile(before, now, person);
    const tasks = changedTasks(before, now, person);
    const nothing =
        same(flags, { canCreateBot: person.canCreateBot, isDeveloper: person.isDeveloper }) &&
        [groups.addTo, groups.removeFrom, roles.addTo, roles.removeFrom].every((list) => list.length === 0) &&
        Object.keys(profile).length === 0 &&
        tasks === undefined;
    if (nothing) return undefined;
    return {
        userInfo: { emailId: now.emailId, ...profile },
        ...present({ groups: delta(groups), roles: delta(roles), assignBotTasks: tasks }),
        ...flags,
    };
}

/** What was declared of a person, and surely is not any more: a part that is not known yet may turn out to be the same. */
export function takenFrom(before: Partial<UserInputs>, now: Partial<UserInputs>): Flags & Membership {
    const gone = (flag: "canCreateBot" | "isDeveloper") =>
        before[flag] === true && now[flag] !== true && !hasUnknown(now[flag]) ? true : undefined;
    const left = <T>(old: T[] | undefined, kept: T[] | undefined, isKept: (one: T, other: T) => boolean) =>
        hasUnknown(kept) ? [] : old?.filter((each) => !kept?.some((other) => isKept(each, other)));
    return present({
        canCreateBot: gone("canCreateBot"),
        isDeveloper: gone("isDeveloper"),
        groups: left(before.groups, now.groups, same),
        roles: left(before.roles, now.roles, same),
        assignBotTasks: left(
            before.assignBotTasks,
            now.assignBotTasks,
            (one, other) => one.streamId === other.streamId,
        ),
    });
}

/** What a person may hold of a resource's while it is not known whether its update was done: what was declared before, and what is declared now. */
export function eitherOf(before: Partial<UserInputs>, now: UserInputs): UserInputs {
    const { canCreateBot, isDeveloper, assignBotTasks } = before;
    return {
        ...present({ canCreateBot, isDeveloper, assignBotTasks }),
        ...now,
        ...present({ groups: union(before.groups, now.groups), roles: union(before.roles, now.roles) }),
    };
}

function union<T>(before: T[] | undefined, now: T[] | undefined): T[] | undefined {
    return before === undefined || now === undefined ? (before ?? now) : joined(before, now);
}

/** One list of both, without moving an element of the first. */
function joined<T>(first: T[] = [], second: T[]): T[] {
    return inOrderOf(first, [...first, ...second]);
}

/** Everything that was declared of a person, taken back: the program of someone whom it gives nothing. */
export function nothingFor(before: UserInputs): UserInputs {
    return { emailId: before.emailId };
}

function changedProfile(
    before: Partial<UserInputs>,
    now: UserInputs,
    person: Person,
): Partial<Record<(typeof profileFields)[number], string>> {
    const known = { ...profileOf(before), ...present({ firstName: person.firstName, lastName: person.lastName }) };
    return Object.fromEntries(
        Object.entries(profileOf(now)).filter(([field, value]) => value !== known[field as keyof typeof known]),
    );
}

// Update User names a bot botId, Create User streamId.
function changedTasks(before: Partial<UserInputs>, now: UserInputs, person: Person): UserUpdate["assignBotTasks"] {
    if (now.assignBotTasks === undefined && before.assignBotTasks === undefined) return undefined;
    const wanted = now.assignBotTasks ?? [];
    // Where Kore.ai reports none, what was declared last is all that is known.
    const real = person.assignBotTasks === undefined ? (before.assignBotTasks ?? []) : realTasks(wanted, person);
    if (same(real, wanted)) return undefined;
    // "An entry without botId" takes all tasks back (Update User page).
    if (wanted.length === 0) return [{}];
    // What is assigned beside dialogs goes with them, so that the row says it as it is.
    const othersOf = (bot: string) => person.assignBotTasks?.find(({ streamId }) => streamId === bot)?.others;
    return wanted.map(({ streamId, dialogs }) => ({
        botId: streamId,
        ...present({ dialogs }),
        ...othersOf(streamId),
    }));
}

/** The other reading of how all tasks are taken back, for where the first had no effect; the rest of the update is done. */
export function withEmptyTaskList({ userInfo, assignBotTasks, canCreateBot, isDeveloper }: Update): Update | undefined {
    if (!same(assignBotTasks, [{}])) return undefined;
    return { userInfo: { emailId: userInfo.emailId }, assignBotTasks: [], canCreateBot, isDeveloper };
}

/** What a person has beyond what is declared, in words. Roles that only a group confers come with the group; where Kore.ai does not name the groups, every role counts. */
export function surplusOf(declared: UserInputs, person: Person): string[] {
    const flags = (["canCreateBot", "isDeveloper"] as const)
        .filter((flag) => person[flag] && declared[flag] === undefined)
        .map((flag) => `${flag} is true, and not declared`);
    const beyond = undeclaredMembership(declared, person);
    const groups = beyond.groups.map(({ groupId, groupName }) => `group ${named(groupId, groupName)}, not declared`);
    const roles = beyond.roles.map((role) => `role ${roleInWords(role)}, not declared`);
    const tasks =
        declared.assignBotTasks === undefined
            ? (person.assignBotTasks ?? []).map(({ streamId }) => `tasks of bot ${streamId}, not declared`)
            : [];
    return [...flags, ...groups, ...roles, ...tasks];
}

/** Where a person differs from what is declared, in words, as far as Kore.ai reports it. */
export function differencesOf(declared: Partial<UserInputs>, person: Person): string[] {
    const real = realValues(declared, person);
    const fields = [...readableProfileFields, "canCreateBot", "isDeveloper"] as const;
    const plain = fields
        .filter((field) => declared[field] !== real[field])
        .map((field) => `${field} is ${JSON.stringify(real[field])}, and declared ${JSON.stringify(declared[field])}`);
    const groups = (declared.groups ?? [])
        .filter((group) => !real.groups?.includes(group))
        .map((group) => `not in group ${group} (groups)`);
    const roles = (declared.roles ?? [])
        .filter((role) => !real.roles?.some((held) => same(held, role)))
        .map((role) => `without role ${roleInWords(role)} (roles)`);
    const tasks = same(declared.assignBotTasks, real.assignBotTasks)
        ? []
        : [
              `assignBotTasks are ${JSON.stringify(real.assignBotTasks)}, and declared ${JSON.stringify(declared.assignBotTasks)}`,
          ];
    return [...plain, ...groups, ...roles, ...tasks];
}

/** What an update was to take from a person who still has it, in words. A role that a group confers too can't be told apart. */
export function remainsOf(update: UserUpdate, person: Person): string[] {
    const groups = (update.groups?.removeFrom ?? [])
        .filter((group) => isIn(person, group))
        .map((group) => `still in group ${group} (groups)`);
    const roles = (update.roles?.removeFrom ?? [])
        .filter((role) => person.roles.some((held) => held.groups?.length === 0 && isSameRole(role, held)))
        .map((role) => `still with role ${roleInWords(role)} (roles)`);
    const tasks = same(update.assignBotTasks, [{}])
        ? (person.assignBotTasks ?? []).map(({ streamId }) => `still with tasks of bot ${streamId} (assignBotTasks)`)
        : [];
    return [...groups, ...roles, ...tasks];
}

/** What was sent of a person, and is in no answer of Kore.ai's, so that it stays unverified. */
export function unverifiable({ userInfo, assignBotTasks }: NewUser | UserUpdate, person: Person): string[] {
    const readable = new Set<string>(readableProfileFields.filter((field) => person[field] !== undefined));
    const fields = ["orgUserId" as const, ...profileFields].filter(
        (field) => userInfo[field] !== undefined && !readable.has(field),
    );
    return [
        ...fields,
        ...(assignBotTasks !== undefined && person.assignBotTasks === undefined ? ["assignBotTasks"] : []),
    ];
}

function profileOf(user: Partial<UserInputs>) {
    return present(
        Object.fromEntries(profileFields.map((field) => [field, user[field]])) as Record<
            (typeof profileFields)[number],
            string | undefined
        >,
    );
}

/** What an update adds and takes of one list; undefined where it is nothing. */
export function delta<T>({ addTo, removeFrom }: { addTo: T[]; removeFrom: T[] }) {
    const lists = present({ addTo: nonEmpty(addTo), removeFrom: nonEmpty(removeFrom) });
    return Object.keys(lists).length === 0 ? undefined : lists;
}

function nonEmpty<T>(list: T[]): T[] | undefined {
    return list.length === 0 ? undefined : list;
}

function isIn(person: Person, group: string): boolean {
    return person.groups.some(({ groupId }) => groupId === group);
}

function holds(person: Person, role: DeclaredRole): boolean {
    return person.roles.some((held) => isSameRole(role, held));
}

/** Whether a role stays with a person who leaves these groups. Where Kore.ai does not name the groups that confer it, that is not sure. */
function holdsWithout(person: Person, role: DeclaredRole, leaving: string[]): boolean {
    const names = person.groups.filter(({ groupId }) => leaving.includes(groupId)).map(({ groupName }) => groupName);
    const stays = ({ groups }: HeldRole) =>
        groups === undefined
            ? leaving.length === 0
            : groups.length === 0 || groups.some((group) => !names.includes(group));
    return person.roles.some((held) => isSameRole(role, held) && stays(held));
}

/** A role by its names, as far as Kore.ai tells them. */
export function roleInWords({
    roleId,
    botId,
    roleName,
    botName,
}: DeclaredRole & { roleName?: string; botName?: string }): string {
    return `${named(roleId, roleName)}${botId === undefined ? "" : ` on bot ${named(botId, botName)}`}`;
}

function named(id: string, name: string | undefined): string {
    return name === undefined ? id : `${name} (${id})`;
}
