import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { documentedLimits } from "kore-emulator";
import { repositoryRoot } from "../test/harness/repository";
import { latency } from "./countedAccount";
import type { StepName } from "./step";

/** A provider that is measured. */
interface Contender {
    meaning: string;
    /** its program, in bench/programs */
    program: string;
    /** what stands in for the package's provider module, in bench/floor */
    provider?: string;
    /** what its program loads beside @pulumi/pulumi */
    programModules: string[];
    /** what its provider loads */
    providerModules: string[];
    /** whether it has the modules of another one, and differs in what it is told */
    isVariant?: boolean;
    /** settings of its own, in the environment */
    settings?: Record<string, string>;
    /** the steps that it is there for, besides the first; default: all */
    steps?: StepName[];
}

const entry = "pulumi-kore/provider";

const ours = {
    meaning: "pulumi-kore as it is in this repository",
    program: "ours.cjs",
    programModules: ["pulumi-kore"],
    providerModules: [entry],
} satisfies Contender;
const floor = {
    ...ours,
    meaning:
        "the same package, with a provider that answers at once with the same outputs and asks nobody: what the engine alone takes",
    provider: "provider.cjs",
} satisfies Contender;

export const contenders = {
    plain: {
        meaning:
            "a dynamic provider as most are written: a class that captures axios and jsonwebtoken, one request for each person and step",
        program: "plain.cjs",
        programModules: ["axios", "jsonwebtoken"],
        providerModules: ["axios", "jsonwebtoken"],
    },
    ours,
    whole: {
        ...ours,
        isVariant: true,
        meaning:
            "ours with the whole budget of the account instead of its default, which leaves a sixth to others: kore:requestsPerMinute 60, kore:requestsPerHour 1800",
        settings: {
            KORE_REQUESTS_PER_MINUTE: String(documentedLimits.perMinute),
            KORE_REQUESTS_PER_HOUR: String(documentedLimits.perHour),
        },
    },
    floor,
    waiting: {
        ...floor,
        isVariant: true,
        meaning:
            "the floor, but that in a refresh 50 people wait for an answer of 50 ms: what it takes to ask about so many at a time, whoever asks",
        settings: { BENCH_ROWS: "50", BENCH_LATENCY: String(latency) },
        steps: ["refresh"],
    },
} as const satisfies Record<string, Contender>;

export type ContenderName = keyof typeof contenders;

/** In the order of tables. */
export const contenderNames = ["plain", "ours", "whole", "floor", "waiting"] as const satisfies ContenderName[];

/** Whether a contender has modules of its own, and not another one's. */
export function isItsOwn(name: ContenderName): boolean {
    const contender: Contender = contenders[name];
    return contender.isVariant !== true;
}

/** Whether a contender is there for a step. The first, which adds the people, belongs to all. */
export function does(name: ContenderName, step: StepName): boolean {
    const contender: Contender = contenders[name];
    return step === "up" || contender.steps === undefined || contender.steps.includes(step);
}

/** Whether a contender's provider asks the account. */
export function asks(name: ContenderName): boolean {
    const contender: Contender = contenders[name];
    return contender.provider === undefined;
}

const bench = path.join(repositoryRoot, "bench");

/** The environment of a contender's commands, besides what all have. */
export function settingsOf(name: ContenderName): Record<string, string> {
    const contender: Contender = contenders[name];
    return contender.settings ?? {};
}

/**
 * Makes a project for a contender, where the package is installed as `npm install` does it: a copy, which stays as it
 * is when the work tree is built anew meanwhile.
 */
export function makeProject(folder: string, name: ContenderName): void {
    const contender: Contender = contenders[name];
    const installed = path.join(folder, "node_modules", "pulumi-kore");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(installed, { recursive: true });
    for (const part of ["package.json", "dist"])
        cpSync(path.join(repositoryRoot, part), path.join(installed, part), { recursive: true });
    if (contender.provider !== undefined)
        cpSync(path.join(bench, "floor", contender.provider), path.join(installed, "dist", "provider.js"));
    cpSync(path.join(bench, "programs", contender.program), path.join(folder, "index.cjs"));
    // A package.json of its own: without one, the name pulumi-kore would lead to the repository around it.
    writeFileSync(
        path.join(folder, "package.json"),
        JSON.stringify({ name: `bench-${name}`, private: true, main: "index.cjs" }),
    );
    writeFileSync(
        path.join(folder, "Pulumi.yaml"),
        `name: bench-${name}\nruntime: {name: nodejs, options: {typescript: false}}\nmain: index.cjs\n`,
    );
}
