import { isDirect } from "#model/memberships";
import { accessKey, roleAccess, type RoleAccess } from "../access";
import type { ReportedUser } from "../koreUser";
import type { Names } from "../names";
import { isUser, type Comparison, type UserPart } from "./change";
import { membershipKeys } from "./memberships";
import { resourceOf } from "./person";
import type { Statement } from "./statement";

type ReportedRole = ReportedUser["roles"][number];

/**
 * Roles of administrators and owners that Kore.ai reports of a declared person, and that nothing declares: neither the
 * role nor a group that confers it. Told where the account was looked at for this preview.
 */
export function undeclared(of: Comparison): Statement[] {
    const part = of.after.filter(isUser)[0];
    const reported = part?.change.before?.reported;
    if (part === undefined || !reported || of.earlier.length === 0) return [];
    const earlier = new Set(powersIn(of.earlier.filter(isUser)[0]?.declared.reported, of.names).map(accessKey));
    return powersIn(reported, of.names)
        .filter((access) => !isDeclared(access, part, of))
        .map((access) => ({
            kind: "undeclared",
            access,
            isNew: !earlier.has(accessKey(access)),
            by: [resourceOf(part)],
            outside: false,
        }));
}

/** Administrators' and owners' roles, each once: directly, or by each group that confers it. */
function powersIn(reported: ReportedUser | null | undefined, names: Names): RoleAccess[] {
    if (!reported) return [];
    const accesses = reported.roles.flatMap((role) =>
        isDirect(role)
            ? [roleAccess(role, names)]
            : groupsOf(role, reported).map((groupId) => roleAccess(role, names, groupId)),
    );
    return accesses.filter(
        (access) => access.type === "administrator" || (access.type === "role" && access.power === "owner"),
    );
}

/** The groups that confer a role, by the ids that a person's own groups have; a name that none of them has stands for itself. */
function groupsOf({ groups = [] }: ReportedRole, { groups: held }: ReportedUser): string[] {
    return groups.flatMap((name) => {
        const ids = held.filter(({ groupName }) => groupName === name).map(({ groupId }) => groupId);
        return ids.length === 0 ? [name] : ids;
    });
}

function isDeclared(access: RoleAccess, { declared }: UserPart, { after, names }: Comparison): boolean {
    const { through, ...direct } = access;
    const declaredGroups = declared.groups?.items ?? [];
    if (through !== undefined && declaredGroups.includes(through)) return true;
    // Where Kore.ai does not say what comes from groups, a declared group may confer it.
    const reported = declared.groups === undefined ? undefined : after.filter(isUser)[0]?.change.before?.reported;
    if (reported?.rolesUnclear === true && through === undefined && declaredGroups.length > 0) return true;
    return membershipKeys(after, names).has(accessKey(direct));
}
