import * as v from "valibot";
import { flagNames } from "./declared";

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

const byId = v.exactOptional(v.record(v.string(), v.string()));

/** The same of the people of a KoreUsers: of each who they are, and what is not as it is declared; names once for all. */
export const reportedPeople = v.looseObject({
    people: v.record(
        v.string(),
        v.looseObject({
            userId: v.exactOptional(v.string()),
            /** Left out: false. */
            adopted: v.exactOptional(v.boolean()),
            /** Left out: as declared; false where no flag is. */
            canCreateBot: v.exactOptional(v.boolean()),
            isDeveloper: v.exactOptional(v.boolean()),
            /** Left out: as declared, or not reported. */
            firstName: v.exactOptional(v.string()),
            lastName: v.exactOptional(v.string()),
            /** Left out: active, or not reported. */
            status: v.exactOptional(v.string()),
            /** All roles, and all groups; left out where they are just those that are declared, each given directly. */
            roles: v.exactOptional(
                v.array(
                    v.looseObject({
                        roleId: v.string(),
                        botId: v.exactOptional(v.string()),
                        groups: v.exactOptional(v.array(v.string())),
                    }),
                ),
            ),
            groups: v.exactOptional(v.array(v.string())),
            rolesUnclear: v.exactOptional(v.boolean()),
            /** Left out: as declared, or not reported. */
            assignBotTasks: reportedUser.entries.assignBotTasks,
            /** Nothing was read of them at the last step. */
            unread: v.exactOptional(v.boolean()),
            /** Defaults of the set that did not hold for them at their last step. */
            without: v.exactOptional(v.array(v.string())),
            createLost: v.exactOptional(v.boolean()),
            unlisted: v.exactOptional(v.boolean()),
            /** Their access has ended, and then they have left the account. */
            gone: v.exactOptional(v.boolean()),
            /** They have left the set, and another resource was to take them over, and has not yet. */
            letGo: v.exactOptional(v.boolean()),
            handedOver: v.exactOptional(flagNames),
            automaticTasks: v.exactOptional(v.array(v.string())),
            oneRoleBots: v.exactOptional(v.array(v.string())),
        }),
    ),
    roles: byId,
    groups: byId,
    bots: byId,
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
