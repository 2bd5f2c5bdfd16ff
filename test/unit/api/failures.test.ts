import assert from "node:assert/strict";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { AxiosError, AxiosHeaders } from "axios";
import { sign } from "jsonwebtoken";
import { describe, it } from "mocha";
import type { Account } from "../../../provider/api/client";
import { endpoints, nameOf } from "../../../provider/api/http/endpoints";
import { isNoConnection } from "../../../provider/api/http/failures";
import type { KoreError, KoreErrorKind } from "../../../provider/api/errors";
import type { ClientSettings } from "../../../provider/api/settings";
import type { Fixture, Schemas } from "../../fixtures/fixture";
import * as refusals from "../../fixtures/refusals";
import * as userAccess from "../../fixtures/userAccess";
import { accountAt, assertTellsNoSecret, entryOf, errorOf } from "./accounts";
import {
    brokenOff,
    hangUp,
    json,
    refusal,
    scriptedKore,
    ScriptedKore,
    silence,
    stalled,
    text,
    trickling,
    type Reply,
} from "./scriptedKore";

const ada = "ada@example.com";
const row = { userInfo: { emailId: ada }, canCreateBot: false, isDeveloper: false };
const userManagement = "User Management > User Management";
const roleManagement = "Profile Management > Role Management";

type Results = object[];

/** Every call of the client, with its endpoint and the scope that the pages say it needs. */
const calls: Record<string, { scope: string; endpoint: string; call: (account: Account) => Promise<Results> }> = {
    lookUp: { scope: userManagement, endpoint: nameOf(endpoints.usersInfo), call: (account) => account.lookUp([ada]) },
    createUsers: {
        scope: userManagement,
        endpoint: nameOf(endpoints.createUsers),
        call: (account) => account.createUsers([row], {}),
    },
    updateUsers: {
        scope: userManagement,
        endpoint: nameOf(endpoints.updateUsers),
        call: (account) => account.updateUsers([row]),
    },
    removeUsers: {
        scope: userManagement,
        endpoint: nameOf(endpoints.removeUsers),
        call: (account) => account.removeUsers([ada]),
    },
    setAccess: {
        scope: roleManagement,
        endpoint: nameOf(endpoints.userAccess),
        call: (account) => account.setAccess([ada], { canCreateBot: false, isDeveloper: true }),
    },
};
const { lookUp, createUsers } = calls;
const write = createUsers;

