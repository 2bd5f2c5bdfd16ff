import type { Named } from "#client";
import { visible } from "../visible";
import type { DeclaredRole } from "./access";
import { identifiersFor } from "./identifiers";
import { Code, literal } from "./literal";
import type { Snapshot } from "./snapshot";

/** Things of one kind, each by the name that the program gives it. */
class Catalogue {
    private readonly identifiers: Map<string, string>;
    private readonly items: { id: string; name: string }[];

    /** @param constant the name of the object that holds them: "groups" */
    constructor(
        readonly constant: string,
        private readonly title: string,
        noun: string,
        named: Named[],
    ) {
        // An id may be known by a name in one answer, and only by itself in another.
        const names = new Map<string, string>();
        for (const { id, name } of named)
            if (id !== undefined && (!names.has(id) || names.get(id) === id)) names.set(id, name);
        this.items = [...names]
            .map(([id, name]) => ({ id, name }))
            .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
        const identifiers = identifiersFor(
            this.items.map(({ name }) => name),
            noun,
        );
        this.identifiers = new Map(this.items.map(({ id }, index) => [id, identifiers[index] ?? ""]));
    }

    /** The id, as the program names it. */
    code(id: string): Code {
        return new Code(`${this.constant}.${this.identifierOf(id)}`);
    }

    identifierOf(id: string): string {
        return this.identifiers.get(id) ?? id;
    }

    /** The object's declaration; what Kore.ai calls each stands beside it. */
    declaration(): string {
        const lines = this.items.map(
            ({ id, name }) => `    ${this.identifierOf(id)}: ${literal(id)}, // ${visible(name)}\n`,
        );
        return `/** ${this.title} */\nexport const ${this.constant} = {${lines.length === 0 ? "" : `\n${lines.join("")}`}};\n`;
    }

    get size(): number {
        return this.items.length;
    }
}

/** What a program calls the roles, groups and bots of an account. */
export class Constants {
    readonly adminRoles: Catalogue;
    readonly botRoles: Catalogue;
    readonly groups: Catalogue;
    readonly bots: Catalogue;

    constructor({ people, adminRoles, botRoles, groups, bots }: Snapshot) {
        const held = people.flatMap(({ roles }) => roles);
        const named = (id: string, name: string | undefined): Named => ({ id, name: name ?? id });
        const rolesOf = (kind: (role: DeclaredRole) => boolean) =>
            held.filter(kind).map(({ roleId, roleName }) => named(roleId, roleName));
        this.adminRoles = new Catalogue("adminRoles", "Roles of the Admin Console.", "role", [
            ...adminRoles,
            ...rolesOf(({ botId }) => botId === undefined),
        ]);
        this.botRoles = new Catalogue("botRoles", "Roles of bots.", "role", [
            ...botRoles,
            ...rolesOf(({ botId }) => botId !== undefined),
        ]);
        this.groups = new Catalogue("groups", "Groups.", "group", [
            ...groups,
            ...people.flatMap((person) => person.groups.map(({ groupId, groupName }) => named(groupId, groupName))),
        ]);
        this.bots = new Catalogue("bots", "Bots.", "bot", [
            ...bots,
            ...held.flatMap(({ botId, botName }) => (botId === undefined ? [] : [named(botId, botName)])),
            ...people.flatMap(({ assignBotTasks = [] }) =>
                assignBotTasks.map(({ streamId }) => named(streamId, undefined)),
            ),
        ]);
    }

    get all(): Catalogue[] {
        return [this.adminRoles, this.botRoles, this.groups, this.bots];
    }
}

// Not localeCompare, which differs between machines.
function compare(a: string, b: string): number {
    if (a === b) return 0;
    return a < b ? -1 : 1;
}
