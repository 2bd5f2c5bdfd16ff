import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { seedApp, startEmulator, type Emulator } from "kore-emulator";
import * as v from "valibot";
import { checks, statuses, type Check } from "../../review/src/doctor/finding";
import { cliEnvironment } from "../../tools/engine/environment";
import { repositoryRoot } from "../harness/repository";
import { assertNoSecret } from "../harness/secrets";
import { environmentFor, Stack, succeeded } from "../harness/stack";
import { assertOnlyRead, environmentOf } from "./patient";

/** As docs/doctor.md has it. */
const diagnosisSchema = v.strictObject({
    version: v.literal(1),
    status: v.picklist(["ok", "warning", "problem"]),
    requests: v.number(),
    findings: v.array(
        v.strictObject({
            check: v.picklist(Object.keys(checks)),
            status: v.picklist(statuses),
            says: v.string(),
            fix: v.array(v.string()),
        }),
    ),
});

interface Run {
    code: number | null;
    stdout: string;
    stderr: string;
}

/** Runs the built command. The emulator is in this process, which must go on meanwhile. */
function doctor(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Run> {
    return new Promise((resolve, reject) => {
        const run = { stdout: "", stderr: "" };
        const child = spawn(
            process.execPath,
            [path.join(repositoryRoot, "review", "dist", "cli.js"), "doctor", ...args],
            { cwd, env, stdio: ["ignore", "pipe", "pipe"] },
        );
        child.stdout.setEncoding("utf8").on("data", (text: string) => (run.stdout += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (run.stderr += text));
        child.once("error", reject);
        child.once("close", (code) => resolve({ code, ...run }));
    });
}

describe("the command kore-access doctor", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let folder: string;

    before(async () => {
        folder = mkdtempSync(path.join(tmpdir(), "doctor-"));
        emulator = await startEmulator({ limits: "off" });
    });
    after(async () => {
        rmSync(folder, { recursive: true });
        await emulator.close();
    });
    afterEach(() => assertOnlyRead(emulator));

    it("ends with 0 where nothing is wrong, or only a warning", async () => {
        const { code, stdout, stderr } = await doctor([], folder, environmentOf(emulator.url));
        assert.deepEqual([code, stderr], [0, ""]);
        assert.match(stdout, /^ok {7}token: is accepted$/m);
        assert.match(stdout, /^warning {2}Pulumi CLI: there is no pulumi on PATH\n {9}Install it: /m);
        assert.ok(!stdout.includes("\u001b"), "plain, as it is no terminal");
    });

    it("ends with 2 at a problem, and names each check on a line", async () => {
        const { code, stdout } = await doctor(
            [],
            folder,
            environmentOf(emulator.url, { clientSecret: "a-wrong-secret" }),
        );
        assert.equal(code, 2);
        for (const title of Object.values(checks).filter((each) => each !== "kore:jwt" && each !== checks.directory))
            assert.match(stdout, new RegExp(`^(ok|warning|problem|skipped) +${title}: `, "m"));
        assertNoSecret(stdout, ["a-wrong-secret"], "the output");
    });

    it("says it as JSON", async () => {
        const { code, stdout } = await doctor(["--json"], folder, {});
        const { status, requests, findings } = v.parse(diagnosisSchema, JSON.parse(stdout));
        assert.deepEqual([code, status, requests], [2, "problem", 0]);
        assert.deepEqual(
            findings.map(({ check }) => check),
            // Nothing is said of a token that is not used, nor of a directory that is not there.
            Object.keys(checks).filter(
                (check) => !(["jwt", "directory"] satisfies Check[] as string[]).includes(check),
            ),
            "in the order of the page",
        );
    });

    for (const { args, message } of [
        { args: ["--stacks"], message: /unknown option '--stacks'/ },
        {
            args: ["--stack", "prod"],
            message:
                /^kore-access: --stack needs a Pulumi project, and there is no Pulumi\.yaml in this folder or above\.$/m,
        },
    ]) {
        it(`ends with 1 at ${args.join(" ")}`, async () => {
            const { code, stdout, stderr } = await doctor(args, folder, {});
            assert.deepEqual([code, stdout], [1, ""]);
            assert.match(stderr, message);
        });
    }

    // One stack: each test starts where the one before it ended.
    describe("in a real project", () => {
        let stack: Stack;
        let env: NodeJS.ProcessEnv;

        before(async () => {
            stack = await Stack.create("doctor", { env: environmentFor(emulator.url) });
            env = await cliEnvironment({
                backendDir: path.join(stack.folder, "backend"),
                home: path.join(stack.folder, "home"),
            });
            await stack.configure({
                host: emulator.url,
                clientId: seedApp.clientId,
                clientSecret: seedApp.clientSecret,
            });
            stack.declare([{ type: "KoreUser", name: "ada", args: { emailId: "ada@example.com" } }]);
            await succeeded(stack.up());
        });
        beforeEach(() => emulator.account.clearRequests());

        const diagnose = async (...args: string[]) => {
            const { code, stdout, stderr } = await doctor(["--json", ...args], stack.folder, env);
            assertNoSecret(stdout + stderr, [seedApp.clientSecret], "the output");
            const { findings } = v.parse(diagnosisSchema, JSON.parse(stdout));
            const said = (check: Check) =>
                findings
                    .flatMap((finding) => (finding.check === check ? [`${finding.status}: ${finding.says}`] : []))
                    .join();
            return {
                code,
                said,
                problems: findings.filter(({ status }) => status === "problem").map(({ check }) => check),
            };
        };

        it("reads configuration and state", async () => {
            const { code, said, problems } = await diagnose();
            assert.deepEqual([code, problems], [0, []]);
            assert.equal(said("stack"), "ok: has kore:clientId, kore:clientSecret, kore:host");
            assert.equal(said("plainSecrets"), "ok: none stands in the configuration as plain text");
            assert.match(said("package"), /^ok: \d/);
            assert.equal(said("state"), `ok: 1 resource, all of the account at ${new URL(emulator.url).host}`);
            assert.ok(emulator.account.requests().length > 0);
        });

        it("knows no stack of another name", async () => {
            const { code, said } = await diagnose("--stack", "nope");
            assert.deepEqual(
                [code, said("stack")],
                [2, `problem: cannot be read: Pulumi says "no stack named 'nope' found"`],
            );
        });

        it("notices that the settings lead to another account", async () => {
            const other = await startEmulator({ limits: "off" });
            await stack.configure({ host: other.url });
            const { code, said, problems } = await diagnose();
            await other.close();
            assert.deepEqual([code, problems], [2, ["state"]]);
            assert.match(
                said("state"),
                new RegExp(
                    `^problem: ${new URL(emulator.url).host} is the account of 1 of 1 resource, and kore:host leads to `,
                ),
            );
        });
    });
});
