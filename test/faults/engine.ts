import { providerLines } from "../harness/managed";
import { CallFailed, type Properties, type ProviderProcess } from "../harness/providerProcess";
import { newRun, type ProgramLine } from "../harness/runOfProgram";
import { addressesOf, type Program, type Resource } from "./program";

/** What the state holds of a resource. */
interface Held {
    id: string;
    inputs: Properties;
    outputs: Properties;
    /** Whether its last step failed half-way: the engine updates such a resource even where diff finds nothing. */
    partial: boolean;
}

/** A step that failed, at the resource that a user sees it at. */
export interface Failure {
    /** `KoreUser ada` */
    resource: string;
    /** Whom the resource is about. */
    about: string[];
    message: string;
    step: "create" | "update" | "delete" | "read";
}

const flags = ["canCreateBot", "isDeveloper", "hasDataTableAndViewAccess"];

/**
 * An engine with a state of many resources: independent ones at the same time, an access after its people, deletes at the
 * end and only where nothing failed, what was replaced until it is deleted. It never crashes; the real CLI does that.
 */
export class Engine {
    private readonly state = new Map<string, Held>();
    /** Replaced, and not deleted yet. */
    private replaced: [string, Held][] = [];

    constructor(private readonly provider: ProviderProcess) {}

    /** The resources of the state. */
    resources(): string[] {
        return [...this.state.keys()].sort();
    }

    /** An output that the state holds of a resource. */
    output(resource: string, name: string): unknown {
        return this.state.get(resource)?.outputs[name];
    }

    /** What `pulumi up` does; the steps that failed. */
    async up(program: Program): Promise<Failure[]> {
        const failures: Failure[] = [];
        const steps = new Map<string, Promise<boolean>>();
        const told = newRun(linesOf(program));
        let first = true;
        for (const resource of program) {
            const checked = this.check(resource, told);
            // The first check forgets the run before, and so it is over before another begins.
            if (first) await checked;
            first = false;
            const people = program.filter(({ type, args }) => resource.type === "KoreUserAccess" && type === "KoreUser" && addressesOf(resource).includes(String(args["emailId"])));
            const before = Promise.all(people.flatMap((person) => steps.get(keyOf(person)) ?? []));
            steps.set(keyOf(resource), this.attempt(failures, resource, Promise.all([checked, before])));
        }
        if (program.length === 0) await this.forgetRun();
        await Promise.all(steps.values());
        if (failures.length > 0) return failures;

        const declared = new Set(program.map(keyOf));
        const leaving = [...this.replaced, ...[...this.state].filter(([key]) => !declared.has(key))];
        for (const type of ["KoreUserAccess", "KoreUser"]) {
            await Promise.all(leaving.filter(([key]) => key.startsWith(`${type} `)).map(([key, held]) => this.delete(failures, key, held)));
        }
        return failures;
    }

    /** What `pulumi refresh` does; the reads that failed. */
    async refresh(): Promise<Failure[]> {
        const failures: Failure[] = [];
        await this.forgetRun();
        await Promise.all(
            [...this.state].map(async ([key, held]) => {
                try {
                    const { id, properties, inputs } = await this.provider.read(held.id, held.outputs);
                    if (id === "") this.state.delete(key);
                    else this.state.set(key, { id, inputs, outputs: properties, partial: false });
                } catch (error) {
                    failures.push(failureOf(error, key, aboutOf(held), "read"));
                }
            }),
        );
        return failures;
    }

    /** What `pulumi preview` announces: each step that is no `same`. */
    async preview(program: Program): Promise<string[]> {
        const steps: string[] = [];
        const told = newRun(linesOf(program));
        for (const resource of program) {
            const key = keyOf(resource);
            const held = this.state.get(key);
            const inputs = await this.check(resource, told);
            if (held === undefined) {
                steps.push(`create ${key}`);
                continue;
            }
            const { changes, replaces } = await this.provider.diff(held.id, held.outputs, inputs);
            if (changes || replaces.length > 0 || held.partial) steps.push(`${replaces.length > 0 ? "replace" : "update"} ${key}: ${JSON.stringify(held.outputs)} to ${JSON.stringify(inputs)}`);
        }
        const declared = new Set(program.map(keyOf));
        const leaving = [...[...this.state.keys()].filter((key) => !declared.has(key)), ...this.replaced.map(([key]) => key)];
        return [...steps, ...leaving.map((key) => `delete ${key}`)];
    }

