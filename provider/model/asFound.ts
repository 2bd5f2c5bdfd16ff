import { isDirect, type Role } from "./memberships";

/** Tasks of a bot as a program declares them; without dialogs, all. */
export interface DeclaredTasks {
    streamId: string;
    dialogs?: string[];
}

/** What a program declares of somebody's access, so that they are adopted and nothing is sent. */
export interface DeclaredAccess {
    isDeveloper?: boolean;
    canCreateBot?: boolean;
    groups: string[];
    roles: { roleId: string; botId?: string }[];
    tasks: DeclaredTasks[];
    /** Set where something can't be declared, so that it is left as it is. */
    isPartial: boolean;
}

/** Somebody as Kore.ai reports them. */
interface Found {
    isDeveloper: boolean;
    canCreateBot: boolean;
    groups: { groupId: string }[];
    roles: (Role & { groups?: string[] | undefined })[];
    assignBotTasks?: { streamId: string; dialogs?: string[] | undefined }[] | undefined;
}

/** Exactly what somebody has: anything more or less would be a difference to `adopt: "ifSame"`. */
export function declaredAccess(person: Found): DeclaredAccess {
    const { isDeveloper, canCreateBot, groups, assignBotTasks = [] } = person;
    // No program may say canCreateBot without isDeveloper, nor name a bot twice, as Kore.ai's pages have neither.
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
        roles: set(directRoles(person)),
        tasks: set(tasks),
        isPartial: !("isDeveloper" in flags) || tasks.length < assignBotTasks.length,
    };
}

/** Where Kore.ai does not tell which roles come from a group, adoption asks for all of them. */
function directRoles({ roles }: Found): { roleId: string; botId?: string }[] {
    return roles.filter(isDirect).map(({ roleId, botId }) => ({ roleId, ...(botId ? { botId } : {}) }));
}

/** Lists mean sets: each element once, in an order that does not depend on Kore.ai's. */
function set<T>(list: T[]): T[] {
    const elements = new Map(list.map((element) => [JSON.stringify(element), element]));
    return [...elements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element);
}
