import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { documentedLimits, seedApp } from "kore-emulator";
import { type Ended, Stack } from "../test/harness/stack";
import { asks, makeProject, settingsOf, type ContenderName } from "./contender";
import { CountedAccount, type RequestCount } from "./countedAccount";
import { peopleOf, withOneChanged } from "./people";
import { steps, type StepName } from "./step";

/** The calls that the engine may have in flight. */
export const parallel = 64;

/** What one step took. */
export interface Measured extends RequestCount {
    seconds: number;
    /** The most bytes that the provider's process held; undefined where it was too short to be looked at. */
    memory: number | undefined;
}

/** What the state holds of one person, in bytes. */
export interface StateSize {
    /** inputs and outputs as JSON: what a provider answers for */
    declared: number;
    /** their share of the state's file, with the engine's own fields and its indentation */
    file: number;
}

export interface LifeOptions {
    contender: ContenderName;
    people: number;
    /** Whether the account refuses what is over the documented limits. */
    limits: boolean;
    /** A folder of its own. */
    folder: string;
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
        const { contender, folder, limits } = options;
        makeProject(folder, contender);
        const memoryFolder = path.join(folder, "memory");
        const account = await CountedAccount.start(limits ? documentedLimits : "off");
        try {
            const env = {
                PULUMI_PARALLEL: String(parallel),
                KORE_HOST: account.url,
                KORE_CLIENT_ID: seedApp.clientId,
                KORE_CLIENT_SECRET: seedApp.clientSecret,
                ...settingsOf(contender),
                ...(limits ? {} : { KORE_REQUESTS_PER_MINUTE: "1000000", KORE_REQUESTS_PER_HOUR: "1000000" }),
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
    async measure(name: StepName): Promise<Measured> {
        const { account, stack, memoryFolder } = this;
        const people = peopleOf(this.options.people);
        writeFileSync(
            path.join(this.options.folder, "people.json"),
            JSON.stringify(name === "change" ? withOneChanged(people) : people),
        );
        rmSync(memoryFolder, { recursive: true, force: true });
        mkdirSync(memoryFolder);
        account.begin();
        const started = performance.now();
        const ended = await steps[name].run(stack);
        const seconds = (performance.now() - started) / 1_000;
        this.judge(name, ended);
        return { seconds, memory: this.mostMemory(), ...account.requests() };
    }

    /** What the state holds of a person now. */
    stateSize(): StateSize {
        const resources = this.stack.resources();
        const bytes = resources.map(
            ({ inputs, outputs }) => size(JSON.stringify(inputs)) + size(JSON.stringify(outputs)),
        );
        return { declared: sum(bytes) / resources.length, file: size(this.stack.stateText()) / resources.length };
    }

    end(): Promise<void> {
        return this.account.close();
    }

    private judge(name: StepName, { exitCode, output }: Ended): void {
        const { contender, people } = this.options;
        const what = `${contender}, ${people} people, ${steps[name].title}`;
        if (exitCode !== 0) throw new Error(`${what}: the command ended with ${exitCode}:\n${output}`);
        const expected = !asks(contender) || name === "destroy" ? 0 : people;
        if (this.account.added !== expected)
            throw new Error(
                `${what}: the account has ${this.account.added} of these people, and should have ${expected}:\n${output}`,
            );
    }

    private mostMemory(): number | undefined {
        const kilobytes = readdirSync(this.memoryFolder).flatMap(
            (name) => readFileSync(path.join(this.memoryFolder, name), "utf8").match(/^\d+$/gm) ?? [],
        );
        return kilobytes.length === 0 ? undefined : Math.max(...kilobytes.map(Number)) * 1_024;
    }
}

function size(text: string): number {
    return Buffer.byteLength(text);
}

function sum(numbers: number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}
