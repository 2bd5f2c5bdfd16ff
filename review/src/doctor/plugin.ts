import { existsSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { visible } from "../visible";
import { ok, problem, warning, type Finding } from "./finding";
import { installCommand, installMissing, manifestIn, type Project } from "./project";
import type { Said } from "./pulumi";
import { series } from "./releases";

const name = "pulumi-resource-kore";
// npm, and Windows.
const executables = [name, `${name}.cmd`, `${name}.exe`];

/** Where the plugin may be, beside the place that the project names. */
export interface PluginPlaces {
    /** To `pulumi plugin ls --json`. */
    installed: Said;
    environment: NodeJS.ProcessEnv;
}

/**
 * Whether Pulumi finds the plugin, which serves programs of every language.
 *
 * @param place as the project names it
 * @param own the version of kore-access
 */
export function plugin(
    project: Project,
    place: string | undefined,
    { installed, environment }: PluginPlaces,
    own: string,
): Finding {
    if (place !== undefined) return named(project, place, own);
    const versions = versionsIn(installed);
    const fitting = versions.find((version) => series(version) === series(own));
    if (fitting !== undefined) return ok("package", `${fitting}, a plugin that is installed`);
    const [other] = versions;
    if (other !== undefined) return otherSeries(`${other} is installed as a plugin`, own, []);
    if ((environment["PATH"] ?? "").split(path.delimiter).some(hasPlugin)) return ok("package", "a plugin on PATH");
    return problem(
        "package",
        `has no plugin here (${name}): Pulumi.yaml names no place for it, and none is installed`,
        installMissing(project, "pulumi-kore"),
        "And in Pulumi.yaml: plugins: { providers: [{ name: kore, path: ./node_modules/pulumi-kore/bin }] }",
    );
}

function named(project: Project, place: string, own: string): Finding {
    const folder = path.resolve(project.folder, place);
    if (!hasPlugin(folder))
        return problem(
            "package",
            `has no plugin (${name}) in ${visible(place)}, where Pulumi.yaml says that it is`,
            installMissing(project, "pulumi-kore"),
            "Or correct the path in Pulumi.yaml.",
        );
    const version = manifestIn(path.join(folder, "..", "package.json"))?.version;
    if (version === undefined) return ok("package", `a plugin in ${visible(place)}`);
    if (series(version) !== series(own))
        return otherSeries(`${version} is in ${visible(place)}`, own, [
            installCommand(project, `kore-access@${series(version)}`, { dev: true }),
        ]);
    return ok("package", `${version}, a plugin in ${visible(place)}`);
}

function otherSeries(says: string, own: string, fix: string[]): Finding {
    return warning("package", `${says}, and this is kore-access ${own}: reviews and imports may not fit`, ...fix);
}

function hasPlugin(folder: string): boolean {
    return folder !== "" && executables.some((each) => existsSync(path.join(folder, each)));
}

// `pulumi plugin ls --json`
const listed = v.pipe(
    v.string(),
    v.parseJson(),
    v.array(v.looseObject({ name: v.string(), kind: v.string(), version: v.nullish(v.string(), "") })),
);

function versionsIn(said: Said): string[] {
    const parsed = v.safeParse(listed, "output" in said ? said.output : "");
    if (!parsed.success) return [];
    const ours = parsed.output.filter((each) => each.name === "kore" && each.kind === "resource");
    return ours.map(({ version }) => visible(version)).filter((version) => version !== "");
}
