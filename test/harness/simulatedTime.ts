import path from "node:path";
import { setTimeout } from "node:timers/promises";

// How many seconds pass in a provider's process while one passes here. What takes real time (a request, a start, a
// garbage collection) seems as many times as long there, so that a higher pace makes a busy machine look like a silent one.
const pace = 20;

/** The environment of a provider's process in which time passes faster: waits, limits of time, and the clock that measures them. */
export const simulatedTime: NodeJS.ProcessEnv = {
    NODE_OPTIONS: `--require=${JSON.stringify(path.join(__dirname, "timeLapse.cjs"))}`,
    TIME_LAPSE: String(pace),
};

/** What a time of such a process takes here. */
export const lapsed = (milliseconds: number): number => milliseconds / pace;

/** Waits until this time has passed in such a process. */
export const lapse = (milliseconds: number): Promise<void> => setTimeout(lapsed(milliseconds));
