import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "../harness/repository";
import { koreAccess, recordedFile } from "./cli";

const cli = path.join(repositoryRoot, "review", "dist", "cli.js");
const preview = recordedFile("power-role-known");
const directory = recordedFile("power-role-known.directory");

describe("kore-access diff and report with a directory", () => {
    let project: string;
    before(() => {
        project = mkdtempSync(path.join(tmpdir(), "directory-"));
        writeFileSync(path.join(project, "Pulumi.yaml"), "name: company\nruntime: nodejs\n");
        mkdirSync(path.join(project, "src"));
    });
    afterEach(() => rmSync(path.join(project, "kore.directory.json"), { force: true }));
    after(() => rmSync(project, { recursive: true, force: true }));

    const run = (folder: string, ...args: string[]) =>
        spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: "utf8" });
    const isKnown = (text: string) => /Bot Tester/.test(text) && !/unknown power/.test(text);
    const place = () => copyFileSync(directory, path.join(project, "kore.directory.json"));

    it("take the one that is named", () => {
        assert.ok(isKnown(koreAccess(["diff", preview, "--directory", directory]).stdout));
        assert.ok(!isKnown(koreAccess(["diff", preview]).stdout));
    });

    it("find the one beside the program, from a folder in it as well", () => {
        place();
        for (const folder of [project, path.join(project, "src")])
            assert.ok(isKnown(run(folder, "diff", preview).stdout), folder);
        assert.ok(!isKnown(run(project, "diff", preview, "--no-directory").stdout));
    });

    it("find the one beside the preview", () => {
        place();
        copyFileSync(preview, path.join(project, "preview.json"));
        assert.ok(isKnown(run(tmpdir(), "diff", path.join(project, "preview.json")).stdout));
    });

    it("do not look beyond the Pulumi project", () => {
        const inner = path.join(project, "inner");
        mkdirSync(inner, { recursive: true });
        writeFileSync(path.join(inner, "Pulumi.yaml"), "name: inner\nruntime: nodejs\n");
        place();
        assert.ok(!isKnown(run(inner, "diff", preview).stdout));
    });

    it("pass over one of another host, and say so", () => {
        const other = path.join(project, "other.json");
        writeFileSync(other, readFileSync(directory, "utf8").replace('"main.example.com"', '"other.example.com"'));
        const { stdout } = run(project, "diff", preview, "--directory", other, "--format", "text");
        assert.ok(!isKnown(stdout));
        assert.match(stdout, /The directory is of another host, other\.example\.com, and was passed over/);
    });

    const wrong: { title: string; text: string; says: RegExp }[] = [
        {
            title: "no JSON",
            text: "{",
            says: /kore\.directory\.json is no whole JSON text\. Write it anew with: kore-access directory/,
        },
        { title: "of another version", text: '{ "version": 2 }', says: /is not as kore-access directory writes it/ },
        {
            title: "with a power that there is not",
            text: readFileSync(directory, "utf8").replace('"power": "masterAdmin"', '"power": "none"'),
            says: /is not as kore-access directory writes it \(account\.roles\.\d\.power/,
        },
    ];
    for (const { title, text, says } of wrong)
        it(`end with a sentence where it is ${title}`, () => {
            writeFileSync(path.join(project, "kore.directory.json"), text);
            for (const args of [
                ["diff", preview],
                ["report", recordedFile("power-role-known.state")],
            ]) {
                const { status, stdout, stderr } = run(project, ...args);
                assert.deepEqual([status, stdout, stderr.split("\n").length], [1, "", 2]);
                assert.match(stderr, says);
            }
        });

    it("end with a sentence where the file that is named is not there", () => {
        const { status, stderr } = run(project, "diff", preview, "--directory", "none.json");
        assert.equal(status, 1);
        assert.match(stderr, /none\.json can't be read \(ENOENT\)/);
    });

    it("the report has the names and powers of ids that Kore.ai did not report", () => {
        const state = recordedFile("joins.state");
        const text = readFileSync(state, "utf8").replaceAll('"roleName": "Bot Developer"', '"roleName": ""');
        const bare = path.join(project, "state.json");
        writeFileSync(bare, text);
        const [without, withIt] = [["--no-directory"], ["--directory", directory]].map(
            (option) => run(project, "report", bare, "--format", "csv", ...option).stdout,
        );
        assert.doesNotMatch(without ?? "", /Bot Developer/);
        assert.match(withIt ?? "", /role Bot Developer/);
    });
});
