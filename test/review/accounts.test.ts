import assert from "node:assert/strict";
import { readPreview, type Preview, type Step } from "../../review/src/diff/preview";
import { review } from "../../review/src/diff/review";
import { sentence } from "../../review/src/diff/sentence";
import { plainText } from "../../review/src/textPhrase";
import { recordedPreview } from "./recorded";

/** What is said of ada in a recorded preview in which some resources are otherwise, by their names. */
function saidOfAda(scenario: string, changes: Record<string, (step: Step) => Step>): string[] {
    const preview: Preview = readPreview(recordedPreview(scenario), scenario);
    const changed = preview.steps.map((step) => changes[step.urn.split("::").at(-1) ?? ""]?.(step) ?? step);
    const { blocks, names } = review({ ...preview, steps: changed }, []);
    return blocks
        .filter(({ emailId }) => emailId === "ada@example.com")
        .flatMap((block) => block.statements.map((statement) => plainText(sentence(statement, block), names)));
}

/** A step with other inputs, in the state as in the program. */
function withInputs(inputs: Record<string, unknown>): (step: Step) => Step {
    const changed = (state: Step["oldState"]) => state && { ...state, inputs: { ...state.inputs, ...inputs } };
    return ({ oldState, newState, ...step }) => ({ ...step, oldState: changed(oldState), newState: changed(newState) });
}

function withOutputs(outputs: Record<string, unknown>): (step: Step) => Step {
    return ({ oldState, ...step }) => ({
        ...step,
        oldState: oldState && { ...oldState, outputs: { ...oldState.outputs, ...outputs } },
    });
}

const named = (accountName: string) => withInputs({ "kore:accountName": accountName });
const moves = /^moves from KoreUser ada to KoreUser lovelace/;
const orStops = /or the update stops: the provider instance two declares (them|it) too/;

describe("which account a provider instance leads to, and so what a review says", () => {
    const asked: {
        title: string;
        scenario: string;
        changes: Record<string, (step: Step) => Step>;
        says: RegExp[];
        never: RegExp[];
    }[] = [
        {
            title: "two names at one host are two accounts",
            scenario: "renamed-to-another-app",
            changes: { one: named("a"), two: named("b") },
            says: [/^is removed from the account\. Had: developer$/, /^joins$/],
            never: [moves, orStops],
        },
        {
            title: "a name of one alone tells nothing",
            scenario: "renamed-to-another-app",
            changes: { two: named("b") },
            says: [orStops, /^joins$/],
            never: [moves],
        },
        {
            title: "two names at one host are two accounts, of one app too",
            scenario: "renamed-and-changed-at-another-instance",
            changes: { one: named("a"), two: named("b") },
            says: [/^is removed from the account\. Had/, /^joins/],
            never: [moves, orStops],
        },
        {
            title: "one name is one account",
            scenario: "renamed-to-another-app",
            changes: { one: named("a"), two: named("a") },
            says: [/^moves from KoreUser ada to KoreUser lovelace: no change of access$/],
            never: [/removed|joins/],
        },
        {
            title: "a name that is not shown tells nothing",
            scenario: "renamed-and-changed-at-another-instance",
            changes: { one: named("[secret]"), two: named("[secret]") },
            says: [orStops],
            never: [moves],
        },
        {
            title: "with a token, the app is the token's",
            scenario: "renamed-and-changed-at-another-instance",
            changes: { one: withInputs({ "kore:jwt": "[secret]" }), two: withInputs({ "kore:jwt": "[secret]" }) },
            says: [orStops],
            never: [moves],
        },
        {
            title: "settings that are empty are none",
            scenario: "renamed-and-changed-at-another-instance",
            changes: {
                one: withInputs({ "kore:jwt": "", "kore:accountName": "" }),
                two: withInputs({ "kore:jwt": "", "kore:accountName": "" }),
            },
            says: [moves],
            never: [orStops],
        },
        {
            title: "with the names of two accounts nothing of a KoreUserAccess is in doubt",
            scenario: "list-goes-beside-another-app",
            changes: { one: named("a"), two: named("b") },
            says: [/^is no developer any more \(KoreUserAccess builders\)$/],
            never: [orStops],
        },
        {
            title: "by another id of Kore.ai's it is another person, of another account",
            scenario: "list-goes-beside-another-app",
            changes: { ada: withOutputs({ userId: "u-another" }) },
            says: [/^is no developer any more \(KoreUserAccess builders\)$/],
            never: [orStops],
        },
        {
            title: "where the host may have two accounts, whose state it was can't be told: a change is adopted or refused",
            scenario: "renamed-beside-another-app",
            changes: {},
            says: [
                moves,
                /stops the update: the new resource takes over only somebody who has exactly what it declares/,
            ],
            never: [],
        },
        {
            title: "of one account, by its name, the same is a change",
            scenario: "renamed-beside-another-app",
            changes: { one: named("a"), two: named("a") },
            says: [moves, /^may create bots$/],
            never: [/stops the update/],
        },
        {
            title: "whom no state has by an id of Kore.ai's was perhaps never there: adopt decides",
            scenario: "renamed-and-changed-at-another-instance",
            changes: { ada: withOutputs({ userId: undefined }) },
            says: [moves, /stops the update: they are in the account, and adopt is 'never'/],
            never: [],
        },
    ];
    for (const { title, scenario, changes, says, never } of asked) {
        it(`${title} (${scenario})`, () => {
            const said = saidOfAda(scenario, changes);
            for (const pattern of says)
                assert.ok(
                    said.some((text) => pattern.test(text)),
                    `${String(pattern)}: ${said.join("; ")}`,
                );
            for (const pattern of never)
                assert.ok(!said.some((text) => pattern.test(text)), `${String(pattern)}: ${said.join("; ")}`);
        });
    }
});
