import assert from "node:assert/strict";
import { decode } from "jsonwebtoken";
import { afterEach, describe, it } from "mocha";
import sinon from "sinon";
import type { Account } from "../../../provider/api/client";
import type { ClientSettings } from "../../../provider/api/settings";
import { defaultRetryPolicy, type RetryPolicy } from "../../../provider/api/http/transport";
import * as refusals from "../../fixtures/refusals";
import * as userAccess from "../../fixtures/userAccess";
import { accountAt, entryOf, errorOf, impatience } from "./accounts";
import {
    brokenOff,
    hangUp,
    json,
    refusal,
    ScriptedKore,
    scriptedKore,
    silence,
    stalled,
    text,
    type Reply,
} from "./scriptedKore";

const ada = "ada@example.com";
const row = { userInfo: { emailId: ada }, canCreateBot: false, isDeveloper: false };
const flags = { canCreateBot: false, isDeveloper: true };
const found = json([entryOf(ada)]);
const done = json({ msg: "Users are updated Successfully" });

const read = { name: "a look-up", call: (account: Account) => account.lookUp([ada]), success: found };
const repeatable = [
    read,
    { name: "an update", call: (account: Account) => account.updateUsers([row]), success: done },
    { name: "a removal", call: (account: Account) => account.removeUsers([ada]), success: done },
    {
        name: "an access",
        call: (account: Account) => account.setAccess([ada], flags),
        success: json(userAccess.success.body),
    },
];

const soon = { requestTimeout: 0.05 };

const troubles: [string, Reply, Partial<ClientSettings>][] = [
    ["a connection that was closed", hangUp, {}],
    ["an answer that came too late", silence, soon],
    ["an answer that broke off", brokenOff(JSON.stringify([entryOf(ada)])), {}],
    ["an answer that stopped", stalled(JSON.stringify([entryOf(ada)])), soon],
    ["status 500", text("", 500), {}],
    ["status 503", refusal("Service Unavailable", 503), {}],
];

function succeeded(result: object | undefined): boolean {
    return result !== undefined && !("error" in result);
}

