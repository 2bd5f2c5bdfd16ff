import * as v from "valibot";

/** Rolling limits of requests for the whole account. */
export const limitsSchema = v.strictObject({
    perMinute: v.pipe(v.number(), v.integer(), v.minValue(1)),
    perHour: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/** Rolling limits of requests for the whole account. */
export type Limits = v.InferOutput<typeof limitsSchema>;

/** The limits of the Rate Limits page. */
export const documentedLimits: Limits = { perMinute: 60, perHour: 1800 };

/** A refusal: which window is full, and when it has room again. */
export interface LimitReached {
    window: "minute" | "hour";
    retryAfterSeconds: number;
}

const minute = 60_000;
const hour = 60 * minute;

/** Counts admitted requests in two rolling windows. */
export class RateLimiter {
    private admitted = new Map<string, number[]>();

    constructor(private limits: Limits | "off") {}

    /** Sets other limits; requests counted so far stay counted. */
    set(limits: Limits | "off"): void {
        this.limits = limits;
    }

    /** Forgets every request counted so far. */
    clear(): void {
        this.admitted.clear();
    }

    /**
     * Admits and counts a request of a bucket, or says which window refuses it. The hour is asked first: full, it
     * blocks even when the minute is free.
     */
    admit(bucket: string, now: number): LimitReached | undefined {
        const times = (this.admitted.get(bucket) ?? []).filter((time) => now - time < hour);
        this.admitted.set(bucket, times);
        if (this.limits !== "off") {
            const reached =
                full(times, this.limits.perHour, hour, "hour", now) ??
                full(times, this.limits.perMinute, minute, "minute", now);
            if (reached !== undefined) {
                return reached;
            }
        }
        times.push(now);
        return undefined;
    }
}

function full(
    times: number[],
    limit: number,
    length: number,
    window: LimitReached["window"],
    now: number,
): LimitReached | undefined {
    const frees = times.at(-limit);
    if (frees === undefined || now - frees >= length) {
        return undefined;
    }
    return { window, retryAfterSeconds: Math.ceil((frees + length - now) / 1000) };
}
