/**
 * What the line in the state of every resource loads when it runs (see providerLine). This module, its place at
 * `pulumi-kore/provider` and the names of its exports are a contract with every state that was ever written.
 */
import { Session } from "./session";
import { UserAccessProvider } from "./userAccessProvider";
import { UserProvider } from "./userProvider";
import type { ConfigSource } from "./config";

const session = new Session();

interface ConfigureRequest {
    config: { get: ConfigSource };
}

function served(provider: UserProvider | UserAccessProvider) {
    return {
        configure: (request: ConfigureRequest): Promise<void> => {
            session.configure((key) => request.config.get(key));
            return Promise.resolve();
        },
        check: async (olds: Record<string, unknown>, news: Record<string, unknown>) => provider.check(olds, news),
        diff: async (id: string, olds: Record<string, unknown>, news: Record<string, unknown>) => provider.diff(id, olds, news),
        create: (inputs: Record<string, unknown>) => provider.create(inputs),
        read: (id: string, props: Record<string, unknown>) => provider.read(id, props),
        update: (id: string, olds: Record<string, unknown>, news: Record<string, unknown>) => provider.update(id, olds, news),
        delete: (id: string, props: Record<string, unknown>) => provider.delete(id, props),
    };
}

export const koreUser = served(new UserProvider(session));
export const koreUserAccess = served(new UserAccessProvider(session));
