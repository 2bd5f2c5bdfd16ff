import * as v from "valibot";
import { invalidBody, refusal, type Answer } from "../answer";
import type { Directory } from "../directory";
import type { MetFaults } from "../faults";
import type { LateIndex } from "../lateIndex";
import type { Scope } from "../seed";
import type { Switches } from "../switches";

/** What an endpoint works with when it answers one request. */
export interface Call {
    directory: Directory;
    switches: Switches;
    lateIndex: LateIndex;
    faults: MetFaults;
    now: number;
    body: unknown;
    query: URLSearchParams;
}

/** One endpoint: the scope that it needs, and how it answers. */
export interface Endpoint {
    scope: Scope;
    answer(call: Call): Answer;
}

/**
 * An endpoint with a JSON body: another form than the schema's is refused with 412, more rows than `largestBatch` with
 * 400.
 */
export function taking<Schema extends v.GenericSchema>(
    scope: Scope,
    schemaOf: (switches: Switches) => Schema,
    rows: (body: v.InferOutput<Schema>) => number,
    answer: (call: Call, body: v.InferOutput<Schema>) => Answer,
): Endpoint {
    return {
        scope,
        answer(call) {
            const body = v.safeParse(schemaOf(call.switches), call.body);
            if (!body.success) {
                return invalidBody;
            }
            const { largestBatch } = call.switches;
            if (largestBatch !== "unlimited" && rows(body.output) > Number(largestBatch)) {
                return refusal(400, `Only ${largestBatch} users are allowed in one request`);
            }
            return answer(call, body.output);
        },
    };
}
