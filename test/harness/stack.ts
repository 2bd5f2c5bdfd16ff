import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { seedApp } from "kore-emulator";
import * as v from "valibot";
import { environmentName } from "../../provider/config";
import { isOurs, type Kind, kindNames, kinds, nativeToken } from "../../provider/model/kinds";
import { cliEnvironment } from "../../tools/engine/environment";
import { isNative } from "./door";
import { pluginPlace, repositoryRoot } from "./repository";

/**
 * A resource of a test's program. Arguments and options may name another resource or its output, {"$output": "ada.emailId"},
 * a value that is known only later, {"$later": "ada@example.com"}, and a secret of the stack's configuration, {"$secret": "key"}.
 */
export interface Declared {
    type: Kind | "Provider" | "Component";
    name: string;
    args: Record<string, unknown>;
    opts?: Record<string, unknown>;
    /** Milliseconds that the program awaits before it makes this resource, and then those after it. */
    awaits?: number;
}

/** How a command of the CLI ended. */
export interface Ended {
    exitCode: number;
    /** Everything that a user saw. */
    output: string;
}

const resourceSchema = v.looseObject({
    urn: v.string(),
    type: v.string(),
    id: v.optional(v.string()),
    inputs: v.optional(v.record(v.string(), v.unknown()), {}),
    outputs: v.optional(v.record(v.string(), v.unknown()), {}),
    initErrors: v.optional(v.array(v.string()), []),
});

type Resource = v.InferOutput<typeof resourceSchema>;

// As the file backend keeps it.
const stateSchema = v.looseObject({
    checkpoint: v.looseObject({
        latest: v.optional(v.looseObject({ resources: v.optional(v.array(resourceSchema), []) })),
    }),
});

// A program that declares what a file lists, so that a test's step is data. It is JavaScript: no compiler to wait for.
const programOf = (resources: string) => `
const pulumi = require("@pulumi/pulumi");
${resources}
class Component extends pulumi.ComponentResource {
    constructor(name, args, opts) {
        super("test:index:Component", name, args, opts);
    }
}
const { resources, outputs } = JSON.parse(require("fs").readFileSync(__dirname + "/resources.json", "utf8"));
const made = {};
const resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== "object") return value;
    if (value.$output !== undefined) return value.$output.split(".").reduce((at, key) => at[key], made);
    if (value.$later !== undefined) return pulumi.output(new Promise((known) => setTimeout(() => known(value.$later), 50)));
    if (value.$secret !== undefined) return new pulumi.Config().requireSecret(value.$secret);
    if (value.$hook !== undefined) return new pulumi.ResourceHook(value.$hook, () => pulumi.log.info("hook " + value.$hook));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
};
const make = ({ type, name, args, opts }) => (made[name] = new { ...kore, Component }[type](name, resolve(args), resolve(opts)));
const inTime = resources.findIndex(({ awaits }) => awaits !== undefined);
for (const each of inTime < 0 ? resources : resources.slice(0, inTime)) make(each);
if (inTime >= 0)
    module.exports = async () => {
        for (const each of resources.slice(inTime)) {
            if (each.awaits !== undefined) await new Promise((over) => setTimeout(over, each.awaits));
            make(each);
        }
    };
`;

/** By which door a program comes to the provider: as dynamic resources, or by the plugin for every language. */
export type Door = "dynamic" | "native";

const classes: Record<Door, string> = {
    dynamic: 'const kore = require("pulumi-kore");',
    // What an SDK for the plugin is, in as many words.
    native: `
const resource = (type, places) => class extends pulumi.CustomResource {
    constructor(name, args, opts) {
        super(type, name, { ...Object.fromEntries(places.map((place) => [place, undefined])), ...args }, opts);
    }
};
const kore = {
${kindNames.map((kind) => `    ${kind}: resource(${JSON.stringify(nativeToken(kind))}, ${JSON.stringify(kinds[kind].outputs)}),`).join("\n")}
    Provider: class extends pulumi.ProviderResource {
        constructor(name, args, opts) {
            super("kore", name, args, opts);
        }
    },
};`,
};

const programs: Record<Door, string> = {
    dynamic: programOf(classes.dynamic),
    native: programOf(classes.native),
};

