import * as pulumi from "@pulumi/pulumi";
import { declareInProgram, rememberAddress } from "./declarations";
import { inspectSurroundings, propertiesOf, providerOf, typeToken } from "./resource";

/** A role of a person: on a bot, or in the Admin Console. */
export interface KoreRole {
    /** Id of the role: 24 hexadecimal digits. */
    roleId: pulumi.Input<string>;
    /** Id of the bot, `st-…`. Left out for a role of the Admin Console. */
    botId?: pulumi.Input<string>;
}

/** Tasks of a bot that a person is assigned. */
export interface KoreBotTasks {
    /** Id of the bot, `st-…`. Each bot at most once. */
    streamId: pulumi.Input<string>;
    /** Ids of its dialog tasks, `dg-…`. Left out: all of them. */
    dialogs?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * What a program declares of a person. Lists mean sets: neither order nor repetition nor an e-mail address's letter case
 * is ever a change. A flag or list that is left out from the start is left alone in Kore.ai; one that was declared and is
 * left out later is taken back, like `false` or `[]`.
 */
export interface KoreUserArgs {
    /** E-mail address, by which Kore.ai knows the person. Another address is another person: the new one is added first, then the old one removed. */
    emailId: pulumi.Input<string>;
    /** The person's id in your organisation. Set when they are added; no call of Kore.ai's changes or reports it. */
    orgUserId?: pulumi.Input<string>;
    firstName?: pulumi.Input<string>;
    lastName?: pulumi.Input<string>;
    /** Company. Like all fields from here to `country`, Kore.ai accepts but does not report it: it is unverified, and changes made by hand are not seen. */
    companyName?: pulumi.Input<string>;
    /** Department. */
    dept?: pulumi.Input<string>;
    companyContactPhone?: pulumi.Input<string>;
    worknumber?: pulumi.Input<string>;
    street?: pulumi.Input<string>;
    suiteNo?: pulumi.Input<string>;
    city?: pulumi.Input<string>;
    zip?: pulumi.Input<string>;
    state?: pulumi.Input<string>;
    country?: pulumi.Input<string>;
    /** Ids of groups, `e-…`. Other groups of the person are left alone. */
    groups?: pulumi.Input<pulumi.Input<string>[]>;
    /** Roles. One that a group confers counts as held; other roles of the person are left alone. */
    roles?: pulumi.Input<pulumi.Input<KoreRole>[]>;
    /** Tasks of bots, all of them: what is not listed is unassigned. */
    assignBotTasks?: pulumi.Input<pulumi.Input<KoreBotTasks>[]>;
    /** May create bots. Needs `isDeveloper: true`. Default for a person who is added: false, unlike Kore.ai's own. */
    canCreateBot?: pulumi.Input<boolean>;
    /** Has access to the bot builder. Default for a person who is added: false, unlike Kore.ai's own. */
    isDeveloper?: pulumi.Input<boolean>;
    /** Whether Kore.ai invites the person by e-mail when they are added. Default: true, Kore.ai's own. */
    sendEmail?: pulumi.Input<boolean>;
    /**
     * What happens if the person is in the account already.
     * `ifSame` (default): they are taken over if they have exactly what is declared, else the error lists each difference.
     * `takeOver`: what is declared is brought to the program, the rest is left and listed.
     * `never`: an error.
     */
    adopt?: pulumi.Input<"ifSame" | "takeOver" | "never">;
    /**
     * Whether the person has no other roles and groups than those declared. Default: false, so that roles that Kore.ai adds
     * by itself (Bot Owner of one's own bot) are no drift. With true a refresh shows others as drift, and an update takes
     * them away, once the state has them on record; owner roles always stay.
     */
    exclusive?: pulumi.Input<boolean>;
    /**
     * What deleting the resource does to the person: `remove` them from the account, or `revoke` what was declared and keep
     * them. Default: `remove` for someone whom the program added; for an adopted person there is none, and the delete is refused.
     */
    onDestroy?: pulumi.Input<"remove" | "revoke">;
    /** Why the person has this access. Kept in the state, never sent. */
    reason?: pulumi.Input<string>;
}

/** What Kore.ai reported of a person at the last step. */
export interface KoreReportedUser {
    canCreateBot: boolean;
    isDeveloper: boolean;
    firstName?: string;
    lastName?: string;
    /** "active" or another word; older installations don't report it. */
    status?: string;
    /** All roles of the person; `groups` names the groups that confer one, and is left out for a role given directly. */
    roles: { roleId: string; roleName?: string; botId?: string; botName?: string; groups?: string[] }[];
    /** Set where Kore.ai did not tell which of the roles come from groups; `exclusive` takes no roles then. */
    rolesUnclear?: boolean;
    groups: { groupId: string; groupName?: string }[];
    /** Not reported by every edition of the API. */
    assignBotTasks?: { streamId: string; dialogs?: string[] }[];
}

/**
 * A person in a Kore.ai account, with their access.
 *
 * Kore.ai: Create User, Update User, Remove Users, Get User Information, scope User Management > User Management.
 *
 * Deleting the resource removes the person from the account; see `onDestroy`. A person's flags belong here or into one
 * `KoreUserAccess`, never into both.
 *
 * ```ts
 * const ada = new kore.KoreUser("ada", {
 *     emailId: "ada@example.com",
 *     isDeveloper: true,
 *     roles: [{ roleId: botDeveloper, botId: supportBot }],
 *     reason: "maintains the support bot",
 * });
 * ```
 */
export class KoreUser extends pulumi.CustomResource {
    /** @internal */
    static readonly __pulumiType = typeToken("KoreUser");

