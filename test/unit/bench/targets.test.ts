import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Comparison, Taken } from "../../../bench/comparison";
import { type Target, targetsOfEach, targetsOfSets } from "../../../bench/targets";
import { comparison, cpu, taken } from "./taken";

const megabytes = (count: number) => count * 2 ** 20;

function reached(targets: Target[], what: string): boolean | undefined {
    const found = targets.find((target) => target.what === what);
    assert.ok(found, `there is no "${what}": ${targets.map((target) => target.what).join("; ")}`);
    return found.reached;
}

describe("what sets of people are to reach", () => {
    const sets = (given: Partial<Taken>) => taken({ contender: "sets", ...given });
    const judge = (most: Taken[], thousand: Taken[] = [], file = 600) =>
        targetsOfSets([comparison(thousand), comparison(most, 10_000, { sets: { declared: 500, file } })], true);

    it("requests: 600 for an update of 10,000, 200 for a refresh, 3 for one person, none without a change", () => {
        for (const [step, what, most] of [
            ["up", "up of all", 600],
            ["refresh", "refresh", 200],
            ["change", "up, one person changed", 3],
            ["preview", "preview with no change", 0],
            ["noChange", "up with no change", 0],
        ] as const) {
            const title = `10,000 people: ${what}: requests`;
            const of = (requests: number) => judge([sets({ step, byEndpoint: { "POST usersInfo": requests } })]);
            assert.equal(reached(of(most), title), true);
            assert.equal(reached(of(most + 1), title), false);
        }
    });

    it("time: 1.05 times that of the budget alone", () => {
        const title = "10,000 people: up of all: time, of the budget alone";
        const of = (seconds: number) => judge([sets({ seconds }), taken({ contender: "budget", seconds: 660 })]);
        assert.equal(reached(of(693), title), true);
        assert.equal(reached(of(694), title), false);
        assert.equal(reached(judge([sets({ seconds: 660 })]), title), undefined);
    });

    it("CPU time without a change: 3 times one person's at 1,000 people, 20 times at 10,000", () => {
        for (const [step, what] of [
            ["preview", "preview with no change"],
            ["noChange", "up with no change"],
        ] as const) {
            const of = (most: number, thousand: number) =>
                judge(
                    [sets({ step, cpu: cpu(most) }), taken({ contender: "one", step, cpu: cpu(2) })],
                    [sets({ step, cpu: cpu(thousand) }), taken({ contender: "one", step, cpu: cpu(2) })],
                );
            const titles = ["10,000", "1,000"].map((people) => `${people} people: ${what}: CPU time, of one person's`);
            assert.deepEqual(
                titles.map((title) => reached(of(40, 6), title)),
                [true, true],
            );
            assert.deepEqual(
                titles.map((title) => reached(of(40.1, 6.1), title)),
                [false, false],
            );
        }
    });

    it("memory: 700 MB for the program, 400 MB for the provider, whatever the step; the state 700 bytes a person", () => {
        const titles = [
            "10,000 people: program's process: peak memory",
            "10,000 people: provider's process: peak memory",
            "10,000 people: state's file, of a person",
        ];
        const of = (program: number, provider: number, file: number) => {
            const targets = judge(
                [
                    sets({ memory: { program: megabytes(program), provider: megabytes(1) } }),
                    sets({ step: "refresh", memory: { program: undefined, provider: megabytes(provider) } }),
                ],
                [],
                file,
            );
            return titles.map((title) => reached(targets, title));
        };
        assert.deepEqual(of(700, 400, 700), [true, true, true]);
        assert.deepEqual(of(701, 401, 701), [false, false, false]);
    });

    it("is judged with its numbers of people alone, and not without the limits", () => {
        const measured = (["up", "preview", "noChange"] as const).flatMap((step) => [
            sets({ step, cpu: cpu(1) }),
            taken({ contender: "one", step, cpu: cpu(1) }),
        ]);
        const none = (comparisons: Comparison[], limits = true) =>
            assert.ok(targetsOfSets(comparisons, limits).every((target) => target.reached === undefined));
        none([comparison(measured, 100), comparison(measured, 5_000)]);
        none([comparison(measured, 10_000)], false);
        assert.ok(targetsOfSets([comparison(measured, 10_000)], true).some((target) => target.reached === true));
    });
});

