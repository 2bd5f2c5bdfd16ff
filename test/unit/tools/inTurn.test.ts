import assert from "node:assert/strict";
import { inTurn, type Task } from "../../../tools/test/inTurn";

/** A task that ends when it is told to. */
function task(name: string, cores: number | undefined) {
    const began: string[] = [];
    let end: () => void = () => assert.fail(`${name} was not begun`);
    let say: (text: string) => void = () => assert.fail(`${name} was not begun`);
    const self: Task<string> = {
        cores,
        run: (write) =>
            new Promise((resolve) => {
                began.push(name);
                say = write;
                end = () => resolve(`${name} is over`);
            }),
    };
    return { self, hasBegun: () => began.length === 1, say: (text: string) => say(text), end: () => end() };
}

const settled = () => new Promise((over) => setImmediate(over));

describe("the layers of npm test", () => {
    it("run beside each other as far as there are cores, in their order where there is room", async () => {
        const [one, two, wide, small, last] = [
            task("one", 1),
            task("two", 1),
            task("wide", 2),
            task("small", 1),
            task("last", undefined),
        ];
        const all = [one, two, wide, small, last];
        const begun = () => all.map((each) => each.hasBegun());
        const results = inTurn(
            all.map(({ self }) => self),
            () => undefined,
            2,
        );
        assert.deepEqual(begun(), [true, true, false, false, false]);
        one.end();
        await settled();
        assert.deepEqual(begun(), [true, true, false, true, false], "what has room goes first");
        small.end();
        two.end();
        await settled();
        assert.deepEqual(begun(), [true, true, true, true, false], "the last waits for all");
        wide.end();
        await settled();
        last.end();
        assert.deepEqual(
            await results,
            ["one", "two", "wide", "small", "last"].map((name) => `${name} is over`),
        );
    });

    it("run on one core as well, one after the other", async () => {
        const [one, wide] = [task("one", 1), task("wide", 2)];
        const results = inTurn([one.self, wide.self], () => undefined, 1);
        assert.deepEqual([one.hasBegun(), wide.hasBegun()], [true, false]);
        one.end();
        await settled();
        assert.equal(wide.hasBegun(), true);
        wide.end();
        await results;
    });

    it("show what they write without mixing it: the first at once, the others when it has ended", async () => {
        const [first, second, third] = [task("first", 1), task("second", 1), task("third", 1)];
        let shown = "";
        const results = inTurn([first.self, second.self, third.self], (text) => (shown += text), 3);
        third.say("3a ");
        second.say("2a ");
        first.say("1a ");
        assert.equal(shown, "1a ");
        second.end();
        await settled();
        first.say("1b ");
        assert.equal(shown, "1a 1b ");
        first.end();
        await settled();
        assert.equal(shown, "1a 1b 2a 3a ");
        third.say("3b ");
        assert.equal(shown, "1a 1b 2a 3a 3b ");
        third.end();
        await results;
    });

    it("end with the error of what could not be started", async () => {
        const failing: Task<string> = { cores: 1, run: () => Promise.reject(new Error("no such tool")) };
        await assert.rejects(
            inTurn([failing], () => undefined),
            /no such tool/,
        );
    });
});
