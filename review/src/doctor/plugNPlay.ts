import { existsSync } from "node:fs";
import path from "node:path";
import { ok, problem, type Finding } from "./finding";
import { above, type Project } from "./project";

/** Whether the packages of the project lie in node_modules: the provider's process knows of no other place. */
export function plugNPlay({ folder }: Project): Finding {
    const at = above(folder).find((each) => [".pnp.cjs", ".pnp.js"].some((name) => existsSync(path.join(each, name))));
    if (at === undefined) return ok("packageManager", "packages lie in node_modules");
    return problem(
        "packageManager",
        "Yarn Plug'n'Play is on (.pnp.cjs), and Pulumi's dynamic providers find packages in node_modules only",
        "yarn config set nodeLinker node-modules",
        "yarn install",
    );
}
