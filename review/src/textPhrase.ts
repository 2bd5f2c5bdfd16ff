import { hiddenIn } from "./hidden";
import type { Names } from "./names";
import type { Phrase } from "./phrase";
import { visible } from "./visible";

/** A phrase for a terminal, or a log. @param strong how what is important is set */
export function inText(phrase: Phrase, names: Names, strong: (words: string) => string): string {
    return phrase
        .map((piece) => {
            if (typeof piece === "string") return piece;
            if ("strong" in piece) return strong(piece.strong);
            if ("value" in piece) return plain(piece.value);
            const name = names.of(piece.id);
            if (name === undefined) return plain(piece.id);
            return names.isAmbiguous(piece.id) ? `${plain(name)} (${plain(piece.id)})` : plain(name);
        })
        .join("");
}

/** A phrase as a plain text. */
export function plainText(phrase: Phrase, names: Names): string {
    return inText(phrase, names, (words) => words);
}

function plain(value: string): string {
    const hidden = hiddenIn(value);
    if (hidden !== undefined) return hidden === "unknown" ? "not known yet" : "secret";
    return value === "" ? "empty" : visible(value);
}
