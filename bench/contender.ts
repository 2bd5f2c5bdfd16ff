import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { documentedLimits, type Limits } from "kore-emulator";
import { pluginPlace, repositoryRoot } from "../test/harness/repository";
import { latency } from "./countedAccount";
import { defaultShare } from "./limits";
import type { StepName } from "./step";

// What the pages advise for one resource each.
export const parallelOfOneEach = 64;

/** What is measured: a provider with its program, or what one is compared with. */
interface Contender {
    meaning: string;
    /** its program, in bench/programs; without one it sends its requests beside sets, and has no stack */
    program?: string;
    /** what is installed as pulumi-kore: the package, or the floor's provider in its place */
    installed?: "package" | "floor";
    /** whether its program comes by the plugin, which Pulumi.yaml names then */
    byPlugin?: boolean;
    /** what its program and its provider load, besides what a program loads anyhow; measured where it is said */
    loads?: { program: string[]; provider: string[] };
    /** the one whose stack it uses, at steps that leave it as it is */
    stackOf?: "floor";
    /** the calls that the engine may have in flight; without one as many as the engine takes by itself */
    parallel?: number;
    /** what it uses of the account's budget */
    share: Limits;
    /** how many people travel in one request, and how many requests those take, by step */
    batch?: { people: number } & Partial<Record<StepName, number>>;
    /** the steps that it is there for */
    steps: readonly StepName[];
    /** the step that is done under the limits, however long they make it wait */
    waitsIn?: StepName;
    /** how many people it is measured with at most; with more its requests are known, and the rest would take hours */
    most?: number;
    /** its number of people, whatever that of the others is */
    people?: number;
    /** how many of the floor's reads wait for each other, and for how many milliseconds then */
    reads?: { rows: number; latency: number };
}

const allSteps = ["up", "preview", "noChange", "change", "refresh", "destroy"] as const satisfies StepName[];
// Look up, write and read back; a refresh looks up.
const batched = { people: 50, up: 3, refresh: 1, destroy: 3 };

const each = {
    meaning: "pulumi-kore as it is in this repository, one resource (KoreUser) for each person",
    program: "each.cjs",
    installed: "package",
    parallel: parallelOfOneEach,
    share: defaultShare,
    batch: batched,
    steps: allSteps,
    waitsIn: "up",
    most: 1_000,
} satisfies Contender;

const sets = {
    meaning:
        "pulumi-kore as it is in this repository, 500 people in a resource (KoreUsers), and as many resources at a time as the engine takes by itself",
    program: "sets.cjs",
    installed: "package",
    share: defaultShare,
    batch: batched,
    steps: allSteps,
    waitsIn: "up",
} satisfies Contender;

const plugin = {
    ...each,
    meaning:
        "each by the plugin, as a program of another language has it (kore:index:User); the program is the floor's, so that it is the provider alone that differs",
    program: "plugin.cjs",
    byPlugin: true,
} satisfies Contender;

const floor = {
    meaning:
        "what the engine alone takes for one resource each: a program without this package, which makes a custom resource of the SDK for each person, with what is declared and the outputs of a KoreUser, and a provider that answers at once with the same outputs and asks nobody",
    program: "floor.cjs",
    installed: "floor",
    parallel: parallelOfOneEach,
    share: documentedLimits,
    steps: ["up", "preview", "noChange", "refresh"],
    most: 1_000,
} satisfies Contender;

