import type { ConfigSource } from "./config";
import { type Kind, kinds } from "./model/kinds";
import { engineAddress, watchEngine } from "./process/engine";
import type { Session } from "./process/session";
import { unknownValue } from "./schema/inputs";
import type { PathChange } from "./schema/paths";
import { UserLifecycle } from "./user/lifecycle";
import { UserAccessLifecycle } from "./userAccess/lifecycle";
import { UsersLifecycle } from "./users/lifecycle";

export type Properties = Record<string, unknown>;

/** What a kind of resource does about each call: see user/lifecycle. The values are the engine's own, and belong to the state. */
interface Lifecycle {
    check(olds: Properties, news: Properties): Checked;
    diff(id: string, olds: Properties, news: Properties): Difference;
    create(inputs: Properties): Promise<{ id: string; outs: object }>;
    read(id: string, props: Properties): Promise<Partial<Read>>;
    update(id: string, olds: Properties, news: Properties): Promise<{ outs: object }>;
    delete(id: string, props: Properties): Promise<void>;
}

export interface Checked {
    inputs: object;
    failures: { property: string; reason: string }[];
}

export interface Difference {
    changes: boolean;
    replaces?: string[];
    /** Where the resource differs, in the engine's notation. */
    paths?: ReadonlyMap<string, PathChange>;
}

/** What a refresh finds; without an id the resource is gone. */
export interface Read {
    id: string;
    props: object;
    inputs: object;
}

/** What both doors to this provider answer the engine with: the dynamic one (provider.ts), and the plugin's (native/). */
export interface Served {
    configure(config: ConfigSource): void;
    check(olds: Properties, news: Properties): Promise<Checked>;
    diff(id: string, olds: Properties, news: Properties): Promise<Difference>;
    create(inputs: Properties): Promise<{ id: string; outs: object }>;
    read(id: string, props: Properties): Promise<Partial<Read>>;
    update(id: string, olds: Properties, news: Properties): Promise<{ outs: object }>;
    delete(id: string, props: Properties): Promise<void>;
}

/** Serves each kind of resource, all of them in one session. */
export function serve(session: Session): Record<Kind, Served> {
    const lifecycles: Record<Kind, Lifecycle> = {
        KoreUser: new UserLifecycle(session),
        KoreUsers: new UsersLifecycle(session),
        KoreUserAccess: new UserAccessLifecycle(session),
    };
    const served = (kind: Kind) => servedKind(session, kind, lifecycles[kind]);
    return { KoreUser: served("KoreUser"), KoreUsers: served("KoreUsers"), KoreUserAccess: served("KoreUserAccess") };
}

/** Ends the process when the engine is gone. A process needs it once. */
export function endWithEngine(): void {
    watchEngine(engineAddress(), () => process.exit(1));
}

/**
 * So the engine ends its providers when all steps are done, and prints what they say until then (Windows knows SIGBREAK).
 *
 * @param last ends the run, and says its last word
 */
export function endAtSignals(last: () => void | Promise<void>): void {
    for (const signal of ["SIGINT", "SIGBREAK"] as const) {
        process.once(signal, () => {
            void Promise.resolve(last()).finally(() => process.exit(0));
        });
    }
}

function servedKind(session: Session, kind: Kind, lifecycle: Lifecycle): Served {
    const { scheduler, progress } = session;
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
    const noting = notingFailures(session);
    return {
        configure: (config) => session.configure(config),
        // The engine checks and compares before it creates or updates, which it does as soon as it has a slot.
        check: noting(async (olds: Properties, news: Properties) => {
            const result = lifecycle.check(olds, news);
            if (result.failures.length > 0) session.fails();
            if (Object.keys(olds).length === 0 && result.failures.length === 0) announce({ ...result.inputs });
            return result;
        }),
        diff: noting(async (id: string, olds: Properties, news: Properties) => {
            const result = lifecycle.diff(id, olds, news);
            const isReplaced = result.replaces !== undefined && result.replaces.length > 0;
            if (result.changes && !isReplaced) announce(news);
            return result;
        }),
        create: noting((inputs: Properties) => step(whom(inputs), async () => lifecycle.create(inputs))),
        read: noting((id: string, props: Properties) => scheduler.run(async () => await lifecycle.read(id, props))),
        update: noting((id: string, olds: Properties, news: Properties) =>
            step(whom(news), async () => lifecycle.update(id, olds, news)),
        ),
        delete: noting((id: string, props: Properties) =>
            counted(id, () => scheduler.run(async () => await lifecycle.delete(id, props))),
        ),
    };
}

/** Makes of a call the same one, of whose failure the run takes note. */
function notingFailures(session: Session) {
    return <TArgs extends unknown[], T>(call: (...args: TArgs) => Promise<T>) =>
        async (...args: TArgs): Promise<T> => {
            try {
                return await call(...args);
            } catch (error) {
                session.fails();
                throw error;
            }
        };
}

/** Tells a resource from others: the calls of the engine don't name it. */
function nameOf(kind: Kind, inputs: Properties): string {
    const told = inputs[kinds[kind].told];
    const isMap = typeof told === "object" && told !== null && !Array.isArray(told);
    return JSON.stringify(isMap ? Object.keys(told) : told);
}
