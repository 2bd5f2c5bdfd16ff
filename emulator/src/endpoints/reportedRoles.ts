import type { Directory, EffectiveRole } from "../directory";
import type { Person } from "../person";
import type { Switches } from "../switches";

/** The `roles` that usersInfo and alluserroles report of somebody. */
export interface ReportedRoles {
    btRoles: Record<string, unknown>[];
    adminRoles: Record<string, unknown>[];
}

/** The roles of somebody, those that groups confer included, as usersInfo and alluserroles report them. */
export function reportedRoles(person: Person, directory: Directory, switches: Switches): ReportedRoles {
    const roles = directory.rolesOf(person, switches).flatMap((effective) => split(effective, switches));
    return {
        btRoles: roles.filter(({ role }) => role.roleType === "bot").map((role) => entryOf(role, switches)),
        adminRoles: roles.filter(({ role }) => role.roleType === "admin").map((role) => entryOf(role, switches)),
    };
}

function split(effective: EffectiveRole, { directRoleAlsoConferred }: Switches): EffectiveRole[] {
    if (!effective.direct || effective.groups.length === 0 || directRoleAlsoConferred === "conferred") {
        return [effective];
    }
    const direct = { ...effective, groups: [] };
    return directRoleAlsoConferred === "direct" ? [direct] : [direct, effective];
}

function entryOf({ role, bot, groups }: EffectiveRole, { conferringGroups }: Switches): Record<string, unknown> {
    return {
        roleId: role.roleId,
        roleName: role.name,
        ...(conferringGroups === "reported" ? { groups } : {}),
        ...(bot === undefined ? {} : { botId: bot.botId, botName: bot.name }),
    };
}
