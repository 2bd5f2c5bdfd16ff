/** A part of a sentence. What comes from outside is a `value` or an `id`, and each format escapes it in its own way. */
export type Piece =
    string | { value: string } | { /** Shown by its name, where one is known. */ id: string } | { strong: string };

export type Phrase = Piece[];

/** Phrases in one, with a separator between them. */
export function joined(phrases: Phrase[], separator: string): Phrase {
    return phrases.flatMap((phrase, at) => (at === 0 ? phrase : [separator, ...phrase]));
}

/** How many, with the right word. */
export function count(number: number, one: string, many: string): string {
    return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** Several phrases, one after the other, and how many more there are. */
export function listed(phrases: Phrase[], omitted: number): Phrase {
    return [...joined(phrases, ", "), ...(omitted > 0 ? [` and ${count(omitted, "other", "others")}`] : [])];
}

// So many addresses are still read as one line.
const inOneRow = 10;

/** The same in rows, where they are many: each is to be found. */
export function inRows(phrases: Phrase[], omitted: number): Phrase[] {
    const starts = phrases.flatMap((_phrase, at) => (at % inOneRow === 0 ? [at] : []));
    return starts.map((at) => listed(phrases.slice(at, at + inOneRow), at + inOneRow >= phrases.length ? omitted : 0));
}
