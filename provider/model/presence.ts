/** What tells whether somebody who is listed is really there. */
interface Listed {
    status?: string | undefined;
    canCreateBot: boolean;
    isDeveloper: boolean;
    roles: unknown[];
    groups: unknown[];
    assignBotTasks?: unknown[] | undefined;
}

/** Whether somebody has accepted their invitation, as far as Kore.ai says; older installations don't report it. */
export function isActive({ status }: Pick<Listed, "status">): boolean {
    return status === undefined || status.toLowerCase() === "active";
}

/** Whether somebody who is listed has not been removed: who was is neither active nor has anything. */
export function isSurelyThere(person: Listed): boolean {
    return isActive(person) || hasAccess(person);
}

/** Whether somebody has anything that can be taken from them. */
export function hasAccess({ canCreateBot, isDeveloper, roles, groups, assignBotTasks }: Listed): boolean {
    return canCreateBot || isDeveloper || roles.length > 0 || groups.length > 0 || (assignBotTasks ?? []).length > 0;
}
