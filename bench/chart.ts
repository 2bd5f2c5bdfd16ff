import type { Comparison } from "./comparison";
import { computedFigures, type Figure, figuresOf } from "./figures";
import { stepNames, steps } from "./step";
import { drawn, legend, picture, place, text } from "./svg";
import { duration, grouped } from "./table";

// Seconds on a logarithmic axis: a refresh and an hour of waiting stand in one picture.
const axis = { from: 1, to: 7_200, start: 170, end: 560 };
const marks = [1, 10, 60, 600, 3_600];
const rowHeight = 54;
const top = 76;
const lane = 10;
const width = 940;

/** The time of each step: a row each, with a lane for each contender; a mark is hollow where the time is computed. */
export function chartOf(comparison: Comparison, all: Comparison[], limits: boolean): string {
    const figures = [...figuresOf(comparison, limits), ...computedFigures(comparison, all, limits)];
    const rows = stepNames
        .map((step) => ({
            title: steps[step].title,
            figures: drawn.flatMap((name) => figures.filter((each) => each.step === step && each.contender === name)),
        }))
        .filter((row) => row.figures.length > 0);
    const bottom = top + rows.length * rowHeight;
    return picture({ width, height: bottom + 32 }, `${grouped(comparison.people)} people: time of each step`, [
        ...legendOf(rows.flatMap((row) => row.figures)),
        ...marks.flatMap((seconds) => [
            `<line class="grid" x1="${place(seconds, axis)}" x2="${place(seconds, axis)}" y1="${top - 6}" y2="${bottom}"/>`,
            text(place(seconds, axis), bottom + 18, markTitle(seconds), "quiet", "middle"),
        ]),
        ...rows.flatMap((row, index) => rowOf(row, top + index * rowHeight + rowHeight / 2)),
    ]);
}

function rowOf({ title, figures }: { title: string; figures: Figure[] }, y: number): string[] {
    const circles = figures.map(
        (figure, index) =>
            `<circle class="${figure.contender}${figure.isComputed ? " computed" : ""}" cx="${place(figure.seconds, axis)}" cy="${y + (index - (figures.length - 1) / 2) * lane}" r="5"/>`,
    );
    const times = figures.map((figure) => `${figure.contender} ${shortDuration(figure)}`);
    return [
        text(16, y + 4, title, ""),
        `<line class="grid" x1="${axis.start}" x2="${axis.end}" y1="${y}" y2="${y}"/>`,
        ...circles,
        ...[times.slice(0, 3), times.slice(3)]
            .filter((line) => line.length > 0)
            .map((line, index) => text(axis.end + 16, y - 4 + index * 16, line.join(" · "), "quiet")),
    ];
}

function legendOf(figures: Figure[]): string[] {
    const shown = drawn.filter((name) => figures.some(({ contender }) => contender === name));
    if (!figures.some(({ isComputed }) => isComputed)) return legend(shown, 48);
    const x = 22 + shown.length * 90;
    return [
        ...legend(shown, 48),
        `<circle class="floor computed" cx="${x}" cy="48" r="5"/>`,
        text(x + 12, 52, "hollow: computed from the limits", "quiet"),
    ];
}

function shortDuration({ seconds }: Figure): string {
    if (seconds < 600) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
    return duration(Math.round(seconds / 60) * 60).replace(" 0 s", "");
}

function markTitle(seconds: number): string {
    return seconds < 60 ? `${seconds} s` : seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;
}
