import * as v from "valibot";
import { endpointNames, type EndpointName } from "./endpointNames";
import { sameAddress } from "./addresses";

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const milliseconds = v.pipe(v.number(), v.minValue(0));

const exchange = {
    endpoint: v.picklist(endpointNames),
    /** How many requests it befalls; 1 unless said. */
    times: v.exactOptional(count),
    /** Only requests with a row about this address. */
    emailId: v.exactOptional(v.string()),
};

/**
 * Whether the change was made when the exchange broke: `before` (not made; the default) or `after` (made, and its
 * answer lost).
 */
const when = v.exactOptional(v.picklist(["before", "after"]));

/** A fault to order. It befalls the next requests that fit, in the order in which faults were given. */
export const faultSchema = v.variant("kind", [
    /** The answer takes longer. */
    v.strictObject({ kind: v.literal("latency"), ...exchange, milliseconds }),
    /** The connection is reset. */
    v.strictObject({ kind: v.literal("reset"), ...exchange, when }),
    /** No answer ever comes; the connection stays open until the emulator closes. */
    v.strictObject({ kind: v.literal("silence"), ...exchange, when }),
    /** A 5xx answer; 503 unless said. */
    v.strictObject({
        kind: v.literal("serverError"),
        ...exchange,
        when,
        status: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(500), v.maxValue(599))),
    }),
    /**
     * A refusal for too many requests, with the documented message: 429 unless another status is said; a Retry-After
     * header if seconds are said.
     */
    v.strictObject({
        kind: v.literal("rateLimit"),
        ...exchange,
        status: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
        retryAfter: v.exactOptional(v.number()),
    }),
    /** A proxy's HTML page in place of the answer; status 502 unless 200 is said. */
    v.strictObject({ kind: v.literal("html"), ...exchange, when, status: v.exactOptional(v.picklist([200, 502])) }),
    /** The change is made, and the JSON of the answer ends half-way. */
    v.strictObject({ kind: v.literal("truncated"), ...exchange }),
    /** People that the next POST users creates are unknown to usersInfo for some time or for a number of look-ups. */
    v.strictObject({
        kind: v.literal("lateIndex"),
        times: v.exactOptional(count),
        emailId: v.exactOptional(v.string()),
        milliseconds: v.exactOptional(milliseconds),
        lookUps: v.exactOptional(count),
    }),
    /** usersInfo answers for people as they were before their next write, for some time or a number of look-ups. */
    v.strictObject({
        kind: v.literal("staleIndex"),
        /** The endpoint of the write. */
        after: v.picklist(["PUT /api/public/users", "DELETE /api/public/users", "POST /api/public/useraccess"]),
        times: v.exactOptional(count),
        emailId: v.exactOptional(v.string()),
        milliseconds: v.exactOptional(milliseconds),
        lookUps: v.exactOptional(count),
    }),
    /** usersInfo leaves out the entry of this address. */
    v.strictObject({ kind: v.literal("missingRow"), times: v.exactOptional(count), emailId: v.string() }),
    /** usersInfo answers for this address with a failure whose reason no page documents. */
    v.strictObject({
        kind: v.literal("failingRow"),
        times: v.exactOptional(count),
        emailId: v.string(),
        reason: v.exactOptional(v.string()),
    }),
]);

/** A fault to order. It befalls the next requests that fit, in the order in which faults were given. */
export type Fault = v.InferOutput<typeof faultSchema>;

/** The name of a fault's kind. */
export type FaultKind = Fault["kind"];

/** Faults of the exchange itself: one request meets at most one of them. */
export type ExchangeFault = Exclude<Fault, IndexFault | { kind: "missingRow" | "failingRow" }>;

/** Faults of what usersInfo knows after a write: one request meets at most one of each kind. */
export type IndexFault = Extract<Fault, { kind: "lateIndex" | "staleIndex" }>;

/** The faults that one request meets. */
export interface MetFaults {
    exchange?: ExchangeFault;
    lateIndex?: Extract<Fault, { kind: "lateIndex" }>;
    staleIndex?: Extract<Fault, { kind: "staleIndex" }>;
    /** One per address at most. */
    rows: Extract<Fault, { kind: "missingRow" | "failingRow" }>[];
}

/** Ordered faults, consumed from the front by the requests that they fit. */
export class FaultQueue {
    constructor(private waiting: Fault[] = []) {}

    /** Adds a fault behind the others. */
    add(fault: Fault): void {
        this.waiting.push(fault);
    }

    /** The faults that still wait, with how many requests each is left for. */
    list(): Fault[] {
        return structuredClone(this.waiting);
    }

    /** Drops all that wait. */
    clear(): void {
        this.waiting = [];
    }

    /** Takes what befalls a request of this endpoint with rows about these addresses. */
    take(endpoint: EndpointName, emailIds: string[]): MetFaults {
        const met: MetFaults = { rows: [] };
        const left: Fault[] = [];
        for (const fault of this.waiting) {
            if (!(fits(fault, endpoint, emailIds) && meet(met, fault))) {
                left.push(fault);
            } else if ((fault.times ?? 1) > 1) {
                left.push({ ...fault, times: (fault.times ?? 1) - 1 });
            }
        }
        this.waiting = left;
        return met;
    }
}

function fits(fault: Fault, endpoint: EndpointName, emailIds: string[]): boolean {
    return (
        endpointOf(fault) === endpoint &&
        (fault.emailId === undefined || emailIds.some((emailId) => sameAddress(emailId, fault.emailId)))
    );
}

function endpointOf(fault: Fault): EndpointName {
    if (isOfExchange(fault)) {
        return fault.endpoint;
    }
    if (fault.kind === "staleIndex") {
        return fault.after;
    }
    return fault.kind === "lateIndex" ? "POST /api/public/users" : "POST /api/public/usersInfo";
}

function isOfExchange(fault: Fault): fault is ExchangeFault {
    return "endpoint" in fault;
}

/** Notes that a request meets a fault; false if it meets one of that sort already. */
function meet(met: MetFaults, fault: Fault): boolean {
    if (isOfExchange(fault)) {
        const free = met.exchange === undefined;
        met.exchange ??= fault;
        return free;
    }
    if (fault.kind === "lateIndex") {
        const free = met.lateIndex === undefined;
        met.lateIndex ??= fault;
        return free;
    }
    if (fault.kind === "staleIndex") {
        const free = met.staleIndex === undefined;
        met.staleIndex ??= fault;
        return free;
    }
    if (met.rows.some((row) => sameAddress(row.emailId, fault.emailId))) {
        return false;
    }
    met.rows.push(fault);
    return true;
}
