import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { AccessError } from "../accessError";

const packages = ["pulumi-kore", path.join("@pulumi", "pulumi")];

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
        const modules = installed(from);
        if (modules === undefined)
            throw new AccessError(`The packages of ${folder} are not installed: run npm install there first.`);
        const workspace = new Workspace(mkdtempSync(path.join(os.tmpdir(), "kore-access-verify-")));
        try {
            for (const place of [workspace.backend, workspace.home]) mkdirSync(place);
            cpSync(from, workspace.project, { recursive: true, filter: (file) => belongs(path.relative(from, file)) });
            symlinkSync(modules, path.join(workspace.project, "node_modules"), "junction");
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

/** The nearest node_modules, from a folder upwards, that has what a program needs. */
function installed(folder: string): string | undefined {
    const modules = path.join(folder, "node_modules");
    if (packages.every((name) => existsSync(path.join(modules, name, "package.json")))) return modules;
    const parent = path.dirname(folder);
    return parent === folder ? undefined : installed(parent);
}

// Configurations of stacks hold secrets that another passphrase has encrypted.
function belongs(file: string): boolean {
    const [first = ""] = file.split(path.sep);
    return first !== "node_modules" && first !== ".git" && !/^Pulumi\..+\.ya?ml$/.test(file);
}
