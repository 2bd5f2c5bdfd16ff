import assert from "node:assert/strict";
import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Machine } from "./machine";

describe("the lock between two runs", () => {
    let machine: Machine;
    let file: string;
    let waitedFor: string[];
    beforeEach(() => {
        machine = new Machine();
        file = path.join(machine.folder, "lock");
        waitedFor = [];
    });
    afterEach(() => machine.remove());

    async function withLock<T>(work: () => Promise<T>) {
        const { withLock } = await import("../../../tools/shared/lock.mjs");
        return withLock(file, { work, onWait: (holder) => waitedFor.push(holder) });
    }

    it("lets one work at a time, and tells the others for whom they wait", async () => {
        let atWork = 0;
        const work = async () => {
            assert.equal(++atWork, 1);
            await sleep(20);
            atWork--;
        };
        await Promise.all([withLock(work), withLock(work), withLock(work)]);
        assert.deepEqual(new Set(waitedFor), new Set([`process ${process.pid}`]));
    });

    it("is given back when the work fails", async () => {
        await assert.rejects(
            withLock(() => Promise.reject(new Error("failed"))),
            /failed/,
        );
        assert.equal(existsSync(file), false);
    });

    it("is taken from a process that has ended, by one of those who wait", async () => {
        writeFileSync(file, `999999999 ${hostname()}`);
        let atWork = 0;
        const work = async () => {
            assert.equal(++atWork, 1);
            await sleep(20);
            atWork--;
        };
        await Promise.all([withLock(work), withLock(work)]);
        assert.deepEqual(readdirSync(machine.folder), []);
    });

    it("is taken from a machine that has not been heard of for a minute", async () => {
        writeFileSync(file, "1 another-machine");
        const longAgo = new Date(Date.now() - 61_000);
        utimesSync(file, longAgo, longAgo);
        assert.equal(await withLock(() => Promise.resolve("done")), "done");
        assert.deepEqual(waitedFor, []);
    });
});
