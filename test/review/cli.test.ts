import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { ruleHelp } from "../../review/src/diff/gate";
import { defaultMaxCharacters, render } from "../../review/src/diff/render";
import { version } from "../../review/src/version";
import { repositoryRoot } from "../harness/repository";
import { koreAccess, recordedFile } from "./cli";
import { recordedPreview } from "./recorded";
import { reviewed, said } from "./reviewed";
import { scenarios } from "./scenarios";

const manual = readFileSync(path.join(repositoryRoot, "docs", "kore-access.md"), "utf8");

describe("the command kore-access", () => {
    it("reads a file and standard input alike, and writes Markdown unless told otherwise", () => {
        const file = koreAccess(["diff", recordedFile("mixture")]);
        assert.deepEqual([file.code, file.stderr], [0, ""]);
        assert.equal(file.stdout, said(reviewed("mixture"), "markdown"));
        assert.equal(koreAccess(["diff"], recordedPreview("mixture")).stdout, file.stdout);
        assert.equal(koreAccess(["diff", "-"], recordedPreview("mixture")).stdout, file.stdout);
    });

    it("writes plain text where there is no terminal", () => {
        assert.ok(!koreAccess(["diff", recordedFile("mixture"), "--format", "text"]).stdout.includes("\u001b"));
    });

    it("sets what needs a look in bold on a terminal alone", () => {
        const read = reviewed("mixture");
        const styled = render(read, { format: "text", maxCharacters: defaultMaxCharacters, styled: true });
        assert.ok(styled.includes("\u001b[1mNeeds a look:\u001b[22m"));
        assert.equal(styled.replaceAll("\u001b[1m", "").replaceAll("\u001b[22m", ""), said(read, "text"));
    });

    it("writes JSON that a program can read", () =>
        assert.doesNotThrow(
            () => JSON.parse(koreAccess(["diff", recordedFile("mixture"), "--format", "json"]).stdout) as unknown,
        ));

    it("says its version and its commands", () => {
        assert.equal(koreAccess(["--version"]).stdout, `${version}\n`);
        const { stdout } = koreAccess(["--help"]);
        for (const command of ["diff", "report"]) assert.match(stdout, new RegExp(`^ {2}${command} `, "m"));
    });

    it("a wrong option or command ends with 1", () => {
        assert.equal(koreAccess(["diff", "--formt", "text"]).code, 1);
        assert.equal(koreAccess(["dif"]).code, 1);
    });
});

describe("the manual of kore-access", () => {
    it("has every rule", () => {
        for (const { rule } of ruleHelp) assert.ok(manual.includes(`| \`${rule}\` |`), rule);
    });

    it("has every kind of change that a recorded scenario has", () => {
        const kinds = new Set(
            scenarios
                .filter(({ fails }) => !fails)
                .flatMap(({ name }) =>
                    reviewed(name).blocks.flatMap(({ statements }) => statements.map(({ kind }) => kind)),
                ),
        );
        assert.ok(kinds.size >= 10);
        for (const kind of kinds) assert.match(manual, new RegExp(`^\\| [^|]*\`${kind}\``, "m"), kind);
    });
});
