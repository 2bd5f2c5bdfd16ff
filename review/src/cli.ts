#!/usr/bin/env node
import { Command } from "commander";
import { AccessError } from "./accessError";
import { diff } from "./cli/diff";
import { directoryCommand } from "./cli/directory";
import { doctor } from "./cli/doctor";
import { importCommand } from "./cli/import";
import { probeCommand } from "./cli/probe";
import { report } from "./cli/report";
import { version } from "./version";

const program = new Command("kore-access")
    .description("what a change to a Kore.ai account kept as code means for people")
    .version(version)
    .addHelpText(
        "after",
        "\nExamples:\n  kore-access diff preview.json\n  pulumi stack export | kore-access report --format csv\n  kore-access help diff",
    );

for (const command of [diff, report, doctor, importCommand, directoryCommand, probeCommand]) {
    program.addCommand(command);
}

program.parseAsync().catch((error: unknown) => {
    if (!(error instanceof AccessError)) throw error;
    process.stderr.write(`kore-access: ${error.message}\n`);
    process.exitCode = 1;
});
