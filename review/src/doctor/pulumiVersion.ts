import { visible } from "../visible";
import { ok, problem, warning, type Finding } from "./finding";
import type { Said } from "./pulumi";
import { isOlder } from "./releases";

// The first one whose refresh takes over the inputs that a dynamic provider has read.
const oldest = "3.216.0";
const howTo = "https://www.pulumi.com/docs/iac/download-install/";

/** Whether the CLI is there, and which. @param inProject whether it is needed here */
export function pulumiVersion(said: Said, inProject: boolean): Finding {
    if ("failed" in said) {
        return said.isMissing
            ? (inProject ? problem : warning)("pulumi", said.failed, `Install it: ${howTo}`)
            : problem("pulumi", said.failed, "Run it yourself: pulumi version", `Or install it again: ${howTo}`);
    }
    const version = visible(said.output.trim().replace(/^v/, ""));
    if (isOlder(version, oldest))
        return warning(
            "pulumi",
            `${version} is old: before ${oldest} a refresh does not show what somebody changed by hand`,
            `Install a newer one: ${howTo}`,
        );
    return ok("pulumi", version);
}
