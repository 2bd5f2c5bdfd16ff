/** The longest line of a page, but for those that cannot be broken. */
const longestLine = 150;

/** A table; what has a meaning in one is escaped. */
export function table(head: string[], rows: string[][]): string {
    const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n").replaceAll("|  |", "| |");
}

/** Text in lines that are not too long; all but the first begin with the indent. */
export function wrapped(text: string, indent: string): string {
    const lines: string[] = [];
    for (const word of text.split(" ")) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + 1 + word.length <= longestLine)
            lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(lines.length === 0 ? word : `${indent}${word}`);
    }
    return lines.join("\n");
}

/** The anchor of a heading, as GitHub makes it. */
export function slug(heading: string): string {
    const plain = heading
        .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replace(/[`*]/g, "")
        .trim()
        .toLowerCase();
    return plain.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
}

/** A page without its blocks of code, each of whose lines becomes an empty one, so that lines keep their numbers. */
export function withoutCode(page: string): string {
    return page.replace(/^([ \t]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1?\2[ \t]*$/gm, (block) =>
        block.replace(/[^\n]/g, ""),
    );
}

/** A block of code of a page. */
export interface CodeBlock {
    language: string;
    text: string;
    /** The number of its first line. */
    line: number;
    /** What an HTML comment just before it says: `<!-- context: declare const team: string[]; -->`. */
    context: string;
}

/** The blocks of code of a page. */
export function codeBlocks(page: string): CodeBlock[] {
    const found = page.matchAll(
        /(?:^<!-- context: ([\s\S]*?) -->\n+)?^([ \t]*)```(\w*)[^\n]*\n([\s\S]*?)^\2```[ \t]*$/gm,
    );
    return [...found].map(({ 0: whole, 1: context = "", 2: indent = "", 3: language = "", 4: text = "", index }) => ({
        language,
        text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
        line: page.slice(0, index + whole.indexOf("```")).split("\n").length + 1,
        context,
    }));
}
