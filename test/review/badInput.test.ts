import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { koreAccess, recordedFile, type Run } from "./cli";
import { recordedPreview, recordedState } from "./recorded";

const another = JSON.stringify({
    version: 3,
    deployment: {
        resources: [
            {
                urn: "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::files",
                type: "aws:s3/bucket:Bucket",
                custom: true,
                inputs: {},
                outputs: {},
            },
        ],
    },
});

/** What is given, and what the one sentence must say. */
const inputs: { title: string; command: "diff" | "report"; input: () => string; message: RegExp }[] = [
    {
        title: "an empty file",
        command: "diff",
        input: () => "",
        message: /standard input is empty.*pulumi preview --json/,
    },
    { title: "blanks", command: "diff", input: () => " \n\n", message: /is empty/ },
    {
        title: "the preview for people",
        command: "diff",
        input: () => "Previewing update (test):\n + pulumi:pulumi:Stack create\n",
        message: /is not JSON.*pulumi preview --json/,
    },
    {
        title: "a preview that was cut off",
        command: "diff",
        input: () => recordedPreview("leaves").slice(0, 3000),
        message: /cut off/,
    },
    {
        title: "another JSON",
        command: "diff",
        input: () => "[1, 2]",
        message: /is not the output of pulumi preview --json/,
    },
    { title: "null", command: "diff", input: () => "null", message: /is not the output of pulumi preview --json/ },
    {
        title: "a state",
        command: "diff",
        input: () => recordedState("leaves"),
        message: /is a state \(pulumi stack export\).*kore-access report/,
    },
    {
        title: "a preview of a protected person's end",
        command: "diff",
        input: () => recordedPreview("failed-protected"),
        message: /This preview has failed.*cannot be deleted/,
    },
    {
        title: "a preview with a wrong argument",
        command: "diff",
        input: () => recordedPreview("failed-argument"),
        message: /This preview has failed.*isDeveloper.*must be true or false/,
    },
    {
        title: "a preview in which too many people would leave a set",
        command: "diff",
        input: () => recordedPreview("set-failed"),
        message: /This preview has failed.*maxRemovals allows 1: grace@example\.com, jean@example\.com/,
    },
    {
        title: "resources of a release to come",
        command: "diff",
        input: () => recordedPreview("set-leaves").replaceAll("kore:KoreUsers", "kore:KoreTeam"),
        message: /staff is a KoreTeam of pulumi-kore, which this kore-access does not know/,
    },
    {
        title: "resources of a release to come",
        command: "report",
        input: () => recordedState("set-leaves").replaceAll("kore:KoreUsers", "kore:KoreTeam"),
        message: /staff is a KoreTeam of pulumi-kore, which this kore-access does not know/,
    },
    {
        title: "steps of a release to come",
        command: "diff",
        input: () => recordedPreview("joins").replaceAll('"op": "create"', '"op": "conjure"'),
        message: /a step 'conjure' for grace.*use a newer one/,
    },
    {
        title: "properties of a release to come",
        command: "diff",
        input: () => recordedPreview("joins").replaceAll('"emailId": "grace@example.com"', '"emailId": 7'),
        message: /grace cannot be understood.*emailId/,
    },
    {
        title: "a refresh alone",
        command: "diff",
        input: () =>
            recordedPreview("drift").replace(/"op": "(?:same|update)",\s+"urn": "[^"]+Stack::/, (step) =>
                step.replace(/same|update/, "refresh"),
            ),
        message: /output of pulumi refresh/,
    },
    {
        title: "an empty file",
        command: "report",
        input: () => "",
        message: /standard input is empty.*pulumi stack export/,
    },
    { title: "a text", command: "report", input: () => "no stack selected", message: /is no whole JSON text/ },
    {
        title: "a preview",
        command: "report",
        input: () => recordedPreview("leaves"),
        message: /is a preview, not a state.*kore-access diff/,
    },
    {
        title: "another provider's state",
        command: "report",
        input: () => another,
        message: /a stack without a KoreUser, KoreUsers or KoreUserAccess\. Is it the right stack/,
    },
    {
        title: "an empty stack's state",
        command: "report",
        input: () => JSON.stringify({ version: 3, deployment: {} }),
        message: /without a KoreUser.*it is empty/,
    },
    {
        title: "another JSON",
        command: "report",
        input: () => "{}",
        message: /is not the output of pulumi stack export/,
    },
    {
        title: "properties of a release to come",
        command: "report",
        input: () => recordedState("leaves").replaceAll('"isDeveloper": true', '"isDeveloper": "perhaps"'),
        message: /cannot be understood.*isDeveloper/,
    },
];

function assertRefused({ code, stdout, stderr }: Run, message: RegExp): void {
    assert.equal(code, 1);
    assert.equal(stdout, "", "nothing is half-printed");
    assert.match(stderr, message);
    assert.equal(stderr.trimEnd().split("\n").length, 1, "one line");
    assert.doesNotMatch(stderr, /\n\s+at /);
}

describe("kore-access and what it can't read", () => {
    for (const { title, command, input, message } of inputs) {
        it(`${command}: ${title}`, () => assertRefused(koreAccess([command], input()), message));
    }

    it("a file that is not there", () =>
        assertRefused(koreAccess(["diff", "no-such-preview.json"]), /no-such-preview\.json can't be read \(ENOENT\)/));

    it("a limit that is none", () => {
        assertRefused(koreAccess(["diff", recordedFile("joins"), "--max-characters", "12"]), /4000 or more/);
        assertRefused(koreAccess(["diff", recordedFile("joins"), "--max-characters", "many"]), /whole number/);
    });

    it("an unknown format", () =>
        assert.equal(koreAccess(["diff", recordedFile("joins"), "--format", "html"]).code, 1));

    it("a failed preview is refused before any rule is judged", () =>
        assert.equal(koreAccess(["diff", recordedFile("failed-protected"), "--fail-on", "removals=0"]).code, 1));

    describe("files of other tools", () => {
        let folder: string;
        before(() => (folder = mkdtempSync(path.join(tmpdir(), "kore-access-"))));
        after(() => rmSync(folder, { recursive: true, force: true }));

        for (const [encoding, bytes] of Object.entries({
            "UTF-8 with a byte order mark": (text: string) => Buffer.from(`\uFEFF${text}`, "utf8"),
            "UTF-16, as PowerShell writes it": (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le"),
        })) {
            it(`${encoding} is read`, () => {
                const file = path.join(folder, "preview.json");
                writeFileSync(file, bytes(recordedPreview("joins")));
                assert.equal(koreAccess(["diff", file]).stdout, koreAccess(["diff"], recordedPreview("joins")).stdout);
            });
        }
    });
});
