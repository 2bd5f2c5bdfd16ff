import { fateOf } from "#model/departure";
import type { EngineOptions, Retention } from "../engineOptions";
import type { Names } from "../names";
import type { KoreUser, ReportedUser } from "../koreUser";
import type { KoreUserAccess } from "../koreUserAccess";
import type { KoreUsers } from "../koreUsers";
import type { Kind } from "#model/kinds";

/** What a preview says of one resource. */
export interface ResourceChange<T> {
    type: Kind;
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
    /** Whether it is made of what is there already (the option import), and nothing is written. */
    isImport?: true;
    /** Why a resource that goes is only forgotten, and nothing done to its people; undefined where its delete is done. */
    retained: Retention | undefined;
    /** Whether a replacement of an earlier run has left it behind, to be deleted. */
    leftBehind: boolean;
    /** Options of the engine, as the state and as the program has them. */
    options: { before: EngineOptions; after: EngineOptions };
}

export interface Resources {
    /** Of people's own resources; a KoreUsers stands there once for each of its people. */
    users: ResourceChange<KoreUser>[];
    /** The same KoreUsers, each as a whole. */
    sets: ResourceChange<KoreUsers>[];
    accesses: ResourceChange<KoreUserAccess>[];
    /** Hosts of provider instances, as far as the preview tells. */
    hosts: Map<string, string>;
    /** Provider instances whose account the program names: two names are two accounts. */
    named: Set<string>;
    /** Provider instances by which the last administrator of an account may go. */
    unguarded: Set<string>;
    /** Whether the preview has a step for each resource, the unchanged ones too. */
    complete: boolean;
    /** Whether the account was read for this preview. */
    refreshed: boolean;
}

/** A resource's part in one person: as their own, which a KoreUsers is to each of its people, or as somebody in the list of a KoreUserAccess. */
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

/** Whether their own resource, of the state, lets somebody go. */
export function letsGo({ change: { after, step } }: UserPart): boolean {
    return after === undefined || step === "replace";
}

/** What becomes of somebody whose resource goes: what its delete does, unless it is only forgotten (retainOnDelete). */
export function fateIn({ change, declared }: UserPart): "removed" | "revoked" | "refused" | "kept" {
    return change.retained !== undefined ? "kept" : fateOf(declared);
}

/** Whether nothing is done about what a resource that goes has given somebody. */
export function isLeft(part: Part, after: Part[]): boolean {
    if (part.change.retained !== undefined) return true;
    // Who has another resource is handed over, whatever the old one says.
    return isUser(part) && letsGo(part) && fateIn(part) === "kept" && !after.some(isUser);
}
