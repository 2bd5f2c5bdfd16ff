import assert from "node:assert/strict";
import { unknownValue } from "../../../provider/schema/inputs";
import { pathsOf } from "../../../provider/schema/paths";

describe("the paths at which two declarations differ", () => {
    const rows: [string, unknown, unknown, Record<string, string>][] = [
        ["none where only the order of a list does", { groups: ["a", "b"] }, { groups: ["b", "a"] }, {}],
        ["a field that is new", {}, { dept: "x" }, { dept: "add" }],
        ["a field that is gone", { dept: "x" }, {}, { dept: "delete" }],
        ["a field that is another", { dept: "x" }, { dept: "y" }, { dept: "update" }],
        ["an element that is new, by its place now", { groups: ["a"] }, { groups: ["a", "b"] }, { "groups[1]": "add" }],
        ["one that is gone, by its place before", { groups: ["a", "b"] }, { groups: ["b"] }, { "groups[0]": "delete" }],
        ["one in the place of another", { groups: ["a"] }, { groups: ["b"] }, { "groups[0]": "update" }],
        ["a list with an unknown part as a whole", { groups: ["a"] }, { groups: [unknownValue] }, { groups: "update" }],
        ["a whole that is not known", { ada: {} }, unknownValue, { "": "update" }],
        [
            "a person's, under their address in quotation marks",
            { "ada@example.com": { dept: "x" }, "grace@example.com": {} },
            { "ada@example.com": { dept: "y" }, "jean@example.com": {} },
            {
                '["ada@example.com"].dept': "update",
                '["grace@example.com"]': "delete",
                '["jean@example.com"]': "add",
            },
        ],
    ];
    for (const [title, before, now, paths] of rows)
        it(title, () => assert.deepEqual(Object.fromEntries(pathsOf(before, now, "")), paths));
});
