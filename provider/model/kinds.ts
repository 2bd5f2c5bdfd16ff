import { partsOf } from "./urn";

/**
 * The kinds of resources. What lists them derives from this table; `served` is the name of what serves a kind in the entry
 * `pulumi-kore/provider`, a contract with every state, `native` its name in programs of other languages, `told` the argument that
 * tells a resource from others of its kind, `outputs` what is no argument, and `hasPeople` whether it is a person's own resource: each
 * belongs to one.
 */
export const kinds = {
    KoreUser: {
        served: "koreUser",
        native: "User",
        told: "emailId",
        outputs: ["userId", "account", "adopted", "reported", "ended"],
        hasPeople: true,
    },
    KoreUsers: {
        served: "koreUsers",
        native: "Users",
        told: "people",
        outputs: ["account", "reported"],
        hasPeople: true,
    },
    KoreUserAccess: {
        served: "koreUserAccess",
        native: "UserAccess",
        told: "emailIds",
        outputs: ["account", "reported", "ended"],
        hasPeople: false,
    },
} as const;

export type Kind = keyof typeof kinds;

export const kindNames = Object.keys(kinds) as Kind[];

/** Whether two resources are about people in the same way: a person moves between those of one. */
export function isSameCare(one: Kind, other: Kind): boolean {
    return kinds[one].hasPeople === kinds[other].hasPeople;
}

/**
 * The property `__provider` of a resource: the source of its provider, which the engine keeps in the state and runs for
 * every later step. It is one line that loads this package from the program's folder when it runs, so that the state
 * stays small and a newer release takes over at once. It never changes.
 */
export function providerLine(kind: Kind): string {
    return `exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").${kinds[kind].served}`;
}

const ofOurs = "pulumi-nodejs:dynamic/kore:";
const ofPlugin = "kore:index:";

/** The type token of a resource, with the module and type that policies and `pulumi stack` show. */
export function typeToken(kind: Kind): string {
    return `${ofOurs}${kind}`;
}

/** The type token of the same resource where the plugin serves it, for programs of every language. */
export function nativeToken(kind: Kind): string {
    return `${ofPlugin}${kinds[kind].native}`;
}

/** Whether the plugin serves a resource, by its URN. @public kore-access has it by a copy */
export function isOfPlugin(urn: string): boolean {
    // Parents stand before the type itself: "my:Team$kore:index:User".
    return partsOf(urn).type.startsWith(ofPlugin);
}

/** Whether a type is this provider's, also of a release that knows more kinds. @public kore-access has it by a copy */
export function isOurs(token: string): boolean {
    return token.startsWith(ofOurs) || token.startsWith(ofPlugin);
}

/** The kind of a resource of the state; undefined for one of another provider. */
export function kindOf(token: string): Kind | undefined {
    return kindNames.find((kind) => token === typeToken(kind) || token === nativeToken(kind));
}
