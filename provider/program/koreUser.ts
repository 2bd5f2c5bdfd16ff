import * as pulumi from "@pulumi/pulumi";
import { declareInProgram, flagsInForce, rememberAddress } from "./declarations";
import { typeToken } from "../model/kinds";
import {
    inspectSurroundings,
    makeLeftOut,
    propertiesOf,
    providerOf,
    refuseIgnoredSurplus,
    refuseImport,
} from "./resource";

/** A role of a person: on a bot, or in the Admin Console. */
export interface KoreRole {
    /** Id of the role: 24 hexadecimal digits. */
    roleId: pulumi.Input<string>;
    /** Id of the bot, `st-…`. Left out for a role of the Admin Console. */
    botId?: pulumi.Input<string | undefined>;
}

/** Tasks of a bot that a person is assigned. */
export interface KoreBotTasks {
    /** Id of the bot, `st-…`. Each bot at most once. */
    streamId: pulumi.Input<string>;
    /** Ids of its dialog tasks, `dg-…`. Left out: all of them. */
    dialogs?: pulumi.Input<readonly pulumi.Input<string>[] | undefined>;
}

/**
 * What a program declares of a person. Lists mean sets: neither order nor repetition nor an e-mail address's letter case
 * is ever a change. A flag or list that is left out from the start is left alone in Kore.ai; one that was declared and is
 * left out later is taken back, like `false` or `[]`.
 */
export interface KoreUserArgs {
    /**
     * E-mail address, by which Kore.ai knows the person. Another address is another person: the new one is added first,
     * then the old one removed.
     */
    emailId: pulumi.Input<string>;
    /** The person's id in your organisation. Set when they are added; no call of Kore.ai's changes it, and no step reads it. */
    orgUserId?: pulumi.Input<string | undefined>;
    /** First name. */
    firstName?: pulumi.Input<string | undefined>;
    /** Last name. */
    lastName?: pulumi.Input<string | undefined>;
    /**
     * Company. Like all fields from here to `country`, Kore.ai accepts but does not report it: it is unverified, and a
     * change made by hand is not seen.
     */
    companyName?: pulumi.Input<string | undefined>;
    /** Department. Unverified. */
    dept?: pulumi.Input<string | undefined>;
    /** Phone number of the company. Unverified. */
    companyContactPhone?: pulumi.Input<string | undefined>;
    /** Phone number at work. Unverified. */
    worknumber?: pulumi.Input<string | undefined>;
    /** Street. Unverified. */
    street?: pulumi.Input<string | undefined>;
    /** Number of the suite. Unverified. */
    suiteNo?: pulumi.Input<string | undefined>;
    /** City. Unverified. */
    city?: pulumi.Input<string | undefined>;
    /** Postal code. Unverified. */
    zip?: pulumi.Input<string | undefined>;
    /** State of a country. Unverified. */
    state?: pulumi.Input<string | undefined>;
    /** Country. Unverified. */
    country?: pulumi.Input<string | undefined>;
    /** Ids of groups, `e-…`. Other groups of the person are left alone. */
    groups?: pulumi.Input<readonly pulumi.Input<string>[] | undefined>;
    /** Roles. One that a group confers counts as held; other roles of the person are left alone. */
    roles?: pulumi.Input<readonly pulumi.Input<KoreRole>[] | undefined>;
    /** Tasks of bots, all of the person's: what is not listed is unassigned. */
    assignBotTasks?: pulumi.Input<readonly pulumi.Input<KoreBotTasks>[] | undefined>;
    /**
     * May create bots. Needs `isDeveloper: true`.
     * @defaultValue false for a person who is added (Kore.ai's own default is true)
     */
    canCreateBot?: pulumi.Input<boolean | undefined>;
    /**
     * Has access to the bot builder.
     * @defaultValue false for a person who is added (Kore.ai's own default is true)
     */
    isDeveloper?: pulumi.Input<boolean | undefined>;
    /**
     * Whether Kore.ai invites the person by e-mail when they are added.
     * @defaultValue true, Kore.ai's own
     */
    sendEmail?: pulumi.Input<boolean | undefined>;
    /**
     * What happens if the person is in the account already.
     * `ifSame`: they are taken over if they have exactly what is declared, else the error lists each difference.
     * `takeOver`: what is declared is brought to the program, the rest is left and listed.
     * `never`: an error.
     * @defaultValue `ifSame`
     */
    adopt?: pulumi.Input<"ifSame" | "takeOver" | "never" | undefined>;
    /**
     * Whether the person has no other roles and groups than those declared. With false, roles that Kore.ai adds by itself
     * (Bot Owner of one's own bot) are no drift. With true a refresh shows others as drift, and an update takes them away,
     * once the state has them on record; owner roles always stay.
     * @defaultValue false
     */
    exclusive?: pulumi.Input<boolean | undefined>;
    /**
     * What deleting the resource does to the person: `remove` them from the account, or `revoke` what was declared and keep
     * them. The delete of an adopted person is refused without it.
     * @defaultValue `remove`; none for an adopted person
     */
    onDestroy?: pulumi.Input<"remove" | "revoke" | undefined>;
    /** Why the person has this access. Kept in the state, never sent. */
    reason?: pulumi.Input<string | undefined>;
    /**
     * When the access ends: a day, `2027-03-31` (until its end in UTC), or an instant with its offset, `2027-03-31T18:00:00+02:00`. From
     * then on flags, roles, groups and tasks that are declared here count as taken back, which the next preview shows and the next
     * update carries out; person, profile and reason stay. Another end, or none, brings the access back. Nobody is added for access
     * that is over. `never` is none, also where a set of people has one for all.
     * @defaultValue none
     */
    expiresAt?: pulumi.Input<string | undefined>;
}

