/** Settings of a resource, ours and the engine's, in the order in which they are told. */
export const settingNames = [
    "exclusive",
    "adopt",
    "ignoreChanges",
    "deletedWith",
    "onDestroy",
    "retainOnDelete",
    "protect",
    "hooks",
    "maxRemovals",
    "sendEmail",
    "reason",
    "expiresAt",
] as const;
export type SettingName = (typeof settingNames)[number];

const guards: SettingName[] = ["exclusive", "adopt", "onDestroy", "maxRemovals", "expiresAt"];

/** Whether a setting of the program's guards people against a step of the update. */
export function isGuard(name: SettingName): boolean {
    return guards.includes(name);
}

/**
 * What a delete does: Pulumi refuses it (protect), the provider does (adopted without onDestroy), or what is done to people; of a
 * KoreUsers, to each what onDestroy says.
 */
export type DeleteFate = "protected" | "refused" | "kept" | "revoked" | "removed" | "byOnDestroy";

/** A setting that changes. */
export interface SettingChange {
    name: SettingName;
    from: string | undefined;
    to: string | undefined;
    /** Of somebody who comes with it. */ isNew?: true;
    /** What a delete did, and does from now on, where this changes it. */
    fate?: { from: DeleteFate; to: DeleteFate };
    /** How many people may leave a set in one update, where more may than before. */
    removals?: { from: number; to: number | "all" };
}