/** A Pulumi project and stack of a test's own, driven by the real CLI on a file backend. */
export class Stack {
    /** The program that a stack begins with. */
    static readonly program = programs.dynamic;

    private constructor(
        readonly folder: string,
        private readonly name: string,
        private readonly env: NodeJS.ProcessEnv,
        /** Where the CLI keeps its backend and its home. */
        private readonly kept: string,
        /** Everything that the CLI wrote on this stack. */
        public output: string,
    ) {}

    /** @param parent the folder that holds the project; the package resolves from there */
    static async create(
        name: string,
        {
            parent = path.join(repositoryRoot, "test", "e2e", ".work"),
            env = {},
            door = isNative ? "native" : "dynamic",
        }: { parent?: string; env?: NodeJS.ProcessEnv; door?: Door } = {},
    ): Promise<Stack> {
        const folder = path.join(parent, name);
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        writeFileSync(
            path.join(folder, "Pulumi.yaml"),
            `name: ${name}\nruntime: {name: nodejs, options: {typescript: false}}\nmain: index.js\n${door === "native" ? pluginPlace : ""}`,
        );
        writeFileSync(path.join(folder, "index.js"), programs[door]);
        const stack = await Stack.open(folder, { env });
        stack.declare([]);
        return stack;
    }

    /**
     * A stack in a project that is there, with a Pulumi.yaml and a program of its own.
     *
     * @param kept the folder for all that the CLI keeps but Pulumi.<stack>.yaml, which lies beside Pulumi.yaml
     */
    static async open(
        folder: string,
        { kept = folder, name = "test", env = {} }: { kept?: string; name?: string; env?: NodeJS.ProcessEnv } = {},
    ): Promise<Stack> {
        const places = { backendDir: path.join(kept, "backend"), home: path.join(kept, "home") };
        for (const place of Object.values(places)) mkdirSync(place, { recursive: true });
        const stack = new Stack(folder, name, { ...(await cliEnvironment(places)), ...env }, kept, "");
        await stack.succeed("stack", "init", name);
        return stack;
    }

    /** Another checkout of the project, as a second CI job has it: the stack is the same, the folder and the CLI's home are not. */
    async checkOut(name: string): Promise<Stack> {
        const folder = path.join(path.dirname(this.folder), name);
        rmSync(folder, { recursive: true, force: true });
        const home = path.join(folder, "home");
        mkdirSync(home, { recursive: true });
        for (const file of ["Pulumi.yaml", `Pulumi.${this.name}.yaml`, "index.js", "resources.json"])
            cpSync(path.join(this.folder, file), path.join(folder, file));
        const other = new Stack(folder, this.name, { ...this.env, PULUMI_HOME: home }, this.kept, "");
        await other.succeed("stack", "select", this.name);
        return other;
    }

    /** Replaces the program's text. */
    write(text: string): void {
        writeFileSync(path.join(this.folder, "index.js"), text);
    }

    /** Puts the program that declares what is said back in place of a text. */
    reset(door: Door = isNative ? "native" : "dynamic"): void {
        this.write(programs[door]);
        this.declare([]);
    }

    /** Sets what the program declares. */
    declare(resources: Declared[]): void {
        writeFileSync(path.join(this.folder, "resources.json"), JSON.stringify({ resources }));
    }

    /** Sets settings in the stack's configuration; clientSecret and jwt as secrets. */
    async configure(settings: Record<string, string>): Promise<void> {
        const isSecret = (key: string) => ["clientSecret", "jwt"].includes(key);
        const values = Object.entries(settings).flatMap(([key, value]) => [
            isSecret(key) ? "--secret" : "--plaintext",
            `kore:${key}=${value}`,
        ]);
        await this.succeed("config", "set-all", ...values);
    }

    /** Gives settings by environment, in place of all that were given so before. */
    setEnvironment(settings: Record<string, string>): void {
        for (const name of Object.keys(this.env)) if (name.startsWith("KORE_")) delete this.env[name];
        for (const [key, value] of Object.entries(settings)) this.env[environmentName(key)] = value;
    }

    /** Runs a command of the CLI. */
    run(...args: string[]): Promise<Ended> {
        return this.start(...args).ended;
    }

