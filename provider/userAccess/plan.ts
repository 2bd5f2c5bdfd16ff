import { type Person, present, type Reason } from "../api/answers";
import type { AccessFlags, LookUp } from "../api/client";
import { KoreError } from "../api/errors";
import { hasUnknown, same } from "../schema/inputs";
import { mayBeSameAccount, notTakenOver, programNotRun } from "../run/refusals";
import type { PersonInProgram } from "../run/personInProgram";
import { keptFlags } from "../user/plan/transfer";
import {
    type AccessInputs,
    type AccessState,
    declaredOf,
    givesNothing,
    type HandedOver,
    heldBy,
    isAnother,
    isUnsettled,
    leavingOf,
    membersOf,
    reportAbout,
} from "./schema";
import { allTrue, type Flags, trueIn } from "../model/declared";

/** What the program declares of somebody. */
export type ProgramOf = (emailId: string) => PersonInProgram;

/**
 * Compares who has the declared access, as Kore.ai last reported it, with the program.
 *
 * @param inputs what the program declares; in a preview a part of it may not be known
 * @throws KoreError, where the update would be refused
 */
export function differenceOf(state: AccessState, inputs: AccessInputs, programOf: ProgramOf): { changes: boolean } {
    // A list that is not known whole may yet hold those who seem to leave.
    const before = hasUnknown(inputs) ? state : asItMayBe(state, inputs, programOf);
    if (!hasUnknown(inputs)) refuseInDoubt(before, inputs, programOf);
    // Where the program names just those who have it, somebody may still be on record who has lost it and left the list.
    const leaves = !same(membersOf(before), before.emailIds);
    const isUnsure = before !== state;
    return { changes: leaves || isUnsettled(before) || isUnsure || !same(declaredOf(before), inputs) };
}

/** Whether an update has nothing to do about anybody: what it changes lives in the state alone. */
export function isOfStateAlone(before: AccessState, access: AccessInputs): boolean {
    const { reason: _before, expiresAt: _until, ...declared } = declaredOf(before);
    const { reason: _now, expiresAt: _end, ...now } = access;
    return !isUnsettled(before) && same(declared, now) && same(membersOf(before), access.emailIds);
}

/** Those who have what is declared and keep it, and which flags those are: other steps of the run may count on it. */
export function givenBy(state: AccessState, { emailIds, ...now }: AccessInputs): { emailIds: string[]; flags: Flags } {
    const named = new Set(emailIds);
    return { emailIds: state.emailIds.filter((emailId) => named.has(emailId)), flags: keptFlags(state, now) };
}

/** The state, as far as other resources and runs that failed leave it sure. */
export function asItMayBe(state: AccessState, access: AccessInputs, programOf: ProgramOf): AccessState {
    return withDuplicates(withAbandoned(state, access, programOf), access, programOf);
}

/**
 * The state, in which those of the list whom another one of the state has as well are unsettled: one list was to let them go and could
 * not, and nothing tells which wrote last.
 */
function withDuplicates(state: AccessState, { emailIds }: AccessInputs, programOf: ProgramOf): AccessState {
    const named = new Set(emailIds);
    const isTwice = ({ emailId, userId, mayHold }: AccessState["reported"][number]) =>
        mayHold === undefined && named.has(emailId) && programOf(emailId).duplicates(userId, state.account).length > 0;
    const twice = new Set(state.reported.filter(isTwice));
    if (twice.size === 0) return state;
    const { canCreateBot, isDeveloper, hasDataTableAndViewAccess } = state;
    const mayHold = { canCreateBot, isDeveloper, ...present({ hasDataTableAndViewAccess }) };
    return { ...state, reported: state.reported.map((each) => (twice.has(each) ? { ...each, mayHold } : each)) };
}

