import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { WatchedAccount } from "../faults/watchedAccount";
import { isWrite } from "../harness/judging";
import { repositoryRoot } from "../harness/repository";
import { severalAtOnce } from "../harness/severalAtOnce";
import { type Declared, type Ended, environmentFor, Stack } from "../harness/stack";
import { Judge, type Offence } from "./judge";
import { otherApp, type Scenario } from "./scenarios";

/** How many people, and which values of PULUMI_PARALLEL; without it Pulumi takes four steps at a time for each core. */
export const sizes = [3, 12, 60, 200];
export const unset = "unset";
export const parallels = [unset, "1", "2", "8", "16", "64"];

/** A scenario with so many people, at a value of PULUMI_PARALLEL. */
export interface Run {
    scenario: Scenario;
    people: number;
    parallel: string;
    /** Whether a refresh and an update that finds nothing to do come after the last update only; else after each. */
    settlesOnce?: boolean;
}

export interface Outcome extends Run {
    seconds: number;
    offences: Offence[];
    /** In which words the preview refused the program, where it may. */
    refused?: string;
}

// As far away as a host on the network: steps overlap.
const latency = 50;
const parent = path.join(repositoryRoot, "test", "scenarios", ".work");

/** Begins runs in their order, so many at a time; answers how each will have ended. */
export function liveAll(runs: Run[], jobs: number): Promise<Outcome>[] {
    const places = Array.from({ length: jobs }, (_, index) => index);
    return severalAtOnce(
        places,
        runs.map((run) => () => live(run)),
    );
}

/** Leads a program through its updates by the real CLI, until one fails. The folder of a run that does not hold is kept. */
async function live(run: Run): Promise<Outcome> {
    const started = Date.now();
    const { scenario, people, parallel } = run;
    const watched = await WatchedAccount.start({ latency });
    try {
        const seed = watched.account.seed();
        watched.account.reset({
            ...seed,
            apps: [...seed.apps, otherApp],
            people: [...seed.people, ...(scenario.present?.(people) ?? [])],
        });
        watched.reset({});
        const env = {
            ...environmentFor(watched.emulator.url),
            ...(parallel === unset ? {} : { PULUMI_PARALLEL: parallel }),
        };
        const stack = await Stack.create(`${scenario.name}-${people}-${parallel}`, { parent, env });
        const judge = new Judge(watched);
        const refused = await updates(run, stack, watched, judge);
        const { offences } = judge;
        if (offences.length === 0) rmSync(stack.folder, { recursive: true });
        else writeFileSync(path.join(stack.folder, "output.txt"), stack.output);
        return {
            ...run,
            seconds: Math.round((Date.now() - started) / 1000),
            offences,
            ...(refused === undefined ? {} : { refused }),
        };
    } finally {
        await watched.emulator.close();
    }
}

/** Answers in which words a program was refused, where it may be. */
async function updates(
    { scenario, people, settlesOnce = false }: Run,
    stack: Stack,
    { account, emulator }: WatchedAccount,
    judge: Judge,
): Promise<string | undefined> {
    const { steps, refusable, present } = scenario;
    const judged = async (step: string, program: Declared[], command: () => Promise<Ended>): Promise<boolean> => {
        judge.begin(step, program);
        const { exitCode, output } = await command();
        if (exitCode !== 0)
            for (const { message, resource } of errorsIn(output))
                judge.offend("failed", `exit ${exitCode}: ${message}`, resource);
        judge.end();
        return exitCode === 0;
    };
    const withoutWrites = async (command: () => Promise<Ended>): Promise<Ended> => {
        account.clearRequests();
        const ended = await command();
        const writes = account.requests().filter(isWrite).length;
        if (writes > 0)
            judge.offend("unsettled", `${writes} ${writes === 1 ? "write" : "writes"}, though there was nothing to do`);
        return ended;
    };
    const programs = steps(people, emulator.url);
    for (const [index, program] of programs.entries()) {
        const update = `update ${index + 1}`;
        stack.declare(program);
        if (refusable !== undefined) {
            judge.begin(`preview of ${update}`, program);
            const { exitCode, output } = await withoutWrites(() => stack.preview());
            const words = exitCode === 0 ? [] : errorsIn(output).map(({ message }) => message);
            for (const message of words.filter((each) => !refusable.test(each)))
                judge.offend("failed", `exit ${exitCode}: ${message}`);
            if (words.length > 0) return words[0];
        }
        if (!(await judged(update, program, () => stack.up()))) return undefined;
        if (settlesOnce && index + 1 < programs.length) continue;
        if (
            !(await judged(`refresh after ${update}`, program, () =>
                withoutWrites(() => stack.up("--refresh", "--expect-no-changes")),
            ))
        )
            return undefined;
    }
    // All whom the program has added are removed. Those whom it adopted would need onDestroy.
    if (present === undefined) await judged("destroy", [], () => stack.destroy());
    return undefined;
}

/** The errors of resources; where none failed, that of the command. */
function errorsIn(output: string): { message: string; resource?: string }[] {
    // A preview that shows differences has no such part.
    const sections = output.slice(Math.max(0, output.indexOf("\nDiagnostics:"))).split(/\n {2}(?=\S+ \(.+\):\n)/);
    const errors = sections.flatMap((section) => {
        const resource = /^pulumi-nodejs:\S+ \((.+)\):\n/.exec(section)?.[1];
        return [...section.matchAll(/error: (.+(?:\n {4,}.+)*)/g)].map(([, message = ""]) => ({
            message: message.replaceAll(/\s+/g, " "),
            ...(resource === undefined ? {} : { resource }),
        }));
    });
    const ofResources = errors.filter(({ resource }) => resource !== undefined);
    const causes = errors.filter(({ message }) => !/^(update|preview) failed$/.test(message));
    return ofResources.length > 0
        ? ofResources
        : causes.length > 0
          ? causes.slice(0, 1)
          : [{ message: "without a word" }];
}
