import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";

const dependencies = v.optional(v.record(v.string(), v.string()), {});
const manifestSchema = v.looseObject({
    name: v.string(),
    version: v.string(),
    exports: v.record(v.string(), v.union([v.string(), v.object({ types: v.string(), default: v.string() })])),
    imports: v.optional(v.record(v.string(), v.object({ types: v.string(), default: v.string() })), {}),
    bin: v.optional(v.record(v.string(), v.string()), {}),
    scripts: v.optional(v.record(v.string(), v.string()), {}),
    dependencies,
    peerDependencies: dependencies,
});
const listSchema = v.array(
    v.object({
        name: v.string(),
        filename: v.string(),
        size: v.number(),
        unpackedSize: v.number(),
        files: v.array(v.object({ path: v.string() })),
    }),
);

export type Manifest = v.InferOutput<typeof manifestSchema>;

/** A package as users get it. */
export interface Packed {
    name: string;
    manifest: Manifest;
    tarball: Buffer;
    size: number;
    unpackedSize: number;
    /** paths in the package, sorted */
    files: string[];
    /** where it lies unpacked: node_modules/NAME of a folder that holds nothing else, but what the package declares to need */
    folder: string;
}

/** Packs all packages of this repository, and unpacks each into a project of its own under a folder. */
export async function packAll(folder: string): Promise<Packed[]> {
    const { npmCommand } = await import("../../tools/shared/npm.mjs");
    const { lastLines, run } = await import("../../tools/shared/run.mjs");
    const npm = npmCommand(process.env);
    const args = [
        "pack",
        "--json",
        "--silent",
        "--ignore-scripts",
        "--pack-destination",
        folder,
        "--workspaces",
        "--include-workspace-root",
    ];
    // What npm says on stderr must not get into the list.
    const { code, output } = await run(npm.command, [...npm.args, ...args], {
        cwd: repositoryRoot,
        env: { ...process.env, npm_config_loglevel: "silent" },
    });
    if (code !== 0) throw new Error(`npm pack failed:\n${lastLines(output)}`);
    return Promise.all(
        v.parse(v.pipe(v.string(), v.parseJson(), listSchema), output).map((each) => unpack(folder, each)),
    );
}

async function unpack(
    folder: string,
    { name, filename, size, unpackedSize, files }: v.InferOutput<typeof listSchema>[number],
): Promise<Packed> {
    const installed = path.join(folder, `project-of-${name}`, "node_modules", name);
    mkdirSync(installed, { recursive: true });
    const { lastLines, run } = await import("../../tools/shared/run.mjs");
    const { code, output } = await run("tar", [
        "-xzf",
        path.join(folder, filename),
        "-C",
        installed,
        "--strip-components",
        "1",
    ]);
    if (code !== 0) throw new Error(`${filename} could not be unpacked:\n${lastLines(output)}`);
    const manifest = v.parse(
        v.pipe(v.string(), v.parseJson(), manifestSchema),
        readFileSync(path.join(installed, "package.json"), "utf8"),
    );
    for (const needed of declared(manifest)) linkInto(path.join(installed, "..", needed), needed);
    return {
        name,
        manifest,
        tarball: readFileSync(path.join(folder, filename)),
        size,
        unpackedSize,
        files: files.map((file) => file.path).sort(),
        folder: installed,
    };
}

/** The packages that are installed along with a package. */
function declared({ dependencies, peerDependencies }: Manifest): string[] {
    return [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
}

function linkInto(place: string, name: string): void {
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(path.join(repositoryRoot, "node_modules", name), place, "junction");
}
