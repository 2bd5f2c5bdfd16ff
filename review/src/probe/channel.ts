import axios, { isAxiosError } from "axios";
import * as v from "valibot";
import { KoreError, RateLimiter, realClock, tokenFor, type ClientSettings, type Clock, type Endpoint } from "#client";
import { AccessError } from "../accessError";
import { visible } from "../visible";

/** One answer as it came, whatever its status and shape. */
export interface Exchange {
    status: number;
    /** The parsed JSON; undefined for what is none. */
    json: unknown;
    text: string;
    /** The header Retry-After. */
    retryAfter: string | undefined;
}

/** A request got no answer: it may have been done or not. */
export class NoAnswer extends AccessError {}

/** What is sent. */
export interface Sent {
    body?: object;
    parameters?: Record<string, string | number>;
    /** In place of the usual token. */
    token?: string;
}

const headersSchema = v.object({ "retry-after": v.optional(v.string()) });
const rateLimitWords = /rate limit/i;
// A refusal is a sentence; what people are called is no refusal.
const longestRefusal = 1_000;
// Nine times 15 s are more than the minute of the shorter limit; the hour is not waited for.
const rateLimitTries = 9;
const rateLimitPause = 15_000;

/**
 * Sends requests one after the other, within the budget, and answers what came, where the client would read it
 * tolerantly: here the differences are what is looked for.
 */
export class Channel {
    /** How many requests have left. */
    requests = 0;
    /** The first refusal for too many requests, if there was one. */
    rateRefusal: Exchange | undefined;
    private readonly limiter: RateLimiter;

    constructor(
        private readonly settings: ClientSettings,
        onWait: (milliseconds: number) => void,
        private readonly clock: Clock = realClock,
        /** Is told before each request leaves. */
        private readonly onSend: () => void = () => undefined,
    ) {
        this.limiter = new RateLimiter(settings, onWait, clock);
    }

    /** Lets time pass. */
    pause(milliseconds: number): Promise<void> {
        return this.clock.sleep(milliseconds);
    }

    /** @throws NoAnswer; AccessError, where the account's requests stay used up */
    async send(endpoint: Endpoint, sent: Sent): Promise<Exchange> {
        for (let tries = 1; ; tries++) {
            const exchange = await this.once(endpoint, sent);
            if (!isRateLimit(exchange)) {
                this.limiter.resume();
                return exchange;
            }
            this.rateRefusal ??= exchange;
            if (tries === rateLimitTries)
                throw new AccessError("The account's rate limit stays reached: run it again within the hour.");
            this.limiter.pauseFor(rateLimitPause);
        }
    }

    private async once(endpoint: Endpoint, { body, parameters, token }: Sent): Promise<Exchange> {
        const { baseUrl, credentials, requestTimeout } = this.settings;
        await this.limiter.acquire();
        try {
            this.onSend();
            this.requests++;
            const { status, data, headers } = await axios.request<string>({
                method: endpoint.method,
                url: `${baseUrl}${endpoint.path}`,
                params: parameters,
                data: body,
                headers: { auth: token ?? tokenFor(credentials) },
                timeout: requestTimeout * 1000,
                signal: AbortSignal.timeout(requestTimeout * 1000 + 250),
                maxRedirects: 0,
                maxContentLength: 1 << 25,
                validateStatus: () => true,
                responseType: "text",
                transformResponse: (answer: unknown) => answer,
            });
            return {
                status,
                json: jsonOf(data),
                text: data,
                retryAfter: v.parse(headersSchema, headers)["retry-after"],
            };
        } catch (error) {
            // A token made elsewhere that has expired meanwhile.
            if (error instanceof KoreError) throw new AccessError(error.message);
            if (!isAxiosError(error)) throw error;
            throw new NoAnswer(
                `${visible(baseUrl)} gave no answer to ${endpoint.method} ${endpoint.path} (${error.code ?? "unknown"}).`,
            );
        } finally {
            this.limiter.release();
        }
    }
}

function isRateLimit({ status, text }: Exchange): boolean {
    return status === 429 || (text.length < longestRefusal && rateLimitWords.test(text));
}

function jsonOf(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}
