import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Progress } from "../../review/src/import/progress";

describe("progress", () => {
    function trial(isTTY: boolean) {
        const seen = { written: "", time: 0 };
        const progress = new Progress({ isTTY, write: (text) => (seen.written += text) }, () => seen.time);
        const at = (seconds: number, text: string) => {
            seen.time = seconds * 1000;
            progress.step(text);
        };
        return { seen, progress, at };
    }

    it("is not told of what is over within two seconds", () => {
        const { seen, progress, at } = trial(true);
        at(0, "1 of 3");
        at(1.9, "3 of 3");
        progress.end();
        assert.equal(seen.written, "");
    });

    it("is one line on a terminal, which is gone at the end and makes room for a word", () => {
        const { seen, progress, at } = trial(true);
        at(2, "1 of 3");
        at(2.05, "2 of 3");
        at(3, "3 of 3");
        progress.say("waiting");
        progress.end();
        assert.equal(seen.written, "\r\u001b[K1 of 3\r\u001b[K3 of 3\r\u001b[Kwaiting\n");
    });

    it("is plain lines elsewhere, some seconds apart", () => {
        const { seen, progress, at } = trial(false);
        for (const second of [2, 3, 6.9, 7, 8]) at(second, `${second} s`);
        progress.end();
        assert.equal(seen.written, "2 s\n7 s\n");
    });
});
