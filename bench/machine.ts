import { readFileSync } from "node:fs";
import { arch, availableParallelism, platform, totalmem } from "node:os";
import path from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../test/harness/repository";

/** On what was measured. */
export interface Machine {
    cores: number;
    /** bytes */
    memory: number;
    system: string;
    versions: Record<string, string>;
}

const manifest = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }));

export async function describeMachine(): Promise<Machine> {
    const { findEngine } = await import("../tools/engine/finder.mjs");
    const { version } = await findEngine();
    return {
        cores: availableParallelism(),
        memory: totalmem(),
        system: `${platform()} ${arch()}`,
        versions: {
            "pulumi-kore": versionOf("package.json"),
            Node: process.versions.node,
            "Pulumi CLI": version.replace(/^v/, ""),
            "@pulumi/pulumi": versionOf("node_modules/@pulumi/pulumi/package.json"),
        },
    };
}

function versionOf(file: string): string {
    return v.parse(manifest, readFileSync(path.join(repositoryRoot, file), "utf8")).version;
}
