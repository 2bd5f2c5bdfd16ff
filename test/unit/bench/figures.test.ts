import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { computedFigures, figuresOf, memoryRatio, peakMemory, ratioOf } from "../../../bench/figures";
import { duration, table } from "../../../bench/table";
import { median } from "../../../bench/statistics";
import { comparison, cpu, taken } from "./taken";

const provider = (bytes: number) => ({ program: undefined, provider: bytes });

describe("the figures of the bench", () => {
    it("a ratio to the floor is the median of the pairs, whatever the machine's speed in each", () => {
        const [each] = figuresOf(
            comparison([
                taken({ contender: "each", pair: 1, seconds: 11, cpu: cpu(6) }),
                taken({ contender: "floor", pair: 1, seconds: 10, cpu: cpu(4) }),
                taken({ contender: "each", pair: 2, seconds: 90 }),
                taken({ contender: "floor", pair: 2, seconds: 60 }),
                taken({ contender: "each", pair: 3, seconds: 24 }),
                taken({ contender: "floor", pair: 3, seconds: 20 }),
            ]),
            true,
        );
        assert.equal(each?.seconds, 24);
        assert.equal(each?.ratioToFloor, 1.2);
        assert.equal(each?.secondsOverFloor, 4);
        assert.equal(each?.cpuToFloor, 1.5);
    });

    it("steps that are done several times are compared with those of the same round", () => {
        const preview = { step: "preview", contender: "sets" } as const;
        const measured = comparison([
            taken({ ...preview, round: 1, cpu: cpu(6), seconds: 8 }),
            taken({ ...preview, round: 1, contender: "one", cpu: cpu(2), seconds: 2 }),
            taken({ ...preview, round: 2, cpu: cpu(20), seconds: 30 }),
            taken({ ...preview, round: 2, contender: "one", cpu: cpu(10), seconds: 10 }),
            taken({ ...preview, round: 3, cpu: cpu(40), seconds: 10 }),
            taken({ ...preview, round: 3, contender: "one", cpu: cpu(5), seconds: 2 }),
        ]);
        // 3, 2 and 8; of all with all it would be 4.
        assert.equal(ratioOf(measured, "preview", ["sets", "one"], "cpu"), 3);
        assert.equal(ratioOf(measured, "preview", ["sets", "one"], "seconds"), 4);
        assert.equal(ratioOf(measured, "preview", ["sets", "floor"], "cpu"), undefined);
    });

    it("no time is compared of a step that was done without the limits", () => {
        const measured = comparison([
            taken({ contender: "sets", limits: false, cpu: cpu(6) }),
            taken({ contender: "budget", limits: false, cpu: cpu(3) }),
        ]);
        assert.equal(ratioOf(measured, "up", ["sets", "budget"], "seconds"), undefined);
        assert.equal(ratioOf(measured, "up", ["sets", "budget"], "cpu"), 2);
    });

    it("CPU time is that of the middle one, with its own parts, and none where the system does not tell", () => {
        const [sets] = figuresOf(
            comparison([
                taken({ contender: "sets", round: 1, cpu: cpu(9, { program: 8 }) }),
                taken({ contender: "sets", round: 2, cpu: cpu(3, { provider: 2 }) }),
                taken({ contender: "sets", round: 3, cpu: cpu(4, { program: 1, provider: 1 }) }),
            ]),
            true,
        );
        assert.deepEqual(sets?.cpu, { total: 4, engine: 2, program: 1, provider: 1 });
        assert.equal(figuresOf(comparison([taken({ contender: "sets" })]), true)[0]?.cpu, undefined);
    });

    it("requests are the most of any pair", () => {
        const [each] = figuresOf(
            comparison([
                taken({ contender: "each", pair: 1, byEndpoint: { "POST users": 20, "POST usersInfo": 40 } }),
                taken({ contender: "each", pair: 2, byEndpoint: { "POST users": 10, "POST usersInfo": 61 } }),
            ]),
            true,
        );
        assert.equal(each?.requests, 71);
        assert.deepEqual(each?.byEndpoint, { "POST users": 10, "POST usersInfo": 61 });
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
        assert.equal(figure?.isComputed, true);
        assert.equal(figure?.seconds, 16 * 60);
        assert.equal(figure?.ratioToFloor, 9.6);
        assert.equal(figure?.own, 50);
    });

    it("what is computed is computed for the contender's share of the limits", () => {
        const requests = { limits: false, byEndpoint: { "POST usersInfo": 200 } };
        const figures = figuresOf(
            comparison([taken({ contender: "whole", ...requests }), taken({ contender: "sets", ...requests })]),
            true,
        );
        assert.deepEqual(
            figures.map(({ contender, seconds }) => [contender, seconds]),
            [
                ["whole", 180],
                ["sets", 180],
            ],
        );
        const [sets] = figuresOf(
            comparison([taken({ contender: "sets", limits: false, byEndpoint: { "POST usersInfo": 60 } })]),
            true,
        );
        assert.equal(sets?.seconds, 60);
    });

    it("a step that takes longer than the limits make it wait is not computed", () => {
        const plain = taken({ contender: "plain", limits: false, seconds: 50, byEndpoint: { "PUT users": 1 } });
        const [figure] = figuresOf(comparison([plain]), true);
        assert.deepEqual([figure?.isComputed, figure?.seconds], [false, 50]);
    });

    it("the time but for the budget is what a step does not wait", () => {
        const [sets] = figuresOf(comparison([taken({ contender: "sets", seconds: 64.5, waited: 60 })]), true);
        assert.deepEqual([sets?.seconds, sets?.own], [64.5, 4.5]);
    });

    it("peak memory is that of all steps of a pair", () => {
        const measured = comparison([
            taken({ contender: "each", memory: provider(120) }),
            taken({ contender: "each", step: "refresh", memory: provider(150) }),
            taken({ contender: "each", step: "preview", round: 2, memory: provider(130) }),
            taken({ contender: "floor", memory: provider(100) }),
            taken({ contender: "floor", step: "refresh", memory: provider(90) }),
        ]);
        assert.equal(peakMemory(measured, "each", "provider"), 150);
        assert.equal(peakMemory(measured, "each", "program"), undefined);
        assert.equal(memoryRatio(measured, "each", "floor"), 1.5);
        assert.equal(memoryRatio(measured, "each", "waiting"), undefined);
    });
});

