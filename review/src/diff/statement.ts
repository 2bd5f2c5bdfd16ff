import type { Kind } from "#model/kinds";
import type { Access, AccessType, RoleAccess } from "../access";
import type { Hidden } from "../hidden";
import type { Names } from "../names";
import type { WhyKept } from "../engineOptions";
import type { Identity } from "../identity";
import type { SettingChange } from "../settingChange";

/** A resource, as a reader of the program finds it. */
export interface Resource {
    type: Kind;
    name: string;
    urn: string;
    /** Why, by the program. */
    reason?: string;
    /** When what it gives ends. */
    expiresAt?: string;
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
    | Identity
    | {
          kind: "leaves";
          fate: "removed" | "revoked";
          /** Why onDestroy is not shown, by which they may be revoked and not removed. */ hidden?: Hidden;
          had: Access[];
          /** Owns bots, so that Kore.ai refuses. */ owner: boolean;
          /** Administers the whole account, and was there before the program: Kore.ai does not report who owns an account. */
          mayOwnAccount?: true;
          /** Another provider instance that declares them too, perhaps in the same account: the update may stop. */
          otherInstance?: string;
      }
    /** The program forgets somebody, or some of what they have, and nothing is done to them. */
    | {
          kind: "kept";
          had: Access[];
          /** Whether they are not managed any more; else this alone is not. */ all: boolean;
          /** Why nothing is done. */ why: WhyKept;
      }
    /** Their own resource goes, or they leave it, but a KoreUserAccess names them. */
    | { kind: "stays" }
    /** Other resources declare the same. */
    | { kind: "handedOver"; from: Resource[]; to: Resource[] }
    /** Somebody in the account comes under a resource of their own. */
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
    /** With them nobody of the program is an administrator any more. */
    | {
          kind: "lastAdministrator";
          /** Others may be. */
          unsure: boolean;
          /** The update asks who else in the account is one. */
          isAsked: boolean;
      }
    /** Only the update will know, or it is secret. */
    | {
          kind: "unknown";
          what: "address" | "members" | "everything" | "roles" | "groups" | "tasks" | "exclusive" | AccessType;
          why: Hidden;
          could: PossibleAccess[];
          botId?: string;
      }
    /** The update will fail here. */
    | { kind: "stops"; why: "adoptedWithoutFate" | "differs" | "neverAdopts" | "takesUnseen" | "anotherAccount" }
    | ({ kind: "setting" } & SettingChange)
    /** Has an administrator's or an owner's role that nobody declares. */
    | {
          kind: "undeclared";
          access: RoleAccess;
          /** The state did not have it before the account was looked at. */ isNew: boolean;
      }
    | { kind: "profile"; fields: string[] }
    /** Access of theirs has ended, and is taken back. */
    | { kind: "ended"; expiresAt?: string; had: Access[] }
    /** The last step about them was not finished; this one is. */
    | { kind: "unfinished" }
    /** Kore.ai keeps them from signing in, in its word: "Suspended". */
    | { kind: "blocked"; status: string };

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
    /** None for a KoreUsers or a KoreUserAccess as a whole. */
    emailId?: string;
    /** Why the address is not shown. */
    hidden?: Hidden;
    /** The address that this one takes the place of. */
    formerEmailId?: string;
    /** First and last name, where declared or reported. */
    name?: string;
    statements: Statement[];
    resources: Resource[];
    /** Lists that give them flags without an end, whatever end their own access has. */
    endless?: Resource[];
    /** Whether the state, and the program, have them. */
    before: boolean;
    after: boolean;
    /** Whether an import has found them in the account just as they are declared now, for the first time. */
    imported?: boolean;
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
    /** The app by which it is reached, and the program's name for it, where they are shown. */
    app?: string;
    accountName?: string;
}

/** What an update does beside people's resources: nothing here tells what it means for them. */
export interface Elsewhere {
    /** Resources of other types that come, change or go: "command:local:Command fix". */
    resources: string[];
    /** Settings by which a provider instance of the program comes to its account, where they change. */
    instances: { name: string; settings: string[] }[];
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
    /** What the update does beside people's resources. */
    elsewhere: Elsewhere;
    /** Whether the preview looked at the account. */
    refreshed: boolean;
    /** People who were looked at, and of whom the preview does not show what was found, as nothing declared has changed. */
    unread: number;
    /** Whether it shows the resources that do not change. */
    complete: boolean;
    /** Of what is done to whom: two reviews of the same changes have the same one. */
    fingerprint: string;
    /** What it does beyond what was approved, where it is held to that. */
    held?: Held;
}

/** A review, held to others that were approved. */
export interface Held {
    /** The fingerprints of the approved ones. */
    approved: string[];
    /** People with that alone which none of them has. */
    beyond: Block[];
    /** How many changes of theirs are not in the review any more: they are done, or were taken back. */
    past: number;
}
