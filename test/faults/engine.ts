import { providerLines } from "../harness/managed";
import { peopleIn } from "../../provider/run/stateOfPeople";
import type { AccountKey } from "../../provider/config";
import { CallFailed, type Properties, type ProviderProcess } from "../harness/providerProcess";
import * as v from "valibot";
import { newRun, stateLineOf, type StateLine } from "../harness/runOfProgram";
import { addressesOf, dependenciesOf, keyOf, personByPerson, type Program, type Resource } from "./program";

/** What the state holds of a resource. */
interface Held {
    key: string;
    type: Resource["type"];
    instance: string | undefined;
    /** The keys of the resources that came before it. */
    dependencies: string[];
    id: string;
    inputs: Properties;
    outputs: Properties;
    /** Whether its last step failed half-way: the engine updates such a resource even where diff finds nothing. */
    partial: boolean;
}

/** What a program can read of its stack's state when it begins to run. */
export type OldResource = Readonly<Pick<Held, "key" | "type" | "instance" | "outputs">>;

/** A step that failed, at the resource that a user sees it at. */
export interface Failure {
    /** `KoreUser ada` */
    resource: string;
    /** Whom the resource is about. */
    about: string[];
    message: string;
    step: "create" | "update" | "delete" | "read";
}

/** The provider processes of one command: one for each provider instance. */
export interface Processes {
    of(instance: string | undefined): Promise<ProviderProcess>;
    /** The command is over. */
    end(): Promise<void>;
}

/** How a program is run. */
export interface Options {
    /** The resources of `pulumi up --replace`, by their keys. */
    replaced?: string[];
    /** `pulumi up --continue-on-error`. */
    continueOnError?: boolean;
    /** In which order the resources reach the engine, which takes each registration by itself: 0 is the program's, any other number another one. */
    arrival?: number;
}

const flags = ["canCreateBot", "isDeveloper", "hasDataTableAndViewAccess"];

/**
 * How a program that runs tells the provider's processes what it declares, and what its stack's state held before. Every program of the fault tests goes
 * through here, and nothing else in test/faults knows how. (Who tells of nothing, a refresh or an empty program, is left to ProviderProcess.check.)
 */
class RunningProgram {
    /** What each resource brings along to its check. */
    readonly tells: { __program: string };

    /** @param before the resources of the state at the start of the run, which the engine tells its program */
    constructor(program: Program, before: OldResource[], account: AccountKey | undefined) {
        const people = program.flatMap((resource) =>
            personByPerson([resource]).map((person) => ({ type: resource.type, resource, person })),
        );
        const lines = people.flatMap(({ type, resource, person }) => {
            const declared = Object.fromEntries(Object.entries(person.args).filter(([name]) => flags.includes(name)));
            return addressesOf(person).map((emailId) => ({
                emailId,
                type,
                resource: keyOf(resource),
                instance: resource.instance ?? "",
                ...declared,
            }));
        });
        this.tells = newRun(lines, before.flatMap(stateOf), account);
    }
}

function stateOf({ key, type, outputs }: OldResource): StateLine[] {
    const urn = `urn:pulumi:test::stories::pulumi-nodejs:dynamic/kore:${key.replace(" ", "::")}`;
    return peopleIn(urn, type, outputs).map(stateLineOf);
}

/**
 * An engine with a state of many resources, as the real one works (pkg/v3/resource/deploy of 3.259): it takes up one resource after the other, as
 * soon as those before it are there: check, diff, then its step, which begins when a slot is free. An access comes after its people. Deletes come
 * at the end, also those of what was replaced. It never crashes; the real CLI does that.
 */
export class Engine {
    private readonly state = new Map<string, Held>();
    /** Replaced, and not deleted yet. */
    private replaced: Held[] = [];
    private readonly slots: Slots;

    /**
     * @param provider a process that outlives the commands
     * @param slots how many steps there are at the same time
     * @param start begins a run of a program with processes of its own, for programs with several provider instances
     */
    constructor(
        private readonly provider: ProviderProcess,
        {
            slots = 6,
            start,
            account,
        }: { slots?: number; start?: (() => Processes) | undefined; account?: AccountKey | undefined } = {},
    ) {
        this.account = account;
        this.slots = new Slots(slots);
        this.start = start ?? (() => ({ of: async () => provider, end: async () => undefined }));
    }

