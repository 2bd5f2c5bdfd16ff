import assert from "node:assert/strict";
import path from "node:path";
import { seedIds, startEmulator, type Emulator } from "kore-emulator";
import { repositoryRoot } from "../harness/repository";
import { type Declared, environmentFor, Stack } from "../harness/stack";

const pack = path.join(repositoryRoot, "examples", "access-policies");
const flags = ["--policy-pack", pack, "--policy-pack-config", path.join(pack, "policies.json")];
const analyst = [{ roleId: seedIds.adminRoles.analyst }];

function user(name: string, args: Record<string, unknown> = {}): Declared {
    return { type: "KoreUser", name, args: { emailId: `${name}@example.com`, ...args } };
}

function set(people: Record<string, unknown>, args: Record<string, unknown> = {}): Declared {
    return { type: "KoreUsers", name: "team", args: { people, ...args } };
}

describe("the example of a policy pack", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("policies", { env: environmentFor(emulator.url) });
    });
    after(() => emulator.close());

    it("lets people pass of whom it has nothing to say", async () => {
        stack.declare([
            user("ada", { roles: [{ roleId: seedIds.botRoles.tester, botId: seedIds.bots.support }] }),
            set(
                { "grace@example.com": { roles: analyst }, "joan@example.com": {} },
                { reason: "reads the dashboards" },
            ),
        ]);
        const { exitCode, output } = await stack.run("preview", "--non-interactive", "--color", "never", ...flags);
        assert.equal(exitCode, 0, output);
        assert.match(output, /access-policies@v1\.0\.0/);
    });

    it("refuses each that breaks a policy in the preview, by name, and an update at the first of them", async () => {
        stack.declare([
            user("contractor", { emailId: "contractor@example.org" }),
            user("grace", { roles: analyst }),
            user("alan", { roles: analyst, reason: "asked for it" }),
            user("ada"),
            set({
                "agency@example.net": {},
                "jean@example.com": { roles: analyst, reason: "asked for it" },
                "joan@example.com": { roles: analyst },
            }),
        ]);
        const preview = await refusedBy(stack.run("preview", "--non-interactive", "--color", "never", ...flags));
        const says = [
            /contractor@example\.org is not of example\.com/,
            /grace@example\.com is an administrator without a reason/,
            /alan@example\.com is not among those who may be administrators/,
            /agency@example\.net is not of example\.com/,
            /joan@example\.com is an administrator without a reason/,
            /jean@example\.com is not among those who may be administrators/,
        ];
        for (const words of says) assert.match(preview, words);
        assert.doesNotMatch(preview, /ada@example\.com is|jean@example\.com is an/);

        const update = await refusedBy(stack.up(...flags));
        assert.ok(says.some((words) => words.test(update)));
        const refused = /^(?:contractor|grace|alan|agency|jean|joan)@/;
        assert.ok(emulator.account.people().every(({ emailId }) => !refused.test(emailId)));
    });
});

async function refusedBy(step: Promise<{ exitCode: number; output: string }>): Promise<string> {
    const { exitCode, output } = await step;
    assert.notEqual(exitCode, 0, output);
    return output;
}
