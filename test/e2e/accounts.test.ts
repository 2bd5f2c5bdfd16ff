import assert from "node:assert/strict";
import { defaultSeed, seedApp, seedIds, startEmulator, type Emulator, type Person } from "kore-emulator";
import { assertNoSecret, assertNoSecretIn } from "../harness/secrets";
import { isWrite } from "../harness/judging";
import { type Declared, environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { sample, whole } from "../harness/whole";

const analyst = { roleId: seedIds.adminRoles.analyst };

function personOf(emulator: Emulator, emailId: string): Person {
    const found = emulator.account.person(emailId);
    assert.ok(found !== undefined, `${emailId} is in the account`);
    return found;
}

const addressesOf = (emulator: Emulator) => emulator.account.people().map(({ emailId }) => emailId);

describe("several accounts in one program", function () {
    this.timeout(300_000);
    const euApp = { clientId: "cs-eu", clientSecret: "secret-of-eu" };
    const rotatedApp = { clientId: "cs-eu-rotated", clientSecret: "rotated-secret-of-eu" };
    const usApp = { clientId: "cs-us", clientSecret: "secret-of-us" };
    let eu: Emulator;
    let us: Emulator;
    let configured: Emulator;
    let stack: Stack;

    before(async () => {
        eu = await startEmulator({ limits: "off", seed: { ...defaultSeed, apps: [euApp, rotatedApp] } });
        us = await startEmulator({ limits: "off", seed: { ...defaultSeed, apps: [usApp] } });
        configured = await startEmulator({ limits: "off" });
        // What the stack and the environment say is of another account, and would stop every write of these.
        stack = await Stack.create("accounts", {
            env: { ...environmentFor(configured.url), KORE_REQUEST_TIMEOUT: "soon", KORE_BATCH_SIZE: "none" },
        });
        await stack.configure({ host: configured.url, requestTimeout: "0" });
        await secrets(euApp.clientSecret, usApp.clientSecret);
    });
    after(() => Promise.all([eu, us, configured].map((emulator) => emulator.close())));
    beforeEach(() => [eu, us, configured].forEach(({ account }) => account.clearRequests()));

    const secrets = async (euSecret: string, usSecret: string) => {
        await stack.succeed("config", "set", "--secret", "euSecret", euSecret);
        await stack.succeed("config", "set", "--secret", "usSecret", usSecret);
    };
    const program = (clientId: string): Declared[] => [
        {
            type: "Provider",
            name: "eu",
            args: { host: eu.url, clientId, clientSecret: { $secret: "euSecret" }, requestsPerMinute: 1000 },
        },
        {
            type: "Provider",
            name: "us",
            args: {
                host: us.url,
                clientId: usApp.clientId,
                clientSecret: { $secret: "usSecret" },
                requestsPerMinute: 1000,
            },
        },
        {
            type: "KoreUser",
            name: "ada",
            args: { emailId: "ada@example.com", roles: [analyst] },
            opts: { provider: { $output: "eu" } },
        },
        { type: "Component", name: "american", args: {}, opts: { providers: [{ $output: "us" }] } },
        {
            type: "KoreUser",
            name: "ada-us",
            args: { emailId: "ada@example.com" },
            opts: { parent: { $output: "american" } },
        },
        {
            type: "KoreUserAccess",
            name: "builders-us",
            args: { emailIds: [{ $output: "ada-us.emailId" }], canCreateBot: true, isDeveloper: true },
            opts: { parent: { $output: "american" } },
        },
    ];

    it("each resource reaches the account of its instance, directly or through a component, and one address in both is no conflict", async () => {
        stack.declare(program(euApp.clientId));
        await succeeded(stack.up());
        const access = (emulator: Emulator) => {
            const { isDeveloper, canCreateBot, roles } = personOf(emulator, "ada@example.com");
            return { isDeveloper, canCreateBot, roles };
        };
        assert.deepEqual(access(eu), { isDeveloper: false, canCreateBot: false, roles: [analyst] });
        assert.deepEqual(access(us), { isDeveloper: true, canCreateBot: true, roles: [] });
        const accounts = stack.resources().map(({ urn, outputs }) => [urn.split("::").at(-1), outputs["account"]]);
        assert.deepEqual(Object.fromEntries(accounts), {
            ada: new URL(eu.url).host,
            "ada-us": new URL(us.url).host,
            "builders-us": new URL(us.url).host,
        });
    });

    it("the stack's configuration and the environment reach no instance", () => {
        assert.deepEqual(configured.account.requests(), []);
        assert.deepEqual(addressesOf(configured), ["owner@example.com"]);
    });

    whole.it("a refresh and a second update change nothing", async () => {
        await succeeded(stack.up("--refresh", "--expect-no-changes"));
        assert.deepEqual([...eu.account.requests(), ...us.account.requests()].filter(isWrite), []);
        assert.deepEqual(new Set(eu.account.requests().map(({ clientId }) => clientId)), new Set([euApp.clientId]));
    });

    it("a rotated secret updates its instance and no resource, and is used from then on", async () => {
        await secrets(rotatedApp.clientSecret, usApp.clientSecret);
        stack.declare(program(rotatedApp.clientId));
        const output = await succeeded(stack.up());
        assert.match(output, /~ 1 updated/);
        assert.doesNotMatch(output, /replaced/);
        assert.deepEqual([...eu.account.requests(), ...us.account.requests()], []);
        await succeeded(stack.refresh("--expect-no-changes"));
        assert.deepEqual(
            new Set(eu.account.requests().map(({ clientId }) => clientId)),
            new Set([rotatedApp.clientId]),
        );
    });

    it("a destroy reaches both accounts", async () => {
        await succeeded(stack.destroy());
        assert.deepEqual([addressesOf(eu), addressesOf(us)], [["owner@example.com"], ["owner@example.com"]]);
        assert.deepEqual(configured.account.requests(), []);
    });

    it("an instance without its arguments is one clear message with its name", async () => {
        stack.declare([
            { type: "Provider", name: "asia", args: { host: eu.url } },
            ...["ada", "grace"].map((name): Declared => ({
                type: "KoreUser",
                name,
                args: { emailId: `${name}@example.com` },
                opts: { provider: { $output: "asia" } },
            })),
        ]);
        const output = await refused(stack.up());
        assert.match(
            output,
            /kore\.Provider "asia" is not configured, and nothing was sent to Kore\.ai:\s+clientId is missing\s+clientSecret is missing\s*\.? ?Correct its arguments in the program\./,
        );
        assert.doesNotMatch(output, /\n\s+at .*:\d+:\d+/, "no stack of calls");
        assert.deepEqual([...eu.account.requests(), ...configured.account.requests()], []);
    });

    it("neither the state nor anything printed holds a secret of an instance", () => {
        const all = [euApp, rotatedApp, usApp].map(({ clientSecret }) => clientSecret);
        assertNoSecret(stack.output.replaceAll(/^\$ .*$/gm, ""), all, "the CLI's output");
        assert.ok(assertNoSecretIn(stack.folder, all) > 10, "files were searched");
    });
});

whole.describe("people who come to another provider instance of their account, under another name", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    const instance = (name: string): Declared => ({
        type: "Provider",
        name,
        args: {
            host: emulator.url,
            clientId: seedApp.clientId,
            clientSecret: { $secret: "koreSecret" },
            requestsPerMinute: 1000,
        },
    });
    /** A team of two and their access, with another name for each resource, in another place. */
    const team = (name: string, opts?: Record<string, unknown>): Declared[] => [
        {
            type: "KoreUser",
            name: `ada-${name}`,
            args: { emailId: "ada@example.com", roles: [analyst] },
            ...(opts === undefined ? {} : { opts }),
        },
        {
            type: "KoreUser",
            name: `grace-${name}`,
            args: { emailId: "grace@example.com", isDeveloper: true, canCreateBot: true },
            ...(opts === undefined ? {} : { opts }),
        },
        {
            type: "KoreUserAccess",
            name: `builders-${name}`,
            args: { emailIds: ["ada@example.com"], canCreateBot: true, isDeveloper: true },
            opts: { ...opts, dependsOn: [{ $output: `ada-${name}` }] },
        },
    ];
    const teamAccess = () =>
        ["ada@example.com", "grace@example.com"].map((emailId) => {
            const { userId, isDeveloper, canCreateBot, roles } = personOf(emulator, emailId);
            return { userId, isDeveloper, canCreateBot, roles };
        });

    const otherApp = { clientId: "cs-other", clientSecret: "secret-of-another-app" };

    before(async () => {
        emulator = await startEmulator({
            limits: "off",
            seed: { ...defaultSeed, apps: [...(defaultSeed.apps ?? []), otherApp] },
        });
        stack = await Stack.create("instances", { env: environmentFor(emulator.url) });
        await stack.succeed("config", "set", "--secret", "koreSecret", seedApp.clientSecret);
        stack.declare(team("first"));
        await succeeded(stack.up());
    });
    after(() => emulator.close());

    const moves: [string, () => Declared[]][] = [
        [
            "from the stack's configuration to an instance, in a component",
            () => [
                instance("a"),
                { type: "Component", name: "team", args: {}, opts: { providers: [{ $output: "a" }] } },
                ...team("second", { parent: { $output: "team" } }),
            ],
        ],
        ["from one instance to another", () => [instance("b"), ...team("third", { provider: { $output: "b" } })]],
        ["from an instance back to the stack's configuration", () => team("fourth")],
    ];
    for (const [move, program] of moves) {
        it(`${move}: nobody is removed, and nobody is without their access for a moment`, async () => {
            const before = teamAccess();
            emulator.account.clearRequests();
            stack.declare(program());
            await succeeded(stack.up());
            assert.deepEqual(emulator.account.requests().filter(isWrite), []);
            assert.deepEqual(teamAccess(), before);
            assert.equal(stack.resources().length, 3);
            await succeeded(stack.up("--refresh", "--expect-no-changes"));
        });
    }

    it("what the old resource declared and the new one does not is taken back, and only it", async () => {
        emulator.account.clearRequests();
        stack.declare([
            instance("c"),
            {
                type: "KoreUser",
                name: "ada-fifth",
                args: { emailId: "ada@example.com", adopt: "takeOver" },
                opts: { provider: { $output: "c" } },
            },
            ...team("fourth").slice(1, 2),
        ]);
        await succeeded(stack.up());
        const { roles, isDeveloper } = personOf(emulator, "ada@example.com");
        assert.deepEqual({ roles, isDeveloper }, { roles: [], isDeveloper: false });
        assert.deepEqual(personOf(emulator, "grace@example.com").isDeveloper, true);
        assert.equal(emulator.account.requests().filter(({ method }) => method === "DELETE").length, 0);
    });

    whole.it(
        "whether another app at the same host is of the same account can't be told: the person is not removed, and the way that the error says goes on",
        async () => {
            stack.declare([
                {
                    ...instance("d"),
                    args: { ...instance("d").args, clientId: otherApp.clientId, clientSecret: otherApp.clientSecret },
                },
                {
                    type: "KoreUser",
                    name: "ada-sixth",
                    args: { emailId: "ada@example.com" },
                    opts: { provider: { $output: "d" } },
                },
                ...team("fourth").slice(1, 2),
            ]);
            const output = await refused(stack.up());
            assert.match(
                output,
                /ada@example\.com was not removed: another provider instance of this program declares them at the same host with another app/,
            );
            assert.ok(addressesOf(emulator).includes("ada@example.com"));
            const [, command = ""] = /\(pulumi (state delete 'urn:[^']*')\)/.exec(output) ?? assert.fail(output);
            await stack.succeed(...command.replace(/'/g, "").split(" "), "--yes");
            await succeeded(stack.up());
            await succeeded(stack.up("--refresh", "--expect-no-changes"));
            assert.ok(addressesOf(emulator).includes("ada@example.com"));
        },
    );
});

describe("a stack and its account", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let elsewhere: Emulator;
    let first: Stack;
    let second: Stack;

    const people = (args: Record<string, unknown> = {}): Declared[] => [
        { type: "KoreUser", name: "ada", args: { emailId: "ada@example.com", roles: [analyst], ...args } },
        { type: "KoreUser", name: "grace", args: { emailId: "grace@example.com", roles: [analyst], ...args } },
    ];
    const builders: Declared = {
        type: "KoreUserAccess",
        name: "builders",
        args: { emailIds: [{ $output: "ada.emailId" }], canCreateBot: false, isDeveloper: true },
    };

    before(async () => {
        [emulator, elsewhere] = await Promise.all([startEmulator({ limits: "off" }), startEmulator({ limits: "off" })]);
        first = await Stack.create("account-first", { env: environmentFor(emulator.url) });
        second = await Stack.create("account-second", { env: environmentFor(emulator.url) });
        first.declare([...people(), builders]);
        await succeeded(first.up());
    });
    after(() => Promise.all([emulator, elsewhere].map((each) => each.close())));
    beforeEach(() => [emulator, elsewhere].forEach(({ account }) => account.clearRequests()));

    // The engine notes more of a resource, such as where the program declares it.
    const kept = (resources: Awaited<ReturnType<Stack["resources"]>>) =>
        resources.map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }));

    for (const command of sample(["up", "refresh", "destroy"] as const, 1)) {
        it(`a stack that is pointed at another account is refused its ${command}, and nothing is sent there`, async () => {
            const before = kept(first.resources());
            first.setEnvironment(envSettings(elsewhere.url));
            // A changed declaration, as an update without one asks nothing of anybody.
            first.declare([...people(command === "up" ? { roles: [] } : {}), builders]);
            const output = await refused(first[command]());
            first.setEnvironment(envSettings(emulator.url));
            first.declare([...people(), builders]);
            const [here, there] = [emulator, elsewhere].map(({ url }) => new URL(url).host);
            assert.ok(
                output.includes(
                    `was left alone: it is in the account at ${here}, and kore:host leads to ${there}. Set kore:host back (pulumi config set kore:host http://${here})`,
                ),
                output,
            );
            assert.deepEqual([...elsewhere.account.requests(), ...emulator.account.requests()], []);
            assert.deepEqual(addressesOf(elsewhere), ["owner@example.com"]);
            assert.deepEqual(kept(first.resources()), before);
        });
    }

    whole.it(
        "a stack whose provider is read-only previews and refreshes, and names what it does not write",
        async () => {
            first.setEnvironment({ ...envSettings(emulator.url), readOnly: "true" });
            first.declare([...people({ roles: [] }), builders]);
            await succeeded(first.preview());
            const output = await refused(first.up("--refresh", "--continue-on-error"));
            assert.match(output, /KoreUser ada refresh /);
            first.setEnvironment(envSettings(emulator.url));
            assert.match(output, /ada@example\.com/);
            assert.match(output, /grace@example\.com/);
            assert.match(output, /kore:readOnly/);
            assert.match(output, /PUT|Update User/);
            assert.deepEqual(emulator.account.requests().filter(isWrite), []);
            assert.deepEqual(personOf(emulator, "grace@example.com").roles, [analyst]);
            first.declare([...people(), builders]);
        },
    );

    whole.it("a second stack takes over who is as it declares, and is refused who is not", async () => {
        second.declare(people());
        const output = await refused(second.up("--continue-on-error"));
        assert.match(
            output,
            /ada@example\.com was not created:\s+this person is in the account already, and differs from the program:\s+isDeveloper is true, and not declared/,
        );
        assert.deepEqual(emulator.account.requests().filter(isWrite), []);
        second.declare([...people({ isDeveloper: true }).slice(0, 1), ...people().slice(1)]);
        await succeeded(second.up());
        assert.deepEqual(emulator.account.requests().filter(isWrite), []);
        assert.deepEqual(
            second.resources().map(({ outputs }) => outputs["adopted"]),
            [true, true],
        );
    });

    whole.it("its destroy is refused, as it does not say what becomes of people whom it did not bring", async () => {
        const before = emulator.account.people();
        const output = await refused(second.destroy("--continue-on-error"));
        for (const name of ["ada", "grace"])
            assert.match(
                output,
                new RegExp(
                    `${name}@example\\.com was not removed: this person was in the account already when the resource was made.*Declare onDestroy`,
                ),
            );
        assert.deepEqual(emulator.account.requests().filter(isWrite), []);
        assert.deepEqual(emulator.account.people(), before);
    });

    whole.it(
        "the first stack, which brought them, removes them, and the second is then done without a word",
        async () => {
            await succeeded(first.destroy());
            assert.deepEqual(addressesOf(emulator), ["owner@example.com"]);
            await succeeded(second.destroy());
            assert.deepEqual(second.resources(), []);
        },
    );
});

/** The settings by which a stack reaches an emulator. */
function envSettings(host: string): Record<string, string> {
    return {
        host,
        clientId: seedApp.clientId,
        clientSecret: seedApp.clientSecret,
        requestsPerMinute: "1000000",
        requestsPerHour: "1000000",
    };
}
