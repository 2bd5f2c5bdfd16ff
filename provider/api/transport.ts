import axios, { type AxiosError, type AxiosInstance, type AxiosResponse, isAxiosError } from "axios";
import axiosRetry, { exponentialDelay, retryAfter } from "axios-retry";
import * as v from "valibot";
import { describeIssues, readReason, refusalBody, type Reason } from "./answers";
import { Budget, realClock } from "./budget";
import { nameOf, type Endpoint } from "./endpoints";
import { inKoresWords, KoreError } from "./errors";
import type { Receipt } from "./receipt";
import type { ClientSettings } from "./settings";
import { tokenFor } from "./token";

/** How often and how long the transport tries again. */
export interface Patience {
    /** Tries after the first, of calls that may be repeated, when the network or the platform fails. */
    retries: number;
    /** Milliseconds before the first of them; doubled each time. */
    retryDelay: number;
    /** Tries after the first, of any call, when Kore.ai refuses it for the account's rate limit. */
    rateLimitRetries: number;
    /** Milliseconds to wait then, where Kore.ai does not say how long. */
    rateLimitDelay: number;
}

export const defaultPatience: Patience = { retries: 4, retryDelay: 500, rateLimitRetries: 250, rateLimitDelay: 15_000 };

declare module "axios" {
    interface AxiosRequestConfig {
        /** Notes that a request leaves. */
        onSend?: (isRetry: boolean) => void;
    }
}

// An answer about 500 people has less than one megabyte.
const largestAnswer = 32 * 1024 * 1024;

// Of the documented limits; a longer wait that an answer asks for is a mistake.
const longestWindow = 3_600_000;

// The Rate Limits pages, old and new, tell two wordings and no status.
const rateLimitMessage = /rate limit/i;
const scopeMessage = /scope is incorrect/i;

// Nothing left this machine, so that even a create may be tried again.
const noConnection = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS)/;

/**
 * Sends one request and answers its JSON, parsed: with a token of its own, within the budget, tried again where that is
 * safe. Knows HTTP and how the API refuses a request, nothing of people.
 */
export class Transport {
    private readonly http: AxiosInstance;
    private readonly budget: Budget;
    private longestTold = 0;

