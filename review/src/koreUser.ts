import * as v from "valibot";
import { flag, listOf, text, type List } from "./hidden";
import { profileFields as ofProfile } from "./profileFields";

/** The type of the resource in a preview and in a state. */
export const koreUserType = "pulumi-nodejs:dynamic/kore:KoreUser";

/** The fields of a person that give no access. */
export const profileFields = ["orgUserId", ...ofProfile] as const;

/** The profile fields that Kore.ai reports. */
export const readableProfileFields = ["firstName", "lastName"] as const;

/** A role on a bot; without one, a role of the Admin Console. */
export interface Role {
    roleId: string;
    botId?: string | null | undefined;
}

/** Tasks of a bot; without dialogs, all of them. */
export interface BotTasks {
    streamId: string;
    dialogs?: List<string> | null | undefined;
}

const role = v.object({ roleId: text, botId: v.nullish(text) });
const tasks = v.object({ streamId: text, dialogs: v.nullish(listOf(text, (mark) => mark)) });

const reported = v.object({
    canCreateBot: v.boolean(),
    isDeveloper: v.boolean(),
    firstName: v.nullish(v.string()),
    lastName: v.nullish(v.string()),
    status: v.nullish(v.string()),
    roles: v.array(
        v.object({
            roleId: v.string(),
            roleName: v.nullish(v.string()),
            botId: v.nullish(v.string()),
            botName: v.nullish(v.string()),
            groups: v.nullish(v.array(v.string())),
        }),
    ),
    rolesUnclear: v.nullish(v.boolean()),
    groups: v.array(v.object({ groupId: v.string(), groupName: v.nullish(v.string()) })),
    assignBotTasks: v.nullish(v.array(v.object({ streamId: v.string(), dialogs: v.nullish(v.array(v.string())) }))),
});

/** A KoreUser: its arguments and, once it exists, its outputs. */
export const koreUser = v.object({
    emailId: text,
    ...v.entriesFromList(profileFields, v.nullish(text)),
    groups: v.nullish(listOf(text, (mark) => mark)),
    roles: v.nullish(listOf<Role>(role, (mark) => ({ roleId: mark }))),
    assignBotTasks: v.nullish(listOf<BotTasks>(tasks, (mark) => ({ streamId: mark }))),
    canCreateBot: v.nullish(flag),
    isDeveloper: v.nullish(flag),
    sendEmail: v.nullish(flag),
    adopt: v.nullish(text),
    exclusive: v.nullish(flag),
    onDestroy: v.nullish(text),
    reason: v.nullish(text),
    account: v.nullish(text),
    userId: v.nullish(text),
    adopted: v.nullish(v.boolean()),
    reported: v.nullish(reported),
});

export type KoreUser = v.InferOutput<typeof koreUser>;
export type ReportedUser = v.InferOutput<typeof reported>;
