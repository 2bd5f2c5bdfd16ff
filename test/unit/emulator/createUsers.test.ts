import assert from "node:assert/strict";
import { seedIds } from "../../../emulator/src/index";
import { row, trial } from "./support";

const { bots, botRoles, adminRoles, groups, dialogs } = seedIds;
const created = [200, { msg: "Users are created Successfully" }];

describe("POST users", () => {
    const t = trial();
    const create = (...users: object[]): Promise<[number, unknown]> => t.answer("POST users", { users });
    const failure = (emailId: string, reason: unknown): [number, unknown] => [
        200,
        { failedUserDetails: [{ userInfo: { emailId, status: "failure", reason } }] },
    ];

    it("an address alone is enough: both flags are true and an invitation is sent", async () => {
        assert.deepEqual(await create(row("ada@example.com")), created);
        const { userId, ...ada } = t.account.person("ada@example.com") ?? { userId: "" };
        assert.match(userId, /^u-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.deepEqual(ada, {
            emailId: "ada@example.com",
            canCreateBot: true,
            isDeveloper: true,
            hasDataTableAndViewAccess: false,
            groups: [],
            roles: [],
            assignBotTasks: [],
            status: "not active",
            invitations: 1,
        });
    });

    it("every documented field of a row is kept", async () => {
        const profile = {
            firstName: "Ada",
            lastName: "Lovelace",
            companyName: "Example",
            dept: "Engines",
            companyContactPhone: "1",
            worknumber: "2",
            street: "Main Street",
            suiteNo: "3",
            city: "London",
            zip: "W1",
            state: "London",
            country: "UK",
        };
        const userInfo = { emailId: "ada@example.com", orgUserId: "org-1", ...profile };
        const roles = [{ roleId: botRoles.tester, botId: bots.support }, { roleId: adminRoles.analyst }];
        const assignBotTasks = [{ streamId: bots.sales, dialogs: [dialogs.salesQuote] }, { streamId: bots.support }];
        const answer = await create({
            userInfo,
            groups: [groups.salesTeam],
            roles,
            assignBotTasks,
            canCreateBot: false,
            isDeveloper: true,
        });
        assert.deepEqual(answer, created);
        const ada = t.account.person("ADA@example.com");
        assert.deepEqual(
            { ...ada, userId: undefined },
            {
                ...userInfo,
                userId: undefined,
                canCreateBot: false,
                isDeveloper: true,
                hasDataTableAndViewAccess: false,
                groups: [groups.salesTeam],
                roles,
                assignBotTasks: [{ botId: bots.sales, dialogs: [dialogs.salesQuote] }, { botId: bots.support }],
                status: "not active",
                invitations: 1,
            },
        );
    });

    it("good rows are created, bad ones are in failedUserDetails", async () => {
        const users = [
            row("ada@example.com"),
            { userInfo: { emailId: "deskkore1", firstName: "user1" } },
            row("bob@example.com"),
        ];
        const userInfo = { emailId: "deskkore1", firstName: "user1", status: "failure", reason: "Invalid emailId" };
        assert.deepEqual(await create(...users), [200, { failedUserDetails: [{ userInfo }] }]);
        assert.deepEqual(
            t.account.people().map(({ emailId }) => emailId),
            ["owner@example.com", "ada@example.com", "bob@example.com"],
        );
    });

    it("a body of another form is refused as a whole with 412", async () => {
        const invalid = [412, { errors: [{ msg: "Validation errors/ Invalid arguments", code: 412 }] }];
        for (const body of [
            {},
            { users: [] },
            { users: [{}] },
            { users: [row("ada@example.com", { canCreateBot: "yes" })] },
            "{",
            "[]",
        ]) {
            assert.deepEqual(await t.answer("POST users", body), invalid, JSON.stringify(body));
        }
        assert.equal(t.account.people().length, 1);
    });

    it("keys that no page has are passed over", async () => {
        assert.deepEqual(
            await t.answer("POST users", { users: [row("ada@example.com", { extra: 1 })], isAppUser: true }),
            created,
        );
    });

    it("a task with botId in place of streamId counts as a task without a bot: nothing is assigned", async () => {
        assert.deepEqual(await create(row("ada@example.com", { assignBotTasks: [{ botId: bots.sales }] })), created);
        assert.deepEqual(t.account.person("ada@example.com")?.assignBotTasks, []);
    });

    it("createReasonShape: a string, an object with errors, or the v7.1 page's object", async () => {
        assert.deepEqual(await create(row("bad")), failure("bad", "Invalid emailId"));
        t.account.setSwitches({ createReasonShape: "object" });
        assert.deepEqual(await create(row("bad")), failure("bad", { errors: [{ msg: "INVALID_EMAIL", code: 400 }] }));
        t.account.setSwitches({ createReasonShape: "fullObject" });
        assert.deepEqual(
            await create(row("bad")),
            failure("bad", {
                statusCode: 400,
                status: 400,
                customCode: 400,
                errors: [{ msg: "INVALID_EMAIL", code: 400 }],
                _headers: {},
                message: "INVALID_EMAIL",
                name: "BadRequest",
            }),
        );
    });

    it("failureStatus: 200, 400 or 207", async () => {
        for (const failureStatus of ["200", "400", "207"] as const) {
            t.account.setSwitches({ failureStatus });
            assert.equal((await create(row("bad")))[0], Number(failureStatus));
        }
    });

    it("createOmittedFlag: true or false", async () => {
        t.account.setSwitches({ createOmittedFlag: "false" });
        await create(row("ada@example.com", { isDeveloper: true }));
        const ada = t.account.person("ada@example.com");
        assert.deepEqual([ada?.canCreateBot, ada?.isDeveloper], [false, true]);
    });

    it("newPersonStatus and storedLetterCase", async () => {
        await create(row("Ada@Example.com"));
        t.account.setSwitches({ newPersonStatus: "active", storedLetterCase: "lower" });
        await create(row("Bob@Example.com"));
        const [, ada, bob] = t.account.people();
        assert.deepEqual([ada?.emailId, ada?.status], ["Ada@Example.com", "not active"]);
        assert.deepEqual([bob?.emailId, bob?.status], ["bob@example.com", "active"]);
    });

    it("sendEmailPlace: read beside users, or in each row, and passed over in the other place", async () => {
        const invitations = (emailId: string): number | undefined => t.account.person(emailId)?.invitations;
        await t.answer("POST users", { users: [row("a@example.com", { sendEmail: true })], sendEmail: false });
        assert.equal(invitations("a@example.com"), 0);
        t.account.setSwitches({ sendEmailPlace: "row" });
        await t.answer("POST users", {
            users: [row("b@example.com", { sendEmail: false }), row("c@example.com")],
            sendEmail: false,
        });
        assert.deepEqual([invitations("b@example.com"), invitations("c@example.com")], [0, 1]);
    });

    it("sendEmailPlace both, and accountMailSetting: either place forbids, and the account forbids all", async () => {
        const invitations = (emailId: string): number | undefined => t.account.person(emailId)?.invitations;
        t.account.setSwitches({ sendEmailPlace: "both" });
        await t.answer("POST users", { users: [row("a@example.com", { sendEmail: true })], sendEmail: false });
        await t.answer("POST users", {
            users: [row("b@example.com", { sendEmail: false }), row("c@example.com")],
            sendEmail: true,
        });
        assert.deepEqual(
            ["a", "b", "c"].map((name) => invitations(`${name}@example.com`)),
            [0, 0, 1],
        );
        t.account.setSwitches({ accountMailSetting: "never" });
        await t.answer("POST users", { users: [row("d@example.com", { sendEmail: true })], sendEmail: true });
        assert.equal(invitations("d@example.com"), 0);
    });

    it("orgUserIdTaken: two people have it, a failure row, or the second is created without", async () => {
        const withId = (emailId: string): object => ({ userInfo: { emailId, orgUserId: "org-1" } });
        const idOf = (emailId: string): string | undefined => t.account.person(emailId)?.orgUserId;
        await create(withId("a@example.com"));
        assert.deepEqual(await create(withId("b@example.com")), created);
        assert.equal(idOf("b@example.com"), "org-1");
        t.account.setSwitches({ orgUserIdTaken: "failureRow" });
        assert.deepEqual(
            await create(withId("c@example.com")),
            failure("c@example.com", "orgUserId belongs to another user"),
        );
        assert.equal(t.account.person("c@example.com"), undefined);
        t.account.setSwitches({ orgUserIdTaken: "ignored" });
        assert.deepEqual(await create(withId("c@example.com")), created);
        assert.notEqual(t.account.person("c@example.com"), undefined);
        assert.equal(idOf("c@example.com"), undefined);
        await create({ userInfo: { emailId: "d@example.com", orgUserId: "org-2" } });
        assert.equal(idOf("d@example.com"), "org-2");
    });

    it("malformedRow: 412 for all, or a failure row; in PUT users too", async () => {
        const users = [row("a@example.com"), row("b@example.com", { isDeveloper: "yes" }), {}, [1]];
        assert.equal((await create(...users))[0], 412);
        t.account.setSwitches({ malformedRow: "failureRow" });
        const reason = "Validation errors/ Invalid arguments";
        const failed = { status: "failure", reason };
        const details = [
            { userInfo: { emailId: "b@example.com", ...failed } },
            { userInfo: failed },
            { userInfo: failed },
        ];
        assert.deepEqual(await create(...users), [200, { failedUserDetails: details }]);
        assert.deepEqual(
            t.account.people().map(({ emailId }) => emailId),
            ["owner@example.com", "a@example.com"],
        );
        const update = [
            { userInfo: { emailId: "a@example.com" }, canCreateBot: false },
            { userInfo: { orgUserId: 1 } },
        ];
        assert.deepEqual(await t.answer("PUT users", { users: update }), [
            200,
            { failedUserDetails: [{ userInfo: failed }] },
        ]);
        assert.equal(t.account.person("a@example.com")?.canCreateBot, false);
        t.account.setSwitches({ updateUnknown: "refused" });
        assert.equal((await t.answer("PUT users", { users: update }))[0], 200);
        assert.equal((await t.answer("PUT users", { users: [] }))[0], 412);
    });

    it("statusWordShape: plain, capital, or with a space after it", async () => {
        t.account.setSwitches({ successRows: "rows" });
        const words = async (...emailIds: string[]): Promise<unknown> => {
            const text = JSON.stringify([
                await create(...emailIds.map((emailId) => row(emailId))),
                await t.look("bad"),
            ]);
            return [...text.matchAll(/"status":"([^"]+)"/g)].map(([, word]) => word);
        };
        assert.deepEqual(await words("a@example.com", "bad"), ["success", "failure", "failure"]);
        t.account.setSwitches({ statusWordShape: "capital" });
        assert.deepEqual(await words("b@example.com", "bad"), ["Success", "Failure", "Failure"]);
        t.account.setSwitches({ statusWordShape: "spaced" });
        assert.deepEqual(await words("c@example.com", "bad"), ["success ", "failure ", "failure "]);
    });

    it("repeatedCreate kept: success, nothing changes and nobody is invited again", async () => {
        await create(row("ada@example.com", { isDeveloper: false, canCreateBot: false }));
        assert.deepEqual(await create(row("ADA@example.com", { groups: [groups.everybody] })), created);
        const ada = t.account.person("ada@example.com");
        assert.deepEqual(
            [ada?.isDeveloper, ada?.groups, ada?.invitations, t.account.people().length],
            [false, [], 1, 2],
        );
    });

    it("repeatedCreate applied: the row replaces what it names, and omitted flags become true", async () => {
        t.account.setSwitches({ repeatedCreate: "applied" });
        await create(
            row("ada@example.com", {
                isDeveloper: false,
                groups: [groups.salesTeam],
                roles: [{ roleId: adminRoles.analyst }],
            }),
        );
        const again = { userInfo: { emailId: "ada@example.com", dept: "Engines" }, groups: [groups.everybody] };
        assert.deepEqual(await create(again), created);
        const ada = t.account.person("ada@example.com");
        assert.deepEqual(
            [ada?.isDeveloper, ada?.groups, ada?.roles, ada?.dept, ada?.invitations],
            [true, [groups.everybody], [{ roleId: adminRoles.analyst }], "Engines", 2],
        );
    });

    it("repeatedCreate refused: a failure row", async () => {
        t.account.setSwitches({ repeatedCreate: "refused" });
        await create(row("ada@example.com"));
        assert.deepEqual(await create(row("ada@example.com")), failure("ada@example.com", "User already exists"));
    });

    it("repeatedCreate merged: what the row says is added, the rest stays, and nobody is invited", async () => {
        t.account.setSwitches({ repeatedCreate: "merged" });
        const quote = { streamId: bots.sales, dialogs: [dialogs.salesQuote] };
        await create(
            row("ada@example.com", {
                isDeveloper: false,
                canCreateBot: false,
                groups: [groups.salesTeam],
                roles: [{ roleId: adminRoles.analyst }],
                assignBotTasks: [quote, { streamId: bots.support }],
            }),
        );
        const again = {
            userInfo: { emailId: "ada@example.com", dept: "Engines" },
            isDeveloper: true,
            groups: [groups.everybody],
            roles: [{ roleId: adminRoles.userAdmin }],
            assignBotTasks: [{ streamId: bots.sales }],
        };
        assert.deepEqual(await create(again), created);
        const { userId: _userId, ...ada } = t.account.person("ada@example.com") ?? { userId: "" };
        assert.deepEqual(ada, {
            emailId: "ada@example.com",
            dept: "Engines",
            canCreateBot: false,
            isDeveloper: true,
            hasDataTableAndViewAccess: false,
            groups: [groups.salesTeam, groups.everybody],
            roles: [{ roleId: adminRoles.analyst }, { roleId: adminRoles.userAdmin }],
            assignBotTasks: [{ botId: bots.support }, { botId: bots.sales }],
            status: "not active",
            invitations: 1,
        });
    });

    it("newPersonListed: usersInfo and alluserroles know people at once, or after the activation", async () => {
        const known = async (emailId: string): Promise<boolean[]> => {
            const lists = [await t.look(emailId), (await t.call("GET alluserroles")).body].map((body) =>
                JSON.stringify(body),
            );
            return lists.map((text) => text.includes('"userId"') && text.includes(`"${emailId}"`));
        };
        await create(row("ada@example.com"));
        t.account.setSwitches({ newPersonListed: "afterActivation" });
        await create({ userInfo: { emailId: "bob@example.com", orgUserId: "org-1" } });
        assert.deepEqual(await known("ada@example.com"), [true, true]);
        assert.deepEqual(await known("bob@example.com"), [false, false]);
        const { body } = await t.call("POST usersInfo", { orgUserIds: ["org-1"] });
        assert.match(JSON.stringify(body), /"failure"/);
        assert.deepEqual(await create(row("bob@example.com")), created);
        assert.equal((await t.call("PUT users", { users: [row("bob@example.com")] })).status, 200);
        t.account.changePerson("bob@example.com", { status: "active" });
        t.account.changePerson("bob@example.com", { status: "not active" });
        assert.deepEqual(await known("bob@example.com"), [true, true]);
        t.account.setSwitches({ newPersonStatus: "active" });
        await create(row("cyd@example.com"));
        assert.deepEqual(await known("cyd@example.com"), [true, true]);
    });

    it("unknownGroup, unknownRole and unknownTask failureRow: nothing of the row is done", async () => {
        const wrong = [
            { groups: ["e-none"] },
            { roles: [{ roleId: "none" }] },
            { roles: [{ roleId: botRoles.tester }] },
            { roles: [{ roleId: botRoles.tester, botId: "st-none" }] },
            { roles: [{ roleId: adminRoles.analyst, botId: bots.sales }] },
            { assignBotTasks: [{ streamId: "st-none" }] },
            { assignBotTasks: [{ streamId: bots.sales, dialogs: [dialogs.supportTicket] }] },
        ];
        for (const more of wrong) {
            const [status, body] = await create(row("ada@example.com", more));
            assert.equal(status, 200);
            assert.match(JSON.stringify(body), /"status":"failure"/, JSON.stringify(more));
        }
        assert.equal(t.account.person("ada@example.com"), undefined);
    });

    it("unknownGroup, unknownRole and unknownTask ignored: the rest of the row is done", async () => {
        t.account.setSwitches({ unknownGroup: "ignored", unknownRole: "ignored", unknownTask: "ignored" });
        const more = {
            groups: ["e-none", groups.everybody],
            roles: [{ roleId: "none" }, { roleId: adminRoles.analyst }],
            assignBotTasks: [
                { streamId: "st-none" },
                { streamId: bots.sales, dialogs: ["dg-none", dialogs.salesQuote] },
            ],
        };
        assert.deepEqual(await create(row("ada@example.com", more)), created);
        const ada = t.account.person("ada@example.com");
        assert.deepEqual(ada?.groups, [groups.everybody]);
        assert.deepEqual(ada.roles, [{ roleId: adminRoles.analyst }]);
        assert.deepEqual(ada.assignBotTasks, [{ botId: bots.sales, dialogs: [dialogs.salesQuote] }]);
    });

    it("rowFlagCombination: may-create-bots without developer is accepted, or fails the row", async () => {
        const flags = { canCreateBot: true, isDeveloper: false };
        assert.deepEqual(await create(row("ada@example.com", flags)), created);
        t.account.setSwitches({ rowFlagCombination: "failureRow" });
        assert.deepEqual(
            await create(row("bob@example.com", flags)),
            failure("bob@example.com", "Invalid values in the body"),
        );
    });

    it("largestBatch: a larger request is refused and nothing is done", async () => {
        for (const largestBatch of ["1", "2", "10", "50"] as const) {
            t.account.setSwitches({ largestBatch });
            const users = Array.from({ length: Number(largestBatch) + 1 }, (_, index) => row(`p${index}@example.com`));
            assert.equal((await create(...users))[0], 400);
            assert.equal(t.account.people().length, 1);
        }
        t.account.setSwitches({ largestBatch: "unlimited" });
        assert.deepEqual(
            await create(...Array.from({ length: 200 }, (_, index) => row(`p${index}@example.com`))),
            created,
        );
    });

    it("successRows and messageEdition: the newest samples", async () => {
        t.account.setSwitches({ messageEdition: "singular" });
        assert.deepEqual(await create(row("ada@example.com")), [200, { msg: "User is created Successfully." }]);
        t.account.setSwitches({ successRows: "rows" });
        const ada = { userInfo: { emailId: "bob@example.com", status: "success" } };
        const bad = { userInfo: { emailId: "bad", status: "failure", reason: "Invalid emailId" } };
        assert.deepEqual(await create(row("bob@example.com")), [
            200,
            { msg: "User is created Successfully.", failedUserDetails: [ada], moreAvailable: true, total: 1 },
        ]);
        assert.deepEqual(await create(row("bob@example.com"), row("bad")), [
            200,
            { failedUserDetails: [ada, bad], moreAvailable: true, total: 2 },
        ]);
    });

    it("recreatedUserId: a person who was removed comes back as another one, or as the same", async () => {
        const comeBack = async (): Promise<boolean> => {
            const before = t.account.person("ada@example.com")?.userId;
            await t.answer("DELETE users", { deleteEmailIds: ["ada@example.com"] });
            await create(row("ada@example.com"));
            return before === t.account.person("ada@example.com")?.userId;
        };
        await create(row("ada@example.com"));
        assert.equal(await comeBack(), false);
        t.account.setSwitches({ recreatedUserId: "same" });
        assert.equal(await comeBack(), true);
    });
});
