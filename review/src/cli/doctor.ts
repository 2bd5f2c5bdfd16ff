import { existsSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import * as v from "valibot";
import { AccessError } from "../accessError";
import { examine } from "../doctor/examine";
import { diagnosisJson, worst } from "../doctor/json";
import { projectOf } from "../doctor/project";
import { findingText, summaryText } from "../doctor/text";
import { factsName, readFacts } from "../probe/factsFile";
import { isStyled } from "./output";

const optionsSchema = v.object({
    stack: v.optional(v.string()),
    facts: v.optional(v.string()),
    json: v.optional(v.boolean(), false),
});

/** `kore-access doctor` */
export const doctor = new Command("doctor")
    .description(
        "check settings, connection, token, scopes, packages and stack; say what is wrong, and the fix; change nothing",
    )
    .option("--stack <name>", "the stack to look at; the selected one unless given")
    .option("--facts <file>", `what kore-access probe has written; ${factsName} of the project or folder unless given`)
    .option("--json", "as JSON")
    .addHelpText(
        "after",
        `
In the folder of a Pulumi project its stack is looked at, elsewhere the environment (KORE_HOST, KORE_CLIENT_ID, KORE_CLIENT_SECRET, …).
No secret is shown.

Exit codes: 0 fine, or warnings only; 1 a wrong option; 2 problems.

Examples:
  kore-access doctor
  kore-access doctor --stack prod
  kore-access doctor --facts kore.facts.json
  kore-access doctor --json`,
    )
    .action(async (given: unknown) => {
        const { stack, facts, json } = v.parse(optionsSchema, given);
        const project = projectOf(process.cwd());
        if (stack !== undefined && project === undefined)
            throw new AccessError(
                "--stack needs a Pulumi project, and there is no Pulumi.yaml in this folder or above.",
            );
        const write = (text: string) => void process.stdout.write(text);
        if (facts !== undefined) readFacts(facts);
        const surroundings = {
            project,
            stack,
            environment: process.env,
            node: process.versions.node,
            now: Date.now,
            facts: facts ?? factsIn(project?.folder ?? process.cwd()),
        };
        const diagnosis = await examine(surroundings, (finding) => json || write(findingText(finding, isStyled())));
        write(json ? diagnosisJson(diagnosis) : summaryText(diagnosis));
        process.exitCode = worst(diagnosis) === "problem" ? 2 : 0;
    });

function factsIn(folder: string): string | undefined {
    const file = path.join(folder, factsName);
    return existsSync(file) ? file : undefined;
}
