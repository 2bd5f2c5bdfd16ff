import { rmSync } from "node:fs";
import path from "node:path";
import { type Emulator, startEmulator } from "kore-emulator";
import { environmentFor, Stack } from "../../test/harness/stack";
import { nodeFolder } from "./downloads";
import { install, runCommand } from "./managers";
import { declared, type Tarballs, writeProject } from "./project";
import type { Row, Step } from "./rows";

/** How a row ended: the step that failed and what was said; undefined: it came to the end. */
export interface Outcome {
    row: Row;
    seconds: number;
    failed?: { step: Step; said: string; doctor: string | undefined };
}

class StepFailed extends Error {
    constructor(
        readonly step: Step,
        message: string,
    ) {
        super(message);
    }
}

/** Leads the project of a row from its installation to its destruction, in a folder that is removed afterwards. */
async function live(row: Row, work: string, tarballs: Tarballs): Promise<Outcome> {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    const folder = path.join(work, row.name);
    const emulator = await startEmulator({ limits: "off" });
    try {
        writeProject(folder, row, tarballs);
        await steps(row, folder, emulator);
        return { row, seconds: seconds() };
    } catch (error) {
        if (!(error instanceof StepFailed)) throw error;
        const failed = { step: error.step, said: error.message, doctor: await askDoctor(row, folder, emulator) };
        return { row, seconds: seconds(), failed };
    } finally {
        await emulator.close();
        rmSync(folder, { recursive: true, force: true });
    }
}

/**
 * Begins the lives of some rows in their order, two at a time, as each mostly waits; answers how each will have ended.
 */
export function liveAll(rows: Row[], work: string, tarballs: Tarballs): Map<Row, Promise<Outcome>> {
    const waiting = rows.map((row) => {
        let begin: () => void = () => undefined;
        const begun = new Promise<void>((resolve) => (begin = resolve));
        return { row, begin, outcome: begun.then(() => live(row, work, tarballs)) };
    });
    const outcomes = new Map(waiting.map(({ row, outcome }) => [row, outcome]));
    const goOn = (): void => {
        const next = waiting.shift();
        next?.begin();
        // Whoever awaits an outcome hears of its failure.
        next?.outcome.then(goOn, goOn);
    };
    goOn();
    goOn();
    return outcomes;
}

async function steps(row: Row, folder: string, emulator: Emulator): Promise<void> {
    const installed = await install(row, folder);
    if (installed.code !== 0) throw new StepFailed("install", installed.output);
    await commandsAnswer(row, folder);

    const { findEngine } = await import("../engine/finder.mjs");
    const PATH = [await nodeFolder(row.node), ...(await findEngine()).path, process.env["PATH"]].join(path.delimiter);
    const nodeOptions = row.special?.nodeOptions;
    const stack = await Stack.open(folder, {
        env: {
            ...environmentFor(emulator.url),
            PATH,
            ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
        },
    });
    const step = async (name: Step, ...args: string[]): Promise<string> => {
        const { exitCode, output } = await stack.run(...args, "--non-interactive", "--color", "never");
        if (exitCode !== 0) throw new StepFailed(name, output);
        return output;
    };
    const expectAccount = (name: Step, wanted: unknown) => {
        const found = emulator.account.person(declared.emailId);
        const seen =
            found === undefined
                ? undefined
                : {
                      firstName: found.firstName,
                      roles: found.roles,
                      canCreateBot: found.canCreateBot,
                      isDeveloper: found.isDeveloper,
                  };
        if (JSON.stringify(seen) !== JSON.stringify(wanted))
            throw new StepFailed(name, `the account has ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
    };
    const wanted = { firstName: declared.firstName, roles: declared.roles, canCreateBot: false, isDeveloper: true };

    await step("up", "up", "--yes", "--skip-preview");
    expectAccount("up", wanted);
    await step("no-change preview", "preview", "--expect-no-changes");
    emulator.account.changePerson(declared.emailId, { firstName: "Augusta", isDeveloper: false });
    const refreshed = await stack.refresh("--expect-no-changes");
    if (refreshed.exitCode === 0 || !/2 updated/.test(refreshed.output))
        throw new StepFailed("refresh with drift", refreshed.output);
    // With an SDK that drops the inputs that were read, the preview announces an update and shows no difference.
    const shown = await step("preview of drift", "preview", "--diff");
    if (!/~ firstName *: "Augusta" => "Ada"/.test(shown) || !/\+ \[0\]: "ada@example\.com"/.test(shown))
        throw new StepFailed("preview of drift", `the preview does not show what the update will change:\n${shown}`);
    await step("mend", "up", "--yes", "--skip-preview");
    expectAccount("mend", wanted);
    await step("destroy", "destroy", "--yes", "--skip-preview");
    expectAccount("destroy", undefined);
}

/** The commands of the other packages start where they were installed. */
async function commandsAnswer(row: Row, folder: string): Promise<void> {
    for (const command of ["kore-access", "kore-emulator"]) {
        const { code, output } = await runCommand(row, folder, [command, "--version"]);
        if (code !== 0 || !/^\d+\.\d+\.\d+\s*$/m.test(output))
            throw new StepFailed("commands", `${command} --version:\n${output}`);
    }
}

/** What the doctor says in a project in which something failed, where the row looks at that. */
async function askDoctor(row: Row, folder: string, emulator: Emulator): Promise<string | undefined> {
    if (row.refusal?.doctor === undefined) return undefined;
    const { output } = await runCommand(row, folder, ["kore-access", "doctor"], environmentFor(emulator.url));
    return output;
}
