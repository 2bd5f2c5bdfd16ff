import assert from "node:assert/strict";
import * as v from "valibot";
import { allTrue, flags, membership, trueIn } from "../../../../provider/model/declared";
import { reportedAccess, reportedUser } from "../../../../provider/model/reported";
import { typeToken } from "../../../../provider/model/kinds";
import { setIn, withoutUnset } from "../../../../provider/model/unset";

const nobody = { canCreateBot: false, isDeveloper: false, roles: [], groups: [] };
const listed = { emailId: "ada@example.com", userId: "u-1", canCreateBot: false, isDeveloper: true };

describe("what a state keeps", () => {
    const user = (facts: object) => v.is(reportedUser, { ...nobody, ...facts });
    const access = (facts: object) => v.is(reportedAccess, { ...listed, ...facts });
    const declared = (facts: object) => v.is(v.object({ ...flags, ...membership }), facts);

    const reads: [string, boolean][] = [
        ["of a person: nothing but flags", user({})],
        ["of a person: fields of later releases", user({ later: 1, roles: [{ roleId: "r-1", later: 1 }] })],
        [
            "of a person: all",
            user({ groups: [{ groupId: "e-1" }], assignBotTasks: [{ streamId: "st-1", dialogs: [] }] }),
        ],
        ["of somebody in a list", access({})],
        ["of somebody in a list: what they may hold", access({ mayHold: { canCreateBot: true, isDeveloper: true } })],
        ["of a declaration: nothing", declared({})],
        ["of a declaration: a flag that is not known yet", declared({ isDeveloper: null })],
        ["of a declaration: a role on a bot", declared({ roles: [{ roleId: "r-1", botId: "st-1" }] })],
    ];
    for (const [title, isRead] of reads) it(`is read ${title}`, () => assert.equal(isRead, true));

    const refuses: [string, boolean][] = [
        ["of a person: no flags", v.is(reportedUser, { roles: [], groups: [] })],
        ["of a person: a role without an id", user({ roles: [{ roleName: "Tester" }] })],
        ["of a person: a group without an id", user({ groups: [{ groupName: "Staff" }] })],
        ["of a person: tasks without a bot", user({ assignBotTasks: [{ dialogs: [] }] })],
        ["of somebody in a list: no id", access({ userId: 1 })],
        ["of somebody in a list: half of what they may hold", access({ mayHold: { canCreateBot: true } })],
        ["of a declaration: a flag in words", declared({ isDeveloper: "true" })],
        ["of a declaration: groups in another form", declared({ groups: [{ groupId: "e-1" }] })],
        ["of a declaration: a role without an id", declared({ roles: [{}] })],
        ["of a declaration: tasks without a bot", declared({ assignBotTasks: [{}] })],
    ];
    for (const [title, isRead] of refuses) it(`is not read ${title}`, () => assert.equal(isRead, false));
});

describe("flags", () => {
    it("are those that are true, and no others", () => {
        const all = { canCreateBot: true, isDeveloper: true, hasDataTableAndViewAccess: true };
        assert.deepEqual(trueIn(all), ["canCreateBot", "isDeveloper", "hasDataTableAndViewAccess"]);
        assert.deepEqual(trueIn({ canCreateBot: false, isDeveloper: null }), []);
        assert.deepEqual(allTrue(trueIn(all)), all);
        assert.deepEqual(allTrue(), {});
    });
});

describe("a value without what is not set", () => {
    it("has no null and no undefined at any depth, and keeps what is false, empty or nothing", () => {
        const value = { a: null, b: undefined, c: { d: null, e: [{ f: undefined }, null, 0] }, g: false, h: "" };
        assert.deepEqual(withoutUnset(value), { c: { e: [{}, null, 0] }, g: false, h: "" });
        assert.ok(!("b" in setIn(value)));
        for (const plain of [null, undefined, "text", 0]) assert.equal(withoutUnset(plain), plain);
    });
});

it("a resource's type is the one of the states that there are", () =>
    assert.equal(typeToken("KoreUser"), "pulumi-nodejs:dynamic/kore:KoreUser"));
