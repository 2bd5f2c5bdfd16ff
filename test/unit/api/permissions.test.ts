import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { permissionsOf } from "../../../provider/api/permissions";

describe("what a role may do, as Kore.ai reports it", () => {
    const deep = { a: { b: { c: { d: { e: { f: "YES" } } } } } };
    const cases: [string, unknown, string[] | undefined][] = [
        [
            "for a role of the Admin Console",
            { "Manage Groups": "YES", Invite: "YES", "Enterprise Key": "NO" },
            ["Invite: yes", "Manage Groups: yes"],
        ],
        [
            "for a role of bots",
            { Tasks: ["FULL"], Testing: ["VIEW", "Edit "], "Bot Import": ["NO"] },
            ["Tasks: full", "Testing: view, edit"],
        ],
        ["as yes and no", { Invite: true, Groups: false, Limit: 3, None: 0 }, ["Invite: yes", "Limit: 3"]],
        [
            "in groups",
            { People: { Invite: "YES", Remove: "NO", Roles: ["VIEW"] } },
            ["People > Invite: yes", "People > Roles: view"],
        ],
        ["as a list of words", ["MANAGE_USERS", "no", ""], ["manage_users"]],
        ["as a list of objects", [{ Invite: "YES" }, { Invite: "YES", Groups: "NO" }, null], ["Invite: yes"]],
        ["by nothing but refusals", { Invite: "NO", Groups: [], People: {} }, []],
        ["with parts that can't be read", { Invite: null, Groups: "FULL" }, ["Groups: full"]],
        ["deeper than anybody would write", deep, []],
        ["by an empty object", {}, undefined],
        ["by an empty list", [], undefined],
        ["by null", null, undefined],
        ["by a word", "ALL", undefined],
        ["not at all", undefined, undefined],
    ];
    for (const [how, permissions, words] of cases) {
        it(how, () => assert.deepEqual(permissionsOf(permissions), words));
    }

    it("is kept within bounds", () => {
        const long = permissionsOf({ ["x".repeat(1_000)]: "YES" });
        assert.deepEqual([long?.length, long?.[0]?.length], [1, 300]);
        const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`Right ${index}`, "YES"]));
        assert.equal(permissionsOf(many)?.length, 500);
    });

    it("is read whatever it is, and does not depend on its order", () => {
        fc.assert(
            fc.property(fc.dictionary(fc.string(), fc.anything()), (permissions) => {
                const turned = Object.fromEntries(Object.entries(permissions).reverse());
                assert.deepEqual(permissionsOf(permissions), permissionsOf(turned));
            }),
        );
    });
});
