import { type Person, present } from "../../api/answers";
import { coded, KoreError } from "../../api/errors";
import { hasEnded } from "../../model/expiry";
import { type Ended, trueIn } from "../../model/declared";
import { isDirect, isSameRole } from "../../model/memberships";
import { hasUnknown } from "../../schema/inputs";
import type { Facts, UserInputs } from "../schema";
import type { RolesAndGroups } from "./difference";

/** What ends when access does. */
type Access = Ended & { expiresAt?: string };

const lists = ["groups", "roles", "assignBotTasks"] as const;

/**
 * What is declared, as it is in force: after its end all access that it gives is taken back, and stands under `ended`. An end that is
 * not known yet is none.
 *
 * @param now milliseconds since 1970
 */
export function inForce<T extends Access & { ended?: Ended }>(declared: T, now: number): T {
    if (!hasEnded(declared.expiresAt, now)) return declared;
    const flags = trueIn(declared);
    const given = lists.filter((list) => isGiven(declared[list]));
    if (flags.length + given.length === 0) return declared;
    return {
        ...declared,
        ...Object.fromEntries(flags.map((flag) => [flag, false])),
        ...Object.fromEntries(given.map((list) => [list, []])),
        ended: {
            ...declared.ended,
            ...Object.fromEntries(flags.map((flag) => [flag, true])),
            ...Object.fromEntries(given.map((list) => [list, declared[list]])),
        },
    };
}

/** Whether a list gives something; in a preview it may not be known. */
function isGiven(list: unknown[] | undefined): boolean {
    return list !== undefined && (hasUnknown(list) || list.length > 0);
}

/** Of the roles and groups that are declared and have ended, those that somebody has, roles directly: they are to go. */
export function heldBeyondEnd({ ended }: UserInputs, person: Pick<Person, "roles" | "groups">): RolesAndGroups {
    const isHeld = (role: RolesAndGroups["roles"][number]) =>
        person.roles.some((held) => isSameRole(role, held) && isDirect(held));
    return {
        groups: (ended?.groups ?? []).filter((group) => person.groups.some(({ groupId }) => groupId === group)),
        roles: (ended?.roles ?? []).filter(isHeld),
    };
}

const why = "this access has ended, and nobody gets what is over";
const advice = "Take it out of the program, or declare another end.";

/** Why a create whose end has passed is refused, as what is wrong with `expiresAt`. */
export function overAlready(expiresAt: string | undefined): string {
    return coded(`is ${expiresAt}: ${why}. ${advice}`, "kore:over-already");
}

/** The same as an error of a step. @param whom who, or what, was not created */
export function notCreatedAnyMore(whom: string, expiresAt: string | undefined): KoreError {
    return new KoreError({
        code: "kore:over-already",
        kind: "mismatch",
        what: `${whom} was not created`,
        why: `${why} (expiresAt: ${expiresAt})`,
        advice,
    });
}

/**
 * The state of somebody who has left the account after their access had ended: they stay on record, so that later runs neither add them nor
 * fail.
 */
export function goneState(declared: UserInputs, { userId, account, adopted }: Partial<Facts & { userId: string }>) {
    return { ...declared, ...present({ userId, account }), adopted: adopted ?? false, gone: true };
}

/** What is told of them. */
export function goneNotice({ emailId, expiresAt }: UserInputs, message: string): string {
    return `${emailId} is no longer in the account (Kore.ai says "${message}"). Their access had ended (expiresAt: ${expiresAt}), so that nothing is to be done; they stay in the state until the program declares them no more.`;
}
