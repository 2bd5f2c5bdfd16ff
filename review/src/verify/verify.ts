import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import type { ClientSettings } from "#client";
import { AccessError } from "../accessError";
import type { Progress } from "../import/progress";
import { pulumiIsMissing, saidBy } from "../import/pulumiCommand";
import { environmentOf } from "../import/settings";
import { type Certificate, differenceIn } from "./certificate";
import { UpdateEvents } from "./events";
import { readPlan } from "./plan";
import { Workspace } from "./workspace";

const stack = "verify";
const receiptSchema = v.pipe(v.string(), v.parseJson(), v.object({ requests: v.number() }));

/**
 * Runs a project's program against the account with kore:readOnly on, in a copy with a backend of its own.
 *
 * @throws AccessError, where it can't be run
 */
export async function verify(folder: string, settings: ClientSettings, progress: Progress): Promise<Certificate> {
    const workspace = Workspace.of(folder);
    let interrupted = false;
    // Pulumi hears of it as well, and ends; what it has written is removed then.
    const interrupt = () => void (interrupted = true);
    process.once("SIGINT", interrupt);
    try {
        const environment = environmentIn(workspace, settings);
        await pulumi(["stack", "init", stack], workspace, environment);
        progress.step("Previewing the program");
        const preview = await pulumi(["preview", "--json", "--stack", stack], workspace, environment, {
            mayFail: true,
        });
        stopIf(interrupted);
        const plan = readPlan(preview.stdout);
        // What an update would make is known, or none is run.
        if (plan === undefined) throw new AccessError(`The program does not run: ${saidBy(preview)}`);
        const total = plan.resources;
        const events = new UpdateEvents(
            (people) => progress.step(`Comparing people with the account: ${people} of ${total}`),
            (message) => /: waiting \d/.test(message) && progress.say(message),
        );
        plan.errors.forEach(({ urn, message }) =>
            events.fail(urn, message.replace(/^error: /, "").replaceAll(workspace.project, folder)),
        );
        if (preview.code !== 0) return certificateOf(events, total, preview, workspace.receipt);
        const shown = plan.byPlugin ? [] : ["--skip-preview"];
        const update = ["up", "--yes", ...shown, "--continue-on-error", "--json", "--stack", stack];
        const ended = await pulumi(update, workspace, environment, {
            mayFail: true,
            onOutput: (text) => events.read(text),
        });
        stopIf(interrupted);
        return certificateOf(events, total, ended, workspace.receipt);
    } catch (error) {
        if (pulumiIsMissing(error))
            throw new AccessError(
                "There is no pulumi on PATH, which runs the program: install the Pulumi CLI, then run this again.",
            );
        throw error instanceof AccessError ? error : new AccessError(`The program can't be tried: ${saidBy(error)}`);
    } finally {
        process.off("SIGINT", interrupt);
        workspace.remove();
    }
}

function stopIf(interrupted: boolean): void {
    if (interrupted) throw new AccessError("Interrupted: nothing is certified.");
}

function environmentIn({ backend, home, receipt }: Workspace, settings: ClientSettings): NodeJS.ProcessEnv {
    const others = Object.entries(process.env).filter(
        ([name]) => !/^(PULUMI_|KORE_)/.test(name) || name === "PULUMI_PARALLEL",
    );
    return {
        // As many people at a time as one request has, so that few are sent.
        PULUMI_PARALLEL: "64",
        ...Object.fromEntries(others),
        ...environmentOf({ ...settings, readOnly: true }),
        KORE_RECEIPT: receipt,
        PULUMI_BACKEND_URL: `file://${backend.split(path.sep).join("/")}`,
        PULUMI_HOME: home,
        PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
    };
}

/** How a command ended. */
interface Ended {
    code: number;
    stdout: string;
    stderr: string;
}

/** Runs pulumi; throws what it said where it failed and may not. */
function pulumi(
    args: string[],
    { project }: Workspace,
    env: NodeJS.ProcessEnv,
    { mayFail = false, onOutput = () => undefined }: { mayFail?: boolean; onOutput?: (text: string) => void } = {},
): Promise<Ended> {
    return new Promise((resolve, reject) => {
        const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
            cwd: project,
            env,
            stdio: ["ignore", "pipe", "pipe"],
        });
        let [stdout, stderr] = ["", ""];
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
            stdout += text;
            onOutput(text);
        });
        child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
        child.once("error", reject);
        child.once("close", (exit) => {
            const code = exit ?? 1;
            if (code === 0 || mayFail) resolve({ code, stdout, stderr });
            else reject(Object.assign(new Error("pulumi failed"), { stderr }));
        });
    });
}

function certificateOf(events: UpdateEvents, total: number, ended: Ended, receipt: string): Certificate {
    const told = [...events.failures].map(([name, message]) => ({ name, message, lines: differenceIn(message) }));
    const differences = told
        .flatMap(({ name, lines }) => (lines === undefined ? [] : [{ name, lines }]))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    const obstacles = new Map<string, { message: string; people: number }>();
    for (const { name, message, lines } of told) {
        if (lines !== undefined) continue;
        const common = message.replaceAll(name, "…");
        obstacles.set(common, {
            message: obstacles.get(common)?.message ?? message,
            people: (obstacles.get(common)?.people ?? 0) + 1,
        });
    }
    if (ended.code !== 0 && told.length === 0)
        throw new AccessError(`The program does not run: ${events.errors[0] ?? saidBy(ended)}`);
    if (total === 0) throw new AccessError("The program declares nobody: there is nothing to verify.");
    return {
        total,
        adopted: events.adopted.size,
        differences,
        obstacles: [...obstacles.values()],
        requests: requestsIn(receipt),
    };
}

function requestsIn(receipt: string): number {
    const parsed = v.safeParse(receiptSchema, existsSync(receipt) ? readFileSync(receipt, "utf8") : "");
    return parsed.success ? parsed.output.requests : 0;
}
