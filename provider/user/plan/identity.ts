import type { Person } from "../../api/answers";
import { KoreError } from "../../api/errors";
import { differencesOf, surplusOf } from "./difference";
import type { UserInputs, UserState } from "../schema";
import type { PersonInProgram } from "../../run/personInProgram";

/** Whether the address of a state belongs to somebody else by now. */
export function isAnother({ userId }: UserState, person: Person): boolean {
    return userId !== undefined && userId !== person.userId;
}

/** @throws KoreError `mismatch`, where the address belongs to someone else by now. */
export function samePerson(state: UserState, person: Person): void {
    if (!isAnother(state, person)) return;
    throw new KoreError({
        code: "kore:another-person",
        kind: "mismatch",
        what: `${state.emailId} was left alone`,
        why: `Kore.ai now has another person under this address (userId ${person.userId}, not ${state.userId})`,
        advice: "If that is meant, forget the old one (pulumi state delete URN, which pulumi stack --show-urns shows) and run pulumi up, which adopts the new one as adopt says.",
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
