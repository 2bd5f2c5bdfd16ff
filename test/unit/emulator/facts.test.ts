import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import { EmulatorError } from "../../../emulator/src/index";
import { readFacts } from "../../../emulator/src/facts";

const root = join(__dirname, "../../..");

describe("a file of facts", function () {
    this.timeout(20_000);
    let folder = "";
    let file = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "kore-emulator-"));
        file = join(folder, "kore.facts.json");
    });
    afterEach(() => rmSync(folder, { recursive: true }));
    const write = (facts: unknown, more: object = { format: 1, probedAt: "2026-11-27T10:00:00.000Z" }): void =>
        writeFileSync(file, JSON.stringify({ ...more, facts }));

    it("tells switches, and which of them cannot be told", () => {
        write({
            taskKey: { value: "botId", seen: "usersInfo had botId." },
            putOmittedFlag: { unknown: "It would need a write." },
        });
        assert.deepEqual(readFacts(file), { switches: { taskKey: "botId" }, unknown: ["putOmittedFlag"] });
    });

    it("with a mistake is refused in one line that names it", () => {
        const known = { value: "botId", seen: "usersInfo had botId." };
        const form = /kore\.facts\.json: facts\.taskKey: a fact is a value and how it was seen, or unknown and why$/;
        const mistakes: [unknown, RegExp, object?][] = [
            [{ taskName: known }, /kore\.facts\.json: there is no switch taskName, of which it says botId$/],
            [
                { taskName: { unknown: "No." } },
                /kore\.facts\.json: there is no switch taskName, of which it says unknown$/,
            ],
            [
                { taskKey: { value: "dialogId", seen: "?" } },
                /kore\.facts\.json: taskKey has no value dialogId; it is one of streamId, botId$/,
            ],
            [{ taskKey: { value: "botId" } }, form],
            [{ taskKey: { ...known, unknown: "No." } }, form],
            [{ taskKey: {} }, form],
            [{ taskKey: known }, /kore\.facts\.json: format: Invalid type: Expected 1 but received 2$/, { format: 2 }],
            [undefined, /kore\.facts\.json: facts: /],
        ];
        for (const [facts, message, more] of mistakes) {
            write(facts, more);
            assert.throws(
                () => readFacts(file),
                (error) => error instanceof EmulatorError && message.test(error.message),
                String(message),
            );
        }
        assert.throws(() => readFacts(`${file}.none`), /does not exist/);
    });

    it("is what serve answers by; a switch of the command comes first", async () => {
        write({
            taskKey: { value: "botId", seen: "usersInfo had botId." },
            answerOrder: { value: "sorted", seen: "usersInfo was sorted." },
            putOmittedFlag: { unknown: "It would need a write." },
        });
        const args = ["serve", "--port", "0", "--facts", file, "--switch", "answerOrder=reversed"];
        const server = spawn(process.execPath, ["--import=tsx", join(root, "emulator/src/cli.ts"), ...args], {
            cwd: root,
        });
        try {
            const lines: string[] = [];
            const reader = createInterface(server.stdout).on("line", (line) => lines.push(line));
            while (lines.length < 4) {
                await once(reader, "line");
            }
            assert.equal(lines[3], "facts: taskKey=botId, answerOrder=sorted; cannot be told: putOmittedFlag");
            const url = lines[0]?.replace("Kore.ai emulator at ", "") ?? "";
            const switches = v.parse(
                v.looseObject({ taskKey: v.string(), answerOrder: v.string(), putOmittedFlag: v.string() }),
                await (await fetch(`${url}/_emulator/switches`)).json(),
            );
            assert.deepEqual(
                [switches.taskKey, switches.answerOrder, switches.putOmittedFlag],
                ["botId", "reversed", "kept"],
            );
        } finally {
            server.kill("SIGTERM");
        }
    });

    it("is read as the README shows it", () => {
        const readme = readFileSync(join(root, "emulator/README.md"), "utf8");
        const [, sample = ""] = /```json\n(\{\n {2}"format": 1[^]*?)```/.exec(readme) ?? [];
        writeFileSync(file, sample);
        assert.deepEqual(readFacts(file), { switches: { taskKey: "botId" }, unknown: ["repeatedCreate"] });
    });
});
