import { json } from "./visible";

/** A piece of program text that stands as it is. */
export class Code {
    constructor(readonly text: string) {}
}

/** A value to be written as TypeScript. */
export type Literal = Code | string | boolean | Literal[] | { [key: string]: Literal };

const width = 120;
const step = "    ";

/** A value as program text: on one line where that has room, else each part on its own. */
export function literal(value: Literal, indent = ""): string {
    if (value instanceof Code) return value.text;
    // Invisible and reordering characters are escaped, so that the text reads as it is.
    if (typeof value !== "object") return json(value);
    const oneLine = line(value);
    if (indent.length + oneLine.length <= width || oneLine.length <= 4) return oneLine;
    const inner = indent + step;
    if (Array.isArray(value))
        return `[\n${value.map((each) => `${inner}${literal(each, inner)},\n`).join("")}${indent}]`;
    return `{\n${Object.entries(value)
        .map(([key, each]) => `${inner}${key}: ${literal(each, inner)},\n`)
        .join("")}${indent}}`;
}

function line(value: Literal): string {
    if (value instanceof Code) return value.text;
    if (typeof value !== "object") return json(value);
    if (Array.isArray(value)) return `[${value.map(line).join(", ")}]`;
    const entries = Object.entries(value).map(([key, each]) => `${key}: ${line(each)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
