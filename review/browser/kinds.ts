import type { AccessKind } from "../src/report/page/data";
import { count } from "./words";

/** What there are of each kind, what counts most first. */
export const kindLabels: Record<AccessKind, string> = {
    administrator: "Administrator roles",
    "bot creator": "Bot creators",
    owner: "Owners of bots",
    developer: "Developers",
    "data tables": "Data tables and views",
    role: "Roles on bots",
    tasks: "Tasks of bots",
    group: "Groups",
};

const kinds = Object.keys(kindLabels);

/** By the order of the kinds. */
export function compareKinds(a: AccessKind, b: AccessKind): number {
    return kinds.indexOf(a) - kinds.indexOf(b);
}

const ones: Record<AccessKind, [one: string, many: string]> = {
    administrator: ["administrator role", "administrator roles"],
    "bot creator": ["bot creator", "bot creators"],
    owner: ["owner", "owners"],
    developer: ["developer", "developers"],
    "data tables": ["with data tables", "with data tables"],
    role: ["role", "roles"],
    tasks: ["with tasks", "with tasks"],
    group: ["in groups", "in groups"],
};

/** How many of a kind. */
export function countOf(kind: AccessKind, number: number): string {
    return count(number, ...ones[kind]);
}
