import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { repositoryRoot } from "../harness/repository";
import { kinds, type Offence } from "./judge";
import type { KeptOutcome } from "./keptOutcomes";
import { type Outcome, unset } from "./runs";

const file = path.join(__dirname, "RESULTS.md");
const byHand = "## Before";

/** How a run ended, in a few words: of each kind of offence, how many people or resources it befell. */
export function verdict({ offences, refused }: Pick<Outcome, "offences" | "refused">): string {
    if (offences.length === 0) return refused === undefined ? "holds" : "refused";
    return [...grouped(offences, ({ kind }) => kind)].map(([kind, each]) => `${kind} ${countOf(each)}`).join(", ");
}

/** What went wrong, one sentence for what is alike. */
export function sentences(offences: Offence[]): string[] {
    // Errors are alike whoever they are about, and however many.
    const alike = ({ step, what }: Offence) =>
        `${step}: ${what.replaceAll(/[\w.-]+@[\w.-]+\w/g, "…").replaceAll(/(…[^;]*; )\1+/g, "$1")}`;
    return [...grouped(offences, alike)].map(([sentence, each]) => {
        const longest = Math.max(...each.map(({ lasted }) => lasted ?? 0));
        const forGood = each.filter(({ kind, lasted }) => kind === "taken" && lasted === undefined).length;
        const lasted = [
            ...(longest > 0 ? [`for up to ${(longest / 1000).toFixed(1)} s`] : []),
            ...(forGood > 0 ? [`${forGood} for good`] : []),
        ];
        return `${countOf(each)} × ${sentence}${lasted.length === 0 ? "" : ` (${lasted.join(", ")})`}`;
    });
}

/** What went wrong for one of several scenarios that share a program: for its people and resources, and what is about nobody's. */
export function offencesOf({ offences }: Outcome, scenario: string, others: string[]): Offence[] {
    const of = ({ about }: Offence) => about?.split("@")[1]?.split(".")[0] ?? "";
    return offences.flatMap((offence) => {
        const whose = of(offence);
        if (whose === scenario || !others.includes(whose)) return [offence];
        // A command that fails for one stops before it is done for all.
        return offence.kind === "failed" ? [{ ...offence, what: `cut short by ${whose}: ${offence.what}` }] : [];
    });
}

/** Writes the table; what people wrote below it stays. Answers the file. */
export function writeResults(outcomes: KeptOutcome[], command: string, versions: string): string {
    const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
    const before = kept.includes(byHand) ? `\n${kept.slice(kept.indexOf(byHand))}` : "";
    writeFileSync(file, `${pageOf(outcomes, command, versions)}${before}`);
    return path.relative(repositoryRoot, file);
}

function pageOf(outcomes: KeptOutcome[], command: string, versions: string): string {
    const parallels = [...new Set(outcomes.map(({ parallel }) => parallel))];
    const rows = grouped(outcomes, ({ scenario, people }) => `| ${scenario.name} | ${people} |`);
    const cell = (outcome: KeptOutcome) => `${verdict(outcome)}${outcome.isOfEarlierProvider ? " ¹" : ""}`;
    const line = ([head, row]: [string, KeptOutcome[]]) =>
        `${head} ${parallels
            .map((parallel) =>
                row
                    .filter((each) => each.parallel === parallel)
                    .map(cell)
                    .join(),
            )
            .join(" | ")} |`;
    const failed = outcomes.filter(({ offences }) => offences.length > 0);
    return `# People who move within a program

Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}, with ${versions}, on ${availableParallelism()} cores, 50 ms an answer.

Each program goes through its updates by the real CLI against the emulator, and is judged at the account after every request: whoever has something that the program
declares keeps it, at every moment. Every command ends with 0, the account equals the program after it, an update after a refresh finds nothing to do, and
a destroy removes all whom the program has added.

| scenario | what the program does |
|---|---|
${[...new Map(outcomes.map(({ scenario }) => [scenario.name, scenario.title]))].map((row) => `| ${row.join(" | ")} |`).join("\n")}

Columns are values of \`PULUMI_PARALLEL\`. \`refused\` stands where a program that can't be kept ends in its preview, in words, with nothing sent. What fails says how
many people or resources it befell: ${Object.entries(kinds)
        .map(([kind, meaning]) => `\`${kind}\`, ${meaning}`)
        .join("; ")}.

| scenario | people | ${parallels.join(" | ")} |
|---|---|${parallels.map(() => "---|").join("")}
${[...rows].map(line).join("\n")}
${earlierNote(outcomes)}${failed
        .map(
            (each) =>
                `\n${titleOf(each)}:\n${sentences(each.offences)
                    .map((sentence) => `- ${sentence}\n`)
                    .join("")}`,
        )
        .join("")}`;
}

function earlierNote(outcomes: KeptOutcome[]): string {
    const earlier = outcomes.filter((each) => each.isOfEarlierProvider);
    if (earlier.length === 0) return "";
    const [first] = earlier.map(({ date }) => date).sort();
    return `
¹ ran with the provider as it was then, since ${first}: ${earlier.length} of ${outcomes.length}. The others ran with the provider as it is.
`;
}

/** One run, as it can be repeated. */
export function titleOf({
    scenario,
    people,
    parallel,
}: {
    scenario: { name: string };
    people: number;
    parallel: string;
}): string {
    return `${scenario.name}, ${people} people, PULUMI_PARALLEL ${parallel === unset ? unset : `= ${parallel}`}`;
}

function countOf(offences: Offence[]): number {
    return new Set(offences.map(({ about }) => about)).size;
}

function grouped<Value>(values: Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
    const groups = new Map<string, Value[]>();
    for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
    return groups;
}
