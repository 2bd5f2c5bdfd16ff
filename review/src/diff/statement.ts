import type { Hidden } from "../hidden";

/** Something that a person may do. */
export type Access =
    | { type: "administrator"; roleId: string; /** The group that is known to confer it. */ through?: string }
    | { type: "role"; roleId: string; botId: string; /** Whether Kore.ai calls it an owner's. */ owner: boolean }
    | { type: "group"; groupId: string }
    | {
          type: "tasks";
          botId: string;
          /** None: all of the bot's. */ dialogs?: string[];
          /** All but these. */ except?: string[];
      }
    | { type: "developer" }
    | { type: "botCreator" }
    | { type: "dataTables" };

export type AccessType = Access["type"];

/** A resource, as a reader of the program finds it. */
export interface Resource {
    type: "KoreUser" | "KoreUserAccess";
    name: string;
    urn: string;
    /** Why, by the program. */
    reason?: string;
}

type Told =
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
          /** Another provider instance that declares them too, perhaps in the same account: the update may stop. */ otherInstance?: string;
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
    | { kind: "unfinished" };

/** One thing that changes, or may change, for somebody. */
export type Statement = Told & {
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

/** How soon a reviewer should read it; 0 is routine. */
export function riskOf(statement: Statement): number {
    const risk = riskByKind(statement);
    // Somebody has gone round the program: worth a look, whatever it was.
    return statement.outside ? Math.max(risk, 45) : risk;
}

function riskByKind(statement: Statement): number {
    switch (statement.kind) {
        case "gains":
            return gainRisk[
                statement.access.type === "role" && statement.access.owner ? "owner" : statement.access.type
            ];
        case "unknown":
            return statement.what === "groups" || statement.what === "tasks" ? 40 : 90;
        case "stops":
            return 85;
        case "joins":
            return statement.again ? 65 : 0;
        case "replaces":
            return 60;
        case "loses":
            return lossRisk[
                statement.access.type === "role" && statement.access.owner ? "owner" : statement.access.type
            ];
        case "leaves":
            return 50;
        case "kept":
            return 48;
        case "stays":
        case "handedOver":
        case "takenOver":
        case "setting":
        case "profile":
        case "unfinished":
            return 0;
    }
}

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
