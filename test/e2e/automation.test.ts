import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { seedApp, seedIds, startEmulator, type Emulator } from "kore-emulator";
import * as kore from "pulumi-kore";
import * as v from "valibot";
import { cliEnvironment } from "../../tools/engine/environment";
import { repositoryRoot } from "../harness/repository";
import { whole } from "../harness/whole";

const work = path.join(repositoryRoot, "test", "e2e", ".work", "automation");
const owner = "owner@example.com";

describe("the Automation API", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let elsewhere: string;
    let env: Record<string, string>;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        elsewhere = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore-elsewhere-")));
        rmSync(work, { recursive: true, force: true });
        const places = { backendDir: path.join(work, "backend"), home: path.join(work, "home") };
        for (const place of Object.values(places)) mkdirSync(place, { recursive: true });
        const given = { ...(await cliEnvironment(places)), ...settingsOf(emulator.url) };
        env = v.parse(v.record(v.string(), v.string()), given);
    });
    after(async () => {
        rmSync(elsewhere, { recursive: true });
        await emulator.close();
    });
    beforeEach(() => emulator.account.clearRequests());

    const addresses = () =>
        emulator.account
            .people()
            .map(({ emailId }) => emailId)
            .sort();

    describe("in the example", () => {
        /** Runs the example from a folder that has no package, as `node --import tsx index.ts` does beside it. */
        const example = (...args: string[]) => {
            const loader = path.join(repositoryRoot, "node_modules", "tsx", "dist", "loader.mjs");
            const index = path.join(repositoryRoot, "examples", "automation-api", "index.ts");
            return ended(["--import", loader, index, ...args], elsewhere, env);
        };

        it("shows in a preview what each team's stack would do, and sends nothing", async () => {
            const { code, lines } = await example("preview");
            assert.equal(code, 0, lines.join("\n"));
            assert.deepEqual(
                lines.filter((line) => !line.includes(" requests ")),
                [
                    "sales: create sales-builders",
                    "sales: create sophie@example.com",
                    "support: create frances@example.com",
                    "support: create lynn@example.com",
                    "support: create support-builders",
                ],
            );
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("brings every team up to date in parallel, and says what each stack has sent", async () => {
            const { code, lines } = await example("up");
            assert.equal(code, 0, lines.join("\n"));
            assert.deepEqual(addresses(), ["frances@example.com", "lynn@example.com", owner, "sophie@example.com"]);
            const { groups, isDeveloper } = emulator.account.person("sophie@example.com") ?? assert.fail();
            assert.deepEqual({ groups, isDeveloper }, { groups: [seedIds.groups.salesTeam], isDeveloper: true });
            const sent = lines.flatMap((line) => /: (\d+) requests to Kore\.ai$/.exec(line)?.[1] ?? []).map(Number);
            assert.equal(sent.length, 2, lines.join("\n"));
            assert.equal(
                sent.reduce((sum, requests) => sum + requests, 0),
                emulator.account.requests().length,
            );
        });

        whole.it("finds nothing to do the next time, in a process and a working folder of its own", async () => {
            const { code, lines } = await example("up");
            assert.deepEqual([code, lines], [0, ["sales: 0 requests to Kore.ai", "support: 0 requests to Kore.ai"]]);
        });

        it("takes back what it has given, and refuses a command that it does not know", async () => {
            const { code, lines } = await example("destory");
            assert.deepEqual([code, lines], [1, ["Say what to do: preview, up, destroy."]]);
            assert.equal((await example("destroy")).code, 0);
            assert.deepEqual(addresses(), [owner]);
        });
    });

    describe("in one process", () => {
        const pathBefore = process.env["PATH"];
        // The API looks for the CLI before it knows of a workspace.
        before(() => (process.env["PATH"] = env["PATH"]));
        after(() => (process.env["PATH"] = pathBefore));

        const stackOf = (stackName: string, program: () => Promise<void>, main = repositoryRoot): Promise<Stack> =>
            LocalWorkspace.createOrSelectStack(
                { stackName, projectName: "people", program },
                { projectSettings: { name: "people", runtime: "nodejs", main }, envVars: env },
            );
        const person = (name: string, opts?: { provider: kore.Provider }) =>
            new kore.KoreUser(name, { emailId: `${name}@example.com`, sendEmail: false }, opts);

        whole.it(
            "runs several stacks in parallel, which know nothing of each other, and keeps nothing of them",
            async () => {
                // The same person, in accounts of their own: within one program two resources would contradict each other.
                const other = await startEmulator({ limits: "off" });
                const program = (name: string) => () => {
                    person("ada");
                    person(name);
                    return Promise.resolve();
                };
                try {
                    const here = await stackOf("here", program("grace"));
                    const there = await stackOf("there", program("joan"));
                    Object.assign(there.workspace.envVars, settingsOf(other.url));
                    await Promise.all([here.up(), there.up()]);
                    const listeners = process.listenerCount("exit");
                    await Promise.all([here.preview(), there.preview()]);
                    await Promise.all([here.refresh(), there.refresh()]);
                    assert.deepEqual(addresses(), ["ada@example.com", "grace@example.com", owner]);
                    await Promise.all([here.destroy(), there.destroy()]);
                    for (const { account } of [emulator, other])
                        assert.deepEqual(
                            account.people().map(({ emailId }) => emailId),
                            [owner],
                        );
                    assert.equal(process.listenerCount("exit"), listeners, "a listener for each run");
                } finally {
                    await other.close();
                }
            },
        );

        whole.it("tells of a refusal in an event, by its code, and what was sent until then", async () => {
            const stack = await stackOf("refused", () => {
                person("ada");
                new kore.KoreUser("owner", { emailId: owner, adopt: "never" });
                return Promise.resolve();
            });
            const events: EngineEvent[] = [];
            const told: kore.KoreReceipt[][] = [];
            const run = () => stack.up({ onEvent: (event) => events.push(event) });
            await assert.rejects(
                kore.withReceipts(stack.workspace, run, (receipts) => told.push(receipts)),
                /code: -2/,
            );
            const errors = events.flatMap(({ diagnosticEvent }) =>
                diagnosticEvent?.severity === "error" ? diagnosticEvent.message : [],
            );
            assert.ok(
                errors.some((error) =>
                    /owner@example\.com was not (added|adopted|created).*\[kore:[\w-]+\]/s.test(error),
                ),
                errors.join("\n"),
            );
            assert.deepEqual(
                told.map((receipts) => receipts.map(({ account, requests }) => ({ account, requests }))),
                [[{ account: new URL(emulator.url).host, requests: emulator.account.requests().length }]],
            );
            assert.equal(stack.workspace.envVars["KORE_RECEIPT"], undefined);
            await stack.destroy();
        });

        whole.it("gives a receipt for each provider instance, and the answer of the command", async () => {
            const stack = await stackOf("instances", () => {
                person("ada");
                const eu = new kore.Provider("eu/west", { host: emulator.url, ...app, accountName: "one" });
                person("grace", { provider: eu });
                return Promise.resolve();
            });
            const told: kore.KoreReceipt[] = [];
            const { summary } = await kore.withReceipts(
                stack.workspace,
                () => stack.up(),
                (receipts) => told.push(...receipts),
            );
            assert.equal(summary.result, "succeeded");
            const [own, eu] = told;
            assert.deepEqual([told.length, own?.instance, eu?.instance], [2, undefined, "eu/west"]);
            assert.deepEqual(
                told.reduce((sum, { requests }) => sum + requests, 0),
                emulator.account.requests().length,
            );
            assert.deepEqual(eu?.endpoints["POST /api/public/users"], { requests: 1, rows: 1, retries: 0 });
            await stack.destroy();
        });

        it("is refused by Pulumi, where the folder in which the provider runs has no packages", async () => {
            const stack = await stackOf("nowhere", () => Promise.resolve(void person("ada")), elsewhere);
            await assert.rejects(stack.up(), /Cannot find module '@pulumi\/pulumi\/cmd\/dynamic-provider'/);
            assert.deepEqual(emulator.account.requests(), []);
        });
    });
});

const app = { clientId: seedApp.clientId, clientSecret: seedApp.clientSecret };

function settingsOf(host: string): Record<string, string> {
    return { KORE_HOST: host, KORE_CLIENT_ID: app.clientId, KORE_CLIENT_SECRET: app.clientSecret };
}

/** How a Node program ended, and the lines that it wrote, sorted. */
function ended(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<{ code: number; lines: string[] }> {
    return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
        let output = "";
        for (const stream of [child.stdout, child.stderr])
            stream.setEncoding("utf8").on("data", (text: string) => (output += text));
        child.once("error", reject);
        child.once("close", (code) =>
            resolve({
                code: code ?? -1,
                lines: output
                    .split("\n")
                    .filter((line) => line !== "")
                    .sort(),
            }),
        );
    });
}
