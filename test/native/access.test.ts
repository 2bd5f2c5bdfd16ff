import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, startEmulator } from "kore-emulator";
import { it } from "mocha";
import { isWrite } from "../harness/judging";
import { repositoryRoot } from "../harness/repository";
import { environmentFor, Stack, succeeded } from "../harness/stack";
import { koreAccess } from "../import/imports";
import { environmentWith, inLanguage, work } from "./host";

inLanguage("yaml", "kore-access about a program in YAML", (hostPath) => {
    let emulator: Emulator;
    let stack: Stack;
    let env: NodeJS.ProcessEnv;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        const folder = path.join(work, "access-yaml");
        rmSync(folder, { recursive: true, force: true });
        cpSync(path.join(repositoryRoot, "examples", "yaml"), folder, { recursive: true });
        const file = path.join(folder, "Pulumi.yaml");
        const place = path.relative(folder, path.join(repositoryRoot, "bin"));
        writeFileSync(file, readFileSync(file, "utf8").replace("../../bin", place));
        env = { ...environmentFor(emulator.url), ...(await environmentWith(hostPath)) };
        stack = await Stack.open(folder, { env });
        await succeeded(stack.run("up", "--yes", "--non-interactive", "--color", "never"));
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.clearRequests());
    afterEach(() => assert.ok(!emulator.account.requests().some(isWrite)));

    it("reviews its preview: who leaves is named, and nobody else", async () => {
        const file = path.join(stack.folder, "Pulumi.yaml");
        const text = readFileSync(file, "utf8");
        writeFileSync(file, text.replace(/^ {2}fran:\n(?: {4}.*\n)+\n/m, "").replace(/^outputs:[^]*/m, ""));
        const preview = await stack.run("preview", "--json", "--show-sames", "--non-interactive", "--color", "never");
        writeFileSync(file, text);
        assert.equal(preview.exitCode, 0, preview.output);
        writeFileSync(path.join(stack.folder, "preview.json"), preview.output);
        const { code, out, err } = await koreAccess(["diff", "preview.json", "--format", "text"], {
            cwd: stack.folder,
        });
        assert.equal(code, 0, err);
        assert.match(
            out,
            /^Needs a look: 1 is removed from the account\.\n\nNeeds a look\n {2}fran@example\.com \(Fran /m,
        );
    });

    it("reports its people, and why", async () => {
        const state = await stack.succeed("stack", "export");
        writeFileSync(path.join(stack.folder, "state.json"), state);
        const { out, err } = await koreAccess(["report", "state.json", "--format", "csv"], { cwd: stack.folder });
        assert.match(out, /klara@example\.com.*KoreUser klara/, err);
        assert.match(out, /klara@example\.com.*KoreUserAccess builders/);
    });

    it("--verify certifies it in a copy, also with the plugin outside of the project", async () => {
        const { code, out, err } = await koreAccess(["import", "--verify"], { cwd: stack.folder, env });
        assert.match(
            out,
            /^Certified: 0 writes needed\. \d+ people, each exactly as the program declares; /,
            out + err,
        );
        assert.equal(code, 0);
    });

    it("the doctor finds its plugin, and asks nothing of Node's packages", async () => {
        const kept = { PULUMI_HOME: path.join(stack.folder, "home"), PULUMI_CONFIG_PASSPHRASE: "passphrase" };
        const { out } = await koreAccess(["doctor", "--json"], { cwd: stack.folder, env: { ...env, ...kept } });
        assert.match(out, /"says": "\d+\.\d+\.\d+, a plugin in [^"]*\/bin"/);
        assert.match(out, /"says": "the program's language is yaml"/);
    });
});
