import { setMaxListeners } from "node:events";
import { createServer, type Server } from "node:http";
import { resolve } from "node:path";
import express, { type NextFunction, type Request, type Response } from "express";
import * as v from "valibot";
import type { Account } from "./account";
import { invalidBody, refusal } from "./answer";
import { apiRouter } from "./apiRouter";
import { controlRouter } from "./controlRouter";
import { EmulatedAccount } from "./emulatedAccount";
import { EmulatorError } from "./emulatorError";
import type { Limits } from "./limits";
import type { LogEntry } from "./requestLog";
import type { Seed } from "./seed";
import { noteServer, removeNote, serverOf } from "./serverFile";
import type { Switches } from "./switches";

/** How to start an emulator. */
export interface EmulatorOptions {
    /** Port on 127.0.0.1; 0, the default, takes a free one. */
    port?: number;
    /** JSON file that keeps the account; without it the account is in memory alone. */
    data?: string;
    /** What the account starts with; the default seed unless given. A data file that exists comes first. */
    seed?: Seed;
    /** Switches that are not at their default. */
    switches?: Partial<Switches>;
    /** Rolling limits; the documented 60 a minute and 1,800 an hour unless given. */
    limits?: Limits | "off";
    /** Milliseconds that every answer takes at least. */
    latency?: number;
    /** Called with each request when it is over. */
    onRequest?: (entry: LogEntry) => void;
    /** The time in milliseconds, for tests that do not want to wait; Date.now unless given. */
    clock?: () => number;
}

/** A running emulator. */
export interface Emulator {
    /** Base URL, `http://127.0.0.1:<port>`. */
    url: string;
    account: Account;
    /** Stops answering and frees the port; requests under way are cut off. */
    close(): Promise<void>;
}

/** Starts an emulated Kore.ai account on 127.0.0.1. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
    const { port = 0, data, onRequest = () => undefined, ...start } = options;
    const other = data === undefined ? undefined : await serverOf(data);
    if (other !== undefined) {
        throw new EmulatorError(`${data} is open in the emulator at ${other}`);
    }
    const account = new EmulatedAccount(data === undefined ? start : { ...start, data });
    const closing = new AbortController();
    // Every answer that is late listens, however many they are.
    setMaxListeners(0, closing.signal);

    const app = express();
    app.disable("x-powered-by");
    app.disable("etag");
    app.use("/_emulator", controlRouter(account, data === undefined ? null : resolve(data)));
    app.use(apiRouter(account, onRequest, closing.signal));
    app.use(answerError);

    const server = createServer(app);
    const url = `http://127.0.0.1:${await listen(server, port)}`;
    if (data !== undefined) {
        noteServer(data, url);
    }
    let closed: Promise<void> | undefined;
    return {
        url,
        account,
        close: () => (closed ??= stop(server, closing, data)),
    };
}

function listen(server: Server, port: number): Promise<number> {
    return new Promise((listening, failed) => {
        server.once("error", (error: NodeJS.ErrnoException) => {
            failed(
                error.code === "EADDRINUSE"
                    ? new EmulatorError(`port ${port} of 127.0.0.1 is taken: choose another one`)
                    : error,
            );
        });
        server.listen(port, "127.0.0.1", () => {
            const address = server.address();
            listening(typeof address === "object" && address !== null ? address.port : port);
        });
    });
}

function stop(server: Server, closing: AbortController, data: string | undefined): Promise<void> {
    closing.abort();
    if (data !== undefined) {
        removeNote(data);
    }
    return new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
    });
}

/** A body that cannot be read is an invalid one; anything else is a mistake of the emulator, and says so. */
function answerError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
    if (response.headersSent) {
        next(error);
        return;
    }
    const unreadable = v.is(v.looseObject({ status: v.pipe(v.number(), v.minValue(400), v.maxValue(499)) }), error);
    const { status, body } = unreadable ? invalidBody : refusal(500, `kore-emulator: ${String(error)}`);
    response.status(status).json(body);
}
