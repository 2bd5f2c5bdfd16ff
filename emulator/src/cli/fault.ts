import { Command } from "commander";
import * as v from "valibot";
import { EmulatorError } from "../emulatorError";
import { endpointNames } from "../endpointNames";
import { faultSchema, type Fault } from "../faults";
import { parse } from "../parse";
import { wholeNumber } from "./options";
import { openAccount, whereEntries, withWhere } from "./where";

const optionsSchema = v.object({
    ...whereEntries,
    on: v.exactOptional(v.string()),
    times: v.exactOptional(v.number()),
    email: v.exactOptional(v.string()),
    when: v.exactOptional(v.string()),
    status: v.exactOptional(v.number()),
    ms: v.exactOptional(v.number()),
    lookUps: v.exactOptional(v.number()),
    retryAfter: v.exactOptional(v.number()),
    reason: v.exactOptional(v.string()),
    clear: v.exactOptional(v.boolean()),
});

type Options = v.InferOutput<typeof optionsSchema>;

/** `kore-emulator fault` */
export const fault = withWhere(new Command("fault"))
    .description("order a fault for the next requests that fit; without a kind, list those that wait")
    .argument(
        "[kind]",
        "latency, reset, silence, serverError, rateLimit, html, truncated, lateIndex, staleIndex, missingRow or failingRow",
    )
    .option(
        "--on <endpoint>",
        'method and path, such as "POST users"; of staleIndex the write; not for lateIndex, missingRow and failingRow',
    )
    .option("--times <n>", "how many requests it befalls; 1 unless said", wholeNumber)
    .option("--email <email>", "only requests with a row about this address")
    .option("--when <moment>", "before (nothing was done; the default) or after (it was done, and the answer lost)")
    .option("--status <n>", "HTTP status of serverError, rateLimit or html", wholeNumber)
    .option("--ms <n>", "milliseconds of latency, lateIndex or staleIndex", wholeNumber)
    .option("--look-ups <n>", "look-ups that lateIndex or staleIndex misses", wholeNumber)
    .option("--retry-after <s>", "seconds of the Retry-After header of rateLimit", wholeNumber)
    .option("--reason <text>", "reason of failingRow")
    .option("--clear", "drop all that wait")
    .addHelpText(
        "after",
        `
Examples:
  kore-emulator fault serverError --on "POST users" --when after --data account.json
  kore-emulator fault lateIndex --look-ups 3 --url http://127.0.0.1:4010
  kore-emulator fault --clear --data account.json`,
    )
    .action(async (kind: string | undefined, given: unknown) => {
        const options = parse(optionsSchema, given, "options");
        const ordered = kind === undefined ? undefined : faultOf(kind, options);
        const account = await openAccount(options);
        if (options.clear === true) {
            await account.clearFaults();
        }
        if (ordered !== undefined) {
            await account.fault(ordered);
        }
        const waiting = await account.faults();
        process.stdout.write(
            waiting.length === 0 ? "no fault waits\n" : waiting.map((each) => `${JSON.stringify(each)}\n`).join(""),
        );
    });

function faultOf(kind: string, options: Options): Fault {
    const { on, times, email: emailId, when, status, ms: milliseconds, lookUps, retryAfter, reason } = options;
    const endpoint = on === undefined ? undefined : endpointOf(on);
    const where = kind === "staleIndex" ? { after: endpoint } : { endpoint };
    const given = { kind, ...where, times, emailId, when, status, milliseconds, lookUps, retryAfter, reason };
    const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return parse(faultSchema, said, `fault ${kind}`);
}

function endpointOf(text: string): string {
    const [method = "", path = ""] = text.trim().split(/\s+/);
    const endpoint = endpointNames.find(
        (name) => name === `${method.toUpperCase()} /api/public/${path.replace(/^\/api\/public\//, "")}`,
    );
    if (endpoint === undefined) {
        throw new EmulatorError(`there is no endpoint ${text}; there are ${endpointNames.join(", ")}`);
    }
    return endpoint;
}
