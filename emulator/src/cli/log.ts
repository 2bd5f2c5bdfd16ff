import { Command } from "commander";
import * as v from "valibot";
import { parse } from "../parse";
import { logLine } from "../requestLog";
import { wholeNumber } from "./options";
import { openAccount, whereEntries, withWhere } from "./where";

const optionsSchema = v.object({
    ...whereEntries,
    json: v.exactOptional(v.boolean()),
    last: v.exactOptional(v.number()),
});

/** `kore-emulator log` */
export const log = withWhere(new Command("log"))
    .description("list the requests that the account was asked, oldest first; times are UTC")
    .option("--json", "as JSON, with bodies")
    .option("--last <n>", "only the last n", wholeNumber)
    .addHelpText(
        "after",
        "\nExamples:\n  kore-emulator log --data account.json --last 20\n  kore-emulator log --url http://127.0.0.1:4010 --json",
    )
    .action(async (given: unknown) => {
        const options = parse(optionsSchema, given, "options");
        const all = await (await openAccount(options)).requests();
        const shown = options.last === undefined ? all : all.slice(Math.max(0, all.length - options.last));
        process.stdout.write(
            options.json === true
                ? `${JSON.stringify(shown, undefined, 2)}\n`
                : shown.map((entry) => `${logLine(entry)}\n`).join(""),
        );
    });
