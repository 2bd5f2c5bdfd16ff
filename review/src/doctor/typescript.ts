import { existsSync } from "node:fs";
import path from "node:path";
import { ok, problem, warning, type Finding } from "./finding";
import { installCommand, installed, type Project } from "./project";
import { isOlder } from "./releases";

// The SDK's peer dependency is older than this; it runs a program in TypeScript through that compiler's API, which 7
// does not have.
const firstUnusable = "7.0.0";
const usable = "typescript@5";

/** Whether the SDK can use the project's TypeScript. */
export function typescript(project: Project): Finding {
    const found = installed(project, "typescript");
    if (found === undefined) {
        if (!existsSync(path.join(project.folder, "tsconfig.json")))
            return ok("typescript", "is not installed: the program is JavaScript");
        return warning(
            "typescript",
            "is not installed, and there is a tsconfig.json: Pulumi would use 3.8.3, which it brings along",
            installCommand(project, usable, { dev: true }),
        );
    }
    if (isOlder(found.version, firstUnusable)) return ok("typescript", found.version);
    return problem(
        "typescript",
        `${found.version} is too new: Pulumi can't run programs with TypeScript 7 and later`,
        installCommand(project, usable, { dev: true }),
    );
}
