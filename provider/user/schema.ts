import * as v from "valibot";
import { present, type HeldRole, type Person } from "../api/answers";
import { coded } from "../api/errors";
import {
    args,
    email,
    end,
    flag,
    hasUnknown,
    knownFlags,
    noArgument,
    oneOf,
    same,
    setOf,
    text,
    unknownValue,
} from "../schema/inputs";
import { id, type IdKind } from "../schema/ids";
import { areRolesUnclear } from "../model/memberships";
import type { DefaultName } from "../model/peopleOfSet";
import { profileFields } from "../model/profileFields";
import { reportedUser } from "../model/reported";
import { allTrue, ended, type FlagName, flagNames } from "../model/declared";

/** @param idOf what an id may be */
function memberships(idOf: (kind: IdKind) => v.GenericSchema<string>) {
    return {
        groups: v.exactOptional(setOf(idOf("group"))),
        roles: v.exactOptional(setOf(args({ roleId: idOf("role"), botId: v.exactOptional(idOf("bot")) }))),
        assignBotTasks: v.exactOptional(
            v.pipe(
                setOf(args({ streamId: idOf("bot"), dialogs: v.exactOptional(setOf(idOf("dialog"))) })),
                v.check(namesEachBotOnce, "names a bot twice: put its dialogs into one entry"),
            ),
        ),
    };
}

/** What may be said of a person, or of a whole set of people for those of whom nothing else is said. */
export const defaultable = {
    sendEmail: v.exactOptional(flag),
    adopt: v.exactOptional(oneOf(["ifSame", "takeOver", "never"])),
    exclusive: v.exactOptional(flag),
    onDestroy: v.exactOptional(oneOf(["remove", "revoke", "keep"])),
    reason: v.exactOptional(text),
    expiresAt: v.exactOptional(end),
} satisfies Record<DefaultName, v.GenericSchema>;
// The resource of one person has Pulumi's own retainOnDelete for the third.
const fateOfOne = { onDestroy: v.exactOptional(oneOf(["remove", "revoke"])) };

/** What is declared of a person under their address; of a state, which is never refused for the form of an id. */
export const personArguments = {
    orgUserId: v.exactOptional(text),
    ...v.entriesFromList(profileFields, v.exactOptional(text)),
    ...memberships(() => text),
    canCreateBot: v.exactOptional(flag),
    isDeveloper: v.exactOptional(flag),
    ...defaultable,
};

/** The arguments of a KoreUser, each with what it may be. */
export const userArguments = { emailId: email, ...personArguments };

function namesEachBotOnce(tasks: { streamId: string; dialogs?: string[] }[]): boolean {
    if (!Array.isArray(tasks)) return true; // unknown as a whole
    // Two entries may turn out to be the same one as long as a part of either is unknown.
    const known = tasks.filter((entry) => !JSON.stringify(entry).includes(unknownValue));
    return known.every((entry) => known.every((other) => entry.streamId !== other.streamId || same(entry, other)));
}

const mayCreateBots = ({ canCreateBot, isDeveloper }: { canCreateBot?: boolean; isDeveloper?: boolean }): boolean =>
    canCreateBot !== true || (isDeveloper !== undefined && isDeveloper !== false);
const botsNeedDeveloper = coded(
    "true needs isDeveloper: true (Kore.ai refuses to let someone create bots who has no access to the builder)",
    "kore:bots-need-developer",
);

const isAbsent = ({ ended }: { ended?: unknown }): boolean => ended === undefined;

/** What is declared of a person, in its normal form, as it is in force. */
export const userInForce = v.pipe(
    args({ ...userArguments, ...memberships(id), ...fateOfOne, ended }),
    // A partial check: also beside other mistakes, so that all are said at once.
    v.forward(v.partialCheck([["canCreateBot"], ["isDeveloper"]], mayCreateBots, botsNeedDeveloper), ["canCreateBot"]),
);

/** The same as a program says it: what has ended is not for it to say. */
export const userInputs = v.pipe(userInForce, v.forward(v.partialCheck([["ended"]], isAbsent, noArgument), ["ended"]));

/** What is declared of one of many people, under their address, as it is in force. */
export const personInForce = v.pipe(
    args({ ...personArguments, ...memberships(id), ended }),
    v.forward(v.partialCheck([["canCreateBot"], ["isDeveloper"]], mayCreateBots, botsNeedDeveloper), ["canCreateBot"]),
);

/** The same as a program says it. */
export const personInputs = v.pipe(
    personInForce,
    v.forward(v.partialCheck([["ended"]], isAbsent, noArgument), ["ended"]),
);

