import assert from "node:assert/strict";
import { type Emulator, type LogEntry, startEmulator } from "kore-emulator";
import { isWrite, says } from "../harness/judging";
import { Managed } from "../harness/managed";
import { type Kind } from "../../provider/model/kinds";
import { CallFailed, deafSdk, failureOf, type Properties, ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";

const at = (name: string) => `${name}@example.com`;
const numbered = (count: number) => Array.from({ length: count }, (_, index) => at(`p${index + 100}`));
const setOf = (emailIds: string[], person: Properties = {}): Properties => ({
    people: Object.fromEntries(emailIds.map((emailId) => [emailId, { ...person }])),
    onDestroy: "remove",
});

/** How many some people are, of whom there are more. */
function partOf(all: number, some: string[]): number {
    assert.ok(some.length > 0 && some.length < all, `${some.length} of ${all}`);
    return some.length;
}

// Nothing of these tests ends because time is over: what waits for the share of an hour waits longer than any test.
const inRealTime = { time: "real" } as const;

/** A stack that is stopped as Ctrl-C does, at a moment that a request tells, or when nothing goes on. */
class Stopped {
    private readonly providers: ProviderProcess[] = [];
    private onRequest: (entry: LogEntry) => void = () => undefined;
    provider!: ProviderProcess;

    private constructor(readonly emulator: Emulator) {}

    static async start(latency = 0): Promise<Stopped> {
        let stopped: Stopped | undefined = undefined as Stopped | undefined;
        const emulator = await startEmulator({
            limits: "off",
            latency,
            onRequest: (entry) => stopped?.onRequest(entry),
        });
        stopped = new Stopped(emulator);
        await stopped.newRun();
        return stopped;
    }

    /** The process of another run. @param share of requests in an hour */
    async newRun(share = 1_000_000, env: NodeJS.ProcessEnv = {}): Promise<void> {
        const settings = { ...settingsFor(this.emulator.url), "kore:requestsPerHour": String(share) };
        this.provider = await ProviderProcess.start(settings, { ...inRealTime, env });
        this.providers.push(this.provider);
        this.onRequest = () => undefined;
        this.emulator.account.clearRequests();
    }

    /** Ctrl-C, when a request was answered of which this is so. */
    async stopAt(isMoment: (entry: LogEntry) => boolean): Promise<void> {
        await new Promise<void>((resolve) => (this.onRequest = (entry) => isMoment(entry) && resolve()));
        await this.provider.cancel();
    }

    /** Ctrl-C, when the run waits for its share of the account's budget. */
    async stopInWait(): Promise<void> {
        await this.provider.printed(/used its share of the account's requests/, 20_000);
        await this.provider.cancel();
    }

    writes(): LogEntry[] {
        return this.emulator.account.requests().filter(isWrite);
    }

    written(): string[] {
        return this.writes().flatMap(({ emailIds }) => emailIds);
    }

    /** That everybody of whom something was written was looked up after it. */
    assertReadBack(): void {
        const unread = new Set<string>();
        for (const entry of this.emulator.account.requests())
            for (const emailId of entry.emailIds)
                if (isWrite(entry)) unread.add(emailId);
                else unread.delete(emailId);
        assert.deepEqual([...unread], []);
    }

    async close(): Promise<void> {
        for (const provider of this.providers) provider.stop();
        await this.emulator.close();
    }
}

const isPath = (method: string, end: string) => (entry: LogEntry) =>
    entry.method === method && entry.path.endsWith(end);
const isCreate = isPath("POST", "/users");

describe("a run that is stopped by Ctrl-C", function () {
    this.timeout(60_000);
    let run: Stopped;

    const managed = (type: Kind, from?: Managed) =>
        Object.assign(new Managed(run.provider, type), from === undefined ? {} : kept(from));
    const kept = ({ id, outputs, inputs }: Managed) => ({ id, outputs, inputs });
    const there = () => run.emulator.account.people().map(({ emailId }) => emailId);

    beforeEach(async () => {
        run = await Stopped.start();
        for (const { emailId } of run.emulator.account.people()) run.emulator.account.removePerson(emailId);
    });
    afterEach(() => run.close());

    describe("in a KoreUsers", () => {
        const everybody = numbered(200);
        const reported = (outputs: Properties) =>
            (outputs["reported"] as { people: Record<string, Properties> }).people;

        it("that adds people: whoever was added is read back and in the state, and the next run adds exactly the others", async () => {
            await run.newRun(6);
            const staff = managed("KoreUsers");
            const failing = failureOf(staff.up(setOf(everybody)));
            await run.stopInWait();
            const { message } = await failing;
            const done = run.written().sort();
            assert.deepEqual(there().sort(), done);
            assert.equal(
                message,
                `stopped after ${partOf(200, done)} of 200 people: the run was stopped before the rest was sent. Run again, which goes on from there. [kore:stopped]`,
            );
            run.assertReadBack();
            assert.deepEqual(Object.keys(staff.outputs["people"] as object).sort(), done);
            for (const [emailId, { userId, adopted }] of Object.entries(reported(staff.outputs)))
                assert.deepEqual([userId, adopted], [run.emulator.account.person(emailId)?.userId, undefined]);
            await run.newRun();
            await managed("KoreUsers", staff).up(setOf(everybody));
            assert.deepEqual(run.written().sort(), everybody.filter((emailId) => !done.includes(emailId)).sort());
        });

        it("that changes people: those who are left are as before, and the next run changes exactly them", async () => {
            const staff = managed("KoreUsers");
            await staff.up(setOf(everybody));
            await run.newRun(5);
            const changing = managed("KoreUsers", staff);
            const failing = failureOf(changing.up(setOf(everybody, { isDeveloper: true })));
            await run.stopInWait();
            const { message } = await failing;
            const done = run.written();
            says(message, `stopped after ${partOf(200, done)} of 200 people: `);
            run.assertReadBack();
            const people = changing.outputs["people"] as Record<string, Properties>;
            for (const emailId of everybody)
                assert.deepEqual(people[emailId], done.includes(emailId) ? { isDeveloper: true } : {}, emailId);
            await run.newRun();
            await managed("KoreUsers", changing).up(setOf(everybody, { isDeveloper: true }));
            assert.deepEqual(run.written().sort(), everybody.filter((emailId) => !done.includes(emailId)).sort());
        });

        it("of whom one changes: only people of whom there was something to do are counted", async () => {
            const staff = managed("KoreUsers");
            await staff.up(setOf(everybody));
            await run.newRun(1);
            const args = setOf(everybody);
            const people = {
                ...(args["people"] as object),
                ...(setOf(everybody.slice(0, 60), { isDeveloper: true })["people"] as object),
            };
            const failing = failureOf(managed("KoreUsers", staff).up({ ...args, people }));
            await run.stopInWait();
            assert.match((await failing).message, /^stopped after 0 of 60 people: /);
            assert.deepEqual(run.written(), []);
        });

        it("that is deleted: the state stays whole, and the next run removes exactly those who are left", async () => {
            const staff = managed("KoreUsers");
            await staff.up(setOf(everybody));
            await run.newRun(6);
            const failing = failureOf(managed("KoreUsers", staff).destroy());
            await run.stopInWait();
            const { message } = await failing;
            run.assertReadBack();
            const left = there().sort();
            says(message, `stopped after ${200 - partOf(200, left)} of 200 people: `);
            await run.newRun();
            await managed("KoreUsers", staff).destroy();
            assert.deepEqual([run.written().sort(), there()], [left, []]);
        });

        it("that is read: the state stays as it was", async () => {
            const staff = managed("KoreUsers");
            await staff.up(setOf(everybody));
            await run.newRun(2);
            const failing = failureOf(managed("KoreUsers", staff).refresh());
            await run.stopInWait();
            assert.match((await failing).message, /^stopped after 100 of 200 people: /);
        });

        it("that fails for somebody else as well: both are said", async () => {
            run.emulator.account.addPerson({ emailId: everybody[0] ?? "", isDeveloper: true });
            await run.newRun(5);
            const failing = failureOf(managed("KoreUsers").up(setOf(everybody)));
            await run.stopInWait();
            const { message } = await failing;
            assert.match(message, /^one person of this set failed, and the run was stopped:/);
            assert.match(message, /p100@example\.com was not created.*\[kore:already-there\]/s);
            assert.match(message, /stopped after \d+ of 200 people: .*\[kore:stopped\]/);
        });
    });

    describe("in a KoreUser for each", () => {
        const everybody = numbered(8);
        const users = () => everybody.map((emailId) => ({ emailId, user: managed("KoreUser") }));
        const asMany = { PULUMI_PARALLEL: String(everybody.length) };
        const made = async () => {
            await run.newRun(undefined, asMany);
            const all = users();
            await Promise.all(all.map(({ emailId, user }) => user.up({ emailId })));
            return all;
        };
        const outcomes = async (steps: Promise<unknown>[]) =>
            (await Promise.allSettled(steps)).map((result) =>
                result.status === "fulfilled" ? "done" : (result.reason as CallFailed),
            );
        /** What each step says that was stopped before anything was sent about its person, who is as before. */
        const assertNothingSent = (failures: ("done" | CallFailed)[], what: string) => {
            failures.forEach((failure, index) => {
                assert.ok(failure instanceof CallFailed);
                assert.deepEqual(
                    [failure.message.split("\n")[0], failure.id],
                    [
                        `${everybody[index]} ${what}: the run was stopped before this was sent. Run again. [kore:stopped]`,
                        undefined,
                    ],
                );
            });
            assert.deepEqual(run.writes(), []);
        };

        it("what is out is done: it is waited for, and read back", async () => {
            await run.newRun(undefined, asMany);
            const all = users();
            const steps = outcomes(all.map(({ emailId, user }) => user.up({ emailId })));
            await run.stopAt(isCreate);
            assert.deepEqual(
                await steps,
                everybody.map(() => "done"),
            );
            run.assertReadBack();
            for (const { emailId, user } of all)
                assert.equal(user.outputs["userId"], run.emulator.account.person(emailId)?.userId);
        });

        it("nobody is added, changed, removed or read of whom nothing was sent", async () => {
            await run.newRun(1, asMany);
            const creating = outcomes(users().map(({ emailId, user }) => user.up({ emailId })));
            await run.stopInWait();
            assertNothingSent(await creating, "was not created");
            const all = await made();
            const again = all.map(({ emailId, user }) => ({ emailId, user: () => managed("KoreUser", user) }));

            await run.newRun(1, asMany);
            const updating = outcomes(again.map(({ emailId, user }) => user().up({ emailId, isDeveloper: true })));
            await run.stopInWait();
            assertNothingSent(await updating, "was not updated");

            await run.newRun(1, asMany);
            await again[0]?.user().refresh();
            const reading = outcomes(again.map(({ user }) => user().refresh()));
            await run.stopInWait();
            assertNothingSent(await reading, "could not be read");

            await run.newRun(1, asMany);
            const deleting = outcomes(again.map(({ user }) => user().destroy()));
            await run.stopInWait();
            assertNothingSent(await deleting, "was not removed");
            assert.equal(there().length, everybody.length);
        });

        it("a step that waits for another one about the same person is not begun", async () => {
            const [{ user } = { user: managed("KoreUser") }] = await made();
            await run.newRun();
            const args = { emailId: everybody[0], isDeveloper: true };
            const first = managed("KoreUser", user).up(args);
            const second = failureOf(managed("KoreUser", user).up({ ...args, canCreateBot: true }));
            await run.stopAt(isWrite);
            await first;
            assert.match((await second).message, /was not updated: the run was stopped before this was sent/);
            assert.equal(run.writes().length, 1);
        });
    });

    describe("in a KoreUserAccess", () => {
        const everybody = numbered(120);
        const access = (emailIds: string[]) => ({ emailIds, canCreateBot: false, isDeveloper: true });
        const holders = () =>
            run.emulator.account.people().flatMap(({ emailId, isDeveloper }) => (isDeveloper ? [emailId] : []));
        beforeEach(() => everybody.forEach((emailId) => run.emulator.account.addPerson({ emailId })));

        it("that gives access: the state has those who were given it, and the next run gives it to exactly the others", async () => {
            await run.newRun(4);
            const builders = managed("KoreUserAccess");
            const failing = failureOf(builders.up(access(everybody)));
            await run.stopInWait();
            const { message } = await failing;
            run.assertReadBack();
            const done = run.written().sort();
            says(message, `stopped after ${partOf(120, done)} of 120 people: `);
            assert.deepEqual([holders().sort(), (builders.outputs["emailIds"] as string[]).sort()], [done, done]);
            await run.newRun();
            await managed("KoreUserAccess", builders).up(access(everybody));
            assert.deepEqual(run.written().sort(), everybody.filter((emailId) => !done.includes(emailId)).sort());
        });

        it("that is taken: the state keeps everybody, and the next run takes it from exactly the others", async () => {
            const builders = managed("KoreUserAccess");
            await builders.up(access(everybody));
            await run.newRun(5);
            const failing = failureOf(managed("KoreUserAccess", builders).destroy());
            await run.stopInWait();
            const { message } = await failing;
            run.assertReadBack();
            const left = holders().sort();
            says(message, `stopped after ${120 - partOf(120, left)} of 120 people: `);
            await run.newRun();
            await managed("KoreUserAccess", builders).destroy();
            assert.deepEqual([run.written().sort(), holders()], [left, []]);
        });

        it("that is changed, or read: the state stays right", async () => {
            const builders = managed("KoreUserAccess");
            await builders.up(access(everybody.slice(0, 60)));
            await run.newRun(1);
            const reading = failureOf(managed("KoreUserAccess", builders).refresh());
            const updating = managed("KoreUserAccess", builders);
            const failing = failureOf(updating.up(access(everybody.slice(60))));
            await run.stopInWait();
            for (const failure of [reading, failing])
                assert.match((await failure).message, /^stopped after \d+ of \d+ people: /);
            assert.deepEqual(run.writes(), []);
            await run.newRun();
            const again = managed("KoreUserAccess", updating);
            await again.up(access(everybody.slice(60)));
            assert.deepEqual(holders().sort(), everybody.slice(60));
        });
    });

    it("says so once, and no more of what waits", async () => {
        await run.newRun(1);
        const failing = failureOf(managed("KoreUsers").up(setOf(numbered(60))));
        await run.stopInWait();
        await run.provider.cancel();
        await failing;
        const { output } = await run.provider.interrupted();
        assert.equal(output.match(/the run is stopped: what was sent is waited for and read back/g)?.length, 1, output);
        assert.doesNotMatch(output, /steps are done/);
        assert.match(output, /kore: 1 request to /, "its receipt is its last word");
    });

    it("is none where no step is under way, as at the end of every run", async () => {
        await run.provider.cancel();
        const user = managed("KoreUser");
        await user.up({ emailId: at("ada") });
        await run.provider.cancel();
        await user.up({ emailId: at("ada"), isDeveloper: true });
        assert.equal(run.emulator.account.person(at("ada"))?.isDeveloper, true);
        assert.doesNotMatch(run.provider.output, /stopped/);
    });

    it("goes on to its end where the SDK lets nobody hear of it", async () => {
        await run.newRun(undefined, deafSdk);
        const everybody = numbered(120);
        const staff = managed("KoreUsers");
        const done = staff.up(setOf(everybody));
        await run.stopAt(isCreate);
        await done;
        assert.deepEqual(there().sort(), everybody);
    });
});
