import axios, {
    type AxiosError,
    type AxiosInstance,
    type AxiosResponse,
    type GenericAbortSignal,
    isAxiosError,
} from "axios";
import axiosRetry, { exponentialDelay, retryAfter, type IAxiosRetryConfig } from "axios-retry";
import * as v from "valibot";
import { describeIssues } from "../answers";
import { isStopped, KoreError } from "../errors";
import type { ClientSettings } from "../settings";
import type { Endpoint } from "./endpoints";
import {
    afterLostTry,
    failureOf,
    isNoConnection,
    isRateLimit,
    isRefusedByProxy,
    isWhole,
    mixedResult,
    notTheApi,
    parseJson,
    refusalIn,
    refused,
} from "./failures";
import { hush } from "./hush";
import { isOfProxy, proxyOf, withoutProxy } from "./proxy";
import { RateLimiter, realClock, type Stage } from "./rateLimiter";
import type { RequestStats } from "./requestStats";
import { tokenFor } from "./token";

/** How often and how long the transport tries again. */
export interface RetryPolicy {
    /** Tries after the first, of calls that may be repeated, when the network or the platform fails. */
    retries: number;
    /** Milliseconds before the first of them; doubled each time. */
    retryDelay: number;
    /** Tries after the first, of any call, when Kore.ai refuses it for the account's rate limit. */
    rateLimitRetries: number;
    /** Milliseconds to wait then, where Kore.ai does not say how long. */
    rateLimitDelay: number;
}

// 250 times 15 s are more than an hour, the longest window of the account's limits (Rate Limits page).
export const defaultRetryPolicy: RetryPolicy = {
    retries: 4,
    retryDelay: 500,
    rateLimitRetries: 250,
    rateLimitDelay: 15_000,
};

declare module "axios" {
    interface AxiosRequestConfig {
        /** Notes that a request leaves. */
        onSend?: (isRetry: boolean) => void;
        /** Whether it goes also when the run was stopped. */
        isOwed?: (() => boolean) | undefined;
        stage?: (() => Stage) | undefined;
    }
}

/** What may be said of a request beside what it asks. */
export interface SendOptions {
    /** Of its address. */
    parameters?: Record<string, string | number>;
    /** Is told when it leaves, and of each try after the first. */
    onLeave?: () => void;
    /** Whether it goes also when nothing else is begun. */
    isOwed?: () => boolean;
    /** Which of those that wait for the account's budget go first. */
    stage?: () => Stage;
}

// An answer about 500 people has less than one megabyte.
const largestAnswer = 32 * 1024 * 1024;

// Of the documented limits; a longer wait that an answer asks for is a mistake.
const longestWindow = 3_600_000;
// Before a failed request is tried again: nobody knows when the platform is back.
const longestPause = 60_000;

/**
 * Sends one request and answers its JSON, parsed: with a token of its own, within the budget, tried again where that is
 * safe. Knows HTTP and how the API refuses a request, nothing of people.
 */
export class Transport {
    private readonly http: AxiosInstance;
    private readonly rateLimiter: RateLimiter;
    /** Milliseconds of the longest wait that the user was told of. */
    private longestNotified = 0;

