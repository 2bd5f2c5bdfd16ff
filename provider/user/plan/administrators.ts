import type { HeldRole, Person } from "../../api/answers";
import type { Update } from "../../api/client";
import { KoreError } from "../../api/errors";
import { isAdministratorRole, isMasterAdmin, isSameRole } from "../../model/memberships";
import { isActive } from "../../model/presence";

/** Somebody with administrator roles, as far as a run knows. */
export interface Administrator {
    emailId: string;
    /** The administrator roles alone; none any more of somebody from whom the run takes them. */
    roles: HeldRole[];
    /**
     * Why they can't help where nobody else administers the account: "is suspended". Null, where they can; undefined as
     * long as they were not looked up: the list of an account has no status.
     */
    unable?: string | null;
}

/** What is to be taken from somebody: everything, where they are removed. */
export interface Taking {
    person: Person;
    /** The administrator roles that surely stay. */
    kept: HeldRole[];
    /** What does not happen where it is refused: "ada@example.com was not removed". */
    what: string;
}

/** Roles of the Admin Console, of all that somebody has. */
export function administratorRoles(roles: HeldRole[]): HeldRole[] {
    return roles.filter(isAdministratorRole);
}

/**
 * The administrator roles that somebody surely has after an update. Where Kore.ai does not say which groups confer a
 * role, or names one that they are not in themselves, it may go with any group that they leave. A role that the update
 * gives is not theirs before it was read back, unless they have it already, and it is to outlive a group.
 */
export function rolesAfter({ roles, groups }: Person, update: Update): HeldRole[] {
    const taken = update.roles?.removeFrom ?? [];
    const given = update.roles?.addTo ?? [];
    const left = update.groups?.removeFrom ?? [];
    const namesOf = (inGroups: Person["groups"]) => inGroups.flatMap(({ groupName }) => groupName ?? []);
    const gone = namesOf(groups.filter(({ groupId }) => left.includes(groupId)));
    const staying = namesOf(groups.filter(({ groupId }) => !left.includes(groupId)));
    const staysByGroup = (names: string[]) =>
        left.length === 0 || names.some((name) => staying.includes(name) && !gone.includes(name));
    return administratorRoles(roles).filter((role) => {
        if (given.some((each) => isSameRole(each, role))) return true;
        const isTaken = taken.some((each) => isSameRole(each, role));
        if (role.groups === undefined) return !isTaken && left.length === 0;
        return role.groups.length === 0 ? !isTaken : staysByGroup(role.groups);
    });
}

/** The administrator roles that are taken from somebody. */
export function rolesTaken({ person, kept }: Pick<Taking, "person" | "kept">): HeldRole[] {
    return administratorRoles(person.roles).filter((role) => !kept.some((each) => isSameRole(each, role)));
}

/** Somebody as a look-up shows them. Older installations report no status: then they count as able. */
export function administratorIn(person: Person): Administrator {
    const unable = isActive(person) ? null : `is ${person.status?.toLowerCase() ?? "not active"}`;
    return { emailId: person.emailId, roles: administratorRoles(person.roles), unable };
}

/**
 * Whether anybody is left in the place of whom roles are taken from: `perhaps`, as long as some were not looked up.
 *
 * @param taken where a Master Admin is among them, somebody must be left who is one
 * @param all everybody with administrator roles, after all that the run takes
 */
export function whoIsLeft(taken: HeldRole[], all: Iterable<Administrator>): "somebody" | "perhaps" | "nobody" {
    const replacing = [...all].filter(({ roles }) => roles.some((role) => replaces(role, taken)));
    if (replacing.some(({ unable }) => unable === null)) return "somebody";
    return replacing.some(({ unable }) => unable === undefined) ? "perhaps" : "nobody";
}

/** Those of whom a look-up would tell whether somebody is left. */
export function toLookUp(taken: HeldRole[], all: Iterable<Administrator>): string[] {
    return [...all].flatMap(({ emailId, roles, unable }) =>
        unable === undefined && roles.some((role) => replaces(role, taken)) ? [emailId] : [],
    );
}

/** Whether who has this role can do what is lost with those that are taken. */
function replaces(role: HeldRole, taken: HeldRole[]): boolean {
    const masters = mastersIn(taken);
    return masters.length === 0 || isMasterAdmin(role.roleName) || masters.some((each) => isSameRole(each, role));
}

function mastersIn(roles: HeldRole[]): HeldRole[] {
    return roles.filter(({ roleName }) => isMasterAdmin(roleName));
}

// Others whom a message names.
const mostNamed = 5;

/**
 * The refusal of a step that would leave nobody.
 *
 * @param all everybody with administrator roles, after all that the run takes; `before` it
 * @param toAllow how it is allowed, as a sentence
 */
export function lastAdministrator(
    { person, kept, what }: Taking,
    { before, all }: { before: Iterable<Administrator>; all: ReadonlyMap<string, Administrator> },
    toAllow: string,
): KoreError {
    const taken = rolesTaken({ person, kept });
    const whom = mastersIn(taken).length > 0 ? "a Master Admin" : "an administrator";
    const others = [...before].flatMap(({ emailId, roles }) => {
        if (emailId === person.emailId || !roles.some((role) => replaces(role, taken))) return [];
        const now = all.get(emailId);
        const why = now?.roles.some((role) => replaces(role, taken)) === true ? now.unable : "loses it in this run";
        return why ? [`${emailId} ${why}`] : [];
    });
    const more = others.length - mostNamed;
    const named = [...others.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])];
    return new KoreError({
        code: "kore:last-administrator",
        kind: "mismatch",
        what,
        why: `the account would be left without ${whom} who can sign in${named.length === 0 ? "" : ` (${named.join("; ")})`}`,
        advice: `Make somebody else one first, in the Admin Console or in an update of its own. ${toAllow}`,
    });
}

/** The refusal of a step of which it could not be asked whether it would leave nobody. */
export function administratorsUnknown({ what }: Taking, why: string, advice: string, toAllow: string): KoreError {
    return new KoreError({
        code: "kore:administrators-unknown",
        kind: "mismatch",
        what,
        why: `whether the account would be left without an administrator could not be asked: ${why}`,
        advice: `${advice} ${toAllow}`,
    });
}
