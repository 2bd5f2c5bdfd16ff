import { readFileSync } from "node:fs";
import path from "node:path";
import { codeBlocks, type CodeBlock, withoutCode } from "../../tools/docs/markdown";
import { filesBelow, root } from "../../tools/docs/sources";

/** A page of this repository. */
export interface MarkdownFile {
    /** Path below the root, with slashes. */
    name: string;
    text: string;
}

/** Every page of this repository. */
export function markdownFiles(): MarkdownFile[] {
    return filesBelow(".", ".md").map((file) => ({
        name: path.relative(root, file).split(path.sep).join("/"),
        text: readFileSync(file, "utf8"),
    }));
}

/** A block of code, and where it stands. */
export interface Snippet extends CodeBlock {
    /** The file that it stands in, below the root. */
    file: string;
}

/** The blocks of a language on every page of this repository. */
export function blocksOf(language: string): Snippet[] {
    return markdownFiles().flatMap(({ name, text }) =>
        codeBlocks(text)
            .filter((block) => block.language === language)
            .map((block) => ({ ...block, file: name })),
    );
}

/** Where the links of a page lead, as they are written. */
export function linksOf(text: string): string[] {
    const shown = withoutCode(text).replace(/(`+)[^`][\s\S]*?\1/g, (span) => (span.includes("](") ? "" : span));
    const inline = [...shown.matchAll(/\]\(\s*<?([^()\s>]+(?:\([^()\s]*\)[^()\s>]*)?)>?(?:\s+"[^"]*")?\s*\)/g)];
    const named = [...shown.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)];
    return [...inline, ...named].flatMap(([, target]) => target ?? []);
}
