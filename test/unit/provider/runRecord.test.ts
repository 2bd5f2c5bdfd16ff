import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { RunRecord } from "../../../provider/runRecord";

const engine = "127.0.0.1:40001";
const host = "platform.kore.ai";

describe("what the provider processes of one run tell each other", () => {
    let folder: string;
    const children: ChildProcess[] = [];
    const notices: string[] = [];

    beforeEach(() => (folder = path.join(mkdtempSync(path.join(tmpdir(), "run-record-")), "records")));
    afterEach(() => {
        children.splice(0).forEach((child) => child.kill("SIGKILL"));
        rmSync(path.dirname(folder), { recursive: true });
    });

    /** The pid of a process that lives until the test is over. */
    function livingPid(): number {
        const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
        children.push(child);
        return child.pid ?? assert.fail("no process");
    }
    const record = (pid: number, of: { engine?: string; host?: string; app?: string } = {}) => new RunRecord(of.engine ?? engine, of.host ?? host, of.app ?? "cs-1", (message) => notices.push(message), { folder, pid });
    const ada = { emailId: "ada@example.com", type: "KoreUser" as const, isDeveloper: true };

    it("is whom the others declare, with which flags, by address in any letter case; and nothing of its own", async () => {
        const [one, other] = [record(livingPid()), record(livingPid())];
        one.declare(ada);
        one.declare({ emailId: "ada@example.com", type: "KoreUserAccess", canCreateBot: true, hasDataTableAndViewAccess: false });
        await setImmediate();
        assert.deepEqual(other.othersOf(" Ada@Example.com"), [
            { type: "KoreUser", isDeveloper: true, isThisApp: true },
            { type: "KoreUserAccess", canCreateBot: true, hasDataTableAndViewAccess: false, isThisApp: true },
        ]);
        assert.deepEqual([other.othersOf("grace@example.com"), one.othersOf(ada.emailId)], [[], []]);
    });

    it("grows as the run goes", async () => {
        const [one, other] = [record(livingPid()), record(livingPid())];
        one.declare(ada);
        await setImmediate();
        assert.equal(other.othersOf("grace@example.com").length, 0);
        one.declare({ emailId: "grace@example.com", type: "KoreUser" });
        await setImmediate();
        assert.equal(other.othersOf("grace@example.com").length, 1);
    });

    it("is of one run and one host, and tells whether it is of the same app", async () => {
        const one = record(livingPid());
        one.declare(ada);
        await setImmediate();
        for (const another of [record(livingPid(), { engine: "127.0.0.1:40002" }), record(livingPid(), { host: "eu-platform.kore.ai" })]) assert.deepEqual(another.othersOf(ada.emailId), []);
        assert.deepEqual(record(livingPid(), { app: "cs-2" }).othersOf(ada.emailId), [{ type: "KoreUser", isDeveloper: true, isThisApp: false }]);
    });

    it("is taken back at the end of a process, and has no say once the process is gone", async () => {
        const [ended, other] = [record(livingPid()), record(livingPid())];
        ended.declare(ada);
        await setImmediate();
        ended.end();
        assert.deepEqual(other.othersOf(ada.emailId), []);

        const pid = livingPid();
        record(pid).declare(ada);
        await setImmediate();
        assert.equal(other.othersOf(ada.emailId).length, 1);
        const child = children.find((each) => each.pid === pid);
        const gone = new Promise((resolve) => child?.once("exit", resolve));
        child?.kill("SIGKILL");
        await gone;
        assert.deepEqual(other.othersOf(ada.emailId), []);
        const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
        for (const [left, age] of [["0-1.jsonl", undefined], [`0-${pid}.jsonl`, undefined], [`1-${pid}.jsonl`, yesterday]] as const) {
            writeFileSync(path.join(folder, left), "");
            if (age !== undefined) utimesSync(path.join(folder, left), age, age);
        }
        other.declare(ada);
        await setImmediate();
        const files = readdirSync(folder);
        assert.deepEqual([files.includes("0-1.jsonl"), files.includes(`0-${pid}.jsonl`), files.includes(`1-${pid}.jsonl`)], [true, true, false], "what a killed process left is removed after a day");
    });

    it("tells no address, and is for this user alone", async () => {
        record(livingPid()).declare(ada);
        await setImmediate();
        const [file] = readdirSync(folder);
        const text = readFileSync(path.join(folder, file ?? ""), "utf8");
        assert.doesNotMatch(text, /ada|example|cs-1/);
        if (process.platform !== "win32") assert.deepEqual([statSync(folder).mode & 0o777, statSync(path.join(folder, file ?? "")).mode & 0o777], [0o700, 0o600]);
    });

    it("says once where it cannot be written, and what not to do then", async () => {
        writeFileSync(folder, "a file in the way");
        const one = record(livingPid());
        for (const emailId of ["ada@example.com", "grace@example.com"]) {
            one.declare({ ...ada, emailId });
            await setImmediate();
        }
        assert.equal(notices.splice(0).join("\n").match(/cannot be written .*Do not give anybody another name and another provider instance/g)?.length, 1);
        assert.deepEqual(one.othersOf(ada.emailId), []);
    });

    it("is not written, nor read, where others may write, or through a link", async function () {
        if (process.platform === "win32") this.skip();
        const target = path.join(path.dirname(folder), "elsewhere");
        mkdirSync(target, { mode: 0o700 });
        symlinkSync(target, folder);
        record(livingPid()).declare(ada);
        await setImmediate();
        rmSync(folder);
        mkdirSync(folder);
        chmodSync(folder, 0o777);
        record(livingPid()).declare(ada);
        await setImmediate();
        assert.deepEqual([readdirSync(target), readdirSync(folder)], [[], []]);
        assert.equal(notices.splice(0).join("\n").match(/it belongs to somebody else, or others may write there/g)?.length, 2);
    });

    it("is nothing where no process of the run has written, or where something else is written", () => {
        const one = record(livingPid());
        assert.deepEqual(one.othersOf(ada.emailId), []);
        one.end();
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const strange = record(livingPid());
        writeFileSync(path.join(folder, "readme.txt"), "hello");
        assert.deepEqual(strange.othersOf(ada.emailId), []);
        assert.deepEqual(notices, []);
    });
});
