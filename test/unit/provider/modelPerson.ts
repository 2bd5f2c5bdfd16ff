import fc from "fast-check";
import { present, type Person } from "../../../provider/api/answers";
import type { UserUpdate } from "../../../provider/api/client";
import { profileFields } from "../../../provider/model/profileFields";
import { ids } from "../../fixtures/fixture";
import { groupLists, roleLists, some, taskLists } from "./programs";

type Role = { roleId: string; botId?: string };
type Tasks = { streamId: string; dialogs?: string[] };
type Profile = Partial<Record<(typeof profileFields)[number], string>>;

/** A person as the pages say that Kore.ai keeps, changes and reports them; the groups of the account confer roles. */
export interface ModelPerson {
    profile: Profile;
    canCreateBot: boolean;
    isDeveloper: boolean;
    groups: string[];
    /** Given directly. */
    roles: Role[];
    tasks: Tasks[];
    /** The roles that each group of the account confers. */
    conferred: Record<string, Role[]>;
    /** What the edition of the API reports. */
    tells: { groupsOfRoles: boolean; names: boolean };
}

const name = fc.constantFrom("Ada", "Grace", "Jean");

export const modelPeople: fc.Arbitrary<ModelPerson> = fc.record({
    profile: fc.record(Object.fromEntries(profileFields.map((field) => [field, name])), { requiredKeys: [] }),
    canCreateBot: fc.boolean(),
    isDeveloper: fc.boolean(),
    groups: groupLists,
    roles: roleLists,
    tasks: taskLists,
    conferred: fc.record(Object.fromEntries(some.groups.map((group) => [group, roleLists]))),
    tells: fc.record({ groupsOfRoles: fc.boolean(), names: fc.boolean() }),
});

export function isSame(a: Role, b: Role): boolean {
    return a.roleId === b.roleId && a.botId === b.botId;
}

/** What Get User Information says. */
export function reportOf({
    profile,
    canCreateBot,
    isDeveloper,
    groups,
    roles,
    tasks,
    conferred,
    tells,
}: ModelPerson): Person {
    const held = [...roles, ...groups.flatMap((group) => conferred[group] ?? [])];
    const distinct = held.filter((role, index) => held.findIndex((other) => isSame(role, other)) === index);
    const groupsOf = (role: Role) =>
        groups
            .filter((group) => conferred[group]?.some((other) => isSame(role, other)))
            .map((group) => `name of ${group}`);
    return {
        emailId: "ada@example.com",
        userId: ids.person,
        canCreateBot,
        isDeveloper,
        ...(tells.names ? present({ firstName: profile.firstName, lastName: profile.lastName }) : {}),
        roles: distinct.map((role) => ({ ...role, ...(tells.groupsOfRoles ? { groups: groupsOf(role) } : {}) })),
        groups: groups.map((groupId) => ({ groupId, groupName: `name of ${groupId}` })),
        assignBotTasks: tasks,
    };
}

/** What Update User does with a row. */
export function after(row: UserUpdate, person: ModelPerson): ModelPerson {
    const { emailId: _emailId, orgUserId: _orgUserId, ...profile } = row.userInfo;
    const removedRoles = row.roles?.removeFrom ?? [];
    const removedGroups = row.groups?.removeFrom ?? [];
    const roles = [
        ...person.roles.filter((role) => !removedRoles.some((removed) => isSame(role, removed))),
        ...(row.roles?.addTo ?? []),
    ];
    return {
        ...person,
        profile: { ...person.profile, ...profile },
        canCreateBot: row.canCreateBot,
        isDeveloper: row.isDeveloper,
        groups: [
            ...new Set([
                ...person.groups.filter((group) => !removedGroups.includes(group)),
                ...(row.groups?.addTo ?? []),
            ]),
        ],
        roles: roles.filter((role, index) => roles.findIndex((other) => isSame(role, other)) === index),
        tasks:
            row.assignBotTasks?.flatMap(({ botId, dialogs }) =>
                botId === undefined ? [] : [{ streamId: botId, ...present({ dialogs }) }],
            ) ?? person.tasks,
    };
}
