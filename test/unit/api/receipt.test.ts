import assert from "node:assert/strict";
import { describe, it } from "mocha";
import sinon from "sinon";
import { Account } from "../../../provider/api/client";
import { endpoints } from "../../../provider/api/endpoints";
import { Receipt } from "../../../provider/api/receipt";
import { entryOf, everyoneIsThere, impatience, people, settingsFor } from "./accounts";
import { json, scriptedKore, text } from "./scriptedKore";

const { usersInfo, createUsers, updateUsers } = endpoints;

describe("the receipt", () => {
    it("counts requests and people by endpoint, and nothing of an endpoint that was not used", () => {
        const receipt = new Receipt();
        assert.deepEqual([receipt.requests, receipt.sent], [0, {}]);
        receipt.count(usersInfo, 50, false);
        receipt.count(usersInfo, 3, false);
        receipt.count(createUsers, 1, false);
        assert.equal(receipt.requests, 3);
        assert.deepEqual(receipt.sent, {
            "POST /api/public/usersInfo": { requests: 2, rows: 53, retries: 0 },
            "POST /api/public/users": { requests: 1, rows: 1, retries: 0 },
        });
    });

    it("counts a request that was tried again among the requests, and its people once", () => {
        const receipt = new Receipt();
        receipt.count(updateUsers, 20, false);
        receipt.count(updateUsers, 20, true);
        receipt.count(updateUsers, 20, true);
        assert.equal(receipt.requests, 3);
        assert.deepEqual(receipt.sent, { "PUT /api/public/users": { requests: 3, rows: 20, retries: 2 } });
    });

    it("tells of each request when it is counted", () => {
        const counts: number[] = [];
        const receipt: Receipt = new Receipt(() => counts.push(receipt.requests));
        receipt.count(usersInfo, 1, false);
        receipt.count(usersInfo, 1, true);
        assert.deepEqual(counts, [1, 2]);
    });

    describe("of seconds waited for the budget", () => {
        function waiting() {
            let time = 0;
            const receipt = new Receipt(undefined, undefined, () => time);
            const pass = (seconds: number) => (time += seconds * 1000);
            return { receipt, pass };
        }

        it("adds them up, and counts none between them", () => {
            const { receipt, pass } = waiting();
            for (const seconds of [10, 2.5]) {
                receipt.wait(true);
                pass(seconds);
                receipt.wait(false);
                pass(60);
            }
            assert.equal(receipt.secondsWaited, 12.5);
        });

        it("counts the seconds in which several requests wait once", () => {
            const { receipt, pass } = waiting();
            receipt.wait(true);
            pass(5);
            receipt.wait(true);
            receipt.wait(true);
            pass(5);
            receipt.wait(false);
            assert.equal(receipt.isWaiting, true);
            pass(5);
            receipt.wait(false);
            pass(5);
            receipt.wait(false);
            pass(5);
            assert.deepEqual([receipt.secondsWaited, receipt.isWaiting], [20, false]);
        });

        it("tells when no request waits any more, and not before", () => {
            let told = 0;
            const receipt = new Receipt(undefined, () => told++);
            receipt.wait(true);
            receipt.wait(true);
            receipt.wait(false);
            assert.equal(told, 0);
            receipt.wait(false);
            assert.equal(told, 1);
        });

        it("counts those of a wait that goes on", () => {
            const { receipt, pass } = waiting();
            receipt.wait(true);
            assert.equal(receipt.isWaiting, true);
            pass(7);
            assert.equal(receipt.secondsWaited, 7);
        });
    });
});

describe("the receipt of an account", () => {
    const kore = scriptedKore();
    const accountWith = (receipt: Receipt, settings: Parameters<typeof settingsFor>[1] = {}) =>
        new Account(settingsFor(kore.baseUrl, settings), { receipt, patience: impatience });

    it("says what the server received", async () => {
        const receipt = new Receipt();
        const account = accountWith(receipt, { batchSize: 3 });
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
        assert.equal(receipt.requests, kore.received.length);
        assert.deepEqual(receipt.sent, {
            "POST /api/public/usersInfo": { requests: 3, rows: 8, retries: 0 },
            "PUT /api/public/users": { requests: 1, rows: 2, retries: 0 },
        });
    });

    it("has each try of a request that fails, whatever the reason", async () => {
        const receipt = new Receipt();
        kore.replies(text("", 503), text("", 429), json([entryOf("user1@example.com"), entryOf("user2@example.com")]));
        await accountWith(receipt).lookUp(people(2));
        assert.deepEqual(receipt.sent, { "POST /api/public/usersInfo": { requests: 3, rows: 2, retries: 2 } });
    });

    it("has the look-up and the parts of a batch that was refused as a whole", async () => {
        const receipt = new Receipt();
        kore.always((response, request) =>
            (request.path?.endsWith("/usersInfo") === true
                ? everyoneIsThere
                : json({ errors: [{ msg: "no", code: 400 }] }, 400))(response, request),
        );
        await accountWith(receipt).removeUsers(people(2));
        assert.deepEqual(receipt.sent, {
            "DELETE /api/public/users": { requests: 3, rows: 4, retries: 0 },
            "POST /api/public/usersInfo": { requests: 1, rows: 2, retries: 0 },
        });
    });

    it("has no request that the settings forbid", async () => {
        const receipt = new Receipt();
        await accountWith(receipt, { readOnly: true }).removeUsers(people(2));
        assert.equal(receipt.requests, 0);
    });

    it("waits while requests are kept back for the budget, and has none of them before they go", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["setTimeout", "Date", "performance"] });
        try {
            const receipt = new Receipt();
            // Without a time-out of requests, which would be on the clock as well.
            const account = accountWith(receipt, { requestsPerMinute: 1, requestTimeout: 0 });
            kore.always(everyoneIsThere);
            await account.lookUp(people(1));
            assert.deepEqual([receipt.isWaiting, receipt.secondsWaited], [false, 0]);
            const looking = account.lookUp(people(1));
            while (clock.countTimers() === 0) await new Promise((resolve) => setImmediate(resolve));
            assert.deepEqual([receipt.isWaiting, receipt.requests], [true, 1]);
            clock.next();
            await looking;
            assert.deepEqual([receipt.isWaiting, receipt.requests, receipt.secondsWaited], [false, 2, 60]);
        } finally {
            clock.restore();
        }
    });

    it("waits while Kore.ai refuses for the rate limit", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["setTimeout", "Date", "performance"] });
        try {
            const receipt = new Receipt();
            kore.replies(text("", 429, { "retry-after": "30" }), everyoneIsThere);
            const looking = accountWith(receipt, { requestTimeout: 0 }).lookUp(people(1));
            while (clock.countTimers() === 0) await new Promise((resolve) => setImmediate(resolve));
            assert.equal(receipt.isWaiting, true);
            clock.tick(40_000);
            await looking;
            assert.equal(receipt.isWaiting, false);
            assert(receipt.secondsWaited >= 30 && receipt.secondsWaited <= 40, `${receipt.secondsWaited} s`);
        } finally {
            clock.restore();
        }
    });
});
