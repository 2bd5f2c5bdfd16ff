import { isOwnerRole, surplusInState, type Role } from "#model/memberships";
import { hiddenIn } from "./hidden";
import type { KoreUser, ReportedUser } from "./koreUser";
import type { Names } from "./names";

/** Something that a person may do. */
export type Access =
    | { type: "administrator"; roleId: string; /** The group that is known to confer it. */ through?: string }
    | { type: "role"; roleId: string; botId: string; /** Whether Kore.ai calls it an owner's. */ owner: boolean }
    | { type: "group"; groupId: string }
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
            return `administrator ${access.roleId} ${access.through ?? ""}`;
        case "role":
            return `role ${access.roleId} ${access.botId}`;
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

/** A role on a bot, or one of the Admin Console, which makes an administrator. */
export function roleAccess({ roleId, botId }: Role, names: Names): Access {
    if (!botId) return { type: "administrator", roleId };
    return { type: "role", roleId, botId, owner: isOwnerRole(names.of(roleId)) };
}

/** A group, and the roles of the Admin Console that it is known to confer. */
function groupAccess(groupId: string, names: Names): Access[] {
    const conferred = names.conferred(groupId) ?? [];
    return [
        { type: "group", groupId },
        ...conferred.flatMap(({ roleId, botId }): Access[] =>
            botId === undefined ? [{ type: "administrator", roleId, through: groupId }] : [],
        ),
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

/** What a KoreUser declares of roles, groups and tasks, as far as it is shown. */
export function membershipOf(user: KoreUser, names: Names): Access[] {
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
    return [
        ...roles.map((role) => roleAccess(role, names)),
        ...groups.map(({ groupId }): Access => ({ type: "group", groupId })),
    ];
}
