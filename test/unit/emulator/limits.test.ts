import assert from "node:assert/strict";
import { trial, type Answered } from "./support";

const minute = "You've exceeded the per-minute rate limit. Please wait for sometime before retrying.";
const hour = "You've exceeded the hourly rate limit. Please wait for sometime before retrying.";
const refused = (status: number, msg: string): [number, unknown] => [status, { errors: [{ msg, code: status }] }];

describe("rate limits", () => {
    const t = trial({ limits: { perMinute: 3, perHour: 5 } });
    const ask = async (times = 1, endpoint = "GET groups"): Promise<Answered> => {
        for (let asked = 1; asked < times; asked += 1) {
            assert.equal((await t.call(endpoint)).status, 200);
        }
        return t.call(endpoint);
    };
    const answer = async (times?: number): Promise<[number, unknown]> => {
        const { status, body } = await ask(times);
        return [status, body];
    };

    it("the minute rolls: a request is free again a minute after the oldest one", async () => {
        await ask();
        t.now += 30_000;
        await ask(2);
        assert.deepEqual(await answer(), refused(429, minute));
        t.now += 29_999;
        assert.deepEqual(await answer(), refused(429, minute));
        t.now += 1;
        assert.equal((await ask()).status, 200);
        assert.deepEqual(await answer(), refused(429, minute));
    });

    it("the hour blocks even if the minute is free", async () => {
        await ask(3);
        t.now += 120_000;
        await ask(2);
        t.now += 120_000;
        assert.deepEqual(await answer(), refused(429, hour));
        t.now += 3_600_000;
        assert.equal((await ask()).status, 200);
    });

    it("a refused token uses nothing up, and the account is counted, not the app", async () => {
        for (let asked = 0; asked < 10; asked += 1) {
            assert.equal((await t.call("GET groups", undefined, {})).status, 401);
        }
        await ask(3);
        assert.equal((await ask()).status, 429);
    });

    it("rateLimitShape: errors, text, msg, message or error, with any status", async () => {
        await ask(3);
        t.account.setSwitches({ rateLimitShape: "text", rateLimitStatus: "503" });
        const text = await ask();
        assert.deepEqual([text.status, text.body], [503, minute]);
        assert.match(text.headers.get("content-type") ?? "", /^text\/plain/);
        t.account.setSwitches({ rateLimitShape: "msg", rateLimitStatus: "200" });
        assert.deepEqual(await answer(), [200, { msg: minute }]);
        t.account.setSwitches({ rateLimitShape: "message" });
        assert.deepEqual(await answer(), [200, { message: minute }]);
        t.account.setSwitches({ rateLimitShape: "error", rateLimitStatus: "429" });
        assert.deepEqual(await answer(), [429, { error: { message: minute } }]);
    });

    it("a rateLimit fault has the shape of the switch too", async () => {
        t.account.setSwitches({ rateLimitShape: "message" });
        t.account.fault({ kind: "rateLimit", endpoint: "GET /api/public/groups" });
        assert.deepEqual(await answer(), [429, { message: minute }]);
    });

    it("retryAfter: none, seconds, a date, 0, or a number that is too large", async () => {
        await ask(3);
        t.now += 20_000;
        const values = ["absent", "seconds", "date", "zero", "huge"] as const;
        const headers: (string | null)[] = [];
        for (const retryAfter of values) {
            t.account.setSwitches({ retryAfter });
            headers.push((await ask()).headers.get("retry-after"));
        }
        assert.deepEqual(headers, [null, "40", new Date(t.now + 40_000).toUTCString(), "0", "1000000000"]);
    });

    it("rateLimitStatus, rateLimitMessage and retryAfter", async () => {
        await ask(3);
        assert.equal((await ask()).headers.get("retry-after"), null);
        t.account.setSwitches({ rateLimitStatus: "403", rateLimitMessage: "xo11", retryAfter: "seconds" });
        assert.deepEqual(
            await answer(),
            refused(403, "Rate limit for this API has been reached. Please try again after some time."),
        );
        t.now += 10_000;
        t.account.setSwitches({ rateLimitStatus: "400", rateLimitMessage: "community" });
        const { status, body, headers } = await ask();
        assert.deepEqual(
            [status, body],
            refused(400, "Rate limit for this API has been reached. Please try again later"),
        );
        assert.equal(headers.get("retry-after"), "50");
    });

    it("rateBuckets: one count for all endpoints, or one for each", async () => {
        await ask(3);
        assert.equal((await ask(1, "GET bots")).status, 429);
        t.account.setSwitches({ rateBuckets: "perEndpoint" });
        assert.equal((await ask(3, "GET bots")).status, 200);
        assert.equal((await ask(1, "GET bots")).status, 429);
    });

    it("limits can be changed and switched off while it runs", async () => {
        await ask(3);
        t.account.setLimits({ perMinute: 4, perHour: 5 });
        assert.equal((await ask()).status, 200);
        t.account.setLimits("off");
        assert.equal((await ask(20)).status, 200);
        assert.throws(() => t.account.setLimits({ perMinute: 0, perHour: 5 }), /limits: perMinute/);
    });
});

describe("documented rate limits", () => {
    const t = trial();

    it("are 60 a minute unless others are given", async () => {
        const answers = await Promise.all(Array.from({ length: 61 }, () => t.call("GET groups")));
        assert.equal(answers.filter(({ status }) => status === 200).length, 60);
    });
});
