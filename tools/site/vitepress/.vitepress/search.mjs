import { slug } from "../../../docs/markdown.ts";

// Measurements, and what a page shows of the repository, are for those who follow a link.
const isLeftOut = (source, page) => /^(test|bench)\//.test(page) || source.startsWith("---\nsearch: false\n");

/** What the search makes its sections of: the page as HTML; of one that it leaves out, nothing. */
export function searched(source, env, markdown) {
    return isLeftOut(source, env.relativePath) ? "" : markdown.render(source, env);
}

/** A row of a table that begins with code, such as a setting, gets an anchor: the search leads to it. */
export function rowAnchors(markdown) {
    markdown.core.ruler.push("row-anchors", ({ tokens }) => {
        const taken = new Set(tokens.map((token) => token.attrGet("id")));
        tokens.forEach((row, at) => {
            const [code, ...others] = tokens[at + 2]?.children ?? [];
            if (row.type !== "tr_open" || code?.type !== "code_inline" || others.length > 0) return;
            const anchor = slug(code.content);
            if (anchor === "" || taken.has(anchor)) return;
            taken.add(anchor);
            row.attrSet("id", anchor);
        });
    });
}

const plain = (html) =>
    html
        .replace(/<[^>]*>/g, " ")
        .replaceAll("\u200b", "")
        .trim();

/** The sections of a page: what is under each heading, and each row that has an anchor. */
export function* sections(_file, html) {
    const titles = [];
    const headings = html.matchAll(/<h([1-6]) id="([^"]*)"[^>]*>(.*?)<a .*?<\/h\1>([\s\S]*?)(?=<h[1-6] id=|$)/g);
    for (const [, level, anchor, heading, content] of headings) {
        titles.splice(Number(level) - 1, titles.length, plain(heading));
        const row = /<tr id="([^"]*)"[^>]*>\s*<td[^>]*>(.*?)<\/td>([\s\S]*?)<\/tr>/g;
        yield { anchor, titles: titles.filter(Boolean), text: plain(content.replace(row, "")) };
        for (const [, anchor, title, text] of content.matchAll(row))
            yield { anchor, titles: [...titles, plain(title)].filter(Boolean), text: plain(text) };
    }
}
