import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { projectFiles } from "../projectFile";
import { visible } from "../visible";

/** A folder with a Pulumi project. */
export interface Project {
    folder: string;
}

/** The Pulumi project that a command in this folder is about. */
export function projectOf(folder: string): Project | undefined {
    const at = above(folder).find((each) => projectFiles.some((name) => existsSync(path.join(each, name))));
    return at === undefined ? undefined : { folder: at };
}

/** A folder and all above it. */
export function above(folder: string): string[] {
    const parent = path.dirname(folder);
    return parent === folder ? [folder] : [folder, ...above(parent)];
}

const engines = v.optional(v.object({ node: v.optional(v.string()) }));
const manifest = v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ version: v.pipe(v.string(), v.transform(visible)), engines }),
);
const dependencies = v.optional(v.record(v.string(), v.string()), {});
const ownManifest = v.pipe(v.string(), v.parseJson(), v.object({ dependencies, devDependencies: dependencies }));

export type Installed = v.InferOutput<typeof manifest>;

/** The package.json of a package, where Node would load it from; undefined where it would not. */
export function installed(project: Project, name: string): Installed | undefined {
    for (const folder of above(project.folder)) {
        const parsed = v.safeParse(manifest, textOf(path.join(folder, "node_modules", name, "package.json")));
        if (parsed.success) return parsed.output;
    }
    return undefined;
}

/** The package.json in this file. */
export function manifestIn(file: string): Installed | undefined {
    const parsed = v.safeParse(manifest, textOf(file));
    return parsed.success ? parsed.output : undefined;
}

/** The command that puts a package into the project, in the words of the package manager that its lock file shows. */
export function installCommand({ folder }: Project, wanted: string, { dev = false } = {}): string {
    const locks = { "pnpm-lock.yaml": "pnpm", "yarn.lock": "yarn" };
    const [, manager] =
        Object.entries(locks).find(([name]) => above(folder).some((each) => existsSync(path.join(each, name)))) ?? [];
    if (manager !== undefined) return `${manager} add ${dev ? "-D " : ""}${wanted}`;
    return `npm install ${dev ? "--save-dev " : ""}${wanted}`;
}

/** How to get a package that is not there: another command where package.json names it already. */
export function installMissing(project: Project, name: string, wanted = name): string {
    const parsed = v.safeParse(ownManifest, textOf(path.join(project.folder, "package.json")));
    const isNamed = parsed.success && (name in parsed.output.dependencies || name in parsed.output.devDependencies);
    return isNamed ? installCommand(project, "").trim().replace(/ add$/, " install") : installCommand(project, wanted);
}

function textOf(file: string): string {
    return existsSync(file) ? readFileSync(file, "utf8") : "";
}
