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

const consolePermissions = [
    "Invite",
    "Import Users / Sync",
    "Manage User Profile Fields",
    "Manage Groups",
    "Manage Built-In Admin Roles",
    "Manage Custom Admin Roles",
    "Manage Bot Roles",
    "Single Sign On",
    "API Scopes",
    "View and Run Audit Reports",
    "View and Run Bot Chat History",
] as const;
const botPermissions = ["Tasks", "Natural Language", "Testing", "Bot Developers", "Publish bot", "Dashboard"] as const;

/** A role of the Admin Console that may do these things, and none of the others. */
function consoleRole(...allowed: (typeof consolePermissions)[number][]): Record<string, string> {
    return Object.fromEntries(consolePermissions.map((name) => [name, allowed.includes(name) ? "YES" : "NO"]));
}

/** A role of bots that may do so much of each thing; NO unless given. */
function botRole(levels: Partial<Record<(typeof botPermissions)[number], string>>): Record<string, string[]> {
    return Object.fromEntries(botPermissions.map((name) => [name, [levels[name] ?? "NO"]]));
}

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
            permissions: Object.fromEntries(botPermissions.map((name) => [name, ["FULL"]])),
        },
        {
            roleId: seedIds.botRoles.developer,
            name: "Bot Developer",
            roleType: "bot",
            description: "Builds the bot",
            permissions: botRole({
                Tasks: "FULL",
                "Natural Language": "FULL",
                Testing: "FULL",
                "Bot Developers": "VIEW",
                "Publish bot": "YES",
                Dashboard: "YES",
            }),
        },
        {
            roleId: seedIds.botRoles.tester,
            name: "Bot Tester",
            roleType: "bot",
            description: "Tests the bot",
            permissions: botRole({ Tasks: "VIEW", "Natural Language": "VIEW", Testing: "FULL", Dashboard: "YES" }),
        },
        {
            roleId: seedIds.adminRoles.masterAdmin,
            name: "Master Admin",
            roleType: "admin",
            description: "Administers the account",
            permissions: consoleRole(...consolePermissions),
        },
        {
            roleId: seedIds.adminRoles.analyst,
            name: "Analyst",
            roleType: "admin",
            description: "Reads dashboards and logs",
            permissions: consoleRole("View and Run Audit Reports", "View and Run Bot Chat History"),
        },
        {
            roleId: seedIds.adminRoles.userAdmin,
            name: "User Admin",
            roleType: "admin",
            description: "Administers people",
            permissions: consoleRole(
                "Invite",
                "Import Users / Sync",
                "Manage User Profile Fields",
                "Manage Groups",
                "Manage Bot Roles",
            ),
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
