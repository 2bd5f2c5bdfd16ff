import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { Batcher } from "../../../../provider/api/batching/batcher";
import { BatchScheduler } from "../../../../provider/api/batching/scheduler";
import { quiet, Requests, StoppedClock } from "./requests";

function batching(most: number): { requests: Requests; clock: StoppedClock } {
    const clock = new StoppedClock();
    // Room for far more callers than a test has: what goes, goes because it is full, or after a pause.
    return { requests: new Requests(new BatchScheduler(100, clock), { most }), clock };
}

describe("rows of one kind of request", () => {
    it("sends a full request at once, and another while the first is under way", async () => {
        const { requests } = batching(2);
        for (const name of ["ada", "grace", "alan", "barbara", "katherine"]) void requests.ask(name);
        await quiet();
        assert.deepEqual(requests.sent, [
            ["ada", "grace"],
            ["alan", "barbara"],
        ]);
        assert.deepEqual([requests.batcher.state().rows, requests.batcher.state().isSending], [1, true]);
    });

    it("is sending until the last of its requests is answered", async () => {
        const { requests } = batching(1);
        void requests.ask("ada", "grace");
        await requests.answer("ada");
        assert.equal(requests.batcher.state().isSending, true);
        await requests.answer("grace");
        assert.equal(requests.batcher.state().isSending, false);
    });

    it("answers everyone their own results, in the order asked", async () => {
        const { requests, clock } = batching(10);
        const asked = [requests.ask("ada", "grace"), requests.ask("alan"), requests.ask("grace", "ada")];
        await clock.pass(2_000);
        assert.deepEqual(requests.sent, [["ada", "grace", "alan", "grace", "ada"]]);
        await requests.answer();
        assert.deepEqual(await Promise.all(asked), [
            ["done ada", "done grace"],
            ["done alan"],
            ["done grace", "done ada"],
        ]);
    });

    it("answers somebody whose rows were split over requests when the last of these is answered, still in order", async () => {
        const { requests, clock } = batching(3);
        const ada = requests.ask("ada 1", "ada 2");
        const grace = requests.ask("grace 1", "grace 2", "grace 3", "grace 4", "grace 5");
        await quiet();
        assert.deepEqual(requests.sent, [
            ["ada 1", "ada 2", "grace 1"],
            ["grace 2", "grace 3", "grace 4"],
        ]);
        let isAnswered = false;
        void grace.then(() => (isAnswered = true));
        await requests.answer("grace 2");
        await requests.answer("ada 1");
        await clock.pass(2_000);
        assert.deepEqual(requests.sent[2], ["grace 5"]);
        assert.equal(isAnswered, false);
        await requests.answer("grace 5");
        assert.deepEqual(await ada, ["done ada 1", "done ada 2"]);
        assert.deepEqual(await grace, ["done grace 1", "done grace 2", "done grace 3", "done grace 4", "done grace 5"]);
    });

    it("fails those alone who have a row in a request that fails, and goes on", async () => {
        const { requests, clock } = batching(2);
        const ada = requests.ask("ada");
        const grace = assert.rejects(requests.ask("grace 1", "grace 2"), /the second is lost/);
        const alan = assert.rejects(requests.ask("alan"), /the second is lost/);
        assert.deepEqual(requests.sent, [
            ["ada", "grace 1"],
            ["grace 2", "alan"],
        ]);
        await requests.fail(new Error("the second is lost"), "alan");
        await requests.answer("ada");
        assert.deepEqual(await ada, ["done ada"]);
        await Promise.all([grace, alan]);
        const barbara = requests.ask("barbara");
        await clock.pass(2_000);
        await requests.answer();
        assert.deepEqual(await barbara, ["done barbara"]);
        assert.equal(requests.batcher.state().isSending, false);
    });

    it("fails a row that has no result, and no other", async () => {
        const { requests } = batching(2);
        const ada = requests.ask("ada");
        const grace = assert.rejects(requests.ask("grace"), /a row without a result/);
        await requests.answer("ada", ["done ada"]);
        assert.deepEqual(await ada, ["done ada"]);
        await grace;
    });

    it("counts who waits, not their rows", () => {
        const { requests } = batching(10);
        void requests.ask("ada 1", "ada 2", "ada 3");
        void requests.ask("grace");
        assert.deepEqual([requests.batcher.state().callers, requests.batcher.state().rows], [2, 4]);
    });

    it("tells when the oldest of the rows came that wait, and of nobody where none does", async () => {
        const { requests, clock } = batching(3);
        assert.equal(requests.batcher.state().oldest, Infinity);
        await clock.pass(10);
        void requests.ask("ada");
        await clock.pass(20);
        void requests.ask("grace");
        assert.equal(requests.batcher.state().oldest, 10);
        void requests.ask("alan", "barbara");
        assert.equal(requests.batcher.state().oldest, 30);
    });

    it("answers nothing for no rows, and sends nothing", async () => {
        const { requests, clock } = batching(2);
        assert.deepEqual(await requests.ask(), []);
        await clock.pass(10_000);
        assert.deepEqual(requests.sent, []);
    });
});

