import { createRequire } from "node:module";
import type * as grpcJs from "@grpc/grpc-js";
import type * as engineServices from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as engineMessagesOfSdk from "@pulumi/pulumi/proto/engine_pb";
import type * as pluginMessages from "@pulumi/pulumi/proto/plugin_pb";
import type * as services from "@pulumi/pulumi/proto/provider_grpc_pb";
import type * as providerMessages from "@pulumi/pulumi/proto/provider_pb";
import type * as statuses from "@pulumi/pulumi/proto/status_pb";
import type * as anys from "google-protobuf/google/protobuf/any_pb";
import type * as empties from "google-protobuf/google/protobuf/empty_pb";
import type * as structs from "google-protobuf/google/protobuf/struct_pb";

// What the SDK speaks with, in its own copy: messages of two copies are no messages of each other's.
const sdk = createRequire(require.resolve("@pulumi/pulumi"));

export const grpc = sdk("@grpc/grpc-js") as typeof grpcJs;
export const { ResourceProviderService } = sdk("@pulumi/pulumi/proto/provider_grpc_pb") as typeof services;
export const { EngineClient } = sdk("@pulumi/pulumi/proto/engine_grpc_pb") as typeof engineServices;
export const engineMessages = sdk("@pulumi/pulumi/proto/engine_pb") as typeof engineMessagesOfSdk;
export const messages = sdk("@pulumi/pulumi/proto/provider_pb") as typeof providerMessages;
export const { PluginInfo } = sdk("@pulumi/pulumi/proto/plugin_pb") as typeof pluginMessages;
export const { Status } = sdk("@pulumi/pulumi/proto/status_pb") as typeof statuses;
export const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb") as typeof structs;
export const { Any } = sdk("google-protobuf/google/protobuf/any_pb") as typeof anys;
export const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb") as typeof empties;

export type Messages = typeof providerMessages;
