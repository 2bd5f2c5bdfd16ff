import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { startEmulator, type EmulatorOptions } from "../../emulator/src/index";
import { root } from "../sandbox";
import { exitOnProblem, Problem } from "../shared/problem.cjs";
import { editions, known, settings, token } from "./fuzzedAccount";
import { writeResults } from "./fuzzResults";
import { fuzzTools, pythonCommand } from "./python";

const help = `npx --no-install tsx tools/trust/fuzz.ts [--examples N] [--seed N] [--write]

Sends requests that schemathesis makes of provider/api/openapi.yaml to the emulator, right ones and wrong ones, and compares the answers
with that description: once for each edition of the answers that Kore.ai's pages show. It ends with exit code 1 where they differ.

  --examples N   random requests of each kind and endpoint, beside those at the bounds of each field (50)
  --seed N       another seed, other requests (1)
  --write        keeps the figures in test/trust/RESULTS.md

The first run installs schemathesis into the user's cache; that needs Python 3.10 or later, and PyPI. With 50 examples it takes about 2 minutes.
`;

// What the pages leave to words (an empty list, two fields of which one is to be given) is in no schema: a valid
// request may be refused.
const checks = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "ignored_auth",
];

const report = v.looseObject({
    schemathesis_version: v.string(),
    complete: v.boolean(),
    running_time: v.number(),
    operations: v.looseObject({ total: v.number(), tested: v.number() }),
    test_cases: v.looseObject({ generated: v.number(), unique_failures: v.number(), errored: v.number() }),
    failures: v.array(v.looseObject({ title: v.string(), count: v.number(), operations: v.array(v.string()) })),
    valid_rates: v.record(
        v.string(),
        v.record(v.string(), v.looseObject({ accepted: v.number(), rejected: v.number() })),
    ),
});

/** What the requests to one edition came to. */
export interface Fuzzed {
    edition: string;
    report: v.InferOutput<typeof report>;
}

const wholeNumber = v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number), v.minValue(1));

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            examples: { type: "string", default: "50" },
            seed: { type: "string", default: "1" },
            write: { type: "boolean", default: false },
            help: { type: "boolean", short: "h", default: false },
        },
    });
    if (values.help) return void console.log(help);
    const [examples, seed] = [v.safeParse(wholeNumber, values.examples), v.safeParse(wholeNumber, values.seed)];
    if (!examples.success || !seed.success)
        throw new Problem("--examples and --seed take a whole number of at least 1.");

    const st = await pythonCommand(fuzzTools, "st");
    const results: Fuzzed[] = [];
    for (const [index, [edition, options]] of Object.entries(editions).entries()) {
        console.log(`\n== the emulator ${edition}`);
        const fuzzed = { edition, report: await fuzz(st, options, examples.output, seed.output + index) };
        const { test_cases: cases } = fuzzed.report;
        console.log(`== ${cases.generated} requests, ${cases.unique_failures} failures`);
        results.push(fuzzed);
    }
    if (values.write) writeResults(results, examples.output, seed.output);
    const failures = results.reduce(
        (sum, each) => sum + each.report.test_cases.unique_failures + each.report.test_cases.errored,
        0,
    );
    console.log(
        `\n${results.reduce((sum, each) => sum + each.report.test_cases.generated, 0)} requests, ${failures} failures`,
    );
    process.exitCode = failures === 0 ? 0 : 1;
}

async function fuzz(st: string, options: EmulatorOptions, examples: number, seed: number): Promise<Fuzzed["report"]> {
    const { lastLines, run } = await import("../shared/run.mjs");
    const emulator = await startEmulator(options);
    // It leaves folders of its own where it runs.
    const folder = mkdtempSync(path.join(tmpdir(), "kore-fuzz-"));
    try {
        const [settingsFile, file] = [path.join(folder, "settings.toml"), path.join(folder, "report.json")];
        writeFileSync(settingsFile, settings);
        const { code, output } = await run(
            st,
            [
                ...[
                    "--config-file",
                    settingsFile,
                    "run",
                    path.join(root, "provider", "api", "openapi.yaml"),
                    "--url",
                    emulator.url,
                    "--header",
                    `auth: ${token()}`,
                ],
                ...[
                    "--checks",
                    checks.join(","),
                    "--max-examples",
                    String(examples),
                    "--seed",
                    String(seed),
                    "--continue-on-failure",
                    "--no-color",
                    "--report",
                    "json",
                    "--report-json-path",
                    file,
                ],
            ],
            { cwd: folder, env: { ...process.env, KORE_FUZZ_KNOWN: JSON.stringify(known) }, timeout: 3_000_000 },
        );
        // 1: it has found failures; anything else: it did not run.
        if (code !== 0 && code !== 1)
            throw new Problem(`schemathesis ended with ${String(code)}. It said:\n\n${lastLines(output, 40)}`);
        const read = v.parse(report, JSON.parse(readFileSync(file, "utf8")));
        if (!read.complete || read.operations.tested < read.operations.total)
            throw new Problem(`schemathesis has not tested all. It said:\n\n${lastLines(output, 40)}`);
        const failures = output.indexOf("= FAILURES =");
        if (failures >= 0) console.log(output.slice(failures));
        return read;
    } finally {
        rmSync(folder, { recursive: true, force: true });
        await emulator.close();
    }
}

exitOnProblem(main);