    constructor(
        private readonly settings: ClientSettings,
        private readonly notify: (message: string) => void,
        private readonly receipt: Receipt,
        private readonly patience: Patience = defaultPatience,
    ) {
        this.budget = new Budget(
            settings,
            (milliseconds) =>
                this.sayWaiting(
                    "this run has used its share of the account's requests (kore:requestsPerMinute, kore:requestsPerHour)",
                    milliseconds,
                ),
            realClock,
            (starts) => this.receipt.wait(starts),
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
                this.ended(error.response);
                throw error;
            },
        );
        axiosRetry(this.http);
        // An interceptor runs for every try: where jti is enforced a token is taken only once.
        this.http.interceptors.request.use(async (config) => {
            await this.budget.take();
            // axios's own time-out is for silence, and begins anew with every byte.
            config.signal = AbortSignal.timeout(settings.requestTimeout * 1000 + 250);
            config.headers.set("auth", tokenFor(settings.credentials));
            config.onSend?.((config["axios-retry"]?.retryCount ?? 0) > 0);
            return config;
        });
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
        parameters: Record<string, string | number> = {},
    ): Promise<v.InferOutput<TSchema>> {
        const tries = { mayBeDone: false };
        try {
            return this.read(endpoint, await this.exchange(endpoint, body, rows, parameters, tries), schema);
        } catch (error) {
            // A write whose first try was lost may be done, however the next one ended.
            if (!(error instanceof KoreError) || !tries.mayBeDone || error.kind === "lost") throw error;
            throw new KoreError({
                ...error,
                code: "kore:answer-lost",
                kind: "lost",
                why: `${error.why}, after a try whose answer was lost`,
                advice: [error.advice, afterLoss(endpoint)].filter((part) => part !== undefined).join(" "),
            });
        }
    }

    private read<TSchema extends v.GenericSchema>(
        endpoint: Endpoint,
        response: AxiosResponse<string>,
        schema: TSchema,
    ): v.InferOutput<TSchema> {
        const json = parseJson(response.data);
        const refusal = v.safeParse(refusalBody, json);
        if (refusal.success) throw refused(endpoint, response.status, readReason(refusal.output));
        // A mixed result is documented with status 200 only; its entries carry status 400 in their reason.
        if (response.status >= 300 && !v.is(mixedResult, json)) throw this.notTheApi(endpoint, response);
        const answer = v.safeParse(schema, json);
        if (!answer.success) throw this.notTheApi(endpoint, response, describeIssues(answer.issues));
        return answer.output;
    }

    private async exchange(
        endpoint: Endpoint,
        body: object | undefined,
        rows: number,
        params: Record<string, string | number>,
        tries: { mayBeDone: boolean },
    ): Promise<AxiosResponse<string>> {
        const { retries, retryDelay, rateLimitRetries, rateLimitDelay } = this.patience;
        let failures = 0;
        let refusals = 0;
        try {
            return await this.http.request<string>({
                method: endpoint.method,
                url: endpoint.path,
                params,
                data: body,
                onSend: (isRetry) => this.receipt.count(endpoint, rows, isRetry),
                "axios-retry": {
                    retries: Infinity,
                    shouldResetTimeout: true,
                    validateResponse: (response) =>
                        isWhole(response) && response.status < 500 && !isRateLimit(response),
                    retryCondition: (error) => {
                        if (isRateLimit(error.response)) return ++refusals <= rateLimitRetries;
                        tries.mayBeDone ||= endpoint.writes && !isNoConnection(error);
                        return (endpoint.idempotent || isNoConnection(error)) && ++failures <= retries;
                    },
                    retryDelay: (_count, error) => {
                        if (!isRateLimit(error.response)) return exponentialDelay(failures, error, retryDelay / 2);
                        const asked =
                            retryAfter(error) > 0 ? Math.min(retryAfter(error), longestWindow) : rateLimitDelay;
                        const delay = Math.ceil(asked * (1 + Math.random() / 5));
                        this.sayWaiting("Kore.ai's rate limit of the account is reached", delay);
                        this.holdAll(delay);
                        return delay;
                    },
                },
            });
        } catch (error) {
            throw isAxiosError<string>(error) ? this.explain(endpoint, error) : error;
        }
    }

    private explain(endpoint: Endpoint, error: AxiosError<string>): KoreError {
        const response = error.response !== undefined && isWhole(error.response) ? error.response : undefined;
        const what = `${nameOf(endpoint)} failed`;
        if (response !== undefined && isRateLimit(response)) {
            return new KoreError({
                code: "kore:rate-limit",
                kind: "rateLimit",
                what,
                why: `Kore.ai's rate limit of the account stayed reached (status ${response.status})`,
                advice: "Run again later, and leave the account's other clients some of its 60 requests a minute and 1,800 an hour.",
                status: response.status,
            });
        }
        if (response !== undefined) {
            const refusal = v.safeParse(refusalBody, parseJson(response.data));
            if (refusal.success) return refused(endpoint, response.status, readReason(refusal.output));
            return new KoreError({
                code: "kore:server-error",
                kind: endpoint.writes ? "lost" : "unreadable",
                what,
                why: `${this.settings.baseUrl} answered with status ${response.status}`,
                advice: afterLoss(endpoint),
                status: response.status,
            });
        }
        const cause =
            error.code === "ERR_CANCELED"
                ? `no whole answer within ${this.settings.requestTimeout} s`
                : [error.message, error.code].filter((part) => part !== undefined && part !== "").join(", ");
        if (isNoConnection(error)) {
            return new KoreError({
                code: "kore:no-connection",
                kind: "unreachable",
                what,
                why: `no connection to ${this.settings.baseUrl} (${cause})`,
                advice: "Check kore:host and the network; nothing was sent.",
            });
        }
        return new KoreError({
            code: endpoint.writes ? "kore:answer-lost" : "kore:no-answer",
            kind: endpoint.writes ? "lost" : "unreachable",
            what,
            why: `no answer from ${this.settings.baseUrl} (${cause})`,
            advice: afterLoss(endpoint),
        });
    }

    private notTheApi(endpoint: Endpoint, response: AxiosResponse<string>, issues?: string): KoreError {
        const { status, data, headers } = response;
        const location: unknown = headers["location"];
        const why =
            typeof location === "string"
                ? `${this.settings.baseUrl} redirects to ${location} (status ${status})`
                : data.trimStart().startsWith("<")
                  ? `${this.settings.baseUrl} answered with a web page (status ${status}), not as Kore.ai's API`
                  : `the answer of ${this.settings.baseUrl} (status ${status}) is not the API's${issues === undefined ? "" : `: ${issues}`}`;
        const lost = endpoint.writes && status < 300;
        const advice = "Check that kore:host is the address of a Kore.ai environment.";
        return new KoreError({
            code: "kore:not-the-api",
            kind: lost ? "lost" : "unreadable",
            what: `${nameOf(endpoint)} failed`,
            why,
            advice: lost ? `${afterLoss(endpoint)} ${advice}` : advice,
            status,
        });
    }

    /** Other requests would be refused meanwhile as well. */
    private holdAll(milliseconds: number): void {
        this.budget.hold(milliseconds);
        this.receipt.wait(true);
        setTimeout(() => this.receipt.wait(false), milliseconds);
    }

    /** Once, and again where it is for much longer. */
    private sayWaiting(why: string, milliseconds: number): void {
        if (milliseconds < 2_000 || (this.longestTold > 0 && milliseconds < Math.max(120_000, 3 * this.longestTold)))
            return;
        this.longestTold = milliseconds;
        const until = new Date(Date.now() + milliseconds).toTimeString().slice(0, 5);
        this.notify(
            `${why}: waiting ${Math.ceil(milliseconds / 1000)} s (until ${until}), then going on, as often as it takes.`,
        );
    }

    private ended(response: AxiosResponse<unknown> | undefined): void {
        if (response !== undefined && !isRateLimit(response)) this.budget.letThrough();
        this.budget.done();
    }
}

