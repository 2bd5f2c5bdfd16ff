import { Command } from "commander";
import * as v from "valibot";
import { parse } from "../parse";
import { openAccount, whereEntries, withWhere } from "./where";

/** `kore-emulator reset` */
export const reset = withWhere(new Command("reset"))
    .description("back to the seed: its people, default switches, an empty log, no faults")
    .addHelpText("after", "\nExample:\n  kore-emulator reset --data account.json")
    .action(async (given: unknown) => {
        await (await openAccount(parse(v.object(whereEntries), given, "options"))).reset();
        process.stdout.write("the account is as its seed says\n");
    });
