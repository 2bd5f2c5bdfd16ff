import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import type { Client } from "@grpc/grpc-js";
import type * as services from "@pulumi/pulumi/proto/resource_grpc_pb";
import type * as resources from "@pulumi/pulumi/proto/resource_pb";
import type * as structs from "google-protobuf/google/protobuf/struct_pb";
import * as v from "valibot";
import { kindOf } from "../model/kinds";
import { invokeAnswerOf, type Reader } from "./invokeAnswer";
import { peopleIn, type StateOfPerson } from "../run/stateOfPeople";

const answer = v.object({
    outputs: v.record(v.string(), v.looseObject({ type: v.string(), outputs: v.looseObject({}) })),
});

/**
 * What the state of this stack has of people: the engine answers its program. Who was created by this stack, and who has
 * which access by it, is nowhere else. An engine that does not answer leaves it unknown.
 */
export async function readState(): Promise<StateOfPerson[]> {
    try {
        const stackName = nameOfStack();
        const read = v.safeParse(answer, await invoke("pulumi:pulumi:readStackResourceOutputs", { stackName }));
        if (!read.success) return [];
        return Object.entries(read.output.outputs).flatMap(([urn, { type, outputs: given }]) => {
            const kind = kindOf(type);
            return kind === undefined ? [] : peopleIn(urn, kind, given);
        });
    } catch {
        return [];
    }
}

/** The whole name of this stack: "organization/project/stack". */
export function nameOfStack(): string {
    return [pulumi.runtime.getOrganization(), pulumi.runtime.getProject(), pulumi.runtime.getStack()].join("/");
}

/**
 * Asks the engine itself. The SDK's own invoke logs the whole answer where debugging is on: the state of the whole stack.
 *
 * @returns undefined, where there is no engine, as in a unit test of the program
 */
async function invoke(token: string, args: Record<string, string>): Promise<unknown> {
    const monitor: unknown = pulumi.runtime.getMonitor();
    if (!isClient(monitor)) return undefined;
    // What the SDK speaks with is no dependency of a program's own.
    const sdk = createRequire(require.resolve("@pulumi/pulumi"));
    const { ResourceInvokeRequest } = sdk("@pulumi/pulumi/proto/resource_pb") as typeof resources;
    const { ResourceMonitorService } = sdk("@pulumi/pulumi/proto/resource_grpc_pb") as typeof services;
    const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb") as typeof structs;
    const { BinaryReader } = sdk("google-protobuf") as { BinaryReader: Reader };
    const { path, requestSerialize } = ResourceMonitorService.invoke;
    const request = new ResourceInvokeRequest();
    request.setTok(token);
    request.setArgs(Struct.fromJavaScript(args));
    return new Promise((resolve, reject) => {
        monitor.makeUnaryRequest(
            path,
            requestSerialize,
            (bytes) => ({ answer: invokeAnswerOf(bytes, BinaryReader) }),
            request,
            (error, read) => (error === null ? resolve(read?.answer) : reject(error)),
        );
    });
}

function isClient(monitor: unknown): monitor is Client {
    return typeof monitor === "object" && monitor !== null && "makeUnaryRequest" in monitor;
}
