import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../sandbox";
import type { Fuzzed } from "./fuzz";

const file = path.join(root, "test", "trust", "RESULTS.md");
const byHand = "## What was found";

/** Writes the figures; what was found is written by people, and stays. */
export function writeResults(results: Fuzzed[], examples: number, seed: number): void {
    const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
    const found = kept.includes(byHand) ? kept.slice(kept.indexOf(byHand)) : `${byHand}\n`;
    writeFileSync(file, `${figures(results, examples, seed)}\n${found}`);
    console.log(`written: ${path.relative(root, file)}`);
}

function figures(results: Fuzzed[], examples: number, seed: number): string {
    const version = results[0]?.report.schemathesis_version ?? "";
    return `# What the fuzz run showed

Written by \`npx --no-install tsx tools/trust/fuzz.ts --examples ${examples} --seed ${seed} --write\` on ${new Date().toISOString().slice(0, 10)}, with schemathesis ${version} and Node ${process.versions.node}.

Requests made of provider/api/openapi.yaml, right and wrong ones, were sent to the emulator, each edition with a seed of its own. Each answer must have a documented status, media type and schema, and
no status 5xx; a request that the description excludes must be refused, as must one without a token or with another one, and a method that is not there.

| the emulator | endpoints | requests | right ones: done | refused all the same | failures | time |
|---|---|---|---|---|---|---|
${results.map(row).join("\n")}
| all | | ${sum(results, ({ report }) => report.test_cases.generated)} | ${sum(results, (each) => rate(each, "accepted"))} | ${sum(results, (each) => rate(each, "rejected"))} | ${sum(results, ({ report }) => report.test_cases.unique_failures)} | ${Math.round(sum(results, ({ report }) => report.running_time))} s |

| endpoint | right requests: done | refused all the same |
|---|---|---|
${endpointsOf(results).join("\n")}
${results.flatMap(failures).join("")}
Not checked: that every request which the description allows is done. Kore.ai's pages say in words what no schema of ours has, such as that a list must not be empty.
`;
}

function row(fuzzed: Fuzzed): string {
    const { operations, test_cases: cases, running_time: time } = fuzzed.report;
    return `| ${fuzzed.edition} | ${operations.tested} | ${cases.generated} | ${rate(fuzzed, "accepted")} | ${rate(fuzzed, "rejected")} | ${cases.unique_failures} | ${Math.round(time)} s |`;
}

function endpointsOf(results: Fuzzed[]): string[] {
    const names = [...new Set(results.flatMap(({ report }) => Object.keys(report.valid_rates)))].sort();
    const of = (name: string, outcome: "accepted" | "rejected") =>
        sum(
            results.flatMap(({ report }) => Object.values(report.valid_rates[name] ?? {})),
            (phase) => phase[outcome],
        );
    return names.map((name) => `| \`${name}\` | ${of(name, "accepted")} | ${of(name, "rejected")} |`);
}

/** How many of the right requests were done, or refused all the same. */
function rate({ report }: Fuzzed, outcome: "accepted" | "rejected"): number {
    return Object.values(report.valid_rates).reduce(
        (all, phases) => all + Object.values(phases).reduce((some, phase) => some + phase[outcome], 0),
        0,
    );
}

function failures({ edition, report }: Fuzzed): string[] {
    return report.failures.map(
        ({ title, count, operations }) => `\n- ${edition}: ${title}, ${count} times: ${operations.join(", ")}\n`,
    );
}

function sum<T>(items: T[], number: (item: T) => number): number {
    return items.reduce((total, item) => total + number(item), 0);
}