/** What was declared of access that has ended, and is not in force any more. */
export interface KoreEnded {
    /** Set where they might create bots. */
    canCreateBot?: boolean;
    /** Set where they had access to the bot builder. */
    isDeveloper?: boolean;
    /** Of a `KoreUserAccess`: set where they might create data tables and views. */
    hasDataTableAndViewAccess?: boolean;
    /** Ids of groups. */
    groups?: string[];
    /** Roles. */
    roles?: { roleId: string; botId?: string }[];
    /** Tasks of bots. */
    assignBotTasks?: { streamId: string; dialogs?: string[] }[];
}

/** What Kore.ai reported of a person at the last step. */
export interface KoreReportedUser {
    /** Whether they may create bots. */
    canCreateBot: boolean;
    /** Whether they have access to the bot builder. */
    isDeveloper: boolean;
    /** First name. */
    firstName?: string;
    /** Last name. */
    lastName?: string;
    /** "active" or another word; older installations don't report it. */
    status?: string;
    /** All roles of the person; `groups` names the groups that confer one, and is left out for a role given directly. */
    roles: { roleId: string; roleName?: string; botId?: string; botName?: string; groups?: string[] }[];
    /** Set where Kore.ai did not tell which of the roles come from groups; `exclusive` takes no roles then. */
    rolesUnclear?: boolean;
    /** All groups of the person. */
    groups: { groupId: string; groupName?: string }[];
    /** Tasks of bots; not reported by every edition of the API. */
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
    declare readonly expiresAt: pulumi.Output<string | undefined>;
    /** Kore.ai's id of the person, `u-…`. */
    declare readonly userId: pulumi.Output<string>;
    /** The account that the person is in: the host. */
    declare readonly account: pulumi.Output<string>;
    /** Whether the person was in the account before the program. */
    declare readonly adopted: pulumi.Output<boolean>;
    /** What Kore.ai reported at the last step: flags, names, status, all roles, groups and tasks. */
    declare readonly reported: pulumi.Output<KoreReportedUser>;
    /** What has ended (`expiresAt`), and is taken back: it is not among the flags, roles, groups and tasks any more. Undefined before. */
    declare readonly ended: pulumi.Output<KoreEnded | undefined>;

    /** @param name The resource's name in the program. Renaming it needs `aliases`, else it is another resource. */
    constructor(name: string, args: KoreUserArgs, opts?: pulumi.CustomResourceOptions) {
        const provider = providerOf(KoreUser.__pulumiType, opts);
        inspectSurroundings(provider);
        refuseImport("KoreUser", name, opts);
        refuseIgnoredSurplus("KoreUser", name, args.exclusive === true, opts);
        // With an id the person is only read.
        const declared =
            opts?.id === undefined
                ? declareInProgram(
                      {
                          type: "KoreUser",
                          name,
                          people: [{ emailIds: [args.emailId], flags: flagsInForce(args) }],
                          args,
                          opts,
                      },
                      provider,
                  )
                : undefined;
        super(KoreUser.__pulumiType, name, propertiesOf("KoreUser", args, declared?.reference, opts), opts);
        declared?.is(this);
        rememberAddress(this.emailId, args.emailId);
    }

    /** Reads an existing person without managing them. @param id Their e-mail address. */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): KoreUser {
        return new KoreUser(name, { emailId: id }, { ...opts, id });
    }

    /** Whether an object is a KoreUser, also of another copy of this package. */
    static override isInstance(obj: unknown): obj is KoreUser {
        return (
            typeof obj === "object" &&
            obj !== null &&
            "__pulumiType" in obj &&
            obj.__pulumiType === KoreUser.__pulumiType
        );
    }
}

makeLeftOut("KoreUser", KoreUser.prototype);
