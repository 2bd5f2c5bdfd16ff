import { type Comparison, requestsOf, type Taken } from "./comparison";
import type { ContenderName } from "./contender";
import { admissionSeconds } from "./limits";
import { median } from "./statistics";
import type { StepName } from "./step";

/** What one step took a contender, over all pairs. */
export interface Figure {
    contender: ContenderName;
    step: StepName;
    /** Answered requests; the most of any pair. */
    requests: number;
    byEndpoint: Record<string, number>;
    /** Requests that the limits refused, which use up nothing of them; the most of any pair. */
    refused: number;
    /** The median. */
    seconds: number;
    /** Whether the wait for the documented limits is computed, and the seconds are a lower bound with it. */
    computed: boolean;
    /** The median of the pairs; for a contender without pairs the ratio of the medians. */
    ratioToFloor: number | undefined;
    /** The median of the pairs. */
    secondsOverFloor: number | undefined;
    /** The most memory of the provider's process; the median. */
    memory: number | undefined;
}

/** One figure for each step of each contender. */
export function figuresOf({ taken }: Comparison, limits: boolean): Figure[] {
    const groups = new Map<string, Taken[]>();
    for (const each of taken) {
        const key = `${each.step} ${each.contender}`;
        groups.set(key, [...(groups.get(key) ?? []), each]);
    }
    return [...groups.values()].flatMap((group) => {
        const [first] = group;
        return first === undefined
            ? []
            : [
                  figureOf(
                      first,
                      group,
                      taken.filter(({ contender, step }) => contender === "floor" && step === first.step),
                      limits,
                  ),
              ];
    });
}

function figureOf({ contender, step }: Taken, group: Taken[], floors: Taken[], limits: boolean): Figure {
    const most = group.reduce((one, other) => (requestsOf(other) > requestsOf(one) ? other : one));
    const measured = median(group.map((each) => each.seconds));
    const computed = limits && group.some((each) => !each.limits) && admissionSeconds(requestsOf(most)) > measured;
    const seconds = computed ? admissionSeconds(requestsOf(most)) : measured;
    const pairs = group.flatMap((each) =>
        floors
            .filter((floor) => floor.pair === each.pair)
            .map((floor) => ({ each: each.seconds, floor: floor.seconds })),
    );
    const memories = group.flatMap(({ memory }) => memory ?? []);
    const isPaired = contender !== "plain" && pairs.length > 0;
    return {
        contender,
        step,
        requests: requestsOf(most),
        byEndpoint: most.byEndpoint,
        refused: Math.max(...group.map(({ refused }) => refused)),
        seconds,
        computed,
        ratioToFloor: isPaired
            ? median(pairs.map(({ each, floor }) => each / floor))
            : floors.length === 0
              ? undefined
              : seconds / median(floors.map((floor) => floor.seconds)),
        secondsOverFloor: isPaired ? median(pairs.map(({ each, floor }) => each - floor)) : undefined,
        memory: memories.length === 0 ? undefined : median(memories),
    };
}

/** How many times another contender's most memory ours takes, over all steps; the median of the pairs. */
export function memoryRatio({ taken }: Comparison, other: ContenderName): number | undefined {
    const most = (contender: ContenderName, pair: number) =>
        Math.max(
            0,
            ...taken
                .filter((each) => each.contender === contender && each.pair === pair)
                .map(({ memory }) => memory ?? 0),
        );
    const pairs = [...new Set(taken.map(({ pair }) => pair))].map((pair) => ({
        ours: most("ours", pair),
        other: most(other, pair),
    }));
    const whole = pairs.filter((pair) => pair.ours > 0 && pair.other > 0);
    return whole.length === 0 ? undefined : median(whole.map((pair) => pair.ours / pair.other));
}
