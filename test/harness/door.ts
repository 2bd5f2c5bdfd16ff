import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Kind, kindNames, nativeToken } from "../../provider/model/kinds";
import { providerLines } from "./managed";
import type { Properties } from "./providerProcess";

/** Whether what a test asks of the provider's process is asked of the plugin: all rules hold by both doors. */
export const isNative = process.env["KORE_TEST_DOOR"] === "native";

/** The kind of resource that properties are of, by the line that the dynamic door has among them. */
function kindOfProperties(properties: Properties): Kind {
    const told = kindNames.find((kind) => providerLines[kind] === properties["__provider"]);
    if (told !== undefined) return told;
    if ("people" in properties) return "KoreUsers";
    return "emailIds" in properties ? "KoreUserAccess" : "KoreUser";
}

/** The URN of a resource that is called as whom it is about. */
export function urnOf(properties: Properties): string {
    const { emailId, emailIds, people } = properties;
    const name = JSON.stringify(emailId ?? emailIds ?? Object.keys((people as object | undefined) ?? {}));
    return `urn:pulumi:test::program::${nativeToken(kindOfProperties(properties))}::${name}`;
}

/** Properties as the plugin gets them. */
export function withoutLine({ __provider, ...properties }: Properties): Properties {
    return isNative ? properties : { ...properties, ...(__provider === undefined ? {} : { __provider }) };
}

/** The same as tests expect them: with the line of the kind. */
export function withLine(properties: Properties, asked: Properties): Properties {
    return isNative ? { ...properties, __provider: providerLines[kindOfProperties(asked)] } : properties;
}

/** An engine that only hears what its plugins say. */
export async function hearingEngine(hear: (text: string) => void): Promise<{ address: string; close: () => void }> {
    const server = new grpc.Server();
    server.addService(EngineService, {
        log: ({ request }: grpc.ServerUnaryCall<LogRequest, Empty>, answer: grpc.sendUnaryData<Empty>) => {
            hear(`kore: ${request.getMessage().replace(/^kore: /, "")}\n`);
            answer(null, new Empty());
        },
    });
    const port = await new Promise<number>((resolve, reject) =>
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error === null ? resolve(bound) : reject(error),
        ),
    );
    return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}
