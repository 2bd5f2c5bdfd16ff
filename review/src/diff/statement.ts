import type { Kind } from "#model/kinds";
import type { Access, AccessType, RoleAccess } from "../access";
import type { Hidden } from "../hidden";
import type { Names } from "../names";
import type { Retention } from "./change";

/** A resource, as a reader of the program finds it. */
export interface Resource {
    type: Kind;
    name: string;
    urn: string;
    /** Why, by the program. */
    reason?: string;
}

/** What changes, or may change. */
type Fact =
    /** Is added to the account. */
    | {
          kind: "joins";
          adopt: "ifSame" | "takeOver" | "never" | Hidden;
          invited: boolean;
          /** Was removed outside of the program. */ again: boolean;
      }
    /** Another address is another person: who has it is added, and the old one goes. */
    | { kind: "replaces"; from: string; fate: "removed" | "revoked" | "kept" | "refused" }
    | {
          kind: "leaves";
          fate: "removed" | "revoked";
          had: Access[];
          /** Owns bots, so that Kore.ai refuses. */ owner: boolean;
          /** Another provider instance that declares them too, perhaps in the same account: the update may stop. */
          otherInstance?: string;
      }
    /** The program forgets somebody, or some of what they have, and nothing is done to them. */
    | {
          kind: "kept";
          had: Access[];
          /** Whether they are not managed any more; else this alone is not. */ all: boolean;
          /** Why nothing is done. */ why: Retention;
      }
    /** Their KoreUser goes, but a KoreUserAccess names them. */
    | { kind: "stays" }
    /** Other resources declare the same. */
    | { kind: "handedOver"; from: Resource[]; to: Resource[] }
    /** Somebody in the account comes under a KoreUser. */
    | { kind: "takenOver"; adopt: "ifSame" | "takeOver" | "never" | Hidden }
    | {
          kind: "gains";
          access: Access;
          /** Their first of this kind. */ first: boolean;
          /** It makes of them an administrator of more than they were. */ more: boolean;
          /** Kore.ai reported it already. */ held: boolean;
      }
    | {
          kind: "loses";
          access: Access;
          /** Their last of this kind. */ last: boolean;
          /** Groups that confer it still. */ through: string[];
          /** The program never declared it. */ undeclared: boolean;
          /** Unless they are, or it is, among what is not known yet; or only if they have it. */ unsure:
              false | "notKnownYet" | "ifHeld";
          /** As above, where a delete takes it. */ otherInstance?: string;
      }
    /** Only the update will know, or it is secret. */
    | {
          kind: "unknown";
          what: "address" | "members" | "roles" | "groups" | "tasks" | "exclusive" | AccessType;
          why: Hidden;
          could: PossibleAccess[];
          botId?: string;
      }
    /** The update will fail here. */
    | { kind: "stops"; why: "adoptedWithoutFate" | "differs" | "neverAdopts" | "takesUnseen" | "anotherAccount" }
    | {
          kind: "setting";
          name: SettingName;
          from: string | undefined;
          to: string | undefined;
          /** What a delete did, and does from now on, where this changes it. */
          fate?: { from: DeleteFate; to: DeleteFate };
      }
    /** Has an administrator's or an owner's role that nobody declares. */
    | {
          kind: "undeclared";
          access: RoleAccess;
          /** The state did not have it before the account was looked at. */ isNew: boolean;
      }
    /** May be somebody who goes, by what both are called: another address is another person. */
    | { kind: "resembles"; from: string; same: "name" | "orgUserId" | "localPart"; leaves: boolean }
    /** Is declared in another account from now on: goes from the one and joins the other, or stays where they are. */
    | { kind: "changesAccount"; from?: string; to?: string; moves: boolean }
    | { kind: "profile"; fields: string[] }
    /** The last step about them was not finished; this one is. */
    | { kind: "unfinished" }
    /** Kore.ai keeps them from signing in, in its word: "Suspended". */
    | { kind: "blocked"; status: string };

/** Settings of a resource, ours and the engine's, in the order in which they are told. */
export const settingNames = [
    "exclusive",
    "adopt",
    "ignoreChanges",
    "deletedWith",
    "onDestroy",
    "retainOnDelete",
    "protect",
    "hooks",
    "sendEmail",
    "reason",
] as const;
export type SettingName = (typeof settingNames)[number];

/** What a delete does: Pulumi refuses it (protect), the provider does (adopted without onDestroy), or what is done to people. */
export type DeleteFate = "protected" | "refused" | "kept" | "revoked" | "removed";

/** What a value that is not shown may turn out to be. */
export type PossibleAccess = AccessType | "owner";

/** One thing that changes, or may change, for somebody. */
export type Statement = Fact & {
    /** The resources that say so. */
    by: Resource[];
    /** Whether it puts back what was changed outside of the program. */
    outside: boolean;
};

/** Somebody, and all that changes for them; or a list of people, and what changes of it alone. */
export interface Block {
    instance: string;
    /** None for a KoreUserAccess as a whole. */
    emailId?: string;
    /** Why the address is not shown. */
    hidden?: Hidden;
    /** The address that this one takes the place of. */
    formerEmailId?: string;
    /** First and last name, where declared or reported. */
    name?: string;
    statements: Statement[];
    resources: Resource[];
    /** Whether the state, and the program, have them. */
    before: boolean;
    after: boolean;
}

