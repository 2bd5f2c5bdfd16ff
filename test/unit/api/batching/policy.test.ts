import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
    decide,
    fullest,
    overdue,
    pauseAllowed,
    timing,
    type Decision,
    type QueueState,
    type Round,
    type Snapshot,
} from "../../../../provider/api/batching/policy";

const now = 1_000_000;
const nobody: Round = { callers: 0, pauses: 0, longestPause: 0 };

/** Rows of as many callers, who came a moment ago. */
function queue(callers: number, state: Partial<QueueState> = {}): QueueState {
    const oldest = callers === 0 ? Infinity : now - 1;
    return { callers, rows: callers, oldest, isSending: false, isHeld: false, ...state };
}

/** One of eight callers waits, all came unannounced a moment ago, and nothing else is to be said. */
function snapshot(state: Partial<Snapshot> = {}): Snapshot {
    return {
        now,
        queues: [queue(1)],
        concurrency: 8,
        waitingElsewhere: 0,
        lastChange: now,
        expected: 0,
        unannounced: 0,
        vacancies: 0,
        round: nobody,
        roundBefore: nobody,
        awaitingSince: undefined,
        lastHeld: -Infinity,
        ...state,
    };
}

const send = (cause: "everybodyWaits" | "standstill"): Decision => ({ kind: "send", cause });
const wait = (milliseconds: number, cause: "lateAnswer" | "standstill"): Decision => ({
    kind: "wait",
    limit: { milliseconds, cause },
});
const idle: Decision = { kind: "wait" };

describe("what to do with the rows that wait", () => {
    const sending = queue(0, { isSending: true });
    const held = queue(0, { isSending: true, isHeld: true });
    const table: { rule: string; of: Partial<Snapshot>; is: Decision }[] = [
        { rule: "nothing, where no kind of request has any", of: { queues: [] }, is: idle },
        { rule: "nothing, where none wait", of: { queues: [queue(0)], lastChange: 0 }, is: idle },
        {
            rule: "nothing, where none wait and all are at work elsewhere",
            of: { queues: [], waitingElsewhere: 9 },
            is: idle,
        },
        {
            rule: "send, as soon as as many callers wait as there can be",
            of: { queues: [queue(8)] },
            is: send("everybodyWaits"),
        },
        {
            rule: "send, as soon as as many wait, counted over all kinds of requests",
            of: { queues: [queue(3), queue(0), queue(5)] },
            is: send("everybodyWaits"),
        },
        {
            rule: "send, as soon as all others wait for something else than a request",
            of: { queues: [queue(3)], waitingElsewhere: 5 },
            is: send("everybodyWaits"),
        },
        {
            rule: "send, where more wait than there were thought to be",
            of: { queues: [queue(9)] },
            is: send("everybodyWaits"),
        },
        {
            rule: "wait, where one caller is missing",
            of: { queues: [queue(3)], waitingElsewhere: 4 },
            is: wait(150, "standstill"),
        },
        {
            rule: "wait, where all wait but rows are counted, not callers",
            of: { queues: [queue(1, { rows: 20 })] },
            is: wait(150, "standstill"),
        },
        {
            rule: "wait for the rest of a pause, from when a caller last came or left",
            of: { lastChange: now - 149 },
            is: wait(1, "standstill"),
        },
        { rule: "send, at the end of the pause", of: { lastChange: now - 150 }, is: send("standstill") },
        { rule: "send, long after the pause", of: { lastChange: now - 60_000 }, is: send("standstill") },
        {
            rule: "wait for an answer, though as many wait as there can be, and for two seconds at most",
            of: { queues: [queue(8), sending] },
            is: wait(2_000, "lateAnswer"),
        },
        {
            rule: "wait for an answer for two seconds since rows have waited for it",
            of: { queues: [queue(1), sending], awaitingSince: now - 500, lastChange: 0 },
            is: wait(1_500, "lateAnswer"),
        },
        {
            rule: "wait no longer where an answer is late by more than that",
            of: { queues: [queue(1, { isSending: true })], awaitingSince: now - 2_100 },
            is: wait(-100, "lateAnswer"),
        },
        {
            rule: "wait without an end while the request under way is kept back for the rate limit",
            of: { queues: [queue(8), held], awaitingSince: now - 60_000, lastChange: 0 },
            is: idle,
        },
        {
            rule: "send all the same where nothing is under way that is kept back",
            of: { queues: [queue(8, { isHeld: true })] },
            is: send("everybodyWaits"),
        },
    ];
    for (const { rule, of, is } of table) it(rule, () => assert.deepEqual(decide(snapshot(of)), is));
});

