import assert from "node:assert/strict";
import {
    areRolesUnclear,
    isOwnerRole,
    isSameRole,
    surplusInState,
    surplusOfExclusive,
    tasksOfOtherBots,
    undeclaredMembership,
} from "../../../../provider/model/memberships";

const tester = { roleId: "r-1", botId: "st-1" };
const admin = { roleId: "r-2" };
const staff = { groupId: "e-1" };

describe("a role", () => {
    it("is the same by its id and its bot, of which null is none", () => {
        assert.equal(isSameRole(admin, { roleId: "r-2", botId: null }), true);
        assert.equal(isSameRole(admin, { roleId: "r-3" }), false);
        assert.equal(isSameRole(tester, { roleId: "r-1", botId: "st-2" }), false);
        assert.equal(isSameRole(tester, { roleId: "r-1" }), false);
    });

    for (const [name, isOwners] of [
        ["Bot Owner", true],
        ["OWNER", true],
        ["Co-owner of bots", true],
        ["Landowners", false],
        ["Ownership", false],
        ["", false],
        [undefined, false],
    ] as const)
        it(`called ${String(name)} is ${isOwners ? "" : "not "}an owner's`, () =>
            assert.equal(isOwnerRole(name), isOwners));
});

describe("which roles come from groups", () => {
    const direct = { ...tester, groups: [] };
    const rows: { rule: string; held: Parameters<typeof areRolesUnclear>[0]; unclear: boolean }[] = [
        { rule: "is clear of who is in no group", held: { groups: [], roles: [tester] }, unclear: false },
        { rule: "is clear where roles name their groups", held: { groups: [staff], roles: [direct] }, unclear: false },
        { rule: "is clear of who has none", held: { groups: [staff], roles: [] }, unclear: false },
        { rule: "is not clear where one does not", held: { groups: [staff], roles: [direct, admin] }, unclear: true },
        {
            rule: "is as the state says",
            held: { groups: [staff], roles: [admin], rolesUnclear: false },
            unclear: false,
        },
        {
            rule: "is not clear where the state says so",
            held: { groups: [], roles: [direct], rolesUnclear: true },
            unclear: true,
        },
    ];
    for (const { rule, held, unclear } of rows) it(rule, () => assert.equal(areRolesUnclear(held), unclear));
});

describe("what somebody has beyond what is declared", () => {
    const held = {
        groups: [staff, { groupId: "e-2" }],
        roles: [
            { ...tester, groups: [] },
            { ...admin, groups: [] },
            { roleId: "r-3", groups: ["Staff"] },
        ],
    };

    it("is all groups and direct roles, where nothing is declared", () =>
        assert.deepEqual(undeclaredMembership({}, held), { groups: held.groups, roles: held.roles.slice(0, 2) }));

    it("is no group or role that is declared", () =>
        assert.deepEqual(undeclaredMembership({ groups: ["e-1"], roles: [admin, { roleId: "r-9" }] }, held), {
            groups: [{ groupId: "e-2" }],
            roles: [{ ...tester, groups: [] }],
        }));

    const owner = { roleId: "r-4", roleName: "Bot Owner", groups: [] };
    const unclear = { groups: [staff], roles: [tester] };

    it("is no owner's role, of which exclusive takes none", () =>
        assert.deepEqual(surplusOfExclusive({}, { groups: [], roles: [owner, { ...admin, groups: [] }] }).roles, [
            { ...admin, groups: [] },
        ]));

    it("is no role where it can't be told which come from groups", () =>
        assert.deepEqual(surplusOfExclusive({}, unclear), { groups: [staff], roles: [] }));

    it("is a role without groups in a state that does not say that roles are unclear", () => {
        assert.deepEqual(surplusInState({}, unclear), unclear);
        assert.deepEqual(surplusInState({}, { ...unclear, rolesUnclear: true }), { groups: [staff], roles: [] });
    });
});

describe("tasks of other bots", () => {
    const [one, other] = [{ streamId: "st-1" }, { streamId: "st-2" }];

    it("are those of bots that are not declared", () => {
        assert.deepEqual(tasksOfOtherBots([one], [one, other]), [other]);
        assert.deepEqual(tasksOfOtherBots([one, other], [one, other]), []);
        assert.deepEqual(tasksOfOtherBots([], [one]), [one]);
    });

    it("are none where none are reported", () => assert.deepEqual(tasksOfOtherBots([one], undefined), []));
});
