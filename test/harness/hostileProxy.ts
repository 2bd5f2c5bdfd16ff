import { once } from "node:events";
import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What an answer can be made of. */
export interface Asked {
    emailId: string;
    /** The token that came with the request. */
    token: string;
    /** The body of the emulator's answer; undefined where the request did not get there. */
    real: unknown;
}

/** Answers a request as no server should. */
export type Answer = (response: ServerResponse, asked: Asked) => void;

/** When an answer is given. */
interface Armed {
    answer: Answer;
    /** Whether the request is passed on, and its answer alone replaced. */
    isDone?: boolean;
    /** How often it is given, before requests are passed on again. */
    times?: number;
}

/** The emulator behind a proxy that gives answers of its own to the requests about some people; others it passes on. */
export class HostileProxy {
    private readonly armed = new Map<string, Armed>();
    private readonly written: string[] = [];
    private readonly agent = new Agent({ keepAlive: true });
    private readonly server = createServer((request, response) => void this.handle(request, response));

    private constructor(private readonly emulator: string) {
        this.server.maxHeadersCount = 0;
    }

    static async before(emulator: string): Promise<HostileProxy> {
        const proxy = new HostileProxy(emulator);
        await new Promise<void>((listening) => proxy.server.listen(0, "127.0.0.1", listening));
        return proxy;
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    close(): void {
        this.agent.destroy();
        this.server.closeAllConnections();
        this.server.close();
    }

    /** Gives an answer to the requests about a person at one endpoint while a step is under way. */
    async during<T>(endpoint: string, emailId: string, armed: Armed, step: () => Promise<T>): Promise<T> {
        const key = `${endpoint} ${emailId}`;
        this.armed.set(key, { ...armed });
        try {
            return await step();
        } finally {
            this.armed.delete(key);
        }
    }

    /** How many writes about a person have arrived, whatever was answered. */
    writesAbout(emailId: string): number {
        return this.written.filter((each) => each === emailId).length;
    }

    private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const body = await buffer(request);
        const emailId = /"([\w.-]+@example\.com)"/.exec(body.toString())?.[1] ?? "";
        const endpoint = `${request.method ?? ""} ${request.url ?? ""}`;
        const isRead = endpoint.endsWith("/usersInfo");
        if (!isRead) this.written.push(emailId);
        const armed = this.armedNow(`${endpoint} ${emailId}`);
        const isPassedOn = armed === undefined || armed.isDone === true || isRead;
        const real = isPassedOn ? await this.passOn(request, body) : undefined;
        if (armed !== undefined) {
            const token = String(request.headers["auth"]);
            armed.answer(response, { emailId, token, real: real && (JSON.parse(real.body.toString()) as unknown) });
        } else response.writeHead(real?.status ?? 500, { "content-type": "application/json" }).end(real?.body);
    }

    private armedNow(key: string): Armed | undefined {
        const armed = this.armed.get(key);
        if (armed?.times === undefined) return armed;
        return armed.times-- > 0 ? armed : undefined;
    }

    private async passOn(request: IncomingMessage, body: Buffer): Promise<{ status: number; body: Buffer }> {
        const { method, url = "", headers } = request;
        const passed = send(new URL(url, this.emulator), {
            method,
            headers: { ...headers, "content-length": body.length },
            agent: this.agent,
        }).end(body);
        const [answer] = (await once(passed, "response")) as [IncomingMessage];
        return { status: answer.statusCode ?? 500, body: await buffer(answer) };
    }
}
