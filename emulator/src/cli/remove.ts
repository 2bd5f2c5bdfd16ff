import { Command } from "commander";
import * as v from "valibot";
import { parse } from "../parse";
import { openAccount, whereEntries, withWhere } from "./where";

/** `kore-emulator remove` */
export const remove = withWhere(new Command("remove"))
    .description("remove somebody by hand; owners too")
    .argument("<email>", "whom")
    .addHelpText("after", "\nExample:\n  kore-emulator remove ada@example.com --data account.json")
    .action(async (emailId: string, given: unknown) => {
        await (await openAccount(parse(v.object(whereEntries), given, "options"))).removePerson(emailId);
        process.stdout.write(`${emailId} is removed\n`);
    });
