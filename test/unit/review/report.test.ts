import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { ada, grace, reported, reportedOf } from "./handMade";
import { asCsv } from "../../review/reports";

const user = (outputs: Record<string, unknown>, options: Record<string, unknown> = {}) => ({
    type: "KoreUser" as const,
    name: "ada",
    outputs: { emailId: ada, ...outputs },
    options,
});
const list = (name = "builders") => ({
    type: "KoreUserAccess" as const,
    name,
    outputs: { emailIds: [grace], isDeveloper: true, canCreateBot: false, reported: [] },
});

function cellsOf(...resources: Parameters<typeof reportedOf>): Record<string, string>[] {
    return parse(asCsv(reportedOf(...resources)), { columns: true });
}

describe("what the report says becomes of somebody when the resource goes", () => {
    const cases: [string, Record<string, unknown>, Record<string, unknown>, string][] = [
        ["created", {}, {}, "remove"],
        ["created, remove", { onDestroy: "remove" }, {}, "remove"],
        ["created, revoke", { onDestroy: "revoke" }, {}, "revoke"],
        ["adopted", { adopted: true }, {}, "refuse"],
        ["adopted, remove", { adopted: true, onDestroy: "remove" }, {}, "remove"],
        ["adopted, revoke", { adopted: true, onDestroy: "revoke" }, {}, "revoke"],
        ["adopted, and forgotten", { adopted: true }, { retainOnDelete: true }, "keep"],
        ["protected", { adopted: true }, { protect: true, retainOnDelete: true }, "protect"],
    ];
    for (const [title, outputs, options, fate] of cases) {
        it(`${title}: ${fate}`, () => {
            const [entry] = reportedOf(user(outputs, options)).entries;
            assert.equal(entry?.managed.onDestroy, fate);
        });
    }

    it("a list: revoke", () => assert.equal(reportedOf(list()).entries[0]?.managed.onDestroy, "revoke"));
});

describe("what the report says of access that is not declared", () => {
    const standings = (outputs: Record<string, unknown>) =>
        reportedOf(user(outputs)).entries.flatMap(({ holdings }) =>
            holdings.map(({ access, standing, verified }) => [access, standing, verified]),
        );

    it("tasks given by hand, to somebody without declared ones", () =>
        assert.deepEqual(
            standings({
                reported: reported({ assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1"] }, { streamId: "st-2" }] }),
            }),
            [
                [{ type: "tasks", botId: "st-1", dialogs: ["dg-1"] }, "reported", true],
                [{ type: "tasks", botId: "st-2" }, "reported", true],
            ],
        ));

    it("tasks given by hand, beside declared ones", () =>
        assert.deepEqual(
            standings({
                assignBotTasks: [{ streamId: "st-1" }, { streamId: "st-3" }],
                reported: reported({ assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1"] }, { streamId: "st-2" }] }),
            }),
            [
                [{ type: "tasks", botId: "st-1" }, "declared", true],
                [{ type: "tasks", botId: "st-3" }, "lost", true],
                [{ type: "tasks", botId: "st-2" }, "reported", true],
            ],
        ));

    it("declared tasks, where none are reported at all", () =>
        assert.deepEqual(standings({ assignBotTasks: [{ streamId: "st-1" }], reported: reported() }), [
            [{ type: "tasks", botId: "st-1" }, "declared", false],
        ]));

    it("a group of somebody without declared groups", () =>
        assert.deepEqual(standings({ reported: reported({ groups: [{ groupId: "e-1" }] }) }), [
            [{ type: "group", groupId: "e-1", isKnown: true }, "reported", true],
        ]));

    it("a group beside declared ones", () =>
        assert.deepEqual(
            standings({
                groups: ["e-1", "e-2"],
                reported: reported({ groups: [{ groupId: "e-3" }, { groupId: "e-1" }] }),
            }),
            [
                [{ type: "group", groupId: "e-1", isKnown: true }, "declared", true],
                [{ type: "group", groupId: "e-2", isKnown: false }, "lost", true],
                [{ type: "group", groupId: "e-3", isKnown: true }, "reported", true],
            ],
        ));
});

describe("which states the report takes", () => {
    it("one with as many KoreUser as KoreUserAccess", () =>
        assert.deepEqual(
            reportedOf(user({}), list()).entries.map(({ emailId }) => emailId),
            [ada, grace],
        ));

    it("one with people of either kind alone", () => {
        assert.equal(reportedOf(user({})).entries.length, 1);
        assert.equal(reportedOf(list(), list("others")).entries.length, 2);
    });

    it("none without anybody", () =>
        assert.throws(() => reportedOf(), /without a KoreUser, KoreUsers or KoreUserAccess: it is empty/));
});

describe("how the CSV says by what somebody has a role", () => {
    const standing = (declared: object[], roles: Parameters<typeof reported>[0]) =>
        cellsOf(user({ roles: declared, reported: reported(roles) })).map((row) => row["standing"]);
    const role = { roleId: "r1", botId: "st-1" };

    it("declared", () => assert.deepEqual(standing([role], { roles: [role] }), ["declared"]));

    it("declared, and conferred by a group as well", () =>
        assert.deepEqual(standing([role], { roles: [{ ...role, groups: ["Staff"] }] }), [
            "declared, conferred by Staff",
        ]));

    it("conferred by groups alone", () =>
        assert.deepEqual(standing([], { roles: [{ ...role, groups: ["Staff", "Testers"] }] }), [
            "conferred by Staff, Testers",
        ]));

    it("not declared", () => assert.deepEqual(standing([], { roles: [role] }), ["not declared"]));

    it("declared, and lost", () => assert.deepEqual(standing([role], {}), ["declared, and lost"]));
});
