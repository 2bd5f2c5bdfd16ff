import { parseArgs } from "node:util";
import { exitOnProblem, Problem } from "../../tools/shared/problem.cjs";
import { writeResults } from "./results";
import { runAll, type Summary } from "./runs";

const help = `npx tsx test/faults/random.ts [--runs N] [--seed N] [--whole] [--write]

Random runs: programs of up to 12 people in 4 slots that change from update to update (renames, components, provider
instances, replacements, rows that shift, lists that split and merge, roles through groups or by themselves), changes by
hand, faults of every kind and facts that Kore.ai's pages leave open, mixed, through the real provider process. Each run
ends with one clean update, and is judged at the account: it equals the program, nobody was invited twice, nobody outside
of the program was touched, nobody was without what two programs in a row declare, who was brought by the stack never
counts as adopted, every failure was told at its own resource, and the preview after a refresh is empty.

  --runs N    how many (1000)
  --seed N    the seed of the first run; the others follow it. A run that failed is repeated by its seed: --seed N --runs 1
  --whole     tell a run that fails as it was drawn, in place of looking for the smallest one that fails, which takes 40 s each
  --write     run the fault matrix and the killed processes as well, and write the figures of all to test/faults/RESULTS.md

Without --seed it takes one by chance, and prints it.
`;

const progressEvery = 5_000;

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            runs: { type: "string" },
            seed: { type: "string" },
            whole: { type: "boolean" },
            write: { type: "boolean" },
            help: { type: "boolean", short: "h" },
        },
    });
    if (values.help === true) {
        console.log(help);
        return;
    }
    const runs = wholeNumber("--runs", values.runs ?? "1000");
    const seed = wholeNumber("--seed", values.seed ?? String(Math.floor(Math.random() * 1_000_000_000)));
    console.log(`${runs} runs, seed ${seed}`);
    let said = Date.now();
    let toldOf = 0;
    const progress = (so: Summary) => {
        for (const { seed: failed, story } of so.failed.slice(toldOf))
            console.log(`\nseed ${failed} fails:\n${story}\n`);
        toldOf = so.failed.length;
        if (Date.now() - said < progressEvery) return;
        said = Date.now();
        console.log(lineOf(so));
    };
    const summary = await runAll(seed, runs, { progress, whole: values.whole === true });
    console.log(lineOf(summary));
    if (values.write === true) await writeResults(seed, summary);
    if (summary.failed.length === 0) return;
    console.log(
        `repeat one: npx tsx test/faults/random.ts --runs 1 --seed ${summary.failed.map((each) => each.seed).join(" | ")}`,
    );
    process.exitCode = 1;
}

function wholeNumber(option: string, text: string): number {
    if (!/^\d+$/.test(text)) throw new Problem(`${option} is a whole number, not ${text}.`);
    return Number(text);
}

function lineOf({ runs, seconds, updates, requests, faults, failures, failed }: Summary): string {
    return `${runs} runs in ${Math.round(seconds)} s (${(runs / seconds).toFixed(1)}/s): ${updates} updates, ${requests} requests, ${faults} of them met a fault, ${failures} failures told; ${failed.length} runs failed`;
}

exitOnProblem(main);
