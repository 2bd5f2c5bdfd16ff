import assert from "node:assert/strict";
import { assertExpected, reviewed, said } from "./reviewed";
import { scenarios } from "./scenarios";

describe("kore-access diff", () => {
    for (const { name, title, fails, sameAs } of scenarios) {
        if (fails) continue;
        if (sameAs !== undefined) {
            it(`${name}: ${title}: the same words`, () => assert.equal(wordsOf(name), wordsOf(sameAs)));
            continue;
        }
        describe(`${name}: ${title}`, () => {
            it("as Markdown", () => assertExpected(`${name}.md`, said(reviewed(name), "markdown")));
            it("as text", () => assertExpected(`${name}.txt`, said(reviewed(name), "text")));
            it("as JSON", () => assertExpected(`${name}.json`, said(reviewed(name), "json")));
        });
    }
});

/** All that is said for people. The fingerprint names the resources, and a note counts those that were not read. */
function wordsOf(name: string): string {
    return said(reviewed(name), "text").replace(/^(Fingerprint|The account was read) .*$/gm, "");
}
