import { STATUS_CODES } from "node:http";
import { refusal, type Answer } from "./answer";
import type { ExchangeFault } from "./faults";
import { refusedRate } from "./rateRefusal";
import type { Switches } from "./switches";

/** How one exchange ends: with an answer on the wire, with a reset connection, or never. */
export type Outcome =
    { kind: "answer"; answer: Answer; text: string; type: string } | { kind: "reset" } | { kind: "silence" };

/** Whether a fault breaks the exchange before anything is done. */
export function breaksBefore(fault: ExchangeFault | undefined): boolean {
    switch (fault?.kind) {
        case "reset":
        case "silence":
        case "serverError":
        case "html":
            return fault.when !== "after";
        case "rateLimit":
            return true;
        case "latency":
        case "truncated":
        case undefined:
            return false;
    }
}

/** What the caller sees of an answer, or, for a fault that breaks before, of none. */
export function outcomeOf(answer: Answer | undefined, fault: ExchangeFault | undefined, switches: Switches): Outcome {
    switch (fault?.kind) {
        case "reset":
        case "silence":
            return { kind: fault.kind };
        case "serverError":
            return serverError(fault.status ?? 503);
        case "rateLimit":
            return rateLimited(fault.status ?? 429, fault.retryAfter, switches);
        case "html":
            return page(fault.status ?? 502);
        case "truncated": {
            const whole = json(answer ?? { status: 200, body: {} });
            return { ...whole, text: whole.text.slice(0, Math.ceil(whole.text.length / 2)) };
        }
        case "latency":
        case undefined:
            return json(answer ?? { status: 200, body: {} });
    }
}

/** An answer as it goes over the wire: a text as it is, all else as JSON. */
function json(answer: Answer): Extract<Outcome, { kind: "answer" }> {
    return typeof answer.body === "string"
        ? { kind: "answer", answer, text: answer.body, type: "text/plain" }
        : { kind: "answer", answer, text: JSON.stringify(answer.body), type: "application/json" };
}

function serverError(status: number): Outcome {
    return json(refusal(status, STATUS_CODES[status] ?? "Server Error"));
}

function rateLimited(status: number, retryAfter: number | undefined, switches: Switches): Outcome {
    const headers = retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };
    return json({ ...refusedRate(status, "minute", switches), headers });
}

function page(status: number): Outcome {
    const text = `<html><head><title>${status}</title></head><body><h1>${STATUS_CODES[status]}</h1></body></html>`;
    return { kind: "answer", answer: { status, body: text }, text, type: "text/html" };
}
