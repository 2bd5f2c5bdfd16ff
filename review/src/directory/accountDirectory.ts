import type { HeldRole, ListedGroup, ListedPerson, ListedRole, Listing, Named } from "#client";
import { conferredBy } from "./conferred";
import { greaterPower, powerOfRole, type Power } from "./power";
import type { AccountDirectory, DirectoryRole } from "./schema";

type Kind = DirectoryRole["kind"];

/** The lists of an account that a directory is made of. */
export interface Lists {
    people: Listing<ListedPerson>;
    adminRoles: Listing<ListedRole>;
    botRoles: Listing<ListedRole>;
    groups: Listing<ListedGroup>;
    bots: Listing<Named>;
}

/** What else was seen with people, and may be in no list. */
export interface Seen {
    roles: HeldRole[];
    groups: Named[];
    bots: Named[];
}

/** What Kore.ai may not list whole, in the words of the file and of messages. */
export const listNames = {
    people: "people",
    adminRoles: "roles of the Admin Console",
    botRoles: "roles of bots",
    groups: "groups",
    bots: "bots",
} as const satisfies Record<keyof Lists, string>;
const rolesOfPeople = "roles of people";

/**
 * What an account has, from its lists. Nobody of it is in there.
 *
 * @param host the account's
 * @param asOf when it was read
 */
export function accountDirectory(
    host: string,
    asOf: Date,
    lists: Lists,
    seen: Seen = { roles: [], groups: [], bots: [] },
): AccountDirectory {
    const { people, adminRoles, botRoles, groups, bots } = lists;
    const held = [...people.items.flatMap(({ roles = [] }) => roles), ...seen.roles];
    const conferred = conferredBy(groups.items, people.items);
    return sorted({
        version: 1,
        host,
        asOf: asOf.toISOString(),
        incomplete: incompleteOf(lists),
        roles: [
            ...rolesOf(
                "admin",
                adminRoles.items,
                held.filter(({ botId }) => botId === undefined),
            ),
            ...rolesOf(
                "bot",
                botRoles.items,
                held.filter(({ botId }) => botId !== undefined),
            ),
        ],
        groups: named([...groups.items, ...seen.groups]).map((group) => ({
            ...group,
            ...(conferred.get(group.id) ?? { confers: [], isWhole: false }),
        })),
        bots: named([
            ...bots.items,
            ...held.flatMap(({ botId, botName }) =>
                botId === undefined ? [] : [{ id: botId, name: botName ?? botId }],
            ),
            ...seen.bots,
        ]),
    });
}

/** The same directory in an order that depends on nothing but what is in it. */
export function sorted(directory: AccountDirectory): AccountDirectory {
    return {
        ...directory,
        roles: inOrder(directory.roles, ({ kind, name, id = "" }) => [kind, name, id]),
        groups: inOrder(directory.groups, ({ name, id }) => [name, id]).map((group) => ({
            ...group,
            confers: inOrder(group.confers, ({ roleId, botId = "" }) => [roleId, botId]),
        })),
        bots: inOrder(directory.bots, ({ name, id }) => [name, id]),
    };
}

// Not localeCompare, which differs between machines.
function inOrder<T>(items: T[], keyOf: (item: T) => string[]): T[] {
    const keys = new Map(items.map((item) => [item, keyOf(item)]));
    return [...items].sort((a, b) => {
        const [one, other] = [keys.get(a) ?? [], keys.get(b) ?? []];
        const at = one.findIndex((part, index) => part !== other[index]);
        if (at < 0) return 0;
        return (one[at] ?? "") < (other[at] ?? "") ? -1 : 1;
    });
}

function incompleteOf(lists: Lists): string[] {
    const names = (["people", "adminRoles", "botRoles", "groups", "bots"] as const)
        .filter((list) => !lists[list].isComplete)
        .map((list): string => listNames[list]);
    return lists.people.items.some(({ roles }) => roles === undefined) ? [...names, rolesOfPeople] : names;
}

/** Each id once. It may have a name in one answer, and none but itself in another. */
function named(items: Named[]): { id: string; name: string }[] {
    const names = new Map<string, string>();
    for (const { id, name } of items)
        if (id !== undefined && (!names.has(id) || names.get(id) === id)) names.set(id, name);
    return [...names].map(([id, name]) => ({ id, name }));
}

/** The roles of a kind, with the ids that people were seen to hold where the list has none. */
function rolesOf(kind: Kind, listed: ListedRole[], held: HeldRole[]): DirectoryRole[] {
    const isListed = new Set(listed.map(({ id }) => id));
    const seen = named(held.map(({ roleId, roleName }) => ({ id: roleId, name: roleName ?? roleId }))).filter(
        ({ id }) => !isListed.has(id),
    );
    const withoutId = listed.filter(({ id, name }) => id === undefined && name !== "");
    const namesakes = (name: string) => withoutId.filter((role) => role.name === name);
    const isTold = (name: string) =>
        namesakes(name).length === 1 && seen.filter((role) => role.name === name).length === 1;
    return [
        ...listed.filter(({ id }) => id !== undefined).map((role) => directoryRole(kind, role)),
        ...withoutId.filter(({ name }) => !isTold(name)).map((role) => directoryRole(kind, role)),
        ...seen.map((role) => {
            const [first, ...others] = namesakes(role.name).map((each) => directoryRole(kind, each));
            if (first === undefined) return directoryRole(kind, role);
            if (isTold(role.name)) return { ...first, id: role.id };
            // One of several of that name: which one is not known, and the greatest power is the safe reading.
            const power = others.reduce((greatest: Power, each) => greaterPower(greatest, each.power), first.power);
            return { ...directoryRole(kind, role), power };
        }),
    ];
}

function directoryRole(kind: Kind, { id, name, permissions, description }: ListedRole): DirectoryRole {
    return {
        ...(id === undefined ? {} : { id }),
        name,
        kind,
        power: powerOfRole(kind, name, permissions, description),
        ...(permissions === undefined ? {} : { permissions }),
    };
}
