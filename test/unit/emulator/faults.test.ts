import assert from "node:assert/strict";
import type { Fault } from "../../../emulator/src/index";
import { row, trial } from "./support";

const create = "POST /api/public/users";
const look = "POST /api/public/usersInfo";

describe("faults", () => {
    const t = trial();
    const post = (emailId = "ada@example.com") => t.call("POST users", { users: [row(emailId)] });
    const exists = (emailId = "ada@example.com"): boolean => t.account.person(emailId) !== undefined;

    for (const when of ["before", "after"] as const) {
        it(`reset ${when} the change: the connection breaks`, async () => {
            t.account.fault({ kind: "reset", endpoint: create, when });
            await assert.rejects(post(), /fetch failed/);
            assert.equal(exists(), when === "after");
            assert.deepEqual(
                t.account.requests().map(({ status, faults }) => [status, faults]),
                [[0, ["reset"]]],
            );
        });

        it(`serverError ${when} the change`, async () => {
            t.account.fault({ kind: "serverError", endpoint: create, when, status: 500 });
            const { status, body } = await post();
            assert.deepEqual([status, body], [500, { errors: [{ msg: "Internal Server Error", code: 500 }] }]);
            assert.equal(exists(), when === "after");
        });

        it(`silence ${when} the change: no answer comes, and closing ends the wait`, async () => {
            t.account.fault({ kind: "silence", endpoint: create, when });
            const waiting = post().then(
                () => "answered",
                () => "cut off",
            );
            while (t.account.requests().length === 0) {
                await new Promise((resolve) => setTimeout(resolve, 5));
            }
            assert.equal(exists(), when === "after");
            await t.stop();
            assert.equal(await waiting, "cut off");
        });

        it(`html ${when} the change: a proxy's page with 502 or 200`, async () => {
            for (const status of [502, 200] as const) {
                t.account.fault({ kind: "html", endpoint: create, when, status });
                const answered = await post(`p${status}@example.com`);
                assert.equal(answered.status, status);
                assert.match(String(answered.body), /^<html>/);
                assert.equal(exists(`p${status}@example.com`), when === "after");
            }
        });
    }

    it("truncated: the change is made and its JSON ends half-way", async () => {
        t.account.fault({ kind: "truncated", endpoint: create });
        const { status, body } = await post();
        assert.deepEqual([status, body], [200, '{"msg":"Users are cr']);
        assert.equal(exists(), true);
    });

    it("rateLimit: with Retry-After, without, and under another status; nothing is done", async () => {
        const msg = "You've exceeded the per-minute rate limit. Please wait for sometime before retrying.";
        t.account.fault({ kind: "rateLimit", endpoint: create, retryAfter: 7 });
        t.account.fault({ kind: "rateLimit", endpoint: create, status: 403 });
        const first = await post();
        assert.deepEqual(
            [first.status, first.body, first.headers.get("retry-after")],
            [429, { errors: [{ msg, code: 429 }] }, "7"],
        );
        const second = await post();
        assert.deepEqual(
            [second.status, second.body, second.headers.get("retry-after")],
            [403, { errors: [{ msg, code: 403 }] }, null],
        );
        assert.equal(exists(), false);
    });

    it("latency: the answer is late, for one endpoint or for all", async () => {
        const started = Date.now();
        t.account.fault({ kind: "latency", endpoint: create, milliseconds: 60 });
        await post();
        assert.ok(Date.now() - started >= 55);
        t.account.setLatency(60);
        await t.call("GET groups");
        assert.ok(Date.now() - started >= 110);
    });

    it("latency: many answers may be late at the same time, and Node warns of nothing", async () => {
        const warnings: Error[] = [];
        const note = (warning: Error) => warnings.push(warning);
        process.on("warning", note);
        t.account.setLatency(30);
        await Promise.all(Array.from({ length: 20 }, () => t.call("GET groups")));
        process.off("warning", note);
        assert.deepEqual(warnings, []);
    });

    it("faults are consumed in order, each for its endpoint, count and address", async () => {
        t.account.fault({ kind: "serverError", endpoint: create, times: 2, status: 500 });
        t.account.fault({ kind: "serverError", endpoint: create, status: 502 });
        t.account.fault({ kind: "serverError", endpoint: create, status: 504, emailId: "BOB@example.com" });
        assert.equal((await t.call("GET groups")).status, 200);
        const statuses = [
            await post(),
            await post(),
            await post(),
            await post(),
            await post("bob@example.com"),
            await post("bob@example.com"),
        ];
        assert.deepEqual(
            statuses.map(({ status }) => status),
            [500, 500, 502, 200, 504, 200],
        );
        assert.deepEqual(t.account.faults(), []);
    });

    it("lateIndex by look-ups: people created are unknown to usersInfo, and to nothing else", async () => {
        t.account.fault({ kind: "lateIndex", lookUps: 2 });
        await post();
        const unknown = [{ userInfo: { emailId: "ada@example.com", status: "failure", reason: "Invalid emailId" } }];
        assert.deepEqual(await t.look("ada@example.com"), unknown);
        assert.equal(
            (await t.call("POST useraccess", { emailIds: ["ada@example.com"], isDeveloper: true })).status,
            200,
        );
        assert.deepEqual(await t.look("ada@example.com"), unknown);
        assert.notDeepEqual(await t.look("ada@example.com"), unknown);
    });

    it("lateIndex by time, for one address of the batch", async () => {
        t.account.fault({ kind: "lateIndex", milliseconds: 5000, emailId: "bob@example.com" });
        await t.call("POST users", { users: [row("ada@example.com"), row("bob@example.com")] });
        assert.doesNotMatch(JSON.stringify(await t.look("ada@example.com")), /failure/);
        t.now += 4999;
        assert.match(JSON.stringify(await t.look("bob@example.com")), /failure/);
        t.now += 1;
        assert.doesNotMatch(JSON.stringify(await t.look("bob@example.com")), /failure/);
    });

    it("staleIndex: usersInfo answers for people as they were before an update or a removal", async () => {
        await t.call("POST users", { users: [row("ada@example.com"), row("bob@example.com")] });
        const ada = await t.look("ada@example.com");
        t.account.fault({ kind: "staleIndex", after: "PUT /api/public/users", lookUps: 2 });
        const users = [row("ada@example.com", { isDeveloper: false, canCreateBot: false })];
        await t.call("PUT users", { users });
        assert.equal(t.account.person("ada@example.com")?.isDeveloper, false);
        assert.deepEqual(await t.look("ada@example.com"), ada);
        assert.deepEqual(await t.look("ada@example.com"), ada);
        assert.notDeepEqual(await t.look("ada@example.com"), ada);

        const bob = await t.look("bob@example.com");
        const endpoint = "DELETE /api/public/users";
        t.account.fault({ kind: "staleIndex", after: endpoint, milliseconds: 5000, emailId: "BOB@example.com" });
        await t.call("DELETE users", { deleteEmailIds: ["ada@example.com"] });
        assert.match(JSON.stringify(await t.look("ada@example.com")), /failure/);
        await t.call("DELETE users", { deleteEmailIds: ["bob@example.com"] });
        t.now += 4999;
        assert.deepEqual(await t.look("bob@example.com"), bob);
        t.now += 1;
        assert.match(JSON.stringify(await t.look("bob@example.com")), /failure/);
        assert.deepEqual(
            t.account.requests({ method: "DELETE" }).map(({ faults }) => faults),
            [undefined, ["staleIndex"]],
        );
    });

    it("staleIndex after useraccess, by orgUserId, with a lost answer, and not where nothing was done", async () => {
        const endpoint = "POST /api/public/useraccess";
        await t.call("POST users", { users: [{ userInfo: { emailId: "ada@example.com", orgUserId: "org-1" } }] });
        const ada = await t.look("ada@example.com");
        t.account.fault({ kind: "reset", endpoint, when: "before" });
        t.account.fault({ kind: "staleIndex", after: endpoint });
        await assert.rejects(t.call("POST useraccess", { emailIds: ["ada@example.com"], isDeveloper: false }));
        t.account.changePerson("ada@example.com", { firstName: "Ada" });
        assert.notDeepEqual(await t.look("ada@example.com"), ada);
        t.account.fault({ kind: "reset", endpoint: "PUT /api/public/users", when: "after" });
        t.account.fault({ kind: "staleIndex", after: "PUT /api/public/users" });
        const before = await t.look("ada@example.com");
        await assert.rejects(t.call("PUT users", { users: [{ userInfo: { orgUserId: "org-1", lastName: "L" } }] }));
        assert.deepEqual(await t.look("ada@example.com"), before);
        assert.notDeepEqual(await t.look("ada@example.com"), before);
    });

    it("a lost answer and a late index can befall the same request", async () => {
        t.account.fault({ kind: "reset", endpoint: create, when: "after" });
        t.account.fault({ kind: "lateIndex" });
        await assert.rejects(post());
        assert.match(JSON.stringify(await t.look("ada@example.com")), /failure/);
        assert.doesNotMatch(JSON.stringify(await t.look("ada@example.com")), /failure/);
    });

    it("missingRow and failingRow: one look-up lacks an entry, or has a failure that no page documents", async () => {
        await t.call("POST users", { users: [row("ada@example.com"), row("bob@example.com")] });
        t.account.fault({ kind: "missingRow", emailId: "Ada@example.com" });
        t.account.fault({ kind: "failingRow", emailId: "bob@example.com", reason: "Index is rebuilding" });
        assert.deepEqual(await t.look("ada@example.com", "bob@example.com"), [
            { userInfo: { emailId: "bob@example.com", status: "failure", reason: "Index is rebuilding" } },
        ]);
        assert.doesNotMatch(JSON.stringify(await t.look("ada@example.com", "bob@example.com")), /failure/);
    });

    it("faults that wait can be listed and dropped, people hidden by one are shown again", async () => {
        const late: Fault = { kind: "lateIndex", lookUps: 9 };
        t.account.fault(late);
        await post();
        const waiting: Fault = { kind: "reset", endpoint: look, times: 3 };
        t.account.fault(waiting);
        assert.deepEqual(t.account.faults(), [waiting]);
        t.account.clearFaults();
        assert.doesNotMatch(JSON.stringify(await t.look("ada@example.com")), /failure/);
    });
});
