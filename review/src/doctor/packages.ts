import { projectFileIn } from "../projectFile";
import { visible } from "../visible";
import { version as own } from "../version";
import { skipped, type Finding } from "./finding";
import { plugNPlay } from "./plugNPlay";
import { plugin, type PluginPlaces } from "./plugin";
import type { Project } from "./project";
import { providerPackage } from "./providerPackage";
import { sdk } from "./sdk";
import { typescript } from "./typescript";

const ofNode = ["packageManager", "sdk", "typescript"] as const;

/**
 * What is installed in the project: the packages of a program for Node.js, or the plugin for one in another language.
 *
 * @param node version of Node.js
 * @param places where the plugin may be
 */
export async function packages(
    project: Project,
    node: string,
    places: () => Promise<PluginPlaces>,
): Promise<Finding[]> {
    const { runtime, pluginPlace } = projectFileIn(project.folder);
    if (runtime !== "nodejs")
        return [
            ...ofNode.map((check) => skipped(check, `the program's language is ${visible(runtime)}`)),
            plugin(project, pluginPlace, await places(), own),
        ];
    const linker = plugNPlay(project);
    if (linker.status === "problem")
        return [
            linker,
            ...(["sdk", "typescript", "package"] as const).map((check) =>
                skipped(check, "packages do not lie in node_modules"),
            ),
        ];
    return [linker, sdk(project, node), typescript(project), await packageOf(project, pluginPlace, places)];
}

/** A program for Node.js may have its resources by the plugin alone. */
async function packageOf(
    project: Project,
    pluginPlace: string | undefined,
    places: () => Promise<PluginPlaces>,
): Promise<Finding> {
    const ofPackage = providerPackage(project, own);
    if (pluginPlace === undefined) return ofPackage;
    const ofPlugin = plugin(project, pluginPlace, await places(), own);
    return ofPlugin.status === "problem" || ofPackage.status === "problem" ? ofPlugin : ofPackage;
}