    constructor(
        private readonly settings: ClientSettings,
        private readonly notify: (message: string) => void,
        private readonly stats: RequestStats,
        private readonly retryPolicy: RetryPolicy = defaultRetryPolicy,
    ) {
        this.rateLimiter = new RateLimiter(
            settings,
            (milliseconds) =>
                this.notifyWait(
                    "this run has used its share of the account's requests " +
                        "(kore:requestsPerMinute, kore:requestsPerHour)",
                    milliseconds,
                ),
            realClock,
            (starts, milliseconds) => this.stats.wait(starts, milliseconds),
        );
        this.http = axios.create({
            baseURL: settings.baseUrl,
            timeout: settings.requestTimeout * 1000,
            maxContentLength: largestAnswer,
            // Following a redirect would turn a POST into a GET, or carry the token to another host.
            maxRedirects: 0,
            responseType: "text",
            transformResponse: (body: unknown) => body,
        });
        // Before axios-retry's, so that it sees every try.
        this.http.interceptors.response.use(
            (response) => {
                this.ended(response);
                return response;
            },
            (error: AxiosError) => {
                if (!(error instanceof KoreError && isStopped(error))) this.ended(error.response);
                throw error;
            },
        );
        axiosRetry(this.http);
        // An interceptor runs for every try: where jti is enforced a token is taken only once.
        this.http.interceptors.request.use(async (config) => {
            if (!(await this.rateLimiter.acquire(config.isOwed, config.stage))) throw notSent(config);
            // axios's own time-out is for silence, and begins anew with every byte.
            config.signal = AbortSignal.timeout(settings.requestTimeout * 1000 + 250);
            config.headers.set("auth", tokenFor(settings.credentials));
            config.onSend?.((config["axios-retry"]?.retryCount ?? 0) > 0);
            return config;
        });
    }

    /**
     * Begins nothing more: what is out goes on to its answer, and what is owed is sent. The rest fails as `stopped`, also what waits for the
     * budget, or for another try.
     */
    stop(): void {
        this.rateLimiter.stop();
    }

    /**
     * @param body undefined for a request without one
     * @param rows how many people the request is about
     * @throws KoreError of any kind but `unconfirmed` and `mismatch`.
     */
    async send<TSchema extends v.GenericSchema>(
        endpoint: Endpoint,
        body: object | undefined,
        rows: number,
        schema: TSchema,
        options?: SendOptions,
    ): Promise<v.InferOutput<TSchema>> {
        return (await this.sendTold(endpoint, body, rows, schema, options)).answer;
    }

    /**
     * The same, and whether a try before the answer may have been done, as its own answer was lost: what is refused of a row
     * then may be refused because that is done already.
     */
    async sendTold<TSchema extends v.GenericSchema>(
        endpoint: Endpoint,
        body: object | undefined,
        rows: number,
        schema: TSchema,
        options: SendOptions = {},
    ): Promise<{ answer: v.InferOutput<TSchema>; mayBeDone: boolean }> {
        const tries = { mayBeDone: false };
        try {
            const response = await this.exchange(endpoint, body, rows, options, tries);
            return { answer: this.read(endpoint, response, schema), ...tries };
        } catch (error) {
            if (!(error instanceof KoreError) || !tries.mayBeDone || error.kind === "lost") throw error;
            throw afterLostTry(endpoint, error);
        }
    }

    private read<TSchema extends v.GenericSchema>(
        endpoint: Endpoint,
        response: AxiosResponse<string>,
        schema: TSchema,
    ): v.InferOutput<TSchema> {
        const { baseUrl } = this.settings;
        const json = parseJson(response.data);
        const refusal = refusalIn(response.status, json);
        if (refusal !== undefined) throw refused(endpoint, response.status, refusal);
        // A mixed result is documented with status 200 only; its entries carry status 400 in their reason.
        if (response.status >= 300 && !v.is(mixedResult, json)) throw notTheApi(endpoint, baseUrl, response);
        const answer = v.safeParse(schema, json);
        if (!answer.success) throw notTheApi(endpoint, baseUrl, response, describeIssues(answer.issues));
        return answer.output;
    }

    private async exchange(
        endpoint: Endpoint,
        body: object | undefined,
        rows: number,
        { parameters, onLeave, isOwed, stage }: SendOptions,
        tries: { mayBeDone: boolean },
    ): Promise<AxiosResponse<string>> {
        const proxy = proxyOf(this.settings.baseUrl, process.env);
        try {
            return await this.http.request<string>({
                ...(proxy?.options ?? withoutProxy),
                method: endpoint.method,
                url: endpoint.path,
                params: parameters,
                data: body,
                onSend: (isRetry) => {
                    onLeave?.();
                    this.stats.count(endpoint, rows, isRetry);
                },
                isOwed,
                stage,
                "axios-retry": this.retrying(endpoint, tries),
            });
        } catch (error) {
            throw isAxiosError<string>(error) ? failureOf(endpoint, this.settings, error, proxy) : error;
        }
    }

