import { execFileSync } from "node:child_process";
import { connect, type Socket } from "node:net";
import { availableParallelism } from "node:os";
import { beginningOf } from "../run/record";

/** How many steps the engine has in flight at most, before it has shown: PULUMI_PARALLEL, else four for each core, its default. */
export function slotsOfEngine(environment: NodeJS.ProcessEnv = process.env): number {
    const given = Number(environment["PULUMI_PARALLEL"]);
    return Number.isInteger(given) && given > 0 ? given : 4 * availableParallelism();
}

/** The address that the engine gives to its providers as an argument; flags for its logging may come before it. */
export function engineAddress(args: string[] = process.argv.slice(2)): string | undefined {
    return [...args].reverse().find((arg) => addressPattern.test(arg));
}

// Between two looks after the engine, in milliseconds.
const pause = 100;
// So often its address refuses a connection before it counts as gone; more often where it has never taken one, as it may be slow to begin.
const refusals = { known: 3, unknown: 30 };
const addressPattern = /^([^-].*):(\d+)$/;

/**
 * Tells when the engine that started this process is gone. The process outlives a CLI that was killed, and would go on
 * sending what it has queued, of which nobody would take note. A connection to the engine ends with it.
 *
 * @param address the engine's, as the engine gives it to a provider: "127.0.0.1:40001"
 */
export function watchEngine(address: string | undefined, onGone: () => void): void {
    const [host, port] = addressPattern.exec(address ?? "")?.slice(1) ?? [];
    if (host === undefined) return;
    let known = false;
    let refused = 0;
    const look = () => {
        const socket: Socket = connect({ host, port: Number(port) });
        let wasRefused = false;
        socket.unref();
        socket.once("connect", () => {
            known = true;
            refused = 0;
        });
        socket.on("error", (error: NodeJS.ErrnoException) => (wasRefused = error.code === "ECONNREFUSED"));
        socket.resume();
        // The engine itself ends a connection over which it is told nothing, and takes a new one then.
        socket.once("close", () => {
            if (wasRefused && ++refused >= (known ? refusals.known : refusals.unknown)) onGone();
            else if (known || wasRefused) setTimeout(look, pause).unref();
        });
    };
    look();
}

/**
 * What tells the command of the CLI that started this process from others: the same in its preview and in its update, whose engines have
 * two addresses. Undefined where the system does not say when a process began.
 */
export function commandOf(parent: number = process.ppid): string | undefined {
    const began = beganAt(parent);
    return began === undefined ? undefined : `command ${parent} ${began}`;
}

/** When a process began, in the words of the system; a later one may have the same number. */
function beganAt(pid: number): string | undefined {
    if (process.platform === "win32") return undefined;
    if (process.platform === "linux") return beginningOf(pid);
    try {
        return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
    } catch {
        return undefined;
    }
}
