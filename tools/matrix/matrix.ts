import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { exitOnProblem, Problem } from "../shared/problem.cjs";
import { liveAll, type Outcome } from "./life";
import { packInto } from "./project";
import { judge, writeResults } from "./results";
import { type Row, rows } from "./rows";

const help = `npm run matrix -- [--only NAME…] [--write] [--help]

Installs the packages as users do, in an empty project, with each package manager, Node, SDK and kind of program of the table, and leads the project
through up, a preview without changes, a refresh that finds drift, a preview that shows it, the up that mends it, and destroy, by the real CLI against
an emulator.

  --only NAME…   rows whose names begin with one of these
  --write        write test/matrix/RESULTS.md (all rows)

Rows:
${rows.map(({ name }) => `  ${name}`).join("\n")}

What it downloads (Node, package managers, packages) is kept outside of the work tree, beside the Pulumi CLI.
`;

/** `npm run matrix` */
async function main(): Promise<void> {
    const args = process.argv.slice(2);
    if (args.includes("--help") || args.includes("-h")) return void process.stdout.write(help);
    const write = args.includes("--write");
    const chosen = chosenRows(args.filter((arg) => arg !== "--write"));
    if (write && chosen.length < rows.length) throw new Problem("--write is for the whole table: leave --only out.");

    const { exitOnSignals } = await import("../shared/run.mjs");
    exitOnSignals();
    const work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore-matrix-")));
    process.once("exit", () => rmSync(work, { recursive: true, force: true }));
    const lives = [...liveAll(chosen, work, await packInto(work)).values()];
    // Each is told when it ends; the table has them in the order of the rows.
    const outcomes = await Promise.all(lives.map(async (life) => (tell(await life), life)));
    const failed = outcomes.filter((outcome) => !judge(outcome).asExpected).length;
    if (write) console.log(`written: ${await writeResults(outcomes)}`);
    console.log(`\n${outcomes.length - failed} as expected, ${failed} not`);
    process.exitCode = failed === 0 ? 0 : 1;
}

/** Says of a row how it ended. */
function tell(outcome: Outcome): void {
    const { row, seconds, failed } = outcome;
    const { asExpected, sentence } = judge(outcome);
    console.log(`${row.name}: ${asExpected ? sentence : `FAILED: ${sentence}`} (${seconds} s)`);
    if (!asExpected && failed !== undefined) console.log(failed.said, failed.doctor ?? "");
}

function chosenRows([first, ...names]: string[]): Row[] {
    if (first === undefined) return rows;
    if (first !== "--only" || names.length === 0) throw new Problem(help);
    const unknown = names.filter((name) => !rows.some((row) => row.name.startsWith(name)));
    if (unknown.length > 0)
        throw new Problem(
            `There is no row ${unknown.join(", ")}. There are:\n${rows.map(({ name }) => `  ${name}`).join("\n")}`,
        );
    return rows.filter((row) => names.some((name) => row.name.startsWith(name)));
}

exitOnProblem(main);
