import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Machine } from "./machine";

describe("setting up a work tree", () => {
    let machine: Machine;
    let root: string;
    let engines: number;

    beforeEach(() => {
        machine = new Machine();
        root = path.join(machine.folder, "work tree");
        engines = 0;
        write("package.json", "{}");
        write(
            "package-lock.json",
            JSON.stringify({ packages: { "": {}, "node_modules/axios": { version: "1.0.0", integrity: "sha512-a" } } }),
        );
        write("provider/index.ts", "export {};");
        write("emulator/src/index.ts", "export {};");
        write("review/src/cli.ts", "export {};");
    });
    afterEach(() => machine.remove());

    function write(name: string, text: string) {
        const file = path.join(root, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
    }

    async function setUp(nodeVersion = "v20.0.0") {
        const { setUp } = await import("../../../tools/setup/setup.mjs");
        const findEngine = () => Promise.resolve(void engines++);
        await setUp({ root, nodeVersion, env: { npm_execpath: "" }, run: machine.run, log: machine.log, findEngine });
    }

    function npmWorks() {
        machine.answers.push([
            " ci ",
            () => {
                rmSync(path.join(root, "node_modules"), { recursive: true, force: true });
                write("node_modules/.package-lock.json", "{}");
                return { code: 0, output: "added 1 package\n" };
            },
        ]);
        machine.answers.push([
            " run build",
            () => {
                [
                    "dist/index.js",
                    "emulator/dist/index.js",
                    "review/dist/cli.js",
                    "review/dist/client/client.js",
                    "review/dist/client/model/memberships.js",
                    "provider/api/openapi.ts",
                    "provider/model/profileFields.ts",
                    "emulator/src/profileFields.ts",
                    "review/src/report/page/bundled.ts",
                ].forEach((file) => write(file, ""));
                return { code: 0, output: "" };
            },
        ]);
    }

    function forget() {
        machine.commands.length = 0;
        machine.said.length = 0;
    }

    /** What was run, without the way in which npm was started. */
    const npmCommands = () =>
        machine.commands.map((line) =>
            line
                .replace(/^.*?(ci|run) /, "$1 ")
                .split(" --")[0]
                ?.trim(),
        );

    it("installs, builds and finds the engine in a fresh clone, in this order", async () => {
        npmWorks();
        await setUp();
        assert.deepEqual(npmCommands(), ["ci", "run build"]);
        assert.equal(machine.said.length, 2);
        assert.equal(engines, 1);
    });

    it("starts no process and says nothing when everything is there", async () => {
        npmWorks();
        await setUp();
        forget();
        await setUp();
        assert.deepEqual(machine.commands, []);
        assert.deepEqual(machine.said, []);
    });

    it("installs again when the lock file has changed", async () => {
        npmWorks();
        await setUp();
        forget();
        write(
            "package-lock.json",
            JSON.stringify({ packages: { "node_modules/axios": { version: "2.0.0", integrity: "sha512-b" } } }),
        );
        await setUp();
        assert.equal(npmCommands()[0], "ci");
    });

    it("leaves a developer's own `npm install` alone when it has brought what the lock file says", async () => {
        npmWorks();
        write(
            "node_modules/.package-lock.json",
            JSON.stringify({ packages: { "node_modules/axios": { version: "1.0.0", integrity: "sha512-a" } } }),
        );
        await setUp();
        assert.deepEqual(npmCommands(), ["run build"]);
    });

    it("does not miss packages that npm leaves out for another platform", async () => {
        npmWorks();
        write(
            "package-lock.json",
            JSON.stringify({ packages: { "node_modules/win": { version: "1.0.0", optional: true } } }),
        );
        write("node_modules/.package-lock.json", JSON.stringify({ packages: {} }));
        await setUp();
        assert.deepEqual(npmCommands(), ["run build"]);
    });

    it("installs where an interrupted npm has left half a list", async () => {
        npmWorks();
        write("node_modules/.package-lock.json", '{"packages": {"node_mod');
        await setUp();
        assert.equal(npmCommands()[0], "ci");
    });

    for (const [what, change] of [
        ["a source file of the provider has changed", () => write("provider/index.ts", "export const changed = 1;")],
        ["a source file of the emulator is new", () => write("emulator/src/new.ts", "export {};")],
        ["the result is gone", () => rmSync(path.join(root, "dist"), { recursive: true })],
    ] as const) {
        it(`builds again, and no more, when ${what}`, async () => {
            npmWorks();
            await setUp();
            forget();
            change();
            await setUp();
            assert.deepEqual(npmCommands(), ["run build"]);
        });
    }

    it("does not build again for a change outside the packages", async () => {
        npmWorks();
        await setUp();
        forget();
        write("README.md", "changed");
        write("test/unit/some.test.ts", "changed");
        await setUp();
        assert.deepEqual(machine.commands, []);
    });

    it("shows what npm said when the installation fails, and goes no further", async () => {
        machine.answers.push([
            " ci ",
            { code: 1, output: "npm error network getaddrinfo ENOTFOUND registry.example.com\n" },
        ]);
        await assert.rejects(setUp, {
            name: "Problem",
            message: /`npm ci` failed[\s\S]*ENOTFOUND[\s\S]*run the same command again/,
        });
        assert.deepEqual(npmCommands(), ["ci"]);
        assert.equal(engines, 0);
    });

    it("shows what the compiler said when the build fails, and builds again the next time", async () => {
        npmWorks();
        machine.answers.unshift([
            " run build",
            { code: 2, output: "provider/index.ts(1,1): error TS1005: ';' expected.\n" },
        ]);
        await assert.rejects(setUp, { name: "Problem", message: /TS1005/ });
        machine.answers.shift();
        forget();
        await setUp();
        assert.deepEqual(npmCommands(), ["run build"]);
    });

    it("installs once when two commands are started at the same time", async () => {
        npmWorks();
        await Promise.all([setUp(), setUp()]);
        assert.deepEqual(npmCommands(), ["ci", "run build"]);
    });

    it("says which Node is needed before it does anything else", async () => {
        npmWorks();
        await assert.rejects(setUp("v18.19.0"), {
            name: "Problem",
            message: /Node 20 or later is needed, and this is Node 18\.19\.0/,
        });
        assert.deepEqual(machine.commands, []);
    });
});
