import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { languageHost } from "../../../tools/engine/hosts";
import { withProjectHost } from "../../../tools/engine/projectHost";
import { keptFolder } from "../../../tools/engine/kept";

describe("what tests need beside the engine", () => {
    const before = { ...process.env };
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(path.join(os.tmpdir(), "kore-hosts-"));
        process.env.KORE_ENGINE_CACHE = path.join(folder, "cache", "engine");
    });
    afterEach(() => {
        for (const name of ["KORE_ENGINE_CACHE", "PATH", "GOPROXY", "GOMODCACHE"])
            if (before[name] === undefined) delete process.env[name];
            else process.env[name] = before[name];
        rmSync(folder, { recursive: true, force: true });
    });

    for (const language of ["yaml", "python"] as const)
        it(`is said to be missing where there is no Go: the host of ${language}`, async () => {
            process.env.PATH = folder;
            assert.deepEqual(await languageHost(language), { notHad: "there is no Go" });
        });

    it("is said to be missing where Go gets no modules", async () => {
        process.env.GOPROXY = "off";
        process.env.GOMODCACHE = path.join(folder, "modules");
        assert.deepEqual(await languageHost("yaml"), {
            notHad: "its Go modules did not come: module lookup disabled",
        });
    });

    describe("is got for a project", () => {
        const project = (runtime: string) =>
            writeFileSync(path.join(folder, "Pulumi.yaml"), `name: x\nruntime: ${runtime}\n`);
        const env = () => ({ PATH: folder });
        const given = () => withProjectHost(env(), ["-C", folder, "up"], os.tmpdir());

        it("of another language only", async () => {
            assert.deepEqual(await given(), env());
            project("nodejs");
            assert.deepEqual(await given(), env());
        });

        it("where PATH has none", async () => {
            project("{ name: yaml }");
            process.env.PATH = folder;
            await assert.rejects(
                given(),
                /Programs in yaml need the language host .* can't be built here: there is no Go/,
            );
            const file = path.join(
                folder,
                process.platform === "win32" ? "pulumi-language-yaml.exe" : "pulumi-language-yaml",
            );
            writeFileSync(file, "x", { mode: 0o755 });
            assert.deepEqual(await given(), env());
        });
    });

    const source = () => path.join(folder, "source");
    const kept = (make: (into: string) => Promise<void>) =>
        keptFolder({ name: "thing", sources: [source()], saying: "Making a thing …", make });

    it("is made once, also where two ask for it at a time, and anew where its source is another", async () => {
        let made = 0;
        const make = async (into: string) => writeFileSync(path.join(into, "thing"), String(++made));
        writeFileSync(source(), "one");
        const [first, second] = await Promise.all([kept(make), kept(make)]);
        assert.deepEqual([first, made], [second, 1]);
        writeFileSync(source(), "another");
        assert.notEqual(await kept(make), first);
        assert.equal(made, 2);
    });

    it("is made from nothing where an earlier run was interrupted", async () => {
        writeFileSync(source(), "one");
        await assert.rejects(
            kept(async (into) => {
                writeFileSync(path.join(into, "half"), "");
                throw new Error("interrupted");
            }),
            /interrupted/,
        );
        const whole = await kept(async (into) => writeFileSync(path.join(into, "whole"), ""));
        assert.deepEqual(readdirSync(whole).sort(), ["finished", "whole"]);
        assert.ok(!existsSync(`${whole}.lock`));
    });
});
