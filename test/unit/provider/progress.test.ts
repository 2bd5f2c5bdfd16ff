import assert from "node:assert/strict";
import { beforeEach, describe, it } from "mocha";
import { Progress } from "../../../provider/process/progress";

/** A timer whose time a test lets pass. */
class Hands {
    time = 0;
    private due: { at: number; callback: () => void }[] = [];

    now = () => this.time;
    after = (milliseconds: number, callback: () => void) => {
        const entry = { at: this.time + milliseconds, callback };
        this.due.push(entry);
        return () => (this.due = this.due.filter((each) => each !== entry));
    };

    pass(seconds: number): void {
        const until = this.time + seconds * 1000;
        for (;;) {
            const [next] = this.due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
            if (next === undefined) break;
            this.due = this.due.filter((each) => each !== next);
            this.time = next.at;
            next.callback();
        }
        this.time = until;
    }
}

describe("the progress of an update", () => {
    let hands: Hands;
    let said: string[];
    let wait: number | undefined;
    let progress: Progress;

    beforeEach(() => {
        hands = new Hands();
        said = [];
        wait = undefined;
        progress = new Progress(
            (message) => said.push(`${hands.time / 1000}: ${message}`),
            hands,
            () => wait,
        );
    });

    /** Begins a step; answers what ends it. */
    function begin(name: string): () => Promise<void> {
        let end = () => {};
        const done = progress.step(name, () => new Promise<void>((resolve) => (end = resolve)));
        return () => {
            end();
            return done;
        };
    }

    it("is not told of one that takes less than five seconds, nor of steps that are announced alone", async () => {
        progress.announce("ada");
        hands.pass(60);
        const end = begin("ada");
        hands.pass(4.9);
        await end();
        hands.pass(60);
        assert.deepEqual(said, []);
    });

    it("is how many of how many are done: of those that have come, and those that will", async () => {
        for (const name of ["ada", "grace", "joan"]) progress.announce(name);
        await begin("ada")();
        begin("grace");
        begin("removed");
        hands.pass(5);
        assert.deepEqual(said, ["5: 1 of 4 steps are done; Kore.ai's answers are awaited"]);
    });

    it("says what the others wait for, and when it goes on", () => {
        begin("ada");
        wait = 42.3;
        hands.pass(5);
        assert.deepEqual(said, [
            "5: 0 of 1 steps are done; the others wait for the account's budget of requests, and go on in 43 s",
        ]);
    });

    it("is told ever more rarely, at last once a minute, as a log keeps every line", () => {
        begin("ada");
        hands.pass(300);
        assert.deepEqual(
            said.map((line) => Number(line.split(":")[0])),
            [5, 15, 35, 75, 135, 195, 255],
        );
    });

    it("is of the update, not of a step: of steps one after the other, each of which is short, as well", async () => {
        for (const name of ["ada", "grace", "joan", "radia"]) {
            const end = begin(name);
            hands.pass(1.6);
            await end();
        }
        assert.deepEqual(said, ["5.8: 3 of 4 steps are done; Kore.ai's answers are awaited"]);
    });

    it("is told no more when all is done, also where steps fail, or when the run ends", async () => {
        const failing = progress.step("ada", () => Promise.reject(new Error("no")));
        await assert.rejects(failing, /no/);
        hands.pass(60);
        begin("grace");
        progress.end();
        hands.pass(60);
        begin("joan");
        hands.pass(60);
        assert.deepEqual(said, []);
    });
});
