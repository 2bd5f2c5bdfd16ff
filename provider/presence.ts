import type { Person } from "./api/answers";

/** Whether somebody has accepted their invitation, as far as Kore.ai says. */
export function isActive({ status }: Person): boolean {
    return status === undefined || status.toLowerCase() === "active";
}

/** Whether somebody who is listed has not been removed: who was is neither active nor has anything. */
export function isSurelyThere(person: Person): boolean {
    return isActive(person) || hasAccess(person);
}

/** Whether somebody has anything that can be taken from them. */
export function hasAccess({ canCreateBot, isDeveloper, roles, groups, assignBotTasks }: Person): boolean {
    return canCreateBot || isDeveloper || roles.length > 0 || groups.length > 0 || (assignBotTasks ?? []).length > 0;
}