describe("trying again", () => {
    const kore = scriptedKore();
    const account = (retryPolicy?: RetryPolicy) => accountAt(kore, {}, undefined, retryPolicy);

    for (const [what, trouble, settings] of troubles) {
        for (const { name, call, success } of repeatable) {
            it(`${name} after ${what} succeeds`, async () => {
                kore.replies(trouble);
                kore.always(success);
                // On a busy machine a good answer may come too late as well.
                const [result] = await call(accountAt(kore, settings, undefined, { ...impatience, retries: 20 }));
                assert(succeeded(result), JSON.stringify(result));
                assert(kore.bodies.length > 1);
                for (const body of kore.bodies) assert.deepEqual(body, kore.bodies[0]);
            });
        }

        it(`never sends a create twice after ${what}`, async () => {
            kore.replies(trouble);
            const [result] = await accountAt(kore, settings).createUsers([row], {});
            assert.equal(errorOf(kore, result).kind, "lost");
            assert.equal(kore.received.length, 1);
        });
    }

    describe("a create whose connection was refused, so that nothing was sent", () => {
        /** Sends a create to a port where a server begins to listen a moment later. */
        async function createBeforeItListens(reply: Reply) {
            const late = new ScriptedKore();
            await late.listen();
            const { baseUrl } = late;
            await late.close();
            late.always(reply);
            const creating = accountAt(kore, { baseUrl }, undefined, {
                ...impatience,
                retries: 30,
                retryDelay: 5,
            }).createUsers([row], {});
            await new Promise((resolve) => setTimeout(resolve, 20));
            await late.listen(Number(new URL(baseUrl).port));
            try {
                const [result] = await creating;
                return { result, bodies: late.bodies };
            } finally {
                await late.close();
            }
        }

        it("is sent again, and arrives once", async () => {
            const { result, bodies } = await createBeforeItListens(done);
            assert(succeeded(result), JSON.stringify(result));
            assert.deepEqual(bodies, [{ users: [row] }]);
        });

        it("leaves nothing open where it is refused then", async () => {
            const { result } = await createBeforeItListens(refusal("no", 400));
            assert.equal(errorOf(kore, result).kind, "refused");
        });
    });

    describe("a row that is refused in an answer about several", () => {
        const rowRefused = json({
            msg: "Partial success",
            failedUserDetails: [{ emailId: ada, reason: "already held" }],
        });
        const calls = repeatable.filter(({ name }) => ["an update", "a removal"].includes(name));

        for (const { name, call } of calls) {
            it(`may be done where an earlier try of ${name} was lost`, async () => {
                kore.replies(text("", 500), rowRefused);
                const error = errorOf(kore, (await call(account()))[0]);
                assert.deepEqual(
                    [error.kind, error.code, error.koreMessage],
                    ["lost", "kore:answer-lost", "already held"],
                );
                assert.match(
                    error.message,
                    /"already held", after a try whose answer was lost\. It may have been done/,
                );
            });

            it(`was not done where ${name} was answered at once, or refused for the rate limit before`, async () => {
                for (const replies of [[rowRefused], [text("", 429), rowRefused]]) {
                    kore.replies(...replies);
                    assert.equal(errorOf(kore, (await call(account()))[0]).kind, "refused");
                }
            });
        }
    });

    it("ends after as many tries as it is told", async () => {
        kore.always(text("", 503));
        const [result] = await account({ ...impatience, retries: 3 }).lookUp([ada]);
        assert.equal(errorOf(kore, result).status, 503);
        assert.equal(kore.received.length, 4);
    });

    it("makes another token for each try, as an account that enforces jti takes none twice", async () => {
        kore.replies(text("", 503), text("", 429), found);
        await account().lookUp([ada]);
        const jtis = kore.tokens.map((token) => (decode(token) as Record<string, unknown>)["jti"]);
        assert.equal(new Set(jtis).size, 3);
    });

    it("is no use where Kore.ai refuses", async () => {
        for (const reply of [
            refusal("no", 400),
            refusal("no", 401),
            refusal("no", 403),
            refusal("no", 412),
            text("", 404),
        ]) {
            kore.replies(reply);
            const [result] = await account().lookUp([ada]);
            errorOf(kore, result);
        }
        assert.equal(kore.received.length, 5);
    });

    it("counts against the budget, try by try", async () => {
        const notices: string[] = [];
        const clock = sinon.useFakeTimers({ toFake: ["setTimeout", "Date", "performance"] });
        try {
            kore.replies(text("", 503), found);
            const looking = accountAt(kore, { ...untimed, requestsPerMinute: 1 }, (message) =>
                notices.push(message),
            ).lookUp([ada]);
            await waiting(clock); // before the next try
            clock.next();
            await waiting(clock); // for the budget
            assert.equal(kore.received.length, 1);
            assert.match(notices.join(), /used its share of the account's requests.*waiting \d+ s/);
            clock.next();
            assert(succeeded((await looking)[0]));
        } finally {
            clock.restore();
        }
    });
});

// Else the client's own timer for the request is on the clock as well.
const untimed = { requestTimeout: 0 };

/** Resolves when something sleeps on this clock. */
async function waiting(clock: sinon.SinonFakeTimers): Promise<void> {
    while (clock.countTimers() === 0) await new Promise((resolve) => setImmediate(resolve));
}

/** Shapes in which words may come. */
const shapes: [string, (words: string) => string][] = [
    ["plain text", (words) => words],
    ["a JSON text", (words) => JSON.stringify(words)],
    ["msg", (msg) => JSON.stringify({ msg })],
    ["message", (message) => JSON.stringify({ message })],
    ["error.message", (message) => JSON.stringify({ error: { message } })],
    ["error", (error) => JSON.stringify({ error })],
    ["errors in words", (words) => JSON.stringify({ errors: [words] })],
    ["errors[].message", (message) => JSON.stringify({ errors: [{ message, code: null }] })],
];

describe("the rate limit of the account", () => {
    const kore = scriptedKore();
    let clock: sinon.SinonFakeTimers | undefined;
    afterEach(() => clock?.restore());

    const limited: [string, Reply][] = [
        ["status 429", text("", 429)],
        ["status 429 with a web page", text("<html>Too many requests</html>", 429)],
        ...refusals.rateLimitMessages.flatMap(({ source, body }): [string, Reply][] =>
            [400, 403, 200, 500].map((status) => [
                `status ${status} and the words of ${source}`,
                refusal(body, status),
            ]),
        ),
        ...shapes.flatMap(([shape, bodyOf]): [string, Reply][] =>
            [200, 400, 403, 429, 500, 503].map((status) => [
                `status ${status} and its words as ${shape}`,
                text(bodyOf(refusals.rateLimitMessages[0]?.body ?? ""), status),
            ]),
        ),
    ];
    for (const [what, reply] of limited) {
        it(`is waited for, and then the call goes on, a create too: ${what}`, async () => {
            kore.replies(reply, reply, found, reply, done);
            assert(succeeded((await accountAt(kore).lookUp([ada]))[0]));
            assert(succeeded((await accountAt(kore).createUsers([row], {}))[0]));
        });
    }

    it("is the error in the end, if it stays reached, and nothing was done", async () => {
        kore.always(text("", 429));
        for (const call of [() => accountAt(kore).lookUp([ada]), () => accountAt(kore).createUsers([row], {})]) {
            const error = errorOf(kore, (await call())[0]);
            assert.equal(error.kind, "rateLimit");
            assert.equal(error.status, 429);
            assert.match(
                error.message,
                /rate limit of the account stayed reached.*60 requests a minute and 1,800 an hour/,
            );
        }
        assert.equal(kore.received.length, 6);
    });

    it("does not use up the tries that are for troubles of the network, nor the other way round", async () => {
        kore.replies(text("", 429), text("", 503), text("", 429), text("", 503), found);
        assert(succeeded((await accountAt(kore).lookUp([ada]))[0]));
    });

    /** The milliseconds for which the client waits after this reply, where it would wait a minute by itself. */
    async function waitAfter(reply: Reply): Promise<number> {
        kore.replies(reply, found);
        clock = sinon.useFakeTimers({
            toFake: ["setTimeout", "Date", "performance"],
            now: Date.parse("2026-11-22T10:00:00Z"),
        });
        const looking = accountAt(kore, untimed, undefined, { ...impatience, rateLimitDelay: 60_000 }).lookUp([ada]);
        await waiting(clock);
        const before = clock.now;
        clock.next();
        const waited = clock.now - before;
        clock.tick(1);
        assert(succeeded((await looking)[0]));
        clock.restore();
        return waited;
    }

    function assertAbout(milliseconds: number, expected: number): void {
        assert(milliseconds >= expected && milliseconds <= expected * 1.2 + 1, `waited ${milliseconds} ms`);
    }

    it("is waited for as long as Kore.ai says, in seconds or until a time of the day, be it shorter or longer than else", async () => {
        assertAbout(await waitAfter(text("", 429, { "retry-after": "7" })), 7_000);
        assertAbout(await waitAfter(text("", 429, { "retry-after": "600" })), 600_000);
        assertAbout(await waitAfter(text("", 429, { "retry-after": "Sun, 22 Nov 2026 10:00:20 GMT" })), 20_000);
    });

    it("is waited for as long as the client thinks right where Kore.ai does not say, or says nonsense", async () => {
        assertAbout(await waitAfter(text("", 429)), 60_000);
        assertAbout(await waitAfter(text("", 429, { "retry-after": "soon" })), 60_000);
        assertAbout(await waitAfter(text("", 429, { "retry-after": "0" })), 60_000);
    });

    it("is waited for an hour at most, and another failure a minute, whatever is asked for", async () => {
        const days = { "retry-after": "1000000000" };
        assertAbout(await waitAfter(text("", 429, days)), 3_600_000);
        assertAbout(await waitAfter(text("", 503, days)), 60_000 / 1.2);
        assertAbout(await waitAfter(text("", 503, { "retry-after": "Sun, 22 Nov 2099 10:00:20 GMT" })), 60_000 / 1.2);
    });

    it("is told once in a run, however often it is waited for", async () => {
        const notices: string[] = [];
        clock = sinon.useFakeTimers({ toFake: ["setTimeout", "Date", "performance"] });
        kore.replies(text("", 429), text("", 429), found, text("", 429), found);
        const account = accountAt(kore, untimed, (message) => notices.push(message), {
            ...impatience,
            rateLimitDelay: 15_000,
        });
        for (const waits of [2, 1]) {
            const looking = account.lookUp([ada]);
            for (let wait = 0; wait < waits; wait++) {
                await waiting(clock);
                clock.next();
                clock.tick(1);
            }
            await looking;
        }
        assert.equal(notices.length, 1);
        assert.match(notices[0] ?? "", /^Kore\.ai's rate limit of the account is reached: waiting 1\d s/);
    });

    it("has an hour, its longest window, before it is an error", () => {
        assert(defaultRetryPolicy.rateLimitRetries * defaultRetryPolicy.rateLimitDelay >= 3_600_000);
    });
});
