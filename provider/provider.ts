/**
 * What the line in the state of every resource loads when it runs (see providerLine). This module, its place at
 * `pulumi-kore/provider` and the names of its exports are a contract with every state that was ever written.
 */
import { Session } from "./process/session";
import { UserAccessLifecycle } from "./userAccess/lifecycle";
import { UserLifecycle } from "./user/lifecycle";
import { UsersLifecycle } from "./users/lifecycle";
import type { ConfigSource } from "./config";
import { type Kind, kinds } from "./model/kinds";
import { hearCancellation } from "./process/cancellation";
import { tellPaths, withPaths } from "./process/detailedDiff";
import { engineAddress, watchEngine } from "./process/engine";
import { unknownValue, withProvider } from "./schema/inputs";
import type { PathChange } from "./schema/paths";

const session = new Session();

interface ConfigureRequest {
    config: { get: ConfigSource };
}

let isWatching = false;

tellPaths();
hearCancellation(() => session.stop());

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

/** What a kind of resource does about each call: see user/lifecycle. */
interface Lifecycle {
    check(olds: Properties, news: Properties): { inputs: object; failures: object[] };
    diff(
        id: string,
        olds: Properties,
        news: Properties,
    ): { changes: boolean; replaces?: string[]; paths?: ReadonlyMap<string, PathChange> };
    create(inputs: Properties): Promise<object>;
    read(id: string, props: Properties): Promise<object>;
    update(id: string, olds: Properties, news: Properties): Promise<object>;
    delete(id: string, props: Properties): Promise<void>;
}

const lifecycles: Record<Kind, Lifecycle> = {
    KoreUser: new UserLifecycle(session),
    KoreUsers: new UsersLifecycle(session),
    KoreUserAccess: new UserAccessLifecycle(session),
};

function served(kind: Kind): Served {
    const { scheduler, progress } = session;
    const provider = lifecycles[kind];
    const whom = (inputs: Properties): string => nameOf(kind, inputs);
    // Of a set each person counts, as it says itself.
    const isOfMany = kind === "KoreUsers";
    const counted = <T>(name: string, work: () => Promise<T>): Promise<T> =>
        isOfMany ? work() : progress.step(name, work);
    const announce = (inputs: Properties): void => {
        const name = whom(inputs);
        // Who is known only later will be asked about again.
        if (name.includes(unknownValue)) return;
        scheduler.announce(name);
        if (!isOfMany) progress.announce(name);
    };
    const step = <T>(name: string, work: () => Promise<T>): Promise<T> =>
        counted(name, () => scheduler.run(work, name));
    return {
        configure: (request: ConfigureRequest): Promise<void> => {
            watch();
            session.configure((key) => request.config.get(key));
            return Promise.resolve();
        },
        // The engine checks and compares before it creates or updates, which it does as soon as it has a slot.
        check: noting(async (olds: Properties, news: Properties) => {
            const result = provider.check(olds, news);
            if (result.failures.length > 0) session.fails();
            if (Object.keys(olds).length === 0 && result.failures.length === 0) announce({ ...result.inputs });
            return result;
        }),
        diff: noting(async (id: string, olds: Properties, news: Properties) => {
            const { paths, ...result } = provider.diff(id, olds, news);
            const isReplaced = result.replaces !== undefined && result.replaces.length > 0;
            if (result.changes && !isReplaced) announce(news);
            return withPaths(result, paths);
        }),
        create: noting((inputs: Properties) =>
            step(whom(inputs), () => keeping(inputs, () => provider.create(inputs))),
        ),
        read: noting((id: string, props: Properties) => scheduler.run(async () => await provider.read(id, props))),
        update: noting((id: string, olds: Properties, news: Properties) =>
            step(whom(news), () => keeping(news, () => provider.update(id, olds, news))),
        ),
        delete: noting((id: string, props: Properties) =>
            counted(id, () => scheduler.run(async () => await provider.delete(id, props))),
        ),
    };
}

/** Tells a resource from others: the calls of the engine don't name it. */
function nameOf(kind: Kind, inputs: Properties): string {
    const told = inputs[kinds[kind].told];
    const isMap = typeof told === "object" && told !== null && !Array.isArray(told);
    return JSON.stringify(isMap ? Object.keys(told) : told);
}

/** The same call, of whose failure the run takes note. */
function noting<TArgs extends unknown[], T>(call: (...args: TArgs) => Promise<T>): (...args: TArgs) => Promise<T> {
    return async (...args) => {
        try {
            return await call(...args);
        } catch (error) {
            session.fails();
            throw error;
        }
    };
}

/** Does a step; where it fails, the state that it has reached is one of the SDK's. */
async function keeping(inputs: Properties, step: () => Promise<object>): Promise<object> {
    try {
        return await step();
    } catch (error) {
        throw withProvider(error, inputs);
    }
}

export const koreUser = served("KoreUser");
export const koreUsers = served("KoreUsers");
export const koreUserAccess = served("KoreUserAccess");