    private readonly start: () => Processes;
    /** The one that all instances lead to, as the program knows. */
    private readonly account: AccountKey | undefined;

    /** The resources of the state. */
    resources(): string[] {
        return [...this.state.keys()].sort();
    }

    /** What the real engine tells a program of its state: not what was replaced and is not deleted yet. */
    told(): OldResource[] {
        return [...this.state.values()];
    }

    /** What the state holds, also of what was replaced and is not deleted yet. */
    contents(): OldResource[] {
        return [...this.state.values(), ...this.replaced].map(({ key, type, instance, outputs }) => ({
            key,
            type,
            instance,
            outputs,
        }));
    }

    /** What `pulumi state delete` does. */
    forget(resource: string): void {
        this.state.delete(resource);
    }

    /** What `pulumi up` does; the steps that failed. */
    async up(
        program: Program,
        { replaced = [], continueOnError = true, arrival = 0 }: Options = {},
    ): Promise<Failure[]> {
        const processes = this.start();
        const update = new Update(
            new RunningProgram(program, this.told(), this.account),
            processes,
            new Set(replaced),
            continueOnError,
        );
        try {
            if (program.length === 0) await forgetRun(this.provider);
            await this.register(arrivingAs(arrival, program), program, update);
            if (continueOnError || update.failures.length === 0) await this.deleteAll(program, update);
            return update.failures;
        } finally {
            await processes.end();
        }
    }

    /** What `pulumi refresh` does; the reads that failed. */
    async refresh(): Promise<Failure[]> {
        const failures: Failure[] = [];
        await forgetRun(this.provider);
        await Promise.all(
            [...this.state.values()].map(async (held) => {
                await this.slots.take();
                try {
                    const { id, properties, inputs } = await this.provider.read(held.id, held.outputs);
                    if (id === "") this.state.delete(held.key);
                    else this.state.set(held.key, { ...held, id, inputs, outputs: properties, partial: false });
                } catch (error) {
                    failures.push(failureOf(error, held.key, aboutOf(held.outputs), "read"));
                } finally {
                    this.slots.give();
                }
            }),
        );
        return failures;
    }

    /** What `pulumi preview` announces: each step that is no `same`. */
    async preview(program: Program): Promise<string[]> {
        const steps: string[] = [];
        const running = new RunningProgram(program, this.told(), this.account);
        for (const resource of program) {
            const key = keyOf(resource);
            const held = this.state.get(key);
            const inputs = await checked(this.provider, resource, running, held);
            if (held === undefined) {
                steps.push(`create ${key}`);
                continue;
            }
            const { changes, replaces } = await this.provider.diff(held.id, held.outputs, inputs);
            if (changes || replaces.length > 0 || held.partial)
                steps.push(
                    `${replaces.length > 0 ? "replace" : "update"} ${key}: ${JSON.stringify(held.outputs)} to ${JSON.stringify(inputs)}`,
                );
        }
        return [...steps, ...this.leaving(program).map(({ key }) => `delete ${key}`)];
    }

    /** Takes up every resource of a program in its turn; done when the last step is. */
    private async register(arriving: Resource[], program: Program, update: Update): Promise<void> {
        const arrivals = new Map<string, Promise<boolean>>();
        let turn: Promise<unknown> = Promise.resolve();
        for (const resource of arriving) {
            const before = dependenciesOf(resource, program).flatMap((each) => arrivals.get(keyOf(each)) ?? []);
            const arrival = Promise.all(before).then(async (arrived) => {
                // A resource whose dependency failed is not attempted.
                if (arrived.includes(false)) {
                    update.passesOver(this.state.get(keyOf(resource)));
                    return false;
                }
                const taken = turn.then(() => this.takeUp(resource, program, update));
                turn = taken.catch(() => undefined);
                return (await taken).arrived;
            });
            arrivals.set(keyOf(resource), arrival);
        }
        const ends = await Promise.allSettled(arrivals.values());
        for (const end of ends) if (end.status === "rejected") throw end.reason;
    }

