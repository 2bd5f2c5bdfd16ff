import { parseArgs } from "node:util";
import { exitOnProblem, Problem } from "../../tools/shared/problem.cjs";
import { versions } from "../faults/results";
import { KeptOutcomes } from "./keptOutcomes";
import { offencesOf, sentences, titleOf, verdict, writeResults } from "./results";
import { liveAll, type Outcome, parallels, type Run, sizes } from "./runs";
import { companions, scenarios, together } from "./scenarios";

const help = `npm run scenarios -- [--scenario NAME,…] [--people N,…] [--parallel N,…] [--jobs N] [--together] [--resume] [--write]

People who move within a program: each scenario with so many people and at each value of PULUMI_PARALLEL, by the real CLI against the emulator, judged
after every request.

  --scenario NAME,…   these (all)
  --people N,…        how many people (${sizes.join(",")})
  --parallel N,…      values of PULUMI_PARALLEL (${parallels.join(",")})
  --jobs N            how many at the same time (2)
  --together          those that may share a program do: a third of the time, and more going on at once
  --resume            leave out what has run already with the provider as it is now
  --write             write test/scenarios/RESULTS.md, with all that has run, and which of it with an earlier provider

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
            together: { type: "boolean" },
            resume: { type: "boolean" },
            write: { type: "boolean" },
            help: { type: "boolean", short: "h" },
        },
    });
    if (values.help === true) return void process.stdout.write(help);
    const jobs = Number(listOf("--jobs", /^[1-9]$/, values.jobs)?.[0] ?? 2);
    const kept = new KeptOutcomes();
    const ofThisProvider = kept.outcomes().filter((outcome) => !outcome.isOfEarlierProvider);
    const hasRun = new Set(values.resume === true ? ofThisProvider.map(titleOf) : []);
    const chosen = runsOf(values).filter((run) => !hasRun.has(titleOf(run)));
    const groups = values.together === true ? grouped(chosen) : chosen.map((run) => [run]);
    const runs = groups.flatMap((group) => shared(group));

    console.log(`${runs.length} runs, ${jobs} at the same time`);
    let done = 0;
    const tell = (outcome: Outcome): void => {
        console.log(`${++done}/${runs.length} ${titleOf(outcome)}: ${verdict(outcome)} (${outcome.seconds} s)`);
        for (const sentence of [
            ...sentences(outcome.offences),
            ...(outcome.refused === undefined ? [] : [outcome.refused]),
        ])
            console.log(`    ${sentence}`);
    };
    const lived = liveAll(runs, jobs).map(async (each, index) => {
        const outcome = await each;
        tell(outcome);
        const group = groups[index] ?? [];
        const names = group.map(({ scenario }) => scenario.name);
        const parts = group.map((run) => ({
            ...outcome,
            ...run,
            offences: offencesOf(outcome, run.scenario.name, names),
        }));
        kept.keep(group.length === 1 ? [outcome] : parts);
        return outcome;
    });
    const outcomes = await Promise.all(lived);
    if (values.write === true) {
        const command = ["npm run scenarios --", ...args].join(" ");
        console.log(`written: ${writeResults(kept.outcomes(), command, await versions())}`);
    }
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

/** Those that share a program, with so many people and at the same value of PULUMI_PARALLEL. */
function grouped(runs: Run[]): Run[][] {
    const groups = new Map<string, Run[]>();
    for (const run of runs) {
        const { name } = run.scenario;
        const companion = companions.findIndex((names) => names.includes(name));
        const key = `${companion < 0 ? name : companion} ${run.people} ${run.parallel}`;
        groups.set(key, [...(groups.get(key) ?? []), run]);
    }
    return [...groups.values()];
}

function shared(group: Run[]): Run[] {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const name = group.map(({ scenario }) => scenario.name).join("_");
    return [
        {
            ...first,
            scenario: together(
                name,
                group.map(({ scenario }) => scenario),
            ),
        },
    ];
}

function listOf(option: string, form: RegExp, text: string | undefined): string[] | undefined {
    const values = text?.split(",");
    const wrong = values?.find((value) => !form.test(value));
    if (wrong !== undefined) throw new Problem(`${option} ${wrong} is not one of its values: see --help.`);
    return values;
}

exitOnProblem(main);
