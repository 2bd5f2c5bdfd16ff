import type { HeldRole, ListedGroup, ListedPerson } from "#client";

/** What a group was seen to confer. */
export interface Conferred {
    confers: { roleId: string; botId?: string }[];
    /** Whether these are all. */
    isWhole: boolean;
}

/** What one role of one person says of the groups that they are in. */
interface Evidence {
    /** Groups that confer it. */
    shown: string[];
    /** Groups that may confer it, for all that is known. */
    unclear: string[];
}

/**
 * What groups confer. No list of Kore.ai's says it: it is learnt from the roles of those who are in a group, which name
 * the groups that confer them. A group that somebody is in confers no role that one of its people lacks; so that what
 * it confers is known whole unless all of them hold a role directly which it may confer as well.
 */
export function conferredBy(groups: ListedGroup[], people: ListedPerson[]): Map<string, Conferred> {
    const readable = people.filter(({ roles }) => roles !== undefined);
    const isToldOf = readable.some(({ roles = [] }) => roles.some((role) => role.groups !== undefined));
    const memberships = new Memberships(groups, readable);
    const evidence = new Map(readable.map((person) => [person, memberships.evidenceOf(person)]));
    return new Map(
        groups.map(({ id }) => {
            const members = memberships.membersOf(id);
            const shown = new Map<string, HeldRole>();
            for (const role of members.flatMap((person) => evidence.get(person)?.shown.get(id) ?? []))
                shown.set(keyOf(role), role);
            const unclear = members.map(
                (person) =>
                    new Set((evidence.get(person)?.unclear.get(id) ?? []).map(keyOf).filter((key) => !shown.has(key))),
            );
            const mayBeHidden = [...(unclear[0] ?? [])].some((key) => unclear.every((keys) => keys.has(key)));
            return [
                id,
                {
                    confers: [...shown.values()].map(({ roleId, botId }) =>
                        botId === undefined ? { roleId } : { roleId, botId },
                    ),
                    isWhole: isToldOf && members.length > 0 && !mayBeHidden,
                },
            ];
        }),
    );
}

/** Who is in which group, and how groups hold one another. */
class Memberships {
    private readonly byName = new Map<string, string[]>();
    private readonly members = new Map<string, ListedPerson[]>();
    private readonly groupsOf = new Map<ListedPerson, string[]>();
    private readonly related: Map<string, Set<string>>;

    constructor(groups: ListedGroup[], people: ListedPerson[]) {
        const known = new Map(
            people.flatMap((person) => [
                [person.emailId, person] as const,
                ...(person.userId === undefined ? [] : [[person.userId, person] as const]),
            ]),
        );
        for (const { id, name, members } of groups) {
            this.byName.set(name, [...(this.byName.get(name) ?? []), id]);
            const found = members.flatMap(
                ({ userId, emailId }) => known.get(userId ?? "") ?? known.get(emailId ?? "") ?? [],
            );
            this.members.set(id, [...new Set(found)]);
            for (const person of new Set(found)) this.groupsOf.set(person, [...(this.groupsOf.get(person) ?? []), id]);
        }
        this.related = this.relations(groups);
    }

    membersOf(groupId: string): ListedPerson[] {
        return this.members.get(groupId) ?? [];
    }

    /** What the roles of somebody say, by group. */
    evidenceOf(person: ListedPerson): { shown: Map<string, HeldRole[]>; unclear: Map<string, HeldRole[]> } {
        const [shown, unclear] = [new Map<string, HeldRole[]>(), new Map<string, HeldRole[]>()];
        for (const role of person.roles ?? []) {
            const said = this.evidence(person, role);
            for (const id of said.shown) shown.set(id, [...(shown.get(id) ?? []), role]);
            for (const id of said.unclear) unclear.set(id, [...(unclear.get(id) ?? []), role]);
        }
        return { shown, unclear };
    }

    private evidence(person: ListedPerson, { groups: conferring = [] }: HeldRole): Evidence {
        const own = this.groupsOf.get(person) ?? [];
        // Given directly; a group may confer it too, and Kore.ai's pages show no such role.
        if (conferring.length === 0) return { shown: [], unclear: own };
        const all = conferring.map((name) => this.throughWhich(own, this.byName.get(name) ?? []));
        return { shown: all.flatMap(({ shown }) => shown), unclear: all.flatMap(({ unclear }) => unclear) };
    }

    /** By which of somebody's groups a role comes that a group of this name confers: it, or one that it is nested with. */
    private throughWhich(own: string[], named: string[]): Evidence {
        const through = own.filter((id) => named.some((other) => other === id || this.related.get(id)?.has(other)));
        const itself = named.length === 1 ? through.filter((id) => named.includes(id)) : [];
        const shown = itself.length > 0 ? itself : through.length === 1 ? through : [];
        return { shown, unclear: through.filter((id) => !shown.includes(id)) };
    }

    /** Of each group those below and those above it. No page says which of them confer their roles on its people. */
    private relations(groups: ListedGroup[]): Map<string, Set<string>> {
        const below = new Map(
            groups.map(({ id, groups: inner }) => [id, inner.flatMap((each) => this.byName.get(each) ?? [each])]),
        );
        const above = new Map<string, string[]>();
        for (const [id, inner] of below) for (const each of inner) above.set(each, [...(above.get(each) ?? []), id]);
        return new Map(groups.map(({ id }) => [id, new Set([...reachable(id, below), ...reachable(id, above)])]));
    }
}

function reachable(from: string, steps: Map<string, string[]>): Set<string> {
    const found = new Set(steps.get(from) ?? []);
    for (const each of found) for (const next of steps.get(each) ?? []) found.add(next);
    return found;
}

function keyOf({ roleId, botId }: HeldRole): string {
    return JSON.stringify([roleId, botId]);
}
