// @ts-check
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import { exitOnSignals } from "./run.mjs";

const heartbeat = 5_000;
const silence = 60_000;
const takeOverTime = 10_000;

/**
 * Does the work while no other process holds the lock file; waits for one that does.
 *
 * The file names its holder and is touched while the work goes on. A holder that ended without giving the lock back is
 * recognised by its process id, or, on another machine or after the id was given to someone else, by a file that is no
 * longer touched.
 *
 * @template T
 * @param {string} file
 * @param {{ work: () => Promise<T>, onWait: (holder: string) => void }} options
 * @returns {Promise<T>}
 */
export async function withLock(file, { work, onWait }) {
    mkdirSync(path.dirname(file), { recursive: true });
    let waited = false;
    while (!create(file)) {
        const holder = livingHolder(file);
        if (holder === undefined) removeAbandoned(file);
        else if (!waited) {
            waited = true;
            onWait(holder);
        }
        await sleep(200);
    }

    const giveBack = () => {
        if (isOurs(file)) rmSync(file, { force: true });
    };
    process.once("exit", giveBack);
    exitOnSignals();
    const beat = setInterval(() => touch(file), heartbeat);
    try {
        return await work();
    } finally {
        clearInterval(beat);
        process.off("exit", giveBack);
        giveBack();
    }
}

const ourName = `${process.pid} ${os.hostname()}`;

/**
 * @param {string} file
 */
function create(file) {
    try {
        writeFileSync(file, ourName, { flag: "wx" });
        return true;
    } catch (error) {
        // Windows answers EPERM while a file of that name is being deleted.
        const taken = process.platform === "win32" ? ["EEXIST", "EPERM"] : ["EEXIST"];
        if (error instanceof Error && "code" in error && taken.includes(String(error.code))) return false;
        throw error;
    }
}

/**
 * @param {string} file
 */
function isOurs(file) {
    try {
        return readFileSync(file, "utf8") === ourName;
    } catch {
        return false;
    }
}

/**
 * The living holder of the lock; undefined if there is none any more.
 * @param {string} file
 */
function livingHolder(file) {
    try {
        const age = Date.now() - statSync(file).mtimeMs;
        const [pid, host] = readFileSync(file, "utf8").split(" ");
        // Between its creation and its first byte, a lock names nobody yet.
        if (age > silence) return undefined;
        if (pid === undefined || host === undefined) return "starting";
        return host === os.hostname() && !alive(Number(pid)) ? undefined : `process ${pid}`;
    } catch {
        return undefined;
    }
}

/**
 * Of several processes that see an abandoned lock, only one may delete it: a slower one would delete the lock of the
 * faster one's successor.
 * @param {string} file
 */
function removeAbandoned(file) {
    const taking = `${file}.taking`;
    if (create(taking)) {
        if (livingHolder(file) === undefined) rmSync(file, { force: true });
        rmSync(taking, { force: true });
        return;
    }
    try {
        if (Date.now() - statSync(taking).mtimeMs > takeOverTime) rmSync(taking, { force: true });
    } catch {
        // The other process is done with it.
    }
}

/**
 * @param {number} pid
 */
function alive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return error instanceof Error && "code" in error && error.code === "EPERM";
    }
}

/**
 * @param {string} file
 */
function touch(file) {
    try {
        utimesSync(file, new Date(), new Date());
    } catch {
        // Another process took the lock for abandoned, as happens when the machine was asleep.
    }
}
