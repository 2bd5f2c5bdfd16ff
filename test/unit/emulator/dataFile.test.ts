import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSeed, startEmulator } from "../../../emulator/src/index";
import { row, Trial } from "./support";

describe("the data file", () => {
    let folder = "";
    let data = "";
    const t = new Trial();
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "kore-emulator-"));
        data = join(folder, "account.json");
    });
    afterEach(async () => {
        await t.stop();
        rmSync(folder, { recursive: true });
    });
    const refusal = (message: RegExp): Promise<void> =>
        assert.rejects(startEmulator({ data }), { name: "EmulatorError", message });

    it("keeps people, removed people, switches, faults and the log from one run to the next", async () => {
        await t.start({ data });
        await t.call("POST users", { users: [row("ada@example.com"), row("bob@example.com")] });
        await t.call("DELETE users", { deleteEmailIds: ["bob@example.com"] });
        t.account.setSwitches({ removedPeople: "inactive" });
        t.account.fault({ kind: "serverError", endpoint: "GET /api/public/bots" });
        await t.stop();

        await t.start({ data, seed: { ...defaultSeed, people: [] } });
        assert.deepEqual(
            t.account.people().map(({ emailId }) => emailId),
            ["owner@example.com", "ada@example.com"],
        );
        assert.match(JSON.stringify(await t.look("bob@example.com")), /"status":"not active"/);
        assert.equal((await t.call("GET bots")).status, 503);
        assert.deepEqual(
            t.account.requests().map(({ method }) => method),
            ["POST", "DELETE", "POST", "GET"],
        );
    });

    it("is written before the answer, whole, and for its owner's eyes", async () => {
        await t.start({ data });
        t.account.fault({ kind: "reset", endpoint: "POST /api/public/users", when: "after" });
        await assert.rejects(t.call("POST users", { users: [row("ada@example.com")] }));
        assert.match(readFileSync(data, "utf8"), /"ada@example.com"/);
        assert.equal(statSync(data).mode & 0o777, 0o600);
        assert.deepEqual(readdirSync(folder).sort(), ["account.json", "account.json.log", "account.json.server"]);
        await t.stop();
        assert.deepEqual(readdirSync(folder).sort(), ["account.json", "account.json.log"]);
    });

    it("keeps the last 1,000 requests", async () => {
        const old = Array.from({ length: 2001 }, (_, index) =>
            JSON.stringify({
                time: "2026-03-01T10:00:00.000Z",
                method: "GET",
                path: `/${index}`,
                emailIds: [],
                status: 404,
            }),
        );
        writeFileSync(`${data}.log`, `${old.join("\n")}\n{"cut sho`);
        await t.start({ data });
        assert.equal(t.account.requests().length, 1000);
        await t.call("GET groups");
        const [first, ...others] = t.account.requests();
        assert.deepEqual([first?.path, others.length, others.at(-1)?.path], ["/1002", 999, "/api/public/groups"]);
        assert.equal(readFileSync(`${data}.log`, "utf8").trim().split("\n").length, 1000);
    });

    it("a file of another form is refused in one line that names the file and the place", async () => {
        writeFileSync(data, "{");
        await refusal(/account\.json: this is not JSON$/);
        await t.start();
        const people = [{ ...t.account.person("owner@example.com"), canCreateBot: "yes" }];
        const saved = { format: 1, seed: defaultSeed, people, removed: [], switches: {}, faults: [] };
        writeFileSync(data, JSON.stringify(saved));
        await refusal(/account\.json: people\.0\.canCreateBot: Invalid type: Expected boolean but received "yes"$/);
        writeFileSync(data, JSON.stringify({ ...saved, people: [], switches: { removeUnknown: "maybe" } }));
        await refusal(/account\.json: switches: removeUnknown is one of success, failureRow, refused$/);
    });

    it("with a switch that is no more opens, and keeps the others", async () => {
        const switches = { reasonShape: "object", taskKey: "botId" };
        const saved = { format: 1, seed: defaultSeed, people: [], removed: [], switches, faults: [] };
        writeFileSync(data, JSON.stringify(saved));
        await t.start({ data });
        assert.equal(t.account.switches().taskKey, "botId");
        assert.doesNotMatch(readFileSync(data, "utf8"), /reasonShape"/);
    });

    it("a file that a server has open is refused to a second one; the note of a killed server counts for nothing", async () => {
        await t.start({ data });
        await refusal(/account\.json is open in the emulator at http:\/\/127\.0\.0\.1:\d+$/);
        await t.stop();
        writeFileSync(`${data}.server`, '{"url":"http://127.0.0.1:1"}');
        await t.start({ data });
        assert.equal(t.account.people().length, 1);
    });
});

describe("seeds", () => {
    const refusal = (seed: object, message: RegExp): Promise<void> =>
        assert.rejects(startEmulator({ seed: { ...defaultSeed, ...seed } }), { name: "EmulatorError", message });

    it("a seed that names what it does not have is refused", async () => {
        const person = { emailId: "ada@example.com" };
        await refusal(
            { people: [{ ...person, groups: ["e-none"] }] },
            /^seed: ada@example\.com: there is no group e-none$/,
        );
        await refusal({ people: [{ ...person, roles: [{ roleId: "none" }] }] }, /there is no role none/);
        await refusal({ people: [{ ...person, assignBotTasks: [{ botId: "st-none" }] }] }, /there is no bot st-none/);
        await refusal(
            { people: [person, { emailId: "ADA@example.com" }] },
            /the address ada@example\.com is there twice/,
        );
        await refusal(
            { bots: [] },
            /^seed: group Support Team: the bot role Bot Tester needs the botId of a bot of this account$/,
        );
        for (const [roleType, permissions, wanted] of [
            ["bot", { Tasks: "FULL" }, "a list of words"],
            ["admin", { Invite: ["YES"] }, "a word"],
        ] as const)
            await refusal(
                { roles: [...defaultSeed.roles, { roleId: "r", name: "Odd", roleType, permissions }] },
                new RegExp(`^seed: role Odd: the permission \\w+ of a role of type ${roleType} is ${wanted}$`),
            );
        await refusal({ people: [{ emailId: "ada" }] }, /^seed: people\.0\.emailId: This is no e-mail address$/);
    });
});

describe("startEmulator", () => {
    it("a port that is taken is refused in one sentence", async () => {
        const first = await startEmulator();
        await assert.rejects(
            startEmulator({ port: Number(new URL(first.url).port) }),
            /^EmulatorError: port \d+ of 127\.0\.0\.1 is taken/,
        );
        await first.close();
    });

    it("close cuts off requests that wait, and may be called twice", async () => {
        const emulator = await startEmulator({ latency: 60_000 });
        const waiting = assert.rejects(fetch(`${emulator.url}/api/public/groups`));
        await new Promise((resolve) => setTimeout(resolve, 20));
        await Promise.all([emulator.close(), emulator.close()]);
        await waiting;
    });
});