describe("a failure", () => {
    const kore = scriptedKore();

    async function failureOf(
        call: (typeof calls)[string] | undefined,
        reply: Reply,
        settings: Partial<ClientSettings> = {},
    ): Promise<KoreError> {
        assert(call !== undefined);
        kore.always(reply);
        const [result] = await call.call(accountAt(kore, settings));
        return errorOf(kore, result);
    }

    for (const { source, body } of Object.values(refusals.ofTheToken)) {
        it(`of the credentials says Kore.ai's words and what to look at: ${source}`, async () => {
            const error = await failureOf(lookUp, json(body, 401));
            assert.equal(error.kind, "unauthorized");
            assert.equal(error.status, 401);
            assert.equal(error.koreMessage, body.errors[0]?.msg);
            assert(error.message.includes(`Kore.ai says "${body.errors[0]?.msg}" (code ${body.errors[0]?.code})`));
            assert.match(error.message, /kore:clientId and kore:clientSecret/);
            assert.equal(kore.received.length, 1);
        });
    }

    for (const [name, call] of Object.entries(calls)) {
        it(`of the scope names the one that ${name} needs`, async () => {
            const error = await failureOf(call, json(refusals.ofTheScope.body, 401));
            assert.equal(error.kind, "scope");
            assert.equal(error.koreCode, 4002);
            assert(error.message.startsWith(ada), error.message);
            assert(error.message.includes(`${call.endpoint} needs the scope '${call.scope}'`), error.message);
            const other =
                call.scope === userManagement ? "User Management under Security" : "Role Management under Role";
            assert(error.message.includes(`(other editions call it ${other}`), error.message);
        });
    }

    const refused: [Fixture<Schemas["Errors"]>, number][] = [
        [userAccess.refusals.invalidCombination, 403],
        [userAccess.refusals.noAddress, 400],
        [userAccess.refusals.unknownAddress, 400],
        [userAccess.refusals.otherAccount, 400],
        [refusals.ofTheBody, 412],
        [refusals.ofTheMethod, 405],
    ];
    for (const [{ source, body }, status] of refused) {
        it(`by refusal with status ${status} says Kore.ai's words once: ${source}`, async () => {
            const error = await failureOf(calls["setAccess"], json(body, status));
            const [{ msg, code } = {}] = body.errors;
            assert.equal(
                error.message,
                `ada@example.com did not get this access: Kore.ai says "${msg}" (code ${code}). [kore:refused]`,
            );
            assert.deepEqual(
                [error.kind, error.status, error.koreCode, error.koreMessage],
                ["refused", status, code, msg],
            );
            assert.equal(kore.received.length, 1);
        });
    }

    it("is a refusal under status 200 too, which proves nothing", async () => {
        const error = await failureOf(calls["setAccess"], json(userAccess.refusals.unknownAddress.body));
        assert.equal(error.kind, "refused");
    });

    for (const status of [404, 200, 403]) {
        it(`to meet Kore.ai says so where a web page comes with status ${status}`, async () => {
            const error = await failureOf(
                lookUp,
                text("\n<!doctype html><title>Not found</title>", status, { "content-type": "text/html" }),
            );
            assert.equal(error.kind, "unreadable");
            assert(
                error.message.includes(
                    `${kore.baseUrl} answered with a web page (status ${status}), not as Kore.ai's API`,
                ),
                error.message,
            );
            assert.match(error.message, /kore:host/);
            assert.doesNotMatch(error.message, /doctype/);
        });
    }

    it("by redirect names where to, and nothing is sent there", async () => {
        const other = new ScriptedKore();
        await other.listen();
        try {
            for (const status of [301, 302, 307, 308]) {
                const error = await failureOf(write, text("", status, { location: `${other.baseUrl}/login` }));
                assert.equal(error.kind, "unreadable");
                assert(error.message.includes(`redirects to ${other.baseUrl}/login (status ${status})`), error.message);
            }
            assert.deepEqual(other.received, []);
            assert.equal(kore.received.length, 4);
        } finally {
            await other.close();
        }
    });

    const strange: [string, Reply][] = [
        ["is no JSON", text("all fine")],
        ["is empty", text("")],
        ["is empty, with status 204", text("", 204)],
        ["is a number", json(7)],
        ["is null", json(null)],
        ["ends too early", text('[{"userInfo": {"emailId": "ada@exa')],
        ["is JSON of another service", json({ status: "ok" })],
    ];
    for (const [what, reply] of strange) {
        it(`of a look-up is said where the answer ${what}`, async () => {
            const error = await failureOf(lookUp, reply);
            assert.equal(error.kind, "unreadable");
            assert.match(error.message, /^ada@example\.com could not be read: the answer of http.* is not the API's/);
        });
    }

    it("shows Kore.ai's words on one line, whatever is in them", async () => {
        const error = await failureOf(lookUp, refusal("TypeError: x\n    at f (/srv/app.js:1:1)\r\n\tat g", 400));
        assert(error.message.includes('Kore.ai says "TypeError: x at f (/srv/app.js:1:1) at g"'), error.message);
    });

    // gRPC never answers a step whose message or state has half of a pair: the engine would wait for ever.
    it("has no half of a pair of surrogates, sent or made by cutting", async () => {
        for (const words of [
            "\ud83d",
            "\ude00 first",
            `${"x".repeat(297)}\ud83d\ude00 and more`,
            "\ud83d\ude00\ud83d",
        ]) {
            const error = await failureOf(lookUp, refusal(words, 400));
            assert.doesNotMatch(error.message, /\p{Cs}/u, JSON.stringify(words));
        }
    });

    it("keeps whole pairs, and what only looks like half of one", async () => {
        const error = await failureOf(lookUp, refusal("\ud83d\ude00 \\ud83d", 400));
        assert(error.message.includes('Kore.ai says "\ud83d\ude00 \\ud83d"'), error.message);
    });

    it("of a look-up is short, where a long text stands in place of a flag, or words are all escapes", async () => {
        const error = await failureOf(lookUp, json([{ ...entryOf(ada), isDeveloper: "x".repeat(100_000) }]));
        assert(error.message.length < 1_000, `${error.message.length} characters`);
        const escapes = await failureOf(lookUp, refusal("\u0000\u001b\u202e".repeat(1_000), 400));
        assert(escapes.message.length < 1_000, `${escapes.message.length} characters`);
    });

    for (const body of ["[".repeat(5_000) + "]".repeat(5_000), '{"errors":'.repeat(5_000) + "1" + "}".repeat(5_000)]) {
        it(`is an answer that is nested without an end: ${body.slice(0, 10)}…`, async () => {
            assert.equal((await failureOf(lookUp, text(body))).kind, "unreadable");
            assert.equal((await failureOf(write, text(body))).kind, "lost");
        });
    }

    it("is an entry that is nested without an end, and comes twice", async () => {
        const entry = `${JSON.stringify(entryOf(ada)).slice(0, -1)},"deep":${"[".repeat(5_000)}${"]".repeat(5_000)}}`;
        assert.equal((await failureOf(lookUp, text(`[${entry},${entry}]`))).kind, "unreadable");
    });

    it("to understand the answer of a write leaves open whether it was done", async () => {
        for (const reply of [text("all fine"), text(""), json(null), json({}), json([]), text("<html>", 200)])
            assert.equal((await failureOf(write, reply)).kind, "lost");
    });

    it("of a write with an answer that is a refusal, in whatever form, leaves nothing open", async () => {
        for (const status of [400, 404]) assert.equal((await failureOf(write, text("no", status))).kind, "unreadable");
    });

    for (const [reply, what] of [
        [text("Bad Gateway", 502), "502"],
        [text("<html>", 503), "503"],
        [json({}, 500), "500"],
    ] as [Reply, string][]) {
        it(`of the platform with status ${what} leaves a write open, and a read not`, async () => {
            const read = await failureOf(lookUp, reply);
            assert.equal(read.kind, "unreadable");
            assert.equal(read.status, Number(what));
            assert(read.message.includes(`answered with status ${what}`), read.message);
            for (const [name, call] of Object.entries(calls)) {
                if (name === "lookUp") continue;
                const error = await failureOf(call, reply);
                assert.equal(error.kind, "lost", name);
                assert.match(error.message, /may have been done or not: run again/);
            }
        });
    }

    it("of the platform says Kore.ai's words where it has some", async () => {
        const error = await failureOf(write, refusal("Internal Server Error", 500));
        assert.equal(error.kind, "lost");
        assert.equal(error.koreMessage, "Internal Server Error");
        assert.match(error.message, /Kore\.ai says "Internal Server Error" \(code 500\)/);
    });

    const soon = { requestTimeout: 0.03 };
    const silent: [string, Reply, RegExp, Partial<ClientSettings>][] = [
        ["hangs up without an answer", hangUp, /no answer from http.*socket hang up/, {}],
        ["does not answer in time", silence, /no answer from http.*timeout of 30\s?ms/, soon],
        [
            "breaks off in the middle of an answer",
            brokenOff(JSON.stringify([entryOf(ada)])),
            /no answer from http.*aborted/,
            {},
        ],
        [
            "stops in the middle of an answer",
            stalled(JSON.stringify([entryOf(ada)])),
            /no answer from http.*timeout of 30\s?ms/,
            soon,
        ],
    ];
    for (const [what, reply, message, settings] of silent) {
        it(`of a server that ${what} leaves a write open, and a read not`, async () => {
            const read = await failureOf(lookUp, reply, settings);
            assert.equal(read.kind, "unreachable");
            assert.match(read.message, message);
            const written = await failureOf(write, reply, settings);
            assert.equal(written.kind, "lost");
            assert.match(written.message, /^ada@example\.com was not created: no answer.*may have been done or not/s);
        });
    }

    it("of a server whose answer trickles, without ever being silent for long, leaves a write open, and a read not", async () => {
        // The pieces come so much more often than the time-out that a busy machine makes no silence of them.
        const slowly = trickling(JSON.stringify([entryOf(ada)]), 20);
        const halfASecond = { requestTimeout: 0.5 };
        const read = await failureOf(lookUp, slowly, halfASecond);
        assert.equal(read.kind, "unreachable");
        assert.match(read.message, /no answer from http.*\(no whole answer within 0\.5 s\)/);
        assert.equal((await failureOf(write, slowly, halfASecond)).kind, "lost");
    });

    it("to connect says that nothing was sent, for a write as well", async () => {
        const gone = new ScriptedKore();
        await gone.listen();
        const baseUrl = gone.baseUrl;
        await gone.close();
        for (const { call } of Object.values(calls)) {
            const [result] = await call(accountAt(kore, { baseUrl }));
            const error = errorOf(kore, result);
            assert.equal(error.kind, "unreachable");
            assert(error.message.includes(`no connection to ${baseUrl}`), error.message);
            assert.match(error.message, /ECONNREFUSED.*Check kore:host and the network; nothing was sent/);
        }
    });

    it("to connect to an address that cannot be reached says that nothing was sent, for a write as well", async () => {
        // One that no machine has: EACCES or ENETUNREACH, by the system.
        const account = accountAt(kore, { baseUrl: "http://255.255.255.255" });
        const error = errorOf(kore, (await account.createUsers([row], {}))[0]);
        assert.deepEqual([error.code, error.kind], ["kore:no-connection", "unreachable"], error.message);
    });

    for (const code of ["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"]) {
        it(`with ${code} is none of a request that was sent where the call was to connect`, () => {
            const failed = Object.assign(new Error(code), { code, syscall: "connect" });
            const config = { url: "http://kore.example.com", headers: new AxiosHeaders() };
            const of = (cause: Error) => AxiosError.from(cause, code, config, { socket: {} });
            assert(isNoConnection(of(failed)));
            assert(isNoConnection(of(new AggregateError([failed, failed]))));
            assert(!isNoConnection(of(Object.assign(new Error(code), { code, syscall: "read" }))));
            assert(!isNoConnection(of(new AggregateError([]))));
        });
    }

    it("to agree on TLS says that nothing was sent, for a write as well", async () => {
        const silent = createServer(() => undefined);
        await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
        const { port } = silent.address() as AddressInfo;
        for (const { call } of Object.values(calls)) {
            const settings = { baseUrl: `https://127.0.0.1:${port}`, requestTimeout: 0.05 };
            const error = errorOf(kore, (await call(accountAt(kore, settings)))[0]);
            assert.equal(error.code, "kore:no-connection", error.message);
        }
        silent.close();
    });

    it("of a proxy to connect says that nothing was sent, for a write as well", async () => {
        const proxy = createHttpServer();
        let asked = 0;
        proxy.on("connect", (_request, socket) => {
            asked++;
            socket.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno");
        });
        await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
        process.env["HTTPS_PROXY"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
        try {
            const account = accountAt(kore, { baseUrl: "https://kore.example.com" });
            const error = errorOf(kore, (await account.createUsers([row], {}))[0]);
            assert.equal(error.code, "kore:no-connection", error.message);
            assert.match(error.message, /no connection to https:\/\/kore\.example\.com \(.*502/);
            assert.equal(asked, 3);
        } finally {
            delete process.env["HTTPS_PROXY"];
            proxy.close();
        }
    });

    it("of a token made elsewhere is found before anything is sent", async () => {
        const expired = sign({ exp: 1_000 }, "another secret");
        for (const jwt of [expired, "no token at all"]) {
            for (const { call } of Object.values(calls)) {
                const [result] = await call(accountAt(kore, { credentials: { jwt } }));
                const error = errorOf(kore, result);
                assert.equal(error.kind, "settings");
                assert(!error.message.includes(jwt));
            }
        }
        assert.deepEqual(kore.received, []);
    });

    it("never shows a token made elsewhere, which is sent as it is", async () => {
        const jwt = sign({ appId: "cs-1" }, "another secret");
        const error = await failureOf(lookUp, json(refusals.ofTheToken.badSignature.body, 401), {
            credentials: { jwt },
        });
        assert.deepEqual(kore.tokens, [jwt]);
        assertTellsNoSecret(kore, error);
    });

    it("is of a kind that says whether a create may have happened", async () => {
        const harmless: KoreErrorKind[] = ["refused", "scope", "unauthorized", "rateLimit", "unreadable"];
        for (const reply of [
            refusal("no", 400),
            json(refusals.ofTheScope.body, 401),
            refusal("no", 401),
            text("", 429),
            text("<html>", 404),
        ]) {
            const { kind } = await failureOf(write, reply);
            assert(harmless.includes(kind), kind);
        }
    });
});
