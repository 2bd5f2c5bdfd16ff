import assert from "node:assert/strict";
import { fewestCharacters } from "../../review/src/diff/render";
import { blockRisk } from "../../review/src/diff/risk";
import type { Block } from "../../review/src/diff/statement";
import { reviewed, said } from "./reviewed";
import { scenarios } from "./scenarios";

function whoOf({ emailId, hidden, resources }: Block): string {
    return hidden === undefined ? (emailId?.replace("@example.com", "") ?? resources[0]?.name ?? "") : "?";
}

describe("what needs a look is never missed, what is harmless never alarms", () => {
    for (const { name, title, fails, look: expectedLook = [], routine: expectedRoutine = [] } of scenarios) {
        if (fails) continue;
        it(`${name}: ${title}`, () => {
            const { blocks } = reviewed(name);
            const [look, routine] = [
                blocks.filter((block) => blockRisk(block) > 0),
                blocks.filter((block) => blockRisk(block) === 0),
            ];
            assert.deepEqual(
                { look: look.map(whoOf), routine: routine.map(whoOf) },
                { look: expectedLook, routine: expectedRoutine },
            );
        });

        it(`${name}: who needs a look stands before and outside of what is folded, in whatever room there is`, () => {
            const read = reviewed(name);
            const look = read.blocks
                .filter((block) => blockRisk(block) > 0 && block.hidden === undefined)
                .flatMap(({ emailId }) => emailId ?? []);
            for (const limit of [65_536, fewestCharacters]) {
                const unfolded = said(read, "markdown", limit).replaceAll(/<details>[^]*?<\/details>/g, "");
                for (const person of look) assert.ok(unfolded.includes(person), person);
            }
        });
    }

    it("no scenario with a risk is all routine, and no harmless one needs a look", () => {
        const told = scenarios.filter(({ fails }) => !fails);
        const harmless = told.filter(({ look = [] }) => look.length === 0);
        const blocksOf = (some: typeof told) => some.map(({ name }) => reviewed(name).blocks);
        const needLook = (blocks: Block[]) => blocks.some((block) => blockRisk(block) > 0);
        assert.ok(blocksOf(harmless).every((blocks) => !needLook(blocks)));
        assert.ok(blocksOf(told.filter((each) => !harmless.includes(each))).every(needLook));
        assert.deepEqual([told.length - harmless.length, harmless.length], [198, 58]);
    });
});
