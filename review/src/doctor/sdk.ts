import { ok, problem, type Finding } from "./finding";
import { installCommand, installed, installMissing, type Project } from "./project";
import { isOlder, numbersOf } from "./releases";

// The first one that hands on what `read` answers as inputs.
const oldest = "3.216.0";

/** Whether the SDK of the project fits pulumi-kore, and Node.js fits the SDK. @param node such as 20.20.2 */
export function sdk(project: Project, node: string): Finding {
    const found = installed(project, "@pulumi/pulumi");
    if (found === undefined)
        return problem("sdk", "is not installed in the project", installMissing(project, "@pulumi/pulumi"));
    if (isOlder(found.version, oldest))
        return problem(
            "sdk",
            `${found.version} is too old: pulumi-kore needs ${oldest} or newer`,
            installCommand(project, `@pulumi/pulumi@^${oldest}`),
        );
    const [needed] = numbersOf(found.engines?.node ?? "0");
    if (needed !== undefined && isOlder(node, String(needed))) {
        return problem(
            "sdk",
            `${found.version} asks for Node.js ${needed} or newer, and this is ${node}`,
            `Install Node.js ${needed}; or, with this one: ${installCommand(project, "@pulumi/pulumi@3.248.0")}`,
        );
    }
    return ok("sdk", found.version);
}
