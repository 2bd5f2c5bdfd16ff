import assert from "node:assert/strict";
import { fewestCharacters } from "../../review/src/diff/render";
import { blockRisk, type Block } from "../../review/src/diff/statement";
import { reviewed, said } from "./reviewed";
import { scenarios } from "./scenarios";

/** Who needs a look in each scenario, riskiest first, and who is routine. A "?" has no address that could be shown. */
const expected: Record<string, { look: string[]; routine: string[] }> = {
    nothing: { look: [], routine: [] },
    "nothing-plain": { look: [], routine: [] },
    "first-people": { look: ["katherine", "ada", "grace"], routine: [] },
    joins: { look: [], routine: ["grace"] },
    "joins-otherwise": { look: [], routine: ["new", "quiet", "taken"] },
    administrators: { look: ["ada", "grace", "katherine", "mary"], routine: [] },
    flags: { look: ["ada", "grace", "jean", "mary"], routine: [] },
    "flags-left-out": { look: ["ada"], routine: ["grace"] },
    "flags-held-already": { look: ["ada", "grace"], routine: [] },
    "data-tables": { look: ["grace", "ada"], routine: [] },
    leaves: { look: ["removed", "revoked", "kept"], routine: [] },
    "leaves-adopted": { look: ["old", "older"], routine: [] },
    "leaves-owner": { look: ["grace"], routine: [] },
    owners: { look: ["ada"], routine: [] },
    memberships: { look: [], routine: ["ada", "grace", "jean", "mary", "sue"] },
    "group-of-administrators": { look: ["ada", "sue"], routine: [] },
    "role-of-a-group": { look: [], routine: ["ada", "grace"] },
    "new-address": { look: ["katherine@example.org", "grace.hopper", "mary.jackson"], routine: [] },
    "new-address-in-a-list": { look: ["grace.hopper"], routine: [] },
    "swapped-addresses": { look: [], routine: ["ada", "grace"] },
    renamed: { look: [], routine: ["grace"] },
    "renamed-and-changed": { look: ["grace"], routine: ["jean"] },
    "renamed-and-changed-never": { look: ["grace", "jean"], routine: [] },
    "renamed-and-exclusive": { look: [], routine: ["grace"] },
    "renamed-and-exclusive-with-more": { look: ["grace"], routine: [] },
    "renamed-and-kept": { look: ["grace", "jean"], routine: [] },
    "renamed-adopted": { look: [], routine: ["old", "older"] },
    "renamed-then-leaves": { look: ["grace", "old"], routine: [] },
    "renamed-then-leaves-adopted": { look: ["old"], routine: [] },
    "made-anew": { look: [], routine: ["grace"] },
    "made-anew-with-new-address": { look: ["new"], routine: [] },
    "comes-under-a-user-never": { look: ["ada"], routine: [] },
    components: { look: [], routine: ["ada", "grace"] },
    "flags-move": { look: [], routine: ["ada", "grace"] },
    "list-shrinks": { look: ["grace", "jean", "mary"], routine: [] },
    "list-shrinks-retained": { look: ["grace"], routine: [] },
    "left-behind": { look: ["grace"], routine: [] },
    "list-goes": { look: ["grace", "ada"], routine: [] },
    "list-alone": { look: ["ada", "grace"], routine: [] },
    "list-of-plain-addresses": { look: ["grace", "jean"], routine: [] },
    stays: { look: [], routine: ["ada"] },
    "stays-unseen": { look: ["ada"], routine: [] },
    "comes-under-a-user": { look: [], routine: ["ada"] },
    "unknown-values": { look: ["?", "?", "grace", "?", "new"], routine: [] },
    "secret-values": { look: ["grace", "?"], routine: ["ada"] },
    drift: { look: ["ada", "jean", "grace"], routine: [] },
    suspended: { look: ["grace"], routine: [] },
    "drift-removed": { look: ["katherine", "grace"], routine: [] },
    "drift-exclusive": { look: ["ada"], routine: [] },
    "drift-and-change": { look: ["grace", "ada"], routine: [] },
    exclusive: { look: ["ada"], routine: ["grace"] },
    settings: { look: [], routine: ["ada", "builders", "grace"] },
    "two-accounts": { look: ["ada", "grace", "ada"], routine: ["jean"] },
    "renamed-to-another-instance": { look: [], routine: ["ada"] },
    "renamed-and-changed-at-another-instance": { look: [], routine: ["ada"] },
    "renamed-to-another-app": { look: ["ada", "ada"], routine: [] },
    "renamed-to-another-app-of-an-account": { look: ["ada"], routine: [] },
    "renamed-beside-another-app": { look: ["ada"], routine: [] },
    "list-goes-beside-another-app": { look: ["ada", "jean"], routine: [] },
    "unknown-address": { look: ["grace", "ada"], routine: [] },
    "another-account": { look: ["ada"], routine: [] },
    "empty-csv": { look: ["ada", "frances", "grace", "jean", "joan", "katherine", "mary", "sue"], routine: [] },
    reads: { look: [], routine: [] },
    "nasty-names": { look: ["ada", "__bold__+-x"], routine: [] },
    mixture: {
        look: ["katherine", "contractor@example.org", "joan", "grace.hopper", "sue"],
        routine: ["betty", "dorothy", "jean", "marlyn", "mary"],
    },
};

function whoOf({ emailId, hidden, resources }: Block): string {
    return hidden === undefined ? (emailId?.replace("@example.com", "") ?? resources[0]?.name ?? "") : "?";
}

describe("what needs a look is never missed, what is harmless never alarms", () => {
    for (const { name, title, fails } of scenarios) {
        if (fails) continue;
        it(`${name}: ${title}`, () => {
            const { blocks } = reviewed(name);
            const [look, routine] = [
                blocks.filter((block) => blockRisk(block) > 0),
                blocks.filter((block) => blockRisk(block) === 0),
            ];
            assert.deepEqual({ look: look.map(whoOf), routine: routine.map(whoOf) }, expected[name]);
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

    it("each scenario is told what to expect", () =>
        assert.deepEqual(
            Object.keys(expected),
            scenarios.filter(({ fails }) => !fails).map(({ name }) => name),
        ));
});
