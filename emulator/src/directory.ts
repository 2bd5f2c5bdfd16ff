import { createHash } from "node:crypto";
import type { HeldRole, Person, SeedPerson } from "./person";
import type { Bot, Group, Role, Seed } from "./seed";
import type { Switches } from "./switches";

/** A role that somebody has: held directly, conferred by groups, or both. */
export interface EffectiveRole {
    role: Role;
    /** Absent for admin roles. */
    bot?: Bot;
    direct: boolean;
    /** Names of the groups that confer it. */
    groups: string[];
}

/** Who is in the account, who was, and the bots, roles and groups that people can have. */
export class Directory {
    private readonly byAddress = new Map<string, Person>();
    private readonly bots: Map<string, Bot>;
    private readonly roles: Map<string, Role>;
    private readonly groups: Map<string, Group>;

    constructor(
        readonly seed: Seed,
        people: Person[],
        /** People removed so far, oldest first: their records are kept, as the Directory Synchronization page says. */
        readonly removed: Person[],
        /** The roles of groups that assignments have changed, by group id. */
        readonly groupRoles: Record<string, HeldRole[]> = {},
    ) {
        this.bots = new Map(seed.bots.map((bot) => [bot.botId, bot]));
        this.roles = new Map(seed.roles.map((role) => [role.roleId, role]));
        this.groups = new Map(seed.groups.map((group) => [group.groupId, group]));
        people.forEach((person) => this.byAddress.set(person.emailId.toLowerCase(), person));
    }

    /** A directory with the people of a seed. */
    static of(seed: Seed): Directory {
        const directory = new Directory(seed, [], []);
        seed.people.forEach((person) => directory.addSeeded(person));
        return directory;
    }

    /** All people of the account, oldest first. */
    people(): Person[] {
        return [...this.byAddress.values()];
    }

    /** The person of an address, whatever its letter case. */
    find(emailId: string): Person | undefined {
        return this.byAddress.get(emailId.toLowerCase());
    }

    /** The person whom the customer's organisation gave an id. */
    findByOrgUserId(orgUserId: string): Person | undefined {
        return this.people().find((person) => person.orgUserId === orgUserId);
    }

    /** The newest record of somebody who was removed and is not back. */
    findRemoved(emailId: string): Person | undefined {
        return this.find(emailId) === undefined ? this.formerRecords(emailId).at(-1) : undefined;
    }

    /** Whether an address belongs to another account and not to this one. */
    isForeign(emailId: string): boolean {
        const asked = emailId.toLowerCase();
        const foreign = this.seed.peopleOfOtherAccounts?.some((address) => address.toLowerCase() === asked) ?? false;
        return foreign && this.find(emailId) === undefined;
    }

    /** The bot of an id. */
    bot(botId: string): Bot | undefined {
        return this.bots.get(botId);
    }

    /** The role of an id. */
    role(roleId: string): Role | undefined {
        return this.roles.get(roleId);
    }

    /** The group of an id. */
    group(groupId: string): Group | undefined {
        return this.groups.get(groupId);
    }

    /** The members of a group. */
    members(groupId: string): Person[] {
        return this.people().filter((person) => person.groups.includes(groupId));
    }

    /** Adds somebody; the userId is the former one of that address, or a new one. */
    add(person: Omit<Person, "userId">, recreatedUserId: Switches["recreatedUserId"]): void {
        const former = this.formerRecords(person.emailId);
        const userId =
            (recreatedUserId === "same" ? former.at(-1)?.userId : undefined) ?? userIdOf(person.emailId, former.length);
        this.byAddress.set(person.emailId.toLowerCase(), { ...person, userId });
    }

    /** Adds somebody as a seed gives them. */
    addSeeded(seeded: SeedPerson): void {
        const person: Person = {
            canCreateBot: false,
            isDeveloper: false,
            hasDataTableAndViewAccess: false,
            groups: [],
            roles: [],
            assignBotTasks: [],
            status: "active",
            invitations: 0,
            userId: userIdOf(seeded.emailId, this.formerRecords(seeded.emailId).length),
            ...seeded,
        };
        this.byAddress.set(person.emailId.toLowerCase(), structuredClone(person));
    }

    /** Removes somebody and keeps the record. */
    remove(person: Person): void {
        this.byAddress.delete(person.emailId.toLowerCase());
        this.removed.push(person);
    }

    /** The roles that a group confers by itself: those of the seed, until an assignment changes them. */
    rolesOfGroup(group: Group): HeldRole[] {
        return this.groupRoles[group.groupId] ?? group.roles ?? [];
    }

    /** Every role of somebody, each once, with how it is held. */
    rolesOf(person: Person, switches: Switches): EffectiveRole[] {
        const found = new Map<string, EffectiveRole>();
        const effective = (held: HeldRole): EffectiveRole | undefined => {
            const role = this.role(held.roleId);
            if (role === undefined) {
                return undefined;
            }
            const bot = held.botId === undefined ? undefined : this.bot(held.botId);
            const key = roleKey(held);
            const entry = found.get(key) ?? { role, ...(bot === undefined ? {} : { bot }), direct: false, groups: [] };
            found.set(key, entry);
            return entry;
        };
        for (const held of person.roles) {
            const entry = effective(held);
            if (entry !== undefined) {
                entry.direct = true;
            }
        }
        for (const group of this.conferring(person.groups, switches)) {
            for (const held of this.rolesOfGroup(group)) {
                effective(held)?.groups.push(group.name);
            }
        }
        return [...found.values()];
    }

    /**
     * Whether somebody owns the account or a bot of it: such people cannot be removed through the API (User Management
     * page).
     */
    isOwner(person: Person, switches: Switches): boolean {
        return person.owner === true || this.rolesOf(person, switches).some(({ role }) => role.owner === true);
    }

    /** The groups that confer roles on the members of some groups, each once, though groups may hold one another. */
    private conferring(groupIds: string[], { nestedGroups }: Switches): Group[] {
        const found = new Set(groupIds.flatMap((groupId) => this.group(groupId) ?? []));
        for (const group of found) {
            const others =
                nestedGroups === "conferred"
                    ? (group.groups ?? []).flatMap((groupId) => this.group(groupId) ?? [])
                    : nestedGroups === "ofOuter"
                      ? this.seed.groups.filter(({ groups }) => groups?.includes(group.groupId))
                      : [];
            others.forEach((other) => found.add(other));
        }
        return [...found];
    }

    private formerRecords(emailId: string): Person[] {
        return this.removed.filter((person) => person.emailId.toLowerCase() === emailId.toLowerCase());
    }
}

/** One text for a role on a bot, to compare by. */
export function roleKey(held: HeldRole): string {
    return `${held.roleId}@${held.botId ?? ""}`;
}

/**
 * An id in Kore.ai's form, the same for the same address and generation, so that two runs of a test see the same ids.
 */
function userIdOf(emailId: string, generation: number): string {
    const hash = createHash("sha1").update(`${emailId.toLowerCase()} ${generation}`).digest("hex");
    return `u-${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
