import { fork, type ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Account } from "../provider/api/client";
import { exitOnProblem } from "../tools/shared/problem.cjs";

const help = `npx tsx bench/stalls.ts

For how long large and hostile answers keep the client's event loop busy at a stretch, in milliseconds: a look-up and an update of 50 people each,
answered by a server in a process of its own. Nothing of it is asserted.
`;

const people = Array.from({ length: 50 }, (_, index) => `user${index}@example.com`);
const words = (characters: number) => "User not found. ".padEnd(characters, "x@");
const refusal = (characters: number) => JSON.stringify({ errors: [{ msg: words(characters), code: 400 }] });

/** Status and body of each answer. */
const answers: Record<string, () => [status: number, body: string]> = {
    "a refusal of 20,000 characters": () => [400, refusal(20_000)],
    "a refusal of 1 MB": () => [400, refusal(1_000_000)],
    "a refusal of 20 MB": () => [400, refusal(20_000_000)],
    "a web page of 20 MB": () => [200, `<html>${"x".repeat(20_000_000)}`],
    "a reason of 20,000 characters for each person": () => [
        200,
        JSON.stringify(people.map((emailId) => ({ userInfo: { emailId, status: "failure", reason: words(20_000) } }))),
    ],
    "lists in lists, 100,000 deep": () => [200, "[".repeat(100_000) + "]".repeat(100_000)],
    "5 MB of text": () => [403, "y".repeat(5_000_000)],
};

const serve = "--serve";

function server(): void {
    let next = "";
    process.on("message", (name: string) => {
        next = name;
        process.send?.("ready");
    });
    const http = createServer((request, response) => {
        request.resume().on("end", () => {
            const [status, body] = answers[next]?.() ?? [500, ""];
            response.writeHead(status, { "content-type": "application/json" }).end(body);
        });
    });
    http.listen(0, "127.0.0.1", () => process.send?.((http.address() as AddressInfo).port));
}

async function main(): Promise<void> {
    const [, file = "", ...args] = process.argv;
    if (args.includes("--help") || args.includes("-h")) return void process.stdout.write(help);
    if (args.includes(serve)) return server();
    const child = fork(file, [serve], { execArgv: process.execArgv });
    const baseUrl = `http://127.0.0.1:${String(await nextMessage(child))}`;
    // The first one also loads and compiles what the others need.
    for (const name of [Object.keys(answers)[0] ?? "", ...Object.keys(answers)]) {
        child.send(name);
        await nextMessage(child);
        console.log(`${String(await longestStall(baseUrl)).padStart(6)} ms  ${name}`);
    }
    child.kill();
}

function nextMessage(child: ChildProcess): Promise<unknown> {
    return new Promise((resolve) => child.once("message", resolve));
}

async function longestStall(baseUrl: string): Promise<number> {
    const settings = {
        baseUrl,
        credentials: { clientId: "cs-bench", clientSecret: "the secret of a bench" },
        requestTimeout: 60,
        batchSize: people.length,
        requestsPerMinute: 1_000,
        requestsPerHour: 100_000,
        readOnly: false,
    };
    const retryPolicy = { retries: 0, retryDelay: 1, rateLimitRetries: 0, rateLimitDelay: 1 };
    const account = new Account(settings, { retryPolicy });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await account.lookUp(people);
    await account.updateUsers(
        people.map((emailId) => ({ userInfo: { emailId }, canCreateBot: false, isDeveloper: false })),
    );
    delay.disable();
    return Math.round(delay.max / 1e6);
}

exitOnProblem(main);
