import { type Comparison, mostRepeated } from "./comparison";
import { contenderNames, contenderOf, type ContenderName, hasAllPeople, parallelOfOneEach } from "./contender";
import { latency } from "./countedAccount";
import { sharesOf } from "./dominance";
import { computedFigures, type Figure, figuresOf, largestWith } from "./figures";
import { type Growth, growthOf, quantities, timesAsMuch } from "./growth";
import { admissionSeconds } from "./limits";
import type { Loading } from "./loading";
import type { Machine } from "./machine";
import { stepNames, steps } from "./step";
import { type Column, counted, duration, grouped, megabytes, percent, table, times } from "./table";
import { type Target, targetsOfEach, targetsOfSets } from "./targets";

/** Everything that one run of the bench has measured. */
export interface Results {
    machine: Machine;
    date: string;
    pairs: number;
    rounds: number;
    limits: boolean;
    comparisons: Comparison[];
    loading: Partial<Record<ContenderName, Loading>>;
}

const none = "–";

function text(title: string): Column {
    return { title };
}

function number(title: string): Column {
    return { title, numbers: true };
}

/** The tables, as Markdown. */
export function tablesOf(results: Results): string {
    const { comparisons, limits, loading } = results;
    return [
        targetSection(results),
        growthSection(comparisons, limits),
        dominanceSection(comparisons, limits),
        ...comparisons.map((comparison) => peopleSection(comparison, comparisons, limits)),
        ...(Object.keys(loading).length === 0 ? [] : [loadingSection(loading)]),
    ].join("\n\n");
}

/**
 * bench/RESULTS.md
 *
 * @param pictures those that are written beside it
 */
export function reportOf(results: Results, pictures: { file: string; shows: string }[]): string {
    const { cores, memory, system, versions } = results.machine;
    return `# Measurements

${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}; ${cores} cores, ${grouped(memory / 2 ** 30)} GB of memory, ${system}; ${results.date}.

\`npm run bench -- --write\` measures anew and writes this page; \`npm run bench -- --help\` says what else it can do.

${howOf(results)}

${pictures.map(({ file, shows }) => `![${shows}](${file})`).join("\n\n")}

${tablesOf(results)}
`;
}

function howOf({ limits, pairs, rounds }: Results): string {
    return `The real Pulumi CLI with a backend in a folder, on an emulated Kore.ai account that answers after ${latency} ms.
Each person has a first and a last name, two flags and one role. *sets* and *one* are as the engine is by itself; the others with PULUMI_PARALLEL=${parallelOfOneEach},
as the pages advise for one resource each. What is compared:

${contenderNames.map((name) => `- **${name}**: ${contenderOf(name).meaning}`).join("\n")}

${limits ? limitsText : "The account's limits are off."}

Times are of whole commands (updates with \`--skip-preview\`). All do each step right after each other, in turn, ${counted(pairs, "time")}; in each, a preview and an
up without a change are done ${counted(rounds, "time")}, with more than ${grouped(mostRepeated)} people once. Figures are medians, and ratios those of steps that were done right after each other. CPU time is user and system time of the CLI and of all
processes that it starts: the engine with its language host, the program, and the provider. Peaks of memory are those of the program's and the provider's
process. Requests are counted at the account, the most of any time. Every step begins with empty windows of the limits, as an hour after the one before it.`;
}

const limitsText = `The account keeps to the documented limits (60 requests a minute, 1,800 an hour). *each*, *sets* and *budget* keep to the default share of them (50 and 1,500),
*whole* and *plain* to all of it. An up of *each*, *whole* and *sets* is measured in real time, with all that it waits, whatever the number of people. Where
the limits would make any other step wait for more than half a minute, it is done without them, and its time is computed.`;

function peopleSection(comparison: Comparison, all: Comparison[], limits: boolean): string {
    const figures = [...figuresOf(comparison, limits), ...computedFigures(comparison, all, limits)];
    const inOrder = stepNames.flatMap((step) =>
        contenderNames.flatMap((name) => figures.filter((figure) => figure.step === step && figure.contender === name)),
    );
    const sizes = contenderNames.flatMap((name) => {
        const size = comparison.stateSizes[name];
        // That of whole is that of each.
        return size !== undefined && hasAllPeople(name) && name !== "whole"
            ? [[name, `${grouped(size.declared)} bytes`, `${grouped(size.file)} bytes`]]
            : [];
    });
    return [
        `## ${grouped(comparison.people)} people`,
        table(
            [
                text("step"),
                text("contender"),
                number("requests"),
                text("by endpoint"),
                number("time"),
                number("of the floor's"),
                number("CPU time"),
                number("of the floor's"),
                number("memory: program"),
                number("provider"),
            ],
            inOrder.map(rowOf),
        ),
        ...computedNotes(comparison, inOrder),
        ...(sizes.length === 0
            ? []
            : [table([text("state of a person"), number("inputs and outputs"), number("in the state's file")], sizes)]),
    ].join("\n\n");
}

function rowOf(figure: Figure): string[] {
    const { cpu, memory, ratioToFloor, cpuToFloor } = figure;
    // One person and the budget alone are no other way to do the same.
    const isAnother = hasAllPeople(figure.contender);
    const shown = <T>(value: T | undefined, as: (value: T) => string) => (value === undefined ? none : as(value));
    return [
        steps[figure.step].title,
        figure.contender,
        grouped(figure.requests),
        endpointsOf(figure),
        timeOf(figure),
        shown(isAnother ? ratioToFloor : undefined, times),
        shown(cpu?.total, duration),
        shown(isAnother ? cpuToFloor : undefined, times),
        shown(memory.program, megabytes),
        shown(memory.provider, megabytes),
    ];
}

