import { AccessError } from "../accessError";
import { brevities, documentOf } from "./compose";
import { reviewJson } from "./json";
import { reviewMarkdown } from "./markdown";
import type { Review } from "./statement";
import { reviewText } from "./text";

export const formats = ["markdown", "text", "json"] as const;
export type Format = (typeof formats)[number];

/** GitHub's limit of a comment. */
export const defaultMaxCharacters = 65_536;
// Enough for one line of each kind of change and each rule.
export const fewestCharacters = 4_000;

/**
 * A review in a format; shorter where it would be too long: first without the routine changes, then with those of whom
 * the same is said together, last with a few of them. JSON is never shortened.
 */
export function render(
    review: Review,
    { format, maxCharacters, styled }: { format: Format; maxCharacters: number; styled: boolean },
): string {
    if (format === "json") return reviewJson(review);
    for (const brevity of brevities) {
        const document = documentOf(review, brevity);
        const rendered =
            format === "markdown"
                ? reviewMarkdown(document, review.names, commentMark(review))
                : reviewText(document, review.names, styled);
        if (rendered.length <= maxCharacters) return rendered;
    }
    throw new AccessError(`Even the counts do not fit into ${maxCharacters} characters: give --max-characters more.`);
}

/** By which a later run finds its comment; of names only what a comment of HTML can hold. */
function commentMark({ project, stack }: Review): string {
    return `kore-access: ${`${project}/${stack}`.replaceAll(/[^\w./-]+/g, "_").replaceAll(/-{2,}/g, "-")}`;
}
