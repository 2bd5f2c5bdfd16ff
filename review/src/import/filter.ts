import type { HeldRole, Person } from "#client";
import { AccessError } from "../accessError";
import { isActive } from "#model/presence";
import { domainOf } from "./address";

/** Whom to take: everybody who fits each kind that is given, and one of the values of each. */
export interface Filter {
    domains: string[];
    /** Names or ids. */
    roles: string[];
    /** Names or ids. */
    groups: string[];
    activeOnly: boolean;
}

/** Whether somebody of the list may fit, before more is known of them. */
export function mayFit(emailId: string, { domains }: Filter): boolean {
    return (
        domains.length === 0 || domains.some((domain) => domain.toLowerCase().replace(/^@/, "") === domainOf(emailId))
    );
}

/** Whether somebody fits: a role counts however it is held. */
export function fits(person: Person, { roles, groups, activeOnly }: Filter): boolean {
    const holds =
        roles.length === 0 ||
        roles.some((wanted) => person.roles.some((role) => isNamed(wanted, role.roleId, role.roleName)));
    const belongs =
        groups.length === 0 ||
        groups.some((wanted) => person.groups.some(({ groupId, groupName }) => isNamed(wanted, groupId, groupName)));
    return holds && belongs && (!activeOnly || isActive(person));
}

function isNamed(wanted: string, id: string, name: string | undefined): boolean {
    return wanted === id || wanted.toLowerCase() === name?.toLowerCase();
}

/** What a filter can name. */
export interface Nameable {
    id?: string | undefined;
    name: string;
}

/**
 * @throws AccessError, where a filter names a role or group that is not there: a typing mistake is not an empty account
 */
export function checkNames({ roles, groups }: Filter, known: { roles: Nameable[]; groups: Nameable[] }): void {
    for (const [kind, wanted, there] of [
        ["role", roles, known.roles],
        ["group", groups, known.groups],
    ] as const) {
        const missing = wanted.find((name) => !there.some((each) => isNamed(name, each.id ?? each.name, each.name)));
        if (missing === undefined) continue;
        const names = [...new Set(there.map(({ name }) => name))].sort();
        throw new AccessError(
            `The account has no ${kind} "${missing}"; it has ${names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ")}.`,
        );
    }
}

/** The roles that people hold, as a filter can name them. */
export function heldRoles(people: Person[]): Nameable[] {
    return people
        .flatMap(({ roles }) => roles)
        .map(({ roleId, roleName }: HeldRole) => ({ id: roleId, name: roleName ?? roleId }));
}
