import { existsSync, readFileSync } from "node:fs";
import { Command } from "commander";
import * as v from "valibot";
import { startEmulator, type EmulatorOptions } from "../emulator";
import { EmulatorError } from "../emulatorError";
import { readFacts, type Facts } from "../facts";
import { documentedLimits, type Limits } from "../limits";
import { parse, parseJson } from "../parse";
import { logLine } from "../requestLog";
import { seedSchema, type Seed } from "../seed";
import { collect, collected, switchesOf, wholeNumber } from "./options";

const optionsSchema = v.object({
    port: v.number(),
    data: v.exactOptional(v.string()),
    seed: v.exactOptional(v.string()),
    switch: collected,
    facts: v.exactOptional(v.string()),
    perMinute: v.exactOptional(v.number()),
    perHour: v.exactOptional(v.number()),
    limits: v.boolean(),
    latency: v.exactOptional(v.number()),
    quiet: v.exactOptional(v.boolean()),
});

type Options = v.InferOutput<typeof optionsSchema>;

/** `kore-emulator serve` */
export const serve = new Command("serve")
    .description("serve an account on 127.0.0.1 until interrupted")
    .option("--port <n>", "port; 0 takes a free one", wholeNumber, 4010)
    .option("--data <file>", "keep the account in this JSON file")
    .option("--seed <file>", "start with the account of this JSON file; a data file that exists comes first")
    .option("--switch <name=value>", "choose what an open fact is; may be repeated", collect)
    .option("--facts <file>", "answer as the account of this file of facts does; --switch comes first")
    .option("--per-minute <n>", `requests a minute (documented: ${documentedLimits.perMinute})`, wholeNumber)
    .option("--per-hour <n>", `requests an hour (documented: ${documentedLimits.perHour})`, wholeNumber)
    .option("--no-limits", "no rate limits")
    .option("--latency <ms>", "how long every answer takes at least", wholeNumber)
    .option("--quiet", "print no line for each request")
    .addHelpText(
        "after",
        `
Examples:
  kore-emulator serve --data account.json
  kore-emulator serve --port 0 --no-limits --switch putOmittedFlag=true --switch largestBatch=10
  kore-emulator serve --facts kore.facts.json`,
    )
    .action(async (options: unknown) => run(parse(optionsSchema, options, "options")));

async function run(options: Options): Promise<void> {
    const { data, seed, quiet } = options;
    const facts = options.facts === undefined ? undefined : readFacts(options.facts);
    if (seed !== undefined && data !== undefined && existsSync(data)) {
        process.stderr.write(`${data} exists: ${seed} is not used\n`);
    }
    const emulator = await startEmulator({
        port: options.port,
        switches: { ...facts?.switches, ...switchesOf(options.switch) },
        limits: limitsOf(options),
        ...(data === undefined ? {} : { data }),
        ...(seed === undefined ? {} : { seed: seedOf(seed) }),
        ...(options.latency === undefined ? {} : { latency: options.latency }),
        ...(quiet === true ? {} : { onRequest: (entry) => void process.stdout.write(`${logLine(entry)}\n`) }),
    } satisfies EmulatorOptions);
    const clientIds = emulator.account.seed().apps.map(({ clientId }) => clientId);
    process.stdout.write(`Kore.ai emulator at ${emulator.url}\nclientId ${clientIds.join(", ")}\nCtrl-C stops it\n`);
    if (facts !== undefined) {
        process.stdout.write(`${factsLine(facts)}\n`);
    }
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => void emulator.close());
    }
}

function factsLine({ switches, unknown }: Facts): string {
    const told = Object.entries(switches).map(([name, value]) => `${name}=${value}`);
    const others = unknown.length === 0 ? "" : `; cannot be told: ${unknown.join(", ")}`;
    return `facts: ${told.length === 0 ? "none" : told.join(", ")}${others}`;
}

function limitsOf({ limits, perMinute, perHour }: Options): Limits | "off" {
    return limits
        ? { perMinute: perMinute ?? documentedLimits.perMinute, perHour: perHour ?? documentedLimits.perHour }
        : "off";
}

function seedOf(file: string): Seed {
    if (!existsSync(file)) {
        throw new EmulatorError(`${file} does not exist`);
    }
    return parseJson(seedSchema, readFileSync(file, "utf8"), file);
}
