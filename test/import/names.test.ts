import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import ts from "typescript";
import { Constants } from "../../review/src/directory/constants";
import { identifiersFor } from "../../review/src/directory/identifiers";
import { literal, type Literal } from "../../review/src/literal";
import { profilesOf } from "../../review/src/import/profiles";
import { projectName } from "../../review/src/import/project";
import { directoryWith } from "../unit/review/directories";

describe("the names of an account, as a program has them", () => {
    const cases: [string, string][] = [
        ["Bot Developer", "botDeveloper"],
        ["QA", "qa"],
        ["HR & Payroll", "hrPayroll"],
        ["1st Line", "group1stLine"],
        ["サポート", "サポート"],
        ["🤖", "group"],
        ["", "group"],
        ["__proto__", "proto"],
        ["*/ process.exit(1) /*", "processExit1"],
        ["a\nb\u202Ec", "aBC"],
        ["ＡＢＣ", "abc"],
    ];
    for (const [name, identifier] of cases) {
        it(`${JSON.stringify(name)} becomes ${identifier}`, () =>
            assert.deepEqual(identifiersFor([name], "group"), [identifier]));
    }

    it("are told apart, also where they differ in signs and letter case alone", () => {
        assert.deepEqual(identifiersFor(["Support", "support!", "SUPPORT", "Support 2", "Team 1", "team 1"], "bot"), [
            "support",
            "support2",
            "support3",
            "support2_2",
            "team1",
            "team1_2",
        ]);
    });

    it("stay what they are, whatever their names are now, and others of these names are told apart from them", () => {
        assert.deepEqual(
            identifiersFor(["Support", "Renamed", "support", "Sales"], "bot", [
                undefined,
                "support",
                undefined,
                "SUPPORT2",
            ]),
            ["support3", "support", "support4", "SUPPORT2"],
        );
        assert.deepEqual(identifiersFor(["Support", "Sales"], "bot", ["one", "One"]), ["one", "sales"]);
    });

    it("are valid and unique whatever they are", () => {
        const name = fc.oneof(
            fc.string({ unit: "grapheme" }),
            fc.string({ unit: "binary" }),
            fc.constantFrom("a", "A", "a2", "class", "constructor", "İ", "ß", "ﬁ"),
        );
        fc.assert(
            fc.property(fc.array(name, { maxLength: 12 }), (names) => {
                const identifiers = identifiersFor(names, "role");
                assert.equal(new Set(identifiers.map((identifier) => identifier.toLowerCase())).size, names.length);
                for (const identifier of identifiers) assert.ok(isIdentifier(identifier), JSON.stringify(identifier));
            }),
        );
    });
});

describe("a letter of any script", () => {
    it("becomes a part of a name only where the compiler takes it", () => {
        const letters = Array.from({ length: 0x20000 }, (_, code) => String.fromCodePoint(code)).filter(
            (letter) => !/\p{Surrogate}/u.test(letter),
        );
        assert.deepEqual(
            letters.filter((letter) => !isIdentifier(identifiersFor([`a${letter}`], "role")[0] ?? "")),
            [],
        );
    });
});

describe("a value, as program text", () => {
    it("means the value again, and shows every character that could hide or reorder text", () => {
        const value: fc.Arbitrary<Literal> = fc.oneof(
            fc.string({ unit: "binary" }),
            fc.boolean(),
            fc.array(fc.string({ unit: "grapheme" })),
            fc.record({ one: fc.string({ unit: "binary" }), two: fc.array(fc.string()) }, { noNullPrototype: true }),
        );
        fc.assert(
            fc.property(value, (given) => {
                const text = literal(given);
                assert.deepEqual(evaluate(text), given);
                assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
            }),
        );
    });

    it("stands on one line where that has room, else each part on its own", () => {
        assert.equal(literal({ one: "1", list: [true, "${x}"] }), '{ one: "1", list: [true, "${x}"] }');
        const long = literal({ first: "x".repeat(60), second: ["y".repeat(60)] });
        assert.deepEqual(long.split("\n"), [
            "{",
            `    first: "${"x".repeat(60)}",`,
            `    second: ["${"y".repeat(60)}"],`,
            "}",
        ]);
    });
});

describe("the name of a project", () => {
    for (const [folder, name] of [
        ["access", "access"],
        ["Kore access (prod)!", "Kore-access-prod"],
        ["..", "kore-access-as-code"],
        ["サポート", "kore-access-as-code"],
    ] as const) {
        it(`is ${name} in the folder ${folder}`, () => assert.equal(projectName(folder), name));
    }
});

function isIdentifier(text: string): boolean {
    const characters = [...text].map((character) => character.codePointAt(0) ?? 0);
    return characters.every((code, index) =>
        index === 0
            ? ts.isIdentifierStart(code, ts.ScriptTarget.ES2022)
            : ts.isIdentifierPart(code, ts.ScriptTarget.ES2022),
    );
}

function evaluate(text: string): unknown {
    const { outputText } = ts.transpileModule(`module.exports = ${text};`, {
        compilerOptions: { module: ts.ModuleKind.CommonJS },
    });
    const made: { exports: unknown } = { exports: undefined };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    new Function("module", outputText)(made);
    return made.exports;
}

describe("the name of a kind of access, as people.csv has it", () => {
    const groups = ["e-1", "e-2", "e-3", "e-4"];
    const nameOf = (more: { isDeveloper: boolean; canCreateBot: boolean; groups: string[] }) => {
        const person = {
            ...{ emailId: "ada@example.com", userId: "u-1", roles: [], ...more },
            groups: more.groups.map((groupId) => ({ groupId })),
        };
        const directory = directoryWith({
            groups: groups.map((id) => ({ id, name: `Team ${id}`, confers: [], isWhole: true })),
        });
        const snapshot = { host: "", hostSetting: "", people: [person], leftOut: [], directory };
        return profilesOf(snapshot, new Constants(directory)).map(({ identifier }) => identifier);
    };

    it("has what it gives in the bot builder, however much it gives beside", () => {
        assert.deepEqual(
            [
                nameOf({ isDeveloper: true, canCreateBot: true, groups }),
                nameOf({ isDeveloper: true, canCreateBot: false, groups }),
                nameOf({ isDeveloper: true, canCreateBot: false, groups: groups.slice(0, 3) }),
                nameOf({ isDeveloper: false, canCreateBot: false, groups }),
                nameOf({ isDeveloper: false, canCreateBot: false, groups: [] }),
            ],
            [
                ["teamE1TeamE2TeamE3And1MoreCreator"],
                ["teamE1TeamE2TeamE3And1MoreBuilder"],
                ["teamE1TeamE2TeamE3Builder"],
                ["teamE1TeamE2TeamE3And1More"],
                ["noAccess"],
            ],
        );
    });
});
