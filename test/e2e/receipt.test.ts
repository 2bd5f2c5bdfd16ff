import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { seedApp, startEmulator, type Emulator } from "kore-emulator";
import * as v from "valibot";
import { type Declared, environmentFor, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";

const receiptSchema = v.looseObject({
    account: v.optional(v.string()),
    requests: v.number(),
    endpoints: v.record(v.string(), v.looseObject({ requests: v.number(), rows: v.number(), retries: v.number() })),
});

const ada: Declared = { type: "KoreUser", name: "ada", args: { emailId: "ada@example.com" } };
const grace: Declared = { type: "KoreUser", name: "grace", args: { emailId: "grace@example.com" } };
const builders: Declared = {
    type: "KoreUserAccess",
    name: "builders",
    args: {
        emailIds: [{ $output: "ada.emailId" }, { $output: "grace.emailId" }],
        canCreateBot: false,
        isDeveloper: true,
    },
};

// One stack: each test starts where the one before it ended.
describe("the receipt of a run", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        // The CLI gives it to the provider, whose folder is the program's.
        stack = await Stack.create("receipt", {
            env: { ...environmentFor(emulator.url), KORE_RECEIPT: "receipt.json" },
        });
    });
    after(() => emulator.close());
    beforeEach(() => {
        emulator.account.clearRequests();
        for (const name of receipts()) rmSync(path.join(stack.folder, name));
    });

    const receipts = () => readdirSync(stack.folder).filter((name) => name.startsWith("receipt"));
    const receipt = (name = "receipt.json") =>
        v.parse(receiptSchema, JSON.parse(readFileSync(path.join(stack.folder, name), "utf8")));
    const linesOf = (output: string) => output.match(/\d+ requests? to .*/g) ?? [];
    const host = () => new URL(emulator.url).host;

    it("is printed by an update once, under the stack, and says what Kore.ai counts; so does the file", async () => {
        stack.declare([ada, grace, builders]);
        const output = await succeeded(stack.up());
        const { requests, endpoints, account } = receipt();
        const counted: Record<string, { requests: number; rows: number }> = {};
        for (const { method, path, emailIds } of emulator.account.requests()) {
            const entry = (counted[`${method} ${path}`] ??= { requests: 0, rows: 0 });
            entry.requests++;
            entry.rows += emailIds.length;
        }
        assert.deepEqual(receipts(), ["receipt.json"]);
        assert.deepEqual([account, requests], [host(), emulator.account.requests().length]);
        assert.deepEqual(
            Object.fromEntries(
                Object.entries(endpoints).map(([name, { requests, rows }]) => [name, { requests, rows }]),
            ),
            counted,
        );

        const [diagnostics = ""] = output.split(/^Diagnostics:$/m).slice(1);
        const line = `kore: ${requests} requests to ${host()}: ${Object.entries(counted)
            .map(([name, { requests, rows }]) => `${name} ${requests} (${rows} people)`)
            .join(", ")}.`;
        assert.deepEqual(linesOf(diagnostics), [line.replace("kore: ", "")], output);
        assert.match(
            diagnostics,
            /^ {2}pulumi:pulumi:Stack \(receipt-test\):\n(?: {4}.*\n)* {4}kore: \d+ requests to /m,
        );
    });

    whole.it("is not printed by a preview, which sends nothing, and the file says so", async () => {
        stack.declare([ada, grace]);
        const output = await succeeded(stack.preview());
        assert.match(output, /- 1 to delete/);
        assert.deepEqual(linesOf(output), []);
        assert.deepEqual([receipt().requests, receipt().endpoints, emulator.account.requests()], [0, {}, []]);
    });

    whole.it("is not printed by an update without changes, and the file says 0 requests", async () => {
        stack.declare([ada, grace, builders]);
        assert.deepEqual(linesOf(await succeeded(stack.up())), []);
        assert.deepEqual([receipt().requests, receipt().endpoints, emulator.account.requests()], [0, {}, []]);
    });

    it("is printed by a refresh and a destroy as well", async () => {
        assert.equal(new Set(linesOf(await succeeded(stack.refresh()))).size, 1);
        assert.deepEqual(receipt().requests, emulator.account.requests().length);
        emulator.account.clearRequests();
        assert.equal(new Set(linesOf(await succeeded(stack.destroy()))).size, 1);
        assert.deepEqual(receipt().requests, emulator.account.requests().length);
    });

    whole.it("is one for each provider instance, in a file and a line of its own", async () => {
        const eu = await startEmulator({ limits: "off" });
        try {
            const args = { host: eu.url, clientId: seedApp.clientId, clientSecret: seedApp.clientSecret };
            stack.declare([
                ada,
                { type: "Provider", name: "eu", args },
                { ...grace, opts: { provider: { $output: "eu" } } },
            ]);
            const output = await succeeded(stack.up());
            assert.deepEqual(receipts().sort(), ["receipt.eu.json", "receipt.json"]);
            assert.deepEqual([receipt().account, receipt().requests], [host(), emulator.account.requests().length]);
            assert.deepEqual(
                [receipt("receipt.eu.json").account, receipt("receipt.eu.json").requests],
                [new URL(eu.url).host, eu.account.requests().length],
            );
            for (const account of [host(), new URL(eu.url).host])
                assert.equal(
                    new Set(linesOf(output).filter((line) => line.includes(` to ${account}: `))).size,
                    1,
                    output,
                );
            await succeeded(stack.destroy());
        } finally {
            await eu.close();
        }
    });
});
