import { type Person } from "../../api/answers";
import { KoreError } from "../../api/errors";
import { isSameRole } from "../../model/memberships";
import { hasUnknown } from "../../schema/inputs";
import type { UserInputs, UserState } from "../schema";
import type { DeclaredRole } from "./difference";
import { rolesInWords } from "./ownerRoles";

/**
 * The bots on which several roles are declared of a person, of which they have one: a second seems to replace the first. A role that
 * they did not have before may be late instead.
 *
 * @param before the person before the update; undefined where they were added with all roles at once
 */
export function botsWithOneRole({ roles = [] }: UserInputs, after: Person, before: Person | undefined): string[] {
    const has = (person: Person, role: DeclaredRole) => person.roles.some((held) => isSameRole(role, held));
    const isReplaced = (role: DeclaredRole) => !has(after, role) && (before === undefined || has(before, role));
    return severalRoles(roles)
        .filter((declared) => declared.filter((role) => has(after, role)).length === 1 && declared.some(isReplaced))
        .flatMap(([role]) => role?.botId ?? []);
}

/** The roles that are declared on one bot, for each bot that has several. */
function severalRoles(roles: DeclaredRole[]): DeclaredRole[][] {
    const bots = new Set(roles.flatMap(({ botId }) => botId ?? []));
    return [...bots].map((bot) => roles.filter(({ botId }) => botId === bot)).filter(({ length }) => length > 1);
}

export function oneRoleKept(done: string, { roles = [] }: UserInputs, person: Person, bots: string[]): KoreError {
    const declared = roles.filter(({ botId }) => botId !== undefined && bots.includes(botId));
    return new KoreError({
        code: "kore:one-role-a-bot",
        kind: "unconfirmed",
        what: `${done}, but has not all of their roles`,
        why: `of ${rolesInWords(declared, person)} Kore.ai keeps one: the account seems to take one direct role of a person on a bot`,
        advice: "Declare one of them; more come by groups.",
    });
}

/** @throws KoreError `mismatch`, where several roles are declared on a bot of which Kore.ai kept one the last time: sent again, each would replace the other */
export function refuseSecondRole({ emailId, oneRoleBots = [] }: UserState, now: Partial<UserInputs>): void {
    if (oneRoleBots.length === 0 || hasUnknown(now.roles)) return;
    const several = severalRoles(now.roles ?? []).find(([role]) => oneRoleBots.includes(role?.botId ?? ""));
    if (several === undefined) return;
    const ids = several.map(({ roleId }) => roleId).join(" and ");
    throw new KoreError({
        code: "kore:one-role-a-bot",
        kind: "mismatch",
        what: `${emailId} was left as they are`,
        why: `the program declares the roles ${ids} on bot ${several[0]?.botId}, of which Kore.ai kept one the last time`,
        advice: "Declare one of them; more come by groups. If the account takes several by now: pulumi refresh, which forgets that, and pulumi up.",
    });
}
