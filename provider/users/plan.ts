import { coded } from "../api/errors";
import { fateOf } from "../model/departure";
import { mostRemovals } from "../model/peopleOfSet";
import { trueIn } from "../model/declared";
import type { PersonInProgram } from "../run/personInProgram";
import { ownOf } from "../user/plan/transfer";
import type { UserInputs, UserState } from "../user/schema";

/** What the program declares of somebody. */
export type ProgramOf = (emailId: string) => PersonInProgram;

/** Somebody of the state whom the program declares. */
export interface Staying {
    state: UserState;
    user: UserInputs;
}

/** What is to be done about the people of a set. */
export interface UsersPlan {
    /** With their state, where they were let go for another resource and come back: what they have is that one's. */
    joining: { state?: UserState; user: UserInputs }[];
    staying: Staying[];
    /** Nobody declares them any more, or somebody else does, who has them. */
    leaving: UserState[];
    /** Another resource is to have them, and has not yet: they stay on record until it has. */
    passing: UserState[];
    /** Another resource has them by now: they leave the record, and nothing else. */
    passed: UserState[];
}

/** Decides what becomes of each person. */
export function planOf(
    people: Map<string, UserState>,
    users: Map<string, UserInputs>,
    programOf: ProgramOf,
): UsersPlan {
    const plan: UsersPlan = { joining: [], staying: [], leaving: [], passing: [], passed: [] };
    for (const [emailId, user] of users) {
        const state = people.get(emailId);
        if (state === undefined) plan.joining.push({ user });
        else plan[state.letGo === true ? "joining" : "staying"].push({ state, user });
    }
    for (const [emailId, state] of people)
        if (!users.has(emailId)) plan[whereTo(state, programOf(emailId))].push(state);
    return plan;
}

/** Where somebody goes who is not in the set any more. */
function whereTo(state: UserState, program: PersonInProgram): "leaving" | "passing" | "passed" {
    // Who has left the account has nothing that another resource would have to take over first.
    if (state.gone === true) return "leaving";
    if (state.letGo === true && isPassed(state, program)) return "passed";
    // Whom another resource has by now may not have been said yet.
    if (state.letGo === true && !program.isWhole()) return "passing";
    return program.successor(state.userId)?.kind === "notYet" || isAwaited(state, program) ? "passing" : "leaving";
}

/** Whether another resource of the state has somebody who was let go for it, or the flags. */
function isPassed(state: UserState, program: PersonInProgram): boolean {
    const { handedOver = [], userId, account } = state;
    if (handedOver.length > 0) return program.taken(userId, handedOver).length === handedOver.length;
    const before = userId === undefined || account === undefined ? undefined : program.before(userId, account);
    return before !== undefined && before.letGo !== true;
}

/** Whether they were let go for flags that another resource is to give, and does not yet. */
function isAwaited({ letGo, handedOver = [] }: UserState, program: PersonInProgram): boolean {
    return letGo === true && handedOver.length > 0 && program.abandoned(handedOver).length === 0;
}

/** Whether people come, or go. That somebody has been passed on shows in no preview. */
export function hasMoves({ joining, leaving, passing }: UsersPlan): boolean {
    return joining.length + leaving.length > 0 || passing.some((state) => state.letGo !== true);
}

/**
 * What is on record of somebody after they have left, while a KoreUserAccess is to give flags that they had here, and does not yet.
 */
export function flagsLeft(state: UserState, program: PersonInProgram): UserState | undefined {
    const { emailId, userId, account, adopted } = state;
    const awaited = program.awaited(trueIn(ownOf(state, program))).map(({ flag }) => flag);
    if (awaited.length === 0 || userId === undefined || account === undefined) return undefined;
    // Whoever it is about keeps their account: only these flags are to be taken back.
    return {
        emailId,
        userId,
        account,
        adopted: adopted ?? false,
        onDestroy: "revoke",
        handedOver: awaited,
        letGo: true,
    };
}

const mostNames = 10;

/**
 * Why an update can't be: it would let more people go than `maxRemovals` allows. What a lost file of people would do.
 *
 * @param before everybody of the state
 * @param leaving of these, who is declared nowhere any more
 */
export function tooManyRemovals(
    maxRemovals: number | string | undefined,
    before: number,
    leaving: Pick<UserState, "emailId" | "adopted" | "onDestroy">[],
): string | undefined {
    const going = leaving.filter((state) => fateOf(state) !== "kept").map(({ emailId }) => emailId);
    const most = mostRemovals(maxRemovals, before);
    if (going.length <= most) return undefined;
    const others = going.length - mostNames;
    const names = `${going.slice(0, mostNames).join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
    const where = maxRemovals === undefined ? `${most} of ${before}, where nothing is said` : String(most);
    return coded(
        `${going.length} people would go at once, and maxRemovals allows ${where}: ${names}. If they are to go: maxRemovals: ${going.length}, for this update. If not: see whether what people are read from is complete.`,
        "kore:too-many-removals",
    );
}
