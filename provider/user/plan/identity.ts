import type { Person } from "../../api/answers";
import { coded, KoreError } from "../../api/errors";
import { hasUnknown } from "../../schema/inputs";
import { differencesOf, surplusOf } from "./difference";
import type { UserInputs, UserState } from "../schema";
import type { PersonInProgram } from "../../run/personInProgram";

/** Whether the address of a state belongs to somebody else by now. */
export function isAnother({ userId }: UserState, person: Person): boolean {
    return userId !== undefined && userId !== person.userId;
}

/** @throws KoreError `mismatch`, where the address belongs to someone else by now. */
export function samePerson(state: UserState, person: Person, program: PersonInProgram): void {
    if (!isAnother(state, person)) return;
    throw new KoreError({
        code: "kore:another-person",
        kind: "mismatch",
        what: `${state.emailId} was left alone`,
        why: `Kore.ai now has another person under this address (userId ${person.userId}, not ${state.userId})`,
        advice: `If that is meant, forget the old one (${program.forget(state.userId, state.account)}) and run pulumi up, which adopts the new one as adopt says.`,
    });
}

/** Whether somebody has what a create of this declaration would have given them, and nothing else. */
export function isAsDeclared(declared: UserInputs, person: Person, program: PersonInProgram): boolean {
    return differencesOf(declared, person).length === 0 && surplusBeyond(declared, person, program).length === 0;
}

/** What somebody has that the program does not declare; flags that a KoreUserAccess of it declares are none. */
export function surplusBeyond(user: UserInputs, person: Person, program: PersonInProgram): string[] {
    return surplusOf({ ...user, ...program.flags("KoreUserAccess") }, person);
}

/** Why somebody's id in the organisation can't be another one; undefined where it is not. */
export function changedOrgUserId(before: Partial<UserInputs>, now: Partial<UserInputs>): string | undefined {
    const isSame = before.orgUserId === now.orgUserId || before.emailId !== now.emailId;
    if (now.orgUserId === undefined || hasUnknown(now.orgUserId) || before.emailId === undefined || isSame) {
        return undefined;
    }
    return coded(
        `cannot change from ${before.orgUserId ?? "nothing"} to ${now.orgUserId}: no call of Kore.ai's changes it. Put the old value back, or remove the person from the program and from the account and declare them anew.`,
        "kore:unchangeable",
    );
}
