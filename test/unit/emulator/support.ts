import { randomUUID } from "node:crypto";
import jwt from "jsonwebtoken";
import { seedApp, startEmulator, type Account, type Emulator, type EmulatorOptions } from "../../../emulator/src/index";

/** One answer as it came over the wire. */
export interface Answered {
    status: number;
    body: unknown;
    headers: Headers;
}

/** An emulator for one test, with a clock that only the test moves. */
export class Trial {
    now = Date.parse("2026-03-01T10:00:00.000Z");
    private running: Emulator | undefined;

    get emulator(): Emulator {
        if (this.running === undefined) {
            throw new Error("the emulator is not started");
        }
        return this.running;
    }

    get account(): Account {
        return this.emulator.account;
    }

    async start(options: EmulatorOptions = {}): Promise<void> {
        this.running = await startEmulator({ clock: () => this.now, ...options });
    }

    async stop(): Promise<void> {
        await this.running?.close();
        this.running = undefined;
    }

    /** A token as the provider makes it: fresh for every request. */
    token(
        claims: Record<string, unknown> = {},
        secret: string = seedApp.clientSecret,
        options: jwt.SignOptions = {},
    ): string {
        const iat = Math.floor(this.now / 1000);
        const all = { sub: "test", appId: seedApp.clientId, iat, exp: iat + 300, jti: randomUUID(), ...claims };
        const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
        return jwt.sign(payload, secret, { algorithm: "HS256", noTimestamp: true, ...options });
    }

    async call(
        endpoint: string,
        body?: unknown,
        headers: Record<string, string> = { auth: this.token() },
    ): Promise<Answered> {
        const [method = "", path = ""] = endpoint.split(" ");
        const response = await fetch(`${this.emulator.url}/api/public/${path}`, {
            method,
            headers: { "content-type": "application/json", ...headers },
            ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        });
        const text = await response.text();
        return {
            status: response.status,
            body: response.headers.get("content-type")?.includes("json") === true ? parsed(text) : text,
            headers: response.headers,
        };
    }

    /** Status and body of an answer, to compare with what a page documents. */
    async answer(endpoint: string, body?: unknown, headers?: Record<string, string>): Promise<[number, unknown]> {
        const answered = await this.call(endpoint, body, headers ?? { auth: this.token() });
        return [answered.status, answered.body];
    }

    /** The entries of usersInfo. */
    async look(...emailIds: string[]): Promise<unknown> {
        return (await this.call("POST usersInfo", { emailIds })).body;
    }
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

/** Gives each test of a describe block an emulator of its own. */
export function trial(options: EmulatorOptions = {}): Trial {
    const each = new Trial();
    beforeEach(() => each.start(options));
    afterEach(() => each.stop());
    return each;
}

/** A row of POST users about an address. */
export function row(emailId: string, more: object = {}): object {
    return { userInfo: { emailId }, ...more };
}
