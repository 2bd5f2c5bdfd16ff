import { execFileSync } from "node:child_process";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { contenders, makeProject, type ContenderName } from "./contender";
import { median } from "./statistics";

/** How much longer a process takes that loads a contender's modules, in milliseconds. */
export interface Loading {
    /** a program, over one that imports only @pulumi/pulumi */
    program: number;
    /** the provider's module, over an empty Node */
    provider: number;
}

const runs = 21;

/** Measures whole processes, in turn, so that both of a difference meet the machine at the same speed. */
export function measureLoading(names: ContenderName[], folder: string): Partial<Record<ContenderName, Loading>> {
    const samples = names.map((name) => ({
        name,
        folder: path.join(folder, `${name}-loading`),
        program: [] as number[],
        provider: [] as number[],
    }));
    for (const sample of samples) {
        makeProject(sample.folder, sample.name);
        load(sample.folder, [
            "@pulumi/pulumi",
            ...contenders[sample.name].programModules,
            ...contenders[sample.name].providerModules,
        ]);
    }
    for (let run = 0; run < runs; run++) {
        for (const { name, folder, program, provider } of samples) {
            const { programModules, providerModules } = contenders[name];
            program.push(-load(folder, ["@pulumi/pulumi"]) + load(folder, ["@pulumi/pulumi", ...programModules]));
            provider.push(-load(folder, []) + load(folder, [...providerModules]));
        }
    }
    return Object.fromEntries(
        samples.map(({ name, program, provider }) => [name, { program: median(program), provider: median(provider) }]),
    );
}

function load(folder: string, modules: string[]): number {
    const started = performance.now();
    execFileSync(process.execPath, ["-e", modules.map((name) => `require(${JSON.stringify(name)});`).join("")], {
        cwd: folder,
        stdio: "ignore",
    });
    return performance.now() - started;
}
