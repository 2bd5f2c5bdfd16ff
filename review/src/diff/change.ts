import type { EngineOptions, Retention } from "../engineOptions";
import type { Names } from "../names";
import type { KoreUser, ReportedUser } from "../koreUser";
import type { KoreUserAccess } from "../koreUserAccess";

/** What a preview says of one resource. */
export interface ResourceChange<T> {
    urn: string;
    name: string;
    /** The URN of the provider instance; of the first one, where several are of the same account. */
    instance: string;
    /** As the state has it, after the refresh where there is one; undefined for a new one. */
    before?: T;
    /** As it will be; undefined for one that goes. Values that only the update knows are marked. */
    after?: T;
    /** As the state had it before the refresh. */
    earlier?: T;
    /** The URN of the provider instance that the state has, where it is another. */
    formerInstance?: string;
    /** What becomes of it; `refresh`: it was looked at, and is unchanged or gone. */
    step: "create" | "update" | "replace" | "delete" | "same" | "refresh";
    /** Why a resource that goes is only forgotten, and nothing done to its people; undefined where its delete is done. */
    retained: Retention | undefined;
    /** Whether a replacement of an earlier run has left it behind, to be deleted. */
    leftBehind: boolean;
    /** Options of the engine, as the state and as the program has them. */
    options: { before: EngineOptions; after: EngineOptions };
}

export interface Resources {
    users: ResourceChange<KoreUser>[];
    accesses: ResourceChange<KoreUserAccess>[];
    /** Hosts of provider instances, as far as the preview tells. */
    hosts: Map<string, string>;
    /** Provider instances whose account the program names: two names are two accounts. */
    named: Set<string>;
    /** Whether the preview has a step for each resource, the unchanged ones too. */
    complete: boolean;
    /** Whether the account was read for this preview. */
    refreshed: boolean;
}

/** A resource's part in one person: as a KoreUser, or as somebody in the list of a KoreUserAccess. */
export type Part = UserPart | ListPart;

export interface UserPart {
    type: "KoreUser";
    change: ResourceChange<KoreUser>;
    declared: KoreUser;
}

export interface ListPart {
    type: "KoreUserAccess";
    change: ResourceChange<KoreUserAccess>;
    declared: KoreUserAccess;
    emailId: string;
}

/** All resources about somebody. */
export interface Sides {
    /** As the state has them. */
    before: Part[];
    /** As the program declares them. */
    after: Part[];
    /** As the state had them before the account was looked at. */
    earlier: Part[];
}

/** Somebody in an account, or somebody whose address is not known. */
export interface ReviewedPerson extends Sides {
    /** The provider instance: an account. */
    instance: string;
    /** Their address, or the mark of a hidden one. */
    emailId: string;
}

/** The resource by which the state has somebody, and another one, or the same made anew, by which the program does. */
export interface Move {
    from: UserPart;
    to: UserPart;
}

/** The sides of somebody, to be compared. */
export interface Comparison extends Sides {
    names: Names;
    move: Move | undefined;
}

export function isUser(part: Part): part is UserPart {
    return part.type === "KoreUser";
}

/** What Kore.ai last reported of somebody as a whole. */
export function reportedOf(parts: Part[]): ReportedUser | undefined {
    return parts.filter(isUser).find(({ declared }) => declared.reported)?.declared.reported ?? undefined;
}
