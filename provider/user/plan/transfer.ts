import { present } from "../../api/answers";
import { mayBeSameAccount } from "../../run/refusals";
import { takenFrom } from "./difference";
import { givenIn, type UserInputs, type UserState } from "../schema";
import type { PersonInProgram } from "../../run/personInProgram";
import { allTrue, type FlagName, type Flags, trueIn } from "../../model/declared";

/** The flags that a KoreUser may declare. */
type OwnFlags = Omit<Flags, "hasDataTableAndViewAccess">;

/** What a resource declared, without the flags that another one gives now. */
export function withoutTransferred<T extends OwnFlags>(
    before: T,
    elsewhere: Flags,
): Omit<T, keyof OwnFlags> & OwnFlags {
    const { canCreateBot, isDeveloper, ...others } = before;
    return {
        ...others,
        ...present({
            canCreateBot: elsewhere.canCreateBot === true ? undefined : canCreateBot,
            isDeveloper: elsewhere.isDeveloper === true ? undefined : isDeveloper,
        }),
    };
}

/** What a resource has given, without the flags that it has handed over and that another resource of the state has taken. */
export function ownOf(state: UserState, program: PersonInProgram): UserInputs {
    const { handedOver = [], ...others } = state;
    const taken = program.taken(state.userId, handedOver);
    return givenIn({ ...others, handedOver: handedOver.filter((flag) => !taken.includes(flag)) });
}

/** For the state: the flags that were given and are declared no more, as far as another resource is to give them and does not yet. */
export function handedOverBy(given: Flags, user: Flags, program: PersonInProgram): { handedOver?: FlagName[] } {
    const undeclared = trueIn(given).filter((flag) => user[flag] === undefined);
    return handedOverIn(program.awaited(undeclared).map(({ flag }) => flag));
}

/** For a state, where there are any. */
export function handedOverIn(flags: FlagName[] = []): { handedOver?: FlagName[] } {
    return flags.length === 0 ? {} : { handedOver: flags };
}

/** The flags that a resource has handed over, and that nothing declares any more: they are its own again, to take back. */
export function abandonedBy({ handedOver = [] }: UserState, now: Flags, program: PersonInProgram): FlagName[] {
    return program.abandoned(handedOver.filter((flag) => now[flag] === undefined));
}

/** The flags that a resource has given and declares no more, as far as no other one is known to declare them: one that is not known yet may. */
export function flagsLetGo(state: UserState, now: Flags, program: PersonInProgram): FlagName[] {
    const elsewhere = program.flags("anywhere");
    return trueIn(ownOf(state, program)).filter((flag) => now[flag] === undefined && elsewhere[flag] !== true);
}

/** The flags that were declared true, and are now as well. */
export function keptFlags(before: Flags, now: Flags): Flags {
    return allTrue(trueIn(before).filter((flag) => now[flag] === true));
}

/**
 * @throws KoreError `mismatch`, where what is taken from a person is declared by a resource of which it can't be told whether it
 * is of the same account
 */
export function refuseInDoubt(state: UserState, now: Partial<UserInputs>, program: PersonInProgram): void {
    const own = ownOf({ ...state, handedOver: abandonedBy(state, now, program) }, program);
    const taken = takenFrom(own, now);
    const doubt = program.doubt(state.userId, taken);
    if (doubt !== undefined) throw mayBeSameAccount(`${state.emailId} was left as they are`, doubt);
}
