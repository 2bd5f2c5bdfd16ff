import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";

describe("what the tools say", () => {
    let clock: sinon.SinonFakeTimers;
    let written: string[];
    beforeEach(() => {
        clock = sinon.useFakeTimers();
        written = [];
    });
    afterEach(() => clock.restore());

    async function during(isTTY: boolean, seconds: number) {
        const { streamLog } = await import("../../../tools/shared/log.mjs");
        const log = streamLog({ isTTY, write: (text) => written.push(text) });
        const work = new Promise<string>((resolve) => setTimeout(() => resolve("done"), seconds * 1000));
        const result = log.during("Building …", () => work);
        await clock.tickAsync(seconds * 1000);
        assert.equal(await result, "done");
    }

    it("is plain lines in a CI log, one every half minute", async () => {
        await during(false, 95);
        assert.deepEqual(written, [
            "Building …\n",
            "  … still at it after 30 s\n",
            "  … still at it after 1 min 0 s\n",
            "  … still at it after 1 min 30 s\n",
        ]);
    });

    it("is one counter on a terminal, wiped at the end", async () => {
        await during(true, 3.5);
        assert.deepEqual(written, ["Building …\n", "\r  1 s ", "\r  2 s ", "\r  3 s ", "\r          \r"]);
    });
});
