import { parseArgs } from "node:util";
import { exitOnProblem, Problem } from "../../tools/shared/problem.cjs";
import { versions } from "../faults/results";
import { sentences, titleOf, verdict, writeResults } from "./results";
import { liveAll, type Outcome, parallels, type Run, sizes } from "./runs";
import { scenarios } from "./scenarios";

const help = `npm run scenarios -- [--scenario NAME,…] [--people N,…] [--parallel N,…] [--jobs N] [--write]

People who move within a program: each scenario with so many people and at each value of PULUMI_PARALLEL, by the real CLI against the emulator, judged
after every request.

  --scenario NAME,…   these (all)
  --people N,…        how many people (${sizes.join(",")})
  --parallel N,…      values of PULUMI_PARALLEL (${parallels.join(",")})
  --jobs N            how many at the same time (2)
  --write             write test/scenarios/RESULTS.md

Scenarios:
${scenarios.map(({ name, title }) => `  ${name.padEnd(24)}${title}`).join("\n")}

A run takes 10 to 60 seconds, all of them hours. The folder of one that does not hold stays in test/scenarios/.work, with all that the CLI printed.
`;

/** `npm run scenarios` */
async function main(): Promise<void> {
    const args = process.argv.slice(2);
    const text = { type: "string" } as const;
    const { values } = parseArgs({
        args,
        options: {
            scenario: text,
            people: text,
            parallel: text,
            jobs: text,
            write: { type: "boolean" },
            help: { type: "boolean", short: "h" },
        },
    });
    if (values.help === true) return void process.stdout.write(help);
    const jobs = Number(listOf("--jobs", /^[1-9]$/, values.jobs)?.[0] ?? 2);
    const runs = runsOf(values);

    console.log(`${runs.length} runs, ${jobs} at the same time`);
    let done = 0;
    const tell = (outcome: Outcome): Outcome => {
        console.log(`${++done}/${runs.length} ${titleOf(outcome)}: ${verdict(outcome)} (${outcome.seconds} s)`);
        for (const sentence of [
            ...sentences(outcome.offences),
            ...(outcome.refused === undefined ? [] : [outcome.refused]),
        ])
            console.log(`    ${sentence}`);
        return outcome;
    };
    const outcomes = await Promise.all(liveAll(runs, jobs).map(async (outcome) => tell(await outcome)));
    if (values.write === true)
        console.log(
            `written: ${writeResults(outcomes, ["npm run scenarios --", ...args].join(" "), await versions())}`,
        );
    const failed = outcomes.filter(({ offences }) => offences.length > 0).length;
    console.log(`\n${outcomes.length - failed} hold, ${failed} fail`);
    process.exitCode = failed === 0 ? 0 : 1;
}

function runsOf(values: { scenario?: string; people?: string; parallel?: string }): Run[] {
    const named = listOf("--scenario", /^/, values.scenario);
    const unknown = (named ?? []).filter((name) => !scenarios.some((scenario) => scenario.name === name));
    if (unknown.length > 0)
        throw new Problem(
            `There is no scenario ${unknown.join(", ")}. There are:\n${scenarios.map(({ name }) => `  ${name}`).join("\n")}`,
        );
    const people = listOf("--people", /^([3-9]|[1-9]\d+)$/, values.people)?.map(Number) ?? sizes;
    const chosen = listOf("--parallel", /^(unset|[1-9]\d*)$/, values.parallel) ?? parallels;
    return scenarios
        .filter(({ name }) => named?.includes(name) ?? true)
        .flatMap((scenario) =>
            people.flatMap((count) => chosen.map((parallel) => ({ scenario, people: count, parallel }))),
        );
}

function listOf(option: string, form: RegExp, text: string | undefined): string[] | undefined {
    const values = text?.split(",");
    const wrong = values?.find((value) => !form.test(value));
    if (wrong !== undefined) throw new Problem(`${option} ${wrong} is not one of its values: see --help.`);
    return values;
}

exitOnProblem(main);
