import { isDirect, type Role } from "#model/memberships";
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
    /** By the id of a group that somebody is in, else by the name that Kore.ai gives: two may have the same name. */
    private readonly conferredBy = new Map<string, Map<string, ConferredRole>>();
    /**
     * Groups with somebody in them, of whose roles Kore.ai said which groups confer them (a state says where it did not);
     * and what each may confer unseen: roles that everybody in it has directly too, or by a group that none of theirs is.
     */
    private readonly unseenIn = new Map<string, Map<string, ConferredRole>>();
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

    private learn(reported: ReportedUser): void {
        const name = (id: string | null | undefined, known: string | null | undefined) => {
            if (id && known) this.byId.set(id, known);
        };
        for (const { groupId, groupName } of reported.groups) name(groupId, groupName);
        for (const { roleId, roleName, botId, botName } of reported.roles) {
            name(roleId, roleName);
            name(botId, botName);
            if (!botId) this.adminRoles.add(roleId);
        }
        this.learnConferred(reported);
    }

    private learnConferred({ roles, groups, rolesUnclear }: ReportedUser): void {
        const unseen = new Map<string, ConferredRole>();
        for (const role of roles) {
            const conferring = role.groups ?? [];
            const own = groups.filter(({ groupName }) => groupName && conferring.includes(groupName));
            if (isDirect(role) || own.length === 0) unseen.set(...entryOf(role));
            for (const group of [...conferring, ...own.map(({ groupId }) => groupId)]) {
                const known = this.conferredBy.get(group) ?? new Map<string, ConferredRole>();
                this.conferredBy.set(group, known.set(...entryOf(role)));
            }
        }
        if (rolesUnclear === true) return;
        for (const { groupId } of groups) {
            const others = this.unseenIn.get(groupId) ?? unseen;
            this.unseenIn.set(groupId, new Map([...unseen].filter(([key]) => others.has(key))));
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
        const known = this.groups.get(groupId);
        const seen = [groupId, this.byId.get(groupId) ?? groupId].flatMap((group) => [
            ...(this.conferredBy.get(group)?.values() ?? []),
        ]);
        const roles = new Map([...(known?.confers ?? []), ...seen].map(entryOf));
        const unseen = this.unseenIn.get(groupId);
        const mayBeMore = [...(unseen ?? [])].some(([key, role]) => !roles.has(key) && this.powerOf(role) !== "bot");
        return {
            roles: [...roles.values()],
            isWhole: (unseen !== undefined && !mayBeMore) || known?.isWhole === true,
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

function entryOf({ roleId, botId }: Role): [string, ConferredRole] {
    return [`${roleId}@${botId ?? ""}`, { roleId, ...(botId ? { botId } : {}) }];
}
