import { AccessError } from "./accessError";

/** Why a text is refused that has not one JSON value of the kind that is read. */
interface Refusals {
    none: string;
    /** Where one begins and never ends. */
    cut: string;
    several: (count: number) => string;
}

/**
 * The one JSON value of a text that may have other lines around it, as npm and CI put them there; of several, the one
 * of the kind that is read.
 *
 * @throws AccessError where there is none, or several are of that kind
 */
export function jsonIn(text: string, isMeant: (value: unknown) => boolean, refusals: Refusals): unknown {
    try {
        return JSON.parse(text);
    } catch {
        const { values, isCut } = found(text);
        const meant = values.filter(isMeant);
        if (meant.length > 1) throw new AccessError(refusals.several(meant.length));
        if (meant.length === 0 && isCut) throw new AccessError(refusals.cut);
        const [value] = meant.length === 0 ? values : meant;
        if (value === undefined) throw new AccessError(refusals.none);
        return value;
    }
}

/** Whether a value is an object that has this. */
export function hasKey(value: unknown, key: string): boolean {
    return typeof value === "object" && value !== null && key in value;
}

/** What a text holds between its other lines: JSON objects, and lists of them, that begin a line. */
interface FoundJson {
    /** In the order of the text. */
    values: unknown[];
    /** Whether one begins and never ends. */
    isCut: boolean;
}

// After blanks, a byte order mark, and what colours a terminal.
const beginning = /^((?:[ \t\uFEFF]|\p{Cc}\[[\d;]*[A-Za-z])*)(?:\{(?=\s*["}])|\[(?=\s*\{))/gmu;

// A tool's own lines rarely begin with a brace; so many of them hold nothing that is read here.
const mostBeginnings = 1000;

function found(text: string): FoundJson {
    const values: unknown[] = [];
    let isCut = false;
    let after = 0;
    let broken = { until: 0, indent: 0 };
    let tried = 0;
    for (const { index, 1: lead = "" } of text.matchAll(beginning)) {
        const indent = lead.replace(/[^ \t]/g, "").length;
        // A part of what is not whole is not what was written.
        if (index < after || (index < broken.until && indent > broken.indent)) continue;
        if (++tried > mostBeginnings) break;
        const start = index + lead.length;
        const end = endOfValue(text, start);
        const parsed = end === undefined ? undefined : valueOf(text.slice(start, end));
        if (end !== undefined && parsed !== undefined) {
            values.push(parsed.value);
            after = end;
            continue;
        }
        broken = { until: end ?? text.length, indent };
        isCut ||= end === undefined;
    }
    return { values, isCut };
}

function valueOf(text: string): { value: unknown } | undefined {
    try {
        return { value: JSON.parse(text) };
    } catch {
        return undefined;
    }
}

/** Where the object or list ends that begins there; braces within strings are none. */
function endOfValue(text: string, start: number): number | undefined {
    let depth = 0;
    for (let at = start; at < text.length; at++) {
        const character = text[at];
        if (character === '"') at = endOfString(text, at);
        else if (character === "{" || character === "[") depth++;
        else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
    }
    return undefined;
}

function endOfString(text: string, start: number): number {
    let at = start + 1;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    return at;
}
