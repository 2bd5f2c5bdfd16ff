import assert from "node:assert/strict";
import { digestOf, type Declaration, type ImportedDeclarations } from "../../../review/src/import/imported";
import { markOf } from "../../../review/src/hidden";
import { readPreview } from "../../../review/src/diff/preview";
import { review } from "../../../review/src/diff/review";
import { ada, grace, step } from "./handMade";

const found: Declaration = {
    emailId: ada,
    isDeveloper: true,
    canCreateBot: false,
    groups: ["e-1", "e-2"],
    roles: [{ roleId: "r-1", botId: "st-1" }, { roleId: "r-2" }],
    tasks: [{ streamId: "st-1", dialogs: ["dg-1", "dg-2"] }, { streamId: "st-2" }],
};
const declared = {
    emailId: ada,
    isDeveloper: true,
    canCreateBot: false,
    groups: ["e-2", "e-1"],
    roles: [{ roleId: "r-2" }, { roleId: "r-1", botId: "st-1" }],
    assignBotTasks: [{ streamId: "st-2" }, { streamId: "st-1", dialogs: ["dg-2", "dg-1"] }],
};
const imported: ImportedDeclarations = { version: 1, host: "bots.kore.ai", people: [digestOf(found)] };

/** Whether ada is told in the paragraph of who was imported. */
function isImported(steps: object[], config: object = {}): boolean | undefined {
    const preview = JSON.stringify({ config, steps, changeSummary: {} });
    const { blocks } = review(readPreview(preview, "preview.json"), [], undefined, imported);
    return blocks.find(({ emailId }) => emailId?.toLowerCase() === ada)?.imported;
}

describe("who is declared just as an import has found them", () => {
    const creates = (now: object) => [step("KoreUser", "ada", { op: "create", now: { ...declared, ...now } })];
    it("is one with the same access, in whatever order it is declared", () =>
        assert.equal(isImported(creates({})), true));
    it("also with a name, a reason and what becomes of them", () =>
        assert.equal(isImported(creates({ firstName: "Ada", reason: "x", onDestroy: "revoke" })), true));

    const rows: { rule: string; steps: object[]; config?: object }[] = [
        { rule: "not one with a role more", steps: creates({ roles: [...declared.roles, { roleId: "r-3" }] }) },
        {
            rule: "not one with the role on another bot",
            steps: creates({ roles: [{ roleId: "r-2" }, { roleId: "r-1", botId: "st-2" }] }),
        },
        { rule: "not one with a group more", steps: creates({ groups: ["e-1", "e-2", "e-3"] }) },
        {
            rule: "not one with all tasks in place of some",
            steps: creates({ assignBotTasks: [{ streamId: "st-1" }, { streamId: "st-2" }] }),
        },
        { rule: "not one with another flag", steps: creates({ canCreateBot: true }) },
        {
            rule: "not another address",
            steps: [
                step("KoreUser", "ada", { op: "create", now: { ...declared, emailId: grace } }),
                ...creates({ isDeveloper: false }),
            ],
        },
        { rule: "not one who is taken over with all that they have", steps: creates({ adopt: "takeOver" }) },
        { rule: "not one of whom a part is not shown", steps: creates({ groups: ["e-1", markOf("secret")] }) },
        {
            rule: "not one whom a KoreUserAccess names as well",
            steps: [
                ...creates({}),
                step("KoreUserAccess", "builders", {
                    op: "create",
                    now: { emailIds: [ada], isDeveloper: true, canCreateBot: true },
                }),
            ],
        },
        {
            rule: "not one whom the state has",
            steps: [step("KoreUser", "ada", { op: "update", old: { emailId: ada, userId: "u-1" }, now: declared })],
        },
        {
            rule: "not one who was removed by hand meanwhile",
            steps: [step("KoreUser", "ada", { op: "refresh", old: { ...declared, userId: "u-1" } }), ...creates({})],
        },
        { rule: "not one of another account", steps: creates({}), config: { "kore:host": "other.kore.ai" } },
    ];
    for (const { rule, steps, config } of rows) it(rule, () => assert.notEqual(isImported(steps, config), true));
});
