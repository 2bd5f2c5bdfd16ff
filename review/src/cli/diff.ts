import { Command, Option } from "commander";
import * as v from "valibot";
import { parseRule, ruleHelp } from "../diff/gate";
import { readPreview } from "../diff/preview";
import { defaultMaxCharacters, formats, render } from "../diff/render";
import { review } from "../diff/review";
import { refusalLines } from "../diff/refusalLines";
import { directoryFor, directoryOption, givenDirectory, importedFor, noDirectoryOption } from "./directoryOption";
import { heldTo, notReviewed, readApproved } from "../diff/reviewed";
import { textOf } from "../textFile";
import { characters, collected } from "./arguments";
import { readInput } from "./input";
import { isStyled } from "./output";

const optionsSchema = v.object({
    format: v.picklist(formats),
    maxCharacters: v.number(),
    failOn: v.optional(v.array(v.string()), []),
    directory: givenDirectory,
    reviewed: v.optional(v.array(v.string()), []),
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
    .option("--fail-on <rule>", "end with exit code 2 if a change breaks this rule; may be repeated", collected)
    .option(
        "--reviewed <file>",
        "the JSON of the approved review: end with exit code 2 if anything is done beyond it; may be repeated",
        collected,
    )
    .addOption(directoryOption)
    .addOption(noDirectoryOption)
    .addHelpText(
        "after",
        `
Rules:
${ruleHelp.map(({ rule, refuses }) => `  ${rule.padEnd(34)}${refuses}`).join("\n")}
  ${notReviewed.padEnd(34)}with --reviewed: people for whom something is done that was not approved

Exit codes: 0 fine, 1 no preview, no approved review of this stack, or a wrong option, 2 refused by a rule.

Examples:
  pulumi preview --json --show-sames --show-replacement-steps > preview.json
  kore-access diff preview.json --format text
  kore-access diff preview.json --fail-on new-administrator --fail-on removals=10 > comment.md
  kore-access diff preview.json --format json > review.json
  kore-access diff preview.json --reviewed review.json`,
    )
    .action(async (file: string | undefined, given: unknown) => {
        const { format, maxCharacters, failOn, reviewed, directory } = v.parse(optionsSchema, given);
        const rules = failOn.map(parseRule);
        const input = await readInput(file, "preview");
        const approved = reviewed.map((name) => readApproved(textOf(name), name));
        const preview = readPreview(input.text, input.from);
        const found = review(preview, rules, directoryFor(directory, file), importedFor(file));
        const read = heldTo(found, approved);
        process.stdout.write(render(read, { format, maxCharacters, styled: isStyled() }));
        if (read.refusals.length === 0) return;
        process.stderr.write(refusalLines(read));
        process.exitCode = 2;
    });
