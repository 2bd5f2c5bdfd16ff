import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type Clock, sendBeside } from "../../../bench/budgetAlone";
import { areKept } from "../../../bench/comparison";
import { waitedIn } from "../../../bench/life";
import { admissionSeconds, defaultShare } from "../../../bench/limits";
import { RequestStats } from "../../../provider/api/http/requestStats";
import { endpoints } from "../../../provider/api/http/endpoints";
import { readSettings } from "../../../provider/config";
import { receiptLine } from "../../../provider/process/receiptFile";

describe("the documented limits", () => {
    it("admit 60 requests at once, and 60 more each minute", () => {
        assert.deepEqual(
            [0, 1, 60, 61, 120, 121].map((requests) => admissionSeconds(requests)),
            [0, 0, 0, 60, 60, 120],
        );
    });

    it("admit 1,800 requests in the first half hour, and the next one when the hour is over", () => {
        assert.deepEqual(
            [1_800, 1_801, 1_861].map((requests) => admissionSeconds(requests)),
            [29 * 60, 60 * 60, 61 * 60],
        );
    });

    it("a share of them admits as much less: 600 requests take eleven minutes", () => {
        assert.deepEqual(
            [50, 51, 600, 1_501].map((requests) => admissionSeconds(requests, defaultShare)),
            [0, 60, 11 * 60, 60 * 60],
        );
    });

    it("the share that the bench counts on is the provider's default", () => {
        const { requestsPerMinute, requestsPerHour } = readSettings(() => undefined, {
            KORE_HOST: "https://kore.example.com",
            KORE_CLIENT_ID: "cs-1",
            KORE_CLIENT_SECRET: "secret",
        });
        assert.deepEqual({ perMinute: requestsPerMinute, perHour: requestsPerHour }, defaultShare);
    });

    it("are kept to in an update of any number in sets, and in what they make wait for less than half a minute", () => {
        assert.equal(areKept("sets", "up", 10_000), true);
        assert.equal(areKept("sets", "refresh", 10_000), false);
        assert.equal(areKept("sets", "destroy", 10_000), false);
        assert.equal(areKept("sets", "refresh", 1_000), true);
        assert.equal(areKept("sets", "preview", 10_000), true);
        assert.equal(areKept("each", "up", 1_000), true);
        assert.equal(areKept("plain", "up", 100), false);
        assert.equal(areKept("plain", "up", 60), true);
        assert.equal(areKept("floor", "up", 1_000), true);
    });
});

describe("the wait for the budget", () => {
    it("is what the provider's receipt says, however often the CLI prints it", () => {
        let now = 0;
        const stats = new RequestStats(undefined, undefined, () => now);
        stats.count(endpoints.usersInfo, 50, false);
        stats.wait(true);
        now = 660_400;
        stats.wait(false);
        const line = receiptLine(stats, { account: "kore.example.com", slots: 64, batchSize: 50 }) ?? "";
        assert.equal(waitedIn(`Diagnostics:\n    kore: ${line}\n\nkore: ${line}\n`), 660);
        assert.equal(waitedIn("Resources:\n    20 unchanged\n"), 0);
    });
});

describe("the budget alone", () => {
    /** A clock that passes only while somebody sleeps, and no further than a step takes. */
    function clockOf(stepSeconds: number, requests: number): { clock: Clock; step: Promise<number> } {
        let time = 0;
        let end: (requests: number) => void = () => undefined;
        const step = new Promise<number>((resolve) => (end = resolve));
        const sleep = async (seconds: number) => {
            const until = time + seconds;
            // Whatever was sent is answered first.
            await new Promise(setImmediate);
            if (time < stepSeconds && until >= stepSeconds) {
                time = stepSeconds;
                end(requests);
                // The step's end is told before the rest of the sleep.
                await new Promise(setImmediate);
            }
            time = Math.max(time, until);
        };
        return { clock: { now: () => time, sleep }, step };
    }

    const share = { perMinute: 2, perHour: 1_000 };

    it("takes as long as the windows make as many requests wait, whatever else it has sent", async () => {
        const { clock, step } = clockOf(200, 5);
        let sent = 0;
        const seconds = await sendBeside(step, share, async () => void sent++, clock);
        assert.equal(seconds, 120);
        assert.ok(sent > 5, "it goes on until the step is over");
    });

    it("goes on after a step that was faster, until it has sent as many", async () => {
        const { clock, step } = clockOf(30, 5);
        let sent = 0;
        const seconds = await sendBeside(step, share, async () => void sent++, clock);
        assert.deepEqual([seconds, sent], [120, 5]);
    });

    it("has no wait where the first window admits all", async () => {
        const { clock, step } = clockOf(30, 2);
        let sent = 0;
        assert.equal(await sendBeside(step, share, async () => void sent++, clock), 0);
        assert.deepEqual([sent, clock.now()], [2, 30], "nor does it wait for a window that it has no use for");
    });

    it("fails with the step, and where it is refused", async () => {
        const { clock, step } = clockOf(30, 5);
        await assert.rejects(
            sendBeside(step, share, () => Promise.reject(new Error("refused")), clock),
            /refused/,
        );
        const failed = Promise.reject(new Error("the step failed"));
        await assert.rejects(
            sendBeside(failed, share, async () => undefined, clockOf(30, 5).clock),
            /the step failed/,
        );
    });
});
