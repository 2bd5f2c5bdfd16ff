import * as pulumi from "@pulumi/pulumi";
import { declareInProgram, type DeclaredPeople, flagsInForce } from "./declarations";
import { typeToken } from "../model/kinds";
import type { KoreEnded, KoreUserArgs } from "./koreUser";
import {
    inspectSurroundings,
    makeLeftOut,
    propertiesOf,
    providerOf,
    refuseIgnoredSurplus,
    refuseImport,
    refuseReplacement,
} from "./resource";

/** What a program declares of one of many people: what it would of a `KoreUser`, under their address. */
export interface KorePerson extends Omit<KoreUserArgs, "emailId" | "onDestroy"> {
    /**
     * What becomes of the person when they leave the set, or it is deleted: `remove` them from the account, `revoke` what was
     * declared and keep them, or `keep` them as they are. Refused without it for an adopted person.
     * @defaultValue that of the set; else `remove`, and none for an adopted person
     */
    onDestroy?: pulumi.Input<"remove" | "revoke" | "keep" | undefined>;
}

/** What a program declares of many people. What it says beside `people` holds for those who have no value of their own. */
export interface KoreUsersArgs {
    /**
     * The people by their e-mail addresses; which they are is known when the program runs, what is declared of each may be known
     * later. An address in other letter case is the same person. Up to 2,000 in one.
     */
    people: Record<string, pulumi.Input<KorePerson>>;
    /**
     * Whether Kore.ai invites people by e-mail when they are added.
     * @defaultValue true, Kore.ai's own
     */
    sendEmail?: pulumi.Input<boolean | undefined>;
    /**
     * What happens if somebody is in the account already: see `KoreUser`.
     * @defaultValue `ifSame`
     */
    adopt?: pulumi.Input<"ifSame" | "takeOver" | "never" | undefined>;
    /**
     * Whether the declared roles and groups are all that the people may have: see `KoreUser`.
     * @defaultValue false
     */
    exclusive?: pulumi.Input<boolean | undefined>;
    /**
     * What becomes of people who leave the set, or when it is deleted: `remove` them from the account, `revoke` what was declared and
     * keep them, or `keep` them as they are. Of adopted people it is refused without it.
     * @defaultValue `remove`; none for adopted people
     */
    onDestroy?: pulumi.Input<"remove" | "revoke" | "keep" | undefined>;
    /** Why the people have this access. Kept in the state, never sent. */
    reason?: pulumi.Input<string | undefined>;
    /**
     * When the people's access ends: see `KoreUser`. A person's own `never` lifts it.
     * @defaultValue none
     */
    expiresAt?: pulumi.Input<string | undefined>;
    /**
     * How many people may leave in one update: more are refused in the preview, by name. Whoever another resource of the program
     * declares does not count, nor does a delete of the resource itself.
     * @defaultValue 5, or a tenth of the people in the state, whichever is more
     */
    maxRemovals?: pulumi.Input<number | "all" | undefined>;
}

/** What Kore.ai reported of one of many people at the last step: who they are, and what is not as it is declared. */
export interface KoreReportedPerson {
    /** Kore.ai's id of the person, `u-…`. */
    userId?: string;
    /** Whether they were in the account before the program; left out: no. */
    adopted?: boolean;
    /** Whether they may create bots; left out: as declared, or no. */
    canCreateBot?: boolean;
    /** Whether they have access to the bot builder; left out: as declared, or no. */
    isDeveloper?: boolean;
    /** First name; left out: as declared, or not reported. */
    firstName?: string;
    /** Last name; left out: as declared, or not reported. */
    lastName?: string;
    /** Left out: "active", or not reported. */
    status?: string;
    /** All roles of the person, with the groups that confer one; left out: those declared, each given directly. */
    roles?: { roleId: string; botId?: string; groups?: string[] }[];
    /** Set where Kore.ai did not tell which of the roles come from groups; `exclusive` takes no roles then. */
    rolesUnclear?: boolean;
    /** Ids of all groups of the person; left out: those declared. */
    groups?: string[];
    /** Tasks of bots; left out: as declared, or not reported. */
    assignBotTasks?: { streamId: string; dialogs?: string[] }[];
}

