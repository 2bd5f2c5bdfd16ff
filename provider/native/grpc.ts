import { createRequire } from "node:module";

// What the SDK speaks with, in its own copy: messages of two copies are no messages of each other's.
const sdk = createRequire(require.resolve("@pulumi/pulumi"));

export const grpc = sdk("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
export const { ResourceProviderService } = sdk(
    "@pulumi/pulumi/proto/provider_grpc_pb",
) as typeof import("@pulumi/pulumi/proto/provider_grpc_pb");
export const messages = sdk("@pulumi/pulumi/proto/provider_pb") as typeof import("@pulumi/pulumi/proto/provider_pb");
export const { PluginInfo } = sdk("@pulumi/pulumi/proto/plugin_pb") as typeof import("@pulumi/pulumi/proto/plugin_pb");
export const { Status } = sdk("@pulumi/pulumi/proto/status_pb") as typeof import("@pulumi/pulumi/proto/status_pb");
export const { Struct } = sdk(
    "google-protobuf/google/protobuf/struct_pb",
) as typeof import("google-protobuf/google/protobuf/struct_pb");
export const { Any } = sdk(
    "google-protobuf/google/protobuf/any_pb",
) as typeof import("google-protobuf/google/protobuf/any_pb");
export const { Empty } = sdk(
    "google-protobuf/google/protobuf/empty_pb",
) as typeof import("google-protobuf/google/protobuf/empty_pb");

export type Messages = typeof import("@pulumi/pulumi/proto/provider_pb");
