import type { Person } from "../../api/answers";
import type { Update } from "../../api/client";
import { KoreError } from "../../api/errors";
import { isDirect, isOwnerRole, isSameRole } from "../../model/memberships";
import { type DeclaredRole, roleInWords } from "./difference";

/**
 * The roles of an owner that an update is to take. An owner's role can't be deleted or modified, says the page on roles, and ownership
 * moves with another role and a new owner; whether Update User refuses it, passes over it or takes it is not documented.
 */
export function ownerRolesTaken({ roles }: Update, person: Person): DeclaredRole[] {
    // Without a name it may be one.
    const isOwners = (role: DeclaredRole) =>
        person.roles.some(
            (held) =>
                isSameRole(role, held) && (held.roleName === undefined || isOwnerRole(held.roleName)) && isDirect(held),
        );
    return (roles?.removeFrom ?? []).filter(isOwners);
}

/**
 * Somebody keeps an owner's role, when all else was done.
 *
 * @param done what was done, as the start of a sentence: "ada@example.com was updated"
 */
export function ownerKept(done: string, roles: DeclaredRole[], person: Person, then: string): KoreError {
    return new KoreError({
        code: "kore:owner-role-kept",
        kind: "unconfirmed",
        what: `${done}, but keeps what makes them an owner`,
        why: `Kore.ai does not take back ${rolesInWords(roles, person)}`,
        advice: `In the Admin Console give them another role on the same app, and choose a new owner for it; then ${then}.`,
    });
}

/** "Bot Owner (5d9d…) on bot Support (st-…)" */
export function rolesInWords(roles: DeclaredRole[], person: Person): string {
    return roles.map((role) => roleInWords(person.roles.find((held) => isSameRole(role, held)) ?? role)).join(" and ");
}
