import type { Comparison } from "./comparison";
import { contenderNames } from "./contender";
import { type Figure, figuresOf } from "./figures";
import { stepNames, steps } from "./step";
import { duration, grouped } from "./table";

// Seconds on a logarithmic axis: a refresh and an hour of waiting stand in one picture.
const axis = { from: 1, to: 7_200, left: 170, right: 560, marks: [1, 10, 60, 600, 3_600] };
const rowHeight = 44;
const top = 76;
const lane = 9;
const width = 940;

// A ground of its own: a page may be dark where the system is light.
const style = `
    .ground { fill: #ffffff; }
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .title { font-size: 15px; font-weight: 600; }
    .quiet { fill: #57606a; font-size: 12px; }
    .grid { stroke: #8c959f; stroke-opacity: .35; }
    .plain { fill: #cf6a1c; stroke: #cf6a1c; } .ours { fill: #2f81f7; stroke: #2f81f7; } .whole { fill: #1a7f5a; stroke: #1a7f5a; } .floor { fill: #6e7781; stroke: #6e7781; } .waiting { fill: #a475f9; stroke: #a475f9; }
    .computed { fill: none; stroke-width: 2; }
    @media (prefers-color-scheme: dark) { .ground { fill: #0d1117; } text { fill: #e6edf3; } .quiet { fill: #9da7b3; } }`;

/** The time of each step: a row each, with a lane for each provider; a mark is hollow where the time is computed. */
export function chartOf(comparison: Comparison, limits: boolean): string {
    const figures = figuresOf(comparison, limits);
    const rows = stepNames
        .map((step) => ({
            title: steps[step].title,
            figures: contenderNames.flatMap((name) =>
                figures.filter((each) => each.step === step && each.contender === name),
            ),
        }))
        .filter((row) => row.figures.length > 0);
    const bottom = top + rows.length * rowHeight;
    const parts = [
        `<style>${style}\n  </style>`,
        `<rect class="ground" width="100%" height="100%" rx="6"/>`,
        text(16, 26, `${grouped(comparison.people)} people: time of each step`, "title"),
        ...legend(figures),
        ...axis.marks.flatMap((seconds) => [
            `<line class="grid" x1="${place(seconds)}" x2="${place(seconds)}" y1="${top - 6}" y2="${bottom}"/>`,
            text(place(seconds), bottom + 18, markTitle(seconds), "quiet", "middle"),
        ]),
        ...rows.flatMap((row, index) => rowOf(row, top + index * rowHeight + rowHeight / 2)),
    ];
    const height = bottom + 32;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Time of each step for ${comparison.people} people">\n  ${parts.join("\n  ")}\n</svg>\n`;
}

function rowOf({ title, figures }: { title: string; figures: Figure[] }, y: number): string[] {
    const marks = figures.map(
        (figure) =>
            `<circle class="${figure.contender}${figure.computed ? " computed" : ""}" cx="${place(figure.seconds)}" cy="${y + (contenderNames.indexOf(figure.contender) - (contenderNames.length - 1) / 2) * lane}" r="5"/>`,
    );
    const times = figures.map((figure) => `${figure.contender} ${shortDuration(figure)}`).join(" · ");
    return [
        text(16, y + 4, title, ""),
        `<line class="grid" x1="${axis.left}" x2="${axis.right}" y1="${y}" y2="${y}"/>`,
        ...marks,
        text(axis.right + 16, y + 4, times, "quiet"),
    ];
}

function legend(figures: Figure[]): string[] {
    const shown = contenderNames.filter((name) => figures.some(({ contender }) => contender === name));
    const entries = shown.flatMap((name, index) => [
        `<circle class="${name}" cx="${22 + index * 90}" cy="48" r="5"/>`,
        text(34 + index * 90, 52, name, "quiet"),
    ]);
    if (!figures.some(({ computed }) => computed)) return entries;
    const x = 22 + shown.length * 90;
    return [
        ...entries,
        `<circle class="floor computed" cx="${x}" cy="48" r="5"/>`,
        text(x + 12, 52, "hollow: computed from the limits", "quiet"),
    ];
}

function place(seconds: number): number {
    const share = Math.log(Math.max(seconds, axis.from) / axis.from) / Math.log(axis.to / axis.from);
    return Math.round((axis.left + Math.min(share, 1) * (axis.right - axis.left)) * 10) / 10;
}

function shortDuration({ seconds, computed }: Figure): string {
    const short =
        seconds < 600
            ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
            : duration(Math.round(seconds / 60) * 60).replace(" 0 s", "");
    return computed ? `${short} (computed)` : short;
}

function markTitle(seconds: number): string {
    return seconds < 60 ? `${seconds} s` : seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;
}

function text(x: number, y: number, content: string, className: string, anchor = "start"): string {
    return `<text x="${x}" y="${y}" class="${className}" text-anchor="${anchor}">${content}</text>`;
}
