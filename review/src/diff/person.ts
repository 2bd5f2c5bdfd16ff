import type { WhyKept } from "../engineOptions";
import { hiddenIn, markOf, type Hidden } from "../hidden";
import type { KoreUser } from "../koreUser";
import type { KoreUserAccess } from "../koreUserAccess";
import type { Names } from "../names";
import { present } from "../present";
import { endIn } from "../until";
import {
    fateIn,
    isUser,
    letsGo,
    type Comparison,
    type Move,
    type Part,
    type ResourceChange,
    type Resources,
    type ReviewedPerson,
    type Sides,
    type UserPart,
} from "./change";
import type { Resource, Statement } from "./statement";

/** Everybody of whom a preview tells, each once in an account. */
export function peopleOf({
    users,
    accesses,
    complete,
}: Pick<Resources, "users" | "accesses" | "complete">): Map<string, ReviewedPerson> {
    const people = new Map<string, ReviewedPerson>();
    const at = (change: ResourceChange<unknown>, emailId: string): ReviewedPerson => {
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
        for (const { emailId, flags } of change.before?.handedOver ?? []) {
            if (change.before === undefined) continue;
            const declared = { ...change.before, ...withFlags(flags), emailIds: { items: [emailId] }, reported: null };
            const person = at(change, emailId);
            if (isAbandoned(person, change, complete)) {
                person.before.push({ type: "KoreUserAccess", change, declared, emailId });
            }
        }
    }
    for (const person of people.values()) {
        const had = person.before;
        person.before = had
            .filter((part) => !isPassed(part, person))
            .map((part) => withHandedOver(part, person, complete));
    }
    return people;
}

/** Whether somebody is in the state of a set that they have left, and that has nothing of theirs to take any more. */
function isPassed(part: Part, { before, after }: ReviewedPerson): boolean {
    if (!isUser(part) || part.declared.letGo !== true || part.change.after !== undefined) return false;
    if (part.declared.handedOver) return after.some(declaresFlags);
    return before.some((other) => isUser(other) && other.declared.letGo !== true);
}

/** Flags that a KoreUser has handed over, and that nothing declares any more, are its own again: its update takes them back. */
function withHandedOver(part: Part, person: ReviewedPerson, complete: boolean): Part {
    if (!isUser(part) || !part.declared.handedOver || !isAbandoned(person, part.change, complete)) return part;
    const { canCreateBot, isDeveloper } = withFlags(part.declared.handedOver);
    const declared = { ...part.declared };
    declared.canCreateBot ??= canCreateBot || null;
    declared.isDeveloper ??= isDeveloper || null;
    return { ...part, declared };
}

/** Whether nothing of the program gives somebody flags; without the unchanged resources only an update shows that. */
function isAbandoned({ after }: ReviewedPerson, { step }: ResourceChange<unknown>, complete: boolean): boolean {
    return (complete || step === "update") && !after.some(declaresFlags);
}

function declaresFlags({ declared }: Part): boolean {
    return declared.canCreateBot != null || declared.isDeveloper != null;
}

function withFlags(flags: string[]) {
    const has = (flag: string) => flags.includes(flag);
    return { canCreateBot: has("canCreateBot"), isDeveloper: has("isDeveloper") };
}

/** Where a person is found: somebody without a known address can't be told from others, and belongs to one resource. */
export function keyOf({ instance, urn }: Pick<ResourceChange<unknown>, "instance" | "urn">, emailId: string): string {
    return hiddenIn(emailId) === undefined ? `${instance}\n${emailId}` : `${urn}\n${emailId}`;
}

// Whether an address that is not known yet is another one, is not known either: till then it is the same person.
function addressOf({ before, step }: ResourceChange<KoreUser>, { emailId }: KoreUser): string {
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

/** Its resource, with the reason, and the end, that the program gives, or the state gave. */
export function resourceOf({ change, declared: { reason, expiresAt } }: Part): Resource {
    const { type, name, urn } = change;
    return { type, name, urn, ...(reason ? { reason } : {}), ...present({ expiresAt: endIn(expiresAt) }) };
}

/** The sides of somebody, with the move from one resource to another that is in them. */
export function compare(sides: Sides, names: Names): Comparison {
    return { ...sides, names, move: moveOf(sides) };
}

function moveOf({ before, after }: Sides): Move | undefined {
    const to = after.filter(isUser).find(({ change: { step } }) => step === "create" || step === "replace");
    const from = before.filter(isUser).find((part) => letsGo(part) && part.declared.emailId === to?.declared.emailId);
    return to && from && { from, to };
}

/** What the state has as declared in place of a part of the program; nothing, where that was another person's. */
export function formerOf(part: UserPart, { move }: Comparison): KoreUser | undefined {
    if (move?.to === part) return move.from.declared;
    return part.change.step === "replace" ? undefined : part.change.before;
}

/** Why it is not shown whether who goes is removed or revoked. */
export function hiddenFate(part: UserPart): { hidden?: Hidden } {
    return fateIn(part) === "removed" ? present({ hidden: hiddenIn(part.declared.onDestroy ?? "") }) : {};
}

export function uniqueResources(parts: Part[]): Resource[] {
    return [...new Map(parts.map((part) => [part.change.urn, resourceOf(part)])).values()];
}

/** The update stops at an adopted person of whom the program does not say what becomes of them. */
export function withoutFate(part: UserPart): Statement {
    return { kind: "stops", why: "adoptedWithoutFate", by: [resourceOf(part)], outside: false };
}

/** Why nothing is done about what resources that go have given. */
export function whyKept(parts: Part[]): WhyKept {
    return parts.find(({ change }) => change.retained !== undefined)?.change.retained ?? "onDestroy";
}