/** A rule that a change has broken, and by whom. */
export interface Refusal {
    /** As it was given: `outside-domain=example.com`. */
    rule: string;
    /** What is wrong, as a sentence without its people. */
    why: string;
    blocks: Block[];
}

/** An account of a program: a provider instance. */
export interface ReviewedAccount {
    instance: string;
    /** The instance's name in the program; none for the account of the stack's configuration. */
    provider?: string;
    host?: string;
}

/** What a preview means for people. */
export interface Review {
    project: string;
    stack: string;
    /** Riskiest first. */
    blocks: Block[];
    accounts: ReviewedAccount[];
    refusals: Refusal[];
    /** How many people were in accounts of which everybody goes; nothing is said where it can't be known. */
    gone: number;
    names: Names;
    /** The host of a directory that is of no account of the program, and is passed over. */
    otherDirectory?: string;
    /** Resources with ignoreChanges, and what of them is passed over. */
    ignored: { name: string; properties: string[] }[];
    /** Whether the preview looked at the account. */
    refreshed: boolean;
    /** People who were looked at, and of whom the preview does not show what was found, as nothing declared has changed. */
    unread: number;
    /** Whether it shows the resources that do not change. */
    complete: boolean;
}

/** How soon a reviewer should read it; 0 is routine. */
export function riskOf(statement: Statement): number {
    const risk = riskByKind(statement);
    // Somebody has gone round the program: worth a look, whatever it was.
    return statement.outside ? Math.max(risk, 45) : risk;
}

function riskByKind(statement: Statement): number {
    const { kind } = statement;
    switch (kind) {
        case "gains":
        case "undeclared":
            return gainRisk[powerOf(statement.access)];
        case "loses":
            return lossRisk[powerOf(statement.access)];
        case "unknown":
            return statement.what === "tasks" ? 40 : 90;
        case "joins":
            return statement.again ? 65 : 0;
        case "setting":
            return opens(statement) ? 47 : 0;
        default:
            return kindRisk[kind];
    }
}

/** What an access lets somebody do, by which it is ranked. */
function powerOf(access: Access): keyof typeof gainRisk {
    if (access.type === "administrator") return access.power === "unknown" ? "unknownAdmin" : access.power;
    if (access.type === "role") return access.power === "unknown" ? "unknownRole" : access.power;
    if (access.type === "group") return access.isKnown ? "group" : "unknownGroup";
    return access.type;
}

/** Whether a setting takes a safety catch off, or somebody out of the program's care. */
function opens({ name, from, to, fate }: Extract<Statement, { kind: "setting" }>): boolean {
    switch (name) {
        case "exclusive":
            return from === "true";
        case "adopt":
            return caution(to) < caution(from);
        case "deletedWith":
            return true;
        case "ignoreChanges":
            return to !== undefined;
        default:
            return fate !== undefined && isWorse(fate);
    }
}

function caution(adopt: string | undefined): number {
    return { never: 2, takeOver: 0 }[adopt ?? ""] ?? 1;
}

// To take back what is declared is less than to remove somebody.
function isWorse({ from, to }: { from: DeleteFate; to: DeleteFate }): boolean {
    if (from === to || (from === "removed" && to === "revoked")) return false;
    return from === "protected" || (to !== "protected" && to !== "refused");
}

const kindRisk: Record<
    Exclude<Statement["kind"], "gains" | "undeclared" | "loses" | "unknown" | "joins" | "setting">,
    number
> = {
    stops: 85,
    changesAccount: 62,
    replaces: 60,
    resembles: 60,
    leaves: 50,
    kept: 48,
    stays: 0,
    handedOver: 0,
    takenOver: 0,
    profile: 0,
    unfinished: 0,
    blocked: 0,
};
const lossRisk = {
    masterAdmin: 57,
    userAdmin: 56,
    unknownAdmin: 56,
    admin: 55,
    owner: 55,
    unknownRole: 35,
    unknownGroup: 35,
    botCreator: 30,
    dataTables: 30,
    developer: 30,
    bot: 0,
    group: 0,
    tasks: 0,
};
// Who may do everything, or may give themselves and others more, stands first.
const gainRisk = {
    masterAdmin: 100,
    userAdmin: 99,
    unknownAdmin: 98,
    admin: 97,
    owner: 95,
    unknownGroup: 93,
    unknownRole: 92,
    botCreator: 80,
    dataTables: 75,
    developer: 70,
    bot: 0,
    group: 0,
    tasks: 0,
};

/** How soon a reviewer should read a block. */
export function blockRisk({ statements }: Block): number {
    return Math.max(0, ...statements.map(riskOf));
}

/** The people who need a look, and those of whom all is routine. */
export function byUrgency(blocks: Block[]): { urgent: Block[]; routine: Block[] } {
    return {
        urgent: blocks.filter((block) => blockRisk(block) > 0),
        routine: blocks.filter((block) => blockRisk(block) === 0),
    };
}
