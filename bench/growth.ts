import type { Comparison } from "./comparison";
import type { ContenderName } from "./contender";
import { type Figure, figuresOf } from "./figures";
import type { StepName } from "./step";
import { duration, grouped } from "./table";

/** What a contender took with each number of people. */
export interface Growth {
    people: number;
    figures: Partial<Record<StepName, Figure>>;
    /** What one person takes in the same steps, measured in turn with these. */
    ofOne: Partial<Record<StepName, Figure>>;
    /** Bytes of the state's file for each of them. */
    state: number | undefined;
}

/** What a contender took, with the least people first. */
export function growthOf(comparisons: Comparison[], contender: ContenderName, limits: boolean): Growth[] {
    return comparisons
        .filter(({ taken }) => taken.some((each) => each.contender === contender))
        .sort((a, b) => a.people - b.people)
        .map((comparison) => {
            const figures = figuresOf(comparison, limits);
            const of = (name: ContenderName) =>
                Object.fromEntries(
                    figures.filter((figure) => figure.contender === name).map((figure) => [figure.step, figure]),
                );
            return {
                people: comparison.people,
                figures: of(contender),
                ofOne: of("one"),
                state: comparison.stateSizes[contender]?.file,
            };
        });
}

/** Something that may grow with the number of people. */
interface Quantity {
    title: string;
    of: (figures: Growth["figures"], growth: Growth) => number | undefined;
    shown: (value: number) => string;
    /** Whether a command takes some of it for nobody. */
    hasBase: boolean;
}

const cpu = (step: StepName, title: string): Quantity => ({
    title: `CPU time: ${title}`,
    of: (figures) => figures[step]?.cpu?.total,
    shown: duration,
    hasBase: true,
});

export const quantities: Quantity[] = [
    { title: "requests of an up", of: ({ up }) => up?.requests, shown: grouped, hasBase: false },
    { title: "time of an up but for the budget", of: ({ up }) => up?.own, shown: duration, hasBase: true },
    cpu("up", "up"),
    cpu("preview", "preview, no change"),
    cpu("noChange", "up, no change"),
    cpu("change", "up, one changed"),
    cpu("refresh", "refresh"),
    {
        title: "state's file, of a person",
        of: (_, { state }) => state,
        shown: (bytes) => `${grouped(bytes)} bytes`,
        hasBase: false,
    },
];

/**
 * How many times as much more people take as fewer do, where that is known: beyond what a command takes for one
 * person already. It is as many times as they are more where the cost is linear.
 */
export function timesAsMuch(quantity: Quantity, fewer: Growth, more: Growth): number | undefined {
    const beyondOne = (growth: Growth) => {
        const value = quantity.of(growth.figures, growth);
        const base = quantity.hasBase ? quantity.of(growth.ofOne, growth) : 0;
        return value === undefined || base === undefined ? undefined : value - base;
    };
    const [less, most] = [beyondOne(fewer), beyondOne(more)];
    return less === undefined || most === undefined || less <= 0 ? undefined : most / less;
}
