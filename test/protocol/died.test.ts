import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Emulator, type LogEntry, seedIds, startEmulator } from "kore-emulator";
import { type Kind } from "../../provider/model/kinds";
import { Managed } from "../harness/managed";
import { failureOf, type Properties, ProviderProcess } from "../harness/providerProcess";
import { newRun } from "../harness/runOfProgram";
import { settingsFor } from "../harness/settings";

const at = (name: string) => `${name}@example.com`;
const ada = at("ada");

describe("a run that dies in a create", function () {
    this.timeout(120_000);
    let emulator: Emulator;
    let provider: ProviderProcess;
    let folder: string;
    let program: string;
    const processes: ProviderProcess[] = [];
    let onRequest: (entry: LogEntry) => void = () => undefined;

    before(async () => {
        emulator = await startEmulator({ limits: "off", latency: 20, onRequest: (entry) => onRequest(entry) });
    });
    beforeEach(async () => {
        emulator.account.reset();
        folder = mkdtempSync(path.join(tmpdir(), "kore-died-"));
        await begin();
    });
    afterEach(() => {
        for (const each of processes.splice(0)) each.stop();
        rmSync(folder, { recursive: true });
    });
    after(() => emulator.close());

    /** Begins another run: by a process of its own, as the engine does. */
    async function begin({
        stack = "organization/staff/prod",
        isPreview = false,
        settings = {},
        env = {},
    }: {
        stack?: string;
        isPreview?: boolean;
        settings?: Record<string, string>;
        env?: NodeJS.ProcessEnv;
    } = {}): Promise<void> {
        provider = await ProviderProcess.start(
            { ...settingsFor(emulator.url), ...settings },
            { time: "real", env: { KORE_RECORD_FOLDER: folder, ...env } },
        );
        processes.push(provider);
        program = newRun([], [], undefined, undefined, { stack, isPreview, folder }).__program;
        onRequest = () => undefined;
        emulator.account.clearRequests();
    }

    const managed = (type: Kind) => new Managed(provider, type);
    const up = (resource: Managed, args: Properties) => resource.up({ ...args, __program: program });
    const moment = (isMoment: (entry: LogEntry) => boolean) =>
        new Promise<void>((resolve) => (onRequest = (entry) => isMoment(entry) && resolve()));
    const isCreate = ({ method, path: where }: LogEntry) => method === "POST" && where.endsWith("/users");
    const there = (emailId: string) => emulator.account.person(emailId) !== undefined;

    /** Creates a KoreUser of ada in a run that is killed when her create was answered. */
    async function died(args: Properties = {}): Promise<void> {
        const failing = failureOf(up(managed("KoreUser"), { emailId: ada, ...args }));
        await moment(isCreate);
        provider.stop();
        await failing;
        assert.ok(there(ada));
    }
    const isAdopted = async (args: Properties = {}) => {
        const user = managed("KoreUser");
        await up(user, { emailId: ada, ...args });
        return user.outputs["adopted"];
    };

    it("has whom it had added as its own in the next run, which adds the others, and may remove them all", async () => {
        const everybody = Array.from({ length: 170 }, (_, index) => at(`p${index + 100}`));
        const args = { people: Object.fromEntries(everybody.map((emailId) => [emailId, {}])) };
        // Four look-ups, some creates, perhaps one that reads back; then it waits.
        await begin({ settings: { "kore:requestsPerHour": "7" } });
        const failing = failureOf(up(managed("KoreUsers"), args));
        await provider.printed(/used its share of the account's requests/, 20_000);
        provider.stop();
        await failing;
        // What is on its way is done without it.
        while (emulator.account.requests().length < 7) await setTimeout(10);
        const added = everybody.filter(there);
        assert.ok(added.length > 0 && added.length < everybody.length, `${added.length} people`);

        await begin();
        const staff = managed("KoreUsers");
        await up(staff, args);
        const { people } = staff.outputs["reported"] as { people: Record<string, Properties> };
        assert.deepEqual(
            everybody.filter((emailId) => people[emailId]?.["adopted"] !== undefined),
            [],
        );
        assert.deepEqual(
            emulator.account
                .requests()
                .filter(isCreate)
                .flatMap(({ emailIds }) => emailIds)
                .sort(),
            everybody.filter((emailId) => !added.includes(emailId)),
        );
        await provider.printed(/was added by a run of this stack that did not come to its end: they are its own/);
        await staff.destroy();
        assert.deepEqual(everybody.filter(there), []);
    });

    it("takes from whom it had added what has ended since, and refuses nobody", async () => {
        const end = Date.now() + 3_000;
        const args = { isDeveloper: true, expiresAt: new Date(end).toISOString() };
        await died(args);
        await setTimeout(Math.max(0, end - Date.now()));
        await begin();
        assert.equal(await isAdopted(args), false);
        assert.equal(emulator.account.person(ada)?.isDeveloper, false);
    });

    it("by a second Ctrl-C is no other", async () => {
        const failing = failureOf(up(managed("KoreUser"), { emailId: ada }));
        await moment(isCreate);
        await provider.interrupted();
        await failing;
        await begin();
        assert.equal(await isAdopted(), false);
    });

    it("is no other where a preview comes between, or an update that fails, or one that is killed as well", async () => {
        await died();
        await begin({ isPreview: true });
        await managed("KoreUser").preview({ emailId: at("grace"), __program: program });
        await provider.interrupted();
        await begin();
        await failureOf(up(managed("KoreUser"), { emailId: ada, isDeveloper: true }));
        await provider.interrupted();
        await begin();
        assert.equal(await isAdopted(), false);
        provider.stop();
        await begin();
        assert.equal(await isAdopted(), false);
    });

    it("has as its own also whom adopt would not take over", async () => {
        await died({ adopt: "never" });
        await begin();
        assert.equal(await isAdopted({ adopt: "never" }), false);
    });

    describe("has nobody as its own", () => {
        it("for another stack, another account, another backend", async () => {
            await died();
            await begin({ stack: "organization/staff/dev" });
            assert.equal(await isAdopted(), true);
            for (const other of [
                { settings: { "kore:accountName": "another" } },
                { env: { PULUMI_BACKEND_URL: "file:///other" } },
            ]) {
                await begin(other);
                assert.equal(await isAdopted(), true, JSON.stringify(other));
            }
        });

        it("who was removed by hand and added again", async () => {
            await died();
            const { userId } = emulator.account.person(ada) ?? {};
            // Long enough for the process to have read her back, had it lived: here the next run does, and dies as well.
            await begin();
            assert.equal(await isAdopted(), false);
            provider.stop();
            emulator.account.removePerson(ada);
            emulator.account.addPerson({ emailId: ada });
            assert.notEqual(emulator.account.person(ada)?.userId, userId);
            await begin();
            assert.equal(await isAdopted(), true);
        });

        it("whom the stack has found gone since, or removed, though Kore.ai has them under the same userId again", async () => {
            const ways: ((user: Managed) => Promise<unknown>)[] = [
                (user) => user.destroy(),
                (user) => {
                    emulator.account.removePerson(ada);
                    return user.refresh();
                },
                (user) => {
                    emulator.account.removePerson(ada);
                    return failureOf(provider.update(ada, user.outputs, { ...user.inputs, isDeveloper: true }));
                },
                (user) => {
                    emulator.account.removePerson(ada);
                    return user.destroy();
                },
            ];
            for (const [index, way] of ways.entries()) {
                emulator.account.reset();
                await begin();
                await died();
                await begin();
                const user = managed("KoreUser");
                await up(user, { emailId: ada });
                assert.equal(user.outputs["adopted"], false);
                const { userId } = emulator.account.person(ada) ?? {};
                assert.ok(userId !== undefined);
                await way(user);
                // It dies as well, so that no end of it takes the notes away.
                provider.stop();
                if (there(ada)) emulator.account.removePerson(ada);
                emulator.account.addPerson({ emailId: ada, userId });
                await begin();
                assert.equal(await isAdopted(), true, `way ${index}`);
            }
        });

        it("who is not as declared, and was not read back", async () => {
            await died();
            emulator.account.changePerson(ada, { addGroups: [seedIds.groups.salesTeam] });
            await begin();
            assert.equal(await isAdopted({ adopt: "takeOver" }), true);
            // What is brought to the program by that does not make her the stack's own later.
            provider.stop();
            emulator.account.changePerson(ada, { removeGroups: [seedIds.groups.salesTeam] });
            await begin();
            assert.equal(await isAdopted(), true);
        });

        it("where an update has ended well since", async () => {
            await died();
            await begin();
            await up(managed("KoreUser"), { emailId: at("grace") });
            await provider.interrupted();
            await begin();
            assert.equal(await isAdopted(), true);
        });

        it("where its note can't be read", async () => {
            await died();
            for (const name of readdirSync(folder).filter((each) => each.includes("added")))
                writeFileSync(path.join(folder, name), "{}", { flag: "a" });
            await begin();
            assert.equal(await isAdopted(), true);
        });

        it("whose create was refused, and whom somebody adds then", async () => {
            emulator.account.fault({ kind: "latency", endpoint: "POST /api/public/usersInfo", milliseconds: 300 });
            const failing = failureOf(
                up(managed("KoreUser"), { emailId: ada, groups: ["e-00000000-0000-0000-0000-000000000000"] }),
            );
            assert.match((await failing).message, /was not created/);
            provider.stop();
            emulator.account.addPerson({ emailId: ada });
            await begin();
            assert.equal(await isAdopted(), true);
        });
    });

    it("leaves nothing where a run ends after its steps", async () => {
        await up(managed("KoreUser"), { emailId: ada });
        assert.equal(readdirSync(folder).filter((name) => name.includes("added")).length, 1);
        await provider.interrupted();
        assert.deepEqual(
            readdirSync(folder).filter((name) => name.includes("added")),
            [],
        );
    });
});
