import { type Comparison, requestsOf, type Taken } from "./comparison";
import { contenderNames, contenderOf, does, isMeasuredWith, requestsFor, type ContenderName } from "./contender";
import type { CpuTime } from "./cpu";
import type { PeakMemory } from "./life";
import { admissionSeconds } from "./limits";
import { median, medianIfAny } from "./statistics";
import { stepNames, type StepName } from "./step";

/** What one step took a contender, over all pairs and rounds. */
export interface Figure {
    contender: ContenderName;
    step: StepName;
    /** Answered requests; the most of any. */
    requests: number;
    byEndpoint: Record<string, number>;
    /** Requests that the limits refused, which use up nothing of them; the most of any. */
    refused: number;
    /** The median. */
    seconds: number;
    /** Whether the seconds are no measured ones: a lower bound, with the wait for the documented limits. */
    isComputed: boolean;
    /** The median of the seconds in which it did not wait for the budget; undefined for what was not measured. */
    own: number | undefined;
    /** CPU seconds of the one with the median; undefined where the system does not tell. */
    cpu: CpuTime | undefined;
    /** How many times the floor's seconds; the median of the pairs. */
    ratioToFloor: number | undefined;
    /** How many times the floor's CPU seconds; the median of the pairs. */
    cpuToFloor: number | undefined;
    /** The median of the pairs. */
    secondsOverFloor: number | undefined;
    /** The most memory of its processes; the medians. */
    memory: PeakMemory;
}

/** One figure for each step of each contender, in the order of tables. */
export function figuresOf({ taken }: Comparison, limits: boolean): Figure[] {
    return stepNames.flatMap((step) =>
        contenderNames.flatMap((contender) => {
            const ofStep = taken.filter((each) => each.step === step);
            const group = ofStep.filter((each) => each.contender === contender);
            const most = mostRequests(group);
            return most === undefined ? [] : [figureOf(most, group, pairsOf(ofStep, contender, "floor"), limits)];
        }),
    );
}

function mostRequests(group: Taken[]): Taken | undefined {
    return group.reduce<Taken | undefined>(
        (most, each) => (most === undefined || requestsOf(each) > requestsOf(most) ? each : most),
        undefined,
    );
}

function figureOf(most: Taken, group: Taken[], pairs: Pair[], limits: boolean): Figure {
    const { contender, step, byEndpoint } = most;
    const measured = median(group.map(({ seconds }) => seconds));
    const admitted = admissionSeconds(requestsOf(most), contenderOf(contender).share);
    const isComputed = limits && group.some((each) => !each.limits) && admitted > measured;
    const seconds = isComputed ? admitted : measured;
    const floor = medianIfAny(pairs.map(({ other }) => other.seconds));
    return {
        contender,
        step,
        requests: requestsOf(most),
        byEndpoint,
        refused: Math.max(...group.map(({ refused }) => refused)),
        seconds,
        isComputed,
        own: median(group.map((each) => each.seconds - each.waited)),
        cpu: cpuOf(group),
        ratioToFloor:
            isComputed && floor !== undefined
                ? seconds / floor
                : medianIfAny(pairs.map(({ one, other }) => one.seconds / other.seconds)),
        cpuToFloor: medianIfAny(
            pairs.flatMap(({ one, other }) => (one.cpu && other.cpu ? one.cpu.total / other.cpu.total : [])),
        ),
        secondsOverFloor: isComputed
            ? undefined
            : medianIfAny(pairs.map(({ one, other }) => one.seconds - other.seconds)),
        memory: {
            program: medianIfAny(group.flatMap(({ memory }) => memory.program ?? [])),
            provider: medianIfAny(group.flatMap(({ memory }) => memory.provider ?? [])),
        },
    };
}

