import * as kore from "pulumi-kore";
import { adminRoles, botRoles, bots, groups } from "./account";

// Ada owns the Support bot's code: she builds it, and may start new bots.
export const ada = new kore.KoreUser("ada", {
    emailId: "ada@example.com",
    firstName: "Ada",
    lastName: "Byron",
    isDeveloper: true,
    canCreateBot: true,
    roles: [{ roleId: botRoles.developer, botId: bots.support }],
    groups: [groups.supportTeam],
    sendEmail: false,
    reason: "Maintains the Support bot",
});

// Grace and Alan build on bots of others. Their builder access is in `builders` below.
export const grace = new kore.KoreUser("grace", {
    emailId: "grace@example.com",
    firstName: "Grace",
    lastName: "Murray",
    roles: [{ roleId: botRoles.developer, botId: bots.sales }],
    groups: [groups.salesTeam],
    sendEmail: false,
    reason: "Maintains the Sales bot",
});

export const alan = new kore.KoreUser("alan", {
    emailId: "alan@example.com",
    firstName: "Alan",
    lastName: "Mathison",
    roles: [
        { roleId: botRoles.tester, botId: bots.support },
        { roleId: botRoles.tester, botId: bots.sales },
    ],
    sendEmail: false,
    reason: "Tests both bots before a release",
});

// Katherine administers people and reads the dashboards. She builds nothing.
export const katherine = new kore.KoreUser("katherine", {
    emailId: "katherine@example.com",
    firstName: "Katherine",
    lastName: "Coleman",
    roles: [{ roleId: adminRoles.userAdmin }, { roleId: adminRoles.analyst }],
    sendEmail: false,
    reason: "Answers access requests",
});

// Access that a team has as a team: one line to add or remove when somebody joins or leaves it.
export const builders = new kore.KoreUserAccess("builders", {
    emailIds: [grace.emailId, alan.emailId],
    isDeveloper: true,
    canCreateBot: false,
    reason: "Work on bots that others have created",
});
