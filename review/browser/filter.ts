import type { AccessKind, PageAccess } from "../src/report/page/data";
import { folded, type Mark, type Person } from "./people";

/** Which people are shown: those who fit all that is set. */
export interface Filter {
    /** Words, each of which is somewhere in what is shown of somebody. */
    text: string;
    marks: ReadonlySet<Mark>;
    kind?: AccessKind | undefined;
    /** A bot or app, or the account itself. */
    place?: Place | undefined;
    standing?: PageAccess["standing"] | undefined;
    account?: number | undefined;
    stack?: number | undefined;
}

/** A bot or app by its name; without one, the account itself. */
export interface Place {
    on?: string;
}

export const everybody: Filter = { text: "", marks: new Set() };

export function isSet({ text, marks, ...others }: Filter): boolean {
    return text.trim() !== "" || marks.size > 0 || Object.values(others).some((value) => value !== undefined);
}

/** The people whom a filter leaves. */
export function chosen(people: readonly Person[], filter: Filter): Person[] {
    const words = wordsOf(filter.text);
    const asksOfAccess = asks(filter);
    return people.filter(
        (person) =>
            words.every((word) => person.text.includes(word)) &&
            [...filter.marks].every((mark) => person.marks.has(mark)) &&
            (filter.account === undefined || person.account === filter.account) &&
            (filter.stack === undefined || person.grants.some(({ stack }) => stack === filter.stack)) &&
            (!asksOfAccess || person.access.some((access) => fits(access, filter))),
    );
}

/** Whether a filter asks for some access. */
export function asks({ kind, place, standing }: Filter): boolean {
    return kind !== undefined || place !== undefined || standing !== undefined;
}

/** Whether an access is one that a filter asks for. */
export function fits(access: PageAccess, { kind, place, standing }: Filter): boolean {
    return (
        (kind === undefined || access.kind === kind) &&
        (place === undefined || access.on === place.on) &&
        (standing === undefined || access.standing === standing)
    );
}

/** The words that the search looks for, as it compares them. */
export function wordsOf(text: string): string[] {
    return folded(text)
        .split(/\s+/)
        .filter((word) => word !== "");
}
