import { type Person, present } from "../../api/answers";
import type { Update } from "../../api/client";
import { isSameRole } from "../../model/memberships";
import { type DeclaredRole, delta } from "./difference";
import { ownerRolesTaken } from "./ownerRoles";

/** Roles of an update for which Kore.ai may refuse its whole row. */
interface Doubtful {
    /** They seem to be held already, and perhaps by a group alone: they stay when the group goes. */
    given: DeclaredRole[];
    /** An owner's; or a group seems to confer them, and perhaps nothing else. */
    taken: DeclaredRole[];
}

/**
 * The roles of an update of which it can't be told how they are held. Whether one that is held may be given again, and one that only a group
 * confers be named among those to take, is not documented; nor is how one is reported that is held both ways.
 */
export function doubtfulRoles(update: Update, person: Person): Doubtful {
    const held = (role: DeclaredRole) => person.roles.filter((each) => isSameRole(role, each));
    const mayBeConferred = ({ groups }: Person["roles"][number]) =>
        groups === undefined ? person.groups.length > 0 : groups.length > 0;
    const owners = ownerRolesTaken(update, person);
    return {
        given: (update.roles?.addTo ?? []).filter((role) => held(role).length > 0),
        taken: (update.roles?.removeFrom ?? []).filter(
            (role) => owners.includes(role) || held(role).every(mayBeConferred),
        ),
    };
}

/** The same update without these roles. */
export function withoutRoles({ roles, ...others }: Update, { given, taken }: Doubtful): Update {
    const rest = delta({ addTo: without(roles?.addTo, given), removeFrom: without(roles?.removeFrom, taken) });
    return { ...others, ...present({ roles: rest }) };
}

/** An update that does nothing but give or take one role. */
export function ofOneRole(
    { userInfo: { emailId } }: Update,
    { canCreateBot, isDeveloper }: Pick<Person, "canCreateBot" | "isDeveloper">,
    { given = [], taken = [] }: Partial<Doubtful>,
): Update {
    const roles = delta({ addTo: given, removeFrom: taken });
    return { userInfo: { emailId }, ...present({ roles }), canCreateBot, isDeveloper };
}

function without(roles: DeclaredRole[] = [], others: DeclaredRole[]): DeclaredRole[] {
    return roles.filter((role) => !others.some((other) => isSameRole(role, other)));
}
