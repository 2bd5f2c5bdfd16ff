import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { defaultSeed, seedIds, startEmulator, type Emulator, type LogFilter } from "kore-emulator";
import * as v from "valibot";
import { Managed, providerLines } from "../harness/managed";
import { failureOf, ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";
import { lapsed } from "../harness/simulatedTime";

// Steps share a request if they come soon enough, and the receipt tells seconds.
const inRealTime = { time: "real" } as const;
const engineOf = (steps: number) => ({ PULUMI_PARALLEL: String(steps) });
const slots = 20;

const receiptSchema = v.strictObject({
    account: v.optional(v.string()),
    requests: v.number(),
    secondsWaited: v.number(),
    slots: v.number(),
    endpoints: v.record(v.string(), v.strictObject({ requests: v.number(), rows: v.number(), retries: v.number() })),
});

/** "user1@example.com", "user2@example.com", … */
const people = (count: number) => Array.from({ length: count }, (_, index) => `user${index + 1}@example.com`);

/** The requests that the emulator received: for each endpoint the people of each. */
function receivedBy(emulator: Emulator, filter?: LogFilter): Record<string, number[]> {
    const received: Record<string, number[]> = {};
    for (const { method, path, emailIds } of emulator.account.requests(filter))
        (received[`${method} ${path.replace("/api/public/", "")}`] ??= []).push(emailIds.length);
    return received;
}

// The engine holds at most PULUMI_PARALLEL steps; here as many are taken at once, so that nothing is left to time.
describe("steps that are under way at the same time share their requests", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let provider: ProviderProcess;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        provider = await ProviderProcess.start(settingsFor(emulator.url), { ...inRealTime, env: engineOf(slots) });
    });
    beforeEach(() => emulator.account.reset());
    after(async () => {
        provider.stop();
        await emulator.close();
    });

    const everyone = people(slots);
    const users = (emailIds = everyone, by = provider) =>
        emailIds.map((emailId) => ({ emailId, user: new Managed(by, "KoreUser") }));
    const accesses = (count = slots) => Array.from({ length: count }, () => new Managed(provider, "KoreUserAccess"));
    const personOf = (emailId: string) => {
        const person = emulator.account.person(emailId);
        assert.ok(person !== undefined, `${emailId} is in the account`);
        return person;
    };
    const failuresOf = (results: PromiseSettledResult<unknown>[]) =>
        new Map(
            results.flatMap((result, index) =>
                result.status === "rejected" ? [[String(everyone[index]), String(result.reason)] as const] : [],
            ),
        );
    /** Everyone before their write, and after it: in one request, or one for each write. */
    const lookedUpTwice = (writes = 2) => {
        const [first, ...others] = received()["POST usersInfo"] ?? [];
        assert.deepEqual([first, others.reduce((sum, rows) => sum + rows, 0)], [slots, slots]);
        assert.ok(others.length <= writes, others.join());
    };
    const all = (steps: Promise<unknown>[]) => Promise.all(steps);
    const received = () => receivedBy(emulator);

    it("a create, a read, an update and a delete of as many people as there are slots cost one request for each stage", async () => {
        const made = users();
        await all(made.map(({ emailId, user }) => user.up({ emailId })));
        assert.deepEqual(received(), { "POST usersInfo": [slots, slots], "POST users": [slots] });
        assert.deepEqual(emulator.account.people().length, slots + 1);

        emulator.account.clearRequests();
        await all(made.map(({ user }) => user.refresh()));
        assert.deepEqual(received(), { "POST usersInfo": [slots] });

        emulator.account.clearRequests();
        await all(
            made.map(({ emailId, user }) =>
                user.up({ emailId, isDeveloper: true, roles: [{ roleId: seedIds.adminRoles.analyst }] }),
            ),
        );
        assert.deepEqual(received(), { "POST usersInfo": [slots, slots], "PUT users": [slots] });
        for (const emailId of everyone) assert.equal(personOf(emailId).isDeveloper, true);

        emulator.account.clearRequests();
        await all(made.map(({ user }) => user.destroy()));
        // Who else is an administrator is asked once, and the owner looked up.
        assert.deepEqual(received(), {
            "POST usersInfo": [slots, 1, slots],
            "GET alluserroles": [0],
            "DELETE users": [slots],
        });
        assert.equal(emulator.account.people().length, 1);
    });

    it("steps that come one after the other share a request as well: the first waits for the others", async () => {
        // The pauses are a tenth of what the first one waits for at least.
        const steps = users().map(async ({ emailId, user }, index) => {
            await setTimeout(15 * index);
            await user.up({ emailId });
        });
        await all(steps);
        assert.deepEqual(received(), { "POST usersInfo": [slots, slots], "POST users": [slots] });
    });

    it("a create and an update that follow a check wait for the others that were checked, as the engine writes its state in between", async () => {
        const [ada, alan, grace] = [...people(3)].map((emailId) => ({ emailId, __provider: providerLines.KoreUser }));
        assert.ok(ada !== undefined && alan !== undefined && grace !== undefined);
        const { id, properties } = await provider.create((await provider.check(ada)).inputs);
        emulator.account.clearRequests();

        const changed = (await provider.check({ ...ada, isDeveloper: true }, ada)).inputs;
        await provider.diff(id, properties, changed);
        const [second, third] = [(await provider.check(alan)).inputs, (await provider.check(grace)).inputs];
        const steps = [provider.create(second)];
        // Nobody would wait for so long without reason.
        await setTimeout(1_000);
        steps.push(provider.create(third));
        await setTimeout(1_000);
        await all([...steps, provider.update(id, properties, changed)]);
        assert.deepEqual(received()["POST usersInfo"]?.[0], 3);
        assert.deepEqual(received()["POST users"], [2]);
    });

    it("what is sent of each is their own, and comes back to them", async () => {
        const made = users();
        await all(
            made.map(({ emailId, user }, index) =>
                user.up({ emailId, firstName: `Name ${index}`, isDeveloper: index % 2 === 0 }),
            ),
        );
        for (const [index, { emailId, user }] of made.entries()) {
            const { firstName, isDeveloper, userId } = personOf(emailId);
            assert.deepEqual([firstName, isDeveloper], [`Name ${index}`, index % 2 === 0]);
            assert.deepEqual(
                [user.id, user.outputs["emailId"], user.outputs["userId"], user.outputs["firstName"]],
                [emailId, emailId, userId, firstName],
            );
        }
    });

    it("people who are invited and people who are not are apart, as sendEmail belongs to the request", async () => {
        await all(users().map(({ emailId, user }, index) => user.up({ emailId, sendEmail: index < 8 })));
        assert.deepEqual(received()["POST users"], [12, 8]);
        lookedUpTwice();
        for (const [index, emailId] of everyone.entries())
            assert.equal(personOf(emailId).invitations, index < 8 ? 1 : 0, emailId);
    });

    it("the same access for many people is one request, other flags another", async () => {
        for (const emailId of everyone) emulator.account.addPerson({ emailId });
        await all(
            accesses().map((access, index) =>
                access.up({ emailIds: [everyone[index]], canCreateBot: index < 5, isDeveloper: true }),
            ),
        );
        assert.deepEqual(received()["POST useraccess"], [15, 5]);
        lookedUpTwice();
        for (const [index, emailId] of everyone.entries())
            assert.deepEqual(
                [personOf(emailId).canCreateBot, personOf(emailId).isDeveloper],
                [index < 5, true],
                emailId,
            );
    });

    it("an access that says nothing of hasDataTableAndViewAccess is apart from those that do", async () => {
        for (const emailId of everyone) emulator.account.addPerson({ emailId });
        const flags = [{}, { hasDataTableAndViewAccess: true }, { hasDataTableAndViewAccess: false }];
        await all(
            accesses().map((access, index) =>
                access.up({ emailIds: [everyone[index]], canCreateBot: false, isDeveloper: true, ...flags[index % 3] }),
            ),
        );
        assert.deepEqual(received()["POST useraccess"], [7, 7, 6]);
        lookedUpTwice(3);
        for (const [index, emailId] of everyone.entries())
            assert.equal(personOf(emailId).hasDataTableAndViewAccess, index % 3 === 1, emailId);
    });

    it("accesses of several people each share a request as well", async () => {
        const members = people(3 * slots);
        for (const emailId of members) emulator.account.addPerson({ emailId });
        const made = accesses();
        await all(
            made.map((access, index) =>
                access.up({
                    emailIds: members.slice(3 * index, 3 * index + 3),
                    canCreateBot: false,
                    isDeveloper: true,
                }),
            ),
        );
        // 60 people: a request of 50, batchSize, is full; with it the rest of them waits for the next stage.
        for (const [endpoint, requests] of Object.entries(received())) assert(Math.max(...requests) <= 50, endpoint);
        assert.equal(
            received()["POST useraccess"]?.reduce((sum, rows) => sum + rows, 0),
            3 * slots,
        );
        assert.ok((received()["POST useraccess"]?.length ?? 0) <= 2);
        for (const [index, access] of made.entries())
            assert.deepEqual(access.outputs["emailIds"], [...members.slice(3 * index, 3 * index + 3)].sort());
    });

    it("creates, updates and deletes share their look-ups, and each kind its writes", async () => {
        const [created, others] = [users(everyone.slice(0, 10)), users(everyone.slice(10))];
        await all(others.map(({ emailId, user }) => user.up({ emailId })));
        emulator.account.clearRequests();
        await all([
            ...created.map(({ emailId, user }) => user.up({ emailId })),
            ...others.slice(0, 5).map(({ emailId, user }) => user.up({ emailId, isDeveloper: true })),
            ...others.slice(5).map(({ user }) => user.destroy()),
        ]);
        const {
            "POST users": creates,
            "PUT users": updates,
            "DELETE users": removals,
            "POST usersInfo": lookUps = [],
        } = received();
        assert.deepEqual([creates, updates, removals], [[10], [5], [5]]);
        assert.equal(lookUps[0], slots);
        assert.ok(lookUps.length <= 4, lookUps.join());
    });

    it("a mixed result fails its own rows alone, each with its own cause", async () => {
        const bad = new Map([
            [everyone[3], { groups: ["e-none"] }],
            [everyone[11], { roles: [{ roleId: "none" }] }],
        ]);
        emulator.account.reset(undefined, { unknownGroup: "failureRow", unknownRole: "failureRow" });
        const made = users();
        const results = await Promise.allSettled(
            made.map(({ emailId, user }) => user.up({ emailId, ...bad.get(emailId) })),
        );
        assert.deepEqual(received()["POST users"], [slots]);
        const messages = failuresOf(results);
        assert.deepEqual([...messages.keys()], [...bad.keys()]);
        assert.match(messages.get("user4@example.com") ?? "", /user4@example\.com was not created: .*group/);
        assert.match(messages.get("user12@example.com") ?? "", /user12@example\.com was not created: .*role/);
        assert.equal(emulator.account.people().length, 1 + slots - 2);
        for (const { emailId, user } of made) assert.equal(user.id, bad.has(emailId) ? undefined : emailId);
    });

    it("a request that is refused as a whole fails those alone whom the refusal names, and is sent once more", async () => {
        const strangers = [everyone[4], everyone[17]].map(String);
        emulator.account.reset({ ...defaultSeed, peopleOfOtherAccounts: strangers }, { foreignPeople: "listed" });
        for (const emailId of everyone) if (!strangers.includes(emailId)) emulator.account.addPerson({ emailId });
        const results = await Promise.allSettled(
            accesses().map((access, index) =>
                access.up({ emailIds: [everyone[index]], canCreateBot: false, isDeveloper: true }),
            ),
        );
        assert.deepEqual(received()["POST useraccess"], [slots, slots - 2]);
        const messages = failuresOf(results);
        assert.deepEqual([...messages.keys()], strangers);
        for (const [emailId, message] of messages)
            assert.ok(message.includes(`${emailId} did not get this access: Kore.ai says "Emails <<`), message);
        for (const emailId of everyone)
            if (!strangers.includes(emailId)) assert.equal(personOf(emailId).isDeveloper, true, emailId);
    });

    it("a request that is refused as a whole and names nobody is halved: it fails the guilty alone, each by name", async () => {
        // Removed people whom a look-up still lists.
        emulator.account.setSwitches({ removedPeople: "inactive", updateUnknown: "refused" });
        const made = users();
        await all(made.map(({ emailId, user }) => user.up({ emailId })));
        const gone = [everyone[0], everyone[9]].map(String);
        for (const emailId of gone) emulator.account.removePerson(emailId);
        emulator.account.clearRequests();
        const messages = failuresOf(
            await Promise.allSettled(made.map(({ emailId, user }) => user.up({ emailId, isDeveloper: true }))),
        );
        assert.deepEqual([...messages.keys()], gone);
        for (const [emailId, message] of messages)
            assert.match(
                message,
                new RegExp(`${emailId} was not updated: Kore\\.ai says "One or more entered emails not found"`),
            );
        for (const emailId of everyone)
            if (!gone.includes(emailId)) assert.equal(personOf(emailId).isDeveloper, true, emailId);
        assert.ok((received()["PUT users"]?.length ?? Infinity) < slots, "fewer requests than one for each");
    });

    it("an account that takes fewer people in one request than batchSize gets them in parts, and nobody fails", async () => {
        emulator.account.setSwitches({ largestBatch: "10" });
        await all(users().map(({ emailId, user }) => user.up({ emailId })));
        assert.equal(emulator.account.people().length, slots + 1);
        const done = emulator.account.requests({ method: "POST", path: "/api/public/users", status: 200 });
        assert.deepEqual(done.flatMap(({ emailIds }) => emailIds).sort(), [...everyone].sort());
        assert.ok(done.length < slots / 2, `${done.length} requests`);
    });

    it("a lost answer leaves the others of its request where Kore.ai has them: everyone is read back, nobody is sent twice", async () => {
        emulator.account.fault({ kind: "reset", endpoint: "POST /api/public/users", when: "after" });
        const made = users();
        await all(made.map(({ emailId, user }) => user.up({ emailId })));
        assert.equal(
            (received()["POST users"] ?? []).reduce((sum, rows) => sum + rows, 0),
            slots,
        );
        for (const emailId of everyone) assert.equal(personOf(emailId).invitations, 1);
        for (const { user } of made) assert.equal(user.outputs["adopted"], false);
    });

    it("a lost answer, and one of its request shows later than the others: what was done for them was done for that one, who is not sent again", async () => {
        const patient = await ProviderProcess.start(settingsFor(emulator.url), { env: engineOf(slots) });
        const [late = ""] = everyone;
        emulator.account.fault({ kind: "reset", endpoint: "POST /api/public/users", when: "after" });
        emulator.account.fault({ kind: "lateIndex", emailId: late, milliseconds: lapsed(75_000) });
        const made = users(everyone, patient);
        const results = await Promise.allSettled(made.map(({ emailId, user }) => user.up({ emailId })));
        patient.stop();
        assert.deepEqual([...failuresOf(results).keys()], [late]);
        assert.equal(made[0]?.user.outputs["createLost"], true);
        assert.equal(
            (received()["POST users"] ?? []).reduce((sum, rows) => sum + rows, 0),
            slots,
        );
        assert.equal(personOf(late).invitations, 1);
    });
});

