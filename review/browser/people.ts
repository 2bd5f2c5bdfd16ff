import type { PageAccess, PageData, PagePerson } from "../src/report/page/data";

/** What is asked of people first; the summary has a figure for each. */
export const marks = [
    "administrator",
    "bot creator",
    "outsider",
    "ends soon",
    "undeclared",
    "adopted",
    "overdue",
    "lost",
    "remarkable",
    "no reason",
] as const;

export type Mark = (typeof marks)[number];

/** Somebody, with what filters and orders ask of them. */
export interface Person extends PagePerson {
    marks: ReadonlySet<Mark>;
    /** What the search looks through. */
    text: string;
    /** When the first of their access ends; infinite without an end. */
    end: number;
    /** When they signed in last; before all times where that is not known. */
    seen: number;
}

const hourLong = 3_600_000;

export function peopleOf(data: PageData): Person[] {
    const now = Date.parse(data.time);
    const times = { now, soon: now + data.soonHours * hourLong };
    return data.people.map((person) => ({
        ...person,
        marks: new Set(marks.filter((mark) => tests[mark](person, times))),
        text: searchable(person, data),
        end: Math.min(...person.access.map(endOf)),
        seen: instantOf(person.lastLogin ?? "", -Infinity),
    }));
}

interface Times {
    now: number;
    soon: number;
}

const tests: Record<Mark, (person: PagePerson, times: Times) => boolean> = {
    administrator: (person) => holds(person, "administrator"),
    "bot creator": (person) => holds(person, "bot creator"),
    outsider: ({ isOutsider }) => isOutsider,
    "ends soon": ({ access }, times) => access.some((each) => endsSoon(each, times)),
    undeclared: (person) => person.isUndeclared || hasStanding(person, "undeclared"),
    adopted: ({ grants }) => grants.some(({ origin }) => origin === "adopted"),
    overdue: ({ access }) => access.some(({ isOverdue }) => isOverdue),
    lost: (person) => hasStanding(person, "lost"),
    remarkable: ({ remarks }) => remarks.length > 0,
    "no reason": ({ grants }) => grants.some(({ reason }) => reason === undefined),
};

function holds({ access }: PagePerson, kind: PageAccess["kind"]): boolean {
    return access.some((each) => each.kind === kind && each.standing !== "lost");
}

function hasStanding({ access }: PagePerson, standing: PageAccess["standing"]): boolean {
    return access.some((each) => each.standing === standing);
}

function endsSoon(access: PageAccess, { now, soon }: Times): boolean {
    const end = endOf(access);
    return access.standing !== "lost" && end > now && end <= soon;
}

function endOf({ end, standing }: PageAccess): number {
    return end === undefined || standing === "lost" ? Infinity : instantOf(end.at, Infinity);
}

function instantOf(text: string, otherwise: number): number {
    const instant = Date.parse(text);
    return Number.isNaN(instant) ? otherwise : instant;
}

function searchable({ address, name, remarks, grants, access }: PagePerson, { stacks }: PageData): string {
    const words = [
        address,
        name,
        ...remarks,
        ...grants.flatMap(({ resource, reason, stack }) => [resource, reason, stacks[stack]?.name]),
        ...access.flatMap(({ label, on, through, end }) => [label, on, ...through, end?.words]),
    ];
    return folded([...new Set(words)].filter((word) => word !== undefined).join("\n"));
}

/** As the search compares: without case, accents and forms of letters. */
export function folded(text: string): string {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
