import assert from "node:assert/strict";
import { type Emulator, seedApp, startEmulator } from "kore-emulator";
import { isWrite, says } from "../harness/judging";
import { type Declared, environmentFor, type Ended, Stack, succeeded } from "../harness/stack";

const everybody = Array.from({ length: 200 }, (_, index) => `p${index + 100}@example.com`);
const staff: Declared = {
    type: "KoreUsers",
    name: "staff",
    args: { people: Object.fromEntries(everybody.map((emailId) => [emailId, {}])), onDestroy: "remove" },
};
const up = ["up", "--yes", "--skip-preview", "--non-interactive", "--color", "never"];

describe("an update of many people that is interrupted", function () {
    this.timeout(120_000);
    let emulator: Emulator;
    let stack: Stack;
    let answered = 0;
    let onRequest: () => void = () => undefined;

    before(async () => {
        emulator = await startEmulator({ limits: "off", onRequest: () => onRequest() });
        stack = await Stack.create("interrupted", { env: environmentFor(emulator.url) });
        stack.declare([staff]);
    });
    after(() => emulator.close());

    const settings = () => ({
        host: emulator.url,
        clientId: seedApp.clientId,
        clientSecret: seedApp.clientSecret,
        requestsPerMinute: "1000000",
        requestsPerHour: "1000000",
    });
    const there = () =>
        emulator.account.people().flatMap(({ emailId }) => (everybody.includes(emailId) ? [emailId] : []));
    const written = () =>
        emulator.account
            .requests()
            .filter(isWrite)
            .flatMap(({ emailIds }) => emailIds);

    /** Starts an update, and does something to the CLI when so many requests were answered. */
    async function disturbed(requests: number, act: (cli: number) => void): Promise<Ended> {
        answered = 0;
        const { child, ended } = stack.start(...up);
        await new Promise<void>((resolve) => {
            onRequest = () => ++answered === requests && resolve();
        });
        act(child.pid ?? 0);
        return ended;
    }

    it("by Ctrl-C, while it waits for the account's budget: ends at once with what is done, and the next sends exactly the rest", async () => {
        // Four look-ups, and a create or two of four; the rest would wait for an hour.
        stack.setEnvironment({ ...settings(), requestsPerHour: "6" });
        const { exitCode, output } = await disturbed(6, (cli) => process.kill(cli, "SIGINT"));
        assert.notEqual(exitCode, 0);
        const done = there().sort();
        assert.ok(done.length > 0 && done.length < everybody.length, `${done.length} people`);
        says(
            output,
            `stopped after ${done.length} of 200 people: the run was stopped before the rest was sent. Run again, which goes on from there. [kore:stopped]`,
        );
        const [resource] = stack.resources();
        assert.deepEqual(Object.keys(resource?.outputs["people"] as object).sort(), done);
        stack.setEnvironment(settings());
        emulator.account.clearRequests();
        await succeeded(stack.up());
        assert.deepEqual(
            written().sort(),
            everybody.filter((emailId) => !done.includes(emailId)),
        );
    });
});
