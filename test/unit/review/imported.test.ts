import assert from "node:assert/strict";
import { importedPhrase } from "../../../review/src/diff/imported";
import { blockRisk } from "../../../review/src/diff/risk";
import { digestOf } from "../../../review/src/import/imported";
import { plainText } from "../../../review/src/textPhrase";
import { ada, grace, reviewOf, step } from "./handMade";

const access = { isDeveloper: true, canCreateBot: false, groups: [], roles: [{ roleId: "r-1" }], tasks: [] };
const file = (...people: string[]) => ({
    version: 1 as const,
    host: "kore.example.com",
    people: people.map((emailId) => digestOf({ emailId, ...access })),
});
const comes = (emailId: string, more: object = {}) => {
    const { tasks: _, ...declared } = access;
    return step("KoreUser", emailId, { op: "create", now: { emailId, ...declared, ...more } });
};
const stays = step("KoreUser", "grace", { op: "same", old: { emailId: grace }, now: { emailId: grace } });

describe("who is declared as an import has found them", () => {
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
