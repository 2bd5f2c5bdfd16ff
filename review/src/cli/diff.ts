import { Command, Option } from "commander";
import * as v from "valibot";
import { AccessError } from "../accessError";
import { parseRule, ruleHelp } from "../diff/gate";
import { readPreview } from "../diff/preview";
import { defaultMaxCharacters, fewestCharacters, formats, render } from "../diff/render";
import { review } from "../diff/review";
import { refusalLines } from "../diff/refusalLines";
import { directoryFor, directoryOption, noDirectoryOption } from "./directoryOption";
import { readInput } from "./input";
import { isStyled } from "./output";

const optionsSchema = v.object({
    format: v.picklist(formats),
    maxCharacters: v.number(),
    failOn: v.optional(v.array(v.string()), []),
    directory: v.optional(v.union([v.string(), v.boolean()]), true),
});

/** `kore-access diff` */
export const diff = new Command("diff")
    .description("say what a preview would change in people's access, riskiest first")
    .argument("[file]", "output of pulumi preview --json; standard input unless given")
    .addOption(new Option("--format <format>", "how to say it").choices(formats).default("markdown"))
    .option(
        "--max-characters <n>",
        "the longest Markdown or text: routine changes are counted rather than listed where they have no room",
        characters,
        defaultMaxCharacters,
    )
    .option(
        "--fail-on <rule>",
        "end with exit code 2 if a change breaks this rule; may be repeated",
        (rule: string, before: string[] = []) => [...before, rule],
    )
    .addOption(directoryOption)
    .addOption(noDirectoryOption)
    .addHelpText(
        "after",
        `
Rules:
${ruleHelp.map(({ rule, refuses }) => `  ${rule.padEnd(34)}${refuses}`).join("\n")}

Exit codes: 0 fine, 1 no preview or a wrong option, 2 refused by a rule.

Examples:
  pulumi preview --json --show-sames --show-replacement-steps > preview.json
  kore-access diff preview.json --format text
  kore-access diff preview.json --fail-on new-administrator --fail-on removals=10 > comment.md`,
    )
    .action(async (file: string | undefined, given: unknown) => {
        const { format, maxCharacters, failOn, directory } = v.parse(optionsSchema, given);
        const rules = failOn.map(parseRule);
        const input = await readInput(file, "preview");
        const read = review(readPreview(input.text, input.from), rules, directoryFor(directory, file));
        process.stdout.write(render(read, { format, maxCharacters, styled: isStyled() }));
        if (read.refusals.length === 0) return;
        process.stderr.write(refusalLines(read));
        process.exitCode = 2;
    });

function characters(value: string): number {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < fewestCharacters)
        throw new AccessError(`--max-characters needs a whole number, ${fewestCharacters} or more.`);
    return number;
}
