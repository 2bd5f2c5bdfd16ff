import { ok, problem, type Finding } from "./finding";
import { isOlder } from "./releases";

const oldest = "20.0.0";

/** Whether Node.js is new enough for pulumi-kore. @param version such as 20.20.2 */
export function nodeVersion(version: string): Finding {
    if (isOlder(version, oldest))
        return problem(
            "node",
            `${version} is too old: pulumi-kore needs 20 or newer`,
            "Install Node.js 22, and the packages of the project again.",
        );
    return ok("node", version);
}
