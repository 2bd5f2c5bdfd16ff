import assert from "node:assert/strict";
import { beforeEach, describe, it } from "mocha";
import { Bookkeeping } from "../../../../provider/api/batching/bookkeeping";
import type { QueueState, Snapshot } from "../../../../provider/api/batching/policy";

const quietQueue: QueueState = { callers: 0, rows: 0, oldest: Infinity, isSending: false, isHeld: false };
const waiting: QueueState = { ...quietQueue, callers: 1, rows: 1, oldest: 0 };
const sending: QueueState = { ...quietQueue, isSending: true };
const held: QueueState = { ...sending, isHeld: true };

let books: Bookkeeping;
beforeEach(() => (books = new Bookkeeping(8)));

const noted = (): Snapshot => books.snapshot(0, []);
/** Callers who come at these times, when no answer is awaited. */
const come = (...times: number[]) => times.forEach((time) => books.comes(time, undefined, false));

describe("the snapshot", () => {
    it("has the time and the queues that it is taken with, and nothing before anything has happened", () => {
        const queues = [waiting, sending];
        assert.deepEqual(books.snapshot(7, queues), {
            now: 7,
            queues,
            concurrency: 8,
            waitingElsewhere: 0,
            lastChange: 0,
            expected: 0,
            unannounced: 0,
            vacancies: 0,
            round: { callers: 0, pauses: 0, longestPause: 0 },
            roundBefore: { callers: 0, pauses: 0, longestPause: 0 },
            awaitingSince: undefined,
            lastHeld: -Infinity,
        });
    });

    it("counts who waits for something else", () => {
        books.waitsElsewhere(1);
        books.waitsElsewhere(1);
        books.waitsElsewhere(-1);
        assert.equal(noted().waitingElsewhere, 1);
    });

    it("has the time of the last change: a caller comes or leaves", () => {
        come(10);
        assert.equal(noted().lastChange, 10);
        books.leaves(25, false);
        assert.equal(noted().lastChange, 25);
    });
});

describe("callers who were announced", () => {
    it("are expected from when the first of them has come", () => {
        for (const name of ["ada", "grace", "alan"]) books.announce(name);
        assert.equal(noted().expected, 0);
        come(1);
        books.comes(2, "barbara", false);
        assert.equal(noted().expected, 0);
        assert.equal(books.comes(3, "ada", false), true);
        assert.equal(noted().expected, 2);
    });

    it("count once however often they were announced, and come once", () => {
        for (const name of ["ada", "grace", "grace"]) books.announce(name);
        books.comes(1, "ada", false);
        assert.equal(noted().expected, 1);
        assert.equal(books.comes(2, "ada", false), false);
    });

    it("are expected no more after a standstill, and count as announced if they come all the same", () => {
        for (const name of ["ada", "grace"]) books.announce(name);
        books.comes(1, "ada", false);
        books.standsStill();
        assert.equal(noted().expected, 0);
        assert.equal(books.comes(2, "grace", false), true);
        assert.equal(books.comes(3, "grace", false), false);
        books.announce("alan");
        assert.equal(noted().expected, 1);
    });

    it("are not counted among those who were not", () => {
        books.announce("ada");
        books.comes(1, "ada", false);
        assert.equal(noted().unannounced, 0);
        books.comes(2, "grace", false);
        come(3);
        assert.equal(noted().unannounced, 2);
    });
});

describe("a round", () => {
    it("has the pauses before those who came, but for the first, of whom nothing tells", () => {
        come(1_000, 1_030, 1_040);
        assert.deepEqual(noted().round, { callers: 3, pauses: 40, longestPause: 30 });
    });

    it("has no pause in which an answer was awaited", () => {
        come(0);
        books.comes(500, undefined, true);
        assert.deepEqual(noted().round, { callers: 2, pauses: 0, longestPause: 0 });
    });

    it("has pauses since the last answer, where that came after the last caller", () => {
        come(0);
        books.observe(100, [sending]);
        books.observe(400, [quietQueue]);
        come(450);
        assert.equal(noted().round.pauses, 50);
        books.observe(460, [quietQueue]);
        come(470);
        assert.equal(noted().round.pauses, 70);
    });

    it("has pauses since the last caller, where an answer is awaited at each look", () => {
        come(0);
        books.observe(100, [sending]);
        books.observe(200, [sending]);
        come(450);
        assert.equal(noted().round.pauses, 450);
    });

    it("ends when somebody leaves, and is kept as the round before", () => {
        come(0, 10, 30);
        books.leaves(50, false);
        const before = { callers: 3, pauses: 30, longestPause: 20 };
        assert.deepEqual([noted().round.callers, noted().roundBefore], [0, before]);
        books.leaves(60, false);
        assert.deepEqual([noted().round.callers, noted().roundBefore], [0, before]);
    });

    it("does not end with fewer than half the callers of the round before: these came while others still left", () => {
        come(0, 0, 0, 0);
        books.leaves(1, false);
        come(2);
        books.leaves(3, false);
        assert.deepEqual([noted().round.callers, noted().roundBefore.callers], [1, 4]);
        come(4);
        books.leaves(5, false);
        assert.deepEqual([noted().round.callers, noted().roundBefore.callers], [0, 2]);
    });
});

