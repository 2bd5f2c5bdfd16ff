import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { chartOf } from "../../../bench/chart";
import type { Comparison } from "../../../bench/comparison";
import { contenderNames } from "../../../bench/contender";
import { sharesOf } from "../../../bench/dominance";
import { figuresOf } from "../../../bench/figures";
import { growthOf, quantities, timesAsMuch } from "../../../bench/growth";
import { growthChartOf } from "../../../bench/growthChart";
import { help, readOptions } from "../../../bench/options";
import { reportOf, type Results } from "../../../bench/report";
import { comparison, cpu, taken } from "./taken";

/** A number of people in sets, of whom each takes a hundredth of a second, beside the two of one person. */
function measured(people: number, perPerson = 0.01): Comparison {
    const spent = cpu(2 + people * perPerson, { provider: 1 + people * perPerson });
    return comparison(
        [
            taken({
                contender: "sets",
                seconds: 20,
                waited: 15,
                cpu: spent,
                byEndpoint: { "POST users": people / 50 },
            }),
            taken({ contender: "one", cpu: cpu(2), seconds: 2 }),
            taken({ contender: "sets", step: "noChange", cpu: spent }),
            taken({ contender: "one", step: "noChange", cpu: cpu(2) }),
        ],
        people,
        { sets: { declared: 500, file: 550 } },
    );
}

const quantity = (title: string) => {
    const found = quantities.find((each) => each.title === title);
    assert.ok(found);
    return found;
};

