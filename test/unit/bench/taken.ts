import type { Comparison, Taken } from "../../../bench/comparison";
import type { CpuTime } from "../../../bench/cpu";

/** A step as it went, which took a second and nothing else but for what is said. */
export function taken(given: Partial<Taken> & Pick<Taken, "contender">): Taken {
    return {
        step: "up",
        pair: 1,
        round: 1,
        limits: true,
        seconds: 1,
        waited: 0,
        cpu: undefined,
        memory: { program: undefined, provider: undefined },
        byEndpoint: {},
        refused: 0,
        ...given,
    };
}

/** CPU seconds, of the engine alone but for what is said. */
export function cpu(total: number, { program = 0, provider = 0 } = {}): CpuTime {
    return { total, engine: total - program - provider, program, provider };
}

export function comparison(each: Taken[], people = 1_000, stateSizes: Comparison["stateSizes"] = {}): Comparison {
    return { people, taken: each, stateSizes };
}
