import { documentedLimits, type Limits } from "kore-emulator";

/** What a stack uses of the account's budget where its settings say nothing. */
export const defaultShare: Limits = { perMinute: 50, perHour: 1_500 };

/**
 * The soonest second at which limits admit another request: rolling windows of 60 and of 3,600 seconds.
 *
 * @param sent the seconds of all requests before it, in order
 */
export function nextAdmission(sent: number[], { perMinute, perHour }: Limits): number {
    const freed = (requests: number, seconds: number) => {
        const before = sent[sent.length - requests];
        return before === undefined ? 0 : before + seconds;
    };
    return Math.max(freed(perMinute, 60), freed(perHour, 3_600));
}

/**
 * The soonest second at which limits admit the last of some requests, if their windows are empty at first and nobody
 * else asks.
 */
export function admissionSeconds(requests: number, limits: Limits = documentedLimits): number {
    const admitted: number[] = [];
    while (admitted.length < requests) admitted.push(nextAdmission(admitted, limits));
    return admitted.at(-1) ?? 0;
}
