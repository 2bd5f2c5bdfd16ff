import { isOwnerRole } from "#model/memberships";

/** What a role lets somebody do, the greatest first. */
export const powers = ["masterAdmin", "userAdmin", "admin", "owner", "bot"] as const;

/**
 * - `masterAdmin`: everything in the account;
 * - `userAdmin`: a role of the Admin Console with which somebody can give themselves, or others, more: people, groups, roles;
 * - `admin`: another role of the Admin Console;
 * - `owner`: owns a bot;
 * - `bot`: another role on a bot.
 */
export type Power = (typeof powers)[number];

const overPeople = /\b(?:users?|people|persons?|members?|groups?|roles?|identit(?:y|ies)|access|permissions?)\b/i;

/**
 * The power of a role, as far as its kind, its name and its permissions tell.
 *
 * @param permissions what the role may do, in words; undefined where Kore.ai did not say
 */
export function powerOfRole(kind: "admin" | "bot", name: string, permissions: readonly string[] = []): Power {
    if (kind === "bot") return isOwnerRole(name) ? "owner" : "bot";
    if (/\bmaster\s*admin/i.test(name)) return "masterAdmin";
    return [name, ...permissions].some((words) => overPeople.test(words)) ? "userAdmin" : "admin";
}

/** The greater of two. */
export function greaterPower(one: Power, other: Power): Power {
    return powers.indexOf(one) <= powers.indexOf(other) ? one : other;
}
