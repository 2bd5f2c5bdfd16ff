import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { errorCatalogue } from "../../../provider/api/errorCatalogue";
import { filesBelow, root } from "../../../tools/docs/sources";

const codes = Object.keys(errorCatalogue);
const source = filesBelow("provider", ".ts")
    .filter((file) => path.basename(file) !== "errorCatalogue.ts")
    .map((file) => readFileSync(file, "utf8"))
    .join("\n")
    // A sentence may go on in another line.
    .replaceAll(/["`] \+\s*["`]/g, "");
const page = readFileSync(path.join(root, "docs", "errors.md"), "utf8");

// That every code of an error is in the catalogue is what its type says.
describe("the catalogue of errors", () => {
    it("has no code that no error has", () => {
        assert.deepEqual(
            codes.filter((code) => !source.includes(`"${code}"`)),
            [],
        );
    });

    it("has a heading on the page for each, to which a link can lead", () => {
        assert.deepEqual(
            codes.filter((code) => !page.includes(`\n#### ${code}\n`)),
            [],
        );
    });

    it("has codes that are told from settings, and sentences that end", () => {
        for (const [code, { means, cure }] of Object.entries(errorCatalogue)) {
            assert.match(code, /^kore:[a-z]+(-[a-z]+)*$/);
            assert.match(`${means} ${cure}`, /^[A-Z`].*[.?`] [A-Z].*\.$/, code);
        }
    });
});

describe("the page of errors", () => {
    // What is said in several ways, or of somebody, has an ellipsis or a name there.
    const sentences = [...page.matchAll(/^- `([^`]+)`/gm)].map(([, sentence = ""]) => sentence.replace(/\s+/g, " "));

    for (const sentence of sentences) {
        it(`tells of what is said: ${sentence}`, () => {
            const clauses = sentence.split(/…|ada@example\.com|[,;:.]( |$)/).map((clause = "") => clause.trim());
            const longest = clauses.reduce((best, clause) => (clause.length > best.length ? clause : best), "");
            assert.ok(longest.length > 5 && source.includes(longest), longest);
        });
    }
});
