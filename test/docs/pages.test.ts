import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { codeBlocks, withoutCode } from "../../tools/docs/markdown";
import { root } from "../../tools/docs/sources";
import { markdownFiles } from "./markdownFiles";

const longestLine = 160;
const pages = markdownFiles();
const index = pages.find(({ name }) => name === "docs/README.md")?.text ?? "";

describe("the index of the documentation", () => {
    for (const { name } of pages.filter(({ name }) => name.startsWith("docs/") && name !== "docs/README.md")) {
        it(`leads to ${name}`, () => assert.ok(index.includes(`](${name.slice("docs/".length)})`)));
    }
});

describe("every page", () => {
    // What a tool writes has the lines that it has.
    const written = pages.filter(({ name }) => !/^test\/|RESULTS\.md$/.test(name));

    for (const { name, text } of written) {
        it(`has lines of at most ${longestLine} characters, tables and code aside: ${name}`, () => {
            const long = withoutCode(text)
                .split("\n")
                .filter((line) => [...line].length > longestLine && !line.startsWith("|"));
            assert.deepEqual(long, []);
        });

        it(`has one title, and no step between headings left out: ${name}`, () => {
            const levels = [...withoutCode(text).matchAll(/^(#{1,6}) /gm)].map(([, signs = ""]) => signs.length);
            assert.deepEqual([levels[0], levels.filter((level) => level === 1).length], [1, 1]);
            levels.forEach((level, at) =>
                assert.ok(at === 0 || level <= (levels[at - 1] ?? 0) + 1, `heading ${at + 1}`),
            );
        });

        it(`names only people of example.com and example.org: ${name}`, () => {
            const addresses = text.match(/[\w.+-]+@[\w-]+\.[\w.-]*\w/g) ?? [];
            // A release of a package is written like an address.
            const others = addresses.filter(
                (address) => !/@([\w-]+\.)*example\.(com|org)$/.test(address) && !/@v?\d/.test(address),
            );
            assert.deepEqual(others, []);
        });
    }

    const packages = "pulumi-kore|kore-access|kore-emulator";
    for (const { name, text } of written) {
        it(`starts with npx nothing that is not installed: ${name}`, () => {
            assert.deepEqual(text.match(/\bnpx (?!--no-install\b)[^\n]*/g) ?? [], []);
        });

        it(`says where the packages are, before it installs one: ${name}`, () => {
            const installs = codeBlocks(text).some(
                (block) =>
                    block.language === "sh" && new RegExp(`^npm install .*\\b(${packages})\\b`, "m").test(block.text),
            );
            assert.ok(!installs || text.includes("<!-- generated: notPublished -->"));
        });
    }

    it("that a package or a host of code looks for is there", () => {
        for (const file of ["README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "LICENSE"])
            assert.ok(existsSync(path.join(root, file)), file);
    });
});
