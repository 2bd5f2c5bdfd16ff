import { present, type Person } from "../../api/answers";
import type { LookUp } from "../../api/client";
import { KoreError } from "../../api/errors";
import { same } from "../../schema/inputs";
import { fateOf } from "../../model/departure";
import { mayBeSameAccount, notTakenOver, programNotRun } from "../../run/refusals";
import { declaredIn, type UserInputs, type UserState } from "../schema";
import { hasLeft } from "./expiry";
import { isAnother, isAsDeclared, samePerson } from "./identity";
import type { PersonInProgram } from "../../run/personInProgram";
import { ownOf, refuseInDoubt, withoutTransferred } from "./transfer";
import { type Membership, trueIn } from "../../model/declared";

/** What becomes of a person whose KoreUser goes. */
export type Departure =
    /** Nothing is to be done: they are gone, or somebody else has their address. */
    | { kind: "none" }
    /** They stay in the account, without this; `kept` is what another resource declares of them. */
    | { kind: "revoke"; taken: UserInputs; kept: Membership; notice?: string }
    /** They are removed; where Kore.ai refuses that, this is taken back. */
    | { kind: "remove"; orRevoke: UserInputs }
    /** They are removed, though Kore.ai has never listed them. */
    | { kind: "removeUnlisted" };

/** Whether somebody stays as they are, whoever they are by now: nothing is asked about them. */
export function isLeftAlone(state: UserState, program: PersonInProgram): boolean {
    return fateOf(state) === "kept" && program.successor(state.userId) === undefined;
}

/**
 * Decides what a delete does.
 *
 * @param seen the person, as they were looked up a moment ago
 * @param isBefore whether other resources may give them flags only later: those are not taken
 * @throws KoreError, where nothing may be done
 */
export function departureOf(state: UserState, seen: LookUp, program: PersonInProgram, isBefore = false): Departure {
    const { emailId } = state;
    if ("error" in seen) throw seen.error.about(`${emailId} was not removed`);
    const isGone = "unknown" in seen ? state.unlisted !== true : state.gone === true && hasLeft(state, seen);
    if (isGone) return { kind: "none" };
    const successor = successorOf(state, program);
    if ("unknown" in seen) return successor === undefined ? lettingGoUnlisted(state, program) : { kind: "none" };
    if (isAnother(state, seen.person) && (successor !== undefined || isHadElsewhere(state, seen.person, program)))
        return { kind: "none" };
    samePerson(state, seen.person, program);
    const [awaited] = isBefore ? [] : program.awaited(trueIn(ownOf(state, program)));
    if (awaited !== undefined) throw notTakenOver(emailId, awaited.resource);
    if (successor !== undefined) return transferTo(successor.declared, state, program);
    return lettingGo(state, seen.person, program);
}

/**
 * Whether somebody else under the address of a state is whom another resource of the stack has had: the one of this state is gone, and was
 * added anew by that.
 */
function isHadElsewhere({ account }: UserState, { userId }: Person, program: PersonInProgram): boolean {
    return account !== undefined && program.before(userId, account) !== undefined;
}

/**
 * What declares the person, and has them.
 *
 * @throws KoreError, where that can't be told, or it has not got them yet
 */
function successorOf(
    { emailId, userId, account }: UserState,
    program: PersonInProgram,
): { declared: Membership } | undefined {
    const unchecked = program.unchecked();
    if (unchecked !== undefined) throw programNotRun(`${emailId} was not removed`, unchecked);
    const successor = program.successor(userId);
    if (successor?.kind === "perhaps")
        throw mayBeSameAccount(`${emailId} was not removed`, successor.resource, program.urn(userId, account));
    if (successor?.kind === "notYet") throw notTakenOver(emailId, successor.resource);
    return successor;
}

/** Nothing can be looked at of somebody who was added and never listed; they were not in the account before. */
function lettingGoUnlisted(state: UserState, program: PersonInProgram): Departure {
    if (fateOf(state) === "removed") return { kind: "removeUnlisted" };
    throw new KoreError({
        code: "kore:not-listed-yet",
        kind: "mismatch",
        what: `${state.emailId} stays in the state`,
        why: "Kore.ai has added this person, as it said, and does not list them, so that nothing can be taken back from them (onDestroy: 'revoke')",
        advice: `Destroy again when they are listed; or keep the person as they are: ${forget(state, program)}.`,
    });
}

