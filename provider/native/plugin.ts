import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { KoreError } from "../api/errors";
import { kindNames, kindOf, kinds, type Kind, providerLine } from "../model/kinds";
import { partsOf } from "../model/urn";
import { commandOf, engineAddress } from "../process/engine";
import type { Session } from "../process/session";
import { ignoredSurplus } from "../run/refusals";
import { peopleIn } from "../run/stateOfPeople";
import { referenceKey, unknownValue, withProvider } from "../schema/inputs";
import { type Properties, serve, type Served } from "../serving";
import { version } from "../version";
import { argumentsIn, checkArguments, configSource, withSecrets } from "./configuration";
import type { EngineLog } from "./engineLog";
import { callFunction } from "./functions";
import { Empty, type Messages, messages, PluginInfo } from "./grpc";
import { readUnknown } from "./import";
import { bagOf, checkResponse, diffResponse, failureOf, propertiesIn } from "./messages";
import { schema } from "./schema";

type Request<T extends keyof Messages> = InstanceType<Extract<Messages[T], new () => unknown>>;

/** What this plugin answers the engine with: the same core as dynamic resources have, by Pulumi's own protocol. */
export class Plugin {
    private readonly served: Record<Kind, Served>;
    private hasEnded = false;

    constructor(
        private readonly session: Session,
        private readonly log: EngineLog,
    ) {
        this.served = serve(session);
    }

    calls(): UntypedServiceImplementation {
        return {
            ...aboutThePlugin(),
            ...aboutItsSettings(this.session, this.served),
            ...aboutResources(new Door(this.session, this.served, this.log)),
            // At a Ctrl-C, and at the end of every run.
            cancel: answering(async () => {
                this.session.stop();
                if (this.session.scheduler.atWork === 0) await this.end();
                return new Empty();
            }),
        };
    }

    /** The last word of the run: what it has sent. */
    async end(): Promise<void> {
        if (this.hasEnded) return;
        this.hasEnded = true;
        const receipt = this.session.end();
        if (receipt !== undefined) this.log.inform(receipt);
        await this.log.settled();
    }
}

function aboutThePlugin(): UntypedServiceImplementation {
    return {
        handshake: answering(async () => new messages.ProviderHandshakeResponse()),
        attach: answering(async () => new Empty()),
        getPluginInfo: answering(async () => {
            const info = new PluginInfo();
            info.setVersion(version);
            return info;
        }),
        getSchema: answering(async () => {
            const response = new messages.GetSchemaResponse();
            response.setSchema(JSON.stringify(schema()));
            return response;
        }),
    };
}

function aboutItsSettings(session: Session, served: Record<Kind, Served>): UntypedServiceImplementation {
    return {
        checkConfig: answering(async (request: Request<"CheckRequest">) => {
            const checked = checkArguments(partsOf(request.getUrn()).name, propertiesIn(request.getNews()));
            return checkResponse(checked, bagOf(withSecrets({ ...checked.inputs })));
        }),
        // Another account is for each step to refuse, which knows the one of its state: nothing is ever replaced.
        diffConfig: answering(async (request: Request<"DiffRequest">) => {
            const [before, now] = [request.getOlds(), request.getNews()].map((bag) => argumentsIn(propertiesIn(bag)));
            return diffResponse({ changes: JSON.stringify(before) !== JSON.stringify(now) });
        }),
        configure: answering(async (request: Request<"ConfigureRequest">) => {
            const variables = new Map(request.getVariablesMap().entries());
            served.KoreUser.configure(configSource(request.getName() ?? "default", variables));
            const response = new messages.ConfigureResponse();
            response.setSupportspreview(true);
            return response;
        }),
        invoke: answering(async (request: Request<"InvokeRequest">) => {
            const response = new messages.InvokeResponse();
            response.setReturn(bagOf(await callFunction(session, request.getTok(), propertiesIn(request.getArgs()))));
            return response;
        }),
    };
}

function aboutResources(door: Door): UntypedServiceImplementation {
    return {
        check: answering((request: Request<"CheckRequest">) => door.about(request, () => door.check(request))),
        diff: answering((request: Request<"DiffRequest">) => door.about(request, () => door.diff(request))),
        create: answering((request: Request<"CreateRequest">) => door.about(request, () => door.create(request))),
        read: answering((request: Request<"ReadRequest">) => door.about(request, () => door.read(request))),
        update: answering((request: Request<"UpdateRequest">) => door.about(request, () => door.update(request))),
        delete: answering((request: Request<"DeleteRequest">) => door.about(request, () => door.delete(request))),
    };
}

/** The calls about resources. */
class Door {
    // Where it can't be told which command this is, the update knows nothing of its preview.
    private readonly command = commandOf() ?? `engine ${engineAddress() ?? ""}`;

    constructor(
        private readonly session: Session,
        private readonly served: Record<Kind, Served>,
        private readonly log: EngineLog,
    ) {}

    /** Answers a call about a resource, after what is said of it. */
    async about<T>(request: { getUrn(): string }, call: () => Promise<T>): Promise<T> {
        try {
            return await this.log.during(request.getUrn(), call);
        } finally {
            await this.log.settled();
        }
    }

    async check(request: Request<"CheckRequest">) {
        const urn = request.getUrn();
        const kind = kindIn(urn);
        const given = propertiesIn(request.getNews());
        // A program that writes a record of its own leads to it.
        const reference = given[referenceKey] ?? this.session.manifest.introduce(urn, kind, this.command);
        const news = { ...given, [referenceKey]: reference };
        return checkResponse(await this.served[kind].check(propertiesIn(request.getOlds()), news));
    }