/** The state, in which those who were handed over, and are nobody's now, are its people again. */
function withAbandoned(state: AccessState, { emailIds }: AccessInputs, programOf: ProgramOf): AccessState {
    const named = new Set(emailIds);
    const isAbandoned = ({ emailId, flags }: HandedOver) =>
        named.has(emailId) || programOf(emailId).abandoned(flags).length > 0;
    const abandoned = (state.handedOver ?? []).filter(isAbandoned);
    if (abandoned.length === 0) return state;
    const reports = abandoned.flatMap(({ emailId, userId, flags }) => {
        // Another resource of the state, which has taken them, is the one to take them back.
        const taken = programOf(emailId).taken(userId, flags);
        const own = flags.filter((flag) => !taken.includes(flag));
        const given = { canCreateBot: false, isDeveloper: false, ...allTrue(own) };
        return own.length === 0 ? [] : [{ emailId, userId, ...given, mayHold: given }];
    });
    const handedOver = state.handedOver?.filter((each) => !abandoned.includes(each));
    return { ...state, reported: [...state.reported, ...reports], ...present({ handedOver }) };
}

/** Of those who were handed over: whom no other resource has taken yet. */
export function stillHandedOver(
    { handedOver = [] }: AccessState,
    programOf: ProgramOf,
): Pick<AccessState, "handedOver"> {
    return handedOverIn(handedOver.flatMap((each) => awaitedOf(each, programOf)));
}

function awaitedOf({ emailId, userId, flags }: HandedOver, programOf: ProgramOf): HandedOver[] {
    const awaited = programOf(emailId)
        .awaited(flags)
        .map(({ flag }) => flag);
    return awaited.length === 0 ? [] : [{ emailId, userId, flags: awaited }];
}

/** What is to be sent about one person. */
export interface AccessRow {
    emailId: string;
    flags: AccessFlags;
}

/** What became of rows. */
export interface AccessSent {
    /** As they are now; without those who are gone. */
    people: Map<string, Person>;
    failures: Map<string, KoreError>;
    /** What was given or taken, or may have been. */
    sent: Map<string, AccessFlags>;
}

/** What a step does about the people of a list. */
export interface Plan {
    /** What is to be given, and then what is to be taken: somebody who moves between two lists is never without. */
    grants: AccessRow[];
    revocations: AccessRow[];
    /** Those who leave the list. */
    leaving: Set<string>;
    /** As they were looked up. */
    people: Map<string, Person>;
    /** Of whom nothing can be done, and why. */
    obstacles: Map<string, KoreError>;
}

/**
 * Decides who is given the access, and from whom it is taken.
 *
 * @param access with nobody in its list it is a delete
 * @param seen those of the list and those who leave it, as they were looked up a moment ago
 * @throws KoreError, where nothing may be done about anybody
 */
export function planOf(before: AccessState, access: AccessInputs, seen: LookUp[], programOf: ProgramOf): Plan {
    const leaving = new Set(leavingOf(before, access));
    const isDelete = access.emailIds.length === 0;
    const people = new Map<string, Person>();
    const obstacles = new Map<string, KoreError>();
    for (const result of seen) {
        const { emailId } = result;
        if ("unknown" in result && mayBeGone(emailId, access, programOf)) continue;
        const untaken = isDelete ? notYetTaken(emailId, before, programOf) : undefined;
        const obstacle = obstacleTo(result, before, leaving.has(emailId), programOf) ?? untaken;
        if (obstacle !== undefined) obstacles.set(emailId, obstacle);
        else if ("person" in result && !isAnother(result.person, before)) people.set(emailId, result.person);
    }
    const grants = access.emailIds.flatMap((emailId) => grantTo(people.get(emailId), before, access));
    const revocations = [...leaving].flatMap((emailId) =>
        revocationOf(people.get(emailId), before, programOf(emailId).flags("anywhere")),
    );
    return { grants, revocations, leaving, people, obstacles };
}

/**
 * Whether nobody is missed who is not in the account: nothing is given, and it has ended, or the program declares the person, whose own
 * access may have ended.
 */
function mayBeGone(emailId: string, access: AccessInputs, programOf: ProgramOf): boolean {
    return givesNothing(access) && (access.ended !== undefined || programOf(emailId).koreUser() !== undefined);
}

