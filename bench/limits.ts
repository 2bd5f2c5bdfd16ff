import { documentedLimits } from "kore-emulator";

/** Two rolling windows: so many requests in any 60 seconds, and in any 3,600. */
const windows = [
    { requests: documentedLimits.perMinute, seconds: 60 },
    { requests: documentedLimits.perHour, seconds: 3_600 },
];

/**
 * The soonest second at which the documented limits admit the last of some requests, if the windows are empty at first
 * and nobody else asks.
 */
export function admissionSeconds(requests: number): number {
    const admitted: number[] = [];
    for (let index = 0; index < requests; index++) {
        const moments = windows.map((window) => {
            const before = admitted[index - window.requests];
            return before === undefined ? 0 : before + window.seconds;
        });
        admitted.push(Math.max(...moments));
    }
    return admitted.at(-1) ?? 0;
}
