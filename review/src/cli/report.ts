import { Command, Option } from "commander";
import * as v from "valibot";
import { KoreError, type ClientSettings } from "#client";
import { AccessError } from "../accessError";
import { defaultMaxCharacters } from "../diff/render";
import { Progress } from "../import/progress";
import { settingsOf } from "../import/settings";
import { materialOf, type Source } from "../report/assemble";
import { certificationOf } from "../report/certification";
import { reportCsv } from "../report/csv";
import { parseWithin } from "../report/ends";
import { findingsOf } from "../report/findings";
import { reportJson } from "../report/json";
import { reportMarkdown } from "../report/markdown";
import type { AccessReport } from "../report/model";
import { parseDomains } from "../report/ownDomains";
import { reportHtml } from "../report/page/pageData";
import { accessReport, type Material } from "../report/people";
import { readSheet } from "../report/readSheet";
import { reportSheet } from "../report/sheet";
import { changesSince, readEarlier } from "../report/since";
import { readState } from "../report/state";
import { bytesOf, textOf } from "../textFile";
import { characters, collected } from "./arguments";
import { directoryFor, directoryOption, givenDirectory, noDirectoryOption } from "./directoryOption";
import { readSource } from "./stateSource";

const formats = ["markdown", "csv", "json", "sheet", "html"] as const;
const texts = v.optional(v.array(v.string()), []);
const optionsSchema = v.object({
    format: v.picklist(formats),
    directory: givenDirectory,
    live: v.optional(v.boolean(), false),
    stack: texts,
    since: texts,
    domains: v.optional(v.string()),
    endsWithin: v.optional(v.string()),
    certified: v.optional(v.string()),
    maxCharacters: v.number(),
});
type Options = v.InferOutput<typeof optionsSchema>;

/** Of what ends soon a report tells also where nothing is asked of it. */
const defaultSoonHours = 30 * 24;

/** `kore-access report` */
export const report = new Command("report")
    .description(
        "list who has which access, by the states of stacks and by the account itself: why, until when, and managed how",
    )
    .argument(
        "[sources...]",
        "outputs of pulumi stack export, or names of stacks of the project in this folder; standard input unless given",
    )
    .addOption(new Option("--format <format>", "how to list it").choices(formats).default("markdown"))
    .option(
        "--live",
        "read the account as well, and add whom and what nobody declares, and what is not there; changes nothing",
    )
    .option(
        "--stack <name>",
        "with --live: settings of this stack of the project in the current folder; those of the environment unless given; may be repeated, for several accounts",
        collected,
    )
    .option(
        "--since <file>",
        "tell what has changed since an earlier state, or an earlier report as JSON; may be repeated, for several stacks",
        collected,
    )
    .option(
        "--ends-within <time>",
        "end with exit code 2 if access ends within 12h, 30d or 8w, or has ended and is still there",
    )
    .option(
        "--certified <sheet>",
        "compare with the decisions of a sheet: end with exit code 2 if anything is undecided, was to go and is there, or is new",
    )
    .option(
        "--domains <domains>",
        "whoever has an address of another domain is an outsider; the most common domains unless given",
    )
    .option("--max-characters <n>", "the longest Markdown", characters, defaultMaxCharacters)
    .addOption(directoryOption)
    .addOption(noDirectoryOption)
    .addHelpText(
        "after",
        `
Secrets are not shown. With --live the settings are KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET (or KORE_JWT),
KORE_REQUESTS_PER_MINUTE and KORE_REQUESTS_PER_HOUR, or those of --stack.

Exit codes: 0 fine; 1 no state with people, an account that can't be read, or a wrong option; 2 --ends-within has found somebody, or
--certified an access that is undecided, was to go and is still there, or is new.

A sheet is CSV, with a line for each access and an empty column "decision": keep, or revoke.

Examples:
  pulumi stack export | kore-access report
  kore-access report eu.json us.json --format csv > access.csv
  kore-access report prod --live --stack prod
  kore-access report prod --since last-quarter.json
  kore-access report prod --ends-within 30d
  kore-access report prod --live --stack prod --format html > access.html
  kore-access report prod --live --stack prod --format sheet > 2026-q4.csv
  kore-access report prod --live --stack prod --certified 2026-q4.csv`,
    )
    .action(async (names: string[], given: unknown) => {
        const options = v.parse(optionsSchema, given);
        const progress = new Progress(process.stderr);
        try {
            await writeReport(names, options, progress, new Date(Date.now()));
        } catch (error) {
            throw error instanceof KoreError ? new AccessError(error.message) : error;
        } finally {
            progress.end();
        }
    });

async function writeReport(names: string[], options: Options, progress: Progress, now: Date): Promise<void> {
    const { format, since, maxCharacters, endsWithin, domains, certified } = options;
    const soonHours = endsWithin === undefined ? defaultSoonHours : parseWithin(endsWithin);
    const ownDomains = domains === undefined ? undefined : parseDomains(domains);
    const earlier = since.map((file) => ({ text: textOf(file), from: file }));
    const before = earlier.length === 0 ? undefined : readEarlier(earlier, now);
    const decided =
        certified === undefined ? undefined : { sheet: certified, lines: readSheet(bytesOf(certified), certified) };
    const [sources, settings] = await Promise.all([sourcesOf(names, options), liveSettings(options)]);
    const material = await materialOf(sources, settings, progress, now);
    const made = accessReport(material, { now, soonHours, ownDomains });
    const whole: AccessReport = {
        ...made,
        ...(before === undefined ? {} : { changes: changesSince(before, made) }),
        ...(decided === undefined ? {} : { certification: certificationOf(made, decided.lines, decided.sheet) }),
    };
    progress.end();
    process.stdout.write(writtenAs(format, whole, material, maxCharacters));
    const findings = findingsOf(whole, { ends: endsWithin !== undefined });
    if (findings.length === 0) return;
    process.stderr.write(findings.map((finding) => `${finding}\n`).join(""));
    process.exitCode = 2;
}

async function sourcesOf(names: string[], { directory }: Options): Promise<Source[]> {
    const texts = await Promise.all((names.length === 0 ? [undefined] : names).map(readSource));
    return texts.map(({ text, from, file }) => ({
        state: readState(text, from),
        from,
        directory: directoryFor(directory, file),
    }));
}

async function liveSettings({ live, stack }: Options): Promise<ClientSettings[]> {
    if (!live && stack.length > 0) throw new AccessError("--stack is about the account that --live reads: add --live.");
    if (!live) return [];
    return stack.length === 0 ? [await settingsOf(undefined)] : Promise.all(stack.map((name) => settingsOf(name)));
}

function writtenAs(
    format: (typeof formats)[number],
    whole: AccessReport,
    material: Material,
    maxCharacters: number,
): string {
    switch (format) {
        case "markdown":
            return reportMarkdown(whole, maxCharacters);
        case "csv":
            return reportCsv(whole, material);
        case "json":
            return reportJson(whole, material);
        case "sheet":
            return reportSheet(whole);
        case "html":
            return reportHtml(whole);
    }
}
