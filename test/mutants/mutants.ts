import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { exitOnProblem, Problem } from "../../tools/shared/problem.cjs";
import { repositoryRoot } from "../harness/repository";
import { type Equivalent, equivalents } from "./equivalents";
import { type Group, groups } from "./groups";
import { judge, type Judged, leastScore, type Mutant, scoreOf } from "./judge";
import { keep, keptOf } from "./kept";
import { writeResults } from "./results";

const help = `npm run mutants -- [GROUP…] [--file GLOB] [--jobs N] [--last] [--write]

Changes the code in one place at a time (a condition turned round, a statement removed, a list emptied), and runs the tests near
it: of each group they must notice ${leastScore} %. What changes nothing is named in test/mutants/equivalents.ts and left out.

  --file GLOB   only these files, with the tests of one group
  --jobs N      how many at the same time (2)
  --last        run nothing: what the last runs of these groups have shown, judged anew
  --write       write test/mutants/RESULTS.md, with the last run of each group that has run here

Groups:
${Object.entries(groups)
    .map(([name, { meaning }]) => `  ${name.padEnd(10)}${meaning}`)
    .join("\n")}
`;

/** `npm run mutants` */
async function main(): Promise<void> {
    const { values, positionals } = parseArgs({
        allowPositionals: true,
        options: {
            file: { type: "string" },
            jobs: { type: "string", default: "2" },
            last: { type: "boolean" },
            write: { type: "boolean" },
            help: { type: "boolean", short: "h" },
        },
    });
    if (values.help === true) return void process.stdout.write(help);
    const unknown = positionals.filter((name) => groups[name] === undefined);
    if (unknown.length > 0) throw new Problem(`There is no group ${unknown.join(", ")}.\n\n${help}`);
    if (!/^[1-9]$/.test(values.jobs)) throw new Problem("--jobs needs a number.");
    if (values.file !== undefined && positionals.length !== 1)
        throw new Problem("--file needs one group, whose tests run.");

    let isGood = true;
    for (const name of positionals.length === 0 ? Object.keys(groups) : positionals) {
        if (values.last !== true) await runGroup(name, values.file, Number(values.jobs));
        if (values.file === undefined) isGood = tell(name, lastOf(name)) && isGood;
    }
    if (values.write === true) {
        const run = Object.keys(groups).filter((name) => keptOf(name) !== undefined);
        console.log(`written: ${writeResults(run.map((name) => ({ name, ...lastOf(name) })))}`);
    }
    if (!isGood) process.exitCode = 1;
}

/** Runs a group and keeps what it shows; or tells of some of its files. */
async function runGroup(name: string, file: string | undefined, jobs: number): Promise<void> {
    const group = groups[name];
    if (group === undefined) return;
    const started = Date.now();
    const mutants = await mutantsOf(file === undefined ? group : { ...group, mutate: [file] }, jobs);
    const seconds = Math.round((Date.now() - started) / 1000);
    if (file === undefined) keep(name, { seconds, mutants });
    else tell(name, { seconds, ...judge(mutants, []) });
}

function lastOf(name: string): Judged & { seconds: number } {
    const kept = keptOf(name);
    if (kept === undefined) throw new Problem(`The group ${name} has not run here yet: npm run mutants -- ${name}`);
    return { seconds: kept.seconds, ...judge(kept.mutants, equivalentsOf(kept.mutants)) };
}

function equivalentsOf(mutants: Mutant[]): Equivalent[] {
    const files = new Set(mutants.map(({ file }) => file));
    return equivalents.filter(({ file }) => files.has(file));
}

async function mutantsOf({ mutate, tests: spec, titles }: Group, concurrency: number): Promise<Mutant[]> {
    const { Stryker } = await import("@stryker-mutator/core");
    const results = await new Stryker({
        mutate,
        concurrency,
        mochaOptions: {
            config: ".mocharc.json",
            require: ["./test/mutants/seeded.cjs"],
            spec,
            ...(titles === undefined ? {} : { grep: titles }),
        },
        allowConsoleColors: false,
    }).runMutationTest();
    if (results.length === 0) throw new Problem(`There is nothing to change in ${mutate.join(", ")}.`);
    const sources = new Map<string, string[]>();
    const linesOf = (file: string): string[] => {
        const lines = sources.get(file) ?? readFileSync(path.join(repositoryRoot, file), "utf8").split("\n");
        sources.set(file, lines);
        return lines;
    };
    return results.map(({ fileName, location: { start, end }, replacement = "", status }) => {
        const file = path.relative(repositoryRoot, path.resolve(repositoryRoot, fileName));
        const lines = linesOf(file).slice(start.line - 1, end.line);
        const last = lines.length - 1;
        const original = lines
            .map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined))
            .join("\n");
        return { file, line: start.line, at: lines[0]?.trim() ?? "", original, replacement, status };
    });
}

/** Answers whether a group is good enough, and the list of what changes nothing right. */
function tell(name: string, { counts, files, survivors, misnamed, seconds }: Judged & { seconds: number }): boolean {
    const score = scoreOf(counts);
    console.log(`\n== ${name}: ${score.toFixed(1)} % of ${counts.killed + counts.survived} in ${seconds} s`);
    for (const [file, of] of files)
        console.log(`  ${scoreOf(of).toFixed(1).padStart(5)}  ${file} (${of.survived} survived, ${of.left} left out)`);
    for (const { file, line, original, replacement } of survivors)
        console.log(`  ${file}:${line}: ${brief(original)}  =>  ${brief(replacement)}`);
    for (const { file, at, to } of misnamed)
        console.log(`  test/mutants/equivalents.ts: no mutant survives of ${file} with ${to} at ${at}`);
    return score >= leastScore && misnamed.length === 0;
}

function brief(code: string): string {
    const text = code.replaceAll(/\s+/g, " ");
    return text.length > 150 ? `${text.slice(0, 100)} … ${text.slice(-40)}` : text;
}

exitOnProblem(main);
