import assert from "node:assert/strict";
import { startEmulator, type Emulator } from "kore-emulator";
import { providerLines } from "../harness/managed";
import { type CallFailed, failureOf, ProviderProcess, type Properties } from "../harness/providerProcess";
import { newRun } from "../harness/runOfProgram";

const resources: { id: string; inputs: Properties; outputs: Properties }[] = Array.from(
    { length: 1_000 },
    (_, index) => {
        const emailId = `person${index}@example.com`;
        const facts = { account: "127.0.0.1" };
        if (index % 2 === 0) {
            const inputs = { emailId, isDeveloper: true, __provider: providerLines.KoreUser };
            return {
                id: emailId,
                inputs,
                outputs: {
                    ...inputs,
                    ...facts,
                    userId: `u-${index}`,
                    adopted: false,
                    reported: { canCreateBot: false, isDeveloper: true, roles: [], groups: [] },
                },
            };
        }
        const inputs = {
            emailIds: [emailId],
            canCreateBot: false,
            isDeveloper: true,
            __provider: providerLines.KoreUserAccess,
        };
        return {
            id: `useraccess-${index}`,
            inputs,
            outputs: {
                ...inputs,
                ...facts,
                reported: [{ emailId, userId: `u-${index}`, canCreateBot: false, isDeveloper: true }],
            },
        };
    },
);

// A forgotten secret in a stack of a thousand people is one mistake, and is told once.
describe("a thousand resources without credentials", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let provider: ProviderProcess;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
    });
    beforeEach(async () => {
        provider = await ProviderProcess.start({});
    });
    afterEach(() => provider.stop());
    after(async () => {
        assert.deepEqual(emulator.account.requests(), [], "nothing is ever sent");
        await emulator.close();
    });

    it("are previewed: check and diff need no settings, and say nothing", async () => {
        const run = newRun();
        const checked = await Promise.all(resources.map(({ inputs }) => provider.check({ ...inputs, ...run }, inputs)));
        assert.ok(checked.every(({ failures }) => failures.length === 0));
        const compared = await Promise.all(
            resources.map(({ id, inputs, outputs }) => provider.diff(id, outputs, inputs)),
        );
        assert.ok(compared.every(({ changes, replaces }) => !changes && replaces.length === 0));
        assert.equal(await provider.stopped(), "");
    });

    const steps: Record<string, (provider: ProviderProcess, resource: (typeof resources)[number]) => Promise<unknown>> =
        {
            created: (provider, { inputs }) => provider.create(inputs),
            read: (provider, { id, outputs }) => provider.read(id, outputs),
            deleted: (provider, { id, outputs }) => provider.delete(id, outputs, { inRun: true }),
        };
    for (const [name, step] of Object.entries(steps)) {
        it(`are not ${name}: one message names every missing setting with its command, the others are a line`, async () => {
            const messages = (await Promise.all(resources.map((resource) => failureOf(step(provider, resource))))).map(
                ({ message }) => message,
            );
            const full = messages.filter((message) => message.includes("pulumi config set"));
            assert.equal(full.length, 1);
            for (const command of ["kore:host platform.kore.ai", "kore:clientId cs-…", "--secret kore:clientSecret"])
                assert.ok(full[0]?.includes(`is missing: pulumi config set ${command}`), full[0]);
            assert.match(full[0] ?? "", /nothing was sent to Kore\.ai/);
            const others = messages.filter((message) => message !== full[0]);
            assert.deepEqual(
                [...new Set(others)],
                [
                    "pulumi-kore is not configured: the first error of this run says what is missing. [kore:not-configured]",
                ],
            );
            const lines = (await provider.stopped()).split("\n");
            assert.ok(
                lines.every((line) => line.length < 120),
                "what the process prints beside is short",
            );
        });
    }

    it("get one message as well where only the credentials are missing", async () => {
        provider.stop();
        provider = await ProviderProcess.start({ "kore:host": emulator.url });
        const failures: CallFailed[] = await Promise.all(
            resources.map(({ inputs }) => failureOf(provider.create(inputs))),
        );
        const full = failures.filter(({ message }) => message.includes("pulumi config set"));
        assert.equal(full.length, 1);
        assert.doesNotMatch(full[0]?.message ?? "", /kore:host/);
        assert.ok(
            failures.every(({ id }) => id === undefined),
            "nothing is kept in the state",
        );
    });
});