describe("what one resource each is to reach", () => {
    const up = [
        taken({ contender: "each", seconds: 12, byEndpoint: { "POST users": 81 } }),
        taken({ contender: "floor", seconds: 10.5 }),
    ];
    const judge = (each: Taken[], stateSizes: Comparison["stateSizes"] = {}) =>
        targetsOfEach([comparison(each, 1_000, stateSizes)], true, undefined);
    const judged = (comparisons: Comparison[], limits = true) =>
        targetsOfEach(comparisons, limits, undefined).map((target) => target.reached);

    it("is judged with 1,000 people", () => {
        assert.deepEqual(judged([comparison(up, 100), comparison(up)]).slice(0, 3), [false, true, undefined]);
    });

    it("is not judged with others, nor without the limits", () => {
        assert.ok(judged([comparison(up, 100)]).every((each) => each === undefined));
        assert.ok(judged([comparison(up)], false).every((each) => each === undefined));
    });

    it("times: 1.10 times the floor's without a change, 1.15 times for an update of all, 3 seconds over it for a refresh", () => {
        for (const [contender, step, title, most] of [
            ["each", "preview", "preview with no change: time, of the floor's", 11],
            ["each", "noChange", "up with no change: time, of the floor's", 11],
            ["each", "up", "up of all: time, of the floor's", 11.5],
            ["whole", "up", "the same with the whole budget", 11.5],
            ["each", "refresh", "refresh: time over the floor's", 13],
        ] as const) {
            const of = (seconds: number) =>
                judge([taken({ contender, step, seconds }), taken({ contender: "floor", step, seconds: 10 })]);
            assert.equal(reached(of(most), title), true);
            assert.equal(reached(of(most + 0.1), title), false);
        }
    });

    it("requests: 80 for an update of all, 25 for a refresh, 60 for a destroy, none without a change", () => {
        for (const [step, what, most] of [
            ["up", "up of all", 80],
            ["refresh", "refresh", 25],
            ["destroy", "destroy", 60],
            ["preview", "preview with no change", 0],
            ["noChange", "up with no change", 0],
        ] as const) {
            const of = (requests: number) =>
                judge([taken({ contender: "each", step, byEndpoint: { "POST usersInfo": requests } })]);
            assert.equal(reached(of(most), `${what}: requests`), true);
            assert.equal(reached(of(most + 1), `${what}: requests`), false);
        }
    });

    it("memory of the provider's process: 1.3 times that of the floors; the state 1,100 bytes a person", () => {
        const titles = [
            "provider's process: peak memory, of the floor's",
            "the same, of the floor's where people wait for an answer",
            "state: inputs and outputs of a person",
        ];
        const of = (bytes: number, declared: number) => {
            const memory = (provider: number) => ({ program: 1_000, provider });
            const measured = [
                taken({ contender: "each", memory: memory(bytes) }),
                taken({ contender: "floor", memory: memory(100) }),
                taken({ contender: "waiting", memory: memory(100) }),
            ];
            const targets = judge(measured, { each: { declared, file: 2_000 } });
            return titles.map((title) => reached(targets, title));
        };
        assert.deepEqual(of(130, 1_100), [true, true, true]);
        assert.deepEqual(of(131, 1_101), [false, false, false]);
    });

    it("the time to load the package: 100 ms for the program, 250 ms for the provider's module", () => {
        const of = (program: number, provider: number) =>
            targetsOfEach([], true, { program, provider })
                .map((target) => target.reached)
                .slice(-2);
        assert.deepEqual(
            [of(100, 250), of(101, 251)],
            [
                [true, true],
                [false, false],
            ],
        );
    });
});