    /** Takes one resource to what the program says, after the people whom it follows; whether it arrived. */
    private async attempt(failures: Failure[], resource: Resource, before: Promise<[Properties, boolean[]]>): Promise<boolean> {
        const [inputs, arrived] = await before;
        // A resource whose dependency failed is not attempted.
        if (arrived.includes(false)) return false;
        const key = keyOf(resource);
        const held = this.state.get(key);
        try {
            if (held === undefined) await this.create(key, inputs);
            else await this.change(key, held, inputs);
            return true;
        } catch (error) {
            if (error instanceof CallFailed && error.id !== undefined && error.properties !== undefined) {
                // Half a replacement leaves the old one to be deleted as well.
                if (held !== undefined && held.id !== error.id) this.replaced.push([key, held]);
                this.state.set(key, { id: error.id, inputs, outputs: error.properties, partial: true });
            }
            const about = new Set([...addressesOf(resource), ...(held === undefined ? [] : aboutOf(held))]);
            failures.push(failureOf(error, key, [...about], held === undefined ? "create" : "update"));
            return false;
        }
    }

    private async create(key: string, inputs: Properties): Promise<void> {
        const { id, properties } = await this.provider.create(inputs);
        this.state.set(key, { id, inputs, outputs: properties, partial: false });
    }

    private async change(key: string, held: Held, inputs: Properties): Promise<void> {
        const { changes, replaces } = await this.provider.diff(held.id, held.outputs, inputs);
        if (replaces.length > 0) {
            await this.create(key, inputs);
            this.replaced.push([key, held]);
        } else if (changes || held.partial) {
            const outputs = await this.provider.update(held.id, held.outputs, inputs);
            this.state.set(key, { id: held.id, inputs, outputs, partial: false });
        }
    }

    private async delete(failures: Failure[], key: string, held: Held): Promise<void> {
        try {
            await this.provider.delete(held.id, held.outputs, { inRun: true });
            if (this.state.get(key) === held) this.state.delete(key);
            this.replaced = this.replaced.filter(([, each]) => each !== held);
        } catch (error) {
            failures.push(failureOf(error, key, aboutOf(held), "delete"));
        }
    }

    private async check(resource: Resource, told: Properties): Promise<Properties> {
        const { inputs, failures } = await this.provider.check({ ...resource.args, ...told, __provider: providerLines[resource.type] }, this.state.get(keyOf(resource))?.inputs);
        if (failures.length > 0) throw new Error(`${keyOf(resource)} is no correct program: ${JSON.stringify(failures)}`);
        return inputs;
    }

    /** Another process serves a refresh or a destroy: it knows no program. */
    private async forgetRun(): Promise<void> {
        await this.provider.check({ __provider: providerLines.KoreUser });
    }
}

function keyOf({ type, name }: Resource): string {
    return `${type} ${name}`;
}

function linesOf(program: Program): ProgramLine[] {
    return program.flatMap((resource) => {
        const declared = Object.fromEntries(Object.entries(resource.args).filter(([name]) => flags.includes(name)));
        return addressesOf(resource).map((emailId) => ({ emailId, type: resource.type, ...declared }));
    });
}

function aboutOf({ outputs }: Held): string[] {
    const { emailId, emailIds, reported } = outputs;
    if (typeof emailId === "string") return [emailId];
    return [emailIds, reported].flatMap((people) => (Array.isArray(people) ? people.map((person: unknown) => addressIn(person)) : []));
}

function addressIn(person: unknown): string {
    return typeof person === "object" && person !== null && "emailId" in person ? String(person.emailId) : String(person);
}

function failureOf(error: unknown, resource: string, about: string[], step: Failure["step"]): Failure {
    if (!(error instanceof CallFailed)) throw error;
    return { resource, about, message: error.message, step };
}
