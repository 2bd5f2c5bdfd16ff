import assert from "node:assert/strict";
import { request } from "node:http";
import * as v from "valibot";
import { version } from "../../../emulator/src/version";
import { trial } from "./support";

describe("control endpoints", () => {
    const t = trial();

    async function control(method: string, path: string, body?: unknown): Promise<[number, unknown]> {
        const response = await fetch(`${t.emulator.url}/_emulator/${path}`, {
            method,
            headers: { "content-type": "application/json" },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        return [response.status, text === "" ? undefined : JSON.parse(text)];
    }

    /** fetch cannot send these headers itself. */
    function statusWith(headers: Record<string, string>): Promise<number | undefined> {
        return new Promise((resolve, reject) => {
            request(`${t.emulator.url}/_emulator/health`, { headers }, (response) => {
                response.resume();
                resolve(response.statusCode);
            })
                .on("error", reject)
                .end();
        });
    }

    it("health names the emulator, its version and its data file", async () => {
        assert.deepEqual(await control("GET", "health"), [200, { name: "kore-emulator", version, data: null }]);
    });

    it("people are read, added, changed, re-created and removed", async () => {
        assert.deepEqual(await control("POST", "people", { emailId: "ada@example.com" }), [204, undefined]);
        assert.deepEqual(
            await control("PATCH", "people/ADA%40example.com", { isDeveloper: true, addGroups: ["Everybody"] }),
            [204, undefined],
        );
        const before = t.account.person("ada@example.com");
        assert.deepEqual([before?.isDeveloper, before?.groups.length], [true, 1]);
        assert.deepEqual(await control("POST", "people/ada@example.com/recreate"), [204, undefined]);
        assert.notEqual(t.account.person("ada@example.com")?.userId, before?.userId);
        assert.deepEqual(await control("GET", "people"), [200, t.account.people()]);
        assert.deepEqual(await control("DELETE", "people/ada@example.com"), [204, undefined]);
        assert.equal(t.account.people().length, 1);
    });

    it("the log, switches, faults, limits, latency and reset", async () => {
        await t.call("GET groups");
        assert.deepEqual(await control("GET", "requests"), [200, t.account.requests()]);
        await control("DELETE", "requests");
        assert.deepEqual(t.account.requests(), []);
        await control("PATCH", "switches", { removeUnknown: "refused" });
        assert.deepEqual(await control("GET", "switches"), [200, t.account.switches()]);
        assert.equal(t.account.switches().removeUnknown, "refused");
        const fault = { kind: "missingRow", emailId: "ada@example.com" };
        await control("POST", "faults", fault);
        assert.deepEqual(await control("GET", "faults"), [200, [fault]]);
        await control("DELETE", "faults");
        assert.deepEqual(t.account.faults(), []);
        await control("PUT", "limits", { limits: { perMinute: 2, perHour: 5 } });
        await control("PUT", "latency", { milliseconds: 1 });
        assert.deepEqual([(await t.call("GET groups")).status, (await t.call("GET groups")).status], [200, 429]);
        assert.deepEqual(await control("POST", "reset", { switches: { removeUnknown: "failureRow" } }), [
            204,
            undefined,
        ]);
        assert.deepEqual([t.account.requests(), t.account.switches().removeUnknown], [[], "failureRow"]);
    });

    it("the catalogue has names and no app", async () => {
        const [status, body] = await control("GET", "catalogue");
        assert.equal(status, 200);
        assert.deepEqual(Object.keys(v.parse(v.record(v.string(), v.unknown()), body)), ["bots", "roles", "groups"]);
    });

    it("mistakes are answered with 400 and one sentence", async () => {
        const mistakes: [string, string, unknown, RegExp][] = [
            ["DELETE", "people/nobody@example.com", undefined, /nobody@example.com is not in the account/],
            ["PATCH", "people/owner@example.com", { isDeveloper: "yes" }, /change: isDeveloper/],
            ["PATCH", "switches", { removeUnknown: "maybe" }, /removeUnknown is one of success, failureRow, refused/],
            ["PATCH", "switches", { nothing: "x" }, /there is no switch nothing/],
            ["POST", "faults", { kind: "flood" }, /fault: kind/],
        ];
        for (const [method, path, body, message] of mistakes) {
            const [status, answer] = await control(method, path, body);
            assert.equal(status, 400, path);
            assert.match(JSON.stringify(answer), message);
        }
        assert.equal((await control("GET", "nothing"))[0], 404);
    });

    it("a page of another site is refused, whichever name it gives this machine", async () => {
        const { host } = new URL(t.emulator.url);
        assert.equal(await statusWith({ host, origin: `http://${host}` }), 200);
        assert.equal(await statusWith({ host, origin: "https://example.com" }), 403);
        assert.equal(await statusWith({ host: "example.com" }), 403);
    });

    it("control calls are not in the request log", async () => {
        await control("GET", "people");
        assert.deepEqual(t.account.requests(), []);
    });
});
