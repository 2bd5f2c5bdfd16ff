import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import js from "@eslint/js";
import { ESLint } from "eslint";
import { describe, it } from "mocha";
import { startEmulator, type Emulator } from "kore-emulator";
import ts from "typescript";
import tseslint from "typescript-eslint";
import * as v from "valibot";
import { parse } from "yaml";
import { peopleKinds, type PeopleKind } from "../../review/src/import/project";
import { sample } from "../harness/whole";
import { declarationsOf } from "./declarations";
import { imported, link, temporaryFolders } from "./imports";
import { mixedAccount } from "./mixedAccount";

describe("the project that an import writes", function () {
    this.timeout(300_000);
    const temporaryFolder = temporaryFolders();
    let emulator: Emulator;
    before(async () => {
        emulator = await startEmulator({ limits: "off", seed: mixedAccount(200) });
    });
    after(() => emulator.close());

    const now = new Date("2026-05-04T03:02:01.000Z");
    const write = async (asCsv = false, as?: PeopleKind, url = emulator.url) => {
        const { folder } = await imported(path.join(temporaryFolder(), "access"), url, {
            asCsv,
            ...(as === undefined ? {} : { as }),
            now,
        });
        link(folder);
        return folder;
    };

    const forms = peopleKinds.flatMap((as) => [false, true].map((asCsv) => ({ as, asCsv, people: 200 })));
    // More than one KoreUsers has.
    for (const { as, asCsv, people } of sample(
        [...forms, { as: "KoreUsers" as const, asCsv: false, people: 540 }],
        2,
    )) {
        describe(`with ${people} people in ${asCsv ? "a CSV file" : "code"}, as ${as}`, () => {
            let account: Emulator;
            before(async () => {
                account = await startEmulator({ limits: "off", seed: mixedAccount(people) });
            });
            after(() => account.close());

            it("passes the type check with its own settings, which are strict", async () => {
                const folder = await write(asCsv, as, account.url);
                const config = ts.getParsedCommandLineOfConfigFile(
                    path.join(folder, "tsconfig.json"),
                    {},
                    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => assert.fail(textOf(problem)) },
                );
                assert.ok(config?.options.strict);
                const problems = ts.getPreEmitDiagnostics(ts.createProgram(config.fileNames, config.options));
                assert.deepEqual(problems.map(textOf), []);
            });

            it("passes the recommended rules of ESLint and typescript-eslint", async () => {
                const folder = await write(asCsv, as, account.url);
                const rules = tseslint.config(js.configs.recommended, ...tseslint.configs.recommendedTypeChecked, {
                    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: folder } },
                });
                const eslint = new ESLint({
                    cwd: folder,
                    overrideConfigFile: true,
                    overrideConfig: rules as ESLint.Options["overrideConfig"] & object,
                });
                const results = await eslint.lintFiles(["*.ts"]);
                assert.ok(results.length >= 3);
                assert.deepEqual(
                    results.flatMap(({ filePath, messages }) =>
                        messages.map(({ line, message }) => `${path.basename(filePath)}:${line} ${message}`),
                    ),
                    [],
                );
            });

            it("has lines of at most 160 characters, and no character that hides or reorders text, in its code", async () => {
                const folder = await write(asCsv, as, account.url);
                for (const name of readdirSync(folder).filter((file) => file.endsWith(".ts"))) {
                    const text = readFileSync(path.join(folder, name), "utf8");
                    assert.deepEqual(
                        text.split("\n").filter((line) => line.length > 160),
                        [],
                        name,
                    );
                    assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, name);
                    assert.match(text, /[^\n]\n$/);
                }
            });
        });
    }

    it("has a resource for each person, or KoreUsers from 200 people on, or as it is asked for", async () => {
        const kindsIn = async (folder: Promise<string>) =>
            readFileSync(path.join(await folder, "index.ts"), "utf8").match(/new kore\.\w+/g);
        const small = await startEmulator({ limits: "off", seed: mixedAccount(30) });
        const large = await startEmulator({ limits: "off", seed: mixedAccount(240) });
        try {
            assert.deepEqual(await kindsIn(write(false, undefined, small.url)), ["new kore.KoreUser"]);
            assert.deepEqual(await kindsIn(write(false, "KoreUsers", small.url)), ["new kore.KoreUsers"]);
            assert.deepEqual(await kindsIn(write(false, undefined, large.url)), ["new kore.KoreUsers"]);
            assert.deepEqual(await kindsIn(write(true, "KoreUser", large.url)), ["new kore.KoreUser"]);
        } finally {
            await Promise.all([small.close(), large.close()]);
        }
    });

    for (const name of ["2026", "true", "1e3"])
        it(`has its name as a text, also where YAML would take it for something else: ${name}`, async () => {
            const { folder } = await imported(path.join(temporaryFolder(), name), emulator.url, { now });
            const project: unknown = parse(readFileSync(path.join(folder, "Pulumi.yaml"), "utf8"));
            assert.equal(v.parse(v.object({ name: v.unknown() }), project).name, name);
        });

    it("keeps the receipts of its updates out of Git, and its README.md has a line for what is to be committed", async () => {
        const folder = await write();
        const [ignored, readme] = [".gitignore", "README.md"].map((name) =>
            readFileSync(path.join(folder, name), "utf8"),
        );
        assert.equal(ignored, "node_modules/\nreceipt*.json\n");
        assert.match(readme ?? "", /KORE_RECEIPT=receipt\.json/);
        assert.match(readme ?? "", /^\| \[\.kore-access-import\.json\]\(\.kore-access-import\.json\) \|/m);
    });

    it("names everybody once, and has no secret", async () => {
        const folder = await write();
        const declared = await declarationsOf(folder);
        assert.equal(new Set(declared.map(({ emailId }) => emailId)).size, declared.length);
        assert.ok(declared.length > 190);
        for (const name of readdirSync(folder).filter((file) => file !== "node_modules"))
            assert.ok(!readFileSync(path.join(folder, name), "utf8").includes("emulator-secret"), name);
    });

    it("is the same, byte by byte, for the same account", async () => {
        const [one, other] = [await write(), await write()];
        const files = readdirSync(one).filter((name) => name !== "node_modules");
        assert.deepEqual(
            readdirSync(other).filter((name) => name !== "node_modules"),
            files,
        );
        for (const name of files)
            assert.equal(
                readFileSync(path.join(other, name), "utf8"),
                readFileSync(path.join(one, name), "utf8"),
                name,
            );
    });
});

function textOf({ messageText }: ts.Diagnostic): string {
    return ts.flattenDiagnosticMessageText(messageText, "\n");
}
