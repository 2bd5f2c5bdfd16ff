import type { AccessKind } from "../src/report/page/data";
import type { Place } from "./filter";
import { compareKinds } from "./kinds";
import type { Person } from "./people";

/** How much access there is at a place, and of how many people. */
export interface PlaceFigures {
    place: Place;
    people: number;
    /** Accesses, by kind, in the order of the kinds. */
    kinds: ReadonlyMap<AccessKind, number>;
    all: number;
}

/** The access of people by place, the account itself first, then what most have access to; what is lost does not count. */
export function byPlace(people: readonly Person[]): PlaceFigures[] {
    const places = new Map<string | undefined, { people: number; kinds: Map<AccessKind, number>; all: number }>();
    for (const person of people) {
        const met = new Set<string | undefined>();
        for (const { kind, on, standing } of person.access) {
            if (standing === "lost") continue;
            const figures = places.get(on) ?? { people: 0, kinds: new Map<AccessKind, number>(), all: 0 };
            places.set(on, figures);
            figures.all++;
            figures.kinds.set(kind, (figures.kinds.get(kind) ?? 0) + 1);
            if (!met.has(on)) figures.people++;
            met.add(on);
        }
    }
    return [...places]
        .map(([on, { people, kinds, all }]) => ({
            place: on === undefined ? {} : { on },
            people,
            kinds: inOrder(kinds),
            all,
        }))
        .sort((a, b) => rank(a) - rank(b) || b.people - a.people || (nameOf(a) < nameOf(b) ? -1 : 1));
}

function rank({ place }: PlaceFigures): number {
    return place.on === undefined ? 0 : 1;
}

function nameOf({ place }: PlaceFigures): string {
    return place.on ?? "";
}

function inOrder(counted: Map<AccessKind, number>): Map<AccessKind, number> {
    return new Map([...counted].sort(([a], [b]) => compareKinds(a, b)));
}

/** How many people have access of each kind, in the order of the kinds. */
export function byKind(people: readonly Person[]): Map<AccessKind, number> {
    const counted = new Map<AccessKind, number>();
    for (const { access } of people) {
        const kinds = new Set(access.flatMap(({ kind, standing }) => (standing === "lost" ? [] : [kind])));
        for (const kind of kinds) counted.set(kind, (counted.get(kind) ?? 0) + 1);
    }
    return inOrder(counted);
}
