import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { unknownValue } from "../../../../provider/schema/inputs";
import { declaredInForce, hasLeft, heldAgain, heldBeyondEnd, inForce } from "../../../../provider/user/plan/expiry";
import type { LookUp } from "../../../../provider/api/client";
import type { UserInputs, UserState } from "../../../../provider/user/schema";
import { nobody, seen, state, unanswered } from "./people";

const expiresAt = "2027-03-31";
const before = Date.parse("2027-03-31T23:59:59.999Z");
const after = before + 1;
const role = { roleId: "r-1", botId: "st-1" };
const ada: UserInputs = {
    emailId: "ada@example.com",
    firstName: "Ada",
    reason: "a project",
    isDeveloper: true,
    canCreateBot: false,
    groups: ["e-1"],
    roles: [role],
    assignBotTasks: [{ streamId: "st-1" }],
    expiresAt,
};

describe("what is declared until an end", () => {
    it("is in force until then", () => assert.deepEqual(inForce(ada, before), ada));

    it("gives no access from then on; what it gave stands under ended, and the person, profile and reason stay", () =>
        assert.deepEqual(inForce(ada, after), {
            ...ada,
            isDeveloper: false,
            groups: [],
            roles: [],
            assignBotTasks: [],
            ended: { isDeveloper: true, groups: ["e-1"], roles: [role], assignBotTasks: [{ streamId: "st-1" }] },
        }));

    const { groups: _, ...withoutGroups } = ada;
    it("leaves alone what it never declared", () => {
        const now: UserInputs = inForce(withoutGroups, after);
        assert.deepEqual([now.groups, now.ended?.groups], [undefined, undefined]);
    });

    it("is the same, however often its end is looked at", () =>
        assert.deepEqual(inForce(inForce(ada, after), after + 1_000), inForce(ada, after)));

    it("is what it was, where what an earlier step had is given again with a later end", () => {
        const later = { ...inForce(ada, after), expiresAt: "2027-06-30" };
        assert.deepEqual(declaredInForce(later, after), { ...ada, expiresAt: "2027-06-30" });
        assert.deepEqual(declaredInForce(inForce(ada, after), after), inForce(ada, after));
    });

    it("does not come back in a step whose clock is behind that of its check", () =>
        assert.deepEqual(inForce(inForce(ada, after), before), inForce(ada, after)));

    it("that gives nothing has nothing to end", () => {
        const person: UserInputs = { emailId: ada.emailId, isDeveloper: false, roles: [], expiresAt };
        assert.deepEqual(inForce(person, after), person);
    });

    it("has not ended where its end is not known yet", () => {
        const later = { ...ada, expiresAt: unknownValue };
        assert.deepEqual(inForce(later, after), later);
    });

    it("ends with what is not known of it", () =>
        assert.deepEqual(inForce({ ...ada, roles: unknownValue as never }, after).roles, []));

    it("of a list of people takes their flags, and keeps the list", () => {
        const access = { emailIds: ["ada@example.com"], canCreateBot: false, isDeveloper: true, expiresAt };
        const ended = { ...access, isDeveloper: false, ended: { isDeveloper: true } };
        assert.deepEqual(inForce(access, after), ended);
    });
});

describe("what somebody has of what has ended", () => {
    const ended = { ...inForce(ada, after), ended: { roles: [role, { roleId: "r-2" }], groups: ["e-1", "e-2"] } };

    it("is a role given directly, and a group; a role that a group confers is nobody's business", () =>
        assert.deepEqual(
            heldBeyondEnd(ended, {
                roles: [{ ...role }, { roleId: "r-2", groups: ["e-9"] }, { roleId: "r-3" }],
                groups: [{ groupId: "e-2" }, { groupId: "e-9" }],
            }),
            { roles: [role], groups: ["e-2"] },
        ));

    it("is nothing before the end", () =>
        assert.deepEqual(heldBeyondEnd(ada, { roles: [role], groups: [{ groupId: "e-1" }] }), {
            roles: [],
            groups: [],
        }));

    it("is again, in a refresh, no role that may come from a group", () => {
        const held = { roles: [role], groups: [{ groupId: "e-1" }] };
        assert.deepEqual(heldAgain(ended, held), { roles: [], groups: ["e-1"] });
        assert.deepEqual(heldAgain(ended, { ...held, groups: [] }), { roles: [role], groups: [] });
        const named = { ...held, roles: [{ ...role, groups: [] }] };
        assert.deepEqual(heldAgain(ended, named), { roles: [role], groups: ["e-1"] });
    });
});

describe("whether somebody has left whose access is over", () => {
    const removed = seen({ status: "not active", canCreateBot: false, isDeveloper: false, roles: [], groups: [] });
    const rows: [string, Partial<UserState>, LookUp, boolean][] = [
        ["who is not known has", state(), nobody, true],
        ["who can't be looked up has not, as far as is known", state({ gone: true }), unanswered, false],
        ["who is there has not", state(), seen(), false],
        ["whose address is somebody else's has", state({ userId: "u-before" }), seen(), true],
        ["who comes back has not", state({ gone: true }), seen({ isDeveloper: true }), false],
        ["who had left, and was not known by then, has", { gone: true }, seen({ isDeveloper: true }), true],
        ["of whom a record is kept has, where they had left", state({ gone: true }), removed, true],
    ];
    for (const [rule, before, now, isSo] of rows) it(rule, () => assert.equal(hasLeft(before, now), isSo));
});
