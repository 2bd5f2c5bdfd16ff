import { spawnSync } from "node:child_process";
import path from "node:path";
import { Problem } from "../shared/problem.cjs";
import { root } from "./sources";

const scenario = path.join(root, "test", "review", "recorded", "review-comment");

/** The rules that docs/kore-access.md calls a good start. */
const rules = [
    "new-administrator",
    "outside-domain=example.com",
    "removals=5",
    "everyone-removed",
    "no-reason",
    "unknown-access",
    "failing-update",
];

/** What the built kore-access says of the scenario `review-comment`. */
export function sampleReview(format: "markdown" | "text"): string {
    const command = path.join(root, "review", "dist", "cli.js");
    const input = ["diff", `${scenario}.json`, "--directory", `${scenario}.directory.json`, "--format", format];
    const args = [command, ...input, ...rules.flatMap((rule) => ["--fail-on", rule])];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    // 2: a rule refuses the change, as it is to be.
    if (status !== 2) throw new Problem(`kore-access diff did not refuse the scenario review-comment:\n\n${stderr}`);
    return stdout;
}
