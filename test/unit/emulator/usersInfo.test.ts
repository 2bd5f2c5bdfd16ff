import assert from "node:assert/strict";
import { defaultSeed, seedIds } from "../../../emulator/src/index";
import { row, trial } from "./support";

const { bots, botRoles, adminRoles, groups, dialogs, users } = seedIds;

const owner = {
    canCreateBot: true,
    isDeveloper: true,
    userInfo: {
        emailId: "owner@example.com",
        userId: users.owner,
        firstName: "Olive",
        lastName: "Owner",
        status: "active",
        lastLogin: "2026-01-05T09:00:00.000Z",
    },
    roles: { btRoles: [], adminRoles: [{ roleId: adminRoles.masterAdmin, roleName: "Master Admin", groups: [] }] },
    assignBotTasks: [],
    groups: [],
};
const unknown = (emailId: string, reason: unknown = "Invalid emailId"): object => ({
    userInfo: { emailId, status: "failure", reason },
});

describe("POST usersInfo", () => {
    const person = {
        emailId: "Ada@example.com",
        userId: "u-ada",
        orgUserId: "org-1",
        firstName: "Ada",
        dept: "Engines",
        isDeveloper: true,
        hasDataTableAndViewAccess: true,
        groups: [groups.salesTeam],
        roles: [{ roleId: botRoles.developer, botId: bots.support }],
        assignBotTasks: [{ botId: bots.support }, { botId: bots.sales, dialogs: [dialogs.salesQuote] }],
        status: "not active" as const,
    };
    const t = trial({ seed: { ...defaultSeed, people: [...defaultSeed.people, person] } });
    const addresses = async (body: object): Promise<unknown> => {
        const answered = JSON.stringify((await t.call("POST usersInfo", body)).body);
        return [...answered.matchAll(/"emailId":"([^"]+)"/g)].map(([, emailId]) => emailId);
    };

    it("there is one entry for each address, also for unknown ones", async () => {
        assert.deepEqual(await t.look("owner@example.com", "nobody@example.com"), [
            owner,
            unknown("nobody@example.com"),
        ]);
    });

    it("roles tell which groups confer them; company, orgUserId and data tables are never told", async () => {
        assert.deepEqual(await t.look("ada@example.com"), [
            {
                canCreateBot: false,
                isDeveloper: true,
                userInfo: {
                    emailId: "ada@example.com",
                    userId: "u-ada",
                    firstName: "Ada",
                    lastName: "",
                    status: "not active",
                },
                roles: {
                    btRoles: [
                        {
                            roleId: botRoles.developer,
                            roleName: "Bot Developer",
                            groups: [],
                            botId: bots.support,
                            botName: "Support",
                        },
                        {
                            roleId: botRoles.tester,
                            roleName: "Bot Tester",
                            groups: ["Sales Team"],
                            botId: bots.sales,
                            botName: "Sales",
                        },
                    ],
                    adminRoles: [{ roleId: adminRoles.analyst, roleName: "Analyst", groups: ["Sales Team"] }],
                },
                assignBotTasks: [
                    {
                        streamId: bots.support,
                        dialogs: [dialogs.supportTicket, dialogs.supportStatus],
                        actions: [],
                        alerts: [],
                        knowledgeTask: [],
                    },
                    { streamId: bots.sales, dialogs: [dialogs.salesQuote], actions: [], alerts: [], knowledgeTask: [] },
                ],
                groups: [{ groupId: groups.salesTeam, groupName: "Sales Team" }],
            },
        ]);
    });

    it("orgUserIds are a key too", async () => {
        const [status, body] = await t.answer("POST usersInfo", { orgUserIds: ["org-1", "org-2"] });
        assert.equal(status, 200);
        assert.match(JSON.stringify(body), /"u-ada".*"orgUserId":"org-2","status":"failure"/);
    });

    it("status filters: active, not active, or all", async () => {
        const emailIds = ["owner@example.com", "ada@example.com"];
        assert.deepEqual(await addresses({ emailIds, status: "active" }), ["owner@example.com"]);
        assert.deepEqual(await addresses({ emailIds, status: "not active" }), ["ada@example.com"]);
        assert.deepEqual(await addresses({ emailIds, status: "all" }), emailIds);
        assert.equal((await t.answer("POST usersInfo", { emailIds, status: "gone" }))[0], 412);
    });

    it("neither key is an invalid body, nor are both; an empty list has an empty answer", async () => {
        const invalid = [412, { errors: [{ msg: "Validation errors/ Invalid arguments", code: 412 }] }];
        assert.deepEqual(await t.answer("POST usersInfo", {}), invalid);
        assert.deepEqual(
            await t.answer("POST usersInfo", { emailIds: ["owner@example.com"], orgUserIds: ["E-1"] }),
            invalid,
        );
        assert.deepEqual(await t.answer("POST usersInfo", { emailIds: [] }), [200, []]);
    });

    it("notFoundReason and lookUpReasonShape: every documented answer about an unknown address", async () => {
        const nobody = "nobody@example.com";
        const newest = "User not found. Please check the provided email address.";
        t.account.setSwitches({ lookUpReasonShape: "object" });
        assert.deepEqual(await t.look(nobody), [unknown(nobody, { errors: [{ msg: "Invalid emailId", code: 400 }] })]);
        t.account.setSwitches({ notFoundReason: newest });
        assert.deepEqual(await t.look(nobody), [unknown(nobody, { errors: [{ msg: newest, code: 400 }] })]);
        t.account.setSwitches({ lookUpReasonShape: "fullObject" });
        assert.match(JSON.stringify(await t.look(nobody)), /"reason":{"statusCode":400,"status":400,.*"errors":\[/);
        t.account.setSwitches({ lookUpReasonShape: "string", createReasonShape: "object" });
        assert.deepEqual(await t.look(nobody), [unknown(nobody, newest)]);
    });

    it("answerLetterCase: as asked, as stored, or lower", async () => {
        const emailIds = ["ADA@example.com"];
        assert.deepEqual(await addresses({ emailIds }), ["ADA@example.com"]);
        t.account.setSwitches({ answerLetterCase: "stored" });
        assert.deepEqual(await addresses({ emailIds }), ["Ada@example.com"]);
        t.account.setSwitches({ answerLetterCase: "lower" });
        assert.deepEqual(await addresses({ emailIds }), ["ada@example.com"]);
    });

    it("answerOrder: as asked, reversed, or sorted", async () => {
        const emailIds = ["owner@example.com", "ada@example.com", "zoe@example.com"];
        assert.deepEqual(await addresses({ emailIds }), emailIds);
        t.account.setSwitches({ answerOrder: "reversed" });
        assert.deepEqual(await addresses({ emailIds }), [...emailIds].reverse());
        t.account.setSwitches({ answerOrder: "sorted" });
        assert.deepEqual(await addresses({ emailIds }), ["ada@example.com", "owner@example.com", "zoe@example.com"]);
    });

    it("taskKey, allDialogsReported and tasksReported", async () => {
        t.account.setSwitches({ taskKey: "botId", allDialogsReported: "empty" });
        assert.match(
            JSON.stringify(await t.look("ada@example.com")),
            new RegExp(`"assignBotTasks":\\[{"botId":"${bots.support}","dialogs":\\[\\]`),
        );
        t.account.setSwitches({ tasksReported: "absent" });
        assert.doesNotMatch(JSON.stringify(await t.look("ada@example.com")), /assignBotTasks/);
    });

    it("taskParts: dialogs alone, or actions, alerts and knowledgeTask too, until a PUT replaces them", async () => {
        const parts = async (): Promise<unknown> =>
            [
                ...JSON.stringify(await t.look("ada@example.com")).matchAll(/"actions":.*?"knowledgeTask":\[[^\]]*\]/g),
            ].map(([list]) => list);
        const none = '"actions":[],"alerts":[],"knowledgeTask":[]';
        t.account.changePerson("ada@example.com", {
            addTasks: [{ botId: "Sales", dialogs: ["Ask for a Quote"], actions: ["dg-a"], knowledgeTask: ["dg-k"] }],
        });
        assert.deepEqual(await parts(), [none, none]);
        t.account.setSwitches({ taskParts: "all" });
        const { alerts = [], knowledgeTask = [] } = defaultSeed.bots[0] ?? {};
        assert.deepEqual(await parts(), [
            `"actions":[],"alerts":${JSON.stringify(alerts)},"knowledgeTask":${JSON.stringify(knowledgeTask)}`,
            '"actions":["dg-a"],"alerts":[],"knowledgeTask":["dg-k"]',
        ]);
        const assignBotTasks = [{ botId: bots.sales, dialogs: [dialogs.salesQuote] }];
        await t.call("PUT users", { users: [row("ada@example.com", { assignBotTasks })] });
        assert.deepEqual(await parts(), [none]);
    });

    it("statusReported, conferringGroups and usersInfoMeta: the keys that editions differ in", async () => {
        t.account.setSwitches({ statusReported: "absent", conferringGroups: "absent", usersInfoMeta: "present" });
        const { emailId, userId, firstName, lastName } = owner.userInfo;
        const roles = { btRoles: [], adminRoles: [{ roleId: adminRoles.masterAdmin, roleName: "Master Admin" }] };
        assert.deepEqual(await t.look("owner@example.com"), [
            { ...owner, userInfo: { emailId, userId, firstName, lastName }, roles, moreAvailable: true, total: 1 },
        ]);
    });

    it("usersInfoPage: all who were asked for, the first 20 with or without a word of it, or one", async () => {
        const emailIds = ["owner@example.com", ...Array.from({ length: 24 }, (_, index) => `p${index}@example.com`)];
        const asked = async (ids: string[]): Promise<[number, string | undefined]> => {
            const { body } = await t.call("POST usersInfo", { emailIds: ids });
            const text = JSON.stringify(body);
            const [meta] = /"moreAvailable":(true|false),"total":\d+/.exec(text) ?? [];
            return [[...text.matchAll(/"emailId"/g)].length, meta];
        };
        assert.deepEqual(await asked(emailIds), [25, undefined]);
        t.account.setSwitches({ usersInfoPage: "firstPart" });
        assert.deepEqual(await asked(emailIds), [20, '"moreAvailable":true,"total":25']);
        assert.deepEqual(await asked(emailIds.slice(20)), [5, '"moreAvailable":false,"total":5']);
        t.account.setSwitches({ usersInfoPage: "fewer" });
        assert.deepEqual(await asked(emailIds), [20, undefined]);
        t.account.setSwitches({ usersInfoPage: "one" });
        assert.deepEqual(await asked(emailIds.slice(0, 2)), [1, '"moreAvailable":true,"total":2']);
    });

    it("statusWords: lower, capital, or inactive; suspended and locked people keep their access", async () => {
        const words = async (): Promise<unknown> => {
            const text = JSON.stringify(await t.look("owner@example.com", "ada@example.com"));
            return [...text.matchAll(/"status":"([^"]+)"/g)].map(([, word]) => word);
        };
        assert.deepEqual(await words(), ["active", "not active"]);
        t.account.setSwitches({ statusWords: "capital" });
        assert.deepEqual(await words(), ["Active", "Not Active"]);
        t.account.setSwitches({ statusWords: "inactive" });
        assert.deepEqual(await words(), ["Active", "Inactive"]);
        t.account.changePerson("owner@example.com", { status: "suspended" });
        t.account.changePerson("ada@example.com", { status: "locked" });
        assert.deepEqual(await words(), ["Suspended", "Locked"]);
        assert.match(JSON.stringify(await t.look("ada@example.com")), /"isDeveloper":true.*"Bot Developer"/);
        const emailIds = ["owner@example.com", "ada@example.com"];
        assert.deepEqual(await addresses({ emailIds, status: "not active" }), []);
        assert.deepEqual(await addresses({ emailIds, status: "all" }), emailIds);
    });

    it("absentText: what is not there is an empty text or list, null, or left out", async () => {
        const { status, lastLogin, ...named } = owner.userInfo;
        const adminRole = { roleId: adminRoles.masterAdmin, roleName: "Master Admin" };
        t.account.changePerson("owner@example.com", { lastName: null });
        const about = { canCreateBot: true, isDeveloper: true };
        t.account.setSwitches({ absentText: "null" });
        assert.deepEqual(await t.look("owner@example.com"), [
            {
                ...about,
                userInfo: { ...named, lastName: null, status, lastLogin },
                roles: { btRoles: null, adminRoles: [{ ...adminRole, groups: null }] },
                assignBotTasks: null,
                groups: null,
            },
        ]);
        t.account.setSwitches({ absentText: "absent" });
        const { lastName: _lastName, ...others } = named;
        assert.deepEqual(await t.look("owner@example.com"), [
            { ...about, userInfo: { ...others, status, lastLogin }, roles: { adminRoles: [adminRole] } },
        ]);
    });

    it("directRoleAlsoConferred: two entries, the direct one, or the conferred one", async () => {
        t.account.changePerson("ada@example.com", {
            removeRoles: [{ roleId: "Bot Developer", botId: "Support" }],
            addRoles: [{ roleId: "Bot Tester", botId: "Sales" }],
        });
        const conferrers = async (): Promise<unknown> => {
            const { body } = await t.call("POST usersInfo", { emailIds: ["ada@example.com"] });
            const btRoles = /"btRoles":(\[.*?\]),"adminRoles"/.exec(JSON.stringify(body))?.[1] ?? "";
            return [...btRoles.matchAll(/"groups":(\[[^\]]*\])/g)].map(([, list]) => list);
        };
        assert.deepEqual(await conferrers(), ["[]", '["Sales Team"]']);
        t.account.setSwitches({ directRoleAlsoConferred: "direct" });
        assert.deepEqual(await conferrers(), ["[]"]);
        t.account.setSwitches({ directRoleAlsoConferred: "conferred" });
        assert.deepEqual(await conferrers(), ['["Sales Team"]']);
    });

    it("removedPeople: unknown, or still listed without any access until they come back", async () => {
        await t.call("DELETE users", { deleteEmailIds: ["ada@example.com"] });
        assert.deepEqual(await t.look("ada@example.com"), [unknown("ada@example.com")]);
        t.account.setSwitches({ removedPeople: "inactive" });
        assert.deepEqual(await t.look("ada@example.com"), [
            {
                canCreateBot: false,
                isDeveloper: false,
                userInfo: {
                    emailId: "ada@example.com",
                    userId: "u-ada",
                    firstName: "Ada",
                    lastName: "",
                    status: "not active",
                },
                roles: { btRoles: [], adminRoles: [] },
                assignBotTasks: [],
                groups: [],
            },
        ]);
        await t.call("POST users", { users: [row("ada@example.com")] });
        assert.match(JSON.stringify(await t.look("ada@example.com")), /"isDeveloper":true/);
    });

    it("foreignPeople: unknown, or listed without any access", async () => {
        assert.deepEqual(await t.look("elsewhere@example.org"), [unknown("elsewhere@example.org")]);
        t.account.setSwitches({ foreignPeople: "listed" });
        assert.match(
            JSON.stringify(await t.look("elsewhere@example.org")),
            /^\[{"canCreateBot":false,"isDeveloper":false,"userInfo":{"emailId":"elsewhere/,
        );
    });
});
