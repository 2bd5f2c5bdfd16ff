import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Emulator, type LogEntry, type Person, seedApp, seedIds, startEmulator } from "kore-emulator";
import { commandOf, kill } from "../faults/processes";
import { isWrite, says } from "../harness/judging";
import { settingsFor } from "../harness/settings";
import { assertNoSecret } from "../harness/secrets";
import { type Declared, type Ended, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";
import type { Backend, BackendKind } from "./backend";

const { supportTeam, salesTeam } = seedIds.groups;
/** A value of the configuration that is a secret, as a whole and in the state. */
const hidden = "department-that-is-a-secret";
const ada: Declared = {
    type: "KoreUser",
    name: "ada",
    args: { emailId: "ada@example.com", dept: { $secret: "dept" }, groups: [supportTeam], onDestroy: "remove" },
};
const builders: Declared = {
    type: "KoreUserAccess",
    name: "builders",
    args: { emailIds: [{ $output: "ada.emailId" }], canCreateBot: false, isDeveloper: true },
};
const staff = (...names: string[]): Declared => ({
    type: "KoreUsers",
    name: "staff",
    args: {
        people: Object.fromEntries(names.map((name) => [`${name}@example.com`, { groups: [salesTeam] }])),
        onDestroy: "remove",
    },
});
const user = (name: string): Declared => ({
    type: "KoreUser",
    name,
    args: { emailId: `${name}@example.com`, onDestroy: "remove" },
});

/** A program that waits for somebody to make the file `go`, and then makes one more resource: that of a job that takes its time. */
const slowProgram = (last?: Declared) => `${Stack.program}
module.exports = async () => {
    while (!require("fs").existsSync(__dirname + "/go")) await new Promise((over) => setTimeout(over, 50));
    ${last === undefined ? "" : `make(${JSON.stringify(last)});`}
};
`;
const update = ["up", "--yes", "--skip-preview", "--non-interactive", "--color", "never"];
const locked =
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.";

/** The tests of a backend, on one stack from nothing to nothing: each starts where the one before it ended. */
export function oneStackOn(name: string, { start, asked }: BackendKind): void {
    let backend: Backend;
    let emulator: Emulator;
    /** Checkouts of one project, as the jobs of two pipelines have them. */
    let jobs: [first: Stack, second: Stack];
    /** What is to be done in the end, the last first, also where a test fails. */
    const closing: (() => Promise<unknown>)[] = [];
    /** How often an update asks something of the backend that changes nothing. */
    let askedForNothing: number;
    let hear: (entry: LogEntry) => void = () => undefined;

    before(async () => {
        backend = await start();
        closing.push(() => backend.close());
        emulator = await startEmulator({ limits: "off", onRequest: (entry) => hear(entry) });
        closing.push(() => emulator.close());
        const first = await Stack.create(`backend-${name}`, { env: backend.env });
        const { "kore:clientSecret": clientSecret, ...plain } = settingsFor(emulator.url);
        await first.succeed(
            ...["config", "set-all", "--secret", `kore:clientSecret=${clientSecret}`, "--secret", `dept=${hidden}`],
            ...Object.entries(plain).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]),
        );
        jobs = [first, await first.checkOut(`backend-${name}-second`)];
    });
    after(async () => {
        for (const each of closing.reverse()) await each();
    });
    beforeEach(() => emulator.account.clearRequests());

    const letGo = () => writeFileSync(path.join(jobs[0].folder, "go"), "");
    const slowly = (job: Stack, last?: Declared) => {
        rmSync(path.join(job.folder, "go"), { force: true });
        job.write(slowProgram(last));
        const running = job.start(...update);
        closing.push(() => {
            letGo();
            return running.ended;
        });
        return running;
    };
    const declare = (...resources: Declared[]) => jobs.forEach((job) => job.declare(resources));
    const person = (emailId: string): Person => {
        const found = emulator.account.person(emailId);
        assert.ok(found !== undefined, `${emailId} is in the account`);
        return found;
    };
    const addresses = () =>
        emulator.account
            .people()
            .map(({ emailId }) => emailId)
            .sort();
    /** What was written about whom, each row of a request by itself. */
    const written = () =>
        emulator.account
            .requests()
            .filter(isWrite)
            .flatMap(({ method, path, emailIds }) =>
                emailIds.map((emailId) => `${method} ${path.split("/").at(-1)} ${emailId}`),
            )
            .sort();
    const locks = async () => [...(await backend.kept()).keys()].filter((key) => /\/locks\/.*\.json$/.test(key));
    /** Waits for the first request for which this holds, and acts before it is answered; the command that makes it may end before. */
    const heard = (
        holds: (entry: LogEntry) => boolean,
        { ended }: { ended: Promise<Ended> },
        act: () => void = () => undefined,
    ) =>
        new Promise<void>((resolve, reject) => {
            hear = (entry) => {
                if (!holds(entry)) return;
                hear = () => undefined;
                act();
                resolve();
            };
            void ended.then(({ output }) => reject(new Error(`the command ended before:\n${output}`)));
        });
    /** How often an update asked something of the backend. */
    const askedBy = async (job: Stack, ...flags: string[]) => {
        const all = async () => [...(await backend.requests()).values()].reduce((sum, times) => sum + times, 0);
        const before = await all();
        await succeeded(job.up(...flags));
        return (await all()) - before;
    };
    /** That a command ended with the word of the lock, before its program began. */
    const meetsTheLock = async ({ exitCode, output }: Ended) => {
        assert.equal(exitCode, 1, output);
        assert.ok(output.startsWith(locked), output);
        assert.match(
            output.slice(locked.length),
            /^\n {2}\S+\/\.pulumi\/locks\/\S+\.json\S*: created by \S+ \(pid \d+\) at \S+\n*$/,
        );
    };

    it("a second job that comes while an update runs meets Pulumi's lock, and sends nothing", async () => {
        const [first, second] = jobs;
        declare(ada, builders, staff("grace", "mary"));
        const running = slowly(first);
        await heard(({ path, status }) => path.endsWith("/useraccess") && status === 200, running);
        assert.equal((await locks()).length, 1);
        await meetsTheLock(await second.up());
        await meetsTheLock(await second.refresh());
        await meetsTheLock(await second.destroy());
        await succeeded(second.preview());
        letGo();
        says(await succeeded(running.ended), "+ 4 created");
        first.write(Stack.program);
        assert.deepEqual(written(), [
            "POST useraccess ada@example.com",
            "POST users ada@example.com",
            "POST users grace@example.com",
            "POST users mary@example.com",
        ]);
        assert.deepEqual(await locks(), []);
        const { groups, dept, isDeveloper, invitations } = person("ada@example.com");
        assert.deepEqual([groups, dept, isDeveloper, invitations], [[supportTeam], hidden, true, 1]);
        assert.deepEqual(person("mary@example.com").groups, [salesTeam]);
    });

    it("when the first is over, the second finds nothing to do, and sends nothing", async () => {
        askedForNothing = await askedBy(jobs[1], "--expect-no-changes");
        assert.deepEqual(emulator.account.requests(), []);
    });

    it("what was changed by hand is found by a refresh, and mended by an update", async () => {
        emulator.account.changePerson("ada@example.com", { isDeveloper: false, removeGroups: [supportTeam] });
        emulator.account.changePerson("mary@example.com", { removeGroups: [salesTeam] });
        says(await succeeded(jobs[1].refresh()), "~ 3 updated");
        assert.deepEqual(written(), []);
        says(await succeeded(jobs[0].up()), "~ 3 updated");
        const { groups, isDeveloper } = person("ada@example.com");
        assert.deepEqual([groups, isDeveloper], [[supportTeam], true]);
        assert.deepEqual(person("mary@example.com").groups, [salesTeam]);
    });

    whole.it("of two jobs that start together at most one acts, and whoever leaves is taken once", async () => {
        declare(ada, staff("grace"));
        const ends = await Promise.all(jobs.map((job) => job.up()));
        // Each may see the other's lock before it has its own.
        const refused = ends.filter(({ exitCode }) => exitCode !== 0);
        for (const end of refused) await meetsTheLock(end);
        assert.deepEqual(await locks(), []);
        if (refused.length === ends.length) await succeeded(jobs[0].up());
        assert.deepEqual(written(), ["DELETE users mary@example.com", "POST useraccess ada@example.com"]);
        assert.deepEqual(addresses(), ["ada@example.com", "grace@example.com", "owner@example.com"]);
        assert.equal(person("ada@example.com").isDeveloper, false);
    });

    it("a killed job leaves its lock; after the commands of the page nobody was invited twice", async () => {
        const [first, second] = jobs;
        declare(ada, staff("grace"), user("alan"));
        const running = first.start(...update);
        // The person is added, and the state does not say so yet.
        await heard(
            ({ method, path }) => method === "POST" && path.endsWith("/users"),
            running,
            () => kill(commandOf(running.child.pid ?? 0)),
        );
        await running.ended;
        assert.equal((await locks()).length, 1);
        await meetsTheLock(await second.up());
        says(await second.succeed("cancel", "--yes"), "The currently running update for 'test' has been canceled!");
        assert.deepEqual(await locks(), []);
        await succeeded(second.refresh("--clear-pending-creates"));
        says(await succeeded(second.up()), "alan@example.com was in the account already");
        assert.equal(person("alan@example.com").invitations, 1);
    });

    whole.it(
        "a lock that is taken from a job which runs: both act, the state is the first's, and nobody is invited twice",
        async () => {
            const [first, second] = jobs;
            const running = slowly(first, user("late"));
            while ((await locks()).length === 0) await setTimeout(50);
            await second.succeed("cancel", "--yes");
            second.declare([ada, staff("grace"), user("alan"), user("eve")]);
            says(await succeeded(second.up()), "+ 1 created");
            letGo();
            says(await succeeded(running.ended), "there was a problem deleting the lock");
            first.write(Stack.program);
            const state = await second.succeed("stack", "export");
            assert.deepEqual([state.includes("late@example.com"), state.includes("eve@example.com")], [true, false]);
            says(await succeeded(second.up()), "eve@example.com was in the account already");
            assert.deepEqual(
                addresses(),
                ["ada", "alan", "eve", "grace", "owner"].map((name) => `${name}@example.com`),
            );
            assert.equal(person("eve@example.com").invitations, 1);
        },
    );

    whole.it(
        "many more people cost each as much as one, as a KoreUser each, and together as much as one, in a KoreUsers",
        async () => {
            const names = Array.from({ length: 12 }, (_, index) => `p${index + 10}`);
            const others = [ada, user("alan"), user("eve")];
            const many = names.map((name) => `member.${name}`);
            declare(...others, staff("grace", ...many));
            const askedForSet = (await askedBy(jobs[0])) - askedForNothing;
            declare(...others, staff("grace", ...many), ...names.map(user));
            const askedForEach = (await askedBy(jobs[0])) - askedForNothing;
            assert.equal(addresses().length, 5 + 2 * names.length);
            assert.equal(askedForEach, names.length * askedForSet);
            // The page's figures are those of one release of Pulumi.
            const { engineVersion } = await import("../../tools/engine/engine.mjs");
            if ((await jobs[0].succeed("version")).includes(engineVersion))
                assert.deepEqual({ nothing: askedForNothing, step: askedForSet }, asked);
        },
    );

    it("the state that comes back from there holds everybody, and nothing there or printed holds a secret", async () => {
        const state = await jobs[1].succeed("stack", "export");
        for (const emailId of ["ada@example.com", "grace@example.com", "alan@example.com"])
            assert.ok(state.includes(emailId), state);
        const kept = await backend.kept();
        assert.ok(kept.size > 20, `${kept.size} files of states, their backups and their history`);
        const secrets = [seedApp.clientSecret, hidden, ...backend.secrets];
        assertNoSecret(state, secrets, "the exported state");
        for (const [key, bytes] of kept) assertNoSecret(bytes.toString("latin1"), secrets, key);
        const printed = jobs.map(({ output }) => output.replaceAll(/^\$ .*$/gm, "")).join("");
        assertNoSecret(printed, secrets, "the CLI's output");
    });

    it("a destroy takes everybody back", async () => {
        await succeeded(jobs[0].destroy());
        assert.deepEqual(addresses(), ["owner@example.com"]);
        assert.deepEqual(await locks(), []);
    });
}
