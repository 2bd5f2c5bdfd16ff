import type { ContenderName } from "./contender";

/** Those who are drawn. The others differ from one of them in one step. */
export const drawn = ["plain", "each", "floor", "sets", "one"] as const satisfies ContenderName[];

// A ground of its own: a page may be dark where the system is light.
const style = `
    .ground { fill: #ffffff; }
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .title { font-size: 15px; font-weight: 600; }
    .quiet { fill: #57606a; font-size: 12px; }
    .grid { stroke: #8c959f; stroke-opacity: .35; }
    .plain { fill: #cf6a1c; stroke: #cf6a1c; } .each { fill: #2f81f7; stroke: #2f81f7; } .floor { fill: #6e7781; stroke: #6e7781; } .sets { fill: #1a7f5a; stroke: #1a7f5a; } .one { fill: #a475f9; stroke: #a475f9; }
    .computed { fill: none; stroke-width: 2; }
    .line { fill: none; stroke-width: 2; }
    .linear { stroke: #8c959f; stroke-dasharray: 4 4; }
    @media (prefers-color-scheme: dark) { .ground { fill: #0d1117; } text { fill: #e6edf3; } .quiet { fill: #9da7b3; } }`;

/** A picture with its title, on a ground that suits light and dark pages. */
export function picture(size: { width: number; height: number }, title: string, parts: string[]): string {
    const all = [
        `<style>${style}\n  </style>`,
        `<rect class="ground" width="100%" height="100%" rx="6"/>`,
        text(16, 26, title, "title"),
        ...parts,
    ];
    const { width, height } = size;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">\n  ${all.join("\n  ")}\n</svg>\n`;
}

/** A line of names with their colours. */
export function legend(names: readonly ContenderName[], y: number): string[] {
    return names.flatMap((name, index) => [
        `<circle class="${name}" cx="${22 + index * 90}" cy="${y}" r="5"/>`,
        text(34 + index * 90, y + 4, name, "quiet"),
    ]);
}

export function text(x: number, y: number, content: string, className: string, anchor = "start"): string {
    return `<text x="${x}" y="${y}" class="${className}" text-anchor="${anchor}">${content}</text>`;
}

/** Where a value stands on a logarithmic axis, which ends hold. */
export function place(value: number, axis: { from: number; to: number; start: number; end: number }): number {
    const share = Math.log(Math.max(value, axis.from) / axis.from) / Math.log(axis.to / axis.from);
    return Math.round((axis.start + Math.min(share, 1) * (axis.end - axis.start)) * 10) / 10;
}
