import assert from "node:assert/strict";
import { describe, it } from "mocha";
import sinon from "sinon";
import { Account } from "../../../../provider/api/client";
import { endpoints } from "../../../../provider/api/http/endpoints";
import { RequestStats } from "../../../../provider/api/http/requestStats";
import { entryOf, everyoneIsThere, impatience, people, settingsFor } from "../accounts";
import { json, scriptedKore, text } from "../scriptedKore";

const { usersInfo, createUsers, updateUsers } = endpoints;

describe("the statistics of requests", () => {
    it("counts requests and people by endpoint, and nothing of an endpoint that was not used", () => {
        const stats = new RequestStats();
        assert.deepEqual([stats.requests, stats.sent], [0, {}]);
        stats.count(usersInfo, 50, false);
        stats.count(usersInfo, 3, false);
        stats.count(createUsers, 1, false);
        assert.equal(stats.requests, 3);
        assert.deepEqual(stats.sent, {
            "POST /api/public/usersInfo": { requests: 2, rows: 53, retries: 0 },
            "POST /api/public/users": { requests: 1, rows: 1, retries: 0 },
        });
    });

    it("counts a request that was tried again among the requests, and its people once", () => {
        const stats = new RequestStats();
        stats.count(updateUsers, 20, false);
        stats.count(updateUsers, 20, true);
        stats.count(updateUsers, 20, true);
        assert.equal(stats.requests, 3);
        assert.deepEqual(stats.sent, { "PUT /api/public/users": { requests: 3, rows: 20, retries: 2 } });
    });

    it("tells of each request when it is counted", () => {
        const counts: number[] = [];
        const stats: RequestStats = new RequestStats(() => counts.push(stats.requests));
        stats.count(usersInfo, 1, false);
        stats.count(usersInfo, 1, true);
        assert.deepEqual(counts, [1, 2]);
    });

    describe("of seconds waited for the budget", () => {
        function waiting() {
            let time = 0;
            const stats = new RequestStats(undefined, undefined, () => time);
            const pass = (seconds: number) => (time += seconds * 1000);
            return { stats, pass };
        }

        it("adds them up, and counts none between them", () => {
            const { stats, pass } = waiting();
            for (const seconds of [10, 2.5]) {
                stats.wait(true);
                pass(seconds);
                stats.wait(false);
                pass(60);
            }
            assert.equal(stats.secondsWaited, 12.5);
        });

        it("counts the seconds in which several requests wait once", () => {
            const { stats, pass } = waiting();
            stats.wait(true);
            pass(5);
            stats.wait(true);
            stats.wait(true);
            pass(5);
            stats.wait(false);
            assert.equal(stats.isWaiting, true);
            pass(5);
            stats.wait(false);
            pass(5);
            stats.wait(false);
            pass(5);
            assert.deepEqual([stats.secondsWaited, stats.isWaiting], [20, false]);
        });

        it("tells when no request waits any more, and not before", () => {
            let told = 0;
            const stats = new RequestStats(undefined, () => told++);
            stats.wait(true);
            stats.wait(true);
            stats.wait(false);
            assert.equal(told, 0);
            stats.wait(false);
            assert.equal(told, 1);
        });

        it("counts those of a wait that goes on", () => {
            const { stats, pass } = waiting();
            stats.wait(true);
            assert.equal(stats.isWaiting, true);
            pass(7);
            assert.equal(stats.secondsWaited, 7);
        });
    });
});

describe("the statistics of an account's requests", () => {
    const kore = scriptedKore();
    const accountWith = (stats: RequestStats, settings: Parameters<typeof settingsFor>[1] = {}) =>
        new Account(settingsFor(kore.baseUrl, settings), { receipt: stats, retryPolicy: impatience });

    it("says what the server received", async () => {
        const stats = new RequestStats();
        const account = accountWith(stats, { batchSize: 3 });
        kore.replies(
            everyoneIsThere,
            everyoneIsThere,
            everyoneIsThere,
            json({ msg: "Users are updated Successfully" }),
        );
        await account.lookUp(people(8));
        await account.updateUsers(
            people(2).map((emailId) => ({ userInfo: { emailId }, canCreateBot: false, isDeveloper: false })),
        );
        assert.equal(stats.requests, kore.received.length);
        assert.deepEqual(stats.sent, {
            "POST /api/public/usersInfo": { requests: 3, rows: 8, retries: 0 },
            "PUT /api/public/users": { requests: 1, rows: 2, retries: 0 },
        });
    });

    it("has each try of a request that fails, whatever the reason", async () => {
        const stats = new RequestStats();
        kore.replies(text("", 503), text("", 429), json([entryOf("user1@example.com"), entryOf("user2@example.com")]));
        await accountWith(stats).lookUp(people(2));
        assert.deepEqual(stats.sent, { "POST /api/public/usersInfo": { requests: 3, rows: 2, retries: 2 } });
    });

    it("has the look-up and the parts of a batch that was refused as a whole", async () => {
        const stats = new RequestStats();
        kore.always((response, request) =>
            (request.path?.endsWith("/usersInfo") === true
                ? everyoneIsThere
                : json({ errors: [{ msg: "no", code: 400 }] }, 400))(response, request),
        );
        await accountWith(stats).removeUsers(people(2));
        assert.deepEqual(stats.sent, {
            "DELETE /api/public/users": { requests: 3, rows: 4, retries: 0 },
            "POST /api/public/usersInfo": { requests: 1, rows: 2, retries: 0 },
        });
    });

    it("has no request that the settings forbid", async () => {
        const stats = new RequestStats();
        await accountWith(stats, { readOnly: true }).removeUsers(people(2));
        assert.equal(stats.requests, 0);
    });

    it("waits while requests are kept back for the budget, and has none of them before they go", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["setTimeout", "Date", "performance"] });
        try {
            const stats = new RequestStats();
            // Without a time-out of requests, which would be on the clock as well.
            const account = accountWith(stats, { requestsPerMinute: 1, requestTimeout: 0 });
            kore.always(everyoneIsThere);
            await account.lookUp(people(1));
            assert.deepEqual([stats.isWaiting, stats.secondsWaited], [false, 0]);
            const looking = account.lookUp(people(1));
            while (clock.countTimers() === 0) await new Promise((resolve) => setImmediate(resolve));
            assert.deepEqual([stats.isWaiting, stats.requests], [true, 1]);
            clock.next();
            await looking;
            assert.deepEqual([stats.isWaiting, stats.requests, stats.secondsWaited], [false, 2, 60]);
        } finally {
            clock.restore();
        }
    });

    it("waits while Kore.ai refuses for the rate limit", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["setTimeout", "Date", "performance"] });
        try {
            const stats = new RequestStats();
            kore.replies(text("", 429, { "retry-after": "30" }), everyoneIsThere);
            const looking = accountWith(stats, { requestTimeout: 0 }).lookUp(people(1));
            while (clock.countTimers() === 0) await new Promise((resolve) => setImmediate(resolve));
            assert.equal(stats.isWaiting, true);
            clock.tick(40_000);
            await looking;
            assert.equal(stats.isWaiting, false);
            assert(stats.secondsWaited >= 30 && stats.secondsWaited <= 40, `${stats.secondsWaited} s`);
        } finally {
            clock.restore();
        }
    });
});
