import { setTimeout as pause } from "node:timers/promises";
import express, { type Request, type Response, type Router } from "express";
import { refusal, type Answer } from "./answer";
import type { EmulatedAccount } from "./emulatedAccount";
import { endpointNames } from "./endpointNames";
import type { MetFaults } from "./faults";
import { breaksBefore, outcomeOf, type Outcome } from "./outcome";
import { withoutSecrets, type LogEntry } from "./requestLog";
import { rowAddresses } from "./rowAddresses";

/** Serves the public endpoints of an account; `closing` cuts off requests that wait out a latency. */
export function apiRouter(
    account: EmulatedAccount,
    onRequest: (entry: LogEntry) => void,
    closing: AbortSignal,
): Router {
    const router = express.Router({ caseSensitive: true });
    // A body of any content type is read as text here and parsed as JSON later, as unknown.
    router.use(express.text({ type: () => true, limit: "50mb" }));
    router.use(async (request, response) => {
        try {
            await exchange(account, request, response, onRequest, closing);
        } catch (error) {
            if (!closing.aborted) {
                throw error;
            }
        }
    });
    return router;
}

async function exchange(
    account: EmulatedAccount,
    request: Request,
    response: Response,
    onRequest: (entry: LogEntry) => void,
    closing: AbortSignal,
): Promise<void> {
    const { method } = request;
    // Not relative to a base, where //host would be another host.
    const url = new URL(`http://127.0.0.1${request.originalUrl}`);
    const body = jsonOf(request.body);
    const emailIds = rowAddresses(body);
    const time = new Date(account.now()).toISOString();

    const name = endpointNames.find((known) => known === `${method} ${documentedPath(url.pathname)}`);
    const faults: MetFaults = name === undefined ? { rows: [] } : account.meet(name, emailIds);
    const { exchange: fault } = faults;
    const wait = account.latency() + (fault?.kind === "latency" ? fault.milliseconds : 0);
    if (wait > 0) {
        await pause(wait, undefined, { signal: closing });
    }
    const answered =
        name === undefined
            ? { answer: noEndpoint(url.pathname) }
            : breaksBefore(fault)
              ? undefined
              : account.answer({ endpoint: name, token: request.get("auth"), query: url.searchParams, body, faults });
    const outcome = outcomeOf(answered?.answer, fault, account.switches());

    const entry: LogEntry = {
        time,
        method,
        path: url.pathname,
        ...(url.search === "" ? {} : { query: url.search.slice(1) }),
        ...(answered?.clientId === undefined ? {} : { clientId: answered.clientId }),
        emailIds,
        status: outcome.kind === "answer" ? outcome.answer.status : 0,
        ...(body === undefined ? {} : { request: withoutSecrets(body) }),
        ...(outcome.kind === "answer" ? { answer: withoutSecrets(outcome.answer.body) } : {}),
        ...kindsOf(faults),
    };
    account.record(entry);
    onRequest(entry);
    deliver(outcome, response);
}

const deepest = 100;

/** The JSON of a body; undefined where there is none, or it is nested deeper than a recursive reader can follow. */
function jsonOf(text: unknown): unknown {
    if (typeof text !== "string" || text === "" || depthOf(text) > deepest) return undefined;
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** How many lists and objects are in one another. */
function depthOf(json: string): number {
    let [depth, most] = [0, 0];
    for (const [token] of json.matchAll(/"(?:\\.|[^"\\])*"|[[\]{}]/g)) {
        if (token === "[" || token === "{") most = Math.max(most, ++depth);
        else if (token === "]" || token === "}") depth--;
    }
    return most;
}

/** Kore.ai's pages write the assignment endpoints with a slash at the end, its tests without. */
function documentedPath(path: string): string {
    return path.endsWith("/assignments") ? `${path}/` : path;
}

/** A wrong method is 405 before anything else is looked at, as Kore.ai's tests see for GET users. */
function noEndpoint(path: string): Answer {
    const methods = endpointNames.flatMap((name) =>
        name.endsWith(` ${documentedPath(path)}`) ? [name.slice(0, name.indexOf(" "))] : [],
    );
    if (methods.length === 0) {
        return refusal(404, "Not Found");
    }
    return { ...refusal(405, "Method Not Allowed"), headers: { Allow: methods.join(", ") } };
}

function kindsOf({ exchange: fault, lateIndex, staleIndex, rows }: MetFaults): Pick<LogEntry, "faults"> {
    const kinds = [fault, lateIndex, staleIndex, ...rows].flatMap((met) => met?.kind ?? []);
    return kinds.length === 0 ? {} : { faults: kinds };
}

function deliver(outcome: Outcome, response: Response): void {
    switch (outcome.kind) {
        case "reset":
            response.socket?.resetAndDestroy();
            return;
        case "silence":
            return;
        case "answer":
            response
                .status(outcome.answer.status)
                .set(outcome.answer.headers ?? {})
                .type(outcome.type)
                .send(outcome.text);
    }
}
