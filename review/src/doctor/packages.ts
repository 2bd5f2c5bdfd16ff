import { version as own } from "../version";
import { skipped, type Finding } from "./finding";
import { plugNPlay } from "./plugNPlay";
import type { Project } from "./project";
import { providerPackage } from "./providerPackage";
import { sdk } from "./sdk";
import { typescript } from "./typescript";

/** What is installed in the project. @param node version of Node.js */
export function packages(project: Project, node: string): Finding[] {
    const linker = plugNPlay(project);
    if (linker.status === "problem")
        return [
            linker,
            ...(["sdk", "typescript", "package"] as const).map((check) =>
                skipped(check, "packages do not lie in node_modules"),
            ),
        ];
    return [linker, sdk(project, node), typescript(project), providerPackage(project, own)];
}
