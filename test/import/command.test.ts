import assert from "node:assert/strict";
import { appendFileSync, chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { startEmulator, type Emulator } from "kore-emulator";
import { cliEnvironment } from "../../tools/engine/environment";
import { environmentFor } from "../harness/stack";
import { koreAccess, link, temporaryFolders } from "./imports";

describe("kore-access import, the command", function () {
    this.timeout(300_000);
    const temporaryFolder = temporaryFolders();
    let emulator: Emulator;
    before(async () => {
        emulator = await startEmulator({ limits: "off" });
    });
    after(() => emulator.close());

    const env = () => environmentFor(emulator.url);
    /** Runs it where it must fail as the user's own mistake: one sentence, and nothing on standard output. */
    async function refusal(args: string[], options: Parameters<typeof koreAccess>[1]): Promise<string> {
        const { code, out, err } = await koreAccess(args, options);
        assert.deepEqual({ code, out }, { code: 1, out: "" }, err);
        assert.doesNotMatch(err, /\n\s+at /, "no stack trace");
        assert.ok(!err.includes("emulator-secret"));
        return err;
    }

    it("writes into the current folder, says what comes next, and says where nothing has changed", async () => {
        const cwd = temporaryFolder();
        const { code, out, err } = await koreAccess(["import"], { cwd, env: env() });
        assert.deepEqual({ code, err }, { code: 0, err: "" });
        assert.match(
            out,
            /^1 person of 127\.0\.0\.1:\d+ in .*; written: \.gitignore, \.kore-access-import\.json, Pulumi\.yaml, README\.md, index\.ts, kore\.directory\.json, kore\.directory\.ts, kore\.import\.json, package\.json, people\.ts, tsconfig\.json\.\n\nNext:\n {2}npm install\n {2}npx --no-install kore-access import --verify\n$/,
        );
        assert.match((await koreAccess(["import"], { cwd, env: env() })).out, /no file has changed/);
        assert.match(
            (await koreAccess(["import", "--csv"], { cwd, env: env() })).out,
            /written: .*people\.csv, people\.ts, readPeople\.ts/,
        );
        assert.deepEqual(
            [existsSync(path.join(cwd, "people.ts")), existsSync(path.join(cwd, "people.csv"))],
            [false, true],
        );
    });

    it("names the settings that the environment lacks", async () => {
        const cwd = temporaryFolder();
        assert.equal(
            await refusal(["import"], { cwd, env: { KORE_CLIENT_ID: "cs-emulator" } }),
            "kore-access: The environment lacks KORE_HOST, KORE_CLIENT_SECRET: set what is missing, or name a stack of the project in this folder that has it, with --stack.\n",
        );
        assert.match(
            await refusal(["import"], { cwd, env: { ...env(), KORE_REQUESTS_PER_MINUTE: "many" } }),
            /kore:requestsPerMinute must be a whole number of at least 1, and is "many"/,
        );
    });

    it("takes the settings of a stack, and none of them is shown", async () => {
        const cwd = temporaryFolder();
        const config = {
            "kore:host": { value: emulator.url },
            "kore:clientId": { value: "cs-emulator" },
            "kore:clientSecret": { value: "emulator-secret", secret: true },
        };
        const PATH = pulumiThat(
            cwd,
            `[ "$*" = "config --json --show-secrets --stack prod --non-interactive --color never" ] && echo '${JSON.stringify(config)}'`,
        );
        const { code, out, err } = await koreAccess(["import", "new", "--stack", "prod"], { cwd, env: { PATH } });
        assert.equal(code, 0, err);
        assert.ok(!out.includes("emulator-secret"));
    });

    it("refuses settings that are misspelt, in the environment and in a stack, before it asks Kore.ai anything", async () => {
        const cwd = temporaryFolder();
        emulator.account.clearRequests();
        const ofEnvironment =
            /^kore-access: Nothing was sent to Kore\.ai, as a setting with a misspelt name has no effect:\n {2}KORE_CLIENTID is no variable of pulumi-kore; did you mean KORE_CLIENT_ID\? unset KORE_CLIENTID, then set KORE_CLIENT_ID\nA variable that is your own needs another name\. \[kore:misspelt-setting\]\n$/;
        const { KORE_CLIENT_ID, ...others } = env();
        for (const args of [["import"], ["import", "--verify"]])
            assert.match(
                await refusal(args, { cwd, env: { ...others, KORE_CLIENTID: KORE_CLIENT_ID } }),
                ofEnvironment,
            );
        const PATH = pulumiThat(
            cwd,
            `echo '${JSON.stringify({ "kore:hosts": { value: emulator.url }, "kore:clientsecret": { value: "emulator-secret" } })}'`,
        );
        const ofStack = await refusal(["import", "--stack", "prod"], { cwd, env: { ...env(), PATH } });
        assert.match(
            ofStack,
            /kore:hosts is no setting of pulumi-kore; did you mean kore:host\? pulumi config rm kore:hosts, then pulumi config set kore:host …\n {2}kore:clientsecret is no setting/,
        );
        assert.equal(
            await refusal(["import", "--verify", "--stack", "prod"], { cwd, env: { ...env(), PATH } }),
            ofStack,
        );
        assert.deepEqual(emulator.account.requests(), []);
    });

    it("says what pulumi says where it has no such stack, and where there is no pulumi", async () => {
        const cwd = temporaryFolder();
        const PATH = pulumiThat(cwd, "echo \"error: no stack named 'prd' found\" >&2; exit 255");
        assert.equal(
            await refusal(["import", "--stack", "prd"], { cwd, env: { PATH } }),
            "kore-access: The configuration of stack prd can't be read: no stack named 'prd' found\n",
        );
        assert.match(
            await refusal(["import", "--stack", "prod"], { cwd, env: { PATH: emptyPath(cwd) } }),
            /^kore-access: There is no pulumi on PATH, which --stack needs:/,
        );
    });

    it("refuses a folder with files of these names before it asks Kore.ai anything", async () => {
        const cwd = temporaryFolder();
        for (const name of ["README.md", "index.ts"]) writeFileSync(path.join(cwd, name), "mine");
        emulator.account.clearRequests();
        assert.match(
            await refusal(["import"], { cwd, env: env() }),
            /there are files that kore-access import did not write, or that were changed since: README\.md, index\.ts\. Nothing was written; move away what you want to replace, or name another folder\./,
        );
        assert.deepEqual(emulator.account.requests(), []);
    });

    it("refuses an account that it can't reach, in one sentence", async () => {
        const cwd = temporaryFolder();
        assert.match(
            await refusal(["import", "new"], { cwd, env: environmentFor("http://127.0.0.1:1") }),
            /^kore-access: GET \/api\/public\/\w+ failed: no connection to http:\/\/127\.0\.0\.1:1 .*Check kore:host and the network; nothing was sent\. \[kore:no-connection\]\n$/,
        );
        assert.equal(existsSync(path.join(cwd, "new")), false);
    });

    describe("--verify", () => {
        it("refuses a program whose Pulumi.yaml has a misspelt setting", async () => {
            const cwd = temporaryFolder();
            await koreAccess(["import"], { cwd, env: env() });
            link(cwd);
            appendFileSync(path.join(cwd, "Pulumi.yaml"), "config:\n  kore:readonly:\n    value: true\n");
            emulator.account.clearRequests();
            const { PATH } = await cliEnvironment({
                backendDir: path.join(cwd, "backend"),
                home: path.join(cwd, "home"),
            });
            const message = await refusal(["import", "--verify"], { cwd, env: { ...env(), PATH } });
            assert.match(
                message,
                /^kore-access: The program does not run: Nothing was sent to Kore\.ai, .*:\n {2}kore:readonly is no setting of pulumi-kore; did you mean kore:readOnly\?/m,
            );
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("wants a project, its packages, pulumi, and no filters", async () => {
            const cwd = temporaryFolder();
            assert.match(
                await refusal(["import", "--verify"], { cwd, env: env() }),
                /^kore-access: \. has no Pulumi\.yaml: name the folder of the project, or make one with kore-access import\.\n$/,
            );
            await koreAccess(["import"], { cwd, env: env() });
            assert.match(
                await refusal(["import", "--verify"], { cwd, env: env() }),
                /The packages of \. are not installed: run npm install there first\./,
            );
            link(cwd);
            assert.match(
                await refusal(["import", "--verify"], { cwd, env: { ...env(), PATH: emptyPath(cwd) } }),
                /There is no pulumi on PATH, which runs the program: install the Pulumi CLI, then run this again\./,
            );
            assert.match(
                await refusal(["import", "--verify", "--active-only"], { cwd, env: env() }),
                /--verify runs the program as it is/,
            );
        });
    });
});

/** A PATH on which pulumi is a script. */
function pulumiThat(folder: string, script: string): string {
    const place = path.join(folder, "bin");
    mkdirSync(place);
    const file = path.join(place, "pulumi");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return place;
}

function emptyPath(folder: string): string {
    return path.join(folder, "nothing");
}
