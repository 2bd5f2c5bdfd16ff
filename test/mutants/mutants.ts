import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { exitOnProblem, Problem } from "../../tools/shared/problem.cjs";
import { repositoryRoot } from "../harness/repository";
import { equivalents } from "./equivalents";
import { groups } from "./groups";
import { judge, type Judged, leastScore, type Mutant, scoreOf } from "./judge";
import { writeResults } from "./results";

const help = `npm run mutants -- [GROUP…] [--file GLOB] [--write]

Changes the code in one place at a time (a condition turned round, a statement removed, a list emptied), and runs the tests near
it: of each group they must notice ${leastScore} %. What changes nothing is named in test/mutants/equivalents.ts and left out.

  --file GLOB   only these files of a group
  --write       write test/mutants/RESULTS.md; for all groups together

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
            write: { type: "boolean" },
            help: { type: "boolean", short: "h" },
        },
    });
    if (values.help === true) return void process.stdout.write(help);
    const unknown = positionals.filter((name) => groups[name] === undefined);
    if (unknown.length > 0) throw new Problem(`There is no group ${unknown.join(", ")}.\n\n${help}`);
    const isWhole = positionals.length === 0 && values.file === undefined;
    if (values.write === true && !isWhole) throw new Problem("--write is for all groups together.");

    const started = Date.now();
    const judged: Record<string, Judged> = {};
    for (const [name, { mutate, tests }] of Object.entries(groups)) {
        if (positionals.length > 0 && !positionals.includes(name)) continue;
        const mutants = await mutantsOf(values.file === undefined ? mutate : [values.file], tests);
        judged[name] = judge(mutants, equivalents);
        tell(name, judged[name]);
    }
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`\n${seconds} s`);
    if (values.write === true) console.log(`written: ${writeResults(judged, seconds)}`);

    const weak = Object.entries(judged).filter(([, { counts }]) => scoreOf(counts) < leastScore);
    const wrong = isWhole ? misnamed(judged) : [];
    for (const sentence of wrong) console.log(sentence);
    if (weak.length > 0 || wrong.length > 0) process.exitCode = 1;
}

async function mutantsOf(mutate: string[], spec: string[]): Promise<Mutant[]> {
    const { Stryker } = await import("@stryker-mutator/core");
    const results = await new Stryker({
        mutate,
        mochaOptions: { config: ".mocharc.json", require: ["./test/mutants/seeded.cjs"], spec },
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

function tell(name: string, { counts, files, survivors }: Judged): void {
    console.log(`\n== ${name}: ${scoreOf(counts).toFixed(1)} % of ${counts.killed + counts.survived}`);
    for (const [file, of] of files)
        console.log(`  ${scoreOf(of).toFixed(1).padStart(5)}  ${file} (${of.survived} survived, ${of.left} left out)`);
    for (const { file, line, original, replacement } of survivors)
        console.log(`  ${file}:${line}: ${brief(original)}  =>  ${brief(replacement)}`);
}

function brief(code: string): string {
    const text = code.replaceAll(/\s+/g, " ");
    return text.length > 150 ? `${text.slice(0, 100)} … ${text.slice(-40)}` : text;
}

/** What is said to change nothing, and is no mutant or is noticed. */
function misnamed(judged: Record<string, Judged>): string[] {
    const found = Object.values(judged).flatMap(({ named }) => named);
    return equivalents
        .filter((equivalent) => !found.includes(equivalent))
        .map(({ file, at, to }) => `test/mutants/equivalents.ts: no mutant of ${file} survives with ${to} at ${at}`);
}

exitOnProblem(main);
