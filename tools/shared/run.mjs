// @ts-check
import { spawn, spawnSync } from "node:child_process";
import { clearTimeout } from "node:timers";

/**
 * @typedef {object} Finished
 * @property {number | null} code null: it could not be started, or was stopped
 * @property {string} output stdout and stderr as they came
 * @property {boolean} timedOut
 *
 * @typedef {(command: string, args: string[], options?: { cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number }) =>
 * Promise<Finished>} Run
 */

const windows = process.platform === "win32";

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Runs a command out of sight and keeps what it prints. It never rejects: a command that can't be started has a null
 * code and says why.
 * @type {Run}
 */
export function run(command, args, { cwd, env = process.env, timeout } = {}) {
    return new Promise((resolve) => {
        // A process group of its own, so that a time limit or Ctrl-C ends what it has started as well (a download's
        // curl, Go's compilers). Windows starts a .cmd only through its shell.
        const child = spawn(command, args, {
            cwd,
            env,
            stdio: ["ignore", "pipe", "pipe"],
            detached: !windows,
            windowsHide: true,
            shell: windows && command.endsWith(".cmd"),
        });
        let output = "";
        let timedOut = false;
        child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
        child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
        const timer =
            timeout === undefined
                ? undefined
                : setTimeout(() => {
                      timedOut = true;
                      stop(child);
                  }, timeout);
        running.add(child);
        endChildrenWithUs();

        /** @param {number | null} code */
        const finish = (code) => {
            clearTimeout(timer);
            running.delete(child);
            resolve({ code, output, timedOut });
        };
        child.once("error", (error) => {
            output += error.message;
            finish(null);
        });
        child.once("close", finish);
    });
}

/**
 * @param {import("node:child_process").ChildProcess} child
 */
function stop(child) {
    if (child.pid === undefined) return;
    if (windows) {
        spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore", windowsHide: true });
        return;
    }
    try {
        process.kill(-child.pid, "SIGKILL");
    } catch {
        // It ended by itself in the meantime.
    }
}

let prepared = false;

function endChildrenWithUs() {
    if (prepared) return;
    prepared = true;
    process.once("exit", () => running.forEach(stop));
    exitOnSignals();
}

let exiting = false;

/**
 * A signal ends the process by way of its `exit` handlers, where children are stopped and locks are given back.
 */
export function exitOnSignals() {
    if (exiting) return;
    exiting = true;
    for (const [signal, code] of /** @type {const} */ ([
        ["SIGINT", 130],
        ["SIGTERM", 143],
        ["SIGHUP", 129],
    ])) {
        process.once(signal, () => process.exit(code));
    }
}

/**
 * The end of a command's output, where the reason for a failure usually stands.
 * @param {string} output
 */
export function lastLines(output, count = 15) {
    return output.trimEnd().split(/\r?\n/).slice(-count).join("\n");
}
