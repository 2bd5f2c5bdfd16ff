import { assertExpected, reviewed, said } from "./reviewed";
import { scenarios } from "./scenarios";

describe("kore-access diff", () => {
    for (const { name, title, fails } of scenarios) {
        if (fails) continue;
        describe(`${name}: ${title}`, () => {
            it("as Markdown", () => assertExpected(`${name}.md`, said(reviewed(name), "markdown")));
            it("as text", () => assertExpected(`${name}.txt`, said(reviewed(name), "text")));
            it("as JSON", () => assertExpected(`${name}.json`, said(reviewed(name), "json")));
        });
    }
});