    /** Starts a command of the CLI, for a test that does not let it end. */
    start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
        const child = spawn("pulumi", args, { cwd: this.folder, env: this.env, stdio: ["ignore", "pipe", "pipe"] });
        return { child, ended: this.ended(child, `pulumi ${args.join(" ")}`) };
    }

    private ended(child: ChildProcess, command: string): Promise<Ended> {
        return new Promise((resolve, reject) => {
            let output = "";
            for (const stream of [child.stdout, child.stderr])
                stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
            child.once("error", reject);
            child.once("close", (code) => {
                this.output += `\n$ ${command}\n${output}`;
                resolve({ exitCode: code ?? -1, output });
            });
        });
    }

    /** Runs a command that must succeed, and answers what it printed. */
    async succeed(...args: string[]): Promise<string> {
        const { exitCode, output } = await this.run(...args);
        if (exitCode !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${exitCode}:\n${output}`);
        return output;
    }

    /** Runs commands of a shell, up to the first that fails. */
    shell(commands: string, { folder = this.folder, input = "" } = {}): Promise<Ended> {
        const child = spawn("sh", ["-ec", commands], { cwd: folder, env: this.env });
        child.stdin.end(input);
        return this.ended(child, commands);
    }

    /** By the plugin with its preview, which tells the update what the whole program declares. */
    up(...flags: string[]): Promise<Ended> {
        return this.run(
            "up",
            "--yes",
            ...(isNative ? [] : ["--skip-preview"]),
            "--non-interactive",
            "--color",
            "never",
            ...flags,
        );
    }

    refresh(...flags: string[]): Promise<Ended> {
        return this.run("refresh", "--yes", "--skip-preview", "--non-interactive", "--color", "never", ...flags);
    }

    destroy(...flags: string[]): Promise<Ended> {
        return this.run("destroy", "--yes", "--skip-preview", "--non-interactive", "--color", "never", ...flags);
    }

    preview(...flags: string[]): Promise<Ended> {
        return this.run("preview", "--diff", "--non-interactive", "--color", "never", ...flags);
    }

    /** The resources of the state, without the stack and the engine's own providers. */
    resources(): Resource[] {
        const [file, ...others] = this.stateFiles().filter((each) => path.basename(each) === `${this.name}.json`);
        if (file === undefined || others.length > 0) throw new Error(`${this.name} is not the one stack of its name`);
        const { latest } = v.parse(stateSchema, JSON.parse(readFileSync(file, "utf8"))).checkpoint;
        return (latest?.resources ?? []).filter(({ type }) => isOurs(type));
    }

    /** Every byte that the stack keeps on disk. */
    stateText(): string {
        return this.stateFiles()
            .map((file) => readFileSync(file, "utf8"))
            .join("");
    }

    private stateFiles(): string[] {
        const stacks = path.join(this.kept, "backend", ".pulumi", "stacks");
        const names = readdirSync(stacks, { recursive: true, encoding: "utf8" });
        return names.filter((name) => name.endsWith(".json")).map((name) => path.join(stacks, name));
    }
}

/** The environment of a stack on an emulator with the default seed, and a budget that no test meets. */
export function environmentFor(host: string): Record<string, string> {
    return {
        KORE_HOST: host,
        KORE_CLIENT_ID: seedApp.clientId,
        KORE_CLIENT_SECRET: seedApp.clientSecret,
        KORE_REQUESTS_PER_MINUTE: "1000000",
        KORE_REQUESTS_PER_HOUR: "1000000",
    };
}

/** Waits for a command that must succeed, and answers what it printed. */
export async function succeeded(step: Promise<Ended>): Promise<string> {
    const { exitCode, output } = await step;
    if (exitCode !== 0) throw new Error(`the command ended with ${exitCode}:\n${output}`);
    return output;
}

/** Waits for a command that must fail, and answers what it printed. */
export async function refused(step: Promise<Ended>): Promise<string> {
    const { exitCode, output } = await step;
    if (exitCode === 0) throw new Error(`the command was to fail, and did not:\n${output}`);
    return output;
}

/** A port of this machine that nothing listens on. */
export function closedPort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            const port = typeof address === "object" && address !== null ? address.port : 0;
            server.close(() => resolve(port));
        });
    });
}
