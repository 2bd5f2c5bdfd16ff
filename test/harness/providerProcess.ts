import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { hearingEngine, isNative, urnOf, withLine, withoutLine } from "./door";
import { type AsSet, asSet, inputsFromSet, inputsToSet, propertyFromSet, stateFromSet, stateToSet } from "./asSet";
import { repositoryRoot } from "./repository";
import { newRun, recordEnvironment, referenceOf } from "./runOfProgram";
import { simulatedTime } from "./simulatedTime";

/** The property bag of a resource, as it crosses the wire. */
export type Properties = Record<string, unknown>;

/** What a call that failed said: its message, and the partial state that came along. */
export class CallFailed extends Error {
    constructor(
        message: string,
        readonly id: string | undefined,
        readonly properties: Properties | undefined,
        readonly reasons: string[],
    ) {
        super(message);
    }
}

/** How the process ended. */
export interface Ended {
    /** Null where it was killed. */
    exitCode: number | null;
    /** Everything that it wrote. */
    output: string;
}

/** The failure of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<CallFailed> {
    try {
        await call;
    } catch (error) {
        if (error instanceof CallFailed) return error;
        throw error;
    }
    throw new Error("the call did not fail");
}

/** The unknown value of the engine, which stands for anything that is not known in a preview. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The environment of a provider's process in which nobody hears of a cancellation. */
export const deafSdk: NodeJS.ProcessEnv = {
    NODE_OPTIONS: `--require=${JSON.stringify(path.join(__dirname, "deafSdk.cjs"))}`,
};

// A test that fails before it stops its process neither keeps the runner waiting nor leaves the process behind.
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

// A busy machine takes a moment for an answer, which is a multiple of it there.
const patientInSimulatedTime = { "kore:requestTimeout": "60" };

let runs = 0;

/** The address of an engine that is not there: each process is in a run of its own, so that none hears what another one declares. */
function nobody(): string {
    return `engine-${process.pid}-${++runs}.invalid:1`;
}

/** The real process that serves dynamic resources, spoken to as the engine does: over gRPC, with protobuf's marshalling. */
export class ProviderProcess {
    /** What the process wrote: what a user sees under the stack. */
    output = "";

    private constructor(
        private readonly child: ChildProcess,
        private readonly client: ResourceProviderClient,
        private readonly closeEngine: () => void,
    ) {}

