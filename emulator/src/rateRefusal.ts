import { refusal, type Answer } from "./answer";
import type { LimitReached } from "./limits";
import type { Switches } from "./switches";

/**
 * The refusal of a request over the limits, in the words and the shape, with the status and with the header that the
 * switches say.
 */
export function rateRefusal(reached: LimitReached, switches: Switches, now: number): Answer {
    const retryAfter = retryAfterOf(reached.retryAfterSeconds, switches, now);
    const headers = retryAfter === undefined ? {} : { "Retry-After": retryAfter };
    return { ...refusedRate(Number(switches.rateLimitStatus), reached.window, switches), headers };
}

/** The words of one full window in their shape: no page says which it is. */
export function refusedRate(status: number, window: LimitReached["window"], switches: Switches): Answer {
    const message = rateMessage(window, switches);
    switch (switches.rateLimitShape) {
        case "errors":
            return refusal(status, message);
        case "text":
            return { status, body: message };
        case "msg":
            return { status, body: { msg: message } };
        case "message":
            return { status, body: { message } };
        case "error":
            return { status, body: { error: { message } } };
    }
}

function retryAfterOf(seconds: number, { retryAfter }: Switches, now: number): string | undefined {
    switch (retryAfter) {
        case "absent":
            return undefined;
        case "seconds":
            return String(seconds);
        case "date":
            return new Date(now + seconds * 1000).toUTCString();
        case "zero":
            return "0";
        case "huge":
            return "1000000000";
    }
}

/** The message of one full window: the Rate Limits page has had two editions, and the community article a third. */
function rateMessage(window: LimitReached["window"], { rateLimitMessage }: Switches): string {
    switch (rateLimitMessage) {
        case "newest":
            return `You've exceeded the ${window === "minute" ? "per-minute" : "hourly"} rate limit. Please wait for sometime before retrying.`;
        case "xo11":
            return "Rate limit for this API has been reached. Please try again after some time.";
        case "community":
            return "Rate limit for this API has been reached. Please try again later";
    }
}
