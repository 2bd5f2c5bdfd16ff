import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { KeyedMutex } from "../../../provider/run/keyedMutex";

describe("a mutex by keys", () => {
    let happened: string[];
    beforeEach(() => (happened = []));

    /** Work that notes its beginning, and its end when it is told to end. */
    function work(name: string): { begin: () => Promise<string>; end: () => void; fail: () => void } {
        let end = () => undefined as void;
        let fail = () => undefined as void;
        const told = new Promise<void>((resolve, reject) => {
            end = resolve;
            fail = () => reject(new Error(name));
        });
        const begin = async () => {
            happened.push(`${name} begins`);
            await told.finally(() => happened.push(`${name} ends`));
            return name;
        };
        return { begin, end, fail };
    }

    it("lets work about the same key happen one after the other, in the order of asking, and answers what each does", async () => {
        const mutex = new KeyedMutex();
        const [first, second, third] = [work("first"), work("second"), work("third")];
        const all = [first, second, third].map(({ begin }) => mutex.runExclusive(["ada"], begin));
        for (const each of [third, second, first]) {
            each.end();
            await setImmediate();
        }
        assert.deepEqual(await Promise.all(all), ["first", "second", "third"]);
        assert.deepEqual(
            happened,
            ["first", "second", "third"].flatMap((name) => [`${name} begins`, `${name} ends`]),
        );
    });

    it("begins work about other keys at once, and does not ask to wait for it", async () => {
        const waits: unknown[] = [];
        const mutex = new KeyedMutex((others) => (waits.push(others), others));
        const [ada, alan] = [work("ada"), work("alan")];
        const all = [mutex.runExclusive(["ada"], ada.begin), mutex.runExclusive(["alan"], alan.begin)];
        assert.deepEqual(happened, ["ada begins", "alan begins"]);
        [ada, alan].forEach(({ end }) => end());
        await Promise.all(all);
        assert.deepEqual(waits, []);
    });

    it("lets work about several keys wait for all of them, and others for it", async () => {
        const mutex = new KeyedMutex();
        const [ada, alan, both, after] = [work("ada"), work("alan"), work("both"), work("after")];
        const all = [
            mutex.runExclusive(["ada"], ada.begin),
            mutex.runExclusive(["alan"], alan.begin),
            mutex.runExclusive(["ada", "alan", "ada"], both.begin),
            mutex.runExclusive(["alan"], after.begin),
        ];
        for (const each of [after, both, ada]) {
            each.end();
            await setImmediate();
            assert.ok(!happened.includes("both begins"));
        }
        alan.end();
        await Promise.all(all);
        assert.deepEqual(happened.slice(-4), ["both begins", "both ends", "after begins", "after ends"]);
    });

    it("goes on after work that fails, whose failure is its own", async () => {
        const mutex = new KeyedMutex();
        const [failing, next] = [work("failing"), work("next")];
        const [failed, answered] = [failing, next].map(({ begin }) => mutex.runExclusive(["ada"], begin));
        failing.fail();
        next.end();
        await assert.rejects(failed ?? Promise.resolve(), /failing/);
        assert.equal(await answered, "next");
        assert.deepEqual(happened, ["failing begins", "failing ends", "next begins", "next ends"]);
    });
});
