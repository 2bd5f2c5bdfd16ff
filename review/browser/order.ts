import type { Place } from "./filter";
import type { Person } from "./people";

/** By what people are in order: a column, or what they have at a place. */
export type By = "address" | "access" | "reason" | "end" | "seen" | Place;

export interface Order {
    by: By;
    isDescending: boolean;
}

export const byAddress: Order = { by: "address", isDescending: false };

/** In order; among equals by address. */
export function inOrder(people: readonly Person[], { by, isDescending }: Order): Person[] {
    const compare = compareBy(by);
    const sign = isDescending ? -1 : 1;
    return [...people].sort((a, b) => sign * compare(a, b) || byName(a, b));
}

/** Whether two orders are by the same. */
export function isSameBy(a: By, b: By): boolean {
    return typeof a === "object" && typeof b === "object" ? a.on === b.on : a === b;
}

/** Which way a column is in order first: what is most, or latest, is looked for there. */
export function firstWay(by: By): boolean {
    return by === "access" || by === "seen" || typeof by === "object";
}

function compareBy(by: By): (a: Person, b: Person) => number {
    if (typeof by === "object") return numbers(({ access }) => access.filter(({ on }) => on === by.on).length);
    switch (by) {
        case "address":
            return byName;
        case "access":
            return numbers(({ access }) => access.length);
        case "reason":
            return (a, b) => texts(reasonOf(a), reasonOf(b));
        case "end":
            return numbers(({ end }) => end);
        case "seen":
            return numbers(({ seen }) => seen);
    }
}

function numbers(of: (person: Person) => number): (a: Person, b: Person) => number {
    return (a, b) => {
        const [one, other] = [of(a), of(b)];
        // Two that are infinite have no difference.
        return one === other ? 0 : one - other;
    };
}

function byName(a: Person, b: Person): number {
    return texts(a.address, b.address) || a.account - b.account;
}

/** By code points: the same in every browser and language. */
function texts(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}

/** Whoever has no reason comes first. */
function reasonOf({ grants }: Person): string {
    return grants.map(({ reason }) => reason ?? "").sort()[0] ?? "";
}
