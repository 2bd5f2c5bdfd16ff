import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Machine, program } from "./machine";

const engineFolder = path.join(__dirname, "..", "..", "..", "tools", "engine");
const version = "3.259.0";

describe("finding the engine", () => {
    let machine: Machine;
    beforeEach(() => (machine = new Machine()));
    afterEach(() => machine.remove());

    async function find() {
        const { findEngine } = await import("../../../tools/engine/finder.mjs");
        return findEngine({ env: machine.env, run: machine.run, log: machine.log });
    }

    /** The vendor's package downloads a whole CLI. */
    function downloadWorks() {
        machine.answers.push([" ci ", { code: 0, output: "" }]);
        machine.answers.push([
            "run.js version",
            (cwd) => {
                const bin = path.join(cwd, "versions", version, "bin");
                program(bin, "pulumi");
                program(bin, "pulumi-language-nodejs");
                return { code: 0, output: `Downloading pulumi v${version}...\nv${version}\n` };
            },
        ]);
    }

    function downloadFails() {
        machine.answers.push([" ci ", { code: 0, output: "" }]);
        machine.answers.push([
            "run.js version",
            { code: 1, output: "Downloading pulumi v3.259.0...\npulumi: fetch failed\n" },
        ]);
    }

    function goIsInstalled(goVersion: string) {
        machine.answers.push(["go env GOVERSION", { code: 0, output: `go${goVersion}\n` }]);
    }

    function buildWorks() {
        machine.answers.push([
            "go build",
            (_cwd, args) => {
                const output = args[args.indexOf("-o") + 1] ?? "";
                program(path.dirname(output), path.basename(output, ".exe"));
                return { code: 0, output: "" };
            },
        ]);
        machine.answers.push([".unfinished", { code: 0, output: `v${version}\n` }]);
    }

    it("takes the CLI that is installed, and says nothing", async () => {
        const pulumi = machine.install("installed", "3.260.1");
        const found = await find();
        assert.equal(found.pulumi, pulumi);
        assert.equal(found.source, "path");
        assert.equal(found.version, "3.260.1");
        assert.deepEqual(machine.said, []);
    });

    it("takes an installed CLI whose language host is in another folder of PATH, and puts both on the CLI's PATH", async () => {
        machine.install("installed", "3.260.1", ["pulumi"]);
        const hosts = path.join(machine.folder, "hosts");
        program(hosts, "pulumi-language-nodejs");
        machine.pathFolders.push(hosts);
        const found = await find();
        assert.deepEqual(found.path.slice(0, 2), [path.join(machine.folder, "installed"), hosts]);
    });

    it("puts the folder with the dynamic provider's plugin on the CLI's PATH", async () => {
        machine.install("installed", "3.260.1");
        const folders = (await find()).path;
        assert.ok(folders.at(-1)?.endsWith(path.join("node_modules", "@pulumi", "pulumi")));
    });

    it("takes a CLI with its language host beside it before npm's wrapper, which would begin to download", async () => {
        machine.install("wrapper", "3.265.0", ["pulumi"]);
        const pulumi = machine.install("installed", "3.260.1");
        assert.equal((await find()).pulumi, pulumi);
        assert.equal(machine.commands.length, 1);
    });

    it("passes over an installed CLI that is too old to show drift, and says why in one line", async () => {
        machine.install("installed", "3.215.0");
        downloadWorks();
        const found = await find();
        assert.equal(found.source, "npm");
        assert.match(
            machine.said[0] ?? "",
            /installed.pulumi(\.exe)? is version 3\.215\.0, and 3\.216\.0 or later is needed/,
        );
        assert.equal(machine.said.filter((line) => line.includes("3.215.0")).length, 1);
    });

    it("passes over an installed CLI without language host, and says why", async () => {
        machine.install("installed", "3.260.1", ["pulumi"]);
        downloadWorks();
        assert.equal((await find()).source, "npm");
        assert.match(machine.said[0] ?? "", /comes without pulumi-language-nodejs/);
    });

    it("passes over an installed CLI that does not start", async () => {
        machine.install("installed", "3.260.1");
        machine.answers[0] = ["installed", { code: 1, output: "cannot execute binary file" }];
        downloadWorks();
        assert.equal((await find()).source, "npm");
        assert.match(machine.said[0] ?? "", /does not answer `pulumi version`/);
    });

    it("prefers the vendor's download to a build", async () => {
        downloadWorks();
        goIsInstalled("1.26.0");
        buildWorks();
        assert.equal((await find()).source, "npm");
        assert.ok(!machine.commands.some((line) => line.startsWith("go")));
    });

    it("builds the CLI and its language host where nothing can be downloaded", async () => {
        downloadFails();
        goIsInstalled("1.26.0");
        buildWorks();
        const found = await find();
        assert.equal(found.source, "go");
        assert.equal(machine.commands.filter((line) => line.startsWith("go build")).length, 1);
        assert.ok(
            machine.said.some((line) => line.includes("fetch failed") && line.includes("built from its Go modules")),
        );
    });

    for (const origin of ["download", "build"]) {
        it(`neither downloads nor builds again after a ${origin}, and says nothing`, async () => {
            if (origin === "download") downloadWorks();
            else downloadFails();
            goIsInstalled("1.26.0");
            buildWorks();
            const first = await find();
            machine.commands.length = 0;
            machine.said.length = 0;

            const second = await find();
            assert.equal(second.source, "cache");
            assert.equal(second.pulumi, first.pulumi);
            assert.deepEqual(machine.commands, []);
            assert.deepEqual(machine.said, []);
        });
    }

    it("builds once when two commands need the engine at the same time", async () => {
        downloadFails();
        goIsInstalled("1.26.0");
        buildWorks();
        const found = await Promise.all([find(), find()]);
        assert.deepEqual(found.map((engine) => engine.source).sort(), ["cache", "go"]);
        assert.equal(machine.commands.filter((line) => line.startsWith("go build")).length, 1);
    });

    it("does not wait for a run that was killed while it held the lock", async () => {
        mkdirSync(machine.cache, { recursive: true });
        const { hostname } = await import("node:os");
        writeFileSync(path.join(machine.cache, "lock"), `999999999 ${hostname()}`);
        downloadWorks();
        assert.equal((await find()).source, "npm");
    });

    it("does not take half a download for an engine", async () => {
        machine.answers.push([" ci ", { code: 0, output: "" }]);
        machine.answers.push([
            "run.js version",
            (cwd) => {
                program(path.join(cwd, "versions", version, "bin"), "pulumi");
                return { code: 0, output: `v${version}` };
            },
        ]);
        await assert.rejects(find, /the download was not complete/);
        assert.deepEqual(readdirSync(machine.cache), []);
        await assert.rejects(find, { name: "Problem" });
    });

    it("does not take for an engine what an interrupted build has left", async () => {
        const left = path.join(machine.cache, `${version}-go-${process.platform}-${process.arch}.unfinished`);
        program(left, "pulumi");
        program(left, "pulumi-language-nodejs");
        downloadFails();
        goIsInstalled("1.26.0");
        buildWorks();
        assert.equal((await find()).source, "go");
        assert.equal(machine.commands.filter((line) => line.startsWith("go build")).length, 1);
    });

    it("gives up a download that never ends", async () => {
        machine.answers.push([" ci ", { code: 0, output: "" }]);
        machine.answers.push(["run.js version", { code: null, output: "", timedOut: true }]);
        goIsInstalled("1.26.0");
        buildWorks();
        assert.equal((await find()).source, "go");
    });

    it("says what to do where nothing can be downloaded and Go is missing", async () => {
        downloadFails();
        await assert.rejects(find, (error: Error) => {
            assert.equal(error.name, "Problem");
            assert.match(error.message, /there is no pulumi on PATH/);
            assert.match(error.message, /fetch failed/);
            assert.match(error.message, /Go is not installed/);
            assert.match(error.message, /install the Pulumi CLI: https:\/\//);
            assert.match(error.message, /install Go 1\.\d+\S* or later/);
            assert.match(error.message, /run the same command again/);
            return true;
        });
    });

    it("says that Go is too old, before an attempt to build", async () => {
        downloadFails();
        goIsInstalled("1.22.4");
        await assert.rejects(find, /Go is too old: version 1\.22\.4, and 1\.\d+\S* or later is needed/);
        assert.ok(!machine.commands.some((line) => line.startsWith("go build")));
    });

    it("says how to name another folder where the usual one can't be made", async () => {
        writeFileSync(machine.cache, "a file, no folder");
        await assert.rejects(find, /Set the environment variable KORE_ENGINE_CACHE/);
    });

    it("shows what a failing build said", async () => {
        downloadFails();
        goIsInstalled("1.26.0");
        machine.answers.push([
            "go build",
            { code: 1, output: "go: github.com/pulumi/pulumi/pkg/v3: no space left on device\n" },
        ]);
        await assert.rejects(find, /no space left on device/);
        assert.deepEqual(readdirSync(machine.cache), []);
    });

    it("gets the same version in each way", () => {
        const read = (name: string) => readFileSync(path.join(engineFolder, name), "utf8");
        assert.match(read("engine.mjs"), /engineVersion = "3\.259\.0"/);
        assert.match(read("npm/package.json"), /"pulumi": "3\.259\.0"/);
        assert.match(read("npm/package-lock.json"), /"version": "3\.259\.0"/);
        for (const module of ["cli/go.mod", "../sdks/generator/go.mod"])
            assert.match(read(module), /github\.com\/pulumi\/pulumi\/pkg\/v3 v3\.259\.0/);
    });
});