describe("more people than the engine has steps for", function () {
    this.timeout(300_000);

    it("are handled in full requests, wherever they come from: 100 creates at 64 slots cost a request for each 50 people of each stage", async () => {
        const emulator = await startEmulator({ limits: "off" });
        const provider = await ProviderProcess.start(settingsFor(emulator.url), { ...inRealTime, env: engineOf(64) });
        try {
            const waiting = people(100);
            const slot = async () => {
                for (let emailId = waiting.shift(); emailId !== undefined; emailId = waiting.shift())
                    await new Managed(provider, "KoreUser").up({ emailId });
            };
            await Promise.all(Array.from({ length: 64 }, slot));
            const { "POST usersInfo": lookUps = [], "POST users": creates = [] } = receivedBy(emulator);
            const sum = (requests: number[]) => requests.reduce((total, rows) => total + rows, 0);
            assert.deepEqual([sum(lookUps), sum(creates)], [200, 100]);
            assert.ok(Math.max(...lookUps, ...creates) <= 50);
            // 6 at best; where a step comes late, the request that it misses is one more.
            assert.ok(lookUps.length + creates.length <= 12, `${lookUps.join()} and ${creates.join()}`);
            assert.ok(emulator.account.people().every(({ invitations }) => invitations <= 1));
        } finally {
            provider.stop();
            await emulator.close();
        }
    });
});

