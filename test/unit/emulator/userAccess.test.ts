import assert from "node:assert/strict";
import { trial } from "./support";

describe("POST useraccess", () => {
    const t = trial();
    const set = (body: object): Promise<[number, unknown]> => t.answer("POST useraccess", body);
    const refused = (status: number, msg: string): [number, unknown] => [status, { errors: [{ msg, code: status }] }];
    const flags = (emailId = "ada@example.com"): unknown => {
        const person = t.account.person(emailId);
        return [person?.canCreateBot, person?.isDeveloper, person?.hasDataTableAndViewAccess];
    };

    beforeEach(() => {
        t.account.addPerson({ emailId: "ada@example.com", isDeveloper: true });
        t.account.addPerson({ emailId: "bob@example.com" });
    });

    it("sets the flags of everybody in the list", async () => {
        const all = { canCreateBot: true, isDeveloper: true, hasDataTableAndViewAccess: true };
        assert.deepEqual(await set({ emailIds: ["ada@example.com", "BOB@example.com"], ...all }), [200, ["SUCCESS"]]);
        assert.deepEqual(
            [flags(), flags("bob@example.com")],
            [
                [true, true, true],
                [true, true, true],
            ],
        );
    });

    it("false with true is taken, and false with false", async () => {
        assert.equal((await set({ emailIds: ["ada@example.com"], canCreateBot: false, isDeveloper: true }))[0], 200);
        assert.equal((await set({ emailIds: ["ada@example.com"], canCreateBot: false, isDeveloper: false }))[0], 200);
        assert.deepEqual(flags(), [false, false, false]);
    });

    it("who creates bots must be a developer", async () => {
        const body = { emailIds: ["ada@example.com"], canCreateBot: true, isDeveloper: false };
        assert.deepEqual(await set(body), refused(403, "Invalid values in the body"));
        assert.deepEqual(flags(), [false, true, false]);
    });

    it("emptyListMessage: an empty list is refused in the words of either edition", async () => {
        assert.deepEqual(await set({ emailIds: [] }), refused(400, "emailIds cannot be empty"));
        t.account.setSwitches({ emptyListMessage: "can't" });
        assert.deepEqual(await set({ emailIds: [] }), refused(400, "emailIds can't be empty"));
    });

    it("an unknown address refuses the call for everybody", async () => {
        const body = { emailIds: ["ada@example.com", "nobody@example.com"], isDeveloper: false };
        assert.deepEqual(await set(body), refused(400, "One or more entered emails not found"));
        assert.deepEqual(flags(), [false, true, false]);
    });

    it("people of other accounts are named", async () => {
        t.account.reset({ ...t.account.seed(), peopleOfOtherAccounts: ["eve@example.org", "fay@example.org"] });
        t.account.addPerson({ emailId: "ada@example.com" });
        const body = { emailIds: ["eve@example.org", "ada@example.com", "fay@example.org"], isDeveloper: true };
        assert.deepEqual(
            await set(body),
            refused(400, "Emails << eve@example.org, fay@example.org >> not associated with your account"),
        );
        assert.deepEqual(flags(), [false, false, false]);
    });

    it("accessPartial partial: the known ones get theirs although the answer is 400", async () => {
        t.account.setSwitches({ accessPartial: "partial" });
        const body = { emailIds: ["ada@example.com", "nobody@example.com"], isDeveloper: false };
        assert.deepEqual(await set(body), refused(400, "One or more entered emails not found"));
        assert.deepEqual(flags(), [false, false, false]);
    });

    it("accessOmittedFlag: an omitted flag stays, becomes true, or becomes false", async () => {
        await set({ emailIds: ["ada@example.com"], hasDataTableAndViewAccess: true });
        assert.deepEqual(flags(), [false, true, true]);
        t.account.setSwitches({ accessOmittedFlag: "true" });
        await set({ emailIds: ["ada@example.com"], isDeveloper: true });
        assert.deepEqual(flags(), [true, true, true]);
        t.account.setSwitches({ accessOmittedFlag: "false" });
        await set({ emailIds: ["ada@example.com"], isDeveloper: true });
        assert.deepEqual(flags(), [false, true, false]);
    });

    it("addresses that are no list are an invalid body, and orgUserIds are no key", async () => {
        assert.equal((await set({ emailIds: "ada@example.com" }))[0], 412);
        assert.equal((await set({ orgUserIds: ["org-1"] }))[0], 412);
    });
});
