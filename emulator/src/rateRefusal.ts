import { refusal, type Answer } from "./answer";
import type { LimitReached } from "./limits";
import type { Switches } from "./switches";

/**
 * The refusal of a request over the limits, in the words, with the status and with the header that the switches say.
 */
export function rateRefusal(reached: LimitReached, switches: Switches): Answer {
    const headers = switches.retryAfter === "seconds" ? { "Retry-After": String(reached.retryAfterSeconds) } : {};
    return { ...refusal(Number(switches.rateLimitStatus), rateMessage(reached.window, switches)), headers };
}

/** The message of one full window: the Rate Limits page has had two editions, and the community article a third. */
export function rateMessage(window: LimitReached["window"], { rateLimitMessage }: Switches): string {
    switch (rateLimitMessage) {
        case "newest":
            return `You've exceeded the ${window === "minute" ? "per-minute" : "hourly"} rate limit. Please wait for sometime before retrying.`;
        case "xo11":
            return "Rate limit for this API has been reached. Please try again after some time.";
        case "community":
            return "Rate limit for this API has been reached. Please try again later";
    }
}