    /** Check and diff, which no other resource's check interrupts, and the wait for a slot; the step itself goes on meanwhile. */
    private async takeUp(
        resource: Resource,
        program: Program,
        update: Update,
    ): Promise<{ arrived: Promise<boolean> | boolean }> {
        if (update.isOver()) return { arrived: false };
        const key = keyOf(resource);
        const held = this.state.get(key);
        const provider = await update.processes.of(resource.instance);
        const inputs = await checked(provider, resource, update.program, held);
        const next = {
            key,
            type: resource.type,
            instance: resource.instance,
            dependencies: dependenciesOf(resource, program).map(keyOf),
            partial: false,
        };
        let step: () => Promise<void>;
        if (held === undefined) {
            step = async () => this.create(provider, next, inputs);
        } else {
            // The engine asks no diff where it is told to replace; where diff says so, it checks anew, as for a resource that was never there.
            const isTold = update.replaced.has(key);
            const { changes, replaces } = isTold
                ? { changes: true, replaces: ["id"] }
                : await provider.diff(held.id, held.outputs, inputs);
            if (replaces.length > 0) {
                const anew = isTold ? inputs : await checked(provider, resource, update.program, undefined);
                step = async () => this.replace(provider, held, next, anew);
            } else if (changes || held.partial) {
                step = async () =>
                    void this.state.set(key, {
                        ...next,
                        id: held.id,
                        inputs,
                        outputs: await provider.update(held.id, held.outputs, inputs),
                    });
            } else {
                step = async () => void this.state.set(key, { ...held, ...next, inputs });
            }
        }
        await this.slots.take();
        if (!update.isOver())
            return {
                arrived: this.attempt(step, { resource, held, next, inputs }, update).finally(() => this.slots.give()),
            };
        this.slots.give();
        return { arrived: false };
    }

    /** Does a step; whether it succeeded. What a failed one has reached is kept. */
    private async attempt(
        step: () => Promise<void>,
        {
            resource,
            held,
            next,
            inputs,
        }: {
            resource: Resource;
            held: Held | undefined;
            next: Omit<Held, "id" | "inputs" | "outputs">;
            inputs: Properties;
        },
        update: Update,
    ): Promise<boolean> {
        try {
            await step();
            return true;
        } catch (error) {
            if (error instanceof CallFailed && error.id !== undefined && error.properties !== undefined) {
                this.state.set(next.key, { ...next, id: error.id, inputs, outputs: error.properties, partial: true });
            }
            const about = new Set([...addressesOf(resource), ...(held === undefined ? [] : aboutOf(held.outputs))]);
            update.fails(failureOf(error, next.key, [...about], held === undefined ? "create" : "update"), held);
            return false;
        }
    }

    private async create(
        provider: ProviderProcess,
        next: Omit<Held, "id" | "inputs" | "outputs">,
        inputs: Properties,
    ): Promise<void> {
        const { id, properties } = await provider.create(inputs);
        this.state.set(next.key, { ...next, id, inputs, outputs: properties });
    }

    /** Half a replacement leaves the old one to be deleted as well. */
    private async replace(
        provider: ProviderProcess,
        held: Held,
        next: Omit<Held, "id" | "inputs" | "outputs">,
        inputs: Properties,
    ): Promise<void> {
        try {
            await this.create(provider, next, inputs);
            this.replaced.push(held);
        } catch (error) {
            if (error instanceof CallFailed && error.id !== undefined) this.replaced.push(held);
            throw error;
        }
    }

    private leaving(program: Program): Held[] {
        const declared = new Set(program.map(keyOf));
        return [...this.replaced, ...[...this.state.values()].filter(({ key }) => !declared.has(key))];
    }

    /**
     * Deletes what has left the program in layers, those first on which nobody else's delete waits; not what a failed step depends on. Nor what a
     * resource that was passed over depends on: the real engine (3.259) deletes that, and then can't read its own state any more.
     */
    private async deleteAll(program: Program, update: Update): Promise<void> {
        for (const layer of layersOf(this.leaving(program))) {
            const kept = new Set(update.unfinished.flatMap(({ dependencies }) => dependencies));
            await Promise.all(layer.filter(({ key }) => !kept.has(key)).map((held) => this.delete(held, update)));
        }
    }

