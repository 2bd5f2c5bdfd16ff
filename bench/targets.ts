import type { Comparison } from "./comparison";
import { type Figure, figuresOf, memoryRatio, peakMemory, ratioOf } from "./figures";
import type { ContenderName } from "./contender";
import type { Loading } from "./loading";
import type { StepName } from "./step";
import { grouped, megabytes, times } from "./table";

/** Something to reach, and whether it was. */
export interface Target {
    what: string;
    limit: string;
    measured: string;
    /** undefined: it was not measured */
    reached: boolean | undefined;
}

/**
 * What KoreUsers are to reach, with so many people, 500 in a resource, and under the documented limits, beside what
 * they did.
 */
export function targetsOfSets(comparisons: Comparison[], limits: boolean): Target[] {
    const most = of(comparisons, 10_000, limits);
    const thousand = of(comparisons, 1_000, limits);
    const cpu = (step: StepName, what: string) => [
        atMost(
            `1,000 people: ${what}: CPU time, of one person's`,
            thousand.ratio(step, ["sets", "one"], "cpu"),
            3,
            times,
        ),
        atMost(
            `10,000 people: ${what}: CPU time, of one person's`,
            most.ratio(step, ["sets", "one"], "cpu"),
            20,
            times,
        ),
    ];
    const requests = (step: StepName, what: string, at: number) =>
        atMost(`10,000 people: ${what}: requests`, most.figure("sets", step)?.requests, at, grouped);
    return [
        requests("up", "up of all", 600),
        atMost(
            "10,000 people: up of all: time, of the budget alone",
            most.ratio("up", ["sets", "budget"], "seconds"),
            1.05,
            (ratio) => times(ratio, 3),
        ),
        requests("refresh", "refresh", 200),
        requests("preview", "preview with no change", 0),
        requests("noChange", "up with no change", 0),
        requests("change", "up, one person changed", 3),
        ...cpu("preview", "preview with no change"),
        ...cpu("noChange", "up with no change"),
        atMost("10,000 people: program's process: peak memory", most.peak("program"), 700 * 2 ** 20, megabytes),
        atMost("10,000 people: provider's process: peak memory", most.peak("provider"), 400 * 2 ** 20, megabytes),
        atMost("10,000 people: state's file, of a person", most.stateSize("sets")?.file, 700, bytes),
    ];
}

/** What one resource each is to reach, with 1,000 people and under the documented limits, beside what it did. */
export function targetsOfEach(comparisons: Comparison[], limits: boolean, loading: Loading | undefined): Target[] {
    const { figure, ratio, memoryOf, stateSize } = of(comparisons, 1_000, limits);
    const requests = (step: StepName, what: string, most: number) =>
        atMost(`${what}: requests`, figure("each", step)?.requests, most, grouped);
    const toFloor = (step: StepName, what: string, most: number, contender: ContenderName = "each") =>
        atMost(what, ratio(step, [contender, "floor"], "seconds"), most, times);
    return [
        requests("up", "up of all", 80),
        toFloor("up", "up of all: time, of the floor's", 1.15),
        toFloor("up", "the same with the whole budget", 1.15, "whole"),
        requests("preview", "preview with no change", 0),
        toFloor("preview", "preview with no change: time, of the floor's", 1.1),
        requests("noChange", "up with no change", 0),
        toFloor("noChange", "up with no change: time, of the floor's", 1.1),
        requests("refresh", "refresh", 25),
        atMost(
            "refresh: time over the floor's",
            figure("each", "refresh")?.secondsOverFloor,
            3,
            (seconds) => `${seconds.toFixed(1)} s`,
        ),
        requests("destroy", "destroy", 60),
        atMost("state: inputs and outputs of a person", stateSize("each")?.declared, 1_100, bytes),
        atMost("provider's process: peak memory, of the floor's", memoryOf("floor"), 1.3, times),
        atMost("the same, of the floor's where people wait for an answer", memoryOf("waiting"), 1.3, times),
        atMost("loading: program, over one that imports only @pulumi/pulumi", loading?.program, 100, milliseconds),
        atMost("loading: provider module, over an empty Node", loading?.provider, 250, milliseconds),
    ];
}

/** What was measured with a number of people; nothing, where that is not what targets are about. */
function of(comparisons: Comparison[], people: number, limits: boolean) {
    const comparison = limits ? comparisons.find((each) => each.people === people) : undefined;
    const figures = comparison === undefined ? [] : figuresOf(comparison, limits);
    const asked = <T>(ask: (comparison: Comparison) => T): T | undefined =>
        comparison === undefined ? undefined : ask(comparison);
    return {
        figure: (contender: ContenderName, step: StepName): Figure | undefined =>
            figures.find((figure) => figure.contender === contender && figure.step === step),
        ratio: (step: StepName, pair: [ContenderName, ContenderName], quantity: "seconds" | "cpu") =>
            asked((each) => ratioOf(each, step, pair, quantity)),
        peak: (part: "program" | "provider") => asked((each) => peakMemory(each, "sets", part)),
        memoryOf: (other: ContenderName) => asked((each) => memoryRatio(each, "each", other)),
        stateSize: (contender: ContenderName) => asked((each) => each.stateSizes[contender]),
    };
}

function atMost(what: string, value: number | undefined, most: number, shown: (value: number) => string): Target {
    return {
        what,
        limit: shown(most),
        measured: value === undefined ? "not measured" : shown(value),
        reached: value === undefined ? undefined : value <= most,
    };
}

function bytes(value: number): string {
    return `${grouped(value)} bytes`;
}

function milliseconds(value: number): string {
    return `${Math.round(value)} ms`;
}
