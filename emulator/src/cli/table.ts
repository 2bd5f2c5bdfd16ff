import Table from "cli-table3";

const noLines = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "  ",
};
/** Between rows that have several lines. */
const blankLines = { ...noLines, mid: " ", "mid-mid": " " };

const leastWidth = 4;

/** What a table is written to: a terminal of so many columns, or, where there is none, something else. */
export interface Paper {
    isTTY?: boolean;
    columns?: number;
}

/**
 * A table for people: with lines on a terminal, in plain columns elsewhere. Never with colours. It is as wide as the
 * terminal at most, and 80 columns elsewhere.
 */
export function table(head: string[], rows: string[][], paper: Paper = process.stdout): string {
    const [isTerminal, width] = paper.isTTY === true ? [true, paper.columns ?? 80] : [false, 80];
    const between = isTerminal ? head.length * 3 + 1 : (head.length - 1) * 2;
    const widths = widthsOf([head, ...rows], width - between);
    const cells = rows.map((row) => row.map((cell, column) => broken(cell, widths[column] ?? 0)));
    const isHigh = rows.flat().some((cell) => cell.includes("\n"));
    const padding = isTerminal ? 2 : 0;
    const drawn = new Table({
        head: head.map((cell, column) => broken(cell, widths[column] ?? 0)),
        style: { head: [], border: [], ...(isTerminal ? {} : { "padding-left": 0, "padding-right": 0 }) },
        colWidths: widths.map((each) => each + padding),
        ...(isTerminal ? {} : { chars: isHigh ? blankLines : noLines }),
    });
    drawn.push(...cells);
    return drawn.toString().replaceAll(/ +$/gm, "");
}

/** A width for each column: what its longest line takes, less of the widest ones where that is too much. */
function widthsOf(rows: string[][], room: number): number[] {
    const [head = []] = rows;
    const linesOf = (column: number) => rows.flatMap((row) => (row[column] ?? "").split("\n"));
    const widths = head.map((_, column) => Math.max(...linesOf(column).map(({ length }) => length)));
    for (;;) {
        const widest = Math.max(...widths);
        const sum = widths.reduce((total, width) => total + width, 0);
        if (sum <= room || widest <= leastWidth) return widths;
        widths[widths.indexOf(widest)] = widest - 1;
    }
}

const indent = "  ";

/** A text in lines of so many characters, broken at spaces where it has some; what goes on is indented. */
function broken(cell: string, width: number): string {
    return cell
        .split("\n")
        .flatMap((line) => {
            const [first = "", ...rest] = partsOf(line, width);
            const others = partsOf(line.slice(first.length).trimStart(), width - indent.length);
            return rest.length === 0 ? [first] : [first, ...others.map((part) => indent + part)];
        })
        .join("\n");
}

function partsOf(line: string, width: number): string[] {
    const parts = line.match(new RegExp(`.{1,${width}}(?= |$)|\\S{${width}}`, "g")) ?? [];
    return parts.map((part) => part.trim()).filter((part) => part !== "");
}