    /**
     * @param time whether what waits there takes its time: for tests that are about time; otherwise it passes faster
     * @param folder the program's folder, from which the provider's package is loaded
     * @param engine the address of the engine, for a test that plays its life; by default one at which nobody listens
     */
    static async start(
        config: Record<string, string>,
        {
            time = "simulated",
            folder = repositoryRoot,
            env = {},
            engine,
        }: { time?: "simulated" | "real"; folder?: string; env?: NodeJS.ProcessEnv; engine?: string } = {},
    ): Promise<ProviderProcess> {
        let hear: (text: string) => void = () => undefined;
        const heard =
            isNative && engine === undefined
                ? await hearingEngine((text) => hear(text))
                : { address: engine ?? nobody(), close: () => undefined };
        const script = isNative
            ? path.join(repositoryRoot, "bin", "pulumi-resource-kore")
            : createRequire(path.join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/dynamic-provider");
        const child = spawn(process.execPath, [script, heard.address], {
            cwd: folder,
            env: {
                ...withoutSettings(process.env),
                PULUMI_PARALLEL: "1",
                ...recordEnvironment,
                ...(time === "simulated" ? simulatedTime : {}),
                ...env,
            },
            stdio: ["ignore", "pipe", "pipe"],
        });
        running.add(child);
        const port = await firstLine(child);
        child.unref();
        for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
        const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
            "grpc.max_receive_message_length": -1,
        });
        const started = new ProviderProcess(child, client, heard.close);
        hear = (text) => (started.output += text);
        for (const stream of [child.stdout, child.stderr])
            stream?.on("data", (chunk: Buffer) => (started.output += chunk.toString()));
        await started.configure(time === "simulated" ? { ...patientInSimulatedTime, ...config } : config);
        return started;
    }

    stop(): void {
        this.client.close();
        this.closeEngine();
        this.child.kill("SIGKILL");
    }

    /** Stops the process, and answers everything that it wrote. */
    async stopped(): Promise<string> {
        const ended = this.ended();
        this.stop();
        return (await ended).output;
    }

    /** Ends the process as the engine does when all steps are done, and answers everything that it wrote. */
    async interrupted(): Promise<Ended> {
        const ended = this.ended();
        this.child.kill("SIGINT");
        return ended;
    }

    /** What the engine sends at the first Ctrl-C, and at the end of every run. */
    cancel(): Promise<void> {
        return new Promise((resolve, reject) =>
            this.client.cancel(new Empty(), (error) => (error === null ? resolve() : reject(failure(error)))),
        );
    }

    /** Resolves when the process has ended, by itself or not. */
    async ended(): Promise<Ended> {
        if (this.child.exitCode === null && this.child.signalCode === null) {
            this.child.ref();
            await once(this.child, "close");
        }
        this.client.close();
        this.closeEngine();
        return { exitCode: this.child.exitCode, output: this.output };
    }

    /** Resolves when the process has written this. What it writes reaches this side some moments after the answer of the call. */
    async printed(pattern: RegExp, patience = 2_000): Promise<void> {
        const until = Date.now() + patience;
        while (!pattern.test(this.output)) {
            if (Date.now() > until)
                throw new Error(`the provider's process did not write ${String(pattern)}, but:\n${this.output}`);
            await setTimeout(10);
        }
    }

    private async configure(config: Record<string, string>): Promise<void> {
        const request = new messages.ConfigureRequest();
        const { "kore:instance": instance, ...settings } = config;
        request.setArgs(Struct.fromJavaScript(config));
        for (const [key, value] of Object.entries(settings))
            request.getVariablesMap().set(key.replace(/^kore:/, "kore:config:"), value);
        request.setName(instance ?? "default_0_1_0");
        await this.call<messages.ConfigureRequest, messages.ConfigureResponse>("configure", request);
    }

    /** Each check is that of another run of a program, unless the properties say otherwise: see newRun. */
    async check(
        news: Properties,
        olds: Properties = {},
    ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }> {
        const told = "__program" in news ? news : { ...newRun(), ...news };
        const set = asSet(news);
        const request = new messages.CheckRequest();
        request.setUrn(urnOf(news));
        request.setOlds(struct(withoutLine(set === undefined ? olds : inputsToSet(olds))));
        const led = { ...news, ...referenceOf(told) };
        request.setNews(struct(withoutLine(set === undefined ? led : inputsToSet(led))));
        const response = await this.call<messages.CheckRequest, messages.CheckResponse>("check", request);
        const failures = response
            .getFailuresList()
            .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
        const inputs = withLine(plain(response.getInputs()), news);
        if (set === undefined) return { inputs, failures };
        const ofUser = failures.map(({ property, reason }) => ({ property: propertyFromSet(property), reason }));
        return { inputs: inputsFromSet(set, inputs), failures: ofUser };
    }

    async diff(id: string, olds: Properties, news: Properties): Promise<{ changes: boolean; replaces: string[] }> {
        const request = new messages.DiffRequest();
        request.setId(id);
        request.setUrn(urnOf(news));
        const set = asSet(news);
        request.setOlds(struct(withoutLine(set === undefined ? olds : stateToSet(olds))));
        request.setNews(struct(withoutLine(set === undefined ? news : inputsToSet(news))));
        const response = await this.call<messages.DiffRequest, messages.DiffResponse>("diff", request);
        return {
            changes: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
            replaces: response.getReplacesList(),
        };
    }

    async create(inputs: Properties): Promise<{ id: string; properties: Properties }> {
        const request = new messages.CreateRequest();
        const set = asSet(inputs);
        request.setUrn(urnOf(inputs));
        request.setProperties(struct(withoutLine(set === undefined ? inputs : inputsToSet(inputs))));
        const call = this.call<messages.CreateRequest, messages.CreateResponse>("create", request);
        const response = await (set === undefined ? call : ofUser(set, call));
        const properties = withLine(plain(response.getProperties()), inputs);
        if (set === undefined) return { id: response.getId(), properties };
        return { id: set.emailId, properties: stateFromSet(set, properties) ?? {} };
    }

    async read(
        id: string,
        properties: Properties,
    ): Promise<{ id: string; properties: Properties; inputs: Properties }> {
        const request = new messages.ReadRequest();
        const set = asSet(properties);
        request.setId(id);
        request.setUrn(urnOf(properties));
        request.setProperties(struct(withoutLine(set === undefined ? properties : stateToSet(properties))));
        const response = await this.call<messages.ReadRequest, messages.ReadResponse>("read", request);
        if (set !== undefined) {
            const state = stateFromSet(set, plain(response.getProperties()));
            const inputs = inputsFromSet(set, plain(response.getInputs()));
            return state === undefined ? { id: "", properties: {}, inputs: {} } : { id, properties: state, inputs };
        }
        return {
            id: response.getId(),
            properties: withLine(plain(response.getProperties()), properties),
            inputs: withLine(plain(response.getInputs()), properties),
        };
    }

    async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
        const request = new messages.UpdateRequest();
        request.setId(id);
        request.setUrn(urnOf(news));
        const set = asSet(news);
        request.setOlds(struct(withoutLine(set === undefined ? olds : stateToSet(olds))));
        request.setNews(struct(withoutLine(set === undefined ? news : inputsToSet(news))));
        const call = this.call<messages.UpdateRequest, messages.UpdateResponse>("update", request);
        const response = await (set === undefined ? call : ofUser(set, call));
        const properties = withLine(plain(response.getProperties()), news);
        return set === undefined ? properties : (stateFromSet(set, properties) ?? {});
    }

    /** A delete in a run that declares nothing, as of a destroy, unless it is told to be one of the run before. */
    async delete(id: string, properties: Properties, { inRun = false }: { inRun?: boolean } = {}): Promise<void> {
        if (!inRun) await this.check({ __provider: properties["__provider"] });
        const request = new messages.DeleteRequest();
        const set = asSet(properties);
        request.setId(id);
        request.setUrn(urnOf(properties));
        request.setProperties(struct(withoutLine(set === undefined ? properties : stateToSet(properties))));
        await this.call("delete", request);
    }

    private call<TRequest, TResponse>(
        method: "configure" | "check" | "diff" | "create" | "read" | "update" | "delete",
        request: TRequest,
    ): Promise<TResponse> {
        // The generated client has one overload for each method, which TypeScript cannot choose from by a name.
        const client = this.client as unknown as Record<
            string,
            (request: TRequest, callback: (error: grpc.ServiceError | null, response: TResponse) => void) => void
        >;
        return new Promise((resolve, reject) => {
            client[method]?.call(this.client, request, (error, response) =>
                error === null ? resolve(response) : reject(failure(error)),
            );
        });
    }
}

