import type { Figure } from "./figures";

/** What the time of a step goes to. */
export interface Shares {
    /** Of its time that in which the provider waited for the budget; undefined where the wait was not measured. */
    budget: number | undefined;
    /** Of its CPU time. */
    engine: number;
    program: number;
    provider: number;
    /** What has the most: the budget, where a step does nothing but wait for half its time. */
    dominant: "the budget" | "the engine" | "the program" | "the provider";
}

/** What the time of a step goes to, as shares of 1; undefined where the system does not tell. */
export function sharesOf({ cpu, own, seconds, isComputed }: Figure): Shares | undefined {
    if (cpu === undefined || cpu.total === 0) return undefined;
    const budget = isComputed || own === undefined ? undefined : 1 - own / seconds;
    const parts = (["engine", "program", "provider"] as const).map((part) => ({ part, share: cpu[part] / cpu.total }));
    const most = parts.reduce((one, other) => (other.share > one.share ? other : one));
    return {
        budget,
        engine: cpu.engine / cpu.total,
        program: cpu.program / cpu.total,
        provider: cpu.provider / cpu.total,
        dominant: isComputed || (budget ?? 0) >= 0.5 ? "the budget" : `the ${most.part}`,
    };
}
