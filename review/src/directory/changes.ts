import { visible } from "../visible";
import { earlierOf } from "./continued";
import { powerWords } from "./power";
import { roleText } from "./roleText";
import type { AccountDirectory, DirectoryGroup, DirectoryRole } from "./schema";

/** What is different in an account since a directory was written, a sentence for each; empty where nothing is. */
export function changesBetween(before: AccountDirectory, now: AccountDirectory): string[] {
    return [...changesOfRoles(before, now), ...changesOfGroups(before, now), ...changesOfBots(before, now)];
}

function changesOfRoles(before: AccountDirectory, now: AccountDirectory): string[] {
    const pairs = now.roles.map((role) => ({ role, earlier: earlierOf(role, now.roles, before.roles) }));
    const known = new Set(pairs.map(({ earlier }) => earlier));
    return [
        ...pairs.flatMap(({ role, earlier }) =>
            earlier === undefined
                ? [`${nameOf(role)} is new: ${powerWords[role.power]}.`]
                : changesOfRole(earlier, role),
        ),
        ...before.roles.filter((role) => !known.has(role)).map((role) => `${nameOf(role)} is gone.`),
    ];
}

function changesOfRole(before: DirectoryRole, now: DirectoryRole): string[] {
    const name = nameOf(now);
    const permissions = difference(before.permissions ?? [], now.permissions ?? []);
    return [
        ...renamed(name, before, now),
        ...(before.id === now.id || now.id === undefined ? [] : [`${name} was listed without an id.`]),
        ...(before.power === now.power
            ? []
            : [`${name}: ${powerWords[now.power]}; before: ${powerWords[before.power]}.`]),
        ...said(`${name} may do now:`, permissions.more.map(visible)),
        ...said(`${name} may not do any more:`, permissions.less.map(visible)),
    ];
}

function changesOfGroups(before: AccountDirectory, now: AccountDirectory): string[] {
    return changesById("Group", before.groups, now.groups, (earlier, group, name) => {
        const keys = ({ confers }: DirectoryGroup) => new Map(confers.map((role) => [JSON.stringify(role), role]));
        const [was, is] = [keys(earlier), keys(group)];
        const { more, less } = difference([...was.keys()], [...is.keys()]);
        const texts = (some: string[], roles: typeof is, directory: AccountDirectory) =>
            some.flatMap((key) => roles.get(key) ?? []).map((role) => roleText(role, directory));
        return [
            ...said(`${name} confers now:`, texts(more, is, now)),
            ...said(`${name} confers no more:`, texts(less, was, before)),
        ];
    });
}

function changesOfBots(before: AccountDirectory, now: AccountDirectory): string[] {
    return changesById("Bot", before.bots, now.bots, () => []);
}

function changesById<T extends { id: string; name: string }>(
    word: "Group" | "Bot",
    before: T[],
    now: T[],
    changes: (earlier: T, item: T, name: string) => string[],
): string[] {
    const nameOfItem = ({ name, id }: T) => `${word} "${visible(name)}" (${visible(id)})`;
    return [
        ...now.flatMap((item) => {
            const earlier = before.find(({ id }) => id === item.id);
            if (earlier === undefined) return [`${nameOfItem(item)} is new.`];
            return [...renamed(nameOfItem(item), earlier, item), ...changes(earlier, item, nameOfItem(item))];
        }),
        ...before.filter(({ id }) => !now.some((item) => item.id === id)).map((item) => `${nameOfItem(item)} is gone.`),
    ];
}

function renamed(name: string, before: { name: string }, now: { name: string }): string[] {
    return before.name === now.name ? [] : [`${name} was called "${visible(before.name)}".`];
}

function nameOf({ kind, name, id }: DirectoryRole): string {
    const where = kind === "admin" ? "Role of the Admin Console" : "Role of bots";
    return `${where} "${visible(name)}"${id === undefined ? "" : ` (${visible(id)})`}`;
}

function difference(before: string[], now: string[]): { more: string[]; less: string[] } {
    return {
        more: now.filter((each) => !before.includes(each)),
        less: before.filter((each) => !now.includes(each)),
    };
}

function said(what: string, parts: string[]): string[] {
    return parts.length === 0 ? [] : [`${what} ${parts.join("; ")}.`];
}
