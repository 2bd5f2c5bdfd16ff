import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { seedIds, startEmulator, type Emulator } from "kore-emulator";
import { type Declared, environmentFor, Stack, succeeded } from "../harness/stack";
import { typeToken } from "../../provider/model/kinds";
import { pluginPlace, repositoryRoot } from "../harness/repository";
import { isWhole } from "../harness/whole";
import { project, readRecorded, recordedReleases } from "../states/recorded";

const company: Declared[] = [
    {
        type: "KoreUser",
        name: "ada",
        args: {
            emailId: "ada@example.com",
            roles: [{ roleId: seedIds.botRoles.tester, botId: seedIds.bots.sales }],
            reason: "tests the bots",
        },
    },
    {
        type: "KoreUserAccess",
        name: "builders",
        args: { emailIds: ["ada@example.com"], canCreateBot: false, isDeveloper: true },
    },
    { type: "KoreUsers", name: "staff", args: { people: { "alan@example.com": { isDeveloper: true } } } },
];

describe("from dynamic resources to the plugin, and back", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("native-migration", { door: "dynamic", env: environmentFor(emulator.url) });
        stack.declare(company);
        await succeeded(stack.run("up", "--yes"));
        emulator.account.clearRequests();
        const project = path.join(stack.folder, "Pulumi.yaml");
        writeFileSync(project, `${readFileSync(project, "utf8")}${pluginPlace}`);
    });
    after(() => emulator.close());

    it("is no change, in the preview and in the update, and asks Kore.ai nothing", async () => {
        stack.reset("native");
        stack.declare(company.map(withAlias));
        if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
        await succeeded(stack.run("up", "--yes", "--expect-no-changes"));
        assert.deepEqual(emulator.account.requests(), []);
        assert.deepEqual(
            stack
                .resources()
                .map(({ type }) => type)
                .sort(),
            ["kore:index:User", "kore:index:UserAccess", "kore:index:Users"],
        );
    });

    it("then goes on as if it had been so from the first: a refresh finds nothing", async () => {
        await succeeded(stack.refresh("--expect-no-changes"));
        if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
    });

    it("and back is no change either", async () => {
        emulator.account.clearRequests();
        stack.reset("dynamic");
        const back = company.map((each) => ({
            ...each,
            opts: { aliases: [{ type: `kore:index:${each.type.replace(/^Kore/, "")}` }] },
        }));
        stack.declare(back);
        if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
        await succeeded(stack.run("up", "--yes", "--expect-no-changes"));
        assert.deepEqual(emulator.account.requests(), []);
        if (isWhole) {
            await succeeded(stack.preview("--expect-no-changes"));
            await succeeded(stack.refresh());
        }
        await succeeded(stack.destroy());
        assert.equal(emulator.account.person("ada@example.com"), undefined);
    });
});

for (const release of recordedReleases())
    describe(`a state of ${release} in the hands of the plugin`, function () {
        this.timeout(300_000);

        it("is unchanged in preview and update, asks Kore.ai nothing, and goes on by a refresh", async () => {
            const emulator = await startEmulator({ limits: "off" });
            try {
                const recorded = readRecorded(release, new URL(emulator.url).host);
                emulator.account.reset(recorded.account);
                const parent = path.join(repositoryRoot, "test", "e2e", ".work", `native-states-${release}`);
                const stack = await Stack.create(project, {
                    parent,
                    door: "native",
                    env: environmentFor(emulator.url),
                });
                stack.declare(recorded.program.map(withAlias));
                const file = path.join(stack.folder, "recorded.json");
                writeFileSync(file, recorded.state);
                await stack.succeed("stack", "import", "--file", file);
                if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
                await succeeded(stack.run("up", "--yes", "--expect-no-changes"));
                assert.deepEqual(emulator.account.requests(), []);
                await succeeded(stack.refresh("--expect-no-changes"));
                if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
            } finally {
                await emulator.close();
            }
        });
    });

/** A resource by the name that it had as a dynamic one: what an SDK says by itself. */
function withAlias(each: Declared): Declared {
    if (each.type === "Provider" || each.type === "Component") return each;
    return { ...each, opts: { ...each.opts, aliases: [{ type: typeToken(each.type) }] } };
}