describe("with more people than a contender is measured with", () => {
    const floors = comparison([
        taken({ contender: "plain", limits: false, seconds: 3, byEndpoint: { "POST users": 1_000 } }),
        taken({ contender: "each" }),
        taken({ contender: "floor", seconds: 70 }),
        taken({ contender: "floor", step: "refresh", seconds: 3 }),
        taken({ contender: "floor", step: "preview", seconds: 12 }),
    ]);
    const computed = (people: number, all = [floors], limits = true) =>
        computedFigures(comparison([], people), all, limits).map(
            ({ contender, step, requests, seconds, isComputed }) => {
                assert.ok(isComputed);
                return [contender, step, requests, Math.round(seconds)];
            },
        );

    it("its time is that of the limits, or of the engine, which grows with the square in an update", () => {
        assert.deepEqual(computed(10_000), [
            // 1,800 in each of five hours, and the last 1,000 in 17 minutes of the sixth.
            ["plain", "up", 10_000, 5 * 3_600 + 16 * 60],
            // The engine: 70 seconds for 1,000, a hundred times as many for 10,000.
            ["each", "up", 600, 7_000],
            ["plain", "refresh", 10_000, 5 * 3_600 + 16 * 60],
            // 200 requests, 50 in a minute.
            ["each", "refresh", 200, 180],
        ]);
    });

    it("with those that it was measured with, nothing is computed", () => {
        assert.deepEqual(
            computed(1_000).map(([contender]) => contender),
            ["plain", "plain"],
        );
        assert.deepEqual(computed(100), []);
    });

    it("nothing is computed of who was not measured at all, nor without limits or a floor", () => {
        assert.deepEqual(computed(10_000, [comparison([taken({ contender: "floor", seconds: 70 })])]), []);
        assert.deepEqual(computed(10_000, [comparison([taken({ contender: "each", seconds: 70 })])]), []);
        assert.deepEqual(computed(10_000, [floors], false), []);
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
