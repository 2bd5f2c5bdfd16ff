import type { HeldRole } from "./person";
import type { Role, Seed } from "./seed";
import { EmulatorError } from "./emulatorError";

/**
 * Throws an EmulatorError if a seed names a bot, role or group that it does not have, or has one address or clientId
 * twice.
 */
export function checkSeed(seed: Seed, from: string): void {
    const mistake = first(seed.roles.map(permissionMistake)) ?? firstMistake(seed);
    if (mistake !== undefined) {
        throw new EmulatorError(`${from}: ${mistake}`);
    }
}

function firstMistake(seed: Seed): string | undefined {
    const bots = new Set(seed.bots.map((bot) => bot.botId));
    const groups = new Set(seed.groups.map((group) => group.groupId));
    const roles = new Map(seed.roles.map((role) => [role.roleId, role]));

    const roleMistake = ({ roleId, botId }: HeldRole): string | undefined => {
        const role = roles.get(roleId);
        if (role === undefined) {
            return `there is no role ${roleId}`;
        }
        if (role.roleType === "admin") {
            return botId === undefined ? undefined : `the admin role ${role.name} takes no botId`;
        }
        return botId !== undefined && bots.has(botId)
            ? undefined
            : `the bot role ${role.name} needs the botId of a bot of this account`;
    };

    const groupMistake = (groupId: string): string | undefined =>
        groups.has(groupId) ? undefined : `there is no group ${groupId}`;

    for (const group of seed.groups) {
        const mistake = first((group.roles ?? []).map(roleMistake)) ?? first((group.groups ?? []).map(groupMistake));
        if (mistake !== undefined) {
            return `group ${group.name}: ${mistake}`;
        }
    }
    for (const person of seed.people) {
        const unknownBot = (person.assignBotTasks ?? []).find(({ botId }) => !bots.has(botId));
        const mistake =
            first((person.roles ?? []).map(roleMistake)) ??
            first((person.groups ?? []).map(groupMistake)) ??
            (unknownBot === undefined ? undefined : `there is no bot ${unknownBot.botId}`);
        if (mistake !== undefined) {
            return `${person.emailId}: ${mistake}`;
        }
    }
    return (
        twice(
            "address",
            seed.people.map((person) => person.emailId.toLowerCase()),
        ) ??
        twice(
            "clientId",
            seed.apps.map((app) => app.clientId),
        )
    );
}

/** Roles of the Admin Console have words, those of bots lists of words (Get Roles page). */
function permissionMistake({ name: role, roleType, permissions = {} }: Role): string | undefined {
    const wrong = Object.keys(permissions).find((name) => Array.isArray(permissions[name]) !== (roleType === "bot"));
    return wrong === undefined
        ? undefined
        : `role ${role}: the permission ${wrong} of a role of type ${roleType} is ${roleType === "bot" ? "a list of words" : "a word"}`;
}

function first(mistakes: (string | undefined)[]): string | undefined {
    return mistakes.find((mistake) => mistake !== undefined);
}

function twice(what: string, values: string[]): string | undefined {
    const repeated = values.find((value, index) => values.indexOf(value) !== index);
    return repeated === undefined ? undefined : `the ${what} ${repeated} is there twice`;
}
