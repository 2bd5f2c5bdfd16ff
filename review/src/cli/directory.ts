import { Command } from "commander";
import * as v from "valibot";
import { KoreError } from "#client";
import { AccessError } from "../accessError";
import { constantsFile } from "../directory/files";
import { directoryFile } from "../directory/schema";
import { writeDirectory, type Written } from "../directory/writeDirectory";
import { Progress } from "../import/progress";
import { settingsOf } from "../import/settings";
import { visible } from "../visible";

const optionsSchema = v.object({ check: v.optional(v.boolean(), false), stack: v.optional(v.string()) });

/** `kore-access directory` */
export const directoryCommand = new Command("directory")
    .description(
        "write beside a program what an account's ids mean: its roles, groups and bots, as data and as constants",
    )
    .argument("[folder]", "the program's folder", ".")
    .option("--check", "write nothing, and tell what has changed since it was written")
    .option(
        "--stack <name>",
        "settings of this stack of the project in the current folder; those of the environment unless given",
    )
    .addHelpText(
        "after",
        `
It writes ${directoryFile}, which kore-access diff reads, and ${constantsFile}, whose constants a program uses:
  import { adminRoles, botRoles, bots, groups } from "./kore.directory";
Nobody of the account is in either, and nothing in the account is changed.

Settings: KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET (or KORE_JWT), KORE_REQUESTS_PER_MINUTE, KORE_REQUESTS_PER_HOUR.

Exit codes: 0 written, or nothing has changed; 1 it could not be done; 2 with --check: something has changed.

Examples:
  kore-access directory
  kore-access directory access --stack prod
  kore-access directory --check`,
    )
    .action(async (place: string, given: unknown) => {
        const { check, stack } = v.parse(optionsSchema, given);
        const progress = new Progress(process.stderr);
        try {
            const settings = await settingsOf(stack);
            const done = await writeDirectory(place, settings, { mayWrite: !check, now: new Date() }, progress);
            progress.end();
            process.stdout.write(check ? checkText(done) : writtenText(done));
            if (check && done.changes.length > 0) process.exitCode = 2;
        } catch (error) {
            throw error instanceof KoreError ? new AccessError(error.message) : error;
        } finally {
            progress.end();
        }
    });

function writtenText({ folder, directory, before, changes, written }: Written): string {
    const { roles, groups, bots, host } = directory;
    const what = `${counted(roles, "role")}, ${counted(groups, "group")} and ${counted(bots, "bot")} of ${host}`;
    const files =
        written.length === 0
            ? `nothing has changed since ${before?.asOf ?? directory.asOf}, and the files in ${folder} are left as they are`
            : `written into ${folder}: ${written.join(", ")}`;
    return linesOf([`${what}; ${files}.`, ...changesOf(before, changes), ...incompleteOf(directory)]);
}

function checkText({ directory, before, changes, folder }: Written): string {
    const since = `since ${directoryFile} in ${folder} was written, as of ${before?.asOf ?? directory.asOf}`;
    return linesOf([
        ...(changes.length === 0
            ? [`Nothing has changed in the account at ${directory.host} ${since}.`]
            : [
                  `The account at ${directory.host} has changed ${since}:`,
                  ...changes.map((change) => `  ${change}`),
                  "To take it over, run kore-access directory, and review the change of its files.",
              ]),
        ...incompleteOf(directory),
    ]);
}

function changesOf(before: Written["before"], changes: string[]): string[] {
    return changes.length === 0
        ? []
        : [`What has changed since ${before?.asOf ?? ""}:`, ...changes.map((change) => `  ${change}`)];
}

function incompleteOf({ incomplete }: Written["directory"]): string[] {
    return incomplete.length === 0
        ? []
        : [
              `Kore.ai did not list all ${incomplete.map(visible).join(", ")}: what is missing there is not said to be gone.`,
          ];
}

function counted(items: unknown[], noun: string): string {
    return `${items.length} ${noun}${items.length === 1 ? "" : "s"}`;
}

function linesOf(lines: string[]): string {
    return `${lines.join("\n")}\n`;
}