describe("the receipt of a provider process", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let folder: string;
    let file: string;
    let provider: ProviderProcess;

    before(async () => (emulator = await startEmulator({ limits: "off" })));
    after(() => emulator.close());
    beforeEach(async () => {
        emulator.account.reset();
        folder = mkdtempSync(path.join(tmpdir(), "receipt-"));
        file = path.join(folder, "receipt.json");
        // As many slots as fill a batch, of which there is nothing to advise.
        provider = await ProviderProcess.start(
            { ...settingsFor(emulator.url), "kore:batchSize": "5" },
            { ...inRealTime, env: { ...engineOf(5), KORE_RECEIPT: file } },
        );
    });
    afterEach(() => {
        provider.stop();
        rmSync(folder, { recursive: true });
    });

    const receipt = () => v.parse(receiptSchema, JSON.parse(readFileSync(file, "utf8")));
    /** What the emulator says it has received, in the form of a receipt; retries are requests beyond these. */
    const counted = () => {
        const endpoints: Record<string, { requests: number; rows: number }> = {};
        for (const { method, path, emailIds } of emulator.account.requests()) {
            const entry = (endpoints[`${method} ${path}`] ??= { requests: 0, rows: 0 });
            entry.requests++;
            entry.rows += emailIds.length;
        }
        return endpoints;
    };

    it("says what Kore.ai counts, as the run goes and at its end, and prints it in one line when the engine ends the process", async () => {
        const made = people(5).map((emailId) => ({ emailId, user: new Managed(provider, "KoreUser") }));
        const builders = new Managed(provider, "KoreUserAccess");
        const run = async (steps: () => Promise<unknown>) => {
            await steps();
            const { account, requests, endpoints } = receipt();
            assert.equal(account, new URL(emulator.url).host);
            assert.equal(requests, emulator.account.requests().length);
            assert.deepEqual(
                Object.fromEntries(
                    Object.entries(endpoints).map(([name, { requests, rows }]) => [name, { requests, rows }]),
                ),
                counted(),
            );
        };
        await run(() => Promise.all(made.map(({ emailId, user }) => user.up({ emailId }))));
        await run(() => builders.up({ emailIds: people(5), canCreateBot: false, isDeveloper: true }));
        await run(() =>
            Promise.all(made.map(({ emailId, user }) => user.up({ emailId, isDeveloper: true, firstName: "Ada" }))),
        );
        await run(() => builders.destroy());
        await run(() => Promise.all(made.map(({ user }) => user.destroy())));

        const { exitCode, output } = await provider.interrupted();
        const parts = Object.entries(counted()).map(
            ([name, { requests, rows }]) => `${name} ${requests} (${rows} people)`,
        );
        assert.deepEqual(
            [exitCode, output],
            [
                0,
                `kore: ${emulator.account.requests().length} requests to ${new URL(emulator.url).host}: ${parts.join(", ")}.\n`,
            ],
        );
        assert.equal(receipt().requests, emulator.account.requests().length);
    });

    it("counts a request that was tried again twice, and its people once", async () => {
        emulator.account.fault({ kind: "serverError", endpoint: "POST /api/public/usersInfo" });
        await new Managed(provider, "KoreUser").up({ emailId: "ada@example.com" });
        assert.deepEqual(receipt().endpoints["POST /api/public/usersInfo"], { requests: 3, rows: 2, retries: 1 });
        assert.match(
            (await provider.interrupted()).output,
            /^kore: 4 requests to .*POST \/api\/public\/usersInfo 3 \(2 people\).*; 1 of them tried again\.$/m,
        );
    });

    it("is zero requests, and no line, where nothing was sent", async () => {
        const ada = new Managed(provider, "KoreUser");
        assert.equal(await ada.preview({ emailId: "ada@example.com" }), "create");
        assert.deepEqual(receipt(), { requests: 0, secondsWaited: 0, slots: 5, endpoints: {} });
        const { exitCode, output } = await provider.interrupted();
        assert.deepEqual([exitCode, output], [0, ""]);
        assert.deepEqual([receipt().requests, emulator.account.requests()], [0, []]);
    });

    it("has no line where a step changed the state alone", async () => {
        const ada = new Managed(provider, "KoreUser");
        await ada.up({ emailId: "ada@example.com" });
        const next = await ProviderProcess.start(settingsFor(emulator.url), {
            ...inRealTime,
            env: { KORE_RECEIPT: file },
        });
        const later = new Managed(next, "KoreUser");
        Object.assign(later, { id: ada.id, inputs: ada.inputs, outputs: ada.outputs });
        assert.equal(await later.up({ emailId: "ada@example.com", reason: "a reason" }), "update");
        assert.equal((await next.interrupted()).output, "");
        assert.equal(receipt().requests, 0);
    });

    it("never breaks a step: where the file cannot be written, the user is told once, and the line is printed all the same", async () => {
        const nowhere = path.join(folder, "none", "receipt.json");
        const own = await ProviderProcess.start(settingsFor(emulator.url), {
            ...inRealTime,
            env: { KORE_RECEIPT: nowhere },
        });
        for (const emailId of people(2)) await new Managed(own, "KoreUser").up({ emailId });
        const { exitCode, output } = await own.interrupted();
        assert.equal(exitCode, 0);
        assert.equal(output.match(/KORE_RECEIPT/g)?.length, 1, output);
        assert.match(output, /^kore: 6 requests to /m);
        assert.equal(existsSync(nowhere), false);
    });

    it("tells nobody who they are, nor any secret", async () => {
        await new Managed(provider, "KoreUser").up({ emailId: "ada@example.com" });
        const { output } = await provider.interrupted();
        assert.doesNotMatch(`${readFileSync(file, "utf8")}${output}`, /@example|secret|cs-0/);
    });
});