function computedNotes({ people }: Comparison, figures: Figure[]): string[] {
    const computed = figures.filter(({ isComputed }) => isComputed);
    if (computed.length === 0) return [];
    const isKnown = (figure: Figure) => figure.own !== undefined;
    const plain = computed.filter(({ contender }) => contender === "plain");
    const requests = plain.reduce((sum, figure) => sum + figure.requests, 0);
    return [
        [
            "Computed: the soonest at which the limits admit the last request to somebody who has the account, or this share of it, for themselves.",
            ...(computed.some(isKnown) ? ["The step was done without the limits, which counted its requests."] : []),
            ...(computed.every(isKnown)
                ? []
                : [
                      `What was not measured with ${grouped(people)} people has the requests that follow from their number, and no time below what the engine alone takes,`,
                      "by the floor with the most people: in an up and a destroy that grows with the square of their number, as each step writes the whole state.",
                  ]),
            ...(plain.length === 0
                ? []
                : [
                      `Right after each other, these steps of plain are ${counted(requests, "request")}: ${duration(admissionSeconds(requests))} at least.`,
                  ]),
        ].join("\n"),
    ];
}

function endpointsOf({ byEndpoint, refused }: Figure): string {
    const counts = Object.entries(byEndpoint)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([endpoint, count]) => `${endpoint.replace("/api/public/", "")} ${grouped(count)}`);
    return [...counts, ...(refused > 0 ? [`besides ${grouped(refused)} refused`] : [])].join(", ") || none;
}

function loadingSection(loading: Results["loading"]): string {
    const rows = contenderNames.flatMap((name) => {
        const measured = loading[name];
        return measured === undefined
            ? []
            : [[name, `${Math.round(measured.program)} ms`, `${Math.round(measured.provider)} ms`]];
    });
    return `## Loading\n\n${table([text("contender"), number("program, over one that imports only @pulumi/pulumi"), number("provider module, over an empty Node")], rows)}`;
}

function growthSection(comparisons: Comparison[], limits: boolean): string {
    const tables = (["sets", "each"] as const).flatMap((name) => {
        const growth = growthOf(comparisons, name, limits);
        return growth.length === 0 ? [] : [growthTable(name, growth)];
    });
    return [
        "## How it grows",
        `With ten times as many people what is linear takes ten times as much. What a command takes for one person already (*one*, measured in turn) is left
out of that ratio. The dashed line of the picture is linear. The time but for the budget is that in which the provider did not wait for it.`,
        ...tables,
    ].join("\n\n");
}

function growthTable(name: ContenderName, growth: Growth[]): string {
    const steps = growth.slice(1).map((more, index) => ({ fewer: growth[index] ?? more, more }));
    const rows = quantities.map((quantity) => [
        quantity.title,
        ...growth.map((each) => {
            const value = quantity.of(each.figures, each);
            return value === undefined ? none : quantity.shown(value);
        }),
        ...steps.map(({ fewer, more }) => {
            const ratio = timesAsMuch(quantity, fewer, more);
            return ratio === undefined ? none : times(ratio, 1);
        }),
    ]);
    return table(
        [
            text(name),
            ...growth.map(({ people }) => number(counted(people, "person").replace("persons", "people"))),
            ...steps.map(({ fewer, more }) => number(`${grouped(fewer.people)} to ${grouped(more.people)}`)),
        ],
        rows,
    );
}

function dominanceSection(comparisons: Comparison[], limits: boolean): string {
    const tables = (["sets", "each"] as const).flatMap((name) => {
        const largest = largestWith(comparisons, name);
        const rows = largest === undefined ? [] : dominanceRows(name, largest, limits);
        return largest === undefined || rows.length === 0
            ? []
            : [
                  table(
                      [
                          text(`${name}, ${grouped(largest.people)} people`),
                          number("time"),
                          number("of it the budget's wait"),
                          number("CPU time"),
                          number("of it the engine"),
                          number("the program"),
                          number("the provider"),
                          text("dominated by"),
                      ],
                      rows,
                  ),
              ];
    });
    return ["## What dominates", ...(tables.length === 0 ? ["Not measured: the system does not tell."] : tables)].join(
        "\n\n",
    );
}

function dominanceRows(name: ContenderName, comparison: Comparison, limits: boolean): string[][] {
    return figuresOf(comparison, limits).flatMap((figure) => {
        const shares = figure.contender === name ? sharesOf(figure) : undefined;
        return shares === undefined
            ? []
            : [
                  [
                      steps[figure.step].title,
                      timeOf(figure),
                      shares.budget === undefined ? none : percent(shares.budget),
                      duration(figure.cpu?.total ?? 0),
                      ...[shares.engine, shares.program, shares.provider].map(percent),
                      shares.dominant,
                  ],
              ];
    });
}

function timeOf({ isComputed, seconds }: Figure): string {
    return `${isComputed ? "computed: " : ""}${duration(seconds)}`;
}

function targetSection({ comparisons, limits, loading }: Results): string {
    return [
        "## To reach, at the documented limits",
        targetTable("sets: KoreUsers, 500 people in each", targetsOfSets(comparisons, limits)),
        targetTable("each: KoreUser, 1,000 people", targetsOfEach(comparisons, limits, loading.each)),
    ].join("\n\n");
}

function targetTable(title: string, targets: Target[]): string {
    const rows = targets.map(({ what, limit, measured, reached }) => [
        what,
        limit,
        measured,
        reached === undefined ? none : reached ? "reached" : "**not reached**",
    ]);
    return table([text(title), number("at most"), number("measured"), text("")], rows);
}
