import assert from "node:assert/strict";
import { whole } from "../harness/whole";
import { type Emulator, seedApp, startEmulator } from "kore-emulator";
import { commandOf, kill, providersOf, stillRunning } from "../faults/processes";
import { isWrite, says } from "../harness/judging";
import { environmentFor, type Ended, Stack, succeeded } from "../harness/stack";

const everybody = Array.from({ length: 200 }, (_, index) => `p${index + 100}@example.com`);
const up = ["up", "--yes", "--skip-preview", "--non-interactive", "--color", "never"];

// One stack: each test starts where the one before it ended.
describe("an update of many people that is interrupted", function () {
    this.timeout(120_000);
    let emulator: Emulator;
    let stack: Stack;
    let onRequest: () => void = () => undefined;

    before(async () => {
        emulator = await startEmulator({ limits: "off", onRequest: () => onRequest() });
        stack = await Stack.create("interrupted", { env: environmentFor(emulator.url) });
    });
    after(() => emulator.close());

    /** @param requests in an hour */
    const allow = (requests: number) =>
        stack.setEnvironment({
            host: emulator.url,
            clientId: seedApp.clientId,
            clientSecret: seedApp.clientSecret,
            requestsPerMinute: "1000000",
            requestsPerHour: String(requests),
        });
    const declare = (person: object) =>
        stack.declare([
            {
                type: "KoreUsers",
                name: "staff",
                args: { people: Object.fromEntries(everybody.map((emailId) => [emailId, person])) },
            },
        ]);
    const peopleWho = (are: (emailId: string) => boolean) => everybody.filter(are);
    const isThere = (emailId: string) => emulator.account.person(emailId) !== undefined;
    const isDeveloper = (emailId: string) => emulator.account.person(emailId)?.isDeveloper === true;
    const outputs = () => stack.resources().find(({ type }) => type.endsWith(":KoreUsers"))?.outputs;

    /** Starts an update that may send six requests, and does something to the CLI when these are answered: the rest would wait for an hour. */
    async function disturbed(act: (cli: number) => void): Promise<Ended> {
        allow(6);
        let answered = 0;
        const { child, ended } = stack.start(...up);
        await new Promise<void>((resolve) => {
            onRequest = () => ++answered === 6 && resolve();
        });
        act(child.pid ?? 0);
        return ended;
    }

    /** The update that follows; of whom it has sent writes. */
    async function followed(): Promise<string[]> {
        allow(1_000_000);
        emulator.account.clearRequests();
        await succeeded(stack.up());
        const writes = emulator.account.requests().filter(isWrite);
        return writes.flatMap(({ emailIds }) => emailIds);
    }

    // Its rules are in test/faults/killed.
    whole.it("by kill -9, in a create: the state has nobody, and after the next run nobody is adopted", async () => {
        declare({});
        let providers: number[] = [];
        await disturbed((cli) => {
            providers = providersOf(cli);
            kill(commandOf(cli));
        });
        assert.deepEqual(await stillRunning(providers, 10_000), []);
        const added = peopleWho(isThere);
        assert.ok(added.length > 0 && added.length < everybody.length, `${added.length} people`);
        assert.equal(outputs(), undefined);

        await stack.run("cancel", "--yes");
        await succeeded(stack.refresh("--clear-pending-creates"));
        await followed();
        assert.deepEqual(peopleWho(isThere), everybody);
        const { people } = outputs()?.["reported"] as { people: Record<string, Record<string, unknown>> };
        assert.deepEqual(
            peopleWho((emailId) => people[emailId] === undefined || people[emailId]["adopted"] !== undefined),
            [],
        );
    });

    it("by Ctrl-C, while it waits for the account's budget: ends with what is done, and the next sends exactly the rest", async () => {
        declare({ isDeveloper: true });
        const { exitCode, output } = await disturbed((cli) => process.kill(cli, "SIGINT"));
        assert.notEqual(exitCode, 0);
        const done = peopleWho(isDeveloper);
        assert.ok(done.length > 0 && done.length < everybody.length, `${done.length} people`);
        says(
            output,
            `stopped after ${done.length} of 200 people: the run was stopped before the rest was sent. Run again, which goes on from there. [kore:stopped]`,
        );
        const people = outputs()?.["people"] as Record<string, object>;
        assert.deepEqual(
            peopleWho((emailId) => JSON.stringify(people[emailId]) === '{"isDeveloper":true}'),
            done,
        );
        const rest = peopleWho((emailId) => !done.includes(emailId));
        assert.deepEqual((await followed()).sort(), rest);
        assert.deepEqual(peopleWho(isDeveloper), everybody);
    });
});
