import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { defaultSeed, EmulatorError, endpointNames, seedIds } from "../../../emulator/src/index";
import { EmulatedAccount } from "../../../emulator/src/emulatedAccount";
import { anyJson, isObject, spoiled } from "../../trust/outsideData";
import { trial } from "./support";

const ada = "ada@example.com";
const { bots, dialogs, botRoles, adminRoles, groups } = seedIds;

/** A right body of each endpoint. */
const bodies: Record<string, unknown> = {
    "POST users": {
        users: [
            {
                userInfo: { emailId: ada, firstName: "Ada" },
                groups: [groups.supportTeam],
                roles: [{ roleId: botRoles.developer, botId: bots.support }],
                assignBotTasks: [{ streamId: bots.support, dialogs: [dialogs.supportTicket] }],
                canCreateBot: false,
                isDeveloper: true,
            },
        ],
        sendEmail: false,
    },
    "PUT users": {
        users: [
            {
                userInfo: { emailId: ada, lastName: "Byron" },
                groups: { addTo: [groups.everybody], removeFrom: [groups.supportTeam] },
                roles: { addTo: [{ roleId: adminRoles.analyst }] },
                assignBotTasks: [{ botId: bots.sales }],
                isDeveloper: false,
            },
        ],
    },
    "DELETE users": { deleteEmailIds: [ada] },
    "POST usersInfo": { emailIds: [ada, "owner@example.com"], status: "all" },
    "POST btroles/assignments/": [
        { roleId: botRoles.tester, botId: bots.support, addUsers: [ada], addGroups: ["Everybody"], removeUsers: [""] },
    ],
    "POST useraccess": { emailIds: [ada], canCreateBot: true, isDeveloper: true },
};

/** The same of the paths under /_emulator/. */
const controls: Record<string, unknown> = {
    "POST people": {
        emailId: ada,
        groups: [groups.salesTeam],
        roles: [{ roleId: adminRoles.analyst }],
        assignBotTasks: [{ botId: bots.support }],
    },
    [`PATCH people/${ada}`]: {
        addRoles: [{ roleId: "Bot Tester", botId: "Sales" }],
        removeGroups: ["Sales Team"],
        addTasks: [{ botId: "Support", dialogs: ["Ticket Status"] }],
        lastLogin: null,
        isDeveloper: true,
    },
    "PATCH switches": { largestBatch: "10", createReasonShape: "object", lookUpReasonShape: "object" },
    "POST faults": { kind: "serverError", endpoint: "POST /api/public/users", when: "after", status: 503, times: 1 },
    "PUT limits": { limits: { perMinute: 100_000, perHour: 100_000 } },
    "PUT latency": { milliseconds: 0 },
    "POST reset": { seed: defaultSeed, switches: { taskKey: "botId" } },
};

function nearly(document: unknown): fc.Arbitrary<string> {
    return fc.oneof(
        { arbitrary: spoiled(fc.constant(document)).map((body) => JSON.stringify(body)), weight: 8 },
        { arbitrary: anyJson.map((body) => JSON.stringify(body)), weight: 1 },
        { arbitrary: fc.string({ unit: "binary", maxLength: 40 }), weight: 1 },
    );
}

const requests = (of: Record<string, unknown>) =>
    fc.constantFrom(...Object.entries(of)).chain(([endpoint, body]) => fc.tuple(fc.constant(endpoint), nearly(body)));

describe("bodies that are like none of the pages", function () {
    this.timeout(60_000);
    const kore = trial({ limits: "off" });

    it("are answered or refused in JSON, by every endpoint, and never with an error of the emulator", () =>
        fc.assert(
            fc.asyncProperty(fc.array(requests(bodies), { minLength: 1, maxLength: 4 }), async (sent) => {
                for (const [endpoint, body] of sent) {
                    const answered = await kore.call(endpoint, body);
                    assert.ok(
                        [200, 400, 403, 412].includes(answered.status),
                        `${endpoint} ${body}: ${answered.status} ${JSON.stringify(answered.body)}`,
                    );
                    if (answered.status !== 200)
                        assert.ok(
                            isObject(answered.body) && Array.isArray(answered.body["errors"]),
                            `${endpoint} ${body}: ${JSON.stringify(answered.body)}`,
                        );
                }
            }),
            { numRuns: 300 },
        ));

    for (const [endpoint, more] of [
        ["POST users", { assignBotTasks: [[null, null]] }],
        ["PUT users", { assignBotTasks: [[]] }],
        ["PUT users", { groups: [groups.everybody] }],
        ["PUT users", { roles: [{ roleId: adminRoles.analyst }] }],
    ] as const) {
        it(`with a list where an object belongs are refused: ${endpoint} ${JSON.stringify(more)}`, async () => {
            assert.equal(
                (await kore.call(endpoint, { users: [{ userInfo: { emailId: "owner@example.com" }, ...more }] }))
                    .status,
                412,
            );
        });
    }

    it("under a method that is not there are refused, with the methods that are", async () => {
        const { status, headers } = await kore.call("PATCH users", {});
        assert.deepEqual([status, headers.get("allow")], [405, "POST, PUT, DELETE"]);
    });

    it("of the control paths are taken, or refused in a sentence", () =>
        fc.assert(
            fc.asyncProperty(requests(controls), async ([endpoint, body]) => {
                kore.account.reset(defaultSeed);
                const [method = "", name = ""] = endpoint.split(" ");
                const response = await fetch(`${kore.emulator.url}/_emulator/${name}`, {
                    method,
                    headers: { "content-type": "application/json" },
                    ...(body === "" ? {} : { body }),
                });
                const text = await response.text();
                assert.ok(
                    response.status === 204 || (response.status === 400 && text.includes('"error"')),
                    `${endpoint} ${body}: ${response.status} ${text}`,
                );
            }),
            { numRuns: 400 },
        ));

    it("leave an account that a data file can keep, and another emulator opens", () => {
        const folder = mkdtempSync(path.join(tmpdir(), "kore-emulator-"));
        const data = path.join(folder, "account.json");
        try {
            fc.assert(
                fc.property(fc.array(requests(bodies), { minLength: 1, maxLength: 4 }), (sent) => {
                    rmSync(data, { force: true });
                    const account = new EmulatedAccount({ data, limits: "off", clock: () => kore.now });
                    for (const [endpoint, body] of sent) {
                        const name = endpointOf(endpoint);
                        account.answer({
                            endpoint: name,
                            token: kore.token(),
                            query: new URLSearchParams(),
                            body: jsonOf(body),
                            faults: { rows: [] },
                        });
                    }
                    account.setLatency(0);
                    account.clearFaults();
                    assert.deepEqual(new EmulatedAccount({ data }).people(), account.people());
                }),
                { numRuns: 150 },
            );
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});

describe("data files and seeds that are nearly right", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "kore-emulator-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    it("open, or are refused in one line", () => {
        const data = path.join(folder, "account.json");
        const saved = { format: 1, seed: defaultSeed, people: [], removed: [], switches: {}, faults: [] };
        fc.assert(
            fc.property(nearly(saved), (text) => {
                writeFileSync(data, text);
                try {
                    new EmulatedAccount({ data }).people();
                } catch (error) {
                    assert.ok(error instanceof EmulatorError, `an EmulatorError, and not ${String(error)}`);
                    assert.ok(error.message.startsWith(data), error.message);
                }
            }),
            { numRuns: 500 },
        );
    });
});

function endpointOf(name: string) {
    const found = endpointNames.find((each) => each === name.replace(" ", " /api/public/"));
    return found ?? assert.fail(`${name} is no endpoint`);
}

function jsonOf(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
