import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { documentedLimits, type Limits, seedApp } from "kore-emulator";
import { type Ended, Stack } from "../test/harness/stack";
import { asks, contenderOf, makeProject, type ContenderName } from "./contender";
import { CountedAccount, type RequestCount } from "./countedAccount";
import { CpuMeter, type CpuTime } from "./cpu";
import { peopleOf, withOneChanged } from "./people";
import { steps, type StepName } from "./step";

/** The most bytes that the processes of a step have held; undefined for one that was too short to be looked at. */
export interface PeakMemory {
    program: number | undefined;
    provider: number | undefined;
}

/** What one step took. */
export interface Measured extends RequestCount {
    seconds: number;
    /** Seconds of them in which the provider waited for the account's budget, as its receipt says. */
    waited: number;
    /** Undefined where the system does not tell. */
    cpu: CpuTime | undefined;
    memory: PeakMemory;
}

/** What the state holds of one person, in bytes. */
export interface StateSize {
    /** inputs and outputs as JSON: what a provider answers for */
    declared: number;
    /** their share of the state's file, with the engine's own fields and its indentation */
    file: number;
}

export interface LifeOptions {
    /** Whose program it is. */
    contender: ContenderName;
    people: number;
    /** A folder of its own. */
    folder: string;
}

/** How a step is done. */
export interface StepOptions {
    /** Who does it: whose program it is, or one who shares the stack. */
    contender: ContenderName;
    /**
     * Whether the account refuses what is over the documented limits; without them there is no share to keep to
     * either.
     */
    limits: boolean;
}

/** One stack of a contender, from its first update to its end, on an account of its own. */
export class Life {
    private constructor(
        private readonly options: LifeOptions,
        private readonly account: CountedAccount,
        private readonly stack: Stack,
        private readonly memoryFolder: string,
    ) {}

    static async begin(options: LifeOptions): Promise<Life> {
        const { contender, folder } = options;
        makeProject(folder, contender);
        const memoryFolder = path.join(folder, "memory");
        const account = await CountedAccount.start();
        try {
            const { parallel } = contenderOf(contender);
            const env = {
                PULUMI_PARALLEL: parallel === undefined ? undefined : String(parallel),
                BENCH_MEMORY: memoryFolder,
                NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --require ${JSON.stringify(path.join(__dirname, "memory.cjs"))}`,
            };
            return new Life(options, account, await Stack.open(folder, { env }), memoryFolder);
        } catch (error) {
            await account.close();
            throw error;
        }
    }

    /**
     * Does one step and measures it. Its account's windows are empty at its beginning.
     *
     * @throws Error, where the step fails, or leaves other people in the account than it should
     */
    async measure(name: StepName, options: StepOptions): Promise<Measured> {
        this.prepare(name, options);
        const cpu = CpuMeter.begin();
        const started = performance.now();
        const ended = await steps[name].run(this.stack);
        const seconds = (performance.now() - started) / 1_000;
        const spent = cpu?.end();
        this.judge(name, options.contender, ended);
        return {
            seconds,
            waited: waitedIn(ended.output),
            cpu: spent,
            memory: { program: this.mostMemory("program"), provider: this.mostMemory("provider") },
            ...this.account.requests(),
        };
    }

    /** What the state holds of a person now. */
    stateSize(): StateSize {
        const { people } = this.options;
        const declared = this.stack
            .resources()
            .map(({ inputs, outputs }) => size(JSON.stringify(inputs)) + size(JSON.stringify(outputs)));
        return { declared: sum(declared) / people, file: size(this.stack.stateText()) / people };
    }

    end(): Promise<void> {
        return this.account.close();
    }

    private prepare(name: StepName, { contender, limits }: StepOptions): void {
        const { account, stack, memoryFolder } = this;
        const people = peopleOf(this.options.people);
        const { share, reads = { rows: 1, latency: 0 } } = contenderOf(contender);
        for (const [file, content] of [
            ["people.json", name === "change" ? withOneChanged(people) : people],
            ["floor.json", reads],
        ] as const)
            writeFileSync(path.join(this.options.folder, file), JSON.stringify(content));
        stack.setEnvironment({
            host: account.url,
            clientId: seedApp.clientId,
            clientSecret: seedApp.clientSecret,
            ...shareSettings(limits ? share : { perMinute: 1_000_000, perHour: 1_000_000 }),
        });
        rmSync(memoryFolder, { recursive: true, force: true });
        mkdirSync(memoryFolder);
        account.begin(limits ? documentedLimits : "off");
    }

    private judge(name: StepName, contender: ContenderName, { exitCode, output }: Ended): void {
        const { people } = this.options;
        const what = `${contender}, ${people} people, ${steps[name].title}`;
        if (exitCode !== 0) throw new Error(`${what}: the command ended with ${exitCode}:\n${output}`);
        const expected = !asks(contender) || name === "destroy" ? 0 : people;
        if (this.account.added !== expected)
            throw new Error(
                `${what}: the account has ${this.account.added} of these people, and should have ${expected}:\n${output}`,
            );
    }

    private mostMemory(part: keyof PeakMemory): number | undefined {
        const kilobytes = readdirSync(this.memoryFolder)
            .filter((name) => name.endsWith(`.${part}`))
            .flatMap((name) => readFileSync(path.join(this.memoryFolder, name), "utf8").match(/^\d+$/gm) ?? []);
        return kilobytes.length === 0 ? undefined : Math.max(...kilobytes.map(Number)) * 1_024;
    }
}

/** The seconds that a run's receipt says it has waited for the account's budget. The CLI prints it more than once. */
export function waitedIn(output: string): number {
    const found = [...output.matchAll(/\bwaited (\d+) s for the account's budget/g)];
    return Math.max(0, ...found.map(([, seconds]) => Number(seconds)));
}

function shareSettings({ perMinute, perHour }: Limits): Record<string, string> {
    return { requestsPerMinute: String(perMinute), requestsPerHour: String(perHour) };
}

function size(text: string): number {
    return Buffer.byteLength(text);
}

function sum(numbers: number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}
