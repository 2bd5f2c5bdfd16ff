import { execFileSync } from "node:child_process";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { contenderOf, makeProject, type ContenderName } from "./contender";
import { median } from "./statistics";

/** How much longer a process takes that loads a contender's modules, in milliseconds. */
export interface Loading {
    /** a program, over one that imports only @pulumi/pulumi */
    program: number;
    /** the provider's module, over an empty Node */
    provider: number;
}

const runs = 11;

/** Measures whole processes, in turn, so that both of a difference meet the machine at the same speed. */
export function measureLoading(names: ContenderName[], folder: string): Partial<Record<ContenderName, Loading>> {
    const samples = names.flatMap((name) => {
        const { loads } = contenderOf(name);
        const project = path.join(folder, `${name}-loading`);
        return loads === undefined ? [] : [{ name, loads, project, program: [] as number[], provider: [] as number[] }];
    });
    for (const { name, loads, project } of samples) {
        makeProject(project, name);
        load(project, ["@pulumi/pulumi", ...loads.program, ...loads.provider]);
    }
    for (let run = 0; run < runs; run++) {
        for (const { loads, project, program, provider } of samples) {
            program.push(-load(project, ["@pulumi/pulumi"]) + load(project, ["@pulumi/pulumi", ...loads.program]));
            provider.push(-load(project, []) + load(project, loads.provider));
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