/** A caller: comes at some time, and asks one thing after the other; each of some rows, after some time of something else. */
const caller = fc.record({
    comes: fc.nat(4_000),
    asks: fc.array(
        fc.record({
            kind: fc.nat(2),
            rows: fc.integer({ min: 1, max: 7 }),
            elsewhere: fc.option(fc.nat(3_000), { nil: undefined }),
        }),
        { maxLength: 4 },
    ),
});

/** How a request ends, and when. */
const course = fc.record({ takes: fc.oneof(fc.nat(100), fc.nat(10_000)), fails: fc.nat(9).map((draw) => draw === 0) });

const world = fc.record({
    concurrency: fc.integer({ min: 1, max: 12 }),
    most: fc.integer({ min: 1, max: 6 }),
    callers: fc.array(caller, { minLength: 1, maxLength: 25 }),
    courses: fc.array(course, { minLength: 1, maxLength: 10 }),
    held: fc.record({ from: fc.nat(5_000), lasts: fc.nat(60_000) }),
});

describe("whatever callers come, and however their requests end", () => {
    it("each row is sent once, in a request that is not too large, everyone gets their own results or their own request's failure, and nothing is left over", () =>
        fc.assert(
            fc.asyncProperty(world, async ({ concurrency, most, callers, courses, held }) => {
                const clock = new StoppedClock();
                const scheduler = new BatchScheduler(concurrency, clock);
                const sent: string[][] = [];
                const failed = new Set<string>();
                const isHeld = () => clock.now() >= held.from && clock.now() < held.from + held.lasts;
                const request = async (rows: string[]): Promise<string[]> => {
                    const number = sent.push(rows) - 1;
                    const { takes, fails } = courses[number % courses.length] ?? { takes: 0, fails: false };
                    if (isHeld()) await clock.sleep(held.from + held.lasts - clock.now());
                    await clock.sleep(takes);
                    if (!fails) return rows.map((row) => `done ${row}`);
                    rows.forEach((row) => failed.add(row));
                    throw new Error(`request ${number}: ${rows.join()}`);
                };
                const kinds = [0, 1, 2].map(() => new Batcher(scheduler, most, request, isHeld));
                const asked: string[] = [];
                let ended = 0;

                const live = async ({ comes, asks }: (typeof callers)[number], name: number): Promise<void> => {
                    await clock.sleep(comes);
                    await scheduler.run(async () => {
                        for (const [index, { kind, rows: length, elsewhere }] of asks.entries()) {
                            if (elsewhere !== undefined) await scheduler.waitElsewhere(clock.sleep(elsewhere));
                            const rows = Array.from({ length }, (_, row) => `${name}.${index}.${row}`);
                            asked.push(...rows);
                            try {
                                assert.deepEqual(
                                    await kinds[kind]?.submit(rows),
                                    rows.map((row) => `done ${row}`),
                                );
                                assert(!rows.some((row) => failed.has(row)));
                            } catch (error) {
                                if (!(error instanceof Error) || !error.message.startsWith("request ")) throw error;
                                const about = error.message.replace(/^.*: /, "").split(",");
                                assert(
                                    rows.some((row) => about.includes(row)),
                                    `${rows.join()} failed with ${error.message}`,
                                );
                            }
                        }
                    });
                };
                const lives = Promise.all(callers.map((each, name) => live(each, name).finally(() => ended++)));
                lives.catch(() => undefined);
                await clock.passAll();
                assert.equal(ended, callers.length, "somebody waits for ever");
                await lives;
                assert.deepEqual(sent.flat().sort(), [...asked].sort());
                for (const rows of sent)
                    assert(rows.length >= 1 && rows.length <= most, `a request of ${rows.length} rows`);
                for (const kind of kinds) {
                    const { rows, callers, isSending } = kind.state();
                    assert.deepEqual([rows, callers, isSending], [0, 0, false]);
                }
            }),
        ));

    it("nobody waits for others longer than half a minute and the answers that they wait for, however slowly they come", () =>
        fc.assert(
            fc.asyncProperty(
                fc.integer({ min: 1, max: 12 }),
                fc.array(fc.oneof(fc.nat(3_000), fc.nat(300_000)), { minLength: 1, maxLength: 25 }),
                fc.nat(1_000),
                async (count, arrivals, takes) => {
                    const clock = new StoppedClock();
                    const scheduler = new BatchScheduler(count, clock);
                    const tooLong: string[] = [];
                    let underWay = 0;
                    let freeSince = 0;
                    const requests = new Batcher<number, number>(
                        scheduler,
                        100,
                        async (times) => {
                            const since = Math.max(...times, freeSince);
                            if (underWay === 0 && clock.now() - since > 30_000)
                                tooLong.push(`from ${since} to ${clock.now()}`);
                            underWay++;
                            await clock.sleep(takes);
                            underWay--;
                            freeSince = clock.now();
                            return times;
                        },
                        () => false,
                    );
                    let ended = 0;
                    for (const arrival of arrivals)
                        void clock
                            .sleep(arrival)
                            .then(() => scheduler.run(() => requests.submit([clock.now()])))
                            .then(() => ended++);
                    await clock.passAll();
                    assert.equal(ended, arrivals.length);
                    assert.deepEqual(tooLong, []);
                },
            ),
        ));
});
