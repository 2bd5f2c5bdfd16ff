import assert from "node:assert/strict";
import { defaultSeed, seedIds, type Switches } from "../../../emulator/src/index";
import { row, trial, type Trial } from "./support";

// What public test suites and scripts send to Kore.ai, and what they expect or rely on.
// K: tests of the account endpoints; Q: tests of another product, which add people first; N and P: scripts of users.

const { bots, botRoles, adminRoles, groups, dialogs, users } = seedIds;
const unsigned = { iat: undefined, exp: undefined, jti: undefined };

/** The tokens that they send. */
const tokens = {
    right: (t: Trial) => ({ auth: t.token() }),
    none: () => ({}),
    tampered: (t: Trial) => ({ auth: `${t.token()}1234` }),
    garbage: () => ({ auth: "JWTToken" }),
    ofOtherScope: (t: Trial) => ({ auth: t.token({ appId: "cs-users" }, "users-secret") }),
    bare: (t: Trial) => ({ auth: t.token(unsigned) }),
    sts: (t: Trial) => ({
        auth: t.token({ appId: undefined, iss: "cs-emulator", sub: users.owner, aud: "", isAnonymous: false }),
    }),
};

type Expected = RegExp | object;

interface Check {
    from: "K" | "Q" | "N" | "P";
    says: string;
    ask: [endpoint: string, body?: object | undefined, token?: keyof typeof tokens];
    status: number;
    answer?: Expected;
    switches?: Partial<Switches>;
    then?: (t: Trial) => unknown;
}

const refusal = (msg: string, code: number): object => ({ errors: [{ msg, code }] });
const credentials = refusal("Invalid SDK credentials", 4002);
const notAllowed = refusal("Method Not Allowed", 405);
const karate = "karate@example.com";
const name = { userInfo: { emailId: karate, firstName: "New", lastName: "Name" } };
const created = { msg: "Users are created Successfully" };
const removed = { msg: "Users are removed Successfully" };
const flags = { canCreateBot: true, isDeveloper: true, hasDataTableAndViewAccess: true };
const nobody = { addUsers: [""], removeUsers: [""], addGroups: [""], removeGroups: [""] };

const full = {
    userInfo: { emailId: "full@example.com", orgUserId: "org-9", firstName: "Full", lastName: "Row", dept: "QA" },
    groups: [groups.salesTeam],
    roles: [{ roleId: adminRoles.userAdmin }, { roleId: botRoles.tester, botId: bots.support }],
    assignBotTasks: [{ streamId: bots.sales, dialogs: [dialogs.salesQuote] }],
    canCreateBot: true,
    isDeveloper: true,
};

/** The same request with a tampered token, and with none. */
function withoutCredentials(endpoint: string, body?: object): Check[] {
    return (["tampered", "none"] as const).map((token) => ({
        from: "K",
        says: `${endpoint}: a ${token === "none" ? "missing" : "tampered"} token has invalid SDK credentials`,
        ask: [endpoint, body, token],
        status: 401,
        answer: credentials,
    }));
}

