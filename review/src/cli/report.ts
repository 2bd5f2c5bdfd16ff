import { Command, Option } from "commander";
import * as v from "valibot";
import { reportCsv } from "../report/csv";
import { reportJson } from "../report/json";
import { reportMarkdown } from "../report/markdown";
import { reportOf } from "../report/report";
import { readState } from "../report/state";
import { directoryFor, directoryOption, givenDirectory, noDirectoryOption } from "./directoryOption";
import { readInput } from "./input";

const writers = { markdown: reportMarkdown, csv: reportCsv, json: reportJson };
const formats = ["markdown", "csv", "json"] as const;
const optionsSchema = v.object({
    format: v.picklist(formats),
    directory: givenDirectory,
});

/** `kore-access report` */
export const report = new Command("report")
    .description("list who has which access by a stack's state, through which resource, why, and managed how")
    .argument("[file]", "output of pulumi stack export; standard input unless given")
    .addOption(new Option("--format <format>", "how to list it").choices(formats).default("markdown"))
    .addOption(directoryOption)
    .addOption(noDirectoryOption)
    .addHelpText(
        "after",
        `
Secrets are not shown. Exit codes: 0 fine, 1 no state with people, or a wrong option.

Examples:
  pulumi stack export | kore-access report
  pulumi stack export | kore-access report --format csv > access.csv`,
    )
    .action(async (file: string | undefined, given: unknown) => {
        const { format, directory } = v.parse(optionsSchema, given);
        const input = await readInput(file, "state");
        const state = readState(input.text, input.from);
        process.stdout.write(writers[format](reportOf(state, input.from, directoryFor(directory, file))));
    });
