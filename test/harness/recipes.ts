import assert from "node:assert/strict";
import path from "node:path";
import { codeBlocks, type CodeBlock } from "../../tools/docs/markdown";
import { repositoryRoot } from "./repository";

/** The environment of somebody who does in TypeScript what a page says. */
export const ofReader: NodeJS.ProcessEnv = {
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    PULUMI_NODEJS_TSCONFIG_PATH: path.join(repositoryRoot, "examples", "quickstart", "tsconfig.json"),
    // Whoever reads the page is asked, and has read the preview.
    PULUMI_OPTION_SKIP_PREVIEW: "true",
    PULUMI_OPTION_YES: "true",
};

/** A section of a page that has something to do. */
interface Recipe {
    title: string;
    blocks: CodeBlock[];
}

/** The sections of a page that have blocks of code, in their order. */
export function recipesOf(page: string): Recipe[] {
    const sections = page.split(/^## /m).slice(1);
    return sections
        .map((section) => ({ title: section.slice(0, section.indexOf("\n")), blocks: codeBlocks(section) }))
        .filter(({ blocks }) => blocks.length > 0);
}

/** A text with the change that a block in the language `diff` shows: lines with a sign before them, without numbers. */
export function changed(text: string, diff: string): string {
    const lines = diff.trimEnd().split("\n");
    const side = (sign: string) =>
        lines.flatMap((line) => (line.startsWith(sign) ? [] : [`${line.slice(1)}\n`])).join("");
    const [before, after] = [side("+"), side("-")];
    assert.equal(text.split(before).length - 1, 1, `this is to stand once in the program:\n${before}`);
    return text.replace(before, () => after);
}

/** That a page shows what was printed: the words in their order, with `…` for anything between them. */
export function assertShown(words: string, printed: string): void {
    let from = 0;
    for (const piece of words.trimEnd().split("…")) {
        const at = printed.indexOf(piece, from);
        assert.ok(at >= 0, `the page says:\n${words}\nof which this is missing:\n${piece}\nPrinted was:\n${printed}`);
        from = at + piece.length;
    }
}
