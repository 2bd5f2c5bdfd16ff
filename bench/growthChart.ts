import type { Comparison } from "./comparison";
import type { ContenderName } from "./contender";
import { growthOf } from "./growth";
import { steps, type StepName } from "./step";
import { drawn, legend, picture, place, text } from "./svg";
import { grouped } from "./table";

const width = 940;
const height = 372;
const panelWidth = 380;
const panels = [
    { step: "up", left: 70 },
    { step: "noChange", left: 540 },
] as const satisfies { step: StepName; left: number }[];
const top = 92;
const bottom = 330;
// Both logarithmic: what grows with the number of people is a straight line, as steep as the dashed one.
const y = { from: 1, to: 1_000, start: bottom, end: top };
const secondMarks = [1, 10, 100, 1_000];

/**
 * The CPU time of two steps by the number of people; undefined where the system does not tell, or of one number
 * alone.
 */
export function growthChartOf(comparisons: Comparison[], limits: boolean): string | undefined {
    const lines = drawn.flatMap((name) =>
        panels.flatMap(({ step, left }) => {
            const points = growthOf(comparisons, name, limits).flatMap(({ people, figures }) => {
                const seconds = figures[step]?.cpu?.total;
                return seconds === undefined ? [] : [{ people, seconds }];
            });
            return points.length === 0 ? [] : [{ name, left, points }];
        }),
    );
    const numbers = [...new Set(lines.flatMap(({ points }) => points.map(({ people }) => people)))].sort(
        (a, b) => a - b,
    );
    const [fewest, most] = [numbers[0], numbers.at(-1)];
    if (fewest === undefined || most === undefined || fewest === most) return undefined;
    const x = (left: number) => ({ from: fewest, to: most, start: left, end: left + panelWidth });
    return picture({ width, height }, "CPU time by the number of people", [
        ...legend(
            drawn.filter((name) => lines.some((line) => line.name === name)),
            48,
        ),
        ...panels.flatMap(({ step, left }) => panel(steps[step].title, numbers, x(left))),
        ...lines.flatMap(({ name, left, points }) =>
            lineOf(
                name,
                points.map(({ people, seconds }) => ({ x: place(people, x(left)), y: place(seconds, y) })),
            ),
        ),
    ]);
}

function panel(
    title: string,
    numbers: number[],
    x: { from: number; to: number; start: number; end: number },
): string[] {
    const ends = { from: place(y.from, y), to: place(y.from * (x.to / x.from), y) };
    return [
        text(x.start, top - 14, `${title}: CPU seconds`, "quiet"),
        ...secondMarks.flatMap((seconds) => [
            `<line class="grid" x1="${x.start}" x2="${x.end}" y1="${place(seconds, y)}" y2="${place(seconds, y)}"/>`,
            text(x.start - 8, place(seconds, y) + 4, grouped(seconds), "quiet", "end"),
        ]),
        ...numbers.map((people) => text(place(people, x), bottom + 20, grouped(people), "quiet", "middle")),
        `<line class="line linear" x1="${x.start}" x2="${x.end}" y1="${ends.from}" y2="${ends.to}"/>`,
    ];
}

function lineOf(name: ContenderName, points: { x: number; y: number }[]): string[] {
    return [
        `<polyline class="${name} line" points="${points.map((point) => `${point.x},${point.y}`).join(" ")}"/>`,
        ...points.map((point) => `<circle class="${name}" cx="${point.x}" cy="${point.y}" r="4"/>`),
    ];
}
