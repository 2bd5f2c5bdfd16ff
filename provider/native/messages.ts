import type { ServiceError } from "@grpc/grpc-js";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import * as v from "valibot";
import { KoreError, messageOf } from "../api/errors";
import { tellIn } from "../process/detailedDiff";
import type { Checked, Difference, Properties } from "../serving";
import { Any, grpc, messages, Status, Struct } from "./grpc";

type Bag = InstanceType<typeof Struct>;
type DiffResponse = InstanceType<typeof messages.DiffResponse>;

const properties = v.record(v.string(), v.unknown());

/** The properties that the engine sends, as plain values: this plugin takes none of its marks, so that secrets come as they are. */
export function propertiesIn(bag: Bag | undefined): Properties {
    return v.parse(properties, bag?.toJavaScript() ?? {});
}

/** The same for the engine; what is undefined is left out. */
export function bagOf(values: object): Bag {
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)) as Record<string, JavaScriptValue>);
}

export function checkResponse({ inputs, failures }: Checked, bag: Bag = bagOf(inputs)) {
    const response = new messages.CheckResponse();
    response.setInputs(bag);
    response.setFailuresList(
        failures.map(({ property, reason }) => {
            const failure = new messages.CheckFailure();
            failure.setProperty(property);
            failure.setReason(reason);
            return failure;
        }),
    );
    return response;
}

export function diffResponse({ changes, replaces = [], paths }: Difference): DiffResponse {
    const response = new messages.DiffResponse();
    const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
    response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
    response.setReplacesList(replaces);
    // Without any the engine finds them by itself.
    if (changes && paths !== undefined && paths.size > 0) tellIn(response, messages.PropertyDiff, paths);
    return response;
}

const reached = v.object({
    id: v.string(),
    properties: v.record(v.string(), v.unknown()),
    reasons: v.array(v.string()),
});

/**
 * An error as the engine takes it: a message without a stack, and the state that a step has reached, which it keeps as
 * partially initialised.
 */
export function failureOf(error: unknown): Partial<ServiceError> {
    const message = error instanceof KoreError ? error.message : `${messageOf(error)}\n${stackOf(error)}`;
    const state = v.safeParse(reached, error);
    if (!state.success) return { code: grpc.status.UNKNOWN, message, details: message };
    const { id, properties, reasons } = state.output;
    const detail = new messages.ErrorResourceInitFailed();
    detail.setId(id);
    detail.setProperties(bagOf(properties));
    detail.setReasonsList(reasons);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status();
    status.setCode(grpc.status.UNKNOWN);
    status.setMessage(message);
    status.addDetails(packed);
    const metadata = new grpc.Metadata();
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    return { code: grpc.status.UNKNOWN, message, details: message, metadata };
}

// A fault of this package's own.
function stackOf(error: unknown): string {
    return error instanceof Error ? (error.stack ?? "") : "";
}