/** That of the middle one, so that its parts are those of one step. */
function cpuOf(group: Taken[]): CpuTime | undefined {
    const sorted = group.flatMap(({ cpu }) => cpu ?? []).sort((a, b) => a.total - b.total);
    return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** The same step of two contenders, right after each other. */
interface Pair {
    one: Taken;
    other: Taken;
}

function pairsOf(taken: Taken[], one: ContenderName, other: ContenderName): Pair[] {
    return taken
        .filter(({ contender }) => contender === one)
        .flatMap((each) =>
            taken
                .filter(
                    (theirs) =>
                        theirs.contender === other &&
                        theirs.step === each.step &&
                        theirs.pair === each.pair &&
                        theirs.round === each.round,
                )
                .map((theirs) => ({ one: each, other: theirs })),
        );
}

/** How many times another contender's time a step takes one: seconds, or those of the CPU; the median of the pairs. */
export function ratioOf(
    { taken }: Comparison,
    step: StepName,
    [one, other]: [ContenderName, ContenderName],
    of: "seconds" | "cpu",
): number | undefined {
    const value = (each: Taken) => (of === "seconds" ? each.seconds : each.cpu?.total);
    const isKept = (each: Taken) => of === "cpu" || each.limits;
    const pairs = pairsOf(
        taken.filter((each) => each.step === step && isKept(each)),
        one,
        other,
    );
    return medianIfAny(
        pairs.flatMap((pair) => {
            const [ours, theirs] = [value(pair.one), value(pair.other)];
            return ours === undefined || theirs === undefined ? [] : [ours / theirs];
        }),
    );
}

/** The most memory of a contender's process, over all steps; the median of the pairs. */
export function peakMemory(
    { taken }: Comparison,
    contender: ContenderName,
    part: keyof PeakMemory,
): number | undefined {
    return medianIfAny([...peaksByPair(taken, contender, part).values()]);
}

/** How many times another contender's most memory one's provider takes, over all steps; the median of the pairs. */
export function memoryRatio({ taken }: Comparison, one: ContenderName, other: ContenderName): number | undefined {
    const others = peaksByPair(taken, other, "provider");
    return medianIfAny(
        [...peaksByPair(taken, one, "provider")].flatMap(([pair, bytes]) => {
            const theirs = others.get(pair);
            return theirs === undefined ? [] : [bytes / theirs];
        }),
    );
}

function peaksByPair(taken: Taken[], contender: ContenderName, part: keyof PeakMemory): Map<number, number> {
    const peaks = new Map<number, number>();
    for (const each of taken) {
        const bytes = each.memory[part];
        if (each.contender !== contender || bytes === undefined) continue;
        peaks.set(each.pair, Math.max(bytes, peaks.get(each.pair) ?? 0));
    }
    return peaks;
}

/** The measured comparison with the most people of those that have a contender. */
export function largestWith(comparisons: Comparison[], contender: ContenderName): Comparison | undefined {
    return comparisons
        .filter(({ taken }) => taken.some((each) => each.contender === contender))
        .reduce<Comparison | undefined>(
            (most, each) => (most === undefined || each.people > most.people ? each : most),
            undefined,
        );
}

// How the engine's time grows with the number of resources: each step of an update writes the whole state.
const powers: Partial<Record<StepName, number>> = { up: 2, refresh: 1, destroy: 2 };

/**
 * What contenders would take with more people than they are measured with: the requests that are known, the wait for
 * the limits, and where that is more, what the engine alone takes, by the floor's time with the most people that it
 * was measured with.
 */
export function computedFigures({ people }: Comparison, all: Comparison[], limits: boolean): Figure[] {
    const measured = largestWith(all, "floor");
    if (!limits || measured === undefined) return [];
    const floors = figuresOf(measured, limits).filter(({ contender }) => contender === "floor");
    const contenders = (["plain", "each"] as const).filter(
        (name) => !isMeasuredWith(name, people) && largestWith(all, name) !== undefined,
    );
    return floors.flatMap((floor) =>
        contenders.flatMap((name) => computedFigure(name, floor, people, measured.people)),
    );
}

function computedFigure(contender: ContenderName, floor: Figure, people: number, measured: number): Figure[] {
    const power = powers[floor.step];
    if (power === undefined || !does(contender, floor.step)) return [];
    const requests = requestsFor(contender, floor.step, people);
    const engine = floor.seconds * (people / measured) ** power;
    const seconds = Math.max(admissionSeconds(requests, contenderOf(contender).share), engine);
    return [
        {
            contender,
            step: floor.step,
            requests,
            byEndpoint: {},
            refused: 0,
            seconds,
            isComputed: true,
            own: undefined,
            cpu: undefined,
            ratioToFloor: seconds / engine,
            cpuToFloor: undefined,
            secondsOverFloor: undefined,
            memory: { program: undefined, provider: undefined },
        },
    ];
}
