/**
 * What the line in the state of every resource loads when it runs (see providerLine). This module, its place at
 * `pulumi-kore/provider` and the names of its exports are a contract with every state that was ever written.
 */
import type { ConfigSource } from "./config";
import type { Kind } from "./model/kinds";
import { hearCancellation } from "./process/cancellation";
import { tellPaths, withPaths } from "./process/detailedDiff";
import { Session } from "./process/session";
import { withProvider } from "./schema/inputs";
import { endAtSignals, endWithEngine, serve } from "./serving";

const session = new Session();
const kindsServed = serve(session);
let isWatching = false;

tellPaths();
hearCancellation(() => session.stop());
endAtSignals(() => {
    const receipt = session.end();
    if (receipt !== undefined) console.log(`kore: ${receipt}`);
});

/** What the SDK's provider process calls. The values are the engine's own: their types are nobody else's business. */
interface Dynamic {
    configure(request: { config: { get: ConfigSource } }): Promise<void>;
    check(olds: Properties, news: Properties): Promise<object>;
    diff(id: string, olds: Properties, news: Properties): Promise<object>;
    create(inputs: Properties): Promise<object>;
    read(id: string, props: Properties): Promise<object>;
    update(id: string, olds: Properties, news: Properties): Promise<object>;
    delete(id: string, props: Properties): Promise<void>;
}

type Properties = Record<string, unknown>;

function dynamic(kind: Kind): Dynamic {
    const served = kindsServed[kind];
    return {
        ...served,
        configure: (request) => {
            // A program may load this module as well, which no engine starts.
            if (!isWatching) endWithEngine();
            isWatching = true;
            served.configure((key) => request.config.get(key));
            return Promise.resolve();
        },
        diff: async (id, olds, news) => {
            const { paths, ...result } = await served.diff(id, olds, news);
            return withPaths(result, paths);
        },
        create: (inputs) => keeping(inputs, () => served.create(inputs)),
        update: (id, olds, news) => keeping(news, () => served.update(id, olds, news)),
    };
}

/** Does a step; where it fails, the state that it has reached is one of the SDK's. */
async function keeping<T>(inputs: Properties, step: () => Promise<T>): Promise<T> {
    try {
        return await step();
    } catch (error) {
        throw withProvider(error, inputs);
    }
}

export const koreUser = dynamic("KoreUser");
export const koreUsers = dynamic("KoreUsers");
export const koreUserAccess = dynamic("KoreUserAccess");
