import assert from "node:assert/strict";
import { seedApp, startEmulator, type Emulator } from "kore-emulator";
import { type Declared, type Ended, environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";

const ada: Declared = { type: "KoreUser", name: "ada", args: { emailId: "ada@example.com" } };
const grace: Declared = { type: "KoreUser", name: "grace", args: { emailId: "grace@example.com" } };

const readonlyKey =
    "kore:readonly is no setting of pulumi-kore; did you mean kore:readOnly? pulumi config rm kore:readonly, then pulumi config set kore:readOnly …";
const readonlyVariable =
    "KORE_READONLY is no variable of pulumi-kore; did you mean KORE_READ_ONLY? unset KORE_READONLY, then set KORE_READ_ONLY";

/** How often a command says something in the end: an update says it as it happens as well. */
function timesIn(output: string, text: string): number {
    return output.slice(Math.max(output.indexOf("\nDiagnostics:"), 0)).split(text).length - 1;
}

describe("a setting with a misspelt name stops a program before anything is sent", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("misspelt");
        await stack.succeed("config", "set", "--secret", "instance", seedApp.clientSecret);
    });
    after(() => emulator.close());
    beforeEach(async () => {
        emulator.account.reset();
        await stack.configure({ host: emulator.url, clientId: seedApp.clientId, clientSecret: seedApp.clientSecret });
        stack.setEnvironment({});
        stack.write(Stack.program);
        stack.declare([ada, grace]);
    });

    const instance = (args: Record<string, unknown> = {}): Declared => ({
        type: "Provider",
        name: "eu",
        args: { host: emulator.url, clientId: seedApp.clientId, clientSecret: { $secret: "instance" }, ...args },
    });
    const ofInstance = (user: Declared): Declared => ({
        ...user,
        name: `${user.name}-eu`,
        opts: { provider: { $output: "eu" } },
    });

    /** It says this one thing, once, as words for a user; and Kore.ai was sent nothing. */
    async function assertRefused(step: Promise<Ended>, ...says: string[]): Promise<void> {
        const output = await refused(step);
        for (const text of says) assert.equal(timesIn(output, text), 1, output);
        assert.doesNotMatch(output, /\n\s+at .*:\d+:\d+/, "no stack of calls");
        assert.deepEqual(emulator.account.requests(), []);
    }

    /** The same, where a key is set, which is taken away again as the message says. */
    async function withKey(key: string, value: string, test: () => Promise<void>): Promise<void> {
        await stack.succeed("config", "set", key, value);
        try {
            await test();
        } finally {
            await stack.succeed("config", "rm", key);
        }
    }

    it("in the stack's configuration: a preview, an update, and a destroy that runs the program", () =>
        withKey("kore:readonly", "true", async () => {
            await assertRefused(stack.preview(), readonlyKey);
            await assertRefused(stack.up(), readonlyKey);
            await assertRefused(stack.destroy("--run-program"), readonlyKey);
        }));

    whole.it("and the value of a secret one is not shown", () =>
        withKey("kore:clientsecret", "hunter2", async () => {
            const output = await refused(stack.up());
            assert.match(
                output,
                /pulumi config rm kore:clientsecret, then pulumi config set --secret kore:clientSecret\n/,
            );
            assert.ok(!output.includes("hunter2"), output);
        }),
    );

    whole.it("in a program that goes on after an error", () =>
        withKey("kore:readonly", "true", async () => {
            stack.write(`
const kore = require("pulumi-kore");
module.exports = Promise.all(["ada", "grace"].map(async (name) => new kore.KoreUser(name, { emailId: name + "@example.com" })));
`);
            await refused(stack.up());
            assert.deepEqual(emulator.account.requests(), []);
        }),
    );

    whole.it("with people of a provider instance, who come before the first one of the configuration", () =>
        withKey("kore:readonly", "true", async () => {
            stack.declare([instance(), ofInstance(grace), ada]);
            await assertRefused(stack.up(), readonlyKey);
        }),
    );

    whole.it("but not where all people are a provider instance's, which takes nothing from the configuration", () =>
        withKey("kore:hosts", "eu us", async () => {
            stack.declare([instance(), ofInstance(ada)]);
            await succeeded(stack.up());
            await succeeded(stack.destroy());
        }),
    );

    whole.it("in the environment: also a provider instance, and also a destroy, which runs no program", async () => {
        await succeeded(stack.up());
        emulator.account.clearRequests();
        stack.setEnvironment({ readonly: "true" });
        await assertRefused(stack.preview(), readonlyVariable);
        await assertRefused(stack.up(), readonlyVariable);
        await assertRefused(stack.destroy(), readonlyVariable);
        stack.declare([instance(), ofInstance(ada)]);
        await assertRefused(stack.up(), readonlyVariable);
        stack.setEnvironment({});
        await succeeded(stack.destroy());
    });

    whole.it("among the arguments of a provider instance", async () => {
        stack.declare([instance({ readonly: true }), ofInstance(ada)]);
        const message = "readonly is not an argument of Provider; did you mean readOnly?";
        await assertRefused(stack.preview(), message);
        await assertRefused(stack.up(), message);
        stack.declare([instance({ team: "support" }), ofInstance(ada)]);
        await assertRefused(stack.preview(), "team is not an argument of Provider. Take it out.");
    });

    it("but not another key, of which a notice tells once", () =>
        withKey("kore:team", "support", async () => {
            const output = await succeeded(stack.up());
            assert.equal(
                timesIn(
                    output,
                    "kore:team is no setting of pulumi-kore; if it is your own project's, nothing is wrong.",
                ),
                1,
                output,
            );
            await succeeded(stack.destroy());
        }));
});

describe("a project that is itself named kore", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("kore", { env: environmentFor(emulator.url) });
        stack.declare([ada]);
    });
    after(() => emulator.close());

    it("has keys of its own, of which nothing is said", async () => {
        await stack.succeed("config", "set", "team", "support");
        assert.doesNotMatch(await succeeded(stack.preview()), /kore:team|warning/);
    });

    whole.it("and may misspell a setting all the same", async () => {
        await stack.succeed("config", "set", "readonly", "true");
        assert.ok((await refused(stack.preview())).includes(readonlyKey));
        assert.deepEqual(emulator.account.requests(), []);
    });
});
