import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before } from "mocha";

/** A request as it arrived. */
export interface Received {
    method: string | undefined;
    path: string | undefined;
    headers: IncomingHttpHeaders;
    body: unknown;
}

/** What the server does with one request. */
export type Reply = (response: ServerResponse, request: Received) => void;

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
    return (response) =>
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

export function text(body: string, status = 200, headers: Record<string, string> = {}): Reply {
    return (response) => response.writeHead(status, headers).end(body);
}

/** Kore.ai's form of a refusal. */
export function refusal(msg: string, status: number, code = status): Reply {
    return json({ errors: [{ msg, code }] }, status);
}

/** Closes the connection after the request has arrived. */
export const hangUp: Reply = (response) => response.socket?.destroy();

/** Never answers. */
export const silence: Reply = () => undefined;

/** Announces a whole body, sends the start of it, and closes the connection. */
export function brokenOff(body: string): Reply {
    return (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": String(body.length) });
        response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
    };
}

/** Answers the start of a body, and then nothing more. */
export function stalled(body: string): Reply {
    return (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": String(body.length) });
        response.write(body.slice(0, body.length / 2));
    };
}

/** Answers a body of 100 pieces, one of them every so many milliseconds, so that no silence is long. */
export function trickling(body: string, milliseconds: number): Reply {
    return (response) => {
        const size = Math.ceil(body.length / 100);
        let sent = 0;
        response.writeHead(200, { "content-type": "application/json", "content-length": String(body.length) });
        const timer = setInterval(() => {
            response.write(body.slice(sent, (sent += size)));
            if (sent >= body.length) response.end();
        }, milliseconds);
        response.on("close", () => clearInterval(timer));
    };
}

/** An HTTP server on loopback that gives the replies of a script, in its order, and keeps what it received. */
export class ScriptedKore {
    readonly received: Received[] = [];
    private script: Reply[] = [];
    private otherwise: Reply | undefined;
    private readonly unexpected: Received[] = [];
    private readonly server = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on("data", (part: Buffer) => parts.push(part));
        request.on("end", () => {
            const body = Buffer.concat(parts).toString();
            const received = {
                method: request.method,
                path: request.url,
                headers: request.headers,
                body: body === "" ? undefined : (JSON.parse(body) as unknown),
            };
            this.received.push(received);
            const reply = this.script.shift() ?? this.otherwise;
            if (reply === undefined) this.unexpected.push(received);
            (reply ?? text("not in the script", 418))(response, received);
        });
    });

    get baseUrl(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    /** Gives these replies to the next requests. */
    replies(...script: Reply[]): void {
        this.script.push(...script);
    }

    /** Gives this reply to every request that the script has none for. */
    always(reply: Reply): void {
        this.otherwise = reply;
    }

    get tokens(): string[] {
        return this.received.map(({ headers }) => String(headers["auth"]));
    }

    get bodies(): unknown[] {
        return this.received.map(({ body }) => body);
    }

    /** @param port left out, one that is free */
    listen(port = 0): Promise<void> {
        return new Promise((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    }

    close(): Promise<void> {
        this.server.closeAllConnections();
        return new Promise((resolve) => this.server.close(() => resolve()));
    }

    /** Starts anew, and says where the last test and its script disagree. */
    reset(): void {
        const [left, unexpected] = [this.script.length, this.unexpected.splice(0)];
        this.script = [];
        this.otherwise = undefined;
        this.received.length = 0;
        assert.deepEqual(unexpected, [], "requests that the script has no reply for");
        assert.equal(left, 0, "replies that nothing asked for");
    }
}

/** A scripted server for the tests of one suite. */
export function scriptedKore(): ScriptedKore {
    const kore = new ScriptedKore();
    before(() => kore.listen());
    afterEach(() => kore.reset());
    after(() => kore.close());
    return kore;
}
