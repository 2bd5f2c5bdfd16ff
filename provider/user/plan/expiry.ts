import { type Person, present } from "../../api/answers";
import type { LookUp } from "../../api/client";
import { coded, KoreError } from "../../api/errors";
import { hasEnded } from "../../model/expiry";
import { type Ended, trueIn } from "../../model/declared";
import { areRolesUnclear, isDirect, isSameRole } from "../../model/memberships";
import { isSurelyThere } from "../../model/presence";
import { hasUnknown } from "../../schema/inputs";
import type { Facts, UserInputs, UserState } from "../schema";
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

/** What is declared, as it was before its end. */
export function beforeEnd<T extends Access & { ended?: Ended }>(declared: T): T {
    if (declared.ended === undefined) return declared;
    const { ended, ...others } = declared;
    return { ...others, ...ended } as T;
}

/**
 * What a check is given, as it is in force. By the option ignoreChanges the engine gives what an earlier step had, with what had ended
 * then: the end itself may be another one by now.
 */
export function declaredInForce<T extends Access & { ended?: Ended }>(given: T, now: number): T {
    return inForce(beforeEnd(given), now);
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

/** The same, as far as somebody has it again, which a refresh finds: not what a group may confer, where Kore.ai does not tell. */
export function heldAgain(state: UserInputs, person: Pick<Person, "roles" | "groups">): RolesAndGroups {
    const { groups, roles } = heldBeyondEnd(state, person);
    return { groups, roles: areRolesUnclear(person) ? [] : roles };
}

/**
 * canCreateBot, where it is not declared and goes with isDeveloper, which has ended: Kore.ai lets nobody create bots who has no access to
 * the builder.
 */
export function botsBeyondEnd({ canCreateBot, ended }: UserInputs, person: Person): { canCreateBot?: true } {
    const goes = canCreateBot === undefined && ended?.isDeveloper === true && person.canCreateBot;
    return goes ? { canCreateBot: true } : {};
}

/** What is told of that. */
export function botsNotice({ emailId, expiresAt }: UserInputs): string {
    return `${emailId}: canCreateBot goes with isDeveloper, which has ended (expiresAt: ${expiresAt}), as Kore.ai lets nobody create bots who has no access to the builder.`;
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

/**
 * Whether somebody has left the account whose access has ended. Where they had left it before, who has their address by now, and is
 * somebody else, was added by others: they are left alone.
 */
export function hasLeft(state: Partial<UserState>, seen: LookUp): boolean {
    if ("unknown" in seen) return true;
    if (!("person" in seen)) return false;
    const { userId, gone } = state;
    // Nobody comes back as a record that Kore.ai keeps of whoever was removed.
    if (gone === true) return seen.person.userId !== userId || !isSurelyThere(seen.person);
    return userId !== undefined && seen.person.userId !== userId;
}

/** What is told of them, once, and of somebody else in their place; undefined where that is nothing. */
export function goneNotice({ emailId, expiresAt }: UserInputs, gone: boolean, seen: LookUp): string | undefined {
    const isSomebodyElse = "person" in seen && isSurelyThere(seen.person);
    if (gone && !isSomebodyElse) return undefined;
    const says = "unknown" in seen ? `says "${seen.unknown.message}"` : "lists them as removed";
    const how = isSomebodyElse
        ? `is somebody else by now (userId ${seen.person.userId}), who is left alone`
        : `is not in the account (Kore.ai ${says})`;
    return `${emailId} ${how}. The access that is declared has ended (expiresAt: ${expiresAt}), so that nothing is to be done; it stays in the state until the program declares it no more.`;
}
