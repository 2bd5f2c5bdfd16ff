import path from "node:path";
import type { Log } from "../tools/shared/log.mjs" with { "resolution-mode": "import" };
import { asks, does, type ContenderName } from "./contender";
import { Life, type Measured, type StateSize } from "./life";
import { admissionSeconds } from "./limits";
import { steps, type StepName } from "./step";
import { counted, duration } from "./table";

/** One step of one contender, as it went once. */
export interface Taken extends Measured {
    contender: ContenderName;
    step: StepName;
    /** Steps of one pair are done right after each other. */
    pair: number;
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
    limits: boolean;
    folder: string;
    log: Log;
}

// Longer than this nobody waits for the limits: what they would take is computed.
const longestWait = 120;

/**
 * Measures contenders with the same people. Ours and the floor, with their variants, do each step in turn, the first
 * one another in each pair, so that all meet the machine at the same speed; the plain one, which is compared with
 * nobody closely, does its steps once.
 */
export async function compare(options: ComparisonOptions): Promise<Comparison> {
    const { people, pairs } = options;
    const comparison: Comparison = { people, taken: [], stateSizes: {} };
    const paired = options.contenders.filter((name) => name !== "plain");
    for (let pair = 1; pair <= pairs; pair++) {
        if (paired.length === 0) break;
        await measureInTurn(comparison, options, pair % 2 === 1 ? paired : [...paired].reverse(), {
            pair,
            limits: options.limits,
        });
    }
    if (options.contenders.includes("plain")) {
        await measureInTurn(comparison, options, ["plain"], {
            pair: 1,
            limits: options.limits && admissionSeconds(people) <= longestWait,
        });
    }
    return comparison;
}

async function measureInTurn(
    comparison: Comparison,
    options: ComparisonOptions,
    names: ContenderName[],
    { pair, limits }: { pair: number; limits: boolean },
): Promise<void> {
    const { people, pairs, log } = options;
    const lives: { name: ContenderName; life: Life }[] = [];
    try {
        for (const name of names)
            lives.push({
                name,
                life: await Life.begin({
                    contender: name,
                    people,
                    limits,
                    folder: path.join(options.folder, `${name}-${people}-${pair}`),
                }),
            });
        for (const step of options.steps) {
            for (const { name, life } of lives.filter((each) => does(each.name, step))) {
                const round =
                    name === "plain"
                        ? limits || !options.limits
                            ? ""
                            : ", without the limits"
                        : `, ${pair} of ${pairs}`;
                const measured = await log.during(`${people} people, ${name}${round}: ${steps[step].title} …`, () =>
                    life.measure(step),
                );
                log.say(`  ${duration(measured.seconds)}, ${counted(requestsOf(measured), "request")}`);
                comparison.taken.push({ contender: name, step, pair, limits, ...measured });
                if (step === "up") comparison.stateSizes[name] = life.stateSize();
                checkFloor(comparison);
            }
        }
    } finally {
        for (const { life } of lives) await life.end();
    }
}

/** The requests that were answered. */
export function requestsOf({ byEndpoint }: Pick<Measured, "byEndpoint">): number {
    return Object.values(byEndpoint).reduce((total, count) => total + count, 0);
}

// A floor that writes more or less than ours would be none.
function checkFloor({ stateSizes: { ours, floor }, taken }: Comparison): void {
    if (taken.some((each) => !asks(each.contender) && requestsOf(each) > 0))
        throw new Error("a floor has sent requests");
    if (ours === undefined || floor === undefined || Math.abs(ours.declared - floor.declared) < 2) return;
    throw new Error(
        `the state has ${ours.declared} bytes of a person with ours and ${floor.declared} with the floor: bench/floor/provider.cjs answers otherwise than ours`,
    );
}
