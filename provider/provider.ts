/**
 * What the line in the state of every resource loads when it runs (see providerLine). This module, its place at
 * `pulumi-kore/provider` and the names of its exports are a contract with every state that was ever written.
 */
import { Session } from "./session";
import { UserAccessProvider } from "./userAccessProvider";
import { UserProvider } from "./userProvider";
import type { ConfigSource } from "./config";
import { engineAddress, watchEngine } from "./engine";

const session = new Session();

interface ConfigureRequest {
    config: { get: ConfigSource };
}

let isWatching = false;

function watch(): void {
    if (!isWatching) watchEngine(engineAddress(), () => process.exit(1));
    isWatching = true;
}

// So the engine ends its providers when all steps are done, and prints what they say until then (Windows knows SIGBREAK).
for (const signal of ["SIGINT", "SIGBREAK"] as const) {
    process.once(signal, () => {
        const receipt = session.end();
        if (receipt !== undefined) console.log(`kore: ${receipt}`);
        process.exit(0);
    });
}

/** What the engine calls. The values are the engine's own, and belong to the state: their types are nobody else's business. */
interface Served {
    configure(request: ConfigureRequest): Promise<void>;
    check(olds: Properties, news: Properties): Promise<object>;
    diff(id: string, olds: Properties, news: Properties): Promise<object>;
    create(inputs: Properties): Promise<object>;
    read(id: string, props: Properties): Promise<object>;
    update(id: string, olds: Properties, news: Properties): Promise<object>;
    delete(id: string, props: Properties): Promise<void>;
}

type Properties = Record<string, unknown>;

function served(provider: UserProvider | UserAccessProvider): Served {
    return {
        configure: (request: ConfigureRequest): Promise<void> => {
            watch();
            session.configure((key) => request.config.get(key));
            return Promise.resolve();
        },
        check: async (olds: Record<string, unknown>, news: Record<string, unknown>) => provider.check(olds, news),
        diff: async (id: string, olds: Record<string, unknown>, news: Record<string, unknown>) => provider.diff(id, olds, news),
        create: (inputs: Record<string, unknown>) => session.slots.during(async () => await provider.create(inputs)),
        read: (id: string, props: Record<string, unknown>) => session.slots.during(async () => await provider.read(id, props)),
        update: (id: string, olds: Record<string, unknown>, news: Record<string, unknown>) => session.slots.during(async () => await provider.update(id, olds, news)),
        delete: (id: string, props: Record<string, unknown>) => session.slots.during(async () => await provider.delete(id, props)),
    };
}

export const koreUser = served(new UserProvider(session));
export const koreUserAccess = served(new UserAccessProvider(session));