describe("for how long a pause is borne", () => {
    const round = (callers: number, apart: number, longestPause = apart): Round => ({
        callers,
        pauses: callers * apart,
        longestPause,
    });
    const table: { rule: string; of: Partial<Snapshot>; is: number }[] = [
        { rule: "150 ms, where nobody has come before", of: {}, is: 150 },
        { rule: "20 ms more for each caller who came unannounced", of: { unannounced: 10 }, is: 350 },
        { rule: "two seconds at most, however many came", of: { unannounced: 93 }, is: 2_000 },
        { rule: "two seconds at most, however many came (one less)", of: { unannounced: 92 }, is: 1_990 },
        { rule: "twice the longest pause of this round", of: { round: round(0, 0, 400) }, is: 800 },
        { rule: "twice the longest pause of the round before", of: { roundBefore: round(0, 0, 300) }, is: 600 },
        {
            rule: "twice the longer of both",
            of: { round: round(0, 0, 200), roundBefore: round(0, 0, 300) },
            is: 600,
        },
        { rule: "two seconds at most, however long a pause was", of: { round: round(0, 0, 4_000) }, is: 2_000 },
        {
            rule: "the longer of what callers and pauses give",
            of: { unannounced: 20, round: round(0, 0, 100) },
            is: 550,
        },
        { rule: "five seconds, where somebody is expected", of: { expected: 1 }, is: 5_000 },
        {
            rule: "five seconds, where somebody is expected and pauses were short",
            of: { expected: 1, round: round(0, 0, 2_500), unannounced: 1_000 },
            is: 5_000,
        },
        {
            rule: "twice the longest pause, where somebody is expected and that is longer",
            of: { expected: 3, roundBefore: round(0, 0, 4_000) },
            is: 8_000,
        },
        {
            rule: "half a minute at most, where somebody is expected",
            of: { expected: 3, roundBefore: round(0, 0, 16_000) },
            is: 30_000,
        },
        {
            rule: "twice the time in which as many come as have left, at the pace of this round",
            of: { vacancies: 10, round: round(20, 100, 0) },
            is: 2_000,
        },
        {
            rule: "the same at the pace of the round before",
            of: { vacancies: 10, roundBefore: round(20, 150, 0) },
            is: 3_000,
        },
        {
            rule: "the same at the slower pace of both",
            of: { vacancies: 10, round: round(40, 50, 0), roundBefore: round(20, 150, 0) },
            is: 3_000,
        },
        {
            rule: "no more than twice what a whole round took, however many have left",
            of: { vacancies: 100, roundBefore: round(20, 150, 0) },
            is: 6_000,
        },
        {
            rule: "no more than twice what the longer round took",
            of: { vacancies: 100, round: round(40, 100, 0), roundBefore: round(20, 150, 0) },
            is: 8_000,
        },
        {
            rule: "half a minute at most, however many have left",
            of: { vacancies: 1_000, roundBefore: round(100, 200, 0) },
            is: 30_000,
        },
        {
            rule: "nothing for those who left, where somebody is expected",
            of: { expected: 1, vacancies: 100, roundBefore: round(100, 100, 0) },
            is: 5_000,
        },
    ];
    for (const { rule, of, is } of table) it(rule, () => assert.equal(pauseAllowed(snapshot(of)), is));

    it("is between a caller's first pause and half a minute, whatever was seen", () => {
        const time = fc.double({ min: 0, max: 1e9, noNaN: true });
        const rounds = fc.record({ callers: fc.nat(5_000), pauses: time, longestPause: time });
        fc.assert(
            fc.property(
                fc.record({
                    expected: fc.nat(5_000),
                    unannounced: fc.nat(5_000),
                    vacancies: fc.nat(5_000),
                    round: rounds,
                    roundBefore: rounds,
                }),
                (of) => {
                    const pause = pauseAllowed(snapshot(of));
                    assert(pause >= timing.firstPause && pause <= timing.longestPause, `${pause} ms`);
                },
            ),
        );
    });
});

describe("rows that go whatever is decided", () => {
    const old = (milliseconds: number, state: Partial<QueueState> = {}) =>
        queue(1, { oldest: now - milliseconds, ...state });
    const seen = (longestPause: number): Round => ({ ...nobody, longestPause });
    const table: { rule: string; of: Partial<Snapshot>; are: number[] }[] = [
        { rule: "none who came less than five seconds ago", of: { queues: [old(4_999)] }, are: [] },
        { rule: "who came five seconds ago", of: { queues: [queue(3), old(5_000), old(9_000)] }, are: [1, 2] },
        { rule: "none of a kind that has no rows", of: { queues: [queue(0, { oldest: 0 }), old(6_000)] }, are: [1] },
        {
            rule: "also while an answer of the same kind is awaited",
            of: { queues: [old(6_000, { isSending: true })] },
            are: [0],
        },
        {
            rule: "none, while requests are kept back for the rate limit",
            of: { queues: [old(6_000), queue(0, { isSending: true, isHeld: true })] },
            are: [],
        },
        {
            rule: "none before five seconds have passed since they were kept back",
            of: { queues: [old(60_000)], lastHeld: now - 4_999 },
            are: [],
        },
        { rule: "who have waited five seconds since", of: { queues: [old(60_000)], lastHeld: now - 5_000 }, are: [0] },
        {
            rule: "none before four of the longest pauses, where these are longer",
            of: { queues: [old(7_999)], round: seen(2_000) },
            are: [],
        },
        { rule: "who have waited for four of them", of: { queues: [old(8_000)], roundBefore: seen(2_000) }, are: [0] },
        {
            rule: "who have waited for half a minute, however long pauses were",
            of: { queues: [old(29_999), old(30_000)], round: seen(20_000) },
            are: [1],
        },
    ];
    for (const { rule, of, are } of table) it(rule, () => assert.deepEqual(overdue(snapshot(of)), are));
});

describe("the kind of request that goes first", () => {
    const table: { rule: string; rows: number[]; is: number }[] = [
        { rule: "is the one with the most rows", rows: [1, 5, 3], is: 1 },
        { rule: "is the first of equals", rows: [0, 2, 1, 2], is: 1 },
        { rule: "is none where there is none", rows: [], is: -1 },
    ];
    for (const { rule, rows, is } of table) {
        it(rule, () => assert.equal(fullest(rows.map((count) => queue(1, { rows: count }))), is));
    }
});
