import * as v from "valibot";
import { moduleOfSdk } from "./sdk";

interface EmptyMessage {
    deserializeBinary: (bytes: Uint8Array) => unknown;
}
const messages = v.looseObject({
    Empty: v.custom<EmptyMessage>((type) => typeof type === "function" && "deserializeBinary" in type),
});

// In the stack of a message that comes to the provider itself. The engine's answers to what is logged are as empty.
const callOfProvider = /provider_grpc_pb\.js/;

/**
 * Tells of each cancellation that the engine sends: at the first Ctrl-C, and at the end of every run. The SDK's provider process drops it, so
 * that it is heard here as its message is read (SDK 3.216 to 3.276). One other call has the same message, GetPluginInfo, which comes before
 * there are any steps; so that who is told asks whether there are. Where it can't be heard, the steps that are under way go on to their end.
 */
export function hearCancellation(onCancel: () => void): void {
    const Empty = moduleOfSdk("google-protobuf/google/protobuf/empty_pb", messages)?.Empty;
    if (Empty === undefined) return;
    const { deserializeBinary } = Empty;
    // A message that can't be changed is left as it is.
    Reflect.set(Empty, "deserializeBinary", (bytes: Uint8Array) => {
        if (callOfProvider.test(new Error().stack ?? "")) onCancel();
        return deserializeBinary.call(Empty, bytes);
    });
}
