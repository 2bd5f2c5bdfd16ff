import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { table } from "../../../emulator/src/cli/table";

const head = ["person", "roles", "groups"];
const rows = [
    ["ada@example.com\nAda Byron", "Bot Developer @ Support\nBot Tester @ Support, by Support Team", "Support Team"],
    [`${"a-very-long-name.".repeat(5)}@example.com`, "-", "Everybody, who has ever worked for the company"],
];

const longest = (text: string) => Math.max(...text.split("\n").map(({ length }) => length));
const wordsOf = (text: string) =>
    text
        .replace(/[│─┌┬┐├┼┤└┴┘\s]/g, "")
        .split("")
        .sort()
        .join("");

describe("a table of the emulator's command", () => {
    for (const columns of [40, 60, 80, 120]) {
        it(`is no wider than a terminal of ${columns} columns, and loses nothing of what it says`, () => {
            const drawn = table(head, rows, { isTTY: true, columns });
            assert.ok(longest(drawn) <= columns, drawn);
            assert.equal(wordsOf(drawn), wordsOf([head, ...rows].flat().join("")));
        });
    }

    it("is as wide as what it says where the terminal is wider", () => {
        assert.equal(
            longest(table(head, [["ada@example.com", "-", "-"]], { isTTY: true, columns: 200 })),
            "│ ada@example.com │ roles │ groups │".length,
        );
    });

    it("takes 80 columns where there is no terminal, with a blank line between people of several lines", () => {
        const drawn = table(head, rows, {});
        assert.ok(longest(drawn) <= 80, drawn);
        assert.match(drawn, /^person +roles +groups\n\nada@example\.com +Bot Developer @ Support +Support Team\n/);
    });

    it("indents what goes on in another line", () => {
        const drawn = table(["a", "b"], [["x".repeat(50), "one two three four five six seven eight"]], {});
        assert.match(drawn, /\n {2}x+/);
    });
});
