import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Comparison, Taken } from "../../../bench/comparison";
import { figuresOf, memoryRatio } from "../../../bench/figures";
import { admissionSeconds } from "../../../bench/limits";
import { median } from "../../../bench/statistics";
import { duration, table } from "../../../bench/table";
import { targetsOf } from "../../../bench/targets";

function taken(given: Partial<Taken> & Pick<Taken, "contender">): Taken {
    return { step: "up", pair: 1, limits: true, seconds: 1, memory: undefined, byEndpoint: {}, refused: 0, ...given };
}

function comparison(each: Taken[], people = 1_000): Comparison {
    return { people, taken: each, stateSizes: {} };
}

describe("the figures of the bench", () => {
    it("a ratio to the floor is the median of the pairs, whatever the machine's speed in each", () => {
        const [ours] = figuresOf(
            comparison([
                taken({ contender: "ours", pair: 1, seconds: 11 }),
                taken({ contender: "floor", pair: 1, seconds: 10 }),
                taken({ contender: "ours", pair: 2, seconds: 90 }),
                taken({ contender: "floor", pair: 2, seconds: 60 }),
                taken({ contender: "ours", pair: 3, seconds: 24 }),
                taken({ contender: "floor", pair: 3, seconds: 20 }),
            ]),
            true,
        );
        assert.equal(ours?.seconds, 24);
        assert.equal(ours?.ratioToFloor, 1.2);
        assert.equal(ours?.secondsOverFloor, 4);
    });

    it("requests are the most of any pair", () => {
        const [ours] = figuresOf(
            comparison([
                taken({ contender: "ours", pair: 1, byEndpoint: { "POST users": 20, "POST usersInfo": 40 } }),
                taken({ contender: "ours", pair: 2, byEndpoint: { "POST users": 10, "POST usersInfo": 61 } }),
            ]),
            true,
        );
        assert.equal(ours?.requests, 71);
        assert.deepEqual(ours?.byEndpoint, { "POST users": 10, "POST usersInfo": 61 });
    });

    it("what the limits refused is counted apart", () => {
        const [plain] = figuresOf(
            comparison([taken({ contender: "plain", byEndpoint: { "POST users": 100 }, refused: 480 })]),
            true,
        );
        assert.deepEqual([plain?.requests, plain?.refused], [100, 480]);
    });

    it("a step that was done without the limits takes as long as they do, and says that this is computed", () => {
        const plain = taken({ contender: "plain", limits: false, seconds: 50, byEndpoint: { "POST users": 1_000 } });
        const [figure] = figuresOf(comparison([plain, taken({ contender: "floor", seconds: 100 })]), true);
        assert.equal(figure?.computed, true);
        assert.equal(figure?.seconds, 16 * 60);
        assert.equal(figure?.ratioToFloor, 9.6);
    });

    it("a step that takes longer than the limits make it wait is not computed", () => {
        const plain = taken({ contender: "plain", limits: false, seconds: 50, byEndpoint: { "PUT users": 1 } });
        const [figure] = figuresOf(comparison([plain]), true);
        assert.deepEqual([figure?.computed, figure?.seconds], [false, 50]);
    });

    it("peak memory is compared over all steps of a pair", () => {
        const pair = comparison([
            taken({ contender: "ours", memory: 120 }),
            taken({ contender: "ours", step: "refresh", memory: 150 }),
            taken({ contender: "floor", memory: 100 }),
            taken({ contender: "floor", step: "refresh", memory: 90 }),
        ]);
        assert.equal(memoryRatio(pair, "floor"), 1.5);
        assert.equal(memoryRatio(pair, "waiting"), undefined);
    });
});

describe("what the bench is to reach", () => {
    const up = [
        taken({ contender: "ours", seconds: 12, byEndpoint: { "POST users": 81 } }),
        taken({ contender: "floor", seconds: 10.5 }),
    ];
    const reached = (comparisons: Comparison[], limits = true) =>
        targetsOf(comparisons, limits, undefined).map((target) => target.reached);

    it("is judged with 1,000 people", () => {
        assert.deepEqual(reached([comparison(up, 100), comparison(up)]).slice(0, 3), [false, true, undefined]);
    });

    it("is not judged with others, nor without the limits", () => {
        assert.ok(reached([comparison(up, 100)]).every((each) => each === undefined));
        assert.ok(reached([comparison(up)], false).every((each) => each === undefined));
    });
});

describe("the documented limits", () => {
    it("admit 60 requests at once, and 60 more each minute", () => {
        assert.deepEqual([0, 1, 60, 61, 120, 121].map(admissionSeconds), [0, 0, 0, 60, 60, 120]);
    });

    it("admit 1,800 requests in the first half hour, and the next one when the hour is over", () => {
        assert.deepEqual([1_800, 1_801, 1_861].map(admissionSeconds), [29 * 60, 60 * 60, 61 * 60]);
    });
});

describe("the bench's tables", () => {
    it("stand in columns, numbers at the right", () => {
        const text = table(
            [{ title: "step" }, { title: "time", numbers: true }],
            [
                ["up", "1 s"],
                ["refresh", "12.5 s"],
            ],
        );
        assert.equal(
            text,
            ["| step    |   time |", "|---------|-------:|", "| up      |    1 s |", "| refresh | 12.5 s |"].join("\n"),
        );
    });

    it("show a time as people say it", () => {
        assert.deepEqual([0.4, 9.996, 81.24, 120, 960.4, 3_725].map(duration), [
            "0.40 s",
            "10.0 s",
            "81.2 s",
            "2 min 0 s",
            "16 min 0 s",
            "1 h 2 min",
        ]);
    });

    it("have a median of an even count between the two in the middle", () => {
        assert.deepEqual([median([3]), median([4, 1]), median([9, 1, 5])], [3, 2.5, 5]);
    });
});
