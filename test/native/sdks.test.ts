import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { startEmulator } from "kore-emulator";
import { it } from "mocha";
import { cliEnvironment } from "../../tools/engine/environment";
import { languages, writeSdks } from "../../tools/sdks/write";
import { repositoryRoot } from "../harness/repository";
import { environmentFor, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";
import { inLanguage, work } from "./host";

const run = promisify(execFile);

inLanguage("sdks", "SDKs for other languages", () => {
    const folder = path.join(work, "sdks");

    before(() => {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
    });

    it("are of a schema that keeps to Pulumi's rules, as the plugin tells it", async () => {
        const env = await cliEnvironment({ backendDir: folder, home: folder });
        const plugin = `.${path.sep}${path.join("bin", "pulumi-resource-kore")}`;
        const { stdout, stderr } = await run("pulumi", ["schema", "check", plugin], { cwd: repositoryRoot, env });
        assert.equal(stdout + stderr, "");
    });

    it("are written, each into its folder", async () => {
        await writeSdks(folder, languages);
        for (const file of ["python/pyproject.toml", "nodejs/package.json", "go/go.mod"])
            assert.ok(existsSync(path.join(folder, file)), file);
    });

    it("compile: Node's, and a program runs with it", async () => {
        symlinkSync(path.join(repositoryRoot, "node_modules"), path.join(folder, "nodejs", "node_modules"), "junction");
        const compiler = path.join(repositoryRoot, "node_modules", "typescript", "bin", "tsc");
        await run(process.execPath, [compiler, "-p", path.join(folder, "nodejs")]);
        // As its own installation does.
        cpSync(path.join(folder, "nodejs", "package.json"), path.join(folder, "nodejs", "bin", "package.json"));
        const emulator = await startEmulator({ limits: "off" });
        try {
            const stack = await Stack.create("sdk-of-node", { door: "native", env: environmentFor(emulator.url) });
            stack.write(`
const kore = require(${JSON.stringify(path.join(folder, "nodejs"))});
const { id: roleId } = kore.getRoleOutput({ name: "Bot Tester", kind: kore.RoleKind.Bot });
const { id: botId } = kore.getBotOutput({ name: "Support" });
exports.userId = new kore.User("ada", { emailId: "ada@example.com", roles: [{ roleId, botId }] }).userId;
`);
            await succeeded(stack.run("up", "--yes"));
            assert.equal(emulator.account.person("ada@example.com")?.roles.length, 1);
            assert.match(await succeeded(stack.run("stack", "output", "userId")), /^u-/);
            await succeeded(stack.preview("--expect-no-changes"));
        } finally {
            await emulator.close();
        }
    });

    // Its modules are those of another release than the CLI's: minutes, the first time.
    whole.it("compile: Go's", async () => {
        const { goEnvironment } = await import("../../tools/engine/fromGo.mjs");
        const env = { ...goEnvironment(process.env), GOFLAGS: "-mod=mod" };
        await run("go", ["vet", "./..."], { cwd: path.join(folder, "go"), env });
    });
});
