import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { type Backend, Counts } from "./backend";
import { relayTo } from "./relay";

/** How a server is started. */
export interface ServerOptions {
    command: string;
    args: string[];
    env?: NodeJS.ProcessEnv;
    /** The user that it runs as, where that is another. */
    user?: { uid: number; gid: number } | undefined;
    /** The socket file that it listens on. */
    socketFile: string;
    /** The line with which it says that it is there. */
    ready: RegExp;
    /** Matches a line with which it writes of what it was asked, and names that first. */
    asked: RegExp;
}

/** A server that runs behind a port of this machine. */
type Served = Pick<Backend, "requests" | "bytes" | "close"> & { port: number };

/** Runs a server in a folder, which goes with it. */
export async function serve(folder: string, options: ServerOptions): Promise<Served> {
    const counts = new Counts();
    const stop = await startServer(options, (line) => {
        const what = options.asked.exec(line)?.[1];
        if (what !== undefined) counts.add(what);
    });
    const relay = await relayTo(options.socketFile);
    return {
        port: relay.port,
        requests: () => counts.all(),
        bytes: () => relay.bytes(),
        close: async () => {
            await relay.close();
            await stop();
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

/**
 * Starts a server, waits until it answers, and answers how it is stopped. It goes with this process, however that ends but by
 * SIGKILL.
 *
 * @param onLine hears every line that it writes
 */
async function startServer(options: ServerOptions, onLine: (line: string) => void): Promise<() => Promise<void>> {
    const { exitOnSignals } = await import("../../tools/shared/run.mjs");
    const { command, args, user, env = process.env } = options;
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], ...user });
    const kill = () => void child.kill("SIGKILL");
    process.once("exit", kill);
    exitOnSignals();
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    await untilReady(child, options, onLine);
    await untilListening(options.socketFile, child);
    return async () => {
        process.off("exit", kill);
        child.kill("SIGINT");
        await ended;
    };
}

function untilReady(
    child: ChildProcess,
    { command, ready }: ServerOptions,
    onLine: (line: string) => void,
): Promise<void> {
    return new Promise((resolve, reject) => {
        const said: string[] = [];
        for (const input of [child.stdout, child.stderr]) {
            if (input === null) continue;
            createInterface({ input }).on("line", (line) => {
                if (said.length < 50) said.push(line);
                if (ready.test(line)) resolve();
                onLine(line);
            });
        }
        child.once("error", reject);
        child.once("close", (code) => reject(new Error(`${command} ended with ${code}:\n${said.join("\n")}`)));
    });
}

async function untilListening(socketFile: string, child: ChildProcess): Promise<void> {
    while (!(await listens(socketFile))) {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
        await setTimeout(20);
    }
}

function listens(socketFile: string): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connect(socketFile);
        socket.once("connect", () => {
            socket.destroy();
            resolve(true);
        });
        socket.once("error", () => resolve(false));
    });
}
