/** What a text holds between its other lines: JSON objects that begin at the start of a line. */
export interface FoundJson {
    /** In the order of the text. */
    objects: unknown[];
    /** Whether one begins and never ends. */
    isCut: boolean;
}

// A tool's own lines rarely begin with a brace; so many of them are no preview.
const mostBeginnings = 1000;

/**
 * Finds JSON objects in a text with other lines before, between and after them, whatever its line ends; a byte order
 * mark may stand before each.
 */
export function jsonIn(text: string): FoundJson {
    const objects: unknown[] = [];
    let isCut = false;
    let after = 0;
    for (const { index } of [...text.matchAll(/(?<=^\uFEFF?)\{(?=\s*["}])/gm)].slice(0, mostBeginnings)) {
        if (index < after) continue;
        const end = endOfObject(text, index);
        const parsed = end === undefined ? undefined : objectOf(text.slice(index, end));
        if (end !== undefined && parsed !== undefined) {
            objects.push(parsed.value);
            after = end;
        } else isCut ||= end === undefined;
    }
    return { objects, isCut };
}

function objectOf(text: string): { value: unknown } | undefined {
    try {
        return { value: JSON.parse(text) };
    } catch {
        return undefined;
    }
}

/** Where the object ends that begins there; braces within strings are none. */
function endOfObject(text: string, start: number): number | undefined {
    let depth = 0;
    for (let at = start; at < text.length; at++) {
        const character = text[at];
        if (character === '"') at = endOfString(text, at);
        else if (character === "{") depth++;
        else if (character === "}" && --depth === 0) return at + 1;
    }
    return undefined;
}

function endOfString(text: string, start: number): number {
    let at = start + 1;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    return at;
}
