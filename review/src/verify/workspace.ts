import {
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { AccessError } from "../accessError";
import { type ProjectFile, projectFileIn, projectFiles } from "../projectFile";

const sdk = path.join("@pulumi", "pulumi");

/**
 * A copy of a project to try it in: with a backend and a home of its own, so that neither the project nor anybody's
 * stacks change.
 */
export class Workspace {
    private constructor(private readonly root: string) {}

    /** @throws AccessError, where the folder has no project, or its packages are not installed */
    static of(folder: string): Workspace {
        const from = path.resolve(folder);
        if (!existsSync(path.join(from, "Pulumi.yaml")))
            throw new AccessError(
                `${folder} has no Pulumi.yaml: name the folder of the project, or make one with kore-access import.`,
            );
        const file = projectFileIn(from);
        const modules = installed(from, packagesOf(file));
        if (modules === undefined && file.runtime === "nodejs")
            throw new AccessError(`The packages of ${folder} are not installed: run npm install there first.`);
        const workspace = new Workspace(mkdtempSync(path.join(os.tmpdir(), "kore-access-verify-")));
        try {
            for (const place of [workspace.backend, workspace.home]) mkdirSync(place);
            cpSync(from, workspace.project, { recursive: true, filter: (file) => belongs(path.relative(from, file)) });
            if (modules !== undefined) symlinkSync(modules, path.join(workspace.project, "node_modules"), "junction");
            keepPluginPlace(from, workspace.project, file);
            for (const plugin of installedPlugins()) linkInto(path.join(workspace.home, "plugins"), plugin);
        } catch (error) {
            workspace.remove();
            throw new AccessError(
                `${folder} can't be copied to be tried: ${error instanceof Error ? error.message : String(error)}.`,
            );
        }
        return workspace;
    }

    get project(): string {
        return path.join(this.root, "project");
    }

    get backend(): string {
        return path.join(this.root, "backend");
    }

    get home(): string {
        return path.join(this.root, "home");
    }

    get receipt(): string {
        return path.join(this.root, "receipt.json");
    }

    remove(): void {
        rmSync(this.root, { recursive: true, force: true });
    }
}

/** What a program needs of node_modules. By the plugin, a program for Node.js needs the SDK alone, and others what has the plugin in it. */
function packagesOf({ runtime, pluginPlace }: ProjectFile): string[] {
    if (runtime !== "nodejs") return ["pulumi-kore"];
    return pluginPlace === undefined ? ["pulumi-kore", sdk] : [sdk];
}

/** The nearest node_modules, from a folder upwards, that has these packages. */
function installed(folder: string, packages: string[]): string | undefined {
    const modules = path.join(folder, "node_modules");
    if (packages.every((name) => existsSync(path.join(modules, name, "package.json")))) return modules;
    const parent = path.dirname(folder);
    return parent === folder ? undefined : installed(parent, packages);
}

/** A place outside of the project is another one from the copy. */
function keepPluginPlace(from: string, project: string, { pluginPlace: place }: ProjectFile): void {
    if (place === undefined || !path.relative(from, path.resolve(from, place)).startsWith("..")) return;
    for (const name of projectFiles.map((each) => path.join(project, each)).filter((each) => existsSync(each)))
        writeFileSync(
            name,
            readFileSync(name, "utf8").replaceAll(place, () => path.resolve(from, place)),
        );
}

/** The plugins of this provider that are installed for this user: the copy has a home of its own. */
function installedPlugins(): string[] {
    const plugins = path.join(process.env["PULUMI_HOME"] || path.join(os.homedir(), ".pulumi"), "plugins");
    if (!existsSync(plugins)) return [];
    return readdirSync(plugins)
        .filter((name) => /^resource-kore-v[^/]*\d$/.test(name))
        .map((name) => path.join(plugins, name));
}

function linkInto(folder: string, place: string): void {
    mkdirSync(folder, { recursive: true });
    symlinkSync(place, path.join(folder, path.basename(place)), "junction");
}

// Configurations of stacks hold secrets that another passphrase has encrypted.
function belongs(file: string): boolean {
    const [first = ""] = file.split(path.sep);
    return first !== "node_modules" && first !== ".git" && !/^Pulumi\..+\.ya?ml$/.test(file);
}