    /** When one request is tried again. @param tries takes note of a try that may have been done */
    private retrying(endpoint: Endpoint, tries: { mayBeDone: boolean }): IAxiosRetryConfig {
        const { retries, retryDelay, rateLimitRetries } = this.retryPolicy;
        let failures = 0;
        let refusals = 0;
        return {
            retries: Infinity,
            shouldResetTimeout: true,
            validateResponse: (response) =>
                isWhole(response) && response.status < 500 && !isRateLimit(response) && !isOfProxy(response),
            retryCondition: (error) => {
                if (isRateLimit(error.response)) return ++refusals <= rateLimitRetries;
                if (isRefusedByProxy(error)) return false;
                tries.mayBeDone ||= endpoint.writes && !isNoConnection(error);
                return (endpoint.idempotent || isNoConnection(error)) && ++failures <= retries;
            },
            retryDelay: (_count, error) => {
                if (error.config !== undefined) this.endWithRun(error.config);
                return isRateLimit(error.response)
                    ? this.pauseAll(error)
                    : this.pause(exponentialDelay(failures, error, retryDelay / 2));
            },
        };
    }

    /** Lets the wait before another try end when the run is stopped: a signal ends it, until now the time-out of the try before. */
    private endWithRun(request: { signal?: GenericAbortSignal; isOwed?: (() => boolean) | undefined }): void {
        const { stopped: signal } = this.rateLimiter;
        if (signal.aborted && request.isOwed?.() === true) delete request.signal;
        else request.signal = signal;
    }

    /** For as long as a failed request waits, in milliseconds. */
    private pause(asked: number): number {
        const delay = Math.min(asked, longestPause);
        // A few seconds are a retry's own; more was asked for by the answer.
        if (delay > 10_000) this.notifyWait("Kore.ai is not available, and asks to wait", delay, "then trying again");
        return delay;
    }

    /**
     * Lets nothing be sent for as long as Kore.ai asks, in milliseconds: other requests would be refused meanwhile as
     * well.
     */
    private pauseAll(error: AxiosError): number {
        const { rateLimitDelay } = this.retryPolicy;
        const asked = retryAfter(error) > 0 ? Math.min(retryAfter(error), longestWindow) : rateLimitDelay;
        const delay = Math.ceil(asked * (1 + Math.random() / 5));
        this.notifyWait("Kore.ai's rate limit of the account is reached", delay);
        this.rateLimiter.pauseFor(delay);
        this.stats.wait(true, delay);
        void realClock.sleep(delay, this.rateLimiter.stopped).then(() => this.stats.wait(false));
        return delay;
    }

    /** Once, and again where it is for much longer. */
    private notifyWait(why: string, milliseconds: number, next = "then going on, as often as it takes"): void {
        if (
            milliseconds < 2_000 ||
            (this.longestNotified > 0 && milliseconds < Math.max(120_000, 3 * this.longestNotified))
        )
            return;
        this.longestNotified = milliseconds;
        const until = new Date(Date.now() + milliseconds).toTimeString().slice(0, 5);
        this.notify(`${why}: waiting ${Math.ceil(milliseconds / 1000)} s (until ${until}), ${next}.`);
    }

    private ended(response: AxiosResponse<unknown> | undefined): void {
        if (response !== undefined) hush(response, this.settings.credentials);
        if (response !== undefined && !isRateLimit(response)) this.rateLimiter.resume();
        this.rateLimiter.release();
    }
}

/** Why a request was not sent. */
function notSent({ method = "", url = "" }: { method?: string; url?: string }): KoreError {
    return new KoreError({
        code: "kore:stopped",
        kind: "stopped",
        what: `${method.toUpperCase()} ${url} failed`,
        why: "the run was stopped before this was sent",
        advice: "Run again.",
    });
}