/** Why nothing can be done for someone; somebody who leaves and is gone, or is someone else by now, is no obstacle. */
function obstacleTo(result: LookUp, before: AccessState, leaves: boolean, programOf: ProgramOf): KoreError | undefined {
    const { emailId } = result;
    if ("error" in result) return result.error.about(`${emailId} was left as they are`);
    if (leaves) return undefined;
    if ("unknown" in result) return noSuchPerson(emailId, result.unknown, programOf(emailId), before.account);
    if (!isAnother(result.person, before)) return undefined;
    return new KoreError({
        code: "kore:another-person",
        kind: "mismatch",
        what: `${emailId} was left as they are`,
        why: `Kore.ai now has another person under this address (userId ${result.person.userId})`,
        advice: "Run pulumi refresh: the next preview then shows what the new person would get.",
    });
}

/** Whom Kore.ai does not know: what helps depends on whether the program declares them. */
function noSuchPerson(emailId: string, { message }: Reason, program: PersonInProgram, account: string): KoreError {
    const koreUser = program.koreUser();
    const what = `${emailId} did not get this access`;
    if (koreUser !== undefined && program.unlisted(account) !== undefined) {
        return new KoreError({
            code: "kore:not-listed-yet",
            kind: "unconfirmed",
            what,
            why: `${koreUser} has added this person, as Kore.ai said, and they are not listed (emailIds; Kore.ai says "${message}")`,
            advice: `The next update looks for them. If they were never added, or removed since: ${program.forget(undefined, account)}, and pulumi up.`,
            koreMessage: message,
        });
    }
    const advice =
        koreUser === undefined
            ? "Correct the address, or declare the person as a KoreUser and pass its emailId."
            : `The program declares them by ${koreUser}: pass its emailId, so that this access comes after it, and mend its error, if it has one. If they were removed by hand: pulumi refresh, which takes them out of the state, then pulumi up, which adds them again.`;
    return new KoreError({
        code: "kore:no-such-person",
        kind: "refused",
        what,
        why: `there is no such person in the account (emailIds; Kore.ai says "${message}")`,
        advice,
        koreMessage: message,
    });
}

/** Why somebody's access can't go with this resource: another one declares it, and has failed or was no target. */
function notYetTaken(emailId: string, before: AccessState, programOf: ProgramOf): KoreError | undefined {
    const [awaited] = programOf(emailId).awaited(trueIn(heldBy(emailId, before) ?? {}));
    return awaited && notTakenOver(emailId, awaited.resource);
}

/**
 * @throws KoreError `mismatch`, where it can't be told whether another resource gives somebody in the same account what is taken
 * here
 */
export function refuseInDoubt(before: AccessState, access: AccessInputs, programOf: ProgramOf): void {
    for (const emailId of leavingOf(before, access)) {
        const program = programOf(emailId);
        const unchecked = program.unchecked();
        if (unchecked !== undefined) throw programNotRun(`${emailId} keeps this access`, unchecked);
        const held = present(heldBy(emailId, before) ?? {});
        const doubt = program.doubt(reportAbout(emailId, before)?.userId, held);
        if (doubt !== undefined) throw mayBeSameAccount(`${emailId} was left as they are`, doubt);
    }
}

function grantTo(person: Person | undefined, before: AccessState, access: AccessInputs): AccessRow[] {
    if (person === undefined) return [];
    const { canCreateBot, isDeveloper } = access;
    const held = heldBy(person.emailId, before);
    // A flag declared true before and not at all now is taken back; one never declared is not sent.
    const dataTables =
        access.hasDataTableAndViewAccess ?? (held?.hasDataTableAndViewAccess === true ? false : undefined);
    const settled = reportAbout(person.emailId, before)?.mayHold === undefined;
    const dataTablesChange = dataTables !== undefined && !(settled && dataTables === held?.hasDataTableAndViewAccess);
    if (has(person, access) && !dataTablesChange) return [];
    return [
        {
            emailId: person.emailId,
            flags: { canCreateBot, isDeveloper, ...present({ hasDataTableAndViewAccess: dataTables }) },
        },
    ];
}

