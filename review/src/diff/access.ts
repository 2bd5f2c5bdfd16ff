import { hiddenIn, type Hidden } from "../hidden";
import type { KoreUser, ReportedUser, Role } from "../koreUser";
import { isListed, reportAbout } from "../koreUserAccess";
import type { Names } from "../names";
import { isUser, type Part, type Person } from "./person";
import type { Access } from "./statement";

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

/** Whether a role is an owner's. Kore.ai reports no kind of role; its own is called Bot Owner. */
export function isOwnerRole(name: string | null | undefined): boolean {
    return /\bowner\b/i.test(name ?? "");
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

/** The direct roles and the groups that Kore.ai reports of somebody beyond what is declared: what `exclusive` is about. Owner roles stay. */
export function surplusMembership(reported: ReportedUser, declared: KoreUser[], names: Names): Access[] {
    const groups = reported.groups
        .filter(({ groupId }) => !declared.some((user) => user.groups?.items.includes(groupId)))
        .map(({ groupId }): Access => ({ type: "group", groupId }));
    const direct = reported.rolesUnclear
        ? []
        : reported.roles.filter((role) => (role.groups ?? []).length === 0 && !isOwnerRole(role.roleName));
    const roles = direct.filter(
        ({ roleId, botId }) =>
            !declared.some((user) =>
                user.roles?.items.some(
                    (role) => role.roleId === roleId && (role.botId ?? undefined) === (botId ?? undefined),
                ),
            ),
    );
    return [...roles.map((role) => roleAccess(role, names)), ...groups];
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

/** What a resource of the state gives somebody of a flag, as far as is known. */
export function flagHeld(part: Part, flag: FlagName): boolean | Hidden | undefined {
    if (part.type === "KoreUser")
        return flag === "hasDataTableAndViewAccess" ? undefined : (part.declared[flag] ?? undefined);
    const { declared, emailId } = part;
    const report = reportAbout(declared, emailId);
    if (report?.mayHold) return report.mayHold[flag] ?? undefined;
    const listed = declared.emailIds.hidden !== undefined || isListed(declared, emailId);
    // Somebody who is on record but not in the list has lost it outside of the program.
    if (!listed && report !== undefined && flag !== "hasDataTableAndViewAccess") return report[flag];
    return declared[flag] ?? undefined;
}

/** What a resource of the program declares of a flag. */
export function flagDeclared({ type, declared }: Part, flag: FlagName): boolean | Hidden | undefined {
    if (type === "KoreUserAccess") return declared[flag] ?? undefined;
    return flag === "hasDataTableAndViewAccess" ? undefined : (declared[flag] ?? undefined);
}

/** Whether the program declares that somebody has an access; of tasks, any of the same bot. */
export function isDeclaredOf({ after }: Person, access: Access, names: Names): boolean {
    const isFlag = flagNames.some(
        (flag) => flags[flag].type === access.type && after.some((part) => flagDeclared(part, flag) === true),
    );
    const declared = after.filter(isUser).flatMap(({ declared: user }) => membershipOf(user, names));
    return (
        isFlag ||
        declared.some((each) =>
            each.type === "tasks" && access.type === "tasks"
                ? each.botId === access.botId
                : accessKey(each) === accessKey(access),
        )
    );
}
