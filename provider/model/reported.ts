import * as v from "valibot";

/** What Kore.ai reported of a person at the last step, as the state of a KoreUser keeps it. */
export const reportedUser = v.looseObject({
    canCreateBot: v.boolean(),
    isDeveloper: v.boolean(),
    firstName: v.exactOptional(v.string()),
    lastName: v.exactOptional(v.string()),
    status: v.exactOptional(v.string()),
    roles: v.array(
        v.looseObject({
            roleId: v.string(),
            roleName: v.exactOptional(v.string()),
            botId: v.exactOptional(v.string()),
            botName: v.exactOptional(v.string()),
            groups: v.exactOptional(v.array(v.string())),
        }),
    ),
    /** Set where Kore.ai did not tell which of the roles come from groups. */
    rolesUnclear: v.exactOptional(v.boolean()),
    groups: v.array(v.looseObject({ groupId: v.string(), groupName: v.exactOptional(v.string()) })),
    assignBotTasks: v.exactOptional(
        v.array(v.looseObject({ streamId: v.string(), dialogs: v.exactOptional(v.array(v.string())) })),
    ),
});

/** The same of a person of a KoreUserAccess. */
export const reportedAccess = v.looseObject({
    emailId: v.string(),
    userId: v.string(),
    canCreateBot: v.boolean(),
    isDeveloper: v.boolean(),
    /** What this person may hold of this resource's, where the last step about them failed: old or new. */
    mayHold: v.exactOptional(
        v.object({
            canCreateBot: v.boolean(),
            isDeveloper: v.boolean(),
            hasDataTableAndViewAccess: v.exactOptional(v.boolean()),
        }),
    ),
});