const userDeclared = { ...userArguments, ended };
/** What is declared of a person; after its end without the access, which is under `ended` then. */
export type UserInputs = v.InferOutput<v.ObjectSchema<typeof userDeclared, undefined>>;

/** As Kore.ai reports them, where someone cleared them. */
export const reportedNames = { firstName: v.exactOptional(v.string()), lastName: v.exactOptional(v.string()) };

/** What is declared of a person, and a name as a refresh has found it. */
export const userAsFound = v.looseObject({
    ...userArguments,
    ...memberships(id),
    ...fateOfOne,
    ended,
    ...reportedNames,
});

/** The outputs of a person's resource: what was declared at its last step, and what Kore.ai reported then. */
export const userState = v.looseObject({
    ...userDeclared,
    ...reportedNames,
    /** The answer of the create was lost, and the person has not shown up: the next update finds them, or adds them. */
    createLost: v.exactOptional(v.boolean()),
    /** Kore.ai has said that it added the person, and has not listed them since. */
    unlisted: v.exactOptional(v.boolean()),
    /** Their access has ended, and then they have left the account: nobody is added again for it. */
    gone: v.exactOptional(v.boolean()),
    userId: v.exactOptional(v.string()),
    account: v.exactOptional(v.string()),
    adopted: v.exactOptional(v.boolean()),
    reported: v.exactOptional(reportedUser),
    /** Flags that it gave and declares no more, as another resource was to give them, and did not yet: no other state may have them. */
    handedOver: v.exactOptional(flagNames),
    /** Bots of which the account assigns tasks by itself: those are no difference. */
    automaticTasks: v.exactOptional(v.array(v.string())),
    /** Bots on which Kore.ai kept one of several declared roles, at the last update. */
    oneRoleBots: v.exactOptional(v.array(v.string())),
    /** They have left a set of people, and another resource was to take them over, and has not yet. */
    letGo: v.exactOptional(v.boolean()),
});

export type UserState = v.InferOutput<typeof userState>;

/** What is known of a declaration, for the record of the run; in a preview any part of it may not be. */
export function knownOf({ emailId, canCreateBot, isDeveloper, groups, roles, assignBotTasks }: UserInputs) {
    const known = <T>(elements: T[] | undefined) =>
        Array.isArray(elements) ? elements.filter((element) => !hasUnknown(element)) : undefined;
    return {
        emailIds: hasUnknown(emailId) ? [] : [emailId],
        flags: knownFlags({ canCreateBot, isDeveloper }),
        membership: present({ groups: known(groups), roles: known(roles), assignBotTasks: known(assignBotTasks) }),
    };
}

/** What a program declares, out of a state. */
export function declaredIn(state: UserState): UserInputs {
    const keys = new Set(Object.keys(userDeclared));
    return Object.fromEntries(Object.entries(state).filter(([key]) => keys.has(key))) as UserInputs;
}

/** What a resource has given, out of its state: what it declared, and flags that it has handed over. */
export function givenIn(state: UserState): UserInputs {
    return { ...allTrue(state.handedOver), ...declaredIn(state) };
}

/** What a state has beside what is declared, and what Kore.ai reports. */
export interface Facts {
    account: string;
    adopted: boolean;
    handedOver?: FlagName[];
    automaticTasks?: string[];
    oneRoleBots?: string[];
}

/** The outputs that follow a step: what is declared, beside who the person is. */
export function stateOf(declared: UserInputs, person: Person, facts: Facts) {
    return { ...declared, ...facts, userId: person.userId, reported: reportOf(person) };
}

/** What is known of the roles and groups that somebody has: from Kore.ai, or from a state. */
export interface Memberships {
    groups: { groupId: string; groupName?: string }[];
    roles: HeldRole[];
    /** Set in a state where Kore.ai did not tell which roles come from groups. */
    rolesUnclear?: boolean;
}

function reportOf(person: Person) {
    const { canCreateBot, isDeveloper, firstName, lastName, status, roles, groups, assignBotTasks } = person;
    return {
        canCreateBot,
        isDeveloper,
        ...present({ firstName, lastName, status }),
        // A role given directly has no groups, and needs no empty list a thousand times.
        roles: roles.map(({ groups: conferredBy, ...role }) => ({
            ...role,
            ...(conferredBy === undefined || conferredBy.length === 0 ? {} : { groups: conferredBy }),
        })),
        ...(areRolesUnclear(person) ? { rolesUnclear: true } : {}),
        groups,
        ...present({ assignBotTasks }),
    };
}