describe("how the cost grows", () => {
    const [hundred, thousand, most] = growthOf([measured(1_000), measured(10_000), measured(100)], "sets", true);

    it("is told with the least people first, beyond what one person takes", () => {
        assert.ok(hundred && thousand && most);
        assert.deepEqual([hundred.people, thousand.people, most.people], [100, 1_000, 10_000]);
        const ratio = timesAsMuch(quantity("CPU time: up"), thousand, most) ?? 0;
        assert.ok(Math.abs(ratio - 10) < 1e-9, `${ratio}`);
        assert.equal(timesAsMuch(quantity("requests of an up"), hundred, thousand), 10);
        assert.equal(timesAsMuch(quantity("state's file, of a person"), hundred, thousand), 1);
    });

    it("is not told of what was not measured, nor where nothing is left beyond one person", () => {
        assert.ok(hundred && thousand);
        assert.equal(timesAsMuch(quantity("CPU time: refresh"), hundred, thousand), undefined);
        const [few, many] = growthOf([measured(100, 0), measured(1_000)], "sets", true);
        assert.ok(few && many);
        assert.equal(timesAsMuch(quantity("CPU time: up"), few, many), undefined);
    });

    it("counts no wait for the budget", () => {
        assert.ok(hundred);
        assert.equal(quantity("time of an up but for the budget").of(hundred.figures, hundred), 5);
    });

    it("has a picture of two numbers of people or more, and of CPU time that the system tells", () => {
        const picture = growthChartOf([measured(100), measured(10_000)], true) ?? "";
        assert.match(picture, /<polyline class="sets line" points="70,/);
        assert.equal(growthChartOf([measured(100)], true), undefined);
        const untold = [100, 1_000].map((people) => comparison([taken({ contender: "sets" })], people));
        assert.equal(growthChartOf(untold, true), undefined);
    });
});

describe("what dominates a step", () => {
    const of = (given: Parameters<typeof taken>[0]) => {
        const [figure] = figuresOf(comparison([taken(given)]), true);
        return figure && sharesOf(figure);
    };

    it("is the budget, where the step waits for half of its time", () => {
        const spent = cpu(10, { program: 2, provider: 7 });
        assert.deepEqual(of({ contender: "sets", seconds: 100, waited: 90, cpu: spent }), {
            budget: 0.9,
            engine: 0.1,
            program: 0.2,
            provider: 0.7,
            dominant: "the budget",
        });
        assert.equal(of({ contender: "sets", seconds: 100, waited: 40, cpu: spent })?.dominant, "the provider");
        assert.equal(of({ contender: "sets", seconds: 100, cpu: cpu(10) })?.dominant, "the engine");
    });

    it("is the budget, where the step was done without the limits, and they would have made it wait", () => {
        const refresh = {
            contender: "sets",
            limits: false,
            byEndpoint: { "POST usersInfo": 200 },
            cpu: cpu(10),
        } as const;
        const shares = of(refresh);
        assert.deepEqual([shares?.dominant, shares?.budget], ["the budget", undefined]);
    });

    it("is not told where the system does not tell the CPU time", () => {
        assert.equal(of({ contender: "sets" }), undefined);
    });
});

describe("the page of the bench", () => {
    const results = (comparisons: Comparison[]): Results => ({
        machine: { cores: 2, memory: 24 * 2 ** 30, system: "linux x64", versions: { Node: "20.0.0" } },
        date: "2001-02-03",
        pairs: 1,
        rounds: 3,
        limits: true,
        comparisons,
        loading: {},
    });

    it("explains every contender, and shows the pictures that were written", () => {
        const page = reportOf(results([]), [{ file: "growth.svg", shows: "CPU time" }]);
        for (const name of contenderNames) assert.match(page, new RegExp(`^- \\*\\*${name}\\*\\*: `, "m"));
        assert.match(page, /^!\[CPU time\]\(growth\.svg\)$/m);
        assert.doesNotMatch(page, /results\.svg/);
    });

    it("has what is to be reached, the growth, what dominates, and each number of people", () => {
        const page = reportOf(results([measured(100), measured(10_000)]), []);
        assert.deepEqual(page.match(/^## .*/gm), [
            "## To reach, at the documented limits",
            "## How it grows",
            "## What dominates",
            "## 100 people",
            "## 10,000 people",
        ]);
        assert.match(page, /^\| CPU time: up +\| +3\.00 s \| +102\.0 s \| +100\.0 × \|$/m);
        assert.match(page, /^\| up of all +\| +20\.0 s \| +75 % \| +102\.0 s \| .* \| the budget +\|$/m);
        assert.match(page, /^\| 10,000 people: up of all: requests +\| +600 \| +200 \| reached +\|$/m);
        assert.match(
            page,
            /^\| 10,000 people: up with no change: CPU time, of one person's +\| +20\.00 × \| +51\.00 × \| \*\*not reached\*\* \|$/m,
        );
    });

    it("says of a computed time that it is one, and how it was computed", () => {
        const floor = comparison([taken({ contender: "each" }), taken({ contender: "floor", seconds: 70 })]);
        const page = reportOf(results([floor, measured(10_000)]), []);
        assert.match(page, /^\| up of all +\| each +\| +600 \| – +\| computed: 1 h 56 min \| +1\.00 × \|/m);
        assert.match(page, /^What was not measured with 10,000 people has the requests that follow from their number/m);
        assert.doesNotMatch(page, /The step was done without the limits/);
        assert.doesNotMatch(reportOf(results([measured(100)]), []), /^Computed/m);
        const refresh = { step: "refresh", limits: false, byEndpoint: { "POST usersInfo": 200 } } as const;
        const without = reportOf(results([comparison([taken({ contender: "sets", ...refresh })], 10_000)]), []);
        assert.match(without, /^\| refresh +\| sets +\| +200 \| POST usersInfo 200 +\| computed: 3 min 0 s \|/m);
        assert.match(without, /^The step was done without the limits, which counted its requests\.$/m);
        assert.doesNotMatch(without, /What was not measured/);
    });

    it("says where the system tells no CPU time", () => {
        const page = reportOf(results([comparison([taken({ contender: "sets" })])]), []);
        assert.match(page, /^## What dominates\n\nNot measured/m);
        assert.match(page, /^\| up of all +\| sets +\| +0 \| – +\| +1\.00 s \| +– \| +– \| +– \| +– \| +– \|$/m);
    });

    it("draws each step's time, hollow where it is computed", () => {
        const plain = taken({ contender: "plain", limits: false, byEndpoint: { "POST users": 1_000 } });
        const all = [comparison([plain, taken({ contender: "sets" })])];
        const picture = chartOf(comparison([plain, taken({ contender: "sets" })]), all, true);
        assert.match(picture, /<circle class="plain computed" /);
        assert.match(picture, /<circle class="sets" cx="170"/);
        assert.match(picture, /hollow: computed/);
    });
});

describe("the options of the bench", () => {
    it("are all sizes, contenders and steps, unless something is said", () => {
        const { people, contenders, steps, rounds, pairs, limits } = readOptions([]);
        assert.deepEqual([people, pairs, rounds, limits], [[100, 1_000, 10_000], 1, 3, true]);
        assert.deepEqual(contenders, [...contenderNames]);
        assert.equal(steps.length, 6);
    });

    it("bring in whom a contender is nothing without", () => {
        assert.deepEqual(readOptions(["--providers", "budget"]).contenders, ["sets", "budget"]);
        assert.deepEqual(readOptions(["--providers", "waiting,one"]).contenders, ["floor", "waiting", "one"]);
        assert.deepEqual(readOptions(["--providers", "sets"]).contenders, ["sets"]);
    });

    it("are refused where they are no options, by name", () => {
        assert.throws(
            () => readOptions(["--providers", "ours"]),
            /--providers: there is no ours\. There are: plain, each/,
        );
        assert.throws(() => readOptions(["--people", "ten"]), /--people: "ten" is no whole number/);
        assert.throws(() => readOptions(["--rounds", "0"]), /--rounds/);
    });

    it("are all in the help, with the contenders and the numbers of people, and a short form that works", () => {
        for (const name of contenderNames) assert.match(help, new RegExp(`^  ${name} `, "m"));
        for (const option of ["people", "pairs", "rounds", "providers", "steps", "no-limits", "write"])
            assert.match(help, new RegExp(`^  --${option} `, "m"));
        assert.match(help, /--people 100,1000,10000/);
        const [, command = ""] = /^ {2}npm run bench -- (.+)$/m.exec(help) ?? [];
        const { people, contenders, steps } = readOptions(command.trim().split(" "));
        assert.deepEqual(
            [people, contenders, steps.includes("up")],
            [[100], ["each", "floor", "sets", "one", "budget"], true],
        );
    });
});
