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
    return status === undefined || status.trim().toLowerCase() === "active";
}

/**
 * The word for it where somebody is kept from signing in (Suspended, Locked; Managing your Users page): they are in the account, and
 * have what they had.
 */
export function blockedAs({ status }: Pick<Listed, "status">): string | undefined {
    return /suspend|lock/i.test(status ?? "") ? status?.trim() : undefined;
}

/** Whether somebody who is listed has not been removed: who was is not active, and has nothing. */
export function isSurelyThere(person: Listed): boolean {
    return isActive(person) || blockedAs(person) !== undefined || hasAccess(person);
}

/** Whether somebody has anything that can be taken from them. */
export function hasAccess({ canCreateBot, isDeveloper, roles, groups, assignBotTasks }: Listed): boolean {
    return canCreateBot || isDeveloper || roles.length > 0 || groups.length > 0 || (assignBotTasks ?? []).length > 0;
}
