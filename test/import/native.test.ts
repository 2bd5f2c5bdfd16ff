import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { seedApp, startEmulator, type Emulator } from "kore-emulator";
import { cliEnvironment } from "../../tools/engine/environment";
import { isWrite } from "../harness/judging";
import { type Declared, environmentFor, Stack, succeeded } from "../harness/stack";
import { imported, koreAccess, temporaryFolders } from "./imports";
import { mixedAccount } from "./mixedAccount";

describe("kore-access import --native", function () {
    this.timeout(300_000);
    const temporaryFolder = temporaryFolders();
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off", seed: mixedAccount(60) });
        stack = await Stack.create("native-import-of-all", { door: "native" });
        await stack.configure({
            host: emulator.url,
            ...seedApp,
            requestsPerMinute: "100000",
            requestsPerHour: "100000",
        });
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.clearRequests());

    const run = async (...args: string[]) => {
        const places = { backendDir: path.join(stack.folder, "backend"), home: path.join(stack.folder, "home") };
        const env = { ...(await cliEnvironment(places)), ...environmentFor(emulator.url) };
        return koreAccess(args, { cwd: temporaryFolder(), env });
    };

    it("names everybody whom a project would declare, for pulumi import, and writes what reviews know ids by", async () => {
        const place = temporaryFolder();
        const { snapshot } = await imported(place, emulator.url, { native: true });
        assert.deepEqual(readdirSync(place).sort(), [
            ".kore-access-import.json",
            "kore.directory.json",
            "kore.people.json",
        ]);
        assert.deepEqual(JSON.parse(readFileSync(path.join(place, "kore.people.json"), "utf8")), {
            resources: snapshot.people.map(({ emailId }) => ({ type: "kore:index:User", name: emailId, id: emailId })),
        });
        assert.ok(snapshot.people.length > 30, `${snapshot.people.length} people`);
    });

    it("is one command for the folder of a project, and says the next", async () => {
        const { code, out, err } = await run("import", "--native", stack.folder, "--domain", "example.com");
        assert.deepEqual({ code, err: err.replaceAll(/^(?!kore-access:).*\n/gm, "") }, { code: 0, err: "" });
        assert.match(out, /written: \.kore-access-import\.json, kore\.directory\.json, kore\.people\.json\.\n/);
        assert.ok(
            out.endsWith(`\n\nNext:\n  pulumi import --file ${path.join(stack.folder, "kore.people.json")}\n`),
            out,
        );
        assert.ok(!emulator.account.requests().some(isWrite));
    });

    it("has pulumi take everybody into the state, so that the program that declares them changes nothing", async () => {
        await succeeded(
            stack.run("import", "--file", "kore.people.json", "--generate-code=false", "--yes", "--color", "never"),
        );
        const declared = stack.resources().map(({ urn, inputs }): Declared => ({
            type: "KoreUser",
            name: urn.split("::").at(-1) ?? "",
            args: inputs,
            opts: { protect: true },
        }));
        assert.ok(declared.length > 30, `${declared.length} people`);
        stack.declare(declared);
        await succeeded(stack.preview("--expect-no-changes"));
        assert.ok(!emulator.account.requests().some(isWrite));
    });

    it("--verify runs a program by the plugin, and certifies it, or names who differs", async () => {
        const certified = await run("import", "--verify", stack.folder);
        assert.match(
            certified.out,
            /^Certified: 0 writes needed\. \d+ people, each exactly as the program declares; /,
            certified.out + certified.err,
        );
        assert.ok(!emulator.account.requests().some(isWrite));
        const [first] = stack.resources();
        const emailId = String(first?.inputs["emailId"]);
        const { isDeveloper = false } = emulator.account.people().find((person) => person.emailId === emailId) ?? {};
        emulator.account.changePerson(emailId, { isDeveloper: !isDeveloper });
        const { code, out } = await run("import", "--verify", stack.folder);
        assert.equal(code, 2);
        assert.match(out, /^Not certified: 1 person of \d+ would need a write\.$/m);
        assert.ok(out.includes(emailId), out);
    });

    it("writes no program, and is no check of one", async () => {
        for (const flags of [["--csv"], ["--as", "KoreUsers"]]) {
            const { code, err } = await run("import", "--native", ...flags);
            assert.equal(code, 1);
            assert.match(err, /^kore-access: --native writes no program: --csv and --as are about the one that /);
        }
        assert.match((await run("import", "--verify", "--native")).err, /--csv, --native, --as, --domain/);
        assert.deepEqual(emulator.account.requests(), []);
    });
});
