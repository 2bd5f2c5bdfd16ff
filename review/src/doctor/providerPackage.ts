import { createRequire } from "node:module";
import path from "node:path";
import { ok, problem, warning, type Finding } from "./finding";
import { installMissing, installCommand, manifestIn, type Project } from "./project";
import { series } from "./releases";

/**
 * Whether the provider's process will find pulumi-kore: it loads it from the project's folder, whatever the program
 * itself imports.
 *
 * @param own the version of kore-access
 */
export function providerPackage(project: Project, own: string): Finding {
    const { resolve } = createRequire(path.join(project.folder, "package.json"));
    const loaded = ["pulumi-kore/provider", "pulumi-kore/package.json"].map((name) => attempt(() => resolve(name)));
    const version = loaded[1] === undefined ? undefined : manifestIn(loaded[1])?.version;
    if (loaded[0] === undefined || version === undefined) {
        return problem(
            "package",
            "is not installed in the folder of Pulumi.yaml, from which Pulumi loads it (a dependency of another package does not count)",
            installMissing(project, "pulumi-kore"),
        );
    }
    if (series(version) === series(own)) return ok("package", version);
    return warning(
        "package",
        `${version} is installed, and this is kore-access ${own}: reviews and imports may not fit`,
        installCommand(project, `kore-access@${series(version)}`, { dev: true }),
    );
}

function attempt<T>(work: () => T): T | undefined {
    try {
        return work();
    } catch {
        return undefined;
    }
}