/** The same with the state of a KoreUser, where the call fails half-way. */
async function ofUser<T>(set: AsSet, call: Promise<T>): Promise<T> {
    try {
        return await call;
    } catch (error) {
        if (!(error instanceof CallFailed) || error.properties === undefined) throw error;
        const state = stateFromSet(set, error.properties);
        throw new CallFailed(error.message, state && set.emailId, state, error.reasons);
    }
}

function failure(error: grpc.ServiceError): CallFailed {
    const [details] = error.metadata.get("grpc-status-details-bin");
    if (!Buffer.isBuffer(details)) return new CallFailed(error.details, undefined, undefined, []);
    // google.rpc.Status { 3: Any { 2: value } }
    const { Status } = createRequire(__filename)("@pulumi/pulumi/proto/status_pb") as {
        Status: { deserializeBinary(bytes: Uint8Array): { getDetailsList(): { getValue_asU8(): Uint8Array }[] } };
    };
    const [any] = Status.deserializeBinary(details).getDetailsList();
    if (any === undefined) return new CallFailed(error.details, undefined, undefined, []);
    const partial = messages.ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
    const reached = plain(partial.getProperties());
    return new CallFailed(error.details, partial.getId(), withLine(reached, reached), partial.getReasonsList());
}

function struct(properties: Properties): Struct {
    return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

function plain(value: Struct | undefined): Properties {
    return value?.toJavaScript() ?? {};
}

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(PULUMI_|KORE_)/.test(name)));
}

async function firstLine(child: ChildProcess): Promise<string> {
    if (child.stdout === null) throw new Error("the provider's process has no output");
    for await (const line of createInterface(child.stdout)) return line;
    throw new Error("the provider's process ended before it said its port");
}