/**
 * Many people in a Kore.ai account, with their access, in one resource: what `KoreUser` is for one.
 *
 * Kore.ai: Create User, Update User, Remove Users, Get User Information, scope User Management > User Management.
 *
 * Who leaves `people` is removed from the account, as all are when the resource is deleted; see `onDestroy` and `maxRemovals`. One
 * person belongs to one `KoreUser` or `KoreUsers`; who moves between them loses nothing that the program declares.
 *
 * ```ts
 * new kore.KoreUsers("support", {
 *     people: {
 *         "ada@example.com": { firstName: "Ada", groups: [supportTeam] },
 *         "grace@example.com": { firstName: "Grace", isDeveloper: true, reason: "maintains the support bot" },
 *     },
 *     reason: "support team",
 * });
 * ```
 */
export class KoreUsers extends pulumi.CustomResource {
    /** @internal */
    static readonly __pulumiType = typeToken("KoreUsers");

    /** What was declared of each person who is done, and under `ended` what of it has ended; after a refresh with the values that they have. */
    declare readonly people: pulumi.Output<Record<string, pulumi.Unwrap<KorePerson> & { ended?: KoreEnded }>>;
    declare readonly sendEmail: pulumi.Output<boolean | undefined>;
    declare readonly adopt: pulumi.Output<"ifSame" | "takeOver" | "never" | undefined>;
    declare readonly exclusive: pulumi.Output<boolean | undefined>;
    declare readonly onDestroy: pulumi.Output<"remove" | "revoke" | "keep" | undefined>;
    declare readonly reason: pulumi.Output<string | undefined>;
    declare readonly expiresAt: pulumi.Output<string | undefined>;
    declare readonly maxRemovals: pulumi.Output<number | "all" | undefined>;
    /** The account that the people are in: the host. */
    declare readonly account: pulumi.Output<string>;
    /** What Kore.ai reported of each at the last step; `roles`, `groups` and `bots` are names by ids. */
    declare readonly reported: pulumi.Output<{
        people: Record<string, KoreReportedPerson>;
        roles?: Record<string, string>;
        groups?: Record<string, string>;
        bots?: Record<string, string>;
    }>;

    /** @param name The resource's name in the program. Renaming it needs `aliases`, else it is another resource. */
    constructor(name: string, args: KoreUsersArgs, opts?: pulumi.CustomResourceOptions) {
        const provider = providerOf(KoreUsers.__pulumiType, opts);
        inspectSurroundings(provider);
        refuseImport("KoreUsers", name, opts);
        refuseReplacement(name, opts);
        refuseIgnoredSurplus("KoreUsers", name, isExclusive(args), opts);
        const { reference, is } = declareInProgram(
            { type: "KoreUsers", name, people: declaredPeople(args), args, opts },
            provider,
        );
        super(KoreUsers.__pulumiType, name, propertiesOf("KoreUsers", args, reference, opts), opts);
        is(this);
    }

    /** Whether an object is a KoreUsers, also of another copy of this package. */
    static override isInstance(obj: unknown): obj is KoreUsers {
        return (
            typeof obj === "object" &&
            obj !== null &&
            "__pulumiType" in obj &&
            obj.__pulumiType === KoreUsers.__pulumiType
        );
    }
}

makeLeftOut("KoreUsers", KoreUsers.prototype);

function isExclusive({ exclusive, people }: KoreUsersArgs): boolean {
    return exclusive === true || entriesOf(people).some(([, person]) => knownOf(person).exclusive === true);
}

/** What a record has; nothing of another value, of which check says what is wrong with it. */
function entriesOf<T>(value: Record<string, T>): [string, T][] {
    const isRecord = typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);
    return isRecord ? Object.entries(value) : [];
}

// What is known later is for the provider to compare, which sees it in time.
function knownOf(person: pulumi.Input<KorePerson>): Partial<KorePerson> {
    const isKnown =
        typeof person === "object" && person !== null && !pulumi.Output.isInstance(person) && !("then" in person);
    return isKnown ? person : {};
}

/** Those of whom the same flags are declared together: of thousands, there are few kinds. */
function declaredPeople({ people, expiresAt: endOfAll }: KoreUsersArgs): DeclaredPeople[] {
    const groups = new Map<string, DeclaredPeople & { emailIds: string[] }>();
    for (const [emailId, person] of entriesOf(people)) {
        const { canCreateBot, isDeveloper, expiresAt = endOfAll } = knownOf(person);
        const flags: DeclaredPeople["flags"] = flagsInForce({ canCreateBot, isDeveloper, expiresAt });
        const key = Object.values(flags).every((flag) => typeof flag === "boolean" || flag === undefined)
            ? JSON.stringify([flags.canCreateBot, flags.isDeveloper])
            : emailId;
        const group = groups.get(key) ?? { emailIds: [], flags };
        groups.set(key, group);
        group.emailIds.push(emailId);
    }
    return [...groups.values()];
}
