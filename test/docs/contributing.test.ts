import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { codeBlocks, withoutCode } from "../../tools/docs/markdown";
import { root } from "../../tools/docs/sources";

const folders = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && entry.name !== "node_modules" ? [entry.name] : [],
);
const isThere = (name: string) => existsSync(path.join(root, name));

/** The paths that a text names: those that begin with a folder of the root, targets of links, and files by their bare names. */
function pathsIn(page: string): string[] {
    const text = withoutCode(page);
    const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target = ""]) => target);
    // The text of a link may be shorter than what it leads to; RELEASE stands for any.
    const words = text.replace(/\[[^\]]*\]\([^)]*\)/g, "").match(/[\w@#.*/-]*\w[\w.*/-]*/g) ?? [];
    const named = words.map((word) => word.replace(/\.$/, "").replace(/\/RELEASE.*$/, ""));
    const isPath = (word: string) =>
        folders.some((folder) => word.startsWith(`${folder}/`)) || /^[\w.-]+\.(?:[cm]?[jt]s|json|yaml|md)$/.test(word);
    return [...targets.filter((target) => !target.includes(":")), ...named.filter(isPath)];
}

/** The paths of a drawing, whose names are those below provider/ or provider/api/, or the root's; files lack their ends. */
function pathsDrawn(page: string): string[] {
    return codeBlocks(page)
        .filter(({ language }) => language === "")
        .flatMap(({ text }) => text.match(/(?<![\w#.@/-])[\w-]+\/[\w./-]*/g) ?? []);
}

const isDrawnRightly = (name: string) =>
    ["", "provider/", "provider/api/"].some((folder) => isThere(folder + name) || isThere(`${folder}${name}.ts`));

describe("CONTRIBUTING.md", () => {
    const page = readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8");

    it("names files and folders that are there", () => {
        const paths = pathsIn(page);
        assert.ok(paths.length > 50, `${paths.length} paths`);
        assert.deepEqual(
            paths.filter((name) => !isThere(name)),
            [],
        );
    });

    it("draws rooms that are there", () => {
        const drawn = pathsDrawn(page);
        assert.ok(drawn.length > 10, `${drawn.length} paths`);
        assert.deepEqual(
            drawn.filter((name) => !isDrawnRightly(name)),
            [],
        );
    });

    it("is read as it is written: links, files in full and by bare names; no entry of a package", () => {
        const text =
            "In [a](b/c.md#d), provider/x.ts, `test/y/` and `z.test.ts`: not pulumi-kore/provider, @pulumi/pulumi.";
        assert.deepEqual(pathsIn(text), ["b/c.md", "provider/x.ts", "test/y/", "z.test.ts"]);
    });
});
