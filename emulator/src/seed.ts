import * as v from "valibot";
import { heldRoleSchema, seedPersonSchema } from "./person";

/** The Admin Console scopes of the endpoints, as the API List page writes them. */
export const scopes = ["User Management > User Management", "Profile Management > Role Management"] as const;

/** One Admin Console scope. */
export type Scope = (typeof scopes)[number];

/** An app of the Admin Console, whose id and secret sign tokens. */
const appSchema = v.strictObject({
    clientId: v.string(),
    clientSecret: v.string(),
    /** The endpoints that its tokens may call; absent means both scopes. */
    scopes: v.exactOptional(v.array(v.picklist(scopes))),
    /** "Enforce JTI" of the SDK Security page: tokens without `jti` are refused. */
    enforceJti: v.exactOptional(v.boolean()),
});

/** An app of the Admin Console, whose id and secret sign tokens. */
export type App = v.InferOutput<typeof appSchema>;

/** A bot with the dialogs that can be assigned to people. */
export const botSchema = v.strictObject({
    /** `st-<uuid>` */
    botId: v.string(),
    name: v.string(),
    /** Their ids are `dg-<uuid>`. */
    dialogs: v.array(v.strictObject({ dialogId: v.string(), name: v.string() })),
    /** Ids of the other parts of its tasks. */
    actions: v.exactOptional(v.array(v.string())),
    alerts: v.exactOptional(v.array(v.string())),
    knowledgeTask: v.exactOptional(v.array(v.string())),
});

/** A bot with the dialogs that can be assigned to people. */
export type Bot = v.InferOutput<typeof botSchema>;

/** A bot role or an admin role. */
export const roleSchema = v.strictObject({
    /** 24 hexadecimal digits. */
    roleId: v.string(),
    name: v.string(),
    roleType: v.picklist(["bot", "admin"]),
    description: v.exactOptional(v.string()),
    /** Whoever holds it owns the bot, and cannot be removed from the account through the API. */
    owner: v.exactOptional(v.boolean()),
    /** What it may do, by name: YES or NO for admin roles, lists such as [FULL] for bot roles (Get Roles page). */
    permissions: v.exactOptional(v.record(v.string(), v.union([v.string(), v.array(v.string())]))),
});

/** A bot role or an admin role. */
export type Role = v.InferOutput<typeof roleSchema>;

/** A group, and the roles that it confers on its members. */
export const groupSchema = v.strictObject({
    /** `e-<uuid>` */
    groupId: v.string(),
    name: v.string(),
    description: v.exactOptional(v.string()),
    roles: v.exactOptional(v.array(heldRoleSchema)),
    /** Ids of the groups in it. */
    groups: v.exactOptional(v.array(v.string())),
});

/** A group, and the roles that it confers on its members. */
export type Group = v.InferOutput<typeof groupSchema>;

/** Everything that an account starts with. */
export const seedSchema = v.strictObject({
    apps: v.array(appSchema),
    bots: v.array(botSchema),
    roles: v.array(roleSchema),
    groups: v.array(groupSchema),
    people: v.array(seedPersonSchema),
    /** Addresses that Kore.ai knows, in another account than this one. */
    peopleOfOtherAccounts: v.exactOptional(v.array(v.string())),
});

/** Everything that an account starts with. */
export type Seed = v.InferOutput<typeof seedSchema>;
