import { existsSync } from "node:fs";
import path from "node:path";
import { EmulatorError, startEmulator, type Emulator } from "kore-emulator";
import type { Sandbox } from "./sandbox";
import { Problem } from "./shared/problem.cjs";

const healthTimeout = 2_000;

/**
 * Does the work while the sandbox's emulator answers. If another command keeps it up already (`npm run emulator --
 * serve` in a second terminal), that one is used and left running.
 */
export async function withEmulator<T>(sandbox: Sandbox, work: (url: string) => Promise<T>): Promise<T> {
    const url = `http://127.0.0.1:${sandbox.port}`;
    if (await isUp(sandbox, url)) return work(url);

    const emulator = await start(sandbox);
    try {
        return await work(emulator.url);
    } finally {
        await emulator.close();
    }
}

async function start({ port, data }: Sandbox): Promise<Emulator> {
    try {
        return await startEmulator({ port, data });
    } catch (error) {
        if (error instanceof EmulatorError)
            throw new Problem(`The sandbox's emulator could not be started: ${error.message}`);
        throw error;
    }
}

/** Makes the sandbox's account if it does not exist yet. */
export async function ensureAccount(sandbox: Sandbox): Promise<void> {
    if (!existsSync(sandbox.data)) await withEmulator(sandbox, () => Promise.resolve());
}

/** Whether the sandbox's own emulator answers at this address. Nothing at all may be there; anything else may not. */
async function isUp(sandbox: Sandbox, url: string): Promise<boolean> {
    const answer = await ask(`${url}/_emulator/health`);
    if (answer === undefined) return false;
    if (dataOf(answer) === sandbox.data) return true;
    throw new Problem(`Port ${sandbox.port} of this machine, where the sandbox's emulator belongs, is in use by another program.
End that program. Or, if it has to stay, delete the folder ${sandbox.folder}: the sandbox then starts afresh on another port.`);
}

/** The body of the answer; an empty text for an answer that can't be had; undefined if nobody listens. */
async function ask(url: string): Promise<string | undefined> {
    try {
        return await (await fetch(url, { signal: AbortSignal.timeout(healthTimeout) })).text();
    } catch (error) {
        const cause: unknown = error instanceof Error ? error.cause : undefined;
        const refused = cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
        return refused ? undefined : "";
    }
}

function dataOf(answer: string): string | undefined {
    try {
        const health: unknown = JSON.parse(answer);
        const hasData =
            typeof health === "object" && health !== null && "data" in health && typeof health.data === "string";
        return hasData ? path.resolve(String(health.data)) : undefined;
    } catch {
        return undefined;
    }
}