const mixedResult = v.looseObject({ failedUserDetails: v.array(v.unknown()) });

// An answer that broke off, or stopped until the time was up, has a status and no body (axios: the adapter sets it at the end).
function isWhole(response: AxiosResponse<unknown>): boolean {
    return typeof response.data === "string";
}

function isRateLimit(response: AxiosResponse<unknown> | undefined): boolean {
    if (response === undefined) return false;
    if (response.status === 429) return true;
    const body = v.safeParse(refusalBody, parseJson(response.data));
    return body.success && rateLimitMessage.test(readReason(body.output).message);
}

function isNoConnection(error: AxiosError): boolean {
    return error.response === undefined && noConnection.test(error.code ?? "");
}

function refused(endpoint: Endpoint, status: number, { message, code }: Reason): KoreError {
    const words = inKoresWords({ message, code });
    const common = { what: `${nameOf(endpoint)} failed`, status, koreCode: code, koreMessage: message };
    if (scopeMessage.test(message)) {
        return new KoreError({
            ...common,
            code: "kore:scope-missing",
            kind: "scope",
            why: words,
            advice: `${nameOf(endpoint)} needs the scope '${endpoint.scope}': give it to the app in the Admin Console, Security & Control > API Scopes.`,
        });
    }
    if (status === 401) {
        return new KoreError({
            ...common,
            code: "kore:unauthorized",
            kind: "unauthorized",
            why: words,
            advice: "Check kore:clientId and kore:clientSecret (or kore:jwt), that the app was made in the Admin Console, and this machine's clock.",
        });
    }
    if (status >= 500)
        return new KoreError({
            ...common,
            code: "kore:server-error",
            kind: endpoint.writes ? "lost" : "unreadable",
            why: words,
            advice: afterLoss(endpoint),
        });
    return new KoreError({ ...common, code: "kore:refused", kind: "refused", why: words });
}

function afterLoss(endpoint: Endpoint): string {
    return endpoint.writes ? "It may have been done or not: run again, which reads what is there first." : "Run again.";
}

/** The JSON of a body, or undefined for what is none. */
function parseJson(body: unknown): unknown {
    if (typeof body !== "string") return undefined;
    try {
        return JSON.parse(body) as unknown;
    } catch {
        return undefined;
    }
}
