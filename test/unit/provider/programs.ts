import fc from "fast-check";
import { profileFields } from "../../../provider/model/profileFields";
import { userInputs, type UserInputs } from "../../../provider/user/schema";
import { checked, unknownValue } from "../../../provider/schema/inputs";

/** Few of each, so that two programs and a person often mean the same one. */
export const some = {
    groups: ["e-1", "e-2", "e-3", "e-4"],
    roles: [
        { roleId: "r-1", botId: "st-1" },
        { roleId: "r-1", botId: "st-2" },
        { roleId: "r-2", botId: "st-1" },
        { roleId: "r-1" },
        { roleId: "r-3" },
    ],
    bots: ["st-1", "st-2", "st-3"],
    dialogs: ["dg-1", "dg-2", "dg-3"],
};

const name = fc.constantFrom("Ada", "Grace", "Jean", "Zoë");

export const groupLists = fc.subarray(some.groups);
export const roleLists = fc.subarray(some.roles);
export const taskLists = fc
    .tuple(
        ...some.bots.map((streamId) =>
            fc.option(
                fc.record(
                    { streamId: fc.constant(streamId), dialogs: fc.subarray(some.dialogs, { minLength: 1 }) },
                    { requiredKeys: ["streamId"] },
                ),
                { nil: undefined },
            ),
        ),
    )
    .map((entries) => entries.filter((entry) => entry !== undefined));

/** Arguments that a program may give for one and the same person, in any order and any part of them. */
export const programs = fc
    .record(
        {
            ...Object.fromEntries(profileFields.map((field) => [field, name])),
            groups: groupLists,
            roles: roleLists,
            assignBotTasks: taskLists,
            canCreateBot: fc.boolean(),
            isDeveloper: fc.boolean(),
            sendEmail: fc.boolean(),
            adopt: fc.constantFrom("ifSame", "takeOver", "never"),
            onDestroy: fc.constantFrom("remove", "revoke"),
            reason: name,
        },
        { requiredKeys: [] },
    )
    .map((program: Record<string, unknown>) => ({
        emailId: "ada@example.com",
        ...program,
        ...(program["canCreateBot"] === true ? { isDeveloper: true } : {}),
    }));

/** The same as the provider has them after check. */
export const declarations = programs.map(normal);

export function normal(program: object): UserInputs {
    const { inputs, failures } = checked(userInputs, program);
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    return inputs as UserInputs;
}

/** The same program, written in another order, with repetitions, and the address in other letters. */
export function rewritten(program: object): fc.Arbitrary<Record<string, unknown>> {
    const list = <T>(elements: T[]) =>
        fc
            .tuple(fc.shuffledSubarray(elements, { minLength: elements.length }), fc.subarray(elements))
            .map(([all, again]) => [...all, ...again]);
    const inAnyOrder = (value: unknown): fc.Arbitrary<unknown> => {
        if (Array.isArray(value)) return fc.tuple(...value.map(inAnyOrder)).chain(list);
        if (typeof value !== "object" || value === null) return fc.constant(value);
        return fc
            .tuple(
                ...Object.entries(value).map(([key, inner]) =>
                    inAnyOrder(inner).map((written): [string, unknown] => [key, written]),
                ),
            )
            .chain((entries) =>
                fc
                    .shuffledSubarray(entries, { minLength: entries.length })
                    .map((shuffled) => Object.fromEntries(shuffled)),
            );
    };
    return fc
        .tuple(inAnyOrder(program), fc.mixedCase(fc.constant("ada@example.com")))
        .map(([written, address]) => ({ ...(written as object), emailId: ` ${address}` }));
}

/** Places in a property bag, each a list of keys. */
export function placesIn(value: unknown, place: (string | number)[] = []): (string | number)[][] {
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
        const here = [...place, Array.isArray(value) ? Number(key) : key];
        return [here, ...placesIn(inner, here)];
    });
}

/** A property bag with values that are not known yet in some of its places. */
export function withUnknown(value: unknown, places: (string | number)[][], place: (string | number)[] = []): unknown {
    if (places.some((unknown) => unknown.join() === place.join())) return unknownValue;
    if (Array.isArray(value)) return value.map((element, index) => withUnknown(element, places, [...place, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, withUnknown(inner, places, [...place, key])]),
    );
}
