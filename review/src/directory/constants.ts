import { visible } from "../visible";
import { Code, literal } from "../literal";
import { identifiersFor } from "./identifiers";
import { powerWords } from "./power";
import { roleText } from "./roleText";
import type { AccountDirectory, DirectoryGroup, DirectoryRole } from "./schema";

type ConstantName = "adminRoles" | "botRoles" | "groups" | "bots";

/** What programs call things, by constant and id. */
export type Identifiers = Record<ConstantName, Map<string, string>>;

/** Something that has a name in programs. */
interface Item {
    id: string;
    name: string;
    /** What its doc comment says after the name. */
    about?: string;
}

/** Things of one kind, each by the name that programs give it. */
class Catalogue {
    private readonly identifiers: Map<string, string>;

    /** @param kept what programs call them already */
    constructor(
        readonly constant: ConstantName,
        private readonly title: string,
        noun: string,
        private readonly items: Item[],
        kept: ReadonlyMap<string, string>,
    ) {
        const identifiers = identifiersFor(
            items.map(({ name }) => name),
            noun,
            items.map(({ id }) => kept.get(id)),
        );
        this.identifiers = new Map(items.map(({ id }, index) => [id, identifiers[index] ?? ""]));
    }

    /** The id, as programs name it. */
    code(id: string): Code {
        return new Code(`${this.constant}.${this.identifierOf(id)}`);
    }

    identifierOf(id: string): string {
        return this.identifiers.get(id) ?? id;
    }

    /** The ids, by what programs call them. */
    values(): Record<string, string> {
        return Object.fromEntries(this.items.map(({ id }) => [this.identifierOf(id), id]));
    }

    /** The object's declaration. */
    declaration(): string {
        const entries = this.items.map(({ id, name, about }) => {
            const words = `"${visible(name)}" (${visible(id)})${about === undefined ? "" : `: ${about}`}`;
            return `${docComment(words)}    ${this.identifierOf(id)}: ${literal(id)},\n`;
        });
        const body = entries.length === 0 ? "" : `\n${entries.join("")}`;
        return `/** ${this.title} */\nexport const ${this.constant} = {${body}} as const;\n`;
    }
}

/** What programs call the roles, groups and bots of an account. */
export class Constants {
    readonly adminRoles: Catalogue;
    readonly botRoles: Catalogue;
    readonly groups: Catalogue;
    readonly bots: Catalogue;

    /** @param kept what programs call them already */
    constructor(
        private readonly directory: AccountDirectory,
        kept: Identifiers = identifiersIn(""),
    ) {
        const { roles, groups, bots } = directory;
        const rolesOf = (kind: DirectoryRole["kind"]): Item[] =>
            roles.flatMap((role) =>
                role.kind !== kind || role.id === undefined
                    ? []
                    : [{ id: role.id, name: role.name, about: `${powerWords[role.power]}.` }],
            );
        this.adminRoles = new Catalogue(
            "adminRoles",
            "Roles of the Admin Console.",
            "role",
            rolesOf("admin"),
            kept.adminRoles,
        );
        this.botRoles = new Catalogue("botRoles", "Roles of bots.", "role", rolesOf("bot"), kept.botRoles);
        const about = (group: DirectoryGroup) => ({ ...group, about: conferringText(group, directory) });
        this.groups = new Catalogue("groups", "Groups.", "group", groups.map(about), kept.groups);
        this.bots = new Catalogue("bots", "Bots.", "bot", bots, kept.bots);
    }

    get all(): Catalogue[] {
        return [this.adminRoles, this.botRoles, this.groups, this.bots];
    }

    /** Their values, for programs that read them as data. */
    values(): Record<string, Record<string, string>> {
        return Object.fromEntries(this.all.map((catalogue) => [catalogue.constant, catalogue.values()]));
    }

    /** The module that declares them. */
    text(): string {
        const withoutId = this.directory.roles.filter(({ id }) => id === undefined).map(({ name }) => visible(name));
        const missing =
            withoutId.length === 0
                ? ""
                : `\n${commented(`Kore.ai tells no ids of these roles: ${withoutId.map((name) => `"${name}"`).join(", ")}.`, "// ")}`;
        return `${headerOf(this.directory.host)}${missing}\n${this.all.map((catalogue) => catalogue.declaration()).join("\n")}`;
    }
}

const mark = "// Written by kore-access from the account at ";

function headerOf(host: string): string {
    return `${mark}${visible(host)}.\n// Change nothing here: kore-access directory and kore-access import write it anew. No names or addresses of people are in it.\n`;
}

/** Whether a module is one that declares constants, as this wrote it. */
export function isConstants(text: string): boolean {
    return text.startsWith(mark);
}

/** What programs call things, as an earlier module of constants declares it. */
export function identifiersIn(module: string): Identifiers {
    const of = (constant: ConstantName): Map<string, string> => {
        const block = new RegExp(`^export const ${constant} = \\{$([^]*?)^\\}`, "m").exec(module.replaceAll("\r", ""));
        const lines = (block?.[1] ?? "").matchAll(
            /^\s*([\p{ID_Start}$_][\p{ID_Continue}$]*): ("(?:[^"\\]|\\.)*"|'[^'\\]*'),?$/gmu,
        );
        return new Map([...lines].map(([, identifier = "", quoted = ""]) => [unquoted(quoted), identifier]));
    };
    return { adminRoles: of("adminRoles"), botRoles: of("botRoles"), groups: of("groups"), bots: of("bots") };
}

function unquoted(text: string): string {
    if (text.startsWith("'")) return text.slice(1, -1);
    const value: unknown = JSON.parse(text);
    return String(value);
}

/** "confers "Bot Tester" on bot "Support"" */
function conferringText({ confers, isWhole }: DirectoryGroup, directory: AccountDirectory): string {
    const roles = confers.map((role) => roleText(role, directory)).join("; ");
    if (isWhole) return roles === "" ? "confers no role." : `confers ${roles}.`;
    return roles === "" ? "what it confers is not known." : `confers ${roles}; whether more, is not known.`;
}

const width = 108;

/** A doc comment of an entry, on one line where that has room. */
function docComment(text: string): string {
    const words = text.replaceAll("*/", "*\\/");
    return words.length <= width ? `    /** ${words} */\n` : `    /**\n${commented(words, "     * ")}     */\n`;
}

/** Lines of a comment. None begins with an @, which editors take for a tag. */
function commented(text: string, start: string): string {
    const lines: string[] = [];
    for (const word of text.split(/ +(?!@)/u).flatMap(pieces)) {
        const last = lines.at(-1);
        if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
        else lines[lines.length - 1] = `${last} ${word}`;
    }
    return lines.map((line) => `${start}${line}\n`).join("");
}

function pieces(word: string): string[] {
    const characters = [...word];
    return Array.from({ length: Math.ceil(characters.length / width) }, (_, index) =>
        characters.slice(index * width, (index + 1) * width).join(""),
    );
}
