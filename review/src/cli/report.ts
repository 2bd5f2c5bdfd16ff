import { Command, Option } from "commander";
import * as v from "valibot";
import { reportCsv } from "../report/csv";
import { reportJson } from "../report/json";
import { reportMarkdown } from "../report/markdown";
import { reportOf, type Report } from "../report/report";
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
    .description("list who has which access by the states of stacks, through which resource, why, and managed how")
    .argument("[files...]", "outputs of pulumi stack export, one for each stack; standard input unless given")
    .addOption(new Option("--format <format>", "how to list it").choices(formats).default("markdown"))
    .addOption(directoryOption)
    .addOption(noDirectoryOption)
    .addHelpText(
        "after",
        `
Secrets are not shown. Exit codes: 0 fine, 1 no state with people, or a wrong option.

Examples:
  pulumi stack export | kore-access report
  pulumi stack export | kore-access report --format csv > access.csv
  kore-access report eu.json us.json --format csv > access.csv`,
    )
    .action(async (files: string[], given: unknown) => {
        const { format, directory } = v.parse(optionsSchema, given);
        const reports: Report[] = [];
        for (const file of files.length === 0 ? [undefined] : files) {
            const { text, from } = await readInput(file, "state");
            reports.push(reportOf(readState(text, from), from, directoryFor(directory, file)));
        }
        process.stdout.write(writers[format](...reports));
    });
