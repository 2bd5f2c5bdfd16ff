import { surplusInState, type Role } from "#model/memberships";
import type { Power } from "./directory/power";
import { hiddenIn } from "./hidden";
import type { KoreUser, ReportedUser } from "./koreUser";
import type { Names } from "./names";

/** Something that a person may do. */
export type Access =
    | {
          type: "administrator";
          roleId: string;
          /** Where the program declares the role of the Admin Console on a bot. */ botId?: string;
          power: Exclude<Power, "owner" | "bot"> | "unknown";
          /** The group that confers it. */ through?: string;
      }
    | {
          type: "role";
          roleId: string;
          botId: string;
          power: "owner" | "bot" | "unknown";
          /** The group that confers it. */ through?: string;
      }
    | { type: "group"; groupId: string; /** Whether all that it confers is known. */ isKnown: boolean }
    | {
          type: "tasks";
          botId: string;
          /** None: all of the bot's. */ dialogs?: string[];
          /** All but these. */ except?: string[];
      }
    | { type: "developer" }
    | { type: "botCreator" }
    | { type: "dataTables" };

export type AccessType = Access["type"];

/** A role, directly or through a group. */
export type RoleAccess = Extract<Access, { type: "administrator" | "role" }>;

/** The flags by which a resource declares builder access. */
export const flags = {
    isDeveloper: { type: "developer" },
    canCreateBot: { type: "botCreator" },
    hasDataTableAndViewAccess: { type: "dataTables" },
} as const satisfies Record<string, Access>;

export type FlagName = keyof typeof flags;
export const flagNames = ["isDeveloper", "canCreateBot", "hasDataTableAndViewAccess"] as const satisfies FlagName[];

/** Two accesses are the same if their keys are. */
export function accessKey(access: Access): string {
    switch (access.type) {
        case "administrator":
            return `administrator ${access.roleId} ${access.botId ?? ""} ${access.through ?? ""}`;
        case "role":
            return `role ${access.roleId} ${access.botId} ${access.through ?? ""}`;
        case "group":
            return `group ${access.groupId}`;
        case "tasks":
            return `tasks ${access.botId} ${access.dialogs?.join(" ") ?? "all"}`;
        case "developer":
        case "botCreator":
        case "dataTables":
            return access.type;
    }
}

/**
 * A role on a bot, or one of the Admin Console, which makes an administrator.
 *
 * @param through the group that confers it
 */
export function roleAccess({ roleId, botId }: Role, names: Names, through?: string): RoleAccess {
    const power = names.powerOf({ roleId, botId });
    const by = through === undefined ? {} : { through };
    if (botId && !names.isAdmin({ roleId, botId }))
        return { type: "role", roleId, botId, power: power === "owner" || power === "bot" ? power : "unknown", ...by };
    const ofConsole = power === "owner" || power === "bot" ? "unknown" : power;
    return { type: "administrator", roleId, ...(botId ? { botId } : {}), power: ofConsole, ...by };
}

/** A group, without what it confers. */
export function groupOnly(groupId: string, names: Names): Access {
    return { type: "group", groupId, isKnown: names.conferred(groupId).isWhole };
}

/** A group, and the roles that it is known to confer. */
function groupAccess(groupId: string, names: Names): Access[] {
    return [
        groupOnly(groupId, names),
        ...names.conferred(groupId).roles.map((role) => roleAccess(role, names, groupId)),
    ];
}

/** Tasks of a bot, each by itself, so that two lists of them can be compared; all of them are one. */
export function tasksAccess(botId: string, dialogs: string[] | null | undefined): Access[] {
    return dialogs
        ? dialogs.map((dialog): Access => ({ type: "tasks", botId, dialogs: [dialog] }))
        : [{ type: "tasks", botId }];
}

/** The same accesses with the tasks of each bot together again. */
export function withTasksTogether(accesses: Access[]): Access[] {
    const tasksOf = (botId: string) =>
        accesses
            .flatMap((access) => (access.type === "tasks" && access.botId === botId ? (access.dialogs ?? []) : []))
            .sort();
    const seen = new Set<string>();
    return accesses.flatMap((access) => {
        if (access.type !== "tasks" || access.dialogs === undefined) return [access];
        if (seen.has(access.botId)) return [];
        seen.add(access.botId);
        return [{ ...access, dialogs: tasksOf(access.botId) }];
    });
}

/** Whether an access is a role that a group confers. */
export function isConferred(access: Access): boolean {
    return (access.type === "administrator" || access.type === "role") && access.through !== undefined;
}

/** What a KoreUser declares of roles, groups and tasks, as far as it is shown. */
export function membershipOf(user: Pick<KoreUser, "roles" | "groups" | "assignBotTasks">, names: Names): Access[] {
    const known = (...values: (string | null | undefined)[]) =>
        values.every((value) => hiddenIn(value ?? "") === undefined);
    const roles = (user.roles?.items ?? [])
        .filter(({ roleId, botId }) => known(roleId, botId))
        .map((role) => roleAccess(role, names));
    const groups = (user.groups?.items ?? [])
        .filter((groupId) => known(groupId))
        .flatMap((groupId) => groupAccess(groupId, names));
    const tasks = (user.assignBotTasks?.items ?? [])
        .filter(({ streamId, dialogs }) => known(streamId, ...(dialogs?.items ?? [])) && dialogs?.hidden === undefined)
        .flatMap(({ streamId, dialogs }) => tasksAccess(streamId, dialogs?.items));
    return [...roles, ...groups, ...tasks];
}

/** What `exclusive` takes of what Kore.ai reported of somebody, beyond what is declared. */
export function surplusAccess(reported: ReportedUser, declared: KoreUser[], names: Names): Access[] {
    const { roles, groups } = surplusInState(
        {
            roles: declared.flatMap((user) => user.roles?.items ?? []),
            groups: declared.flatMap((user) => user.groups?.items ?? []),
        },
        reported,
    );
    return [...roles.map((role) => roleAccess(role, names)), ...groups.map(({ groupId }) => groupOnly(groupId, names))];
}
