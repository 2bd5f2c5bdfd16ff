import * as pulumi from "@pulumi/pulumi";
import { declareInProgram, flagsInForce } from "./declarations";
import { typeToken } from "../model/kinds";
import type { KoreEnded } from "./koreUser";
import { inspectSurroundings, makeLeftOut, propertiesOf, providerOf, refuseImport } from "./resource";

/** The builder access that a program declares of people. */
export interface KoreUserAccessArgs {
    /** E-mail addresses of people who are in the account; at least one. Those whom a KoreUser of the program declares come first, by `ada.emailId` or by the plain address. */
    emailIds: pulumi.Input<readonly pulumi.Input<string>[]>;
    /** Whether they may create bots; needs `isDeveloper: true`. */
    canCreateBot: pulumi.Input<boolean>;
    /** Whether they have access to the bot builder. */
    isDeveloper: pulumi.Input<boolean>;
    /**
     * Whether they may create data tables and views. Kore.ai does not report it: it is unverified, and a change made by hand is
     * not seen. What Kore.ai does with it where it is left out is not documented.
     * @defaultValue not sent
     */
    hasDataTableAndViewAccess?: pulumi.Input<boolean | undefined>;
    /** Why these people have this access. Kept in the state, never sent. */
    reason?: pulumi.Input<string | undefined>;
    /**
     * When this access ends: a day, `2027-03-31` (until its end in UTC), or an instant with its offset, `2027-03-31T18:00:00+02:00`. From
     * then on the flags count as taken back, which the next preview shows and the next update carries out; the list stays. Another end,
     * or none, brings the access back. `never` is none.
     * @defaultValue none
     */
    expiresAt?: pulumi.Input<string | undefined>;
}

/** What Kore.ai reported of a person with this access at the last step. */
export interface KoreReportedAccess {
    /** The person's address. */
    emailId: string;
    /** Kore.ai's id of the person, `u-…`. */
    userId: string;
    /** Whether they may create bots. */
    canCreateBot: boolean;
    /** Whether they have access to the bot builder. */
    isDeveloper: boolean;
    /** Only after a step about this person failed half-way: the flags that they may hold of this resource's. */
    mayHold?: { canCreateBot: boolean; isDeveloper: boolean; hasDataTableAndViewAccess?: boolean };
}

/**
 * Builder access of one or more people of a Kore.ai account, the same for all of them.
 *
 * Kore.ai: Update User Access, scope Profile Management > Role Management; Get User Information, scope User Management >
 * User Management.
 *
 * Someone who leaves the list, or all of them when the resource is deleted, loses the flags that were declared true. The
 * flags of a person belong here or into their `KoreUser`, never into both, nor into two of these.
 *
 * ```ts
 * new kore.KoreUserAccess("builders", {
 *     emailIds: [ada.emailId, grace.emailId],
 *     canCreateBot: false,
 *     isDeveloper: true,
 *     reason: "build the bots of the support team",
 * });
 * ```
 */
export class KoreUserAccess extends pulumi.CustomResource {
    /** @internal */
    static readonly __pulumiType = typeToken("KoreUserAccess");

    /** The people who have the declared access; after a refresh without those who lost it. */
    declare readonly emailIds: pulumi.Output<string[]>;
    declare readonly canCreateBot: pulumi.Output<boolean>;
    declare readonly isDeveloper: pulumi.Output<boolean>;
    declare readonly hasDataTableAndViewAccess: pulumi.Output<boolean | undefined>;
    declare readonly reason: pulumi.Output<string | undefined>;
    declare readonly expiresAt: pulumi.Output<string | undefined>;
    /** The account that the people are in: the host. */
    declare readonly account: pulumi.Output<string>;
    /** What Kore.ai reported of each person at the last step. */
    declare readonly reported: pulumi.Output<KoreReportedAccess[]>;
    /** The flags that have ended (`expiresAt`), and are taken back: they are false by then. Undefined before. */
    declare readonly ended: pulumi.Output<KoreEnded | undefined>;

    /** @param name The resource's name in the program. Renaming it needs `aliases`, else it is another resource. */
    constructor(name: string, args: KoreUserAccessArgs, opts?: pulumi.CustomResourceOptions) {
        const provider = providerOf(KoreUserAccess.__pulumiType, opts);
        inspectSurroundings(provider);
        refuseImport("KoreUserAccess", name, opts);
        const { reference, people, is } = declareInProgram(
            {
                type: "KoreUserAccess",
                name,
                people: [{ emailIds: args.emailIds, flags: flagsInForce(args) }],
                args,
                opts,
            },
            provider,
        );
        super(
            KoreUserAccess.__pulumiType,
            name,
            propertiesOf("KoreUserAccess", args, reference, opts),
            pulumi.mergeOptions(opts, { dependsOn: people }),
        );
        is(this);
    }

    /** Whether an object is a KoreUserAccess, also of another copy of this package. */
    static override isInstance(obj: unknown): obj is KoreUserAccess {
        return (
            typeof obj === "object" &&
            obj !== null &&
            "__pulumiType" in obj &&
            obj.__pulumiType === KoreUserAccess.__pulumiType
        );
    }
}

makeLeftOut("KoreUserAccess", KoreUserAccess.prototype);
