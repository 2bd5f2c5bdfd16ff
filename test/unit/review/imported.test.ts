import assert from "node:assert/strict";
import { digestOf, type Declaration, type ImportedDeclarations } from "../../../review/src/import/imported";
import { markOf } from "../../../review/src/hidden";
import { readPreview } from "../../../review/src/diff/preview";
import { review } from "../../../review/src/diff/review";
import { importedPhrase } from "../../../review/src/diff/importedPhrase";
import { blockRisk } from "../../../review/src/diff/risk";
import { plainText } from "../../../review/src/textPhrase";
import { ada, grace, reviewOf, step } from "./handMade";

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

const plainAccess = { isDeveloper: true, canCreateBot: false, groups: [], roles: [{ roleId: "r-1" }], tasks: [] };
const file = (...people: string[]) => ({
    version: 1 as const,
    host: "kore.example.com",
    people: people.map((emailId) => digestOf({ emailId, ...plainAccess })),
});
const comes = (emailId: string, more: object = {}) => {
    const { tasks: _, ...declared } = plainAccess;
    return step("KoreUser", emailId, { op: "create", now: { emailId, ...declared, ...more } });
};
const stays = step("KoreUser", "grace", { op: "same", old: { emailId: grace }, now: { emailId: grace } });

describe("the paragraph of those whom an import has found", () => {
    const told = (steps: object[], same = 0) => {
        const { blocks, names } = reviewOf(steps, { same, imported: file(ada, grace) });
        return {
            inOneParagraph: importedPhrase({ blocks }).map((phrase) => plainText(phrase, names)),
            look: blocks.filter((block) => blockRisk(block) > 0).map(({ emailId }) => emailId),
        };
    };

    it("is told in one paragraph, which names who has power, and says nothing for certain", () => {
        const { inOneParagraph, look } = told([comes(ada), comes(grace)]);
        assert.deepEqual(look, []);
        assert.match(inOneParagraph.join(), /if they are so, nothing changes .* Administrators, .*: ada@example.com/);
    });

    it("is told as anybody else, once somebody is in the state: the file may have been added to", () =>
        assert.deepEqual(told([stays, comes(ada)]), { inOneParagraph: [], look: [ada] }));

    it("or may be in it, unseen", () => assert.deepEqual(told([comes(ada)], 1), { inOneParagraph: [], look: [ada] }));

    it("is told as anybody else with more, or otherwise", () => {
        for (const more of [{ canCreateBot: true }, { roles: [] }, { adopt: "takeOver" }])
            assert.deepEqual(told([comes(ada, more)]).inOneParagraph, []);
    });
});
