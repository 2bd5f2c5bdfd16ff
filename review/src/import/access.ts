import type { Person } from "#client";
import { isSurelyThere } from "#model/presence";

/** A role as a KoreUser declares it. */
export interface DeclaredRole {
    roleId: string;
    botId?: string;
}

/** DeclaredTasks of a bot as a KoreUser declares them; without dialogs, all. */
export interface DeclaredTasks {
    streamId: string;
    dialogs?: string[];
}

/** What a program declares of somebody's access, so that they are adopted and nothing is sent. */
export interface DeclaredAccess {
    isDeveloper?: boolean;
    canCreateBot?: boolean;
    groups: string[];
    roles: DeclaredRole[];
    tasks: DeclaredTasks[];
    /** Set where something can't be declared, so that it is left as it is. */
    isPartial: boolean;
}

/** Exactly what somebody has: anything more or less would be a difference to `adopt: "ifSame"`. */
export function declaredAccess(person: Person): DeclaredAccess {
    const { isDeveloper, canCreateBot, groups, assignBotTasks = [] } = person;
    // KoreUser refuses canCreateBot without isDeveloper, and a bot that is named twice, as Kore.ai's pages have
    // neither.
    const flags = canCreateBot && !isDeveloper ? {} : { isDeveloper, canCreateBot };
    const bots = new Set(assignBotTasks.map(({ streamId }) => streamId));
    const tasks =
        bots.size < assignBotTasks.length
            ? []
            : assignBotTasks.map(({ streamId, dialogs = [] }) =>
                  dialogs.length === 0 ? { streamId } : { streamId, dialogs: set(dialogs) },
              );
    return {
        ...flags,
        groups: set(groups.map(({ groupId }) => groupId)),
        roles: set(declaredRoles(person)),
        tasks: set(tasks),
        isPartial: !("isDeveloper" in flags) || tasks.length < assignBotTasks.length,
    };
}

/** The roles given directly. Where Kore.ai does not tell which come from a group, adoption asks for all of them. */
function declaredRoles({ roles }: Person): DeclaredRole[] {
    return roles
        .filter(({ groups = [] }) => groups.length === 0)
        .map(({ roleId, botId }) => ({ roleId, ...(botId === undefined ? {} : { botId }) }));
}

/**
 * Whether somebody is listed, and has nothing: to adopt them KoreUser asks Kore.ai, by a write, whether they were
 * removed.
 */
export function isBlank(person: Person): boolean {
    return !isSurelyThere(person);
}

/** Lists mean sets: each element once, in an order that does not depend on Kore.ai's. */
function set<T>(list: T[]): T[] {
    const elements = new Map(list.map((element) => [JSON.stringify(element), element]));
    return [...elements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element);
}
