import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { RateLimiter, type Stage } from "../../../../provider/api/http/rateLimiter";

const minute = 60_000;
const hour = 3_600_000;

/** A clock that passes only while someone sleeps, and a budget that lives by it. */
class Day {
    time = 0;
    readonly waits: number[] = [];
    readonly rateLimiter: RateLimiter;

    constructor(limits: { requestsPerMinute: number; requestsPerHour: number }) {
        const clock = {
            now: () => this.time,
            sleep: (milliseconds: number) => {
                this.time += milliseconds;
                return Promise.resolve();
            },
        };
        this.rateLimiter = new RateLimiter(limits, (milliseconds) => this.waits.push(milliseconds), clock);
    }

    /** The time at which a request may go. */
    async send(): Promise<number> {
        await this.rateLimiter.acquire();
        this.rateLimiter.release();
        return this.time;
    }
}

const limits = fc.record({
    requestsPerMinute: fc.integer({ min: 1, max: 6 }),
    requestsPerHour: fc.integer({ min: 1, max: 15 }),
});

describe("the budget of requests", () => {
    it("is never exceeded in any minute or hour, and holds no request longer than that takes", () =>
        fc.assert(
            fc.asyncProperty(
                limits,
                fc.array(fc.oneof(fc.constant(0), fc.nat(minute), fc.nat(hour)), { maxLength: 60 }),
                async (limits, pauses) => {
                    const day = new Day(limits);
                    const sent: number[] = [];
                    for (const pause of pauses) {
                        const asked = day.time + pause;
                        day.time = asked;
                        const allowed = [
                            asked,
                            (sent.at(-limits.requestsPerMinute) ?? -Infinity) + minute,
                            (sent.at(-limits.requestsPerHour) ?? -Infinity) + hour,
                        ];
                        const time = await day.send();
                        assert.equal(time, Math.max(...allowed));
                        sent.push(time);
                    }
                },
            ),
        ));

    it("lets requests of one stage go in the order in which they asked, though all asked at once", () =>
        fc.assert(
            fc.asyncProperty(limits, fc.integer({ min: 1, max: 40 }), async (limits, count) => {
                const day = new Day(limits);
                const order: number[] = [];
                await Promise.all(
                    Array.from({ length: count }, (_, index) => day.send().then(() => order.push(index))),
                );
                assert.deepEqual(
                    order,
                    [...order].sort((a, b) => a - b),
                );
                assert.equal(order.length, count);
            }),
        ));

    it("lets what is furthest along go first, as it is when one may go", async () => {
        const day = new Day({ requestsPerMinute: 60, requestsPerHour: 1800 });
        for (let count = 0; count < 8; count++) await day.rateLimiter.acquire();
        const gone: string[] = [];
        let changing: Stage = "lookUp";
        const ask = (name: string, stage: () => Stage) =>
            void day.rateLimiter.acquire(undefined, stage).then(() => gone.push(name));
        ask("looks up", () => "lookUp");
        ask("changes", () => changing);
        ask("writes", () => "write");
        ask("writes too", () => "write");
        ask("reads back", () => "readBack");
        changing = "readBack";
        for (let count = 0; count < 5; count++) {
            day.rateLimiter.release();
            await new Promise((resolve) => setImmediate(resolve));
        }
        assert.deepEqual(gone, ["changes", "reads back", "writes", "writes too", "looks up"]);
    });

    it("tells each wait and its length before it begins, and nothing where none is needed", async () => {
        const day = new Day({ requestsPerMinute: 2, requestsPerHour: 3 });
        assert.equal(await day.send(), 0);
        day.time = 10_000;
        await day.send();
        assert.deepEqual(day.waits, []);
        assert.equal(await day.send(), minute);
        assert.deepEqual(day.waits, [50_000]);
        assert.equal(await day.send(), hour);
        assert.deepEqual(day.waits, [50_000, hour - minute]);
    });

    it("looks again after a sleep that was too short", async () => {
        let time = 0;
        const clock = {
            now: () => time,
            sleep: (milliseconds: number) => {
                time += Math.ceil(milliseconds / 2);
                return Promise.resolve();
            },
        };
        const rateLimiter = new RateLimiter({ requestsPerMinute: 1, requestsPerHour: 10 }, () => undefined, clock);
        await rateLimiter.acquire();
        await rateLimiter.acquire();
        assert.equal(time, minute);
    });

    it("lets eight requests be under way at a time, and the next go when one has ended", async () => {
        const { rateLimiter } = new Day({ requestsPerMinute: 60, requestsPerHour: 1800 });
        let gone = 0;
        for (let count = 0; count < 20; count++) void rateLimiter.acquire().then(() => gone++);
        const settled = () => new Promise((resolve) => setImmediate(resolve));
        await settled();
        assert.equal(gone, 8);
        rateLimiter.release();
        await settled();
        assert.equal(gone, 9);
    });

    it("lets one request try after Kore.ai has refused one for the account's limit, and the others when one was let through", async () => {
        const day = new Day({ requestsPerMinute: 60, requestsPerHour: 1800 });
        let gone = 0;
        await day.rateLimiter.acquire();
        day.rateLimiter.pauseFor(7_000);
        day.rateLimiter.release();
        for (let count = 0; count < 5; count++) void day.rateLimiter.acquire().then(() => gone++);
        const settled = () => new Promise((resolve) => setImmediate(resolve));
        await settled();
        assert.deepEqual([gone, day.time, day.waits], [1, 7_000, []], "the one who holds it tells of the wait");
        day.rateLimiter.pauseFor(7_000);
        day.rateLimiter.release();
        await settled();
        assert.deepEqual([gone, day.time], [2, 14_000]);
        day.rateLimiter.resume();
        day.rateLimiter.release();
        await settled();
        assert.equal(gone, 5);
    });

    describe("of a run that is stopped", () => {
        /** A clock that passes only when a test says so. */
        function stopped(limits: { requestsPerMinute: number; requestsPerHour: number }) {
            let time = 0;
            const sleepers: (() => void)[] = [];
            const sleep = () => new Promise<void>((resolve) => sleepers.push(resolve));
            const waits: (boolean | undefined)[] = [];
            const rateLimiter = new RateLimiter(
                limits,
                () => undefined,
                { now: () => time, sleep },
                (starts) => waits.push(starts),
            );
            const pass = (milliseconds: number) => {
                time += milliseconds;
                sleepers.splice(0).forEach((wake) => wake());
            };
            return { rateLimiter, waits, pass };
        }
        const settled = () => new Promise((resolve) => setImmediate(resolve));
        const owed = () => true;

        it("lets nothing go but what is owed, which waits for no share", async () => {
            const { rateLimiter, waits } = stopped({ requestsPerMinute: 1, requestsPerHour: 1 });
            assert.equal(await rateLimiter.acquire(), true);
            const asked = [rateLimiter.acquire(), rateLimiter.acquire(owed), rateLimiter.acquire()];
            await settled();
            rateLimiter.stop();
            assert.deepEqual(await Promise.all(asked), [false, true, false]);
            assert.deepEqual(await Promise.all([rateLimiter.acquire(), rateLimiter.acquire(owed)]), [false, true]);
            assert.deepEqual(waits, [true, false], "the wait that had begun has ended");
        });

        it("asks at the last moment whether something is owed", async () => {
            const { rateLimiter } = stopped({ requestsPerMinute: 1, requestsPerHour: 1 });
            await rateLimiter.acquire();
            let isOwed = false;
            const asked = rateLimiter.acquire(() => isOwed);
            await settled();
            isOwed = true;
            rateLimiter.stop();
            assert.equal(await asked, true);
        });

        it("lets what is owed wait for as long as Kore.ai has asked, and nothing else", async () => {
            const { rateLimiter, pass } = stopped({ requestsPerMinute: 60, requestsPerHour: 1800 });
            rateLimiter.pauseFor(7_000);
            let gone = 0;
            const asked = [rateLimiter.acquire(), rateLimiter.acquire(owed).then(() => gone++)];
            await settled();
            rateLimiter.stop();
            assert.equal(await asked[0], false);
            await settled();
            assert.equal(gone, 0);
            pass(7_000);
            await asked[1];
            assert.equal(gone, 1);
        });

        it("lets nothing wait for one of eight that are under way, but what is owed", async () => {
            const { rateLimiter } = stopped({ requestsPerMinute: 60, requestsPerHour: 1800 });
            for (let count = 0; count < 8; count++) await rateLimiter.acquire();
            const asked = rateLimiter.acquire();
            await settled();
            rateLimiter.stop();
            assert.equal(await asked, false);
        });

        it("lets eight of what is owed be under way at a time", async () => {
            const { rateLimiter } = stopped({ requestsPerMinute: 60, requestsPerHour: 1800 });
            const results: boolean[] = [];
            for (let count = 0; count < 9; count++) void rateLimiter.acquire(owed).then((may) => results.push(may));
            const last = rateLimiter.acquire();
            await settled();
            rateLimiter.stop();
            await settled();
            assert.equal(results.length, 8);
            assert.equal(await last, false);
            rateLimiter.release();
            await settled();
            assert.equal(results.length, 9);
        });
    });
});
