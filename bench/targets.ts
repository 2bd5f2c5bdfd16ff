import type { Comparison } from "./comparison";
import { type Figure, figuresOf, memoryRatio } from "./figures";
import type { ContenderName } from "./contender";
import type { Loading } from "./loading";
import type { StepName } from "./step";
import { grouped } from "./table";

/** Something to reach, and whether it was. */
export interface Target {
    what: string;
    limit: string;
    measured: string;
    /** undefined: it was not measured */
    reached: boolean | undefined;
}

/** The number of people that the figures to reach are about. */
export const targetPeople = 1_000;

/** What ours is to reach, with 1,000 people and under the documented limits, beside what it did. */
export function targetsOf(comparisons: Comparison[], limits: boolean, loading: Loading | undefined): Target[] {
    const comparison = limits ? comparisons.find(({ people }) => people === targetPeople) : undefined;
    const figures = comparison === undefined ? [] : figuresOf(comparison, limits);
    const of = (step: StepName, contender: ContenderName = "ours"): Figure | undefined =>
        figures.find((figure) => figure.contender === contender && figure.step === step);
    const memory = (contender: ContenderName) =>
        comparison === undefined ? undefined : memoryRatio(comparison, contender);
    const requests = (step: StepName, what: string, most: number) =>
        atMost(`${what}: requests`, of(step)?.requests, most, grouped);
    return [
        requests("up", "up of all", 80),
        atMost("up of all: time, of the floor's", of("up")?.ratioToFloor, 1.15, times),
        atMost("the same with the whole budget", of("up", "whole")?.ratioToFloor, 1.15, times),
        requests("preview", "preview with no change", 0),
        requests("noChange", "up with no change", 0),
        requests("refresh", "refresh", 25),
        atMost(
            "refresh: time over the floor's",
            of("refresh")?.secondsOverFloor,
            3,
            (seconds) => `${seconds.toFixed(1)} s`,
        ),
        requests("destroy", "destroy", 60),
        atMost(
            "state: inputs and outputs of a person",
            comparison?.stateSizes.ours?.declared,
            1_100,
            (bytes) => `${grouped(bytes)} bytes`,
        ),
        atMost("provider's process: peak memory, of the floor's", memory("floor"), 1.3, times),
        atMost("the same, of the floor's where people wait for an answer", memory("waiting"), 1.3, times),
        atMost("loading: program, over one that imports only @pulumi/pulumi", loading?.program, 100, milliseconds),
        atMost("loading: provider module, over an empty Node", loading?.provider, 250, milliseconds),
    ];
}

function atMost(what: string, value: number | undefined, most: number, shown: (value: number) => string): Target {
    return {
        what,
        limit: shown(most),
        measured: value === undefined ? "not measured" : shown(value),
        reached: value === undefined ? undefined : value <= most,
    };
}

function times(ratio: number): string {
    return `${ratio.toFixed(2)} ×`;
}

function milliseconds(value: number): string {
    return `${Math.round(value)} ms`;
}
