import { seedIds, type SeedPerson } from "kore-emulator";
import type { Declared } from "../harness/stack";

// What the next recorded state declares: every argument, and each way in which a person comes to a resource. A release that adds one adds it here.

const { bots, botRoles, adminRoles, groups, dialogs } = seedIds;

/** People who are in the account before the program. */
export const before: SeedPerson[] = [
    { emailId: "Alan@example.com", firstName: "Alan", groups: [groups.supportTeam] },
    { emailId: "mary@example.com", roles: [{ roleId: adminRoles.analyst }], isDeveloper: true },
    { emailId: "bystander@example.com", isDeveloper: true, canCreateBot: true, groups: [groups.salesTeam] },
];

export const company: Declared[] = [
    {
        type: "KoreUser",
        name: "ada",
        args: {
            emailId: "Ada@Example.com",
            orgUserId: "E-1",
            firstName: "Ada",
            lastName: "Byron",
            companyName: "Example",
            dept: "Bots",
            companyContactPhone: "+44 20 7946 0000",
            worknumber: "+44 20 7946 0001",
            street: "St James's Square",
            suiteNo: "12",
            city: "London",
            zip: "SW1Y 4JH",
            state: "Greater London",
            country: "GB",
            isDeveloper: true,
            canCreateBot: true,
            roles: [{ roleId: botRoles.tester, botId: bots.sales }, { roleId: botRoles.developer, botId: bots.support }, { roleId: adminRoles.userAdmin }],
            groups: [groups.supportTeam],
            assignBotTasks: [{ streamId: bots.support }, { streamId: bots.sales, dialogs: [dialogs.salesQuote] }],
            sendEmail: false,
            adopt: "never",
            exclusive: true,
            onDestroy: "remove",
            reason: "maintains the support bot",
        },
    },
    // Nothing but an address, and a role that comes with a group.
    { type: "KoreUser", name: "grace", args: { emailId: "grace@example.com" } },
    { type: "KoreUser", name: "katherine", args: { emailId: "katherine@example.com", groups: [groups.salesTeam], roles: [{ roleId: adminRoles.analyst }] } },
    // Adopted: as declared, and brought to what is declared.
    { type: "KoreUser", name: "alan", args: { emailId: "alan@example.com", firstName: "Alan", groups: [groups.supportTeam], onDestroy: "revoke" } },
    { type: "KoreUser", name: "mary", args: { emailId: "mary@example.com", roles: [{ roleId: botRoles.tester, botId: bots.support }], isDeveloper: false, adopt: "takeOver", onDestroy: "revoke" } },
    {
        type: "KoreUserAccess",
        name: "builders",
        args: { emailIds: [{ $output: "grace.emailId" }, { $output: "alan.emailId" }], isDeveloper: true, canCreateBot: false, hasDataTableAndViewAccess: true, reason: "build on bots of others" },
    },
    { type: "KoreUserAccess", name: "viewers", args: { emailIds: ["Katherine@example.com"], isDeveloper: false, canCreateBot: false }, opts: { dependsOn: [{ $output: "katherine" }] } },
];
