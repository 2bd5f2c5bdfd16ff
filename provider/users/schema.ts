import * as v from "valibot";
import { isEmailAddress, normalEmail, notAnAddress } from "../api/email";
import { visible } from "../api/errors";
import { declaredOf, defaultsOf as valuesForAll, type ReportedPeople } from "../model/peopleOfSet";
import { reportedPeople } from "../model/reported";
import { args, hasUnknown, orUnknown } from "../schema/inputs";
import { ended } from "../model/declared";
import {
    defaultable,
    personArguments,
    personInForce,
    personInputs,
    reportedNames,
    type UserInputs,
} from "../user/schema";

/** Most removals in one update: a number, or all. */
const mostRemovals = orUnknown(
    v.union([v.pipe(v.number(), v.integer(), v.minValue(0)), v.literal("all")], 'must be a whole number, or "all"'),
);

/** @param person what is declared of one, under their address */
function setOfPeople<TSchema extends v.GenericSchema>(person: TSchema) {
    return v.pipe(
        v.record(v.string(), v.unknown(), 'must be people by their addresses: { "ada@example.com": { … } }'),
        v.transform(byNormalAddress),
        v.record(v.string(), orUnknown(person)),
    );
}

/** The arguments of a KoreUsers, each with what it may be; of a state. */
export const usersArguments = {
    people: setOfPeople(v.looseObject({ ...personArguments, ...reportedNames, ended })),
    ...defaultable,
    maxRemovals: v.exactOptional(mostRemovals),
};

/** @param person what is declared of one, under their address */
function setWithoutTwins<TSchema extends v.GenericSchema>(person: TSchema) {
    return orUnknown(
        v.pipe(
            setOfPeople(person),
            v.rawCheck(({ dataset, addIssue }) => {
                // Also beside other mistakes, so that all are said at once.
                for (const message of Object.keys(Object(dataset.value) as object).flatMap(wrongKey))
                    addIssue({ message });
            }),
        ),
    );
}

/** What a program says of many people, in its normal form. */
export const usersInputs = args({ ...usersArguments, people: setWithoutTwins(personInputs) });

/** The same as it is in force: see `userInForce`. */
export const usersInForce = args({ ...usersArguments, people: setWithoutTwins(personInForce) });

/** The same of an earlier step, which is never refused; a refresh may have found a name that somebody cleared. */
export const usersInputsBefore = v.looseObject(usersArguments);

/** The outputs of many people's resource: what was declared of each at their last step that is done, and what Kore.ai reported then. */
export const usersState = v.looseObject({ ...usersArguments, account: v.string(), reported: reportedPeople });

export type UsersInputs = v.InferOutput<typeof usersInForce>;
export type UsersState = v.InferOutput<typeof usersState>;

// Of two keys of one person one stays as it is written, by which it is found.
function byNormalAddress<T>(people: Record<string, T>): Record<string, T> {
    const isNormal = (key: string) => key === normalEmail(key);
    const entries = Object.entries(people);
    const normal = new Map(entries.filter(([key]) => isNormal(key)));
    for (const [key, person] of entries.filter(([each]) => !isNormal(each)))
        normal.set(normal.has(normalEmail(key)) ? key : normalEmail(key), person);
    return Object.fromEntries(normal);
}

function wrongKey(key: string): string[] {
    if (!isEmailAddress(normalEmail(key))) return [`people: ${notAnAddress(key)}`];
    if (key === normalEmail(key)) return [];
    return [`people names ${normalEmail(key)} twice, also as "${visible(key)}": one person has one entry`];
}

/** What holds for people of whom nothing else is said. */
export function defaultsOf(set: Partial<UsersInputs>): Partial<UserInputs> {
    return valuesForAll(set);
}

/**
 * What is declared of each person, with what holds for all; of those of whom it is known.
 *
 * @param reported of a state, what it has beside
 */
export function usersOf(set: UsersInputs, reported?: ReportedPeople): Map<string, UserInputs> {
    const forAll = defaultsOf(set);
    // In a preview the set may not be known.
    const people = hasUnknownAtTop(set.people) ? [] : Object.entries(set.people);
    return new Map(
        people.map(([emailId, person]) => [
            emailId,
            hasUnknownAtTop(person)
                ? { emailId }
                : { emailId, ...declaredOf(forAll, person, reported?.people[emailId]) },
        ]),
    );
}

/** Whether a value is not known as a whole. */
export function hasUnknownAtTop(value: unknown): boolean {
    return typeof value === "string" && hasUnknown(value);
}
