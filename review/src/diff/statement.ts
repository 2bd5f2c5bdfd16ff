import type { Kind } from "#model/kinds";
import type { Access, AccessType } from "../access";
import type { Hidden } from "../hidden";
import type { Names } from "../names";

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
          could: AccessType[];
          botId?: string;
      }
    /** The update will fail here. */
    | { kind: "stops"; why: "adoptedWithoutFate" | "differs" | "neverAdopts" | "takesUnseen" | "anotherAccount" }
    | {
          kind: "setting";
          name: "reason" | "onDestroy" | "exclusive" | "adopt" | "sendEmail" | "protect";
          from: string | undefined;
          to: string | undefined;
      }
    | { kind: "profile"; fields: string[] }
    /** The last step about them was not finished; this one is. */
    | { kind: "unfinished" }
    /** Kore.ai keeps them from signing in, in its word: "Suspended". */
    | { kind: "blocked"; status: string };

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
    /** The app by which it is reached, and the program's name for it, where they are shown. */
    app?: string;
    accountName?: string;
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
    /** Whether the preview looked at the account. */
    refreshed: boolean;
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

/** How soon a reviewer should read it; 0 is routine. */
export function riskOf(statement: Statement): number {
    const risk = riskByKind(statement);
    // Somebody has gone round the program: worth a look, whatever it was.
    return statement.outside ? Math.max(risk, 45) : risk;
}

function riskByKind(statement: Statement): number {
    const { kind } = statement;
    if (kind === "gains") return gainRisk[powerOf(statement.access)];
    if (kind === "loses") return lossRisk[powerOf(statement.access)];
    if (kind === "unknown") return statement.what === "groups" || statement.what === "tasks" ? 40 : 90;
    if (kind === "joins") return statement.again ? 65 : 0;
    return kindRisk[kind];
}

function powerOf(access: Access): keyof typeof gainRisk {
    return access.type === "role" && access.owner ? "owner" : access.type;
}

const kindRisk: Record<Exclude<Statement["kind"], "gains" | "loses" | "unknown" | "joins">, number> = {
    stops: 85,
    replaces: 60,
    leaves: 50,
    kept: 48,
    stays: 0,
    handedOver: 0,
    takenOver: 0,
    setting: 0,
    profile: 0,
    unfinished: 0,
    blocked: 0,
};
const lossRisk = {
    administrator: 55,
    owner: 55,
    botCreator: 30,
    dataTables: 30,
    developer: 30,
    role: 0,
    group: 0,
    tasks: 0,
};
const gainRisk = {
    administrator: 100,
    owner: 95,
    botCreator: 80,
    dataTables: 75,
    developer: 70,
    role: 0,
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
