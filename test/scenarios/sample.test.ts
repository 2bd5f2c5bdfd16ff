import assert from "node:assert/strict";
import { offencesOf, sentences, titleOf } from "./results";
import { isWhole, whole } from "../harness/whole";
import { liveAll, type Outcome, parallels, unset } from "./runs";
import { ofSets, type Scenario, scenarios, together } from "./scenarios";

const named = (...names: string[]): Scenario[] =>
    names.map(
        (name) => scenarios.find((scenario) => scenario.name === name) ?? assert.fail(`there is no scenario ${name}`),
    );

interface Program {
    of: Scenario[];
    people: number;
    parallel: string;
}

// A spread of `npm run scenarios`, the longest first. Several share a program: a command costs more than the people in it.
const always: Program[] = [
    {
        of: named(
            "flags-to-list",
            "renamed-under-list",
            "into-component",
            "split-merged",
            "half-given-away",
            "leaves-list",
            "rows-shifted",
            "role-from-group",
            "role-to-group",
            "tasks-renamed",
        ),
        people: 6,
        parallel: unset,
    },
    { of: named("flags-to-list", "adoption"), people: 60, parallel: unset },
    { of: named(...ofSets), people: 12, parallel: unset },
];
// Each in a program of its own, as it waits for something, or is about several accounts.
const others: Program[] = [
    { of: named("instances", "lists-of-instances"), people: 3, parallel: "2" },
    { of: named("lists-of-apps"), people: 3, parallel: "1" },
    { of: named("list-awaited"), people: 12, parallel: "16" },
    { of: named("adoption-awaited", "flags-to-list-awaited"), people: 12, parallel: "64" },
    { of: named("users-awaited"), people: 12, parallel: "16" },
    { of: named("plain-addresses"), people: 3, parallel: "8" },
];
const spread = [...always, ...(isWhole ? others : [])];
const jobs = 3;

describe("people who move within a program lose nothing that it declares, not for a moment", function () {
    this.timeout(600_000);
    let outcomes: Promise<Outcome>[];

    before(() => {
        outcomes = liveAll(
            spread.map(({ of, people, parallel }, index) => ({
                scenario: together(`sample-${index + 1}`, of),
                people,
                parallel,
                settlesOnce: true,
            })),
            jobs,
        );
    });

    for (const [index, { of, people, parallel }] of spread.entries()) {
        for (const { name, title } of of) {
            it(`${title} (${titleOf({ scenario: { name }, people, parallel })})`, async () => {
                const outcome = (await outcomes[index]) ?? assert.fail("it was not begun");
                const offences = offencesOf(
                    outcome,
                    name,
                    of.map((each) => each.name),
                );
                assert.deepEqual(sentences(offences), []);
            });
        }
    }

    whole.it("each scenario and each value of PULUMI_PARALLEL is in the spread", () => {
        const sampled = new Set(spread.flatMap(({ of }) => of.map(({ name }) => name)));
        assert.deepEqual([...sampled].sort(), scenarios.map(({ name }) => name).sort());
        assert.deepEqual(new Set(spread.map(({ parallel }) => parallel)), new Set(parallels));
    });
});
