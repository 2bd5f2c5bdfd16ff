import path from "node:path";
import jwt from "jsonwebtoken";
import { defaultSeed, seedApp, seedIds, type EmulatorOptions, type Seed } from "../../emulator/src/index";

const { bots, botRoles, adminRoles, groups, dialogs } = seedIds;

const seed: Seed = {
    ...defaultSeed,
    people: [
        ...defaultSeed.people,
        {
            emailId: "ada@example.com",
            orgUserId: "E-1",
            firstName: "Ada",
            isDeveloper: true,
            roles: [{ roleId: botRoles.tester, botId: bots.support }],
            groups: [groups.supportTeam],
            assignBotTasks: [{ botId: bots.support }],
        },
        {
            emailId: "grace@example.com",
            orgUserId: "E-2",
            roles: [{ roleId: adminRoles.analyst }],
            groups: [groups.salesTeam],
        },
    ],
};

const addresses = ["ada@example.com", "grace@example.com", "ADA@example.com"];

/** What hooks.py puts into the fields of a body. */
export const known = {
    emailId: [...addresses, "jean@example.com", "owner@example.com"],
    emailIds: [...addresses, "owner@example.com"],
    deleteEmailIds: [...addresses, "jean@example.com", "owner@example.com"],
    orgUserId: ["E-1", "E-2", "E-3"],
    orgUserIds: ["E-1", "E-2", "E-3"],
    groups: [groups.supportTeam, groups.salesTeam],
    addTo: [groups.supportTeam, groups.everybody],
    removeFrom: [groups.supportTeam, groups.salesTeam],
    roleId: [botRoles.tester, adminRoles.analyst],
    botId: [bots.support, bots.sales],
    streamId: [bots.support, bots.sales],
    dialogs: [dialogs.supportTicket, dialogs.salesQuote],
};

/** The settings of schemathesis, in TOML. */
export const settings = `
hooks = ${JSON.stringify(path.join(__dirname, "hooks.py"))}

# 412 is Kore.ai's own status for a body of another form.
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 412]
`;

/** Each edition of the answers that the pages show, as the emulator is told to give it. */
export const editions: Record<string, EmulatorOptions> = {
    "by default": { seed, limits: "off" },
    "with the newest pages' answers": {
        seed,
        limits: "off",
        switches: {
            successRows: "rows",
            messageEdition: "singular",
            usersInfoMeta: "present",
            notFoundReason: "User not found. Please check the provided email address.",
            conferringGroups: "absent",
            taskKey: "botId",
            createReasonShape: "object",
            lookUpReasonShape: "object",
            repeatedCreate: "applied",
        },
    },
    "with the oldest pages' answers, refusing what it may": {
        seed,
        limits: "off",
        switches: {
            createReasonShape: "fullObject",
            lookUpReasonShape: "fullObject",
            statusReported: "absent",
            repeatedCreate: "refused",
            removeUnknown: "failureRow",
            roleAlreadyHeld: "failureRow",
            roleNotHeld: "failureRow",
            rowFlagCombination: "failureRow",
            adminRoleId: "absent",
        },
    },
};

/** A token for any number of requests: without `jti`, which this app does not enforce. */
export function token(): string {
    return jwt.sign({ sub: "fuzz", appId: seedApp.clientId }, seedApp.clientSecret, {
        algorithm: "HS256",
        expiresIn: "1h",
    });
}
