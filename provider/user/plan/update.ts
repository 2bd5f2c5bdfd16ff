import { type Person, present } from "../../api/answers";
import type { Before } from "../../run/manifest";
import { hasUnknown, same } from "../../schema/inputs";
import { profileFields } from "../../model/profileFields";
import { declaredIn, type Facts, type UserInputs, type UserState } from "../schema";
import { membershipOf, withoutUnsure } from "./duplicates";
import { recordedSurplus, takesSurplus } from "./exclusive";
import { refuseToReplace } from "./departure";
import { eitherOf, withMembership } from "./difference";
import { botsBeyondEnd, botsNotice, heldBeyondEnd } from "./expiry";
import { samePerson } from "./identity";
import { refuseSecondRole } from "./rolesPerBot";
import type { PersonInProgram } from "../../run/personInProgram";
import { abandonedBy, handedOverBy, ownOf, refuseInDoubt, withoutTransferred } from "./transfer";

/**
 * Compares what was declared, as Kore.ai last reported it, with the program.
 *
 * @param now what the program declares; in a preview a part of it may not be known
 * @throws KoreError, where the update would be refused
 */
export function differenceOf(
    state: UserState,
    now: UserInputs,
    program: PersonInProgram,
): { changes: boolean; replaces: string[] } {
    const before = declaredIn(state);
    if (before.emailId !== now.emailId && !hasUnknown(now.emailId)) {
        refuseToReplace(state, program);
        return { changes: true, replaces: ["emailId"] };
    }
    refuseInDoubt(state, now, program);
    refuseSecondRole(state, now);
    // What was handed over, and nothing declares, leaves the state, whoever takes it back.
    const isAbandoned = abandonedBy(state, now, program).length > 0;
    const isUnsure = isAbandoned || program.duplicates(state.userId, state.account).length > 0;
    const changes = state.createLost === true || !same(before, now) || takesSurplus(state, now) || isUnsure;
    return { changes, replaces: [] };
}

/** Whether an update has nothing to do about the person: what it changes lives in the state alone. */
export function isOfStateAlone(state: UserState, user: UserInputs, program: PersonInProgram): boolean {
    const before = declaredIn(state);
    const becomesExclusive = user.exclusive === true && before.exclusive !== true;
    const abandoned = abandonedBy(state, user, program);
    const takesBack = takesSurplus(state, user) || abandoned.length > program.taken(state.userId, abandoned).length;
    const isWritten = !becomesExclusive && !takesBack && same(sent(before), sent(user));
    const isSeen = state.reported !== undefined || state.gone === true;
    const isSure = isSeen && program.duplicates(state.userId, state.account).length === 0;
    return isSure && isWritten;
}

/** The state after an update that sends nothing. */
export function stateAlone(state: UserState, user: UserInputs, program: PersonInProgram): object {
    const { userId, account, adopted, reported, gone, automaticTasks, oneRoleBots } = state;
    const facts = present({ userId, account, adopted, reported, gone, automaticTasks, oneRoleBots });
    return { ...user, ...facts, ...handedOverBy(ownOf(state, program), user, program) };
}

/** The state of somebody who is not listed yet: what was sent stays as it was, so that what has changed since is for a later update. */
export function unlistedState(state: UserState, user: UserInputs): object {
    const { adopt, exclusive, onDestroy, reason, expiresAt, sendEmail } = user;
    const { account, adopted } = state;
    const ofStateAlone = present({ adopt, exclusive, onDestroy, reason, expiresAt, sendEmail });
    return { ...sent(declaredIn(state)), ...ofStateAlone, ...present({ account, adopted }), unlisted: true };
}

/** The same where another resource of the stack had added them: nobody is invited a second time. */
export function stillUnlistedAs(user: UserInputs, { adopted = false, groups, roles }: Before, account: string) {
    const given = eitherOf(present({ groups: groups ?? undefined, roles: roles ?? undefined }), user);
    return { ...given, account, adopted, unlisted: true };
}

/** How a person is brought from what was declared to what is declared. */
export interface Change {
    /** What is theirs by this resource, to be taken where the program does not declare it. */
    before: Partial<UserInputs>;
    facts: Facts;
    notices: string[];
}

/**
 * Decides what an update takes into account about somebody, as they were looked up a moment ago.
 *
 * @param account the account's name
 * @throws KoreError `mismatch`, where they are somebody else, or would lose what no preview has shown
 */
export function changeOf(
    state: UserState,
    user: UserInputs,
    person: Person,
    program: PersonInProgram,
    account: string,
): Change {
    samePerson(state, person, program);
    refuseSecondRole(state, user);
    const duplicates = program.duplicates(state.userId, account);
    // Who has what the program declares until an end that has passed loses it, however they came to it.
    const beyondEnd = heldBeyondEnd(user, person);
    const goes = withMembership(membershipOf(duplicates), beyondEnd);
    const record = user.exclusive === true ? recordedSurplus(state, user, person, goes) : declaredIn(state);
    const own = ownOf(state, program);
    const given = withMembership({ ...own, ...record }, beyondEnd);
    const before = withoutTransferred(given, program.flags("KoreUserAccess"));
    const bots = before.canCreateBot === undefined ? botsBeyondEnd(user, person) : {};
    return {
        before: {
            ...withoutUnsure(before, user, person, duplicates),
            ...botsThatGo(state, before, user, person, program),
            ...bots,
        },
        facts: {
            account,
            adopted: state.adopted ?? false,
            ...present({ automaticTasks: state.automaticTasks }),
            ...handedOverBy(own, user, program),
        },
        notices: [...keptProfile(declaredIn(state), user), ...(bots.canCreateBot ? [botsNotice(user)] : [])],
    };
}

/**
 * canCreateBot, where a list of the state gave it and goes in this run: it goes with isDeveloper, as Kore.ai lets nobody create bots who
 * has no access to the builder. The list's own delete comes later.
 */
function botsThatGo(
    { userId }: UserState,
    before: Partial<UserInputs>,
    user: UserInputs,
    person: Person,
    program: PersonInProgram,
): { canCreateBot?: true } {
    const isDeveloper = user.isDeveloper ?? (before.isDeveloper === undefined ? person.isDeveloper : false);
    const isNobodys = user.canCreateBot === undefined && before.canCreateBot === undefined;
    if (isDeveloper || !isNobodys || !person.canCreateBot) return {};
    const goes = program.abandoned(["canCreateBot"]).length > 0 && program.taken(userId, ["canCreateBot"]).length > 0;
    return goes ? { canCreateBot: true } : {};
}

/** What a person's declaration sends to Kore.ai after the create; the rest lives in the state alone. */
function sent({
    adopt: _adopt,
    exclusive: _exclusive,
    onDestroy: _onDestroy,
    reason: _reason,
    expiresAt: _expiresAt,
    sendEmail: _sendEmail,
    ...fields
}: UserInputs) {
    return fields;
}

function keptProfile(before: UserInputs, now: UserInputs): string[] {
    const fields = profileFields.filter((field) => before[field] !== undefined && now[field] === undefined);
    if (fields.length === 0) return [];
    return [`${now.emailId}: ${fields.join(", ")} is no longer declared and stays in Kore.ai as it is.`];
}
