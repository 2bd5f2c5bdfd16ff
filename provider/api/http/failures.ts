import type { AxiosError, AxiosResponse } from "axios";
import * as v from "valibot";
import { readReason, refusalBody, wordsOf, type Reason } from "../answers";
import { cut, inKoresWords, KoreError } from "../errors";
import type { ClientSettings } from "../settings";
import { nameOf, otherNamesOfScopes, type Endpoint } from "./endpoints";
import { isOfProxy, isOverTls, withoutTls, type Proxy } from "./proxy";

// The Rate Limits pages, old and new, tell two wordings, and neither a status nor a shape.
const rateLimitMessage = /\brate.?limit|\btoo many requests\b/i;
// A refusal is a sentence; the answer about 50 people need not be read twice.
const longestRefusal = 10_000;
const scopeMessage = /scope is incorrect/i;

// Nothing left this machine, so that even a create may be tried again.
const noConnection = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS)/;

/**
 * Whether an answer has its body. One that broke off, or stopped until the time was up, has a status and none (axios:
 * the adapter sets it at the end).
 */
export function isWhole(response: AxiosResponse<unknown>): boolean {
    return typeof response.data === "string";
}

/** Whether Kore.ai refuses for the account's rate limit. */
export function isRateLimit(response: AxiosResponse<unknown> | undefined): boolean {
    if (response === undefined || isOfProxy(response)) return false;
    if (response.status === 429) return true;
    const { data, status } = response;
    if (typeof data !== "string" || data.length > longestRefusal) return false;
    const isPage = data.trimStart().startsWith("<");
    const words = wordsOf(parseJson(data) ?? (isPage && status < 400 ? undefined : data));
    return words !== undefined && rateLimitMessage.test(words.message);
}

/** What Kore.ai says where it refuses a whole request; undefined where an answer is no refusal of the API's. */
export function refusalIn(status: number, json: unknown): Reason | undefined {
    const documented = v.safeParse(refusalBody, json);
    if (documented.success) return readReason(documented.output);
    if (status < 400 || typeof json !== "object" || v.is(mixedResult, json)) return undefined;
    return wordsOf(json);
}

/** An answer about several people, of whom some failed. */
export const mixedResult = v.looseObject({ failedUserDetails: v.array(v.unknown()) });

// A request has its socket when there is a connection, or the call for one; by a proxy, when its tunnel stands.
const withoutSocket = v.object({ socket: v.null() });
const unfinishedTls = v.object({ socket: v.object({ secureConnecting: v.literal(true) }) });

const ofConnect = v.object({ syscall: v.literal("connect") });
// Of a host with several addresses, each of which was tried.
const unconnected = v.union([ofConnect, v.object({ errors: v.pipe(v.array(ofConnect), v.minLength(1)) })]);

/** Whether a request failed before it was sent. */
export function isNoConnection(error: AxiosError): boolean {
    const { response, config, code = "", cause } = error;
    const request: unknown = error.request;
    if (response !== undefined) return isOfProxy(response);
    return (
        noConnection.test(code) ||
        v.is(unconnected, cause) ||
        v.is(withoutSocket, request) ||
        v.is(unfinishedTls, request) ||
        (config !== undefined && isOverTls(config) && v.is(withoutTls, request))
    );
}

/** Whether the proxy does not let a request pass, which it would say again. */
export function isRefusedByProxy({ response }: AxiosError): boolean {
    return response !== undefined && response.status < 500 && isOfProxy(response);
}

/** Why a request failed: it has no answer, or one that says so by its status. */
export function failureOf(
    endpoint: Endpoint,
    { baseUrl, requestTimeout }: ClientSettings,
    error: AxiosError<string>,
    proxy: Proxy | undefined,
): KoreError {
    if (error.response !== undefined && isWhole(error.response) && !isNoConnection(error))
        return failureByStatus(endpoint, baseUrl, error.response);
    const what = `${nameOf(endpoint)} failed`;
    const cause =
        error.code === "ERR_CANCELED"
            ? `no whole answer within ${requestTimeout} s`
            : [error.message, error.code].filter((part) => part !== undefined && part !== "").join(", ");
    if (isNoConnection(error)) {
        const status = error.response?.status;
        const why = proxy === undefined ? cause : causeBy(proxy, status, cause);
        const advice = proxy === undefined ? "Check kore:host and the network" : mend(proxy, status, baseUrl);
        return new KoreError({
            code: "kore:no-connection",
            kind: "unreachable",
            what,
            why: `no connection to ${baseUrl} (${why})`,
            advice: `${advice}; nothing was sent.`,
        });
    }
    return new KoreError({
        code: endpoint.writes ? "kore:answer-lost" : "kore:no-answer",
        kind: endpoint.writes ? "lost" : "unreachable",
        what,
        why: `no answer from ${baseUrl} (${cause})`,
        advice: afterLoss(endpoint),
    });
}

/** Why a proxy leads nowhere. @param status of its own answer, if it gave one */
function causeBy({ variable, address }: Proxy, status: number | undefined, cause: string): string {
    return status === undefined
        ? `by the proxy ${address} of ${variable}: ${cause}`
        : `the proxy ${address} of ${variable} answered with status ${status}`;
}

