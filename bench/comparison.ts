import path from "node:path";
import type { Log } from "../tools/shared/log.mjs" with { "resolution-mode": "import" };
import { BudgetAlone } from "./budgetAlone";
import { contenderOf, type ContenderName, does, isMeasuredWith, requestsFor, stackOf } from "./contender";
import { Life, type Measured, type StateSize } from "./life";
import { admissionSeconds } from "./limits";
import { isRepeatable, steps, type StepName } from "./step";
import { counted, duration } from "./table";

/** One step of one contender, as it went once. */
export interface Taken extends Measured {
    contender: ContenderName;
    step: StepName;
    /** Steps of one pair and round are done right after each other. */
    pair: number;
    /** A step that leaves everything as it is, is done several times in a pair. */
    round: number;
    /** Whether the account kept to the documented limits; without them the wait for them is computed. */
    limits: boolean;
}

/** What a number of people took. */
export interface Comparison {
    people: number;
    taken: Taken[];
    stateSizes: Partial<Record<ContenderName, StateSize>>;
}

export interface ComparisonOptions {
    people: number;
    contenders: ContenderName[];
    steps: StepName[];
    pairs: number;
    rounds: number;
    limits: boolean;
    folder: string;
    log: Log;
}

// Seconds: longer than this nobody waits for the limits, but in the one step that is there for it. What they take is
// computed.
const longestWait = 30;
// With more people a step takes long enough to be measured once.
export const mostRepeated = 1_000;

/**
 * Measures contenders with the same people. They do each step in turn, so that all meet the machine at the same
 * speed.
 */
export async function compare(options: ComparisonOptions): Promise<Comparison> {
    const { people, pairs, log } = options;
    const comparison: Comparison = { people, taken: [], stateSizes: {} };
    const contenders = options.contenders.filter((name) => isMeasuredWith(name, people));
    const others = options.contenders.filter((name) => !contenders.includes(name));
    if (others.length > 0) log.say(`Not measured with ${people} people: ${others.join(", ")}.`);
    for (let pair = 1; pair <= pairs; pair++) await measureInTurn(comparison, { ...options, contenders }, pair);
    return comparison;
}

async function measureInTurn(comparison: Comparison, options: ComparisonOptions, pair: number): Promise<void> {
    const { people, contenders } = options;
    const lives = new Map<ContenderName, Life>();
    const alone = contenders.includes("budget") ? await BudgetAlone.begin() : undefined;
    try {
        for (const name of new Set(contenders.flatMap((each) => stackOf(each) ?? []))) {
            const folder = path.join(options.folder, `${name}-${people}-${pair}`);
            const settings = { contender: name, people: contenderOf(name).people ?? people, folder };
            lives.set(name, await Life.begin(settings));
        }
        for (const step of options.steps) {
            const names = contenders.filter((name) => does(name, step) && stackOf(name) !== undefined);
            for (let round = 1; round <= roundsOf(step, options); round++) {
                // The first one another in each, so that nobody is always the one before whom the machine was busy.
                for (const name of (pair + round) % 2 === 0 ? names : [...names].reverse()) {
                    const life = lives.get(stackOf(name) ?? name);
                    if (life === undefined) throw new Error(`${name} has no stack`);
                    await measureOne(comparison, options, { life, name, step, pair, round, alone });
                    checkFloor(comparison);
                }
            }
        }
    } finally {
        for (const life of lives.values()) await life.end();
        await alone?.end();
    }
}

interface Turn {
    life: Life;
    name: ContenderName;
    step: StepName;
    pair: number;
    round: number;
    alone: BudgetAlone | undefined;
}

async function measureOne(
    comparison: Comparison,
    options: ComparisonOptions,
    { life, name, step, pair, round, alone }: Turn,
): Promise<void> {
    const { people, log } = options;
    const limits = options.limits && areKept(name, step, people);
    const times = options.pairs * roundsOf(step, options);
    const turn = times === 1 ? "" : `, ${(pair - 1) * roundsOf(step, options) + round} of ${times}`;
    const without = options.limits && !limits ? ", without the limits" : "";
    const work = () => life.measure(step, { contender: name, limits });
    const { measured, beside } = await log.during(
        `${people} people, ${name}${turn}: ${steps[step].title}${without} …`,
        async () => besideBudget(work(), limits && isCompared(name, step) ? alone : undefined),
    );
    log.say(`  ${duration(measured.seconds)}, ${counted(requestsOf(measured), "request")}`);
    const taken = { step, pair, round, limits };
    comparison.taken.push({ contender: name, ...taken, ...measured });
    if (beside !== undefined) comparison.taken.push({ contender: "budget", ...taken, ...beside });
    if (step === "up") comparison.stateSizes[name] = life.stateSize();
}

async function besideBudget(
    step: Promise<Measured>,
    alone: BudgetAlone | undefined,
): Promise<{ measured: Measured; beside?: Measured }> {
    if (alone === undefined) return { measured: await step };
    const share = contenderOf("budget").share;
    const [measured, seconds] = await Promise.all([step, alone.beside(step.then(requestsOf), share)]);
    const beside = {
        seconds,
        waited: seconds,
        cpu: undefined,
        memory: { program: undefined, provider: undefined },
        byEndpoint: { "POST /api/public/usersInfo": requestsOf(measured) },
        refused: 0,
    };
    return { measured, beside };
}

/** Whether the budget alone is measured beside a step. */
function isCompared(name: ContenderName, step: StepName): boolean {
    return name === "sets" && does("budget", step);
}

function roundsOf(step: StepName, { people, rounds }: Pick<ComparisonOptions, "people" | "rounds">): number {
    return isRepeatable(step) && people <= mostRepeated ? rounds : 1;
}

/**
 * Whether the account keeps to its limits in a step: where they make it wait for long, only in the one that is there
 * for it.
 */
export function areKept(name: ContenderName, step: StepName, people: number): boolean {
    const { waitsIn, share } = contenderOf(name);
    return waitsIn === step || admissionSeconds(requestsFor(name, step, people), share) <= longestWait;
}

/** The requests that were answered. */
export function requestsOf({ byEndpoint }: Pick<Measured, "byEndpoint">): number {
    return Object.values(byEndpoint).reduce((total, count) => total + count, 0);
}

// A floor that writes more or less than ours would be none.
function checkFloor({ stateSizes: { each, floor }, taken }: Comparison): void {
    if (taken.some((step) => ["floor", "waiting"].includes(step.contender) && requestsOf(step) > 0))
        throw new Error("a floor has sent requests");
    if (each === undefined || floor === undefined || Math.abs(each.declared - floor.declared) < 2) return;
    throw new Error(
        `the state has ${each.declared} bytes of a person with each and ${floor.declared} with the floor: bench/floor/provider.cjs answers otherwise than ours`,
    );
}
