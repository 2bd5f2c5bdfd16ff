import * as pulumi from "@pulumi/pulumi";
import { coded } from "../api/errors";
import { accountKey, instanceKey, unknownArguments } from "../config";
import { rememberInstance } from "./declarations";
import { settled } from "./settled";

/** The settings of a provider instance; the keys of the stack's configuration under `kore:`, with the same meaning and defaults. */
export interface ProviderArgs {
    /** Host or base URL of the account's environment; https, but for a URL of this machine, or with `plainHttp`. */
    host: pulumi.Input<string>;
    /** Client id of the app in the Admin Console. Required, unless `jwt` is given. */
    clientId?: pulumi.Input<string | undefined>;
    /** Its secret; kept encrypted in the state. Each request gets a token of its own, valid for 5 minutes. Required, unless `jwt` is given. */
    clientSecret?: pulumi.Input<string | undefined>;
    /** A token made elsewhere, instead of client id and secret; kept encrypted in the state. Not where the account enforces `jti`. */
    jwt?: pulumi.Input<string | undefined>;
    /**
     * Most requests in any 60 seconds: the share of the account's 60.
     * @defaultValue 50
     */
    requestsPerMinute?: pulumi.Input<number | undefined>;
    /**
     * Most requests in any 60 minutes: the share of the account's 1,800.
     * @defaultValue 1500
     */
    requestsPerHour?: pulumi.Input<number | undefined>;
    /**
     * Most people in one request.
     * @defaultValue 50
     */
    batchSize?: pulumi.Input<number | undefined>;
    /**
     * Seconds until a request without an answer counts as lost.
     * @defaultValue 30
     */
    requestTimeout?: pulumi.Input<number | undefined>;
    /**
     * Refuses every change, and names what it would have sent.
     * @defaultValue false
     */
    readOnly?: pulumi.Input<boolean | undefined>;
    /**
     * Takes a URL with http of another machine, for a private installation without TLS: anybody on the way reads the tokens.
     * @defaultValue false
     */
    plainHttp?: pulumi.Input<boolean | undefined>;
    /**
     * A name of your own for the account, for programs that reach one host with several apps: instances with the same name are of
     * the same account, with different names of different ones. Without it only the same app is surely the same account.
     */
    accountName?: pulumi.Input<string | undefined>;
    /**
     * `allow` lets a step take the last administrator role of the account, or remove the person who has it. Without it such a step is
     * refused.
     */
    lastAdministrator?: pulumi.Input<"allow" | undefined>;
    /**
     * Of the plugin for other languages alone, whose update knows what the whole program declares by its preview: `allow` lets an
     * update that has none (`--skip-preview`, the Automation API) take what another resource may yet give. Without it such a step is
     * refused. No program of TypeScript needs it.
     */
    withoutPreview?: pulumi.Input<"allow" | undefined>;
    /**
     * Of the plugin for other languages alone: whether each preview and update reads what Kore.ai has of a resource before it compares, so
     * that it shows what was changed by hand, and its mending. It holds from a resource's next step on, and costs the requests of a refresh.
     * @defaultValue false
     */
    refreshBeforeUpdate?: pulumi.Input<boolean | undefined>;
}

/**
 * An explicit provider instance: an account of its own, for programs with several.
 *
 * It takes nothing from the stack's configuration or the environment. Pass it as `provider` of a resource, or in
 * `providers` of a component. Another secret updates the instance alone, and no resource.
 *
 * ```ts
 * const eu = new kore.Provider("eu", { host: "eu-platform.kore.ai", clientId, clientSecret: config.requireSecret("euSecret") });
 * new kore.KoreUser("ada", { emailId: "ada@example.com" }, { provider: eu });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
    constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
        refuseUnknown(name, args);
        const { clientSecret, jwt, ...plain } = args;
        const secrets = { clientSecret: secret(clientSecret), jwt: secret(jwt) };
        const settings = Object.entries({ ...plain, ...secrets }).filter(([, value]) => value !== undefined);
        const inputs = Object.fromEntries(
            settings.map(([key, value]) => [
                `kore:${key}`,
                pulumi.output(value).apply((known) => (known === undefined ? "" : String(known))),
            ]),
        );
        super("pulumi-nodejs", name, { ...inputs, [instanceKey]: name }, opts);
        const later = async () => {
            const [host, accountName, clientId, known] = await Promise.all(
                [args.host, args.accountName, args.clientId, jwt].map(settled),
            );
            return accountKey({ host, accountName, clientId, jwt: known });
        };
        rememberInstance(this, name, later, accountKey(args));
    }
}

// The compiler says so to programs in TypeScript, unless they spread an object into the arguments.
function refuseUnknown(name: string, args: object): void {
    const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== null);
    const problems = unknownArguments(given.map(([key]) => key)).map(
        ({ name: key, meant }) =>
            `${key} is not an argument of Provider${meant === undefined ? ". Take it out." : `; did you mean ${meant}?`}`,
    );
    if (problems.length > 0)
        throw new pulumi.RunError(
            coded(
                [`kore.Provider "${name}" was not made, as it has no such argument:`, ...problems].join("\n  "),
                "kore:unknown-argument",
            ),
        );
}

function secret(value: pulumi.Input<string | undefined>): pulumi.Output<string | undefined> | undefined {
    return value === undefined ? undefined : pulumi.secret(value);
}
