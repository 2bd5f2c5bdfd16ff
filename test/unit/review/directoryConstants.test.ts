import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, it } from "mocha";
import ts from "typescript";
import { identifiersFor } from "../../../review/src/directory/identifiers";
import { Constants, identifiersIn, isConstants } from "../../../review/src/directory/constants";
import { constantsFile } from "../../../review/src/directory/files";
import type { AccountDirectory } from "../../../review/src/directory/schema";
import { directoryWith } from "./directories";

const textOf = (directory: AccountDirectory, earlier = "") => new Constants(directory, identifiersIn(earlier)).text();
const bots = (...names: [id: string, name: string][]) =>
    directoryWith({ bots: names.map(([id, name]) => ({ id, name })) });
const identifiersOf = (text: string) => Object.fromEntries(identifiersIn(text).bots);

describe("the constants of a directory", () => {
    it("say the name, the id, the power, and what a group confers", () => {
        const text = textOf(
            directoryWith({
                host: "platform.kore.ai",
                roles: [
                    { id: "a1", name: "Master Admin", kind: "admin", power: "masterAdmin" },
                    { name: "Nameless", kind: "admin", power: "admin" },
                    { id: "b1", name: "Bot Owner", kind: "bot", power: "owner" },
                ],
                groups: [
                    { id: "e-1", name: "Board", confers: [{ roleId: "a1" }], isWhole: true },
                    {
                        id: "e-2",
                        name: "Team",
                        confers: [{ roleId: "b1", botId: "st-1" }, { roleId: "x" }],
                        isWhole: false,
                    },
                    { id: "e-3", name: "All", confers: [], isWhole: true },
                    { id: "e-4", name: "New", confers: [], isWhole: false },
                ],
                bots: [{ id: "st-1", name: "Support" }],
            }),
        );
        assert.equal(
            text,
            `// Written by kore-access from the account at platform.kore.ai.
// Change nothing here: kore-access directory and kore-access import write it anew. No names or addresses of people are in it.

// Kore.ai tells no ids of these roles: "Nameless".

/** Roles of the Admin Console. */
export const adminRoles = {
    /** "Master Admin" (a1): may do everything in the account. */
    masterAdmin: "a1",
} as const;

/** Roles of bots. */
export const botRoles = {
    /** "Bot Owner" (b1): owns a bot. */
    botOwner: "b1",
} as const;

/** Groups. */
export const groups = {
    /** "Board" (e-1): confers "Master Admin", a role of the Admin Console. */
    board: "e-1",
    /**
     * "Team" (e-2): confers "Bot Owner" on bot "Support"; "x", a role of the Admin Console; whether more, is not
     * known.
     */
    team: "e-2",
    /** "All" (e-3): confers no role. */
    all: "e-3",
    /** "New" (e-4): what it confers is not known. */
    new: "e-4",
} as const;

/** Bots. */
export const bots = {
    /** "Support" (st-1) */
    support: "st-1",
} as const;
`,
        );
        assert.equal(isConstants(text), true);
        assert.equal(isConstants(`export const bots = {};\n${text}`), false);
    });

    describe("keep what they are called", () => {
        const first = textOf(bots(["1", "Support"], ["2", "Support"], ["3", "Sales"]));
        it("by their names at first", () =>
            assert.deepEqual(identifiersOf(first), { 1: "support", 2: "support2", 3: "sales" }));

        const cases: [string, AccountDirectory, Record<string, string>][] = [
            [
                "where names change",
                bots(["1", "Help"], ["2", "Sales"], ["3", "Support"]),
                { 1: "support", 2: "support2", 3: "sales" },
            ],
            ["where the first of a name goes", bots(["2", "Support"], ["3", "Sales"]), { 2: "support2", 3: "sales" }],
            [
                "where another of the name comes before it",
                bots(["0", "Support"], ["1", "Support"], ["2", "Support"]),
                { 0: "support3", 1: "support", 2: "support2" },
            ],
            [
                "where the order is another",
                bots(["3", "Sales"], ["2", "Support"], ["1", "Support"]),
                { 1: "support", 2: "support2", 3: "sales" },
            ],
        ];
        for (const [title, directory, expected] of cases)
            it(title, () => assert.deepEqual(identifiersOf(textOf(directory, first)), expected));

        it("also with the line ends of Windows, and in the quotes of another formatter", () => {
            const formatted = first.replaceAll('"', "'").replaceAll("\n", "\r\n");
            const moved = bots(["1", "A"], ["2", "B"], ["3", "C"]);
            assert.equal(textOf(moved, formatted), textOf(moved, first));
        });

        it("and not what a comment says", () => {
            const text = textOf(bots(["1", 'x\n    fake: "9",\n']));
            assert.deepEqual(identifiersOf(text), { 1: "xFake9" });
        });
    });

    describe("compile under strict", function () {
        this.timeout(60_000);
        let folder: string;
        before(() => (folder = mkdtempSync(path.join(os.tmpdir(), "kore-constants-"))));
        after(() => rmSync(folder, { recursive: true, force: true }));
        /** What the compiler says of a program that uses the constants. */
        const problemsOf = (constants: string, program = "") => {
            writeFileSync(path.join(folder, constantsFile), constants);
            const file = path.join(folder, "index.ts");
            writeFileSync(
                file,
                `import { adminRoles, botRoles, bots, groups } from "./kore.directory";\n${program}\nvoid [adminRoles, botRoles, bots, groups];\n`,
            );
            const options: ts.CompilerOptions = {
                strict: true,
                noEmit: true,
                types: [],
                target: ts.ScriptTarget.ES2022,
                module: ts.ModuleKind.Node16,
                moduleResolution: ts.ModuleResolutionKind.Node16,
                noUnusedLocals: true,
            };
            return ts
                .getPreEmitDiagnostics(ts.createProgram([file], options))
                .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
        };
        const hostile = [
            '"quotes" and \\',
            "*/ export const bots = 1; /*",
            "two\nlines\r\n}\n} as const;",
            "\u202Eright\u202C to left",
            "\u2028separator\u2029",
            "`${tick}`",
            "@deprecated use another",
            "// comment",
            "__proto__",
            "constructor",
            "",
            "*".repeat(200) + "/",
            "long ".repeat(100) + "@deprecated",
            "\ud800",
        ];

        it("whatever names and ids are, and hide and reorder nothing", () => {
            const items = hostile.map((name, index) => ({ id: `${index} ${name}`, name }));
            const text = textOf(
                directoryWith({
                    roles: items.map((item) => ({ ...item, kind: "admin", power: "admin" })),
                    groups: items.map(({ id, name }) => ({
                        id,
                        name,
                        confers: [{ roleId: id, botId: id }],
                        isWhole: false,
                    })),
                    bots: items,
                }),
            );
            assert.deepEqual(problemsOf(text), []);
            assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
            // What editors take for a tag of a doc comment begins a line of it.
            assert.doesNotMatch(text, /^\s*\/?\*+\s*@/m);
            assert.deepEqual(
                text.split("\n").filter((line) => line.startsWith("     * ") && line.length > 120),
                [],
            );
            assert.deepEqual(
                [...identifiersIn(text).bots.keys()],
                items.map(({ id }) => id),
            );
        });

        it("with any letter in a name, for compilers of all ages", () => {
            const letters = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));
            const unknown = letters.filter((letter) =>
                [...(identifiersFor([`a${letter}b`], "bot")[0] ?? "")].some(
                    (each) => !ts.isIdentifierPart(each.codePointAt(0) ?? 0, ts.ScriptTarget.ES5),
                ),
            );
            assert.deepEqual(unknown, []);
        });

        it("with any names", () => {
            const name = fc.string({ unit: "binary", maxLength: 30 });
            fc.assert(
                fc.property(fc.uniqueArray(fc.tuple(name, name), { maxLength: 8, selector: ([id]) => id }), (names) => {
                    const text = textOf(bots(...names));
                    assert.deepEqual(
                        ts
                            .transpileModule(text, { reportDiagnostics: true })
                            .diagnostics?.map(({ messageText }) => messageText),
                        [],
                    );
                    assert.deepEqual(
                        [...identifiersIn(text).bots.keys()],
                        names.map(([id]) => id),
                    );
                }),
            );
        });

        it("a name that is gone is an error, and so is a value that is another's", () => {
            const text = textOf(bots(["1", "Support"]));
            assert.deepEqual(problemsOf(text, 'const id: "1" = bots.support;\nvoid id;'), []);
            assert.deepEqual(problemsOf(text, "void bots.sales;"), [
                `Property 'sales' does not exist on type '{ readonly support: "1"; }'.`,
            ]);
            assert.match(problemsOf(text, 'bots.support = "1";').join("\n"), /read-only/);
        });
    });
});
