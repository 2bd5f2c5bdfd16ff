import { AsyncLocalStorage } from "node:async_hooks";
import { visible } from "../api/errors";
import { EngineClient, engineMessages, grpc } from "./grpc";

// Milliseconds: nobody waits for an engine that does not hear.
const patience = 5_000;

/** What is said to whoever runs the command: under the resource that it is about, where it is said in a step about one. */
export class EngineLog {
    private readonly client: InstanceType<typeof EngineClient> | undefined;
    private readonly about = new AsyncLocalStorage<string>();
    private readonly underWay = new Set<Promise<void>>();

    /** @param engine the address that the engine gives to its plugins; undefined where none has started this process */
    constructor(engine: string | undefined) {
        this.client = engine === undefined ? undefined : new EngineClient(engine, grpc.credentials.createInsecure());
    }

    /** Does a step; what is warned of meanwhile is about this resource. */
    during<T>(urn: string, step: () => T): T {
        return this.about.run(urn, step);
    }

    warn(message: string): void {
        this.send(engineMessages.LogSeverity.WARNING, message, this.about.getStore() ?? "");
    }

    /** Says something of the run as a whole. */
    inform(message: string): void {
        this.send(engineMessages.LogSeverity.INFO, `kore: ${message}`, "");
    }

    /** Resolves when all that was said has arrived. */
    async settled(): Promise<void> {
        await Promise.all(this.underWay);
    }

    private send(severity: 1 | 2, message: string, urn: string): void {
        const { client } = this;
        if (client === undefined) return;
        const request = new engineMessages.LogRequest();
        request.setSeverity(severity);
        request.setMessage(visible(message));
        request.setUrn(urn);
        const sent = new Promise<void>((resolve) => {
            // Of an engine that has gone nobody reads it.
            client.log(request, new grpc.Metadata(), { deadline: Date.now() + patience }, () => resolve());
        });
        this.underWay.add(sent);
        void sent.then(() => this.underWay.delete(sent));
    }
}
