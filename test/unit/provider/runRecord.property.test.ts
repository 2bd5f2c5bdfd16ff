import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { RunRecord } from "../../../provider/runRecord";
import { anyJson, isObject, spoiled } from "../../trust/outsideData";

const ada = { emailId: "ada@example.com", type: "KoreUser" as const, isDeveloper: true };

describe("what another process of the run has left in its record", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "run-record-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    // The pids of two processes that live: this one, and the one that started it.
    const record = (pid: number) => new RunRecord("127.0.0.1:40001", "platform.kore.ai", "cs-1", assert.fail, { folder, pid });

    it("is read as far as it is lines of a record, and its good lines count among any others", async () => {
        const one = record(process.ppid);
        one.declare(ada);
        await setImmediate();
        const file = path.join(folder, readdirSync(folder)[0] ?? assert.fail("no record"));
        const good = readFileSync(file, "utf8");
        const parsed: unknown = JSON.parse(good);
        const lines = fc.oneof(
            { arbitrary: spoiled(fc.constant(parsed)).map((line) => JSON.stringify(line)), weight: 3 },
            { arbitrary: anyJson.map((line) => JSON.stringify(line)), weight: 1 },
            { arbitrary: fc.string({ unit: "binary", maxLength: 40 }), weight: 1 },
            { arbitrary: fc.nat({ max: good.length - 2 }).map((length) => good.slice(0, length)), weight: 1 },
        );
        fc.assert(
            fc.property(fc.array(lines, { maxLength: 4 }), fc.array(lines, { maxLength: 4 }), (before, after) => {
                writeFileSync(file, before.map((line) => `${line}\n`).join(""));
                appendFileSync(file, good);
                appendFileSync(file, after.join("\n"));
                const declared = record(process.pid).othersOf(ada.emailId);
                assert.ok(declared.some(({ type, isDeveloper, isThisApp }) => type === "KoreUser" && isDeveloper === true && isThisApp), "the good line counts");
                for (const each of declared) {
                    assert.ok(["KoreUser", "KoreUserAccess"].includes(each.type) && isObject(each), "a line of a record");
                    assert.ok(["undefined", "boolean"].includes(typeof each.canCreateBot), "a flag is a flag");
                }
            }),
            { numRuns: 500 },
        );
    });
});
