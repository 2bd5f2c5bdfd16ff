import type { Role } from "#model/memberships";
import { greaterPower, powerOfRole, type Power } from "./directory/power";
import type { AccountDirectory, DirectoryRole } from "./directory/schema";
import type { KoreUser, ReportedUser } from "./koreUser";

type ConferredRole = { roleId: string; botId?: string };

/** The roles that a group is known to confer, and whether these are all. */
export interface Conferred {
    roles: ConferredRole[];
    isWhole: boolean;
}

/**
 * What ids mean: the names of roles, bots and groups, what a role lets somebody do, and which roles a group confers. It
 * is known by what Kore.ai has reported of people in the state, and by the account's directory where there is one.
 */
export class Names {
    private readonly byId = new Map<string, string>();
    private readonly adminRoles = new Set<string>();
    private readonly conferredBy = new Map<string, Map<string, ConferredRole>>();
    /** Groups with somebody in them, of whose roles Kore.ai said which groups confer them: a state says where it did not. */
    private readonly whole = new Set<string>();
    private readonly roles: Map<string, DirectoryRole>;
    private readonly groups: Map<string, AccountDirectory["groups"][number]>;
    private readonly conferredOf = new Map<string, Conferred>();
    private shared: Set<string> | undefined;

    /**
     * @param users those of the state; what was reported last wins
     * @param directory of the account, where it is known
     */
    constructor(
        users: (KoreUser | undefined)[],
        readonly directory?: AccountDirectory,
    ) {
        const { roles = [], groups = [], bots = [] } = directory ?? {};
        this.roles = new Map(roles.flatMap((role) => (role.id === undefined ? [] : [[role.id, role]])));
        this.groups = new Map(groups.map((group) => [group.id, group]));
        for (const { id, name } of [...roles, ...groups, ...bots]) if (id !== undefined) this.byId.set(id, name);
        for (const user of users) if (user?.reported) this.learn(user.reported);
    }

    private learn({ roles, groups, rolesUnclear }: ReportedUser): void {
        const name = (id: string | null | undefined, known: string | null | undefined) => {
            if (id && known) this.byId.set(id, known);
        };
        for (const { groupId, groupName } of groups) {
            name(groupId, groupName);
            if (rolesUnclear !== true) this.whole.add(groupId);
        }
        for (const { roleId, roleName, botId, botName, groups: conferring } of roles) {
            name(roleId, roleName);
            name(botId, botName);
            if (!botId) this.adminRoles.add(roleId);
            for (const group of conferring ?? []) {
                const known = this.conferredBy.get(group) ?? new Map<string, ConferredRole>();
                known.set(`${roleId}@${botId ?? ""}`, { roleId, ...(botId ? { botId } : {}) });
                this.conferredBy.set(group, known);
            }
        }
    }

    of(id: string): string | undefined {
        return this.byId.get(id);
    }

    /** Whether a role is one of the Admin Console, also where a program declares it with a bot. */
    isAdmin({ roleId, botId }: Role): boolean {
        return !botId || this.roles.get(roleId)?.kind === "admin" || this.adminRoles.has(roleId);
    }

    /** What a role lets somebody do: what the directory says or its name, whichever is more; `unknown` without either. */
    powerOf(role: Role): Power | "unknown" {
        const name = this.byId.get(role.roleId);
        if (name === undefined) return "unknown";
        const kind = this.isAdmin(role) ? "admin" : "bot";
        const [byName, known] = [powerOfRole(kind, name), this.roles.get(role.roleId)];
        return known?.kind === kind ? greaterPower(byName, known.power) : byName;
    }

    /** The roles that a group confers, as far as is known. */
    conferred(groupId: string): Conferred {
        const known = this.conferredOf.get(groupId) ?? this.gather(groupId);
        this.conferredOf.set(groupId, known);
        return known;
    }

    private gather(groupId: string): Conferred {
        const name = this.byId.get(groupId);
        const seen = (name === undefined ? undefined : this.conferredBy.get(name)) ?? new Map<string, ConferredRole>();
        const known = this.groups.get(groupId);
        const roles = [...(known?.confers ?? []), ...seen.values()].map(
            ({ roleId, botId }): [string, ConferredRole] => [
                `${roleId}@${botId ?? ""}`,
                { roleId, ...(botId === undefined ? {} : { botId }) },
            ],
        );
        return {
            roles: [...new Map(roles).values()],
            isWhole: this.whole.has(groupId) || known?.isWhole === true,
        };
    }

    /** Each id that has a name, in the names' order; a name may belong to several ids. */
    legend(ids: Iterable<string>): { id: string; name: string }[] {
        const named = [...new Set(ids)].flatMap((id) => {
            const name = this.byId.get(id);
            return name === undefined ? [] : [{ id, name }];
        });
        return named.sort((a, b) => (a.name + a.id < b.name + b.id ? -1 : 1));
    }

    /** Whether another id has the same name, so that the name alone does not tell which is meant. */
    isAmbiguous(id: string): boolean {
        const name = this.byId.get(id);
        return name !== undefined && this.sharedNames().has(name);
    }

    private sharedNames(): Set<string> {
        if (this.shared === undefined) {
            const seen = new Set<string>();
            this.shared = new Set();
            for (const name of this.byId.values()) {
                if (seen.has(name)) this.shared.add(name);
                seen.add(name);
            }
        }
        return this.shared;
    }
}
