import * as v from "valibot";
import { isAddress } from "./addresses";
import { profileFields } from "./profileFields";

/** The name of one profile field. */
export type ProfileField = (typeof profileFields)[number];

const profileEntries = v.entriesFromList(profileFields, v.exactOptional(v.string()));

/** A role that somebody holds: a bot role on one bot, or, without `botId`, an admin role. */
export const heldRoleSchema = v.strictObject({ roleId: v.string(), botId: v.exactOptional(v.string()) });

/** A role that somebody holds: a bot role on one bot, or, without `botId`, an admin role. */
export type HeldRole = v.InferOutput<typeof heldRoleSchema>;

/** The tasks of one bot that are assigned to somebody; without `dialogs`, all of them. */
const botTasksSchema = v.strictObject({
    botId: v.string(),
    dialogs: v.exactOptional(v.array(v.string())),
    /** Given by hand; no page has them in a request. */
    actions: v.exactOptional(v.array(v.string())),
    alerts: v.exactOptional(v.array(v.string())),
    knowledgeTask: v.exactOptional(v.array(v.string())),
});

/** The tasks of one bot that are assigned to somebody; without `dialogs`, all of them. */
export type BotTasks = v.InferOutput<typeof botTasksSchema>;

/** The statuses of the Admin Console. People who are suspended or locked keep their access. */
export const statusSchema = v.picklist(["active", "not active", "suspended", "locked"]);

/** Whether a person has activated the account, and may use it. */
export type PersonStatus = v.InferOutput<typeof statusSchema>;

/** What is kept of one person. */
export const personSchema = v.strictObject({
    /** The address as it is stored. People are found by it whatever its letter case. */
    emailId: v.string(),
    /** Kore.ai's own id, `u-<uuid>`. */
    userId: v.string(),
    /** The id that the customer's organisation gave. */
    orgUserId: v.exactOptional(v.string()),
    ...profileEntries,
    canCreateBot: v.boolean(),
    isDeveloper: v.boolean(),
    /** Set by useraccess alone, and reported by no endpoint. */
    hasDataTableAndViewAccess: v.boolean(),
    /** Group ids. */
    groups: v.array(v.string()),
    /** Roles held directly; those that groups confer are not repeated here. */
    roles: v.array(heldRoleSchema),
    assignBotTasks: v.array(botTasksSchema),
    status: statusSchema,
    /** Created where usersInfo and alluserroles know people after their activation alone, and not activated yet. */
    awaitsActivation: v.exactOptional(v.boolean()),
    /** ISO time of the last log-in. */
    lastLogin: v.exactOptional(v.string()),
    /** Owner of the account: cannot be removed through the API. */
    owner: v.exactOptional(v.boolean()),
    /** Activation e-mails sent to this person. A person who is removed and comes back starts at zero. */
    invitations: v.number(),
});

/** What is kept of one person. */
export type Person = v.InferOutput<typeof personSchema>;

/** A person as a seed gives them: only `emailId` is needed. Flags are false and the status is active unless said. */
export const seedPersonSchema = v.strictObject({
    emailId: v.pipe(v.string(), v.check(isAddress, "This is no e-mail address")),
    userId: v.exactOptional(v.string()),
    canCreateBot: v.exactOptional(v.boolean()),
    isDeveloper: v.exactOptional(v.boolean()),
    hasDataTableAndViewAccess: v.exactOptional(v.boolean()),
    groups: v.exactOptional(v.array(v.string())),
    roles: v.exactOptional(v.array(heldRoleSchema)),
    assignBotTasks: v.exactOptional(v.array(botTasksSchema)),
    status: v.exactOptional(statusSchema),
    orgUserId: v.exactOptional(v.string()),
    lastLogin: v.exactOptional(v.string()),
    owner: v.exactOptional(v.boolean()),
    invitations: v.exactOptional(v.number()),
    ...profileEntries,
});

/** A person as a seed gives them: only `emailId` is needed. Flags are false and the status is active unless said. */
export type SeedPerson = v.InferOutput<typeof seedPersonSchema>;

const textOrNothing = v.exactOptional(v.nullable(v.string()));

/**
 * A change made by hand, as an administrator would in the Admin Console. `null` clears a field. Roles, bots, groups and
 * dialogs are named by id or name.
 */
export const personChangeSchema = v.strictObject({
    userId: v.exactOptional(v.string()),
    orgUserId: textOrNothing,
    ...v.entriesFromList(profileFields, textOrNothing),
    lastLogin: textOrNothing,
    canCreateBot: v.exactOptional(v.boolean()),
    isDeveloper: v.exactOptional(v.boolean()),
    hasDataTableAndViewAccess: v.exactOptional(v.boolean()),
    status: v.exactOptional(statusSchema),
    owner: v.exactOptional(v.boolean()),
    addRoles: v.exactOptional(v.array(heldRoleSchema)),
    removeRoles: v.exactOptional(v.array(heldRoleSchema)),
    addGroups: v.exactOptional(v.array(v.string())),
    removeGroups: v.exactOptional(v.array(v.string())),
    /** Tasks of one bot replace what was assigned of that bot. */
    addTasks: v.exactOptional(v.array(botTasksSchema)),
    /** Bots whose tasks are taken away. */
    removeTasks: v.exactOptional(v.array(v.string())),
});

/**
 * A change made by hand, as an administrator would in the Admin Console. `null` clears a field. Roles, bots, groups and
 * dialogs are named by id or name.
 */
export type PersonChange = v.InferOutput<typeof personChangeSchema>;