const checks: Check[] = [
    {
        from: "K",
        says: "an address alone is created",
        ask: ["POST users", { users: [row("testing@example.com")] }],
        status: 200,
        answer: created,
    },
    {
        from: "K",
        says: "a row with all fields is created",
        ask: ["POST users", { users: [full] }],
        status: 200,
        answer: created,
    },
    {
        from: "K",
        says: "an address that is none is a failure row of a 200, with a text as reason",
        ask: ["POST users", { users: [row("12335")] }],
        status: 200,
        answer: {
            failedUserDetails: [{ userInfo: { emailId: "12335", status: "failure", reason: "Invalid emailId" } }],
        },
    },
    ...withoutCredentials("POST users", { users: [row("testing@example.com")] }),
    {
        from: "K",
        says: "a person is updated",
        ask: ["PUT users", { users: [name] }],
        status: 200,
        answer: { msg: "Users are updated Successfully" },
    },
    {
        from: "K",
        says: "an updated name shows at once",
        ask: ["PUT users", { users: [name] }],
        status: 200,
        then: async (t) => assert.match(JSON.stringify(await t.look(karate)), /"firstName":"New","lastName":"Name"/),
    },
    ...withoutCredentials("PUT users", { users: [name] }),
    {
        from: "K",
        says: "GET users is no method, token or not",
        ask: ["GET users", undefined, "none"],
        status: 405,
        answer: notAllowed,
    },
    {
        from: "K",
        says: "a person is removed",
        ask: ["DELETE users", { deleteEmailIds: [karate] }],
        status: 200,
        answer: removed,
    },
    {
        from: "K",
        says: "whoever is removed is in the list no more, and the others are",
        ask: ["DELETE users", { deleteEmailIds: [karate] }],
        status: 200,
        then: async (t) => {
            const list = JSON.stringify((await t.call("GET alluserroles")).body);
            assert.deepEqual([list.includes(karate), list.includes("test3@example.com")], [false, true]);
        },
    },
    {
        from: "K",
        says: "a person can be removed who was created a moment ago",
        ask: ["POST users", { users: [row("testing@example.com")] }],
        status: 200,
        then: async (t) =>
            assert.deepEqual(await t.answer("DELETE users", { deleteEmailIds: ["testing@example.com"] }), [
                200,
                removed,
            ]),
    },
    ...withoutCredentials("DELETE users", { deleteEmailIds: [karate] }),
    {
        from: "K",
        says: "usersInfo has one entry, with the address and the names in userInfo",
        ask: ["POST usersInfo", { emailIds: [karate] }],
        status: 200,
        answer: /^\[{[^[]*"userInfo":{"emailId":"karate@example\.com",[^}]*"firstName":"Kara","lastName":"Te"/,
    },
    {
        from: "K",
        says: "whoever was created is known to usersInfo at once",
        ask: ["POST users", { users: [row("testing@example.com")] }],
        status: 200,
        then: async (t) => assert.doesNotMatch(JSON.stringify(await t.look("testing@example.com")), /failure/),
    },
    {
        from: "K",
        says: "an unknown address is a failure of a 200, whose reason has status 400 and one msg",
        ask: ["POST usersInfo", { emailIds: ["kore@example.com"] }],
        switches: { lookUpReasonShape: "fullObject" },
        status: 200,
        answer: /^(?=.*"status":"failure".*"status":400)(?!.*"msg".*"msg").*"msg":"Invalid emailId"/,
    },
    ...withoutCredentials("POST usersInfo", { emailIds: [karate] }),
    {
        from: "K",
        says: "all three flags are taken",
        ask: ["POST useraccess", { emailIds: ["test3@example.com"], ...flags }],
        status: 200,
        answer: ["SUCCESS"],
    },
    {
        from: "K",
        says: "a developer need not create bots",
        ask: ["POST useraccess", { emailIds: ["test3@example.com"], ...flags, canCreateBot: false }],
        status: 200,
        answer: ["SUCCESS"],
    },
    {
        from: "K",
        says: "whoever creates bots is a developer",
        ask: ["POST useraccess", { emailIds: ["test3@example.com"], ...flags, isDeveloper: false }],
        status: 403,
        answer: refusal("Invalid values in the body", 403),
    },
    {
        from: "K",
        says: "nobody has no access to set",
        ask: ["POST useraccess", { emailIds: [], ...flags }],
        status: 400,
        answer: refusal("emailIds cannot be empty", 400),
    },
    {
        from: "K",
        says: "access of an unknown person is refused",
        ask: ["POST useraccess", { emailIds: ["wuso@example.com"], ...flags }],
        status: 400,
        answer: refusal("One or more entered emails not found", 400),
    },
    {
        from: "K",
        says: "alluserroles needs no parameter",
        ask: ["GET alluserroles"],
        status: 200,
        answer: /"users":\[{/,
    },
    ...withoutCredentials("GET alluserroles"),
    { from: "K", says: "POST alluserroles is no method", ask: ["POST alluserroles"], status: 405, answer: notAllowed },
    {
        from: "K",
        says: "groups have _id, and need no parameter",
        ask: ["GET groups"],
        status: 200,
        answer: new RegExp(`"groups":\\[{"_id":"${groups.supportTeam}".*"_id":"${groups.everybody}"`),
    },
    ...withoutCredentials("GET groups"),
    { from: "K", says: "POST groups is no method", ask: ["POST groups"], status: 405, answer: notAllowed },
    {
        from: "K",
        says: "an admin role is given at a path without a slash at its end; empty texts name nobody",
        ask: [
            "POST adminroles/assignments",
            [{ roleId: adminRoles.userAdmin, ...nobody, addUsers: ["test3@example.com"] }],
        ],
        status: 200,
        then: (t) => assert.deepEqual(t.account.person("test3@example.com")?.roles, [{ roleId: adminRoles.userAdmin }]),
    },
    {
        from: "K",
        says: "a bot role is taken in the same way",
        ask: [
            "POST btroles/assignments",
            [{ roleId: botRoles.developer, botId: bots.support, ...nobody, removeUsers: [karate] }],
        ],
        status: 200,
        then: (t) => assert.deepEqual(t.account.person(karate)?.roles, []),
    },
    {
        from: "K",
        says: "a text that is no token is an invalid one",
        ask: ["POST usersInfo", { emailIds: [] }, "garbage"],
        status: 401,
        answer: refusal("Invalid JWT token", 4002),
    },
    {
        from: "K",
        says: "an app of another scope is refused with 401",
        ask: ["GET groups", undefined, "ofOtherScope"],
        status: 401,
        answer: refusal("Permission denied. Scope is incorrect!", 4002),
    },
    {
        from: "K",
        says: "a body without what it needs is refused with 412",
        ask: ["POST users", { sendEmail: false }],
        status: 412,
        answer: refusal("Validation errors/ Invalid arguments", 412),
    },
    {
        from: "Q",
        says: "a token may name its app in iss",
        ask: ["POST usersInfo", { emailIds: [karate] }, "sts"],
        switches: { tokenApp: "appIdOrIss" },
        status: 200,
        answer: /"emailId":"karate@example\.com"/,
    },
    {
        from: "Q",
        says: "isAppUser beside users is taken",
        ask: ["POST users", { users: [full], sendEmail: false, isAppUser: true }],
        status: 200,
        answer: created,
    },
    {
        from: "Q",
        says: "a person of another account is created",
        ask: ["POST users", { users: [row("elsewhere@example.org")] }],
        status: 200,
        answer: created,
    },
    {
        from: "N",
        says: "sendEmail beside users keeps the invitation back",
        ask: [
            "POST users",
            {
                users: [
                    row("leo@example.com", {
                        groups: [],
                        roles: [{ roleId: botRoles.developer, botId: bots.sales }],
                        canCreateBot: true,
                        isDeveloper: true,
                    }),
                ],
                sendEmail: false,
            },
        ],
        status: 200,
        then: (t) => assert.equal(t.account.person("leo@example.com")?.invitations, 0),
    },
    {
        from: "N",
        says: "useraccess may leave hasDataTableAndViewAccess out",
        ask: ["POST useraccess", { emailIds: [karate], canCreateBot: true, isDeveloper: true }],
        status: 200,
        answer: ["SUCCESS"],
        then: (t) => assert.equal(t.account.person(karate)?.isDeveloper, true),
    },
    {
        from: "P",
        says: "sub and appId are a whole token",
        ask: ["GET bots?offset=0&limit=50", undefined, "bare"],
        status: 200,
        answer: /"bots":\[{/,
    },
    {
        from: "P",
        says: "bots have _id and name, and availableMore ends the reading",
        ask: ["GET bots?offset=0&limit=50"],
        status: 200,
        answer: new RegExp(`"availableMore":false,.*"_id":"${bots.support}".*"name":"Support"`),
    },
    {
        from: "P",
        says: "the offset of bots counts pages of 50",
        ask: ["GET bots?offset=1&limit=50"],
        status: 200,
        answer: { total: 2, availableMore: false, bots: [] },
    },
    {
        from: "P",
        says: "alluserroles has roleName and roleId of a bot role",
        ask: ["GET alluserroles?limit=2"],
        status: 200,
        answer: new RegExp(`"btRoles":\\[{"roleId":"${botRoles.developer}","roleName":"Bot Developer"`),
    },
    {
        from: "P",
        says: "a group is given a role on a bot by its name",
        ask: [
            "POST btroles/assignments/",
            [{ roleId: botRoles.developer, botId: bots.sales, ...nobody, addGroups: ["Everybody"] }],
        ],
        status: 200,
        answer: [{ status: "success ", roleId: botRoles.developer }],
        then: async (t) => {
            t.account.changePerson("test3@example.com", { addGroups: ["Everybody"] });
            assert.match(JSON.stringify(await t.look("test3@example.com")), /"Bot Developer","groups":\["Everybody"\]/);
        },
    },
];

describe("what public suites and scripts expect", () => {
    const people = [
        {
            emailId: karate,
            firstName: "Kara",
            lastName: "Te",
            roles: [{ roleId: botRoles.developer, botId: bots.support }],
        },
        { emailId: "test3@example.com" },
    ];
    const scoped = {
        clientId: "cs-users",
        clientSecret: "users-secret",
        scopes: ["User Management > User Management" as const],
    };
    const t = trial({
        seed: { ...defaultSeed, apps: [...defaultSeed.apps, scoped], people: [...people, ...defaultSeed.people] },
    });

    for (const { from, says, ask, status, answer, switches, then } of checks) {
        it(`${from}: ${says}`, async () => {
            t.account.setSwitches(switches ?? {});
            const [endpoint, body, token = "right"] = ask;
            const answered = await t.call(endpoint, body, tokens[token](t));
            assert.equal(answered.status, status, JSON.stringify(answered.body));
            if (answer instanceof RegExp) {
                assert.match(JSON.stringify(answered.body), answer);
            } else if (answer !== undefined) {
                assert.deepEqual(answered.body, answer);
            }
            await then?.(t);
        });
    }
});
