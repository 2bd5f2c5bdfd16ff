import { declaredAccess, type DeclaredAccess } from "#model/asFound";
import type { Constants } from "../directory/constants";
import { identifiersFor } from "../directory/identifiers";
import { type Code, literal, type Literal } from "../literal";
import type { ImportedPerson, Snapshot } from "./snapshot";

const shownParts = 3;

/** People who have the same access. */
export interface Profile {
    /** What the program calls it where it needs a name. */
    identifier: string;
    /** The arguments of their KoreUser that are the same. */
    access: { [argument: string]: Literal };
    people: ImportedPerson[];
}

/**
 * The people of an account by what they have; in an order that depends on that alone, so that a later import is easy to
 * compare.
 */
export function profilesOf({ people }: Snapshot, constants: Constants): Profile[] {
    const byAccess = new Map<string, { access: DeclaredAccess; people: ImportedPerson[] }>();
    for (const person of people) {
        const access = declaredAccess(person);
        const key = JSON.stringify(access);
        const profile = byAccess.get(key) ?? { access, people: [] };
        profile.people.push(person);
        byAccess.set(key, profile);
    }
    const profiles = [...byAccess.values()].map(({ access, people: members }) => ({
        name: nameOf(access, constants),
        access: argumentsOf(access, constants),
        people: members,
    }));
    const sorted = profiles
        .map((profile) => ({ ...profile, order: `${profile.name} ${literal(profile.access)}` }))
        .sort((a, b) => (a.order < b.order ? -1 : 1));
    const identifiers = identifiersFor(
        sorted.map(({ name }) => name),
        "access",
    );
    return sorted.map(({ access, people: members }, index) => ({
        identifier: identifiers[index] ?? "",
        access,
        people: members,
    }));
}

function argumentsOf(
    { isDeveloper, canCreateBot, groups, roles, tasks, isPartial }: DeclaredAccess,
    constants: Constants,
): { [argument: string]: Literal } {
    return {
        ...(isDeveloper === undefined ? {} : { isDeveloper }),
        ...(canCreateBot === undefined ? {} : { canCreateBot }),
        ...(groups.length === 0 ? {} : { groups: groups.map((id) => constants.groups.code(id)) }),
        ...(roles.length === 0 ? {} : { roles: roles.map((role) => roleLiteral(role, constants)) }),
        ...(tasks.length === 0
            ? {}
            : {
                  assignBotTasks: tasks.map(({ streamId, dialogs }) => ({
                      streamId: constants.bots.code(streamId),
                      ...(dialogs === undefined ? {} : { dialogs }),
                  })),
              }),
        ...(isPartial ? { adopt: "takeOver" } : {}),
    };
}

function roleLiteral(
    { roleId, botId }: DeclaredAccess["roles"][number],
    { adminRoles, botRoles, bots }: Constants,
): { [key: string]: Code } {
    return botId === undefined
        ? { roleId: adminRoles.code(roleId) }
        : { roleId: botRoles.code(roleId), botId: bots.code(botId) };
}

/**
 * "support team builder", "master admin analyst support owner and 2 more creator": enough to tell one from another in a
 * table. What somebody may do in the bot builder is never among the others.
 */
function nameOf(
    { isDeveloper, canCreateBot, groups, roles, tasks }: DeclaredAccess,
    { adminRoles, botRoles, groups: groupNames, bots }: Constants,
): string {
    const parts = [
        ...roles.filter(({ botId }) => botId === undefined).map(({ roleId }) => adminRoles.identifierOf(roleId)),
        ...groups.map((id) => groupNames.identifierOf(id)),
        ...roles.flatMap(({ roleId, botId }) =>
            botId === undefined ? [] : [`${bots.identifierOf(botId)} ${botRoles.identifierOf(roleId)}`],
        ),
        ...tasks.map(({ streamId }) => `${bots.identifierOf(streamId)} tasks`),
    ];
    const more = parts.length - shownParts;
    const words = [
        ...parts.slice(0, shownParts),
        ...(more > 0 ? [`and ${more} more`] : []),
        ...(canCreateBot === true ? ["creator"] : isDeveloper === true ? ["builder"] : []),
    ];
    return words.length === 0 ? "no access" : words.join(" ");
}