describe("vacancies", () => {
    it("are as many as have left unannounced, less those who have come since, and never fewer than none", () => {
        come(0, 0, 0);
        for (const time of [1, 2, 3]) books.leaves(time, false);
        assert.equal(noted().vacancies, 3);
        come(4);
        assert.equal(noted().vacancies, 2);
        come(5, 6, 7);
        assert.equal(noted().vacancies, 0);
    });

    it("are none of those who were announced, nor any where one of these comes", () => {
        books.announce("ada");
        come(0, 0, 0);
        books.leaves(1, true);
        assert.equal(noted().vacancies, 0);
        for (const time of [1, 1]) books.leaves(time, false);
        books.comes(2, "ada", false);
        assert.equal(noted().vacancies, 0);
    });
});

describe("how many callers there can be at once", () => {
    const standsStillWith = (callers: number) => {
        for (let caller = 0; caller < callers; caller++) come(0);
        books.standsStill();
        for (let caller = 0; caller < callers; caller++) books.leaves(0, false);
    };

    it("rises with those who are there at once, and does not fall when they leave", () => {
        come(...Array.from({ length: 9 }, () => 0));
        books.leaves(1, false);
        assert.deepEqual([books.limits.known, books.limits.highest, noted().concurrency], [9, 9, 9]);
    });

    it("falls after two standstills of the same number, and is remembered at its highest", () => {
        standsStillWith(3);
        assert.equal(books.limits.known, 8);
        standsStillWith(3);
        come(0);
        assert.deepEqual([books.limits.known, books.limits.highest], [3, 8]);
    });

    it("stays after two standstills of different numbers", () => {
        standsStillWith(3);
        standsStillWith(2);
        standsStillWith(3);
        assert.equal(books.limits.known, 8);
    });

    it("stays after two standstills of the same callers", () => {
        come(0, 0);
        books.standsStill();
        books.standsStill();
        assert.equal(books.limits.known, 8);
    });
});

describe("the times of requests", () => {
    const awaitedSince = (now: number, ...queues: QueueState[]) => {
        books.observe(now, queues);
        return noted().awaitingSince;
    };

    it("tell since when rows have waited for an answer, from the first look", () => {
        assert.equal(awaitedSince(10, waiting, sending), 10);
        assert.equal(awaitedSince(20, waiting, sending), 10);
    });

    const ends: [string, QueueState[]][] = [
        ["no rows wait", [sending]],
        ["nothing is under way", [waiting]],
        ["it is kept back for the rate limit", [waiting, held]],
    ];
    for (const [when, queues] of ends) {
        it(`tell of no wait where ${when}, and the next begins anew`, () => {
            awaitedSince(10, waiting, sending);
            assert.equal(awaitedSince(20, ...queues), undefined);
            assert.equal(awaitedSince(30, waiting, sending), 30);
        });
    }

    it("begin anew when a request is sent", () => {
        awaitedSince(10, waiting, sending);
        books.sent();
        assert.equal(noted().awaitingSince, undefined);
        assert.equal(awaitedSince(20, waiting, sending), 20);
    });

    it("tell when requests were last kept back, by the first look at which they are no more", () => {
        books.observe(10, [held]);
        assert.equal(noted().lastHeld, -Infinity);
        books.observe(20, [held]);
        books.observe(30, [sending]);
        books.observe(40, [sending]);
        assert.equal(noted().lastHeld, 30);
    });
});