    async diff(request: Request<"DiffRequest">) {
        const [olds, news] = [propertiesIn(request.getOlds()), propertiesIn(request.getNews())];
        const kind = this.remembered(request.getUrn(), olds);
        refuseIgnoredSurplus(request, news);
        return diffResponse(await this.served[kind].diff(request.getId(), olds, news));
    }

    async create(request: Request<"CreateRequest">) {
        const kind = kindIn(request.getUrn());
        const inputs = propertiesIn(request.getProperties());
        const response = new messages.CreateResponse();
        if (request.getPreview()) {
            response.setProperties(bagOf({ ...inputs, ...unknownOutputs(kind) }));
            return response;
        }
        this.session.manifest.acts();
        const { id, outs } = await keeping(kind, () => this.served[kind].create(inputs));
        response.setId(id);
        response.setRefreshBeforeUpdate(this.session.refreshesBeforeUpdate);
        response.setProperties(stateOf(kind, outs));
        return response;
    }

    async read(request: Request<"ReadRequest">) {
        const kind = kindIn(request.getUrn());
        const state = propertiesIn(request.getProperties());
        // An import, or a program that only reads, knows whom a resource is about at most.
        const isKnown = Object.keys(state).some((key) => key !== "emailId" && !key.startsWith("__"));
        const found = isKnown
            ? await this.served[kind].read(request.getId(), state)
            : await this.session.scheduler.run(() => readUnknown(this.session, kind, request.getId()));
        const response = new messages.ReadResponse();
        if (found.id === undefined) return response;
        response.setId(found.id);
        response.setRefreshBeforeUpdate(this.session.refreshesBeforeUpdate);
        response.setProperties(stateOf(kind, found.props ?? {}));
        response.setInputs(bagOf(found.inputs ?? {}));
        return response;
    }

    async update(request: Request<"UpdateRequest">) {
        const [olds, news] = [propertiesIn(request.getOlds()), propertiesIn(request.getNews())];
        const kind = this.remembered(request.getUrn(), olds);
        const response = new messages.UpdateResponse();
        if (request.getPreview()) {
            const kept = Object.fromEntries(kinds[kind].outputs.map((output) => [output, olds[output]]));
            response.setProperties(bagOf({ ...kept, ...news }));
            return response;
        }
        this.session.manifest.acts();
        const { outs } = await keeping(kind, () => this.served[kind].update(request.getId(), olds, news));
        response.setRefreshBeforeUpdate(this.session.refreshesBeforeUpdate);
        response.setProperties(stateOf(kind, outs));
        return response;
    }

    async delete(request: Request<"DeleteRequest">) {
        const state = propertiesIn(request.getProperties());
        const kind = this.remembered(request.getUrn(), state);
        this.session.manifest.acts();
        await this.served[kind].delete(request.getId(), state);
        return new Empty();
    }

    /** Notes what the state has of a resource, for the other steps of the run. */
    private remembered(urn: string, state: Properties): Kind {
        const kind = kindIn(urn);
        this.session.manifest.remember(urn, () => peopleIn(urn, kind, state).map(({ line }) => line));
        return kind;
    }
}

/** The engine says which changes it ignores only where it compares. */
function refuseIgnoredSurplus(request: Request<"DiffRequest">, { exclusive, people }: Properties): void {
    const all = [{ exclusive }, ...Object.values((people ?? {}) as Record<string, { exclusive?: unknown }>)];
    if (!all.some((each) => each.exclusive === true)) return;
    const has = ignoredSurplus(request.getIgnorechangesList());
    if (has === undefined) return;
    throw new KoreError({
        code: "kore:exclusive-ignored",
        kind: "mismatch",
        what: `${partsOf(request.getUrn()).name} was left as it is`,
        why: `it has ${has}`,
        advice: "Take one of them out.",
    });
}

/** A state, with the line by which the dynamic door serves it: whoever goes back to it needs no more than another program. */
function stateOf(kind: Kind, outs: object): ReturnType<typeof bagOf> {
    return bagOf({ ...outs, __provider: providerLine(kind) });
}

/** Does a step; where it fails, the state that it has reached is one as well. */
async function keeping<T>(kind: Kind, step: () => Promise<T>): Promise<T> {
    try {
        return await step();
    } catch (error) {
        throw withProvider(error, { __provider: providerLine(kind) });
    }
}

/** What is known only after a create; what has ended is an argument's matter. */
function unknownOutputs(kind: Kind): Properties {
    const outputs = kinds[kind].outputs.filter((output) => output !== "ended");
    return Object.fromEntries(outputs.map((output) => [output, unknownValue]));
}

function kindIn(urn: string): Kind {
    const { type } = partsOf(urn);
    const kind = kindOf(type);
    if (kind === undefined)
        throw new Error(`${type} is none of ${kindNames.map((each) => kinds[each].native).join(", ")}.`);
    return kind;
}

/** A call of the engine, whose error is told in words. */
function answering<TRequest, TResponse>(answer: (request: TRequest) => Promise<TResponse>) {
    return (call: ServerUnaryCall<TRequest, TResponse>, callback: sendUnaryData<TResponse>): void => {
        answer(call.request).then(
            (response) => callback(null, response),
            (error: unknown) => callback(failureOf(error)),
        );
    };
}
