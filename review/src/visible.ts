// Control, format (bidirectional and zero-width ones among them), lone surrogates, line and paragraph separators, and
// letters that are drawn as nothing.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;
const longest = 300;

/** A value on one line, each character that could move the cursor, reorder or hide text spelt out, and not endless. */
export function visible(value: string): string {
    const characters = [...value];
    const kept = characters.slice(0, longest).join("").replaceAll(invisible, codePoint);
    return characters.length > longest ? `${kept}… (${characters.length - longest} more characters)` : kept;
}

function codePoint(character: string): string {
    return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** JSON for files and terminals: it says the same, with the invisible characters escaped. */
export function json(value: unknown): string {
    const escaped = (character: string) =>
        [...Array(character.length).keys()]
            .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
            .join("");
    // The line ends of the layout are no part of a value: JSON.stringify has escaped those.
    return JSON.stringify(value, undefined, 2).replaceAll(invisible, (character) =>
        character === "\n" ? character : escaped(character),
    );
}
