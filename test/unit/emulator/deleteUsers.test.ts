import assert from "node:assert/strict";
import { seedIds } from "../../../emulator/src/index";
import { trial } from "./support";

const removed = [200, { msg: "Users are removed Successfully" }];

describe("DELETE users", () => {
    const t = trial();
    const remove = (...deleteEmailIds: string[]): Promise<[number, unknown]> =>
        t.answer("DELETE users", { deleteEmailIds });
    const ownerFailure = (emailId: string): object => ({
        emailId,
        reason: {
            statusCode: 400,
            status: 400,
            customCode: 400,
            errors: [{ msg: "Unauthorized to perform this activity", code: 400 }],
            message: "Unauthorized to perform this activity",
            name: "BadRequest",
        },
    });

    beforeEach(() => {
        t.account.addPerson({ emailId: "ada@example.com", orgUserId: "org-1" });
        t.account.addPerson({ emailId: "bob@example.com" });
    });

    it("people are removed by address, whatever its letter case, or by orgUserId", async () => {
        assert.deepEqual(await remove("BOB@example.com"), removed);
        assert.deepEqual(await t.answer("DELETE users", { orgUserIds: ["org-1"] }), removed);
        assert.deepEqual(
            t.account.people().map(({ emailId }) => emailId),
            ["owner@example.com"],
        );
    });

    it("the owner of the account stays, with the documented failure; the others are removed", async () => {
        assert.deepEqual(await remove("owner@example.com", "ada@example.com"), [
            200,
            { failedUserDetails: [ownerFailure("owner@example.com")] },
        ]);
        assert.notEqual(t.account.person("owner@example.com"), undefined);
        assert.equal(t.account.person("ada@example.com"), undefined);
    });

    it("the owner of a bot stays", async () => {
        t.account.changePerson("bob@example.com", { addRoles: [{ roleId: "Bot Owner", botId: "Sales" }] });
        assert.deepEqual(await remove("bob@example.com"), [
            200,
            { failedUserDetails: [ownerFailure("bob@example.com")] },
        ]);
        t.account.changePerson("bob@example.com", {
            removeRoles: [{ roleId: seedIds.botRoles.owner, botId: seedIds.bots.sales }],
        });
        assert.deepEqual(await remove("bob@example.com"), removed);
    });

    it("ownerFailureStatus: 200 or 400", async () => {
        assert.equal((await remove("owner@example.com"))[0], 200);
        t.account.setSwitches({ ownerFailureStatus: "400" });
        assert.equal((await remove("owner@example.com"))[0], 400);
    });

    it("removeUnknown: success, a failure row, or a refusal of the whole request", async () => {
        assert.deepEqual(await remove("nobody@example.com"), removed);
        t.account.setSwitches({ removeUnknown: "refused" });
        assert.deepEqual(await remove("nobody@example.com", "ada@example.com"), [
            400,
            { errors: [{ msg: "One or more entered emails not found", code: 400 }] },
        ]);
        assert.notEqual(t.account.person("ada@example.com"), undefined);
        t.account.setSwitches({ removeUnknown: "failureRow" });
        assert.deepEqual(await remove("nobody@example.com", "ada@example.com"), [
            200,
            { failedUserDetails: [{ emailId: "nobody@example.com", reason: "Invalid emailId" }] },
        ]);
        assert.equal(t.account.person("ada@example.com"), undefined);
        t.account.setSwitches({ createReasonShape: "object" });
        assert.match(
            JSON.stringify(await remove("nobody@example.com")),
            /"reason":{"errors":\[{"msg":"Invalid emailId"/,
        );
    });

    it("both keys, none or an empty list are an invalid body", async () => {
        for (const body of [
            {},
            { deleteEmailIds: [] },
            { deleteEmailIds: ["ada@example.com"], orgUserIds: ["org-1"] },
        ]) {
            assert.equal((await t.answer("DELETE users", body))[0], 412);
        }
    });

    it("successRows rows: moreAvailable and total beside the message", async () => {
        t.account.setSwitches({ successRows: "rows" });
        assert.deepEqual(await remove("ada@example.com"), [
            200,
            { msg: "Users are removed Successfully", moreAvailable: true, total: 1 },
        ]);
    });
});
