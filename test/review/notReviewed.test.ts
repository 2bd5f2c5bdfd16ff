import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fewestCharacters } from "../../review/src/diff/render";
import { heldTo, readApproved } from "../../review/src/diff/reviewed";
import { koreAccess, recordedFile } from "./cli";
import { many } from "./previews";
import { recordedPreview } from "./recorded";
import { assertExpected, reviewed, said } from "./reviewed";

const approved = (name: string) => readApproved(said(reviewed(name), "json"), "review.json");

describe("kore-access diff --reviewed", () => {
    let folder: string;
    before(() => (folder = mkdtempSync(path.join(tmpdir(), "kore-access-"))));
    after(() => rmSync(folder, { recursive: true, force: true }));

    const write = (name: string, text: string): string => {
        writeFileSync(path.join(folder, name), text);
        return path.join(folder, name);
    };
    const reviewFile = (name: string) =>
        write(`${name}.json`, koreAccess(["diff", recordedFile(name), "--format", "json"]).stdout);

    it("what is beyond stands in each format, before all else, and in JSON by itself", () => {
        const read = heldTo(reviewed("administrators", "new-administrator"), [approved("joins")]);
        assertExpected("not-reviewed.md", said(read, "markdown"));
        assertExpected("not-reviewed.txt", said(read, "text"));
        assertExpected("not-reviewed.json", said(read, "json"));
    });

    it("ends with 0 where all was approved, and says what of it is past", () => {
        const same = koreAccess(["diff", recordedFile("administrators"), "--reviewed", reviewFile("administrators")]);
        assert.deepEqual([same.code, same.stderr], [0, ""]);
        assert.equal(same.stdout, said(reviewed("administrators"), "markdown"));
        const done = koreAccess(["diff", recordedFile("nothing"), "--reviewed", reviewFile("joins")]);
        assert.equal(done.code, 0);
        assert.match(done.stdout, /^\d+ changes of the approved review are not in this preview any more\.$/m);
    });

    it("ends with 2 where something was not, as with other rules, and several reviews may be given", () => {
        const files = [reviewFile("joins"), reviewFile("leaves")];
        const { code, stdout, stderr } = koreAccess([
            "diff",
            recordedFile("administrators"),
            ...files.flatMap((file) => ["--reviewed", file]),
            "--fail-on",
            "new-administrator",
        ]);
        assert.equal(code, 2);
        assert.match(stdout, /^> \*\*Refused by `not-reviewed`\*\*: changes that none of the approved reviews/m);
        assert.match(
            stderr,
            /^kore-access: refused by not-reviewed: changes that none .*: ada@example\.com, katherine@.*\nkore-access: refused by new-administrator: .*\n$/,
        );
        assert.equal(
            koreAccess(["diff", recordedFile("leaves"), ...files.flatMap((file) => ["--reviewed", file])]).code,
            0,
        );
    });

    it("ends with 1 and one sentence where a file is no review of this stack", () => {
        const wrong: [string, RegExp][] = [
            [path.join(folder, "no-such.json"), /no-such\.json can't be read \(ENOENT\)/],
            [write("preview.json", recordedPreview("joins")), /is no review\. Give the JSON of the approved one/],
            [write("cut.json", said(reviewed("joins"), "json").slice(0, -20)), /is no whole JSON text/],
            [
                write("later.json", said(reviewed("joins"), "json").replace('"version": 1', '"version": 2')),
                /is a review of version 2, and this kore-access reads version 1/,
            ],
            [
                write("edited.json", said(reviewed("joins"), "json").replaceAll("grace@", "eve@")),
                /is not as it was written/,
            ],
            [
                write(
                    "other.json",
                    koreAccess(
                        ["diff", "--format", "json"],
                        recordedPreview("joins").replaceAll("urn:pulumi:test::", "urn:pulumi:production::"),
                    ).stdout,
                ),
                /other\.json is the review of company\/production, and the preview is of company\/test/,
            ],
        ];
        for (const [file, message] of wrong) {
            const { code, stdout, stderr } = koreAccess(["diff", recordedFile("joins"), "--reviewed", file]);
            assert.deepEqual([code, stdout, stderr.trimEnd().split("\n").length], [1, "", 1]);
            assert.match(stderr, message);
        }
    });

    it("fits, however much was not approved", function () {
        this.timeout(120_000);
        const read = heldTo(many({ joins: 1000, administrator: 1000 }), [approved("nothing")]);
        for (const limit of [65_536, fewestCharacters]) {
            const written = said(read, "markdown", limit);
            assert.ok(written.length <= limit);
            assert.match(written, /Refused by `not-reviewed`/);
        }
        const few = heldTo(many({ joins: 3000, administrator: 1 }), [approved("nothing")]);
        const beyond = /### Not in the approved review\n[^#]*/.exec(said(few, "markdown"))?.[0] ?? "";
        assert.match(beyond, /administrator-0@example\.com/);
    });
});
