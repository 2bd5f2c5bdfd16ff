/** A role on a bot; without one, a role of the Admin Console. */
export interface Role {
    roleId: string;
    botId?: string | null | undefined;
}

/** A role that somebody has; `groups` names those that confer it, and is empty or left out for one given directly. */
interface RoleHeld extends Role {
    roleName?: string | undefined;
    groups?: string[] | undefined;
}

interface GroupHeld {
    groupId: string;
}

/** Roles and groups, from Kore.ai or from a state. */
interface Held<TRole extends RoleHeld, TGroup extends GroupHeld> {
    roles: TRole[];
    groups: TGroup[];
    /** Set in a state where Kore.ai did not tell which roles come from groups. */
    rolesUnclear?: boolean | undefined;
}

/** What is declared of roles and groups. */
interface Declared {
    roles?: Role[] | undefined;
    groups?: string[] | undefined;
}

export function isSameRole(one: Role, other: Role): boolean {
    return one.roleId === other.roleId && (one.botId ?? undefined) === (other.botId ?? undefined);
}

/** Whether no group is said to confer a role. */
export function isDirect({ groups = [] }: { groups?: string[] | undefined }): boolean {
    return groups.length === 0;
}

/** Whether a role is an owner's. Kore.ai reports no kind of role; its own is called Bot Owner. @public kore-access has it by a copy */
export function isOwnerRole(name: string | undefined): boolean {
    return /\bowner\b/i.test(name ?? "");
}

/** Whether a role is one of the Admin Console, which makes an administrator. */
export function isAdministratorRole({ botId }: Role): boolean {
    return !botId;
}

/**
 * Whether a name or a description says that somebody may do everything in the account. No list says what a role that
 * somebody has is worth; Kore.ai's own is called Master Admin.
 */
export function isMasterAdmin(words: string | undefined): boolean {
    return /\bmaster\s*admin/i.test(words ?? "");
}

/**
 * Whether it can't be told which roles somebody holds directly: they are in a group, and Kore.ai names no conferring
 * groups.
 */
export function areRolesUnclear({ groups, roles, rolesUnclear }: Held<RoleHeld, GroupHeld>): boolean {
    return rolesUnclear ?? (groups.length > 0 && roles.some((role) => role.groups === undefined));
}

/** The groups, and the roles that no group is said to confer, that somebody has and that are not declared. */
export function undeclaredMembership<TRole extends RoleHeld, TGroup extends GroupHeld>(
    declared: Declared,
    held: Held<TRole, TGroup>,
): { roles: TRole[]; groups: TGroup[] } {
    return {
        groups: held.groups.filter(({ groupId }) => !declared.groups?.includes(groupId)),
        roles: held.roles.filter(
            (role) => isDirect(role) && !declared.roles?.some((wanted) => isSameRole(wanted, role)),
        ),
    };
}

/**
 * The direct roles and the groups that somebody has beyond what is declared: what `exclusive` is about. Owner roles do
 * not count: Kore.ai gives them to whoever makes a bot, and they are never taken.
 */
export function surplusOfExclusive<TRole extends RoleHeld, TGroup extends GroupHeld>(
    declared: Declared,
    held: Held<TRole, TGroup>,
): { roles: TRole[]; groups: TGroup[] } {
    const { groups, roles } = undeclaredMembership(declared, held);
    return { groups, roles: areRolesUnclear(held) ? [] : roles.filter(({ roleName }) => !isOwnerRole(roleName)) };
}

/**
 * The same of what a state has on record. It says so where roles are unclear; else a role without groups was given
 * directly.
 */
export function surplusInState<TRole extends RoleHeld, TGroup extends GroupHeld>(
    declared: Declared,
    reported: Held<TRole, TGroup>,
): { roles: TRole[]; groups: TGroup[] } {
    return surplusOfExclusive(declared, { ...reported, rolesUnclear: reported.rolesUnclear ?? false });
}

/**
 * The tasks that somebody has of bots that are not declared. Tasks are assigned as a whole, so that these go where
 * others are declared.
 */
export function tasksOfOtherBots<TTasks extends { streamId: string }>(
    declared: { streamId: string }[],
    held: TTasks[] | undefined,
): TTasks[] {
    return (held ?? []).filter(({ streamId }) => !declared.some((wanted) => wanted.streamId === streamId));
}
