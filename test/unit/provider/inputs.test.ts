import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import * as v from "valibot";
import { KoreError } from "../../../provider/api/errors";
import {
    args,
    checked,
    email,
    flag,
    keepingState,
    oneOf,
    parse,
    same,
    setOf,
    text,
    unknownValue,
} from "../../../provider/schema/inputs";

const schema = args({
    emailId: email,
    groups: v.exactOptional(setOf(text)),
    flag: v.exactOptional(flag),
    word: v.exactOptional(oneOf(["one", "two"])),
});

function inputsOf(news: object): unknown {
    const { inputs, failures } = checked(schema, news);
    assert.deepEqual(failures, []);
    return inputs;
}

function failuresOf(news: object) {
    return checked(schema, news).failures;
}

describe("an e-mail address", () => {
    for (const address of [
        "ada@example.com",
        "a.da+builder@mail.example.co.uk",
        "ada_l@example-company.com",
        "conor.o'brien@example.com",
        "ada@xn--bcher-kva.example",
        "ada@example.xn--p1ai",
    ]) {
        it(`may be ${address}`, () => assert.deepEqual(inputsOf({ emailId: address }), { emailId: address }));
    }

    it("is compared without white space around it and in lower case", () => {
        assert.deepEqual(inputsOf({ emailId: " Ada.Lovelace@Example.COM\n" }), { emailId: "ada.lovelace@example.com" });
    });

    for (const address of [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@@example.com",
        "ada lovelace@example.com",
        "ada@example .com",
        "Ada <ada@example.com>",
        "ada@example.com, grace@example.com",
        "ada@example.com.",
    ]) {
        it(`is none, and shown, where it is "${address}"`, () => {
            assert.deepEqual(failuresOf({ emailId: address }), [
                { property: "emailId", reason: `"${address.toLowerCase()}" is not an e-mail address` },
            ]);
        });
    }
});

describe("a list in which order means nothing", () => {
    const lists = fc.array(fc.string({ minLength: 1 }));

    it("has one normal form, whatever the order and the repetition of its elements", () =>
        fc.assert(
            fc.property(
                lists.chain((list) =>
                    fc.tuple(
                        fc.constant(list),
                        fc.shuffledSubarray(list, { minLength: list.length }),
                        fc.subarray(list),
                    ),
                ),
                ([list, shuffled, repeated]) =>
                    assert.deepEqual(
                        inputsOf({ emailId: "a@b.co", groups: [...shuffled, ...repeated] }),
                        inputsOf({ emailId: "a@b.co", groups: list }),
                    ),
            ),
        ));

    it("has a normal form with each of its elements once, and nothing else", () =>
        fc.assert(
            fc.property(lists, (groups) => {
                const { groups: list } = v.parse(schema, { emailId: "a@b.co", groups });
                assert.deepEqual(new Set(list), new Set(groups));
                assert.equal(list?.length, new Set(groups).size);
            }),
        ));

    it("stays as it is, in order and length, as long as one of its elements is unknown", () => {
        const groups = ["b", unknownValue, "a", "b", unknownValue];
        assert.deepEqual(inputsOf({ emailId: "a@b.co", groups }), { emailId: "a@b.co", groups });
    });
});