    declare readonly emailId: pulumi.Output<string>;
    declare readonly orgUserId: pulumi.Output<string | undefined>;
    declare readonly firstName: pulumi.Output<string | undefined>;
    declare readonly lastName: pulumi.Output<string | undefined>;
    declare readonly companyName: pulumi.Output<string | undefined>;
    declare readonly dept: pulumi.Output<string | undefined>;
    declare readonly companyContactPhone: pulumi.Output<string | undefined>;
    declare readonly worknumber: pulumi.Output<string | undefined>;
    declare readonly street: pulumi.Output<string | undefined>;
    declare readonly suiteNo: pulumi.Output<string | undefined>;
    declare readonly city: pulumi.Output<string | undefined>;
    declare readonly zip: pulumi.Output<string | undefined>;
    declare readonly state: pulumi.Output<string | undefined>;
    declare readonly country: pulumi.Output<string | undefined>;
    declare readonly groups: pulumi.Output<string[] | undefined>;
    declare readonly roles: pulumi.Output<{ roleId: string; botId?: string }[] | undefined>;
    declare readonly assignBotTasks: pulumi.Output<{ streamId: string; dialogs?: string[] }[] | undefined>;
    declare readonly canCreateBot: pulumi.Output<boolean | undefined>;
    declare readonly isDeveloper: pulumi.Output<boolean | undefined>;
    declare readonly sendEmail: pulumi.Output<boolean | undefined>;
    declare readonly adopt: pulumi.Output<"ifSame" | "takeOver" | "never" | undefined>;
    declare readonly exclusive: pulumi.Output<boolean | undefined>;
    declare readonly onDestroy: pulumi.Output<"remove" | "revoke" | undefined>;
    declare readonly reason: pulumi.Output<string | undefined>;
    /** Kore.ai's id of the person, `u-…`. */
    declare readonly userId: pulumi.Output<string>;
    /** The account that the person is in: the host of `kore:host`. */
    declare readonly account: pulumi.Output<string>;
    /** Whether the person was in the account before the program. */
    declare readonly adopted: pulumi.Output<boolean>;
    /** What Kore.ai reported at the last step. */
    declare readonly reported: pulumi.Output<KoreReportedUser>;

    /** @param name The resource's name in the program. Renaming it needs `aliases`, else it is another resource. */
    constructor(name: string, args: KoreUserArgs, opts?: pulumi.CustomResourceOptions) {
        const provider = providerOf(KoreUser.__pulumiType, opts);
        inspectSurroundings(provider);
        // With an id the person is only read.
        const briefing = opts?.id === undefined ? declareInProgram({ type: "KoreUser", name, emailIds: [args.emailId], flags: args }, provider) : undefined;
        super(KoreUser.__pulumiType, name, propertiesOf("koreUser", args, ["emailId", "userId", "account", "adopted", "reported"], briefing), opts);
        rememberAddress(this.emailId, args.emailId);
    }

    /** Reads an existing person without managing them. @param id Their e-mail address. */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): KoreUser {
        return new KoreUser(name, { emailId: id }, { ...opts, id });
    }

    /** Whether an object is a KoreUser, also of another copy of this package. */
    static override isInstance(obj: unknown): obj is KoreUser {
        return typeof obj === "object" && obj !== null && "__pulumiType" in obj && obj.__pulumiType === KoreUser.__pulumiType;
    }
}