    private async delete(held: Held, update: Update): Promise<void> {
        await this.slots.take();
        try {
            if (update.isOver()) return;
            const provider = await update.processes.of(held.instance);
            await provider.delete(held.id, held.outputs, { inRun: true });
            if (this.state.get(held.key) === held) this.state.delete(held.key);
            this.replaced = this.replaced.filter((each) => each !== held);
        } catch (error) {
            update.fails(failureOf(error, held.key, aboutOf(held.outputs), "delete"), held);
        } finally {
            this.slots.give();
        }
    }
}

/** One run of a program. */
class Update {
    readonly failures: Failure[] = [];
    /** What the state held of resources that failed or were passed over. */
    readonly unfinished: Held[] = [];

    constructor(
        readonly program: RunningProgram,
        readonly processes: Processes,
        readonly replaced: Set<string>,
        private readonly continueOnError: boolean,
    ) {}

    fails(failure: Failure, held: Held | undefined): void {
        this.failures.push(failure);
        this.passesOver(held);
    }

    passesOver(held: Held | undefined): void {
        if (held !== undefined) this.unfinished.push(held);
    }

    /** Whether no step begins any more. Those under way are waited for. */
    isOver(): boolean {
        return !this.continueOnError && this.failures.length > 0;
    }
}

/** As many steps at a time as the engine has workers; who waits comes in the order of asking. */
class Slots {
    private readonly waiting: (() => void)[] = [];

    constructor(private free: number) {}

    async take(): Promise<void> {
        if (this.free > 0) this.free--;
        else await new Promise<void>((resolve) => this.waiting.push(resolve));
    }

    give(): void {
        const next = this.waiting.shift();
        if (next === undefined) this.free++;
        else next();
    }
}

/** The resources of a program in another order, each access after all people. */
function arrivingAs(arrival: number, program: Program): Resource[] {
    let state = (arrival * 1_103_515_245) % 2_147_483_647;
    const random = () => (state = (state * 16_807) % 2_147_483_647);
    const shuffled =
        arrival === 0
            ? program
            : program
                  .map((resource) => ({ resource, place: random() }))
                  .sort((one, other) => one.place - other.place)
                  .map(({ resource }) => resource);
    return [
        ...shuffled.filter(({ type }) => type !== "KoreUserAccess"),
        ...shuffled.filter(({ type }) => type === "KoreUserAccess"),
    ];
}

// As the engine does it, whose layers are by the resources that are deleted and not by those that stay: an access whose people all stay is in the last one.
function layersOf(condemned: Held[]): Held[][] {
    const layers: Held[][] = [];
    for (let left = condemned; left.length > 0;) {
        const keys = new Set(left.map(({ key }) => key));
        const free = left.filter(({ dependencies }) => !dependencies.some((key) => keys.has(key)));
        layers.unshift(free);
        left = left.filter((held) => !free.includes(held));
    }
    return layers;
}

async function checked(
    provider: ProviderProcess,
    resource: Resource,
    program: RunningProgram,
    held: Held | undefined,
): Promise<Properties> {
    const { inputs, failures } = await provider.check(
        { ...resource.args, ...program.tells, __provider: providerLines[resource.type] },
        held?.inputs,
    );
    if (failures.length > 0) throw new Error(`${keyOf(resource)} is no correct program: ${JSON.stringify(failures)}`);
    return inputs;
}

/** A process of its own serves a refresh, and a program that declares nothing: it hears of no program. */
async function forgetRun(provider: ProviderProcess): Promise<void> {
    await provider.check({ __provider: providerLines.KoreUser });
}

/** Whom the state of a resource is about. */
export function aboutOf({ emailId, emailIds, people, reported }: Properties): string[] {
    if (typeof emailId === "string") return [emailId];
    if (typeof people === "object" && people !== null) {
        const seen = v.safeParse(v.object({ people: v.record(v.string(), v.unknown()) }), reported);
        return [...new Set([...Object.keys(people), ...Object.keys(seen.success ? seen.output.people : {})])];
    }
    return [emailIds, reported].flatMap((people) =>
        Array.isArray(people) ? people.map((person: unknown) => addressIn(person)) : [],
    );
}

function addressIn(person: unknown): string {
    return typeof person === "object" && person !== null && "emailId" in person
        ? String(person.emailId)
        : String(person);
}

function failureOf(error: unknown, resource: string, about: string[], step: Failure["step"]): Failure {
    if (!(error instanceof CallFailed)) throw error;
    return { resource, about, message: error.message, step };
}
