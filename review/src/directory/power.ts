import { isMasterAdmin, isOwnerRole } from "#model/memberships";

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

const overPeople =
    /\b(?:invit\w*|users?|people|persons?|members?|groups?|roles?|identit(?:y|ies)|access|permissions?|sync|single sign[ -]on|sso|scopes?)\b/i;
const onlyReading = /: (?:view|read|read[ -]only)$/i;

/**
 * The power of a role, as far as its kind, its name, its permissions and its description tell.
 *
 * @param permissions what the role may do, in words; undefined where Kore.ai did not say
 * @param description Kore.ai's own Master Admin may be called "admin" and described as a master administration role
 */
export function powerOfRole(
    kind: "admin" | "bot",
    name: string,
    permissions: readonly string[] = [],
    description = "",
): Power {
    if (kind === "bot") return isOwnerRole(name) ? "owner" : "bot";
    if (isMasterAdmin(name) || isMasterAdmin(description)) return "masterAdmin";
    const words = [name, ...permissions.filter((permission) => !onlyReading.test(permission))];
    return words.some((each) => overPeople.test(each)) ? "userAdmin" : "admin";
}

/** The greater of two powers. */
export function greaterPower(one: Power, other: Power): Power {
    return powers.indexOf(one) < powers.indexOf(other) ? one : other;
}

/** What each power is, in a clause after the name of a role. */
export const powerWords: Record<Power, string> = {
    masterAdmin: "may do everything in the account",
    userAdmin: "administers people, groups, roles or ways in",
    admin: "a role of the Admin Console",
    owner: "owns a bot",
    bot: "a role on a bot",
};
