import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { withoutCode } from "../../tools/docs/markdown";
import { linksOf, markdownFiles } from "./markdownFiles";

interface Word {
    /** As a page may write it. */
    used: RegExp;
    /** Where it is explained besides the list of words: a section, or a page that is about it. */
    explained: string[];
}

const list = "concepts.md#words";
const words: Record<string, Word> = {
    "takes over": {
        used: /\b(?:take|takes|taken|took|taking)(?: \w+)? over\b/i,
        explained: ["concepts.md#adoption", "user.md#adoption"],
    },
    "hand-over": {
        used: /\bhand(?:s|ed|ing)?[- ]over/i,
        explained: ["concepts.md#hand-over", "user.md#hand-over", "user-access.md#moving-people"],
    },
    unverified: { used: /\bunverified\b/i, explained: ["concepts.md#what-cant-be-verified"] },
    surplus: { used: /\bsurplus\b/i, explained: ["concepts.md#exclusive"] },
    instance: { used: /\binstances?\b/i, explained: ["provider.md"] },
};

const pages = markdownFiles().filter(({ name }) => name === "README.md" || /^docs\/[^/]+\.md$/.test(name));
const concepts = pages.find(({ name }) => name === "docs/concepts.md")?.text ?? "";

/** The paragraphs, items and rows of a page that a person reads from above; what is generated has its words explained in the code. */
function piecesOf(text: string): string[] {
    const shown = withoutCode(text)
        .replace(/<!-- generated: [\s\S]*?<!-- end -->/g, "")
        .replace(/(`+)[^`][\s\S]*?\1/g, (span) => (span.includes("](") ? span : "code"));
    return shown.split(/\n\s*\n|\n(?=\s*(?:\||- |\d+\. ))/);
}

/** Whether a page explains a word where it first uses it, as `**the word**, that is …` or below a heading of it, or sends its reader on. */
function isMet(name: string, text: string, { used, explained }: Word): boolean {
    const first = piecesOf(text).find((piece) => used.test(piece));
    if (first === undefined || first.startsWith("#") || isAbout(name, explained)) return true;
    const told = (first.match(/\*\*[^*]+\*\*/g) ?? []).some((bold) => used.test(bold));
    const places = ["concepts.md", list, ...explained];
    return told || linksOf(first).some((to) => places.some((place) => `${name}${to}`.endsWith(place)));
}

/** Whether the word is what the whole page is about. */
function isAbout(name: string, explained: string[]): boolean {
    return explained.some((place) => name === `docs/${place}`);
}

describe("a word of this project's own", () => {
    for (const [word, known] of Object.entries(words)) {
        it(`is among the words of docs/concepts.md, in half a sentence: ${word}`, () => {
            const [, meaning = ""] = new RegExp(`^\\| \\*\\*${word}\\*\\* \\| (.+) \\|$`, "m").exec(concepts) ?? [];
            assert.ok(meaning.length > 20 && meaning.length < 260, `it says: ${meaning}`);
        });

        for (const { name, text } of pages.filter(({ text }) => piecesOf(text).some((piece) => known.used.test(piece))))
            it(`is explained, or leads there, where ${name} first uses it: ${word}`, () =>
                assert.ok(
                    isMet(name, text, known),
                    piecesOf(text).find((piece) => known.used.test(piece)),
                ));
    }

    it("is asked of prose alone, and of its first use alone", () => {
        const instance = words["instance"] ?? assert.fail();
        assert.ok(isMet("docs/a.md", "`instance` of\n\n[An instance](provider.md) is one. An instance.", instance));
        assert.ok(isMet("docs/a.md", "An **instance**, a connection of its own, is one.", instance));
        assert.ok(!isMet("docs/a.md", "An instance is one.\n\n[An instance](provider.md)", instance));
    });
});