/** The program declares the person under another name, or in a component. What is declared there stays. */
function transferTo(declared: Membership, state: UserState, program: PersonInProgram): Departure {
    const { groups, roles, assignBotTasks, ...others } = withoutTransferred(
        ownOf(state, program),
        program.flags("anywhere"),
    );
    const own = present({
        groups: groups?.filter((group) => !declared.groups?.includes(group)),
        roles: roles?.filter((role) => !declared.roles?.some((kept) => same(kept, role))),
        assignBotTasks: declared.assignBotTasks === undefined ? assignBotTasks : undefined,
    });
    return { kind: "revoke", taken: { ...others, ...own }, kept: declared };
}

/** No KoreUser declares the person any more. */
function lettingGo(state: UserState, person: Person, program: PersonInProgram): Departure {
    const { emailId, onDestroy } = state;
    refuseInDoubt(state, {}, program);
    if (fateOf(state) === "refused") throw adoptedWithoutFate(state, program);
    if (state.createLost === true && onDestroy === undefined && !isAsDeclared(declaredIn(state), person, program)) {
        throw perhapsSomebodyElses(state, program);
    }
    if (Object.keys(program.flags("KoreUserAccess")).length > 0) {
        const taken = withoutTransferred(ownOf(state, program), program.flags("anywhere"));
        const notice = `${emailId} stays in the account, as a KoreUserAccess of this program declares their access. What their KoreUser declared beyond it is taken back.`;
        return { kind: "revoke", taken, kept: {}, notice };
    }
    if (fateOf(state) === "revoked") return { kind: "revoke", taken: ownOf(state, program), kept: {} };
    return { kind: "remove", orRevoke: ownOf(state, program) };
}

/** @throws KoreError `mismatch`, where another address would end in a delete that is always refused */
export function refuseToReplace(state: UserState, program: PersonInProgram): void {
    const { emailId, userId } = state;
    const successor = program.successor(userId);
    if (successor?.kind === "perhaps") throw mayBeSameAccount(`${emailId} was not removed`, successor.resource);
    if (successor !== undefined) return;
    refuseInDoubt(state, {}, program);
    if (fateOf(state) !== "refused") return;
    throw new KoreError({
        code: "kore:adopted-without-fate",
        kind: "mismatch",
        what: `${emailId} does not get another address`,
        why: "another address is another person, and this one was in the account already when the resource was made; the program does not say what becomes of them",
        advice: `Put ${emailId} back, declare onDestroy: 'remove' or 'revoke', run pulumi up, and change the address then. Or keep the person as they are: ${forget(state, program)}, and run pulumi up.`,
    });
}

function adoptedWithoutFate(state: UserState, program: PersonInProgram): KoreError {
    return new KoreError({
        code: "kore:adopted-without-fate",
        kind: "mismatch",
        what: `${state.emailId} was not removed`,
        why: "this person was in the account already when the resource was made, and the program does not say what becomes of them",
        advice: `Declare onDestroy: 'remove' or 'revoke', with the resource in the program, and run pulumi up; then let them go. Or keep the person as they are: ${forget(state, program)}${orRetain(state, program)}.`,
    });
}

function perhapsSomebodyElses(state: UserState, program: PersonInProgram): KoreError {
    return new KoreError({
        code: "kore:lost-create-without-fate",
        kind: "mismatch",
        what: `${state.emailId} was not removed`,
        why: "the answer of their create was lost, and the account has somebody under this address who is not as declared, so that somebody else may have added them",
        advice: `Declare onDestroy: 'remove' or 'revoke', with the resource in the program, and run pulumi up; then let them go. Or keep the person as they are: ${forget(state, program)}.`,
    });
}

function forget({ userId, account }: UserState, program: PersonInProgram): string {
    return program.forget(userId, account);
}

// An option of a resource is of all its people.
function orRetain({ userId, account }: UserState, program: PersonInProgram): string {
    return program.urn(userId, account) === undefined ? "" : ", or retainOnDelete: true in place of onDestroy";
}
