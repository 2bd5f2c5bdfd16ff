import * as v from "valibot";

// Null stands for a value that is declared, and not known yet.
const flag = v.exactOptional(v.nullable(v.boolean()));
export const flags = { canCreateBot: flag, isDeveloper: flag, hasDataTableAndViewAccess: flag };
export const flagName = v.picklist(["canCreateBot", "isDeveloper", "hasDataTableAndViewAccess"]);
export type FlagName = v.InferOutput<typeof flagName>;
/** Names of flags. */
export const flagNames = v.array(flagName);

export const membership = {
    groups: v.exactOptional(v.array(v.string())),
    roles: v.exactOptional(v.array(v.object({ roleId: v.string(), botId: v.exactOptional(v.string()) }))),
    assignBotTasks: v.exactOptional(
        v.array(v.object({ streamId: v.string(), dialogs: v.exactOptional(v.array(v.string())) })),
    ),
};

const endedFlag = v.exactOptional(v.boolean());
/** What a program declares of access that has ended, and is not in force any more; left out where that is nothing. */
export const ended = v.exactOptional(
    v.object({
        canCreateBot: endedFlag,
        isDeveloper: endedFlag,
        hasDataTableAndViewAccess: endedFlag,
        ...membership,
    }),
);
export type Ended = v.InferOutput<typeof ended.wrapped>;

/** What is given to somebody besides flags. */
export type Membership = v.InferOutput<v.ObjectSchema<typeof membership, undefined>>;

/** Flags, of which one that is null is declared and not known yet. */
export type RecordedFlags = v.InferOutput<v.ObjectSchema<typeof flags, undefined>>;

/** The flags of a person; one that is left out is not declared. */
export type Flags = { [K in keyof RecordedFlags]?: boolean };

export function allTrue(flags: FlagName[] = []): Flags {
    return Object.fromEntries(flags.map((flag) => [flag, true]));
}

/** The flags that are declared true. */
export function trueIn(declared: { [K in FlagName]?: unknown }): FlagName[] {
    return flagName.options.filter((flag) => declared[flag] === true);
}