export const contenders = {
    plain: {
        meaning:
            "a dynamic provider as most are written: a class that captures axios and jsonwebtoken, one request for each person and step",
        program: "plain.cjs",
        loads: { program: ["axios", "jsonwebtoken"], provider: ["axios", "jsonwebtoken"] },
        parallel: parallelOfOneEach,
        share: documentedLimits,
        batch: { people: 1, up: 1, refresh: 1, destroy: 1 },
        steps: ["up", "refresh"],
        most: 100,
    },
    each: { ...each, loads: { program: ["pulumi-kore"], provider: ["pulumi-kore/provider"] } },
    whole: {
        ...each,
        meaning:
            "each with the whole budget of the account instead of its default, which leaves a sixth to others: kore:requestsPerMinute 60, kore:requestsPerHour 1800",
        share: documentedLimits,
        steps: ["up"],
    },
    plugin,
    floor,
    waiting: {
        ...floor,
        meaning:
            "the floor, but that in a refresh 50 people wait for an answer of 50 ms: what it takes to ask about so many at a time, whoever asks",
        stackOf: "floor",
        steps: ["refresh"],
        reads: { rows: 50, latency },
    },
    sets,
    one: {
        ...sets,
        meaning: "sets with one person: what a command takes at least",
        people: 1,
        steps: ["up", "preview", "noChange", "change", "refresh"],
    },
    budget: {
        meaning:
            "the budget alone: as many requests as sets has sent in the same step, at the same time, to an account of its own with the same limits and latency and from the same share, as fast as its windows admit; nothing else is done",
        share: defaultShare,
        steps: ["up", "change", "refresh", "destroy"],
    },
} as const satisfies Record<string, Contender>;

export type ContenderName = keyof typeof contenders;

/** In the order of tables. */
export const contenderNames = [
    "plain",
    "each",
    "whole",
    "plugin",
    "floor",
    "waiting",
    "sets",
    "one",
    "budget",
] as const satisfies ContenderName[];

/** What is said of a contender. */
export function contenderOf(name: ContenderName): Contender {
    return contenders[name];
}

/** Whether a contender is there for a step. */
export function does(name: ContenderName, step: StepName): boolean {
    return contenderOf(name).steps.includes(step);
}

/** Whether a contender is measured with so many people. */
export function isMeasuredWith(name: ContenderName, people: number): boolean {
    return people <= (contenderOf(name).most ?? Infinity);
}

/** Whether a contender brings up as many people as the others. */
export function hasAllPeople(name: ContenderName): boolean {
    const { people, program } = contenderOf(name);
    return people === undefined && program !== undefined;
}

/** Whose stack a contender uses; undefined for one that needs none. */
export function stackOf(name: ContenderName): ContenderName | undefined {
    const { program, stackOf: other } = contenderOf(name);
    return program === undefined ? undefined : (other ?? name);
}

/** Whether a contender's provider asks the account. */
export function asks(name: ContenderName): boolean {
    return contenderOf(name).installed !== "floor";
}

/** How many requests a step is to take; what it took is counted. */
export function requestsFor(name: ContenderName, step: StepName, people: number): number {
    const { batch } = contenderOf(name);
    return batch === undefined ? 0 : Math.ceil(people / batch.people) * (batch[step] ?? 0);
}

const bench = path.join(repositoryRoot, "bench");

/**
 * Makes a project for a contender, where the package is installed as `npm install` does it: a copy, which stays as it
 * is when the work tree is built anew meanwhile.
 */
export function makeProject(folder: string, name: ContenderName): void {
    const { program, installed, byPlugin } = contenderOf(name);
    if (program === undefined) throw new Error(`${name} has no program`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    if (installed !== undefined) install(path.join(folder, "node_modules", "pulumi-kore"), installed);
    cpSync(path.join(bench, "programs", program), path.join(folder, "index.cjs"));
    // A package.json of its own: without one, the name pulumi-kore would lead to the repository around it.
    writeFileSync(
        path.join(folder, "package.json"),
        JSON.stringify({ name: `bench-${name}`, private: true, main: "index.cjs" }),
    );
    writeFileSync(
        path.join(folder, "Pulumi.yaml"),
        `name: bench-${name}\nruntime: {name: nodejs, options: {typescript: false}}\nmain: index.cjs\n${byPlugin === true ? pluginPlace : ""}`,
    );
}

function install(folder: string, installed: "package" | "floor"): void {
    if (installed === "package") {
        for (const part of ["package.json", "dist"])
            cpSync(path.join(repositoryRoot, part), path.join(folder, part), { recursive: true });
        return;
    }
    cpSync(path.join(bench, "floor", "provider.cjs"), path.join(folder, "provider.cjs"));
    writeFileSync(
        path.join(folder, "package.json"),
        JSON.stringify({ name: "pulumi-kore", exports: { "./provider": "./provider.cjs" } }),
    );
}
