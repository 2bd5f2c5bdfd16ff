import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { code } from "../../review/src/markdownPhrase";
import { readPreview } from "../../review/src/diff/preview";
import { review } from "../../review/src/diff/review";
import { reportOf } from "../../review/src/report/report";
import { readState } from "../../review/src/report/state";
import { json, visible } from "../../review/src/visible";
import { recordedPreview, recordedState } from "./recorded";
import { said } from "./reviewed";
import { asCsv, asJson, asMarkdown } from "./reports";

// Anything, with much of what Markdown, HTML, terminals and spreadsheets give a meaning.
const pieces = [
    "`",
    "``",
    "```",
    "|",
    "\\",
    "\\|",
    "*",
    "_",
    "~",
    "#",
    "\n",
    "\r\n",
    "<",
    ">",
    "</details>",
    "<!--",
    "-->",
    "<script>",
    "&lt;",
    "[x](https://example.org)",
    "![",
    "@octocat",
    "#1",
    "\t",
    " ",
    "=",
    "+",
    "-",
    "\u001b[31m",
    "\u009b2J",
    "\u202e",
    "\u200b",
    "\u2066",
    "\ufeff",
    "\ud800",
    "\u2028",
    "🧑‍💻",
    "é",
    "x",
];
const anything = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join("")),
);
const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A recorded text with other words in the place of some. */
function withWords(text: string, words: Record<string, string>): string {
    const replace = (value: unknown): unknown => {
        if (typeof value === "string") return words[value] ?? value;
        if (Array.isArray(value)) return value.map(replace);
        return typeof value === "object" && value !== null
            ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replace(each)]))
            : value;
    };
    return JSON.stringify(replace(JSON.parse(text)));
}

/** What is left of Markdown when its code spans are taken out, by CommonMark's rule: a run of backticks ends at one of the same length. */
function outsideCode(markdown: string): string {
    return markdown
        .split("\n")
        .map((line) => line.replaceAll(/(`+)(?!`)(.*?[^`])\1(?!`)/g, "CODE"))
        .join("\n");
}

const words = (value: string) => ({
    "maintains the Support bot": value,
    "answers access requests": value,
    Ada: value,
    "Master Admin": value,
    "User Admin": value,
    "Bot Developer": value,
    Support: value,
});
const lineCount = said(
    review(readPreview(withWords(recordedPreview("administrators"), words("plain")), ""), []),
    "markdown",
).split("\n").length;

describe("values from outside never become markup, commands or formulas", () => {
    it("a code span holds any text on its line, and nothing of it gets out", () => {
        fc.assert(
            fc.property(anything, (value) => {
                const span = code(value);
                assert.doesNotMatch(span, /[\n\r]/);
                assert.doesNotMatch(span, dangerous);
                if (!span.startsWith("*")) assert.equal(outsideCode(`x ${span} y`), "x CODE y");
            }),
            { numRuns: 2000 },
        );
    });

    it("a code span shows the text itself, where it is harmless", () => {
        fc.assert(
            fc.property(
                anything.filter(
                    (value) =>
                        !dangerous.test(value) &&
                        value.trim() !== "" &&
                        value.length < 200 &&
                        !/[\u115f\u1160\u3164\uffa0]/.test(value),
                ),
                (value) => {
                    const [, fence = "", inner = ""] = /^(`+)([^]*)\1$/.exec(code(value)) ?? [];
                    assert.ok(fence.length > 0);
                    const stripped = inner.startsWith(" ") && inner.endsWith(" ") ? inner.slice(1, -1) : inner;
                    assert.equal(stripped, value);
                },
            ),
        );
    });

    it("the Markdown of a review keeps its lines and its markup, whatever the names and reasons", () => {
        const frame = (markdown: string) =>
            outsideCode(markdown)
                .replaceAll(/CODE|\*(?:empty|blank|secret|not known yet)\*/g, "·")
                .replaceAll(/ \(·\)/g, "")
                .split("\n")
                .sort();
        const plain = frame(
            said(review(readPreview(withWords(recordedPreview("administrators"), words("plain")), ""), []), "markdown"),
        );
        fc.assert(
            fc.property(
                anything.filter((value) => value.trim() !== "" && !/^output<|^\[secret\]$/.test(value)),
                (value) => {
                    const markdown = said(
                        review(readPreview(withWords(recordedPreview("administrators"), words(value)), ""), []),
                        "markdown",
                    );
                    assert.equal(markdown.split("\n").length, lineCount);
                    assert.deepEqual(frame(markdown), plain);
                },
            ),
            { numRuns: 300 },
        );
    });

    it("the text of a review moves no cursor, and has no lines but its own", () => {
        const lines = said(
            review(readPreview(withWords(recordedPreview("administrators"), words("plain")), ""), []),
            "text",
        ).split("\n").length;
        fc.assert(
            fc.property(
                anything.filter((value) => value.trim() !== ""),
                (value) => {
                    const text = said(
                        review(readPreview(withWords(recordedPreview("administrators"), words(value)), ""), []),
                        "text",
                    );
                    assert.equal(text.split("\n").length, lines);
                    assert.doesNotMatch(text.replaceAll("\n", ""), dangerous);
                },
            ),
            { numRuns: 300 },
        );
    });

    it("JSON says the very same value, in characters that a terminal shows", () => {
        fc.assert(
            fc.property(anything, (value) => {
                const written = json({ value });
                assert.deepEqual(JSON.parse(written), { value });
                assert.doesNotMatch(written.replaceAll("\n", ""), dangerous);
            }),
            { numRuns: 1000 },
        );
    });

    it("a value is never endless", () => assert.ok(visible("x".repeat(100_000)).length < 400));

    it("the CSV of a report has no cell that a spreadsheet would compute, and the cells that it had", () => {
        fc.assert(
            fc.property(anything, (value) => {
                const csv = asCsv(
                    reportOf(
                        readState(
                            withWords(recordedState("administrators"), { ...words(value), "ada@example.com": value }),
                            "",
                        ),
                        "",
                    ),
                );
                const rows: Record<string, string>[] = parse(csv, { columns: true });
                assert.equal(
                    rows.length,
                    asCsv(reportOf(readState(recordedState("administrators"), ""), ""))
                        .trimEnd()
                        .split("\r\n").length - 1,
                );
                for (const row of rows)
                    for (const cell of Object.values(row)) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
            }),
            { numRuns: 300 },
        );
    });

    it("the tables of a report keep their columns", () => {
        fc.assert(
            fc.property(
                anything.filter((value) => value.trim() !== ""),
                (value) => {
                    const markdown = asMarkdown(
                        reportOf(readState(withWords(recordedState("administrators"), words(value)), ""), ""),
                    );
                    const cells = (line: string) => line.replaceAll(/\\\|/g, "").split("|").length;
                    const tables = markdown.split(/\n(?!\|)/).map((part) => part.split("\n").slice(1));
                    for (const [head = "", ...rows] of tables)
                        for (const line of rows) assert.equal(cells(line), cells(head), line);
                    assert.deepEqual(
                        tables.flatMap(([head]) => (head === undefined ? [] : [cells(head)])),
                        [4, 6],
                    );
                },
            ),
            { numRuns: 300 },
        );
    });

    it("the JSON of a report is JSON", () => {
        fc.assert(
            fc.property(anything, (value) =>
                assert.doesNotThrow(
                    () =>
                        JSON.parse(
                            asJson(
                                reportOf(readState(withWords(recordedState("administrators"), words(value)), ""), ""),
                            ),
                        ) as unknown,
                ),
            ),
        );
    });
});