/** What is taken from somebody who leaves: the flags that this resource gave them, but not those that another one of this run gives. */
function revocationOf(person: Person | undefined, before: AccessState, elsewhere: Partial<AccessFlags>): AccessRow[] {
    const held = person && heldBy(person.emailId, before);
    if (person === undefined || held === undefined) return [];
    const takes = (flag: keyof AccessFlags) => held[flag] === true && elsewhere[flag] !== true;
    const isDeveloper = takes("isDeveloper") ? false : person.isDeveloper;
    // Without the builder nobody creates bots in it, and Kore.ai refuses the combination.
    const canCreateBot = takes("canCreateBot") || !isDeveloper ? false : person.canCreateBot;
    const dataTables = takes("hasDataTableAndViewAccess");
    if (has(person, { canCreateBot, isDeveloper }) && !dataTables) return [];
    return [
        {
            emailId: person.emailId,
            flags: { canCreateBot, isDeveloper, ...(dataTables ? { hasDataTableAndViewAccess: false } : {}) },
        },
    ];
}

/** The state after a step, whole or not: nobody who may hold something of this resource's is forgotten. */
export function reachedState(
    before: AccessState,
    access: AccessInputs,
    plan: Plan,
    { people, failures, sent }: AccessSent,
    programOf: ProgramOf,
): AccessState {
    const members = new Set(membersOf(before));
    const declared = new Set(access.emailIds);
    const reported = [...new Set([...access.emailIds, ...members])].flatMap((emailId) => {
        const person = people.get(emailId);
        if (failures.has(emailId)) {
            const mayHold = eitherOf(heldBy(emailId, before), sent.get(emailId));
            const report = person === undefined ? reportAbout(emailId, before) : reportOf(person);
            return report === undefined || mayHold === undefined ? [] : [{ ...report, mayHold }];
        }
        if (person === undefined || !declared.has(emailId)) return [];
        return has(person, access) || sent.has(emailId) || members.has(emailId) ? [reportOf(person)] : [];
    });
    const isThere = (emailId: string) => people.has(emailId) || mayBeGone(emailId, access, programOf);
    const emailIds = access.emailIds.filter((emailId) => !failures.has(emailId) && isThere(emailId));
    const left = [...plan.leaving].flatMap((emailId) => (failures.has(emailId) ? [] : (people.get(emailId) ?? [])));
    const handedOver = left.flatMap(({ emailId, userId }) =>
        awaitedOf({ emailId, userId, flags: trueIn(heldBy(emailId, before) ?? {}) }, programOf),
    );
    const others = stillHandedOver(before, programOf).handedOver ?? [];
    return { ...access, emailIds, account: before.account, reported, ...handedOverIn([...others, ...handedOver]) };
}

function handedOverIn(handedOver: HandedOver[]): { handedOver?: HandedOver[] } {
    return handedOver.length === 0 ? {} : { handedOver };
}

export function has(person: Person, { canCreateBot, isDeveloper }: AccessFlags): boolean {
    return person.canCreateBot === canCreateBot && person.isDeveloper === isDeveloper;
}

/** What several steps may have given together. */
function eitherOf(...steps: (AccessFlags | undefined)[]): AccessFlags | undefined {
    const known = steps.filter((flags) => flags !== undefined);
    if (known.length === 0) return undefined;
    const given = (flag: keyof AccessFlags) => known.some((flags) => flags[flag] === true);
    const dataTables = known.some((flags) => flags.hasDataTableAndViewAccess !== undefined);
    return {
        canCreateBot: given("canCreateBot"),
        isDeveloper: given("isDeveloper"),
        ...(dataTables ? { hasDataTableAndViewAccess: given("hasDataTableAndViewAccess") } : {}),
    };
}

export function reportOf({ emailId, userId, canCreateBot, isDeveloper }: Person) {
    return { emailId, userId, canCreateBot, isDeveloper };
}
