#!/usr/bin/env node
import { Command } from "commander";
import { change } from "./cli/change";
import { fault } from "./cli/fault";
import { log } from "./cli/log";
import { people } from "./cli/people";
import { remove } from "./cli/remove";
import { reset } from "./cli/reset";
import { serve } from "./cli/serve";
import { switches } from "./cli/switches";
import { EmulatorError } from "./emulatorError";
import { version } from "./version";

const program = new Command("kore-emulator")
    .description("a local Kore.ai account: the public user administration endpoints, on loopback")
    .version(version)
    .addHelpText(
        "after",
        "\nExamples:\n  kore-emulator serve --data account.json\n  kore-emulator people --data account.json\n  kore-emulator help change",
    );

for (const command of [serve, people, log, change, remove, switches, fault, reset]) {
    program.addCommand(command);
}

program.parseAsync().catch((error: unknown) => {
    if (!(error instanceof Error)) {
        throw error;
    }
    // A file that cannot be read or written is the user's to mend as well: its message names the file.
    if (!(error instanceof EmulatorError || "code" in error)) {
        throw error;
    }
    process.stderr.write(`kore-emulator: ${error.message}\n`);
    process.exitCode = 1;
});
