/** A column's title; the cells of one of numbers stand at the right. */
export interface Column {
    title: string;
    numbers?: boolean;
}

/** A table in Markdown that reads as one on a terminal too. */
export function table(columns: Column[], rows: string[][]): string {
    const fitted = columns.map((column, index) => ({
        ...column,
        width: Math.max(3, ...[column.title, ...rows.map((row) => row[index] ?? "")].map((cell) => cell.length)),
    }));
    const line = (cells: string[]) =>
        `| ${fitted.map(({ width, numbers }, index) => (numbers === true ? (cells[index] ?? "").padStart(width) : (cells[index] ?? "").padEnd(width))).join(" | ")} |`;
    const rule = `|${fitted.map(({ width, numbers }) => (numbers === true ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|`;
    return [line(columns.map(({ title }) => title)), rule, ...rows.map(line)].join("\n");
}

/** "0.35 s", "81.2 s", "16 min 40 s", "1 h 2 min" */
export function duration(seconds: number): string {
    if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
    if (seconds < 119.95) return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60)];
    return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** "1,000" */
export function grouped(number: number): string {
    return Math.round(number).toLocaleString("en-US");
}

/** "1 request", "1,000 requests" */
export function counted(number: number, noun: string): string {
    return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** "1.24 ×" */
export function times(ratio: number, digits = 2): string {
    return `${ratio.toFixed(digits)} ×`;
}

/** "162 MB", of so many bytes */
export function megabytes(bytes: number): string {
    return `${grouped(bytes / 2 ** 20)} MB`;
}

/** "94 %", of a share of 1 */
export function percent(share: number): string {
    return `${Math.round(share * 100)} %`;
}
