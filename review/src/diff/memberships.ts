import { accessKey, isConferred, membershipOf, roleAccess, tasksAccess, type Access, type AccessType } from "../access";
import { hasHidden, type List } from "../hidden";
import type { KoreUser } from "../koreUser";
import type { Names } from "../names";
import { isUser, reportedOf, type Comparison, type Part, isLeft } from "./change";

import type { Statement } from "./statement";

/** The keys of the roles, groups and tasks that resources declare. */
export function membershipKeys(parts: Part[], names: Names): Set<string> {
    return new Set(parts.filter(isUser).flatMap(({ declared }) => membershipOf(declared, names).map(accessKey)));
}

/** Whether an access, or all tasks of its bot, is among those with these keys. */
export function isCovered(keys: Set<string>, access: Access): boolean {
    if (keys.has(accessKey(access))) return true;
    return access.type === "tasks" && keys.has(accessKey({ type: "tasks", botId: access.botId }));
}

/**
 * Whether an access is a role that a group confers, and that is among these in another way: directly, or by another
 * group. It neither comes nor goes then.
 */
export function isHeldOtherwise(access: Access, parts: Part[], names: Names): boolean {
    if (!isConferred(access)) return false;
    const role = roleKey(access);
    return parts
        .filter(isUser)
        .some(({ declared }) => membershipOf(declared, names).some((other) => roleKey(other) === role));
}

/** A role on its bot, whoever confers it; undefined for what is no role. */
function roleKey(access: Access): string | undefined {
    return access.type === "administrator" || access.type === "role"
        ? `${access.roleId} ${access.botId ?? ""}`
        : undefined;
}

/** Whether an access, of tasks any of them, is among those with these keys. */
export function isAmong(keys: Set<string>, access: Access): boolean {
    return access.type === "tasks"
        ? tasksAccess(access.botId, access.dialogs).some((each) => keys.has(accessKey(each)))
        : keys.has(accessKey(access));
}

/** Whether somebody is an administrator after all that is declared; `perhaps` by what is not known, or not shown. */
export function administratorAfter({ before, after, names }: Comparison): "surely" | "perhaps" | "no" {
    const users = after.filter(isUser);
    const declared = users.flatMap((part) => membershipOf(part.declared, names));
    const isHidden = users.some(({ declared: { roles, groups } }) =>
        [roles, groups].some((list) => list && hasHidden(list)),
    );
    const isExclusive = users.some(({ declared: { exclusive } }) => exclusive === true);
    const left = membershipKeys(before, names);
    const undeclared = isExclusive ? [] : (reportedOf(before)?.roles ?? []).map((role) => roleAccess(role, names));
    const isOne = ({ type }: Access) => type === "administrator";
    if (declared.some(isOne) || undeclared.some((access) => isOne(access) && !isHeldIn(left, access, before, names)))
        return "surely";
    return isHidden || declared.some(mayMakeAdministrator) ? "perhaps" : "no";
}

function mayMakeAdministrator(access: Access): boolean {
    return access.type === "role" ? access.power === "unknown" : access.type === "group" && !access.isKnown;
}

/** Whether a role is among those with these keys, directly or by a group. */
function isHeldIn(keys: Set<string>, access: Access, parts: Part[], names: Names): boolean {
    return keys.has(accessKey(access)) || isConferredIn(access, parts, names);
}

function isConferredIn(access: Access, parts: Part[], names: Names): boolean {
    return conferringGroups(access, parts, names).length > 0;
}

/** The declared groups that are known to confer a role. */
export function conferringGroups(access: Access, parts: Part[], names: Names): string[] {
    const role = roleKey(access);
    return parts
        .filter(isUser)
        .flatMap(({ declared }) => membershipOf(declared, names))
        .flatMap((other) => ("through" in other && other.through && roleKey(other) === role ? [other.through] : []));
}

/** Whether Kore.ai reports a role or a group of somebody already. */
export function isReported(access: Access, { before, names }: Comparison): boolean {
    const reported = reportedOf(before);
    if (reported === undefined || access.type === "tasks") return false;
    if (access.type === "group") return reported.groups.some(({ groupId }) => groupId === access.groupId);
    return reported.roles.some((role) => accessKey(roleAccess(role, names)) === accessKey(access));
}

/** The list of a KoreUser in which an access of this type would be. */
export function listWith(user: KoreUser, type: AccessType): List<unknown> | null | undefined {
    if (type === "group") return user.groups;
    return type === "tasks" ? user.assignBotTasks : user.roles;
}

/**
 * What goes of a resource's roles, groups and tasks, or what it leaves: that the program does not declare, as far as it
 * is shown.
 */
export function undeclaredIn(part: Part, { after, names }: Comparison, isMeant: (access: Access) => boolean): Access[] {
    if (!isUser(part)) return [];
    const declared = membershipKeys(after, names);
    // Nothing can be said to go where the list that it would be in is not shown at all.
    const isHidden = ({ type }: Access) =>
        after.filter(isUser).some(({ declared: user }) => listWith(user, type)?.hidden !== undefined);
    return membershipOf(part.declared, names).filter(
        (access) => isMeant(access) && !isCovered(declared, access) && !isHidden(access),
    );
}

/**
 * Whether an access goes with a resource, unless that is only forgotten (retainOnDelete). Tasks are assigned as a whole
 * by the one that takes over.
 */
export function isTaken(part: Part, { type }: Access, { after }: Comparison): boolean {
    return (
        !isLeft(part, after) ||
        (type === "tasks" && after.filter(isUser).some(({ declared }) => declared.assignBotTasks))
    );
}

/** A role that a group confers on somebody with the same role is no second change. */
export function withoutImplied(statements: Statement[]): Statement[] {
    const roles = statements.map((statement) => {
        const access = "access" in statement ? statement.access : undefined;
        const role = access && roleKey(access);
        return access === undefined || role === undefined ? undefined : { role, isByGroup: isConferred(access) };
    });
    const direct = new Set(roles.flatMap((each) => (each && !each.isByGroup ? [each.role] : [])));
    return statements.filter((_, at) => {
        const each = roles[at];
        return each === undefined || !each.isByGroup || !direct.has(each.role);
    });
}