describe("the arguments of a resource", () => {
    it("may leave out what is optional, as null or undefined too; the provider's own property is none of them", () => {
        assert.deepEqual(
            inputsOf({ emailId: "a@b.co", groups: null, flag: undefined, __provider: "exports.handler" }),
            { emailId: "a@b.co" },
        );
    });

    const wrong: [string, object, { property: string; reason: string }[]][] = [
        ["one is missing", {}, [{ property: "emailId", reason: "is required" }]],
        [
            "one is misspelt",
            { emailId: "a@b.co", group: [] },
            [{ property: "group", reason: "is not an argument of this resource" }],
        ],
        ["a text is a number", { emailId: 7 }, [{ property: "emailId", reason: "must be a text" }]],
        [
            "a text in a list is empty",
            { emailId: "a@b.co", groups: ["x", ""] },
            [{ property: "groups[1]", reason: "must not be empty" }],
        ],
        ["a list is a text", { emailId: "a@b.co", groups: "x" }, [{ property: "groups", reason: "must be a list" }]],
        [
            "a flag is a text",
            { emailId: "a@b.co", flag: "true" },
            [{ property: "flag", reason: "must be true or false" }],
        ],
        [
            "a word is another",
            { emailId: "a@b.co", word: "three" },
            [{ property: "word", reason: "must be one of: one, two" }],
        ],
        [
            "several are wrong",
            { flag: 1, groups: [2] },
            [
                { property: "emailId", reason: "is required" },
                { property: "groups[0]", reason: "must be a text" },
                { property: "flag", reason: "must be true or false" },
            ],
        ],
    ];
    for (const [what, news, failures] of wrong) {
        it(`are refused where ${what}, and each failure names its property`, () =>
            assert.deepEqual(failuresOf(news), failures));
    }

    it("are handed back as they are where something is wrong with them", () => {
        const news = { emailId: "ADA", groups: ["b", "a"] };
        assert.deepEqual(checked(schema, news).inputs, news);
    });

    it("may be unknown, each of them", () => {
        const news = { emailId: unknownValue, groups: unknownValue, flag: unknownValue, word: unknownValue };
        assert.deepEqual(inputsOf(news), news);
    });
});

describe("the properties of a state", () => {
    it("are parsed like arguments", () => {
        assert.deepEqual(parse(schema, { emailId: "A@b.co", __provider: "…", flag: null }, "ada"), {
            emailId: "a@b.co",
        });
    });

    it("keep the order of their lists, which is that of the last preview", () => {
        assert.deepEqual(parse(schema, { emailId: "a@b.co", groups: ["b", "a", "b"] }, "ada"), {
            emailId: "a@b.co",
            groups: ["b", "a"],
        });
    });

    it("that cannot be read leave the resource alone, and the message says which and what to do", () => {
        assert.throws(
            () => parse(schema, { emailId: "a@b.co", groups: 7 }, "ada@example.com"),
            (error) =>
                error instanceof KoreError &&
                error.kind === "unreadable" &&
                /^ada@example\.com was left alone: its state cannot be read \(groups: must be a list\)\..*edited by hand/.test(
                    error.message,
                ),
        );
    });
});

describe("two declarations", () => {
    it("are the same by their values, not by the order of their properties", () => {
        assert(same({ a: 1, b: ["x"] }, { b: ["x"], a: 1 }));
        assert(!same({ a: 1 }, { a: 1, b: undefined }));
    });

    it("are the same with their lists in any order, and with an element twice, at any depth", () => {
        assert(same(["a", "b"], ["b", "a", "b"]));
        assert(
            same(
                { tasks: [{ of: "x", dialogs: ["1", "2"] }, { of: "y" }] },
                { tasks: [{ of: "y" }, { dialogs: ["2", "1"], of: "x" }, { of: "x", dialogs: ["1", "2"] }] },
            ),
        );
        assert(!same(["a", "b"], ["a"]));
        assert(!same([["a"]], ["a"]));
        assert(!same([], undefined));
        assert(!same({ tasks: [{ of: "x", dialogs: ["1", "2"] }] }, { tasks: [{ of: "x", dialogs: ["1"] }] }));
    });
});

describe("an error that keeps the state", () => {
    it("carries id, properties and reasons, as the engine wants them of a resource that was made in part", () => {
        const error = keepingState(
            new KoreError({ code: "kore:unconfirmed", kind: "unconfirmed", what: "ada", why: "so" }),
            "ada@example.com",
            {
                emailId: "ada@example.com",
            },
        );
        assert(error instanceof KoreError);
        assert.deepEqual(
            { ...error },
            {
                ...new KoreError({ code: "kore:unconfirmed", kind: "unconfirmed", what: "ada", why: "so" }),
                id: "ada@example.com",
                properties: { emailId: "ada@example.com" },
                reasons: ["ada: so. [kore:unconfirmed]"],
            },
        );
    });
});