describe("a provider process whose engine is gone", function () {
    this.timeout(300_000);

    /** An engine of which a test needs no more than that it is there. */
    async function startEngine() {
        const sockets = new Set<Socket>();
        const server = createServer((socket) => {
            sockets.add(socket);
            socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
        });
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        const hangUp = () => sockets.forEach((socket) => socket.destroy());
        const die = () => {
            server.close();
            hangUp();
        };
        return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, server, hangUp, die };
    }

    /** A process with one person looked up, and their create kept back for the budget. */
    async function startHeld() {
        const [emulator, engine] = await Promise.all([startEmulator({ limits: "off" }), startEngine()]);
        const connected = once(engine.server, "connection");
        const provider = await ProviderProcess.start(
            { ...settingsFor(emulator.url), "kore:requestsPerMinute": "1" },
            { ...inRealTime, engine: engine.address },
        );
        const step = failureOf(new Managed(provider, "KoreUser").up({ emailId: "ada@example.com" }));
        step.catch(() => undefined);
        await provider.printed(/used its share of the account's requests/);
        await connected;
        const close = async () => {
            engine.die();
            provider.stop();
            await emulator.close();
        };
        return { emulator, engine, provider, step, close };
    }

    it("ends, and sends nothing of what it has queued", async () => {
        const { emulator, engine, provider, step, close } = await startHeld();
        try {
            engine.die();
            const { exitCode, output } = await provider.ended();
            assert.equal(exitCode, 1);
            assert.doesNotMatch(output, /requests to/);
            await step;
            assert.deepEqual(receivedBy(emulator), { "POST usersInfo": [1] });
            assert.equal(emulator.account.person("ada@example.com"), undefined);
        } finally {
            await close();
        }
    });

    it("goes on where its engine has only ended a connection", async () => {
        const { engine, provider, close } = await startHeld();
        try {
            for (let connections = 0; connections < 4; connections++) {
                const anew = once(engine.server, "connection");
                engine.hangUp();
                await anew;
            }
            assert.equal(await new Managed(provider, "KoreUser").preview({ emailId: "grace@example.com" }), "create");
        } finally {
            await close();
        }
    });
});
