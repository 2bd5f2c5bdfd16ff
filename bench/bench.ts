import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "../test/harness/repository";
import { exitOnProblem } from "../tools/shared/problem.cjs";
import { chartOf } from "./chart";
import { compare, type Comparison } from "./comparison";
import { largestWith } from "./figures";
import { growthChartOf } from "./growthChart";
import { measureLoading } from "./loading";
import { describeMachine } from "./machine";
import { help, readOptions } from "./options";
import { reportOf, type Results, tablesOf } from "./report";

/** `npm run bench` */
async function main(): Promise<void> {
    const options = readOptions(process.argv.slice(2));
    if (options.help) {
        console.log(help);
        return;
    }
    const { streamLog } = await import("../tools/shared/log.mjs");
    const log = streamLog();
    // Kept where a step fails: it holds the stack and all that the CLI left.
    const folder = path.join(repositoryRoot, ".sandbox", "bench");
    rmSync(folder, { recursive: true, force: true });

    const machine = await describeMachine();
    const loading = options.loading
        ? await log.during("Loading the packages …", async () => measureLoading(options.contenders, folder))
        : {};
    const comparisons: Comparison[] = [];
    for (const people of options.people) comparisons.push(await compare({ ...options, people, folder, log }));
    const results: Results = {
        machine,
        date: new Date().toISOString().slice(0, 10),
        pairs: options.pairs,
        rounds: options.rounds,
        limits: options.limits,
        comparisons,
        loading,
    };

    console.log(`\n${tablesOf(results)}`);
    if (options.write) write(results);
    rmSync(folder, { recursive: true, force: true });
}

function write(results: Results): void {
    const { comparisons, limits } = results;
    const detailed = largestWith(comparisons, "each") ?? largestWith(comparisons, "sets");
    const pictures = [
        {
            file: "results.svg",
            shows: "The time of each step",
            content: detailed && chartOf(detailed, comparisons, limits),
        },
        {
            file: "growth.svg",
            shows: "CPU time by the number of people",
            content: growthChartOf(comparisons, limits),
        },
    ].flatMap(({ content, ...picture }) => (content === undefined ? [] : [{ ...picture, content }]));
    for (const { file, content } of [{ file: "RESULTS.md", content: reportOf(results, pictures) }, ...pictures]) {
        writeFileSync(path.join(__dirname, file), content);
        console.log(`\nWritten: bench/${file}`);
    }
}

exitOnProblem(main);
