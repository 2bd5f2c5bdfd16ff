import { Command } from "commander";
import * as v from "valibot";
import { parse } from "../parse";
import { switchNames, switchTable, valuesOf } from "../switches";
import { collect, collected, switchesOf } from "./options";
import { table } from "./table";
import { openAccount, whereEntries, withWhere } from "./where";

const optionsSchema = v.object({ ...whereEntries, set: collected, questions: v.exactOptional(v.boolean()) });

/** `kore-emulator switches` */
export const switches = withWhere(new Command("switches"))
    .description("show what Kore.ai's pages leave open and how this account answers it, or choose")
    .option("--set <name=value>", "choose a value; may be repeated", collect)
    .option("--questions", "show the questions too")
    .addHelpText(
        "after",
        "\nExamples:\n  kore-emulator switches --data account.json\n  kore-emulator switches --data account.json --set removeUnknown=refused",
    )
    .action(async (given: unknown) => {
        const options = parse(optionsSchema, given, "options");
        const account = await openAccount(options);
        if (options.set.length > 0) {
            await account.setSwitches(switchesOf(options.set));
        }
        const chosen = await account.switches();
        const questions = options.questions === true;
        const rows = switchNames.map((name) => [
            name,
            chosen[name],
            valuesOf(name).join(" | "),
            ...(questions ? [switchTable[name].question] : []),
        ]);
        process.stdout.write(`${table(["switch", "value", "values", ...(questions ? ["question"] : [])], rows)}\n`);
    });
