import type { KoreUser, ReportedUser } from "./koreUser";

type Conferred = { roleId: string; botId?: string };

/** The names that Kore.ai reported of roles, bots and groups, and which roles a group is known to confer. */
export class Names {
    private readonly byId = new Map<string, string>();
    private readonly conferredBy = new Map<string, Map<string, Conferred>>();
    private shared: Set<string> | undefined;

    constructor(users: (KoreUser | undefined)[]) {
        for (const user of users) if (user?.reported) this.learn(user.reported);
    }

    private learn({ roles, groups }: ReportedUser): void {
        const name = (id: string | null | undefined, known: string | null | undefined) => {
            if (id && known) this.byId.set(id, known);
        };
        for (const { groupId, groupName } of groups) name(groupId, groupName);
        for (const { roleId, roleName, botId, botName, groups: conferring } of roles) {
            name(roleId, roleName);
            name(botId, botName);
            for (const group of conferring ?? []) {
                const known = this.conferredBy.get(group) ?? new Map<string, Conferred>();
                known.set(`${roleId}@${botId ?? ""}`, { roleId, ...(botId ? { botId } : {}) });
                this.conferredBy.set(group, known);
            }
        }
    }

    of(id: string): string | undefined {
        return this.byId.get(id);
    }

    /** Roles that a group was seen to confer on somebody; undefined where nobody was seen with a role from it. */
    conferred(groupId: string): Conferred[] | undefined {
        const name = this.byId.get(groupId);
        const roles = name === undefined ? undefined : this.conferredBy.get(name);
        return roles && [...roles.values()];
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
            const names = [...this.byId.values()];
            this.shared = new Set(names.filter((name, at) => names.indexOf(name) !== at));
        }
        return this.shared;
    }
}
