import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { projectFileIn } from "../../../review/src/projectFile";

describe("what a project says of how its program runs", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), "project-file-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    const said = (text: string, name = "Pulumi.yaml") => {
        writeFileSync(path.join(folder, name), text);
        return projectFileIn(folder);
    };

    it("is nodejs where it says nothing", () => {
        assert.deepEqual(projectFileIn(folder), { runtime: "nodejs" });
        assert.deepEqual(said("name: access\n"), { runtime: "nodejs" });
    });

    const runtimes: [string, string][] = [
        ["runtime: nodejs\n", "nodejs"],
        ['name: a\nruntime: "yaml" # ours\n', "yaml"],
        ["name: a\nruntime: {name: python, options: {virtualenv: venv}}\n", "python"],
        ["name: a\nruntime:\n  name: go\n  options:\n    binary: people\nmain: .\n", "go"],
        ["name: a\nruntime:\n  options:\n    typescript: false\n  name: nodejs\n", "nodejs"],
        ["name: a\nruntime:\n  options: {typescript: false}\nmain: x\n", "nodejs"],
        ["# runtime: go\nruntime: dotnet\ndescription: 'runtime: yaml'\n", "dotnet"],
        ['{\n  "name": "a",\n  "runtime": {\n    "name": "java"\n  }\n}\n', "java"],
    ];
    for (const [text, runtime] of runtimes)
        it(`${runtime}: ${JSON.stringify(text)}`, () => assert.deepEqual(said(text), { runtime }));

    const places: [string, string | undefined][] = [
        [
            "plugins:\n  providers:\n    - name: kore\n      path: ./node_modules/pulumi-kore/bin\n",
            "./node_modules/pulumi-kore/bin",
        ],
        [
            "plugins:\n  providers:\n    - path: ../our plugins\n      name: other\n    - path: '../our plugins'\n      name: kore\n",
            "../our plugins",
        ],
        ['plugins: {providers: [{name: kore-other, path: a}, {name: kore, path: "/b/bin"}]}\n', "/b/bin"],
        ["packages:\n  random: 4.0.0\n  kore: ./sdk/bin\n", "./sdk/bin"],
        ["plugins:\n  providers:\n    - name: kore-other\n      path: ./elsewhere\n", undefined],
        ["config:\n  kore:host:\n    value: platform.kore.ai\n", undefined],
    ];
    for (const [text, place] of places)
        it(`has the plugin in ${place ?? "no place"}: ${JSON.stringify(text)}`, () =>
            assert.equal(said(`name: a\nruntime: yaml\n${text}`, "Pulumi.yml").pluginPlace, place));
});
