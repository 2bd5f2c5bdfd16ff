import { hiddenIn, markOf } from "../hidden";
import type { KoreUser } from "../koreUser";
import { isListed, type KoreUserAccess } from "../koreUserAccess";
import type { Change, Resources } from "./resources";
import type { Resource } from "./statement";

/** A resource's part in one person: as a KoreUser, or as somebody in the list of a KoreUserAccess. */
export type Part = UserPart | ListPart;

export interface UserPart {
    type: "KoreUser";
    change: Change<KoreUser>;
    declared: KoreUser;
}

export interface ListPart {
    type: "KoreUserAccess";
    change: Change<KoreUserAccess>;
    declared: KoreUserAccess;
    emailId: string;
}

/** Somebody in an account, or somebody whose address is not known, with all resources about them. */
export interface Person {
    /** The provider instance: an account. */
    instance: string;
    /** Their address, or the mark of a hidden one. */
    emailId: string;
    /** As the state has them. */
    before: Part[];
    /** As the program declares them. */
    after: Part[];
    /** As the state had them before the account was looked at. */
    earlier: Part[];
}

/** Everybody of whom a preview tells, each once in an account. */
export function peopleOf({ users, accesses }: Pick<Resources, "users" | "accesses">): Map<string, Person> {
    const people = new Map<string, Person>();
    const at = (change: Change<unknown>, emailId: string): Person => {
        const key = keyOf(change, emailId);
        const person = people.get(key) ?? { instance: change.instance, emailId, before: [], after: [], earlier: [] };
        people.set(key, person);
        return person;
    };
    for (const change of users) {
        for (const side of ["before", "after", "earlier"] as const) {
            const declared = change[side];
            if (declared !== undefined)
                at(change, addressOf(change, declared))[side].push({ type: "KoreUser", change, declared });
        }
    }
    for (const change of accesses) {
        for (const side of ["before", "after", "earlier"] as const) {
            const declared = change[side];
            for (const emailId of membersOf(declared, side))
                if (declared !== undefined)
                    at(change, emailId)[side].push({ type: "KoreUserAccess", change, declared, emailId });
        }
    }
    return people;
}

/** Where a person is found: somebody without a known address can't be told from others, and belongs to one resource. */
export function keyOf({ instance, urn }: Pick<Change<unknown>, "instance" | "urn">, emailId: string): string {
    return hiddenIn(emailId) === undefined ? `${instance}\n${emailId}` : `${urn}\n${emailId}`;
}

// Whether an address that is not known yet is another one, is not known either: till then it is the same person.
function addressOf({ before, step }: Change<KoreUser>, { emailId }: KoreUser): string {
    return step !== "replace" && hiddenIn(emailId) !== undefined ? (before?.emailId ?? emailId) : emailId;
}

// A state has on record everyone who was given something, also those who have lost it since.
function membersOf(access: KoreUserAccess | undefined, side: "before" | "after" | "earlier"): string[] {
    if (access === undefined) return [];
    const { items, hidden } = access.emailIds;
    const listed = hidden === undefined ? items : [markOf(hidden)];
    const onRecord =
        side === "after" || hidden !== undefined ? [] : (access.reported ?? []).map(({ emailId }) => emailId);
    return [...new Set([...listed, ...onRecord])];
}

/** Its resource, with the reason that the program gives, or the state gave. */
export function resourceOf({ type, change, declared: { reason } }: Part): Resource {
    return { type, name: change.name, urn: change.urn, ...(reason ? { reason } : {}) };
}

export function isUser(part: Part): part is UserPart {
    return part.type === "KoreUser";
}

/** Whether a resource of the state lets somebody go. */
export function leaves(part: Part): boolean {
    if (part.change.after === undefined || part.change.step === "replace") return true;
    if (part.type === "KoreUser") return false;
    const list = part.change.after;
    return list.emailIds.hidden === undefined && !isListed(list, part.emailId);
}

/** The resource by which the state has somebody, and another one, or the same made anew, by which the program does. */
export function moveOf({
    before,
    after,
}: Pick<Person, "before" | "after">): { from: UserPart; to: UserPart } | undefined {
    const to = after.filter(isUser).find(({ change: { step } }) => step === "create" || step === "replace");
    const from = before.filter(isUser).find((part) => leaves(part) && part.declared.emailId === to?.declared.emailId);
    return to && from && { from, to };
}

/** What the delete of a person's resource does to them. */
export function fateOf({ change, declared }: UserPart): "removed" | "revoked" | "kept" | "refused" {
    if (change.retained) return "kept";
    if (declared.adopted === true && !declared.onDestroy) return "refused";
    return declared.onDestroy === "revoke" ? "revoked" : "removed";
}

export function uniqueResources(parts: Part[]): Resource[] {
    return [...new Map(parts.map((part) => [part.change.urn, resourceOf(part)])).values()];
}
