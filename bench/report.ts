import type { Comparison } from "./comparison";
import { contenderNames, contenders, isItsOwn, type ContenderName } from "./contender";
import { latency } from "./countedAccount";
import { type Figure, figuresOf } from "./figures";
import { parallel } from "./life";
import { admissionSeconds } from "./limits";
import type { Loading } from "./loading";
import type { Machine } from "./machine";
import { stepNames, steps } from "./step";
import { type Column, counted, duration, grouped, table } from "./table";
import { type Target, targetPeople, targetsOf } from "./targets";

/** Everything that one run of the bench has measured. */
export interface Results {
    machine: Machine;
    date: string;
    pairs: number;
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
        ...comparisons.map((comparison) => peopleSection(comparison, limits)),
        ...(Object.keys(loading).length === 0 ? [] : [loadingSection(loading)]),
        targetSection(targetsOf(comparisons, limits, loading.ours)),
    ].join("\n\n");
}

/** bench/RESULTS.md */
export function reportOf(results: Results): string {
    const { cores, memory, system, versions } = results.machine;
    const size = `${grouped(memory / 2 ** 30)} GB`;
    return `# Measurements

${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}; ${cores} cores, ${size} of memory, ${system}; ${results.date}.

\`npm run bench -- --write\` measures anew and writes this page; \`npm run bench -- --help\` says what else it can do.

The real Pulumi CLI with a backend in a folder, PULUMI_PARALLEL=${parallel}, on an emulated Kore.ai account that answers after ${latency} ms. ${limitsSentence(results)}
Each person has a first and a last name, two flags and one role. The providers:

${contenderNames.map((name) => `- **${name}**: ${contenders[name].meaning}`).join("\n")}

Times are of whole commands (updates with \`--skip-preview\`), the medians of ${counted(results.pairs, "pair")}. All but plain do each step right after each other, and the ratio to the
floor is the median of the ratios of the pairs; plain does its steps once. Requests are counted at the account, the most of any pair. Every
step begins with empty windows of the limits, as an hour after the one before it.

![The time of each step](results.svg)

${tablesOf(results)}
`;
}

function limitsSentence({ limits }: Results): string {
    if (!limits) return "Its limits are off.";
    return "It keeps to the\ndocumented limits (60 requests a minute, 1,800 an hour); ours keeps to its default budget (50 and 1,500), *whole* to all of it, as plain does.";
}

function peopleSection(comparison: Comparison, limits: boolean): string {
    const figures = figuresOf(comparison, limits);
    const inOrder = stepNames.flatMap((step) =>
        contenderNames.flatMap((name) => figures.filter((figure) => figure.step === step && figure.contender === name)),
    );
    const rows = inOrder.map((figure) => [
        steps[figure.step].title,
        figure.contender,
        grouped(figure.requests),
        endpointsOf(figure),
        `${figure.computed ? "computed: " : ""}${duration(figure.seconds)}`,
        figure.ratioToFloor === undefined ? none : figure.ratioToFloor.toFixed(2),
        figure.memory === undefined ? none : `${grouped(figure.memory / 2 ** 20)} MB`,
    ]);
    const sizes = contenderNames.filter(isItsOwn).flatMap((name) => {
        const size = comparison.stateSizes[name];
        return size === undefined ? [] : [[name, `${grouped(size.declared)} bytes`, `${grouped(size.file)} bytes`]];
    });
    return [
        `## ${grouped(comparison.people)} people`,
        table(
            [
                text("step"),
                text("provider"),
                number("requests"),
                text("by endpoint"),
                number("time"),
                number("ratio to floor"),
                number("peak memory"),
            ],
            rows,
        ),
        ...(figures.some(({ computed }) => computed) ? [computedNote(figures)] : []),
        table([text("state of a person"), number("inputs and outputs"), number("in the state's file")], sizes),
    ].join("\n\n");
}

function computedNote(figures: Figure[]): string {
    const whole = figures.filter(({ computed }) => computed).reduce((total, { requests }) => total + requests, 0);
    return `Computed: the step was done without the limits, which counted its requests; the time is the soonest at which the documented limits admit the last
of them to somebody who has the account for themselves. Right after each other, these steps are ${counted(whole, "request")}: ${duration(admissionSeconds(whole))} at least.`;
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
    return `## Loading\n\n${table([text("provider"), number("program, over one that imports only @pulumi/pulumi"), number("provider module, over an empty Node")], rows)}`;
}

function targetSection(targets: Target[]): string {
    const rows = targets.map(({ what, limit, measured, reached }) => [
        what,
        limit,
        measured,
        reached === undefined ? none : reached ? "reached" : "**not reached**",
    ]);
    return `## To reach, by ours with ${grouped(targetPeople)} people at the documented limits\n\n${table([text(""), number("at most"), number("measured"), text("")], rows)}`;
}
