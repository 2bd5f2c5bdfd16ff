import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { cliEnvironment } from "./engine/environment";
import { Problem } from "./shared/problem.cjs";

/** The repository's root, whose Pulumi.yaml is the quick start's project. */
export const root = path.join(__dirname, "..");

export const stackName = "sandbox";
const projectName = "kore-quickstart";

/**
 * The place where the quick start runs, inside the work tree and ignored by git: a Pulumi backend in a folder, and an
 * emulated Kore.ai account in a file. Deleting the folder starts afresh.
 */
export interface Sandbox {
    folder: string;
    backend: string;
    home: string;
    /** the emulator's data file */
    data: string;
    /** the emulator's port; always the same, as resource states record the host of their account */
    port: number;
}

/** Opens the sandbox, and makes it on the first call. */
export async function openSandbox(folder = path.join(root, ".sandbox")): Promise<Sandbox> {
    const sandbox = {
        folder,
        backend: path.join(folder, "backend"),
        home: path.join(folder, "home"),
        data: path.join(folder, "emulator.json"),
    };
    mkdirSync(sandbox.backend, { recursive: true });
    mkdirSync(sandbox.home, { recursive: true });
    return { ...sandbox, port: await settledPort(path.join(folder, "settings.json")) };
}

/** The environment of the CLI in the sandbox. The app is the one that the emulator's account has from the start. */
export async function sandboxEnvironment({ backend, home }: Sandbox, host: string): Promise<NodeJS.ProcessEnv> {
    return {
        ...(await cliEnvironment({ backendDir: backend, home })),
        KORE_HOST: host,
        KORE_CLIENT_ID: "cs-emulator",
        KORE_CLIENT_SECRET: "emulator-secret",
    };
}

/**
 * Makes and selects the sandbox's stack, unless that was done. A stack that the user has selected since then stays
 * selected.
 */
export async function ensureStack({ backend, home }: Sandbox, env: NodeJS.ProcessEnv): Promise<void> {
    const state = path.join(backend, ".pulumi", "stacks", projectName, `${stackName}.json`);
    if (existsSync(state) && hasSelection(home)) return;
    const args = ["stack", "select", "--create", stackName, "--non-interactive", "--color", "never"];
    try {
        await promisify(execFile)("pulumi", args, { cwd: root, env });
    } catch (error) {
        throw new Problem(
            `The stack of the sandbox could not be made: ${error instanceof Error ? error.message : String(error)}`,
        );
    }
}

/** How many updates the sandbox's stack has seen, finished or failed. */
export function updateCount({ backend }: Sandbox): number {
    const history = path.join(backend, ".pulumi", "history", projectName, stackName);
    return existsSync(history) ? readdirSync(history).filter((name) => name.endsWith(".history.json")).length : 0;
}

function hasSelection(home: string): boolean {
    const workspaces = path.join(home, "workspaces");
    return existsSync(workspaces) && readdirSync(workspaces).some((name) => name.startsWith(`${projectName}-`));
}

async function settledPort(file: string): Promise<number> {
    if (!existsSync(file)) writeNew(file, `${JSON.stringify({ port: await freePort() }, undefined, 2)}\n`);
    const port = portIn(readFileSync(file, "utf8"));
    if (port === undefined) {
        throw new Problem(
            `${file} names no port. Delete the folder ${path.dirname(file)} to start afresh: it holds nothing but the sandbox.`,
        );
    }
    return port;
}

/** Of two commands that open the sandbox for the first time at once, the first one's port stays. */
function writeNew(file: string, text: string): void {
    try {
        writeFileSync(file, text, { flag: "wx" });
    } catch (error) {
        if (!existsSync(file)) throw error;
    }
}

function portIn(text: string): number | undefined {
    try {
        const settings: unknown = JSON.parse(text);
        const isObject = typeof settings === "object" && settings !== null && "port" in settings;
        return isObject && Number.isInteger(settings.port) ? Number(settings.port) : undefined;
    } catch {
        return undefined;
    }
}

/**
 * A free port below those that operating systems hand out by themselves: a port from there may be taken for a moment by
 * any connection when the sandbox is opened again.
 */
async function freePort(): Promise<number> {
    for (;;) {
        const port = 20_000 + Math.floor(Math.random() * 10_000);
        if (await isFree(port)) return port;
    }
}

function isFree(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => resolve(false));
        server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
}
