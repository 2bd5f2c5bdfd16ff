import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { inSandbox } from "../../../tools/emulatorCli";
import { openSandbox } from "../../../tools/sandbox";
import { ensureAccount, withEmulator } from "../../../tools/sandboxEmulator";
import { Machine } from "./machine";

describe("the sandbox", () => {
    let machine: Machine;
    let folder: string;
    beforeEach(() => {
        machine = new Machine();
        folder = path.join(machine.folder, ".sandbox");
    });
    afterEach(() => machine.remove());

    it("keeps its port from run to run, as the states record the account's host", async () => {
        const { port } = await openSandbox(folder);
        assert.ok(port >= 20_000 && port < 30_000);
        assert.equal((await openSandbox(folder)).port, port);
    });

    it("settles on one port when two commands open it for the first time at once", async () => {
        const opened = await Promise.all([openSandbox(folder), openSandbox(folder)]);
        assert.equal(opened[0].port, opened[1].port);
    });

    for (const broken of ["", "{", "[]", '{"port": "none"}']) {
        it(`says how to start afresh when its settings are ${broken || "empty"}`, async () => {
            await openSandbox(folder);
            writeFileSync(path.join(folder, "settings.json"), broken);
            await assert.rejects(openSandbox(folder), { name: "Problem", message: /Delete the folder .*\.sandbox/ });
        });
    }

    describe("its emulator", () => {
        const answers = (url: string) =>
            fetch(`${url}/_emulator/health`).then(
                () => true,
                () => false,
            );

        it("is up while the work lasts, and no longer", async () => {
            const sandbox = await openSandbox(folder);
            const url = await withEmulator(sandbox, async (url) => {
                assert.equal(await answers(url), true);
                return url;
            });
            assert.equal(await answers(url), false);
        });

        it("goes down when the work fails", async () => {
            const sandbox = await openSandbox(folder);
            await assert.rejects(
                withEmulator(sandbox, () => Promise.reject(new Error("failed"))),
                /failed/,
            );
            assert.equal(await answers(`http://127.0.0.1:${sandbox.port}`), false);
        });

        it("is shared with a command that has it up already, and left to that one", async () => {
            const sandbox = await openSandbox(folder);
            await withEmulator(sandbox, async (url) => {
                assert.equal(await withEmulator(sandbox, (shared) => Promise.resolve(shared)), url);
                assert.equal(await answers(url), true);
            });
        });

        it("does not take another program on its port for itself, and says what to do", async () => {
            const sandbox = await openSandbox(folder);
            const other = await listen(sandbox.port);
            try {
                const problem = {
                    name: "Problem",
                    message: new RegExp(`Port ${sandbox.port} .*in use by another program`),
                };
                await assert.rejects(
                    withEmulator(sandbox, () => Promise.resolve()),
                    problem,
                );
            } finally {
                other.close();
            }
        });

        it("makes the account for a command that comes before the first `npm start`", async () => {
            const sandbox = await openSandbox(folder);
            await ensureAccount(sandbox);
            assert.ok(existsSync(sandbox.data));
        });
    });

    describe("the arguments of `npm run emulator`", () => {
        const sandbox = { data: "/sandbox/emulator.json", port: 20_001 };
        for (const [given, passed] of [
            [["people"], ["people", "--data", sandbox.data]],
            [["serve"], ["serve", "--data", sandbox.data, "--port", "20001"]],
            [
                ["serve", "--port=4010"],
                ["serve", "--port=4010", "--data", sandbox.data],
            ],
            [
                ["people", "--data", "mine.json"],
                ["people", "--data", "mine.json"],
            ],
            [
                ["people", "--url", "http://127.0.0.1:4010"],
                ["people", "--url", "http://127.0.0.1:4010"],
            ],
            [
                ["serve", "--help"],
                ["serve", "--help"],
            ],
            [
                ["help", "change"],
                ["help", "change"],
            ],
            [["--version"], ["--version"]],
            [[], []],
        ] as const) {
            it(`\`${given.join(" ")}\` becomes \`${passed.join(" ")}\``, () => {
                assert.deepEqual(inSandbox([...given], sandbox), passed);
            });
        }
    });
});

function listen(port: number): Promise<Server> {
    return new Promise((resolve) => {
        const server = createServer((_request, response) => response.end("something else"));
        server.listen(port, "127.0.0.1", () => resolve(server));
    });
}
