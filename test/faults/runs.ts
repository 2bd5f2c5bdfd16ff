import * as fc from "fast-check";
import { stories } from "./story";
import { live, type Tally } from "./telling";
import { World } from "./world";

/** What many runs came to. */
export interface Summary extends Tally {
    runs: number;
    seconds: number;
    failed: FailedRun[];
}

/** A run in which an invariant did not hold. */
interface FailedRun {
    seed: number;
    /** What went wrong in the smallest story that still fails, and how it came to that. */
    story: string;
}

/** How many accounts, each with a provider process of its own, work at the same time: a run waits more than it works. */
const worlds = 8;
// Fewer than people, so that steps wait for each other.
const slots = 4;
// Shrinking waits through the faults of each smaller story.
const shrinkingTime = 40_000;

/**
 * Runs of seeds that follow one another, several at the same time. Run `i` is repeated alone by `seed + i`.
 *
 * @param progress called after each run
 * @param whole tells a story that fails as it was drawn, in place of looking for the smallest one
 */
export async function runAll(
    seed: number,
    runs: number,
    { progress = () => undefined, whole = false }: { progress?: (summary: Summary) => void; whole?: boolean } = {},
): Promise<Summary> {
    const started = Date.now();
    const summary: Summary = { runs: 0, updates: 0, failures: 0, requests: 0, faults: 0, seconds: 0, failed: [] };
    let next = 0;
    const work = async () => {
        const world = await World.start({ slots });
        try {
            while (next < runs) {
                await runOne(world, seed + next++, summary, whole);
                summary.runs += 1;
                summary.seconds = (Date.now() - started) / 1000;
                progress(summary);
            }
        } finally {
            await world.stop();
        }
    };
    await Promise.all(Array.from({ length: Math.min(worlds, runs) }, work));
    return summary;
}

async function runOne(world: World, seed: number, summary: Summary, whole: boolean): Promise<void> {
    let told: Tally | undefined;
    let failedAt: number | undefined;
    const property = fc.asyncProperty(fc.noBias(stories), async (story) => {
        // Every smaller story holds when the time is up, so that the smallest one so far is the answer.
        if (failedAt !== undefined && Date.now() - failedAt > shrinkingTime) return;
        try {
            const tally = await live(world, story);
            told ??= tally;
        } catch (error) {
            failedAt ??= Date.now();
            throw error;
        }
    });
    const { failed, errorInstance } = await fc.check(property, { seed, numRuns: 1, endOnFailure: whole });
    if (told !== undefined) {
        summary.updates += told.updates;
        summary.failures += told.failures;
        summary.requests += told.requests;
        summary.faults += told.faults;
    }
    if (failed)
        summary.failed.push({
            seed,
            story: errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
        });
}
