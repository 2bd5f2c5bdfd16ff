import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { seedApp, startEmulator, type Emulator } from "kore-emulator";
import { factsName, factsPageName, readFacts } from "../../review/src/probe/factsFile";
import { journalName } from "../../review/src/probe/journal";
import { environmentOf } from "../doctor/patient";
import { repositoryRoot } from "../harness/repository";
import { assertNoSecretIn } from "../harness/secrets";
import { simulatedTime } from "../harness/simulatedTime";
import { addresses, assertNobodyInvited, assertNobodyIsLeft, everything, seed, temporaryFolder } from "./probed";

interface Run {
    code: number | null;
    stdout: string;
    stderr: string;
}

describe("the command kore-access probe", function () {
    this.timeout(120_000);
    let emulator: Emulator;
    let folder: string;
    /** Is told of each request that the emulator has dealt with, before its answer leaves. */
    let onRequest: (number: number) => void;
    let requests: number;

    before(async () => {
        emulator = await startEmulator({ seed, limits: "off", onRequest: () => onRequest(++requests) });
    });
    after(() => emulator.close());
    beforeEach(() => {
        emulator.account.reset();
        folder = temporaryFolder();
        requests = 0;
        onRequest = () => undefined;
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    /** Runs the built command, in which time passes faster. The emulator is in this process, which must go on meanwhile. */
    function koreAccess(args: string[], begun: (child: ChildProcess) => void = () => undefined): Promise<Run> {
        return new Promise((resolve, reject) => {
            const run = { stdout: "", stderr: "" };
            const environment = { PATH: process.env["PATH"], ...environmentOf(emulator.url), ...simulatedTime };
            const child = spawn(
                process.execPath,
                [path.join(repositoryRoot, "review", "dist", "cli.js"), "probe", ...args],
                { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] },
            );
            child.stdout.setEncoding("utf8").on("data", (text: string) => (run.stdout += text));
            child.stderr.setEncoding("utf8").on("data", (text: string) => (run.stderr += text));
            child.once("error", reject);
            child.once("close", (code) => resolve({ code, ...run }));
            begun(child);
        });
    }

    const named = [
        ...addresses,
        ...everything.roles.flatMap(({ roleId, botId }) => ["--role", `${roleId}@${botId}`]),
        ...["--group", everything.group ?? "", "--bot", everything.bot ?? ""],
    ];

    it("writes the facts and a page of them, without a secret, and ends with 0", async () => {
        const { code, stdout, stderr } = await koreAccess([...named, "--yes"]);
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^\d+ of \d+ open facts told, with \d+ requests: kore\.facts\.json, and kore\.facts\.md/);
        assert.match(stdout, /Nobody is left in the account\.\n\nNext:\n {2}kore-access doctor\n/);
        assert.deepEqual(readdirSync(folder).sort(), [factsName, factsPageName]);
        assertNoSecretIn(folder, [seedApp.clientSecret, seedApp.clientId]);
        const { facts } = readFacts(path.join(folder, factsName));
        const page = readFileSync(path.join(folder, factsPageName), "utf8");
        for (const name of Object.keys(facts)) assert.ok(page.includes(`\n| \`${name}\` | `), name);
        assertNobodyIsLeft(emulator);
    });

    it("says what it will send, and sends nothing where nobody says yes", async () => {
        const { code, stderr } = await koreAccess(named);
        assert.equal(code, 1);
        assert.match(
            stderr,
            /adds probe-1@example\.com and probe-2@example\.com, with sendEmail false: they get no e-mail/,
        );
        assert.match(stderr, /of roles, groups and tasks these alone: role \w+ on st-/);
        assert.match(stderr, /removes probe-1@example\.com and probe-2@example\.com at the end, whatever happens/);
        assert.match(stderr, /kore-access: Nobody can answer here: --yes says yes to this\. Nothing was sent\.\n$/);
        assert.deepEqual(emulator.account.requests(), []);
    });

    it("ends with 1 where the address is known, an option is wrong, or nothing is named", async () => {
        const known = await koreAccess(["owner@example.com", "--yes"]);
        assert.equal(known.code, 1);
        assert.match(known.stderr, /owner@example\.com is known to the account/);
        for (const args of [[], ["--role", "tester", addresses[0] ?? ""], ["--clean", addresses[0] ?? ""], ["--claen"]])
            assert.equal((await koreAccess([...args, "--yes"])).code, 1, args.join(" "));
        assertNobodyIsLeft(emulator);
    });

    it("tells in its help of examples, exit codes and the files", async () => {
        const { code, stdout } = await koreAccess(["--help"]);
        assert.equal(code, 0);
        for (const words of ["Examples:\n", "Exit codes: 0", factsName, journalName, "--clean", "--yes"])
            assert.ok(stdout.includes(words), words);
    });

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        it(`stopped by ${signal}, removes whom it has added, and ends with 1`, async () => {
            const { code, stderr } = await koreAccess([...named, "--yes"], (child) => {
                onRequest = (number) => number === 12 && child.kill(signal);
            });
            assert.equal(code, 1);
            assert.match(
                stderr,
                /Stops, and removes whom it has added.*\nStopped\. No facts were written\.\nNobody is left in the account\.\n$/s,
            );
            assert.deepEqual(readdirSync(folder), []);
            assertNobodyIsLeft(emulator);
        });
    }

    it("stopped twice, leaves at once, says what to do, and ends with 2", async () => {
        emulator.account.fault({ kind: "silence", endpoint: "DELETE /api/public/users", when: "before" });
        const { code, stderr } = await koreAccess([...named, "--yes"], (child) => {
            onRequest = (number) => {
                const { method } = emulator.account.requests().at(-1) ?? {};
                if (number === 12 || method === "DELETE") child.kill("SIGINT");
            };
        });
        assert.equal(code, 2);
        assert.match(stderr, /Whom the probe has added may be there: kore-access probe --clean removes them\.\n$/);
        assert.equal((await koreAccess(["--clean"])).code, 0);
        assertNobodyIsLeft(emulator);
    });

    it("names who is left where they can't be removed, and ends with 2, as does --clean until they can", async () => {
        emulator.account.fault({ kind: "serverError", endpoint: "DELETE /api/public/users", times: 1000 });
        const left = await koreAccess([...named, "--yes"]);
        assert.equal(left.code, 2);
        assert.match(left.stderr, /Left in the account, or perhaps: Probe-1@example\.com: DELETE users answers .*503/);
        assert.equal((await koreAccess(["--clean"])).code, 2);
        emulator.account.clearFaults();
        const cleaned = await koreAccess(["--clean"]);
        assert.deepEqual([cleaned.code, cleaned.stdout], [0, "Nobody is left in the account.\n"]);
        assertNobodyIsLeft(emulator);
        const again = await koreAccess(["--clean"]);
        assert.deepEqual(
            [again.code, again.stdout],
            [0, "No probe was stopped in this folder: nobody is to be removed.\n"],
        );
    });

    it("killed in the middle of a request, which was done, leaves nobody whom --clean does not remove", async () => {
        for (let at = 4; ; at += 14) {
            emulator.account.reset();
            requests = 0;
            const { code } = await koreAccess([...named, "--yes"], (child) => {
                onRequest = (number) => number === at && child.kill("SIGKILL");
            });
            onRequest = () => undefined;
            assertNobodyInvited(emulator);
            if (code === 0) break;
            assert.ok(existsSync(path.join(folder, journalName)), `at request ${at}`);
            assert.equal((await koreAccess(["--clean"])).code, 0);
            assertNobodyIsLeft(emulator);
        }
    });
});