function mend({ variable, hasUser }: Proxy, status: number | undefined, baseUrl: string): string {
    if (status === undefined) return `Check ${variable}, kore:host and the network`;
    if (status !== 407)
        return `Let the proxy pass requests to this host, or reach it without: NO_PROXY=${new URL(baseUrl).hostname}`;
    return hasUser
        ? `Correct the user and the password in ${variable}, both percent-encoded`
        : `Put USER:PASSWORD, both percent-encoded, into ${variable}: http://USER:PASSWORD@HOST:PORT`;
}

function failureByStatus(endpoint: Endpoint, baseUrl: string, response: AxiosResponse<string>): KoreError {
    const what = `${nameOf(endpoint)} failed`;
    if (isRateLimit(response)) {
        return new KoreError({
            code: "kore:rate-limit",
            kind: "rateLimit",
            what,
            why: `Kore.ai's rate limit of the account stayed reached (status ${response.status})`,
            advice:
                "Run again later, and leave the account's other clients some of its 60 requests a minute " +
                "and 1,800 an hour.",
            status: response.status,
        });
    }
    const refusal = refusalIn(response.status, parseJson(response.data));
    if (refusal !== undefined) return refused(endpoint, response.status, refusal);
    return new KoreError({
        code: "kore:server-error",
        kind: endpoint.writes ? "lost" : "unreadable",
        what,
        why: `${baseUrl} answered with status ${response.status}`,
        advice: afterLoss(endpoint),
        status: response.status,
    });
}

/** The failure of a request whose answer is not Kore.ai's. */
export function notTheApi(
    endpoint: Endpoint,
    baseUrl: string,
    { status, data, headers }: AxiosResponse<string>,
    issues?: string,
): KoreError {
    const location: unknown = headers["location"];
    const details = issues === undefined ? "" : `: ${issues}`;
    const why =
        typeof location === "string"
            ? `${baseUrl} redirects to ${cut(location)} (status ${status})`
            : data.trimStart().startsWith("<")
              ? `${baseUrl} answered with a web page (status ${status}), not as Kore.ai's API`
              : `the answer of ${baseUrl} (status ${status}) is not the API's${details}`;
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

/** The failure of a request that Kore.ai refuses in its own form. */
export function refused(endpoint: Endpoint, status: number, { message, code }: Reason): KoreError {
    const words = inKoresWords({ message, code });
    const common = { what: `${nameOf(endpoint)} failed`, status, koreCode: code, koreMessage: message };
    if (scopeMessage.test(message)) {
        return new KoreError({
            ...common,
            code: "kore:scope-missing",
            kind: "scope",
            why: words,
            advice:
                `${nameOf(endpoint)} needs the scope '${endpoint.scope}': ` +
                `give it to the app in the Admin Console, Security & Control > API Scopes${otherName(endpoint)}.`,
        });
    }
    if (status === 401) {
        return new KoreError({
            ...common,
            code: "kore:unauthorized",
            kind: "unauthorized",
            why: words,
            advice:
                "Check kore:clientId and kore:clientSecret (or kore:jwt), that the app was made in the Admin Console, " +
                "and this machine's clock.",
        });
    }
    if (status >= 500) {
        return new KoreError({
            ...common,
            code: "kore:server-error",
            kind: endpoint.writes ? "lost" : "unreadable",
            why: words,
            advice: afterLoss(endpoint),
        });
    }
    return new KoreError({ ...common, code: "kore:refused", kind: "refused", why: words });
}

function otherName({ scope }: Endpoint): string {
    const other = otherNamesOfScopes[scope];
    return other === undefined ? "" : ` (other editions call it ${other})`;
}

/** The failure of a write of which an earlier try may have been done: it tells nothing of whether it was. */
export function afterLostTry(endpoint: Endpoint, error: KoreError): KoreError {
    return new KoreError({
        ...error,
        code: "kore:answer-lost",
        kind: "lost",
        why: `${error.why}, after a try whose answer was lost`,
        advice: [error.advice, afterLoss(endpoint)].filter((part) => part !== undefined).join(" "),
    });
}

/** What to do about a request of which it is not known whether it was done. */
function afterLoss(endpoint: Endpoint): string {
    return endpoint.writes ? "It may have been done or not: run again, which reads what is there first." : "Run again.";
}

// The deepest documented answer has seven levels. What is far deeper could not be compared or kept.
const deepest = 100;
// A backslash, a pair of surrogates, or half of one.
const surrogates = /\\\\|\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|\\ud[89a-f][\da-f]{2}/gi;

/** The JSON of a body, or undefined for what is none. */
export function parseJson(body: unknown): unknown {
    if (typeof body !== "string") return undefined;
    // Half of a pair can't be sent to the engine: the step would never end.
    const wellFormed = body.replace(surrogates, (found) => (found.length === 6 ? "\\ufffd" : found));
    try {
        const json = JSON.parse(wellFormed) as unknown;
        return isTooDeep(json) ? undefined : json;
    } catch {
        return undefined;
    }
}

function isTooDeep(json: unknown): boolean {
    let level = [json];
    for (let depth = 0; level.length > 0; depth++) {
        if (depth > deepest) return true;
        level = level.flatMap((value): unknown[] =>
            typeof value === "object" && value !== null ? Object.values(value) : [],
        );
    }
    return false;
}
