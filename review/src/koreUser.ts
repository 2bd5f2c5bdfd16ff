import { flagNames } from "#model/declared";
import { profileFields } from "#model/profileFields";
import { reportedUser } from "#model/reported";
import { withoutUnset } from "#model/unset";
import * as v from "valibot";
import type { Role } from "#model/memberships";
import { flag, hiddenMark, listOf, text, type Hidden, type List } from "./hidden";

/** The fields of a person that give no access. */
export const personalFields = ["orgUserId", ...profileFields] as const;

/** Tasks of a bot; without dialogs, all of them. */
export interface BotTasks {
    streamId: string;
    dialogs?: List<string> | null | undefined;
}

const role = v.object({ roleId: text, botId: v.nullish(text) });
const tasks = v.object({ streamId: text, dialogs: v.nullish(listOf(text, (mark) => mark)) });

const memberships = {
    groups: v.nullish(listOf(text, (mark) => mark)),
    roles: v.nullish(listOf<Role>(role, (mark) => ({ roleId: mark }))),
    assignBotTasks: v.nullish(listOf<BotTasks>(tasks, (mark) => ({ streamId: mark }))),
};

/** What was declared of access that has ended. */
export const endedAccess = v.object({
    ...memberships,
    canCreateBot: v.nullish(flag),
    isDeveloper: v.nullish(flag),
    hasDataTableAndViewAccess: v.nullish(flag),
});
export type EndedAccess = v.InferOutput<typeof endedAccess>;

/** A KoreUser: its arguments and, once it exists, its outputs. */
export const koreUser = v.object({
    emailId: text,
    ...v.entriesFromList(personalFields, v.nullish(text)),
    ...memberships,
    canCreateBot: v.nullish(flag),
    isDeveloper: v.nullish(flag),
    sendEmail: v.nullish(flag),
    adopt: v.nullish(text),
    exclusive: v.nullish(flag),
    onDestroy: v.nullish(text),
    reason: v.nullish(text),
    expiresAt: v.nullish(text),
    ended: v.nullish(v.union([hiddenMark, endedAccess])),
    account: v.nullish(text),
    userId: v.nullish(text),
    adopted: v.nullish(v.boolean()),
    /** Their access has ended, and then they have left the account. */
    gone: v.nullish(v.boolean()),
    /** Kore.ai has said that it added the person, and has not listed them since. */
    unlisted: v.nullish(v.boolean()),
    reported: v.nullish(v.pipe(v.unknown(), v.transform(withoutUnset), reportedUser)),
    /** Flags that it gave, and that another resource was to give. */
    handedOver: v.nullish(flagNames),
    /** They have left a KoreUsers, and another resource was to take them over, and has not yet. */
    letGo: v.nullish(v.boolean()),
    /** Nothing was read of them at the last step, or its answer was lost. */
    unread: v.nullish(v.boolean()),
});

export type KoreUser = v.InferOutput<typeof koreUser>;
export type ReportedUser = v.InferOutput<typeof reportedUser>;

/** Somebody of whom nothing is declared yet, and who has what this declares, as far as it is shown. */
export function asReported({ emailId, roles, groups, assignBotTasks, isDeveloper, canCreateBot }: KoreUser): KoreUser {
    const reported: ReportedUser = {
        isDeveloper: isDeveloper === true,
        canCreateBot: canCreateBot === true,
        roles: (roles?.items ?? []).map(({ roleId, botId }) => ({ roleId, ...(botId ? { botId } : {}) })),
        groups: (groups?.items ?? []).map((groupId) => ({ groupId })),
        assignBotTasks: (assignBotTasks?.items ?? []).map(({ streamId, dialogs }) => ({
            streamId,
            ...(dialogs ? { dialogs: dialogs.items } : {}),
        })),
    };
    return { emailId, reported };
}

/** Why nothing is shown of what is declared of somebody. */
export function hiddenAsAWhole(user: KoreUser): Hidden | undefined {
    const { roles, groups, assignBotTasks, isDeveloper, canCreateBot } = user;
    const hidden = [roles?.hidden, groups?.hidden, assignBotTasks?.hidden, isDeveloper, canCreateBot];
    const [why] = hidden;
    return hidden.every((each) => typeof each === "string") && typeof why === "string" ? why : undefined;
}
