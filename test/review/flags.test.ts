import assert from "node:assert/strict";
import { readPreview, type Preview, type Step } from "../../review/src/diff/preview";
import { review } from "../../review/src/diff/review";
import { recordedPreview } from "./recorded";
import { knownDirectory, said } from "./reviewed";
import { scenarios } from "./scenarios";

/** What a preview without --show-sames and --show-replacement-steps would have been. */
function plain({ steps, ...others }: Preview): Preview {
    const seen = steps.filter(({ op, oldState, newState, urn }) => {
        if (op === "same") return urn.includes("pulumi:pulumi:Stack") || oldState?.protect !== newState?.protect;
        return op !== "create-replacement" && op !== "delete-replaced";
    });
    return { ...others, steps: seen };
}

// The engine takes a step for unchanged of which only these change.
function hasChangedOptions({ steps }: Preview): boolean {
    const optionsOf = (state: Step["oldState"]) =>
        JSON.stringify([
            state?.retainOnDelete,
            state?.deletedWith,
            state?.ignoreChanges,
            state?.resourceHooks,
            state?.provider,
        ]);
    return steps.some(({ op, oldState, newState }) => op === "same" && optionsOf(oldState) !== optionsOf(newState));
}

// Where the steps that are not seen are the matter.
const different = new Set([
    "stays",
    "data-tables",
    "comes-under-a-user",
    "comes-under-a-user-never",
    "left-behind",
    "another-account",
    "setting-reasons",
    "option-provider-then-changes",
    "set-let-go",
    "both-about-one",
    ...scenarios.flatMap(({ name }) => (/another-(instance|app)/.test(name) ? [name] : [])),
]);

describe("the flags of a preview", () => {
    for (const { name, flags, fails } of scenarios) {
        if (fails || flags !== undefined || different.has(name.replace(/\.(?:set|native)$/, ""))) continue;
        it(`${name}: the same changes are told of a preview without them`, () => {
            const whole = readPreview(recordedPreview(name), name);
            if (hasChangedOptions(whole)) {
                assert.match(said(review(plain(whole), []), "text"), /Unchanged resources are not in this preview/);
                return;
            }
            const changes = (preview: Preview) =>
                review(preview, [], knownDirectory()).blocks.map(({ emailId, statements }) => ({
                    emailId,
                    // Who else is an administrator only the whole shows.
                    kinds: statements.map(({ kind }) => kind).filter((kind) => kind !== "lastAdministrator"),
                }));
            assert.deepEqual(changes(plain(whole)), changes(whole));
        });
    }

    it("an older CLI's mark of an unknown value says the same as a newer one's", () => {
        const newer = recordedPreview("unknown-values");
        const older = newer.replaceAll("04da6b54-80e4-46f7-96ec-b56ff0331ba9", "output<string>");
        assert.notEqual(newer, older);
        const markdown = (text: string) => said(review(readPreview(text, ""), []), "markdown");
        assert.equal(markdown(older), markdown(newer));
    });
});
