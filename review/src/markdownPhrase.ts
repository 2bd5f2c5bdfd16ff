import { hiddenIn } from "./hidden";
import type { Names } from "./names";
import type { Phrase } from "./phrase";
import { visible } from "./visible";

/** A phrase in Markdown. */
export function inMarkdown(phrase: Phrase, names: Names): string {
    return phrase
        .map((piece) => {
            if (typeof piece === "string") return piece;
            if ("strong" in piece) return `**${piece.strong}**`;
            if ("value" in piece) return code(piece.value);
            const name = names.of(piece.id);
            if (name === undefined) return code(piece.id);
            return names.isAmbiguous(piece.id) ? `${code(name)} (${code(piece.id)})` : code(name);
        })
        .join("");
}

/** A value as a code span, in which nothing is markup, a link or a mention. */
export function code(value: string): string {
    const hidden = hiddenIn(value);
    if (hidden !== undefined) return hidden === "unknown" ? "*not known yet*" : "*secret*";
    const shown = visible(value);
    if (shown.trim() === "") return shown === "" ? "*empty*" : "*blank*";
    const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = "`".repeat(longest + 1);
    // One blank at both ends is no part of a code span (CommonMark 6.1).
    const pad = /^[` ]|[` ]$/.test(shown) ? " " : "";
    return `${fence}${pad}${shown}${pad}${fence}`;
}
