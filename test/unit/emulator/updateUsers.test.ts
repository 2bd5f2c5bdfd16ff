import assert from "node:assert/strict";
import { seedIds } from "../../../emulator/src/index";
import { trial } from "./support";

const { bots, botRoles, adminRoles, groups, dialogs } = seedIds;
const updated = [200, { msg: "Users are updated Successfully" }];
const tester = { roleId: botRoles.tester, botId: bots.support };

describe("PUT users", () => {
    const t = trial();
    const update = (more: object, userInfo: object = { emailId: "ada@example.com" }): Promise<[number, unknown]> =>
        t.answer("PUT users", { users: [{ userInfo, ...more }] });
    const ada = () => t.account.person("ada@example.com");
    const failure = (reason: string): [number, unknown] => [
        200,
        { failedUserDetails: [{ userInfo: { emailId: "ada@example.com", status: "failure", reason } }] },
    ];

    beforeEach(() =>
        t.account.addPerson({
            emailId: "ada@example.com",
            orgUserId: "org-1",
            firstName: "Ada",
            isDeveloper: true,
            groups: [groups.everybody],
            roles: [tester],
            assignBotTasks: [{ botId: bots.support }],
        }),
    );

    it("groups and roles are deltas, and what the row leaves out stays", async () => {
        const change = {
            groups: { addTo: [groups.salesTeam], removeFrom: [groups.everybody] },
            roles: { addTo: [{ roleId: adminRoles.analyst }] },
        };
        assert.deepEqual(await update(change), updated);
        assert.deepEqual(ada()?.groups, [groups.salesTeam]);
        assert.deepEqual(ada()?.roles, [tester, { roleId: adminRoles.analyst }]);
        assert.deepEqual(await update({ roles: { removeFrom: [tester] } }), updated);
        assert.deepEqual(ada()?.roles, [{ roleId: adminRoles.analyst }]);
        assert.deepEqual(
            [ada()?.isDeveloper, ada()?.firstName, ada()?.assignBotTasks],
            [true, "Ada", [{ botId: bots.support }]],
        );
    });

    it("profile fields of the row are written, the others stay; orgUserId beside emailId changes nothing", async () => {
        assert.deepEqual(
            await update({}, { emailId: "ADA@example.com", lastName: "Lovelace", city: "London", orgUserId: "org-2" }),
            updated,
        );
        assert.deepEqual(
            [ada()?.firstName, ada()?.lastName, ada()?.city, ada()?.orgUserId],
            ["Ada", "Lovelace", "London", "org-1"],
        );
    });

    it("orgUserId is a key too", async () => {
        assert.deepEqual(await update({ canCreateBot: true }, { orgUserId: "org-1" }), updated);
        assert.equal(ada()?.canCreateBot, true);
    });

    it("a row without a key is an invalid body", async () => {
        assert.deepEqual(await update({}, {}), [
            412,
            { errors: [{ msg: "Validation errors/ Invalid arguments", code: 412 }] },
        ]);
    });

    it("assignBotTasks replaces all tasks; absent, they stay", async () => {
        await update({ assignBotTasks: [{ botId: bots.sales, dialogs: [dialogs.salesQuote] }] });
        assert.deepEqual(ada()?.assignBotTasks, [{ botId: bots.sales, dialogs: [dialogs.salesQuote] }]);
        await update({});
        assert.equal(ada()?.assignBotTasks.length, 1);
    });

    it("streamId, the name of POST users, counts as an entry without botId: all tasks are taken away", async () => {
        assert.deepEqual(await update({ assignBotTasks: [{ streamId: bots.sales }] }), updated);
        assert.deepEqual(ada()?.assignBotTasks, []);
    });

    it("unassignTasks: the form that the switch does not name is ignored with 200", async () => {
        const left = async (assignBotTasks: object[]): Promise<number | undefined> => {
            t.account.changePerson("ada@example.com", { addTasks: [{ botId: bots.support }] });
            assert.deepEqual(await update({ assignBotTasks }), updated);
            return ada()?.assignBotTasks.length;
        };
        assert.deepEqual([await left([]), await left([{}])], [0, 0]);
        t.account.setSwitches({ unassignTasks: "entryWithoutBotId" });
        assert.deepEqual([await left([]), await left([{}])], [1, 0]);
        t.account.setSwitches({ unassignTasks: "emptyList" });
        assert.deepEqual([await left([]), await left([{}])], [0, 1]);
    });

    it("putOmittedFlag: an omitted flag stays, becomes true, or becomes false", async () => {
        const flags = (): unknown => [ada()?.canCreateBot, ada()?.isDeveloper];
        await update({});
        assert.deepEqual(flags(), [false, true]);
        t.account.setSwitches({ putOmittedFlag: "true" });
        await update({});
        assert.deepEqual(flags(), [true, true]);
        t.account.setSwitches({ putOmittedFlag: "false" });
        await update({ canCreateBot: true });
        assert.deepEqual(flags(), [true, false]);
    });

    it("updateUnknown: a failure row, a refusal of the whole request, or silence", async () => {
        const users = [
            { userInfo: { emailId: "nobody@example.com" } },
            { userInfo: { emailId: "ada@example.com" }, canCreateBot: true },
        ];
        const userInfo = { emailId: "nobody@example.com", status: "failure", reason: "Invalid emailId" };
        t.account.setSwitches({ updateUnknown: "refused" });
        assert.deepEqual(await t.answer("PUT users", { users }), [
            400,
            { errors: [{ msg: "One or more entered emails not found", code: 400 }] },
        ]);
        assert.equal(ada()?.canCreateBot, false);
        t.account.setSwitches({ updateUnknown: "failureRow" });
        assert.deepEqual(await t.answer("PUT users", { users }), [200, { failedUserDetails: [{ userInfo }] }]);
        assert.equal(ada()?.canCreateBot, true);
        t.account.setSwitches({ updateUnknown: "ignored" });
        assert.deepEqual(await t.answer("PUT users", { users }), updated);
    });

    it("roleAlreadyHeld and roleNotHeld: ignored, or a failure row of which nothing is done", async () => {
        assert.deepEqual(
            await update({ roles: { addTo: [tester] }, groups: { removeFrom: [groups.salesTeam] } }),
            updated,
        );
        assert.deepEqual(ada()?.roles, [tester]);
        t.account.setSwitches({ roleAlreadyHeld: "failureRow", roleNotHeld: "failureRow" });
        assert.deepEqual(
            await update({ roles: { addTo: [tester] }, canCreateBot: true }),
            failure("Role or group is already assigned to the user"),
        );
        assert.deepEqual(
            await update({ groups: { removeFrom: [groups.salesTeam] } }),
            failure("Role or group is not assigned to the user"),
        );
        assert.equal(ada()?.canCreateBot, false);
    });

    it("a role that only a group confers is not held: removeFrom does not take it", async () => {
        t.account.changePerson("ada@example.com", { removeRoles: [tester], addGroups: ["Support Team"] });
        t.account.setSwitches({ roleNotHeld: "failureRow" });
        assert.deepEqual(
            await update({ roles: { removeFrom: [tester] } }),
            failure("Role or group is not assigned to the user"),
        );
    });

    it("unknown groups, roles and tasks are failure rows, or passed over", async () => {
        for (const more of [
            { groups: { addTo: ["e-none"] } },
            { roles: { addTo: [{ roleId: "none" }] } },
            { assignBotTasks: [{ botId: "st-none" }] },
        ]) {
            assert.match(JSON.stringify(await update({ ...more, canCreateBot: true })), /failure/);
        }
        assert.equal(ada()?.canCreateBot, false);
        t.account.setSwitches({ unknownGroup: "ignored" });
        assert.deepEqual(await update({ groups: { addTo: ["e-none"] } }), updated);
    });

    it("ownerRole: a role Bot Owner is given and taken, fails the row, or is passed over; in POST users too", async () => {
        const owner = { roleId: botRoles.owner, botId: bots.sales };
        const change = { roles: { addTo: [{ roleId: adminRoles.analyst }], removeFrom: [owner] }, canCreateBot: true };
        const reason = "Bot Owner cannot be assigned or removed";
        t.account.changePerson("ada@example.com", { addRoles: [owner] });
        t.account.setSwitches({ ownerRole: "refused" });
        assert.deepEqual(await update(change), failure(reason));
        assert.deepEqual(await update({ roles: { addTo: [owner] } }), failure(reason));
        assert.deepEqual([ada()?.roles, ada()?.canCreateBot], [[tester, owner], false]);
        t.account.setSwitches({ ownerRole: "ignored" });
        assert.deepEqual(await update(change), updated);
        assert.deepEqual(ada()?.roles, [tester, owner, { roleId: adminRoles.analyst }]);
        await t.call("POST users", { users: [{ userInfo: { emailId: "bob@example.com" }, roles: [owner, tester] }] });
        assert.deepEqual(t.account.person("bob@example.com")?.roles, [tester]);
        t.account.setSwitches({ ownerRole: "taken" });
        assert.deepEqual(await update(change), updated);
        assert.deepEqual(ada()?.roles, [tester, { roleId: adminRoles.analyst }]);
    });

    it("rolesPerBot: a second role on a bot is added, or takes the place of the first", async () => {
        const developer = { roleId: botRoles.developer, botId: bots.support };
        const elsewhere = { roleId: botRoles.tester, botId: bots.sales };
        const change = { roles: { addTo: [developer, elsewhere, { roleId: adminRoles.analyst }] } };
        await update(change);
        assert.deepEqual(ada()?.roles, [tester, developer, elsewhere, { roleId: adminRoles.analyst }]);
        t.account.setSwitches({ rolesPerBot: "one" });
        await update({ roles: { addTo: [tester, { roleId: adminRoles.userAdmin }] } });
        assert.deepEqual(ada()?.roles, [
            tester,
            elsewhere,
            { roleId: adminRoles.analyst },
            { roleId: adminRoles.userAdmin },
        ]);
        await t.call("POST users", { users: [{ userInfo: { emailId: "b@example.com" }, roles: [tester, developer] }] });
        assert.deepEqual(t.account.person("b@example.com")?.roles, [developer]);
    });

    it("autoAssignedTasks: the account assigns all tasks to whoever is created, and again after an update", async () => {
        const all = [{ botId: bots.support }, { botId: bots.sales }];
        const made = async (emailId: string): Promise<unknown> => {
            await t.call("POST users", { users: [{ userInfo: { emailId } }] });
            return t.account.person(emailId)?.assignBotTasks;
        };
        assert.deepEqual(await made("a@example.com"), []);
        t.account.setSwitches({ autoAssignedTasks: "atCreate" });
        assert.deepEqual(await made("b@example.com"), all);
        await update({ assignBotTasks: [{}] }, { emailId: "b@example.com" });
        assert.deepEqual(t.account.person("b@example.com")?.assignBotTasks, []);
        t.account.setSwitches({ autoAssignedTasks: "afterEachUpdate" });
        assert.deepEqual(await made("c@example.com"), all);
        await update({ assignBotTasks: [{}] });
        assert.deepEqual(ada()?.assignBotTasks, all);
    });

    it("the newest edition", async () => {
        t.account.setSwitches({ messageEdition: "singular", successRows: "rows" });
        assert.deepEqual(await update({}, { emailId: "ada@example.com", firstName: "Ada" }), [
            200,
            {
                msg: "User is updated Successfully.",
                failedUserDetails: [{ userInfo: { emailId: "ada@example.com", firstName: "Ada", status: "success" } }],
                moreAvailable: true,
                total: 1,
            },
        ]);
    });
});
