import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import ts from "typescript";
import * as v from "valibot";
import { codeBlocks, type CodeBlock } from "../../tools/docs/markdown";
import { filesBelow, root } from "../../tools/docs/sources";
import { blocksOf, type Snippet } from "./markdownFiles";

/** The examples in doc comments, without the stars before their lines. */
function examplesOfComments(): Snippet[] {
    return filesBelow("provider", ".ts").flatMap((file) => {
        const text = readFileSync(file, "utf8").replace(/^ *\*(?: |$)/gm, "");
        return codeBlocks(text)
            .filter(({ language }) => language === "ts")
            .map((block) => ({ ...block, file: path.relative(root, file) }));
    });
}

// What examples may take for granted; an example that declares one of these itself has its own.
const given = `
import * as pulumi from "@pulumi/pulumi";
import * as kore from "pulumi-kore";
declare const config: pulumi.Config;
declare const [ada, grace]: kore.KoreUser[];
declare const [botDeveloper, supportBot, supportTeam, clientId]: string[];
`.replace(/declare const \[(.*)\]: (.*)\[\];/g, (_all, names: string, type: string) =>
    names
        .split(", ")
        .map((name) => `declare const ${name}: ${type};`)
        .join("\n"),
);

/** A snippet as a module: imports at its top, the rest in a function of its own, so that it may declare what is given. */
function moduleOf({ text, context }: CodeBlock): string {
    const imports = (text.match(/^import .*$/gm) ?? []).filter((line) => !given.includes(line));
    const body = text.replace(/^import .*$/gm, "").replace(/^export /gm, "");
    return `${given}${context}\n${imports.join("\n")}\nexport async function snippet() {\n${body}\n}\n`;
}

describe("every example in TypeScript", function () {
    this.timeout(120_000);
    const snippets = [...blocksOf("ts"), ...examplesOfComments()];
    const wrong: Snippet = {
        file: "wrong.md",
        line: 1,
        language: "ts",
        context: "",
        text: 'new kore.KoreUser("ada", {});',
    };
    let problems: Map<string, string[]>;

    const fileOf = ({ file, line }: Snippet) => path.join(root, "docs", `${file.replace(/\W/g, "_")}_${line}.ts`);

    before(() => {
        const texts = new Map([...snippets, wrong].map((snippet) => [fileOf(snippet), moduleOf(snippet)]));
        const { options } = ts.parseJsonConfigFileContent(
            {
                extends: "./tsconfig.base.json",
                compilerOptions: {
                    rootDir: ".",
                    noEmit: true,
                    declaration: false,
                    noUnusedLocals: false,
                    noUnusedParameters: false,
                },
            },
            ts.sys,
            root,
        );
        const disk = ts.createCompilerHost(options);
        const textOf = (file: string) => texts.get(path.normalize(file));
        const host: ts.CompilerHost = {
            ...disk,
            readFile: (file) => textOf(file) ?? disk.readFile(file),
            fileExists: (file) => textOf(file) !== undefined || disk.fileExists(file),
            getSourceFile: (file, language, ...others) => {
                const text = textOf(file);
                return text === undefined
                    ? disk.getSourceFile(file, language, ...others)
                    : ts.createSourceFile(file, text, language);
            },
        };
        const program = ts.createProgram([...texts.keys()], options, host);
        problems = new Map(
            [...texts.keys()].map((file) => {
                const source = program.getSourceFile(file);
                const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
                return [file, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))];
            }),
        );
    });

    it("is looked at, and one that is wrong is found", () => {
        assert.ok(snippets.length >= 10, String(snippets.length));
        assert.match(problems.get(fileOf(wrong))?.join() ?? "", /'emailId' is missing/);
    });

    for (const snippet of snippets) {
        it(`compiles with the built package: ${snippet.file}:${snippet.line}`, () =>
            assert.deepEqual(problems.get(fileOf(snippet)), []));
    }
});

describe("every command of a page", () => {
    const known = [
        "npm",
        "npx",
        "node",
        "pulumi",
        "git",
        "kore-emulator",
        "kore-access",
        "cd",
        "mkdir",
        "cp",
        "echo",
        "export",
        "grep",
        "python3",
        "venv/bin/pip",
    ];
    const scripts = Object.keys(
        v.parse(
            v.object({ scripts: v.record(v.string(), v.string()) }),
            JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")),
        ).scripts,
    );

    for (const block of blocksOf("sh")) {
        for (const command of commandsOf(block.text)) {
            it(`is one that there is: ${command} (${block.file}:${block.line})`, () => {
                const [name = "", first, second] = command.split(/\s+/);
                assert.ok(known.includes(name), `${name} is none of ${known.join(", ")}`);
                if (name === "npm" && first === "run")
                    assert.ok(second !== undefined && scripts.includes(second), `package.json has no script ${second}`);
                for (const file of command.match(/(?<=^npx --no-install (?:tsx|mocha) )\S+\.ts/) ?? [])
                    assert.ok(existsSync(path.join(root, file)), `there is no ${file}`);
            });
        }
    }
});

/** The commands of a block, without comments, what is quoted or optional, and variables that are set before them. */
function commandsOf(text: string): string[] {
    const lines = text
        .replaceAll(/\\\n/g, " ")
        .replaceAll(/'[^'\n]*'|"[^"\n]*"/g, "…")
        .replaceAll(/\[[^\]\n]*\]…?/g, "")
        .split("\n");
    const commands = lines.flatMap((line) => line.replace(/(^|\s)#.*$/, "").split(/&&|\|\|?|;/));
    return commands
        .map((command) => command.trim().replace(/^(?:[A-Z_]+=\S*\s+)+/, ""))
        .filter((command) => command !== "");
}

describe("a block of code", () => {
    it("has its language, its line, and what a hidden comment before it gives", () => {
        const page =
            "# A\n\n<!-- context: declare const team: string[]; -->\n\n```ts\nteam.length;\n```\n\n- in a list\n\n  ```sh\n  npm test\n  ```\n";
        assert.deepEqual(codeBlocks(page), [
            { language: "ts", text: "team.length;\n", line: 6, context: "declare const team: string[];" },
            { language: "sh", text: "npm test\n", line: 12, context: "" },
        ]);
        assert.match(
            moduleOf({ language: "ts", text: 'import a from "a";\nexport const b = a;', line: 1, context: "" }),
            /import a from "a";\nexport async function snippet\(\) \{\n\nconst b = a;\n\}/,
        );
    });

    it("has the commands of its lines, without comments, variables and what is optional", () => {
        assert.deepEqual(
            commandsOf(
                "# all\nKEY=1 npm test -- a   # why\ncd x && npm start | node -e 'a | b'\nkore-access diff [FILE|-] \\\n  --json",
            ),
            ["npm test -- a", "cd x", "npm start", "node -e …", "kore-access diff     --json"],
        );
    });
});
