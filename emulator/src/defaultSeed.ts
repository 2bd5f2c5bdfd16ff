import type { Seed } from "./seed";

const uuid = (number: string): string => `00000000-0000-5000-8000-${number.padStart(12, "0")}`;
const roleId = (name: string): string => name.padStart(24, "0");

/** The ids of the default seed, by name. */
export const seedIds = {
    bots: { support: `st-${uuid("1")}`, sales: `st-${uuid("2")}` },
    dialogs: {
        supportTicket: `dg-${uuid("11")}`,
        supportStatus: `dg-${uuid("12")}`,
        salesQuote: `dg-${uuid("21")}`,
        salesOrder: `dg-${uuid("22")}`,
    },
    botRoles: { owner: roleId("b1"), developer: roleId("b2"), tester: roleId("b3") },
    adminRoles: { masterAdmin: roleId("a1"), analyst: roleId("a2"), userAdmin: roleId("a3") },
    groups: { supportTeam: `e-${uuid("1")}`, salesTeam: `e-${uuid("2")}`, everybody: `e-${uuid("3")}` },
    users: { owner: `u-${uuid("1")}` },
} as const;

/** The app of the default seed. Its secret protects nothing: it is in this file. */
export const seedApp = { clientId: "cs-emulator", clientSecret: "emulator-secret" } as const;

/** A small account: one app, two bots, the usual roles, three groups, and the owner of the account. */
export const defaultSeed: Seed = {
    apps: [{ ...seedApp }],
    bots: [
        {
            botId: seedIds.bots.support,
            name: "Support",
            dialogs: [
                { dialogId: seedIds.dialogs.supportTicket, name: "Open a Ticket" },
                { dialogId: seedIds.dialogs.supportStatus, name: "Ticket Status" },
            ],
            alerts: [`dg-${uuid("13")}`],
            knowledgeTask: [`dg-${uuid("14")}`],
        },
        {
            botId: seedIds.bots.sales,
            name: "Sales",
            dialogs: [
                { dialogId: seedIds.dialogs.salesQuote, name: "Ask for a Quote" },
                { dialogId: seedIds.dialogs.salesOrder, name: "Place an Order" },
            ],
        },
    ],
    roles: [
        {
            roleId: seedIds.botRoles.owner,
            name: "Bot Owner",
            roleType: "bot",
            owner: true,
            description: "Owns the bot",
        },
        { roleId: seedIds.botRoles.developer, name: "Bot Developer", roleType: "bot", description: "Builds the bot" },
        { roleId: seedIds.botRoles.tester, name: "Bot Tester", roleType: "bot", description: "Tests the bot" },
        {
            roleId: seedIds.adminRoles.masterAdmin,
            name: "Master Admin",
            roleType: "admin",
            description: "Administers the account",
        },
        {
            roleId: seedIds.adminRoles.analyst,
            name: "Analyst",
            roleType: "admin",
            description: "Reads dashboards and logs",
        },
        {
            roleId: seedIds.adminRoles.userAdmin,
            name: "User Admin",
            roleType: "admin",
            description: "Administers people",
        },
    ],
    groups: [
        {
            groupId: seedIds.groups.supportTeam,
            name: "Support Team",
            description: "Tests the Support bot",
            roles: [{ roleId: seedIds.botRoles.tester, botId: seedIds.bots.support }],
        },
        {
            groupId: seedIds.groups.salesTeam,
            name: "Sales Team",
            description: "Tests the Sales bot and reads its dashboards",
            roles: [
                { roleId: seedIds.botRoles.tester, botId: seedIds.bots.sales },
                { roleId: seedIds.adminRoles.analyst },
            ],
        },
        { groupId: seedIds.groups.everybody, name: "Everybody", description: "Confers no role" },
    ],
    people: [
        {
            emailId: "owner@example.com",
            userId: seedIds.users.owner,
            firstName: "Olive",
            lastName: "Owner",
            canCreateBot: true,
            isDeveloper: true,
            hasDataTableAndViewAccess: true,
            roles: [{ roleId: seedIds.adminRoles.masterAdmin }],
            lastLogin: "2026-01-05T09:00:00.000Z",
            owner: true,
        },
    ],
    peopleOfOtherAccounts: ["elsewhere@example.org"],
};
