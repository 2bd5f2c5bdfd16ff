import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { slug, withoutCode } from "../../tools/docs/markdown";
import { root } from "../../tools/docs/sources";
import { linksOf, markdownFiles } from "./markdownFiles";

/** What is wrong with a link of a page; undefined, where nothing is. */
function problemOf(page: string, target: string): string | undefined {
    if (/^[a-z][a-z\d+.-]*:/i.test(target))
        return /^(https:|mailto:)/.test(target) && URL.canParse(target) ? undefined : "is no https address";
    const [to = "", anchor] = target.split("#");
    const file = to === "" ? path.join(root, page) : path.join(root, path.dirname(page), decodeURI(to));
    if (!existsSync(file)) return "leads nowhere";
    if (path.relative(root, file).startsWith("..")) return "leads out of the repository";
    if (anchor === undefined) return undefined;
    const shown = statSync(file).isDirectory() ? path.join(file, "README.md") : file;
    return existsSync(shown) && anchorsOf(readFileSync(shown, "utf8")).has(anchor)
        ? undefined
        : "has an anchor that is not there";
}

/** The anchors of a page's headings, as GitHub makes them: the second of the same name is name-1. */
function anchorsOf(text: string): Set<string> {
    const anchors = new Set<string>();
    for (const [, heading = ""] of withoutCode(text).matchAll(/^#{1,6} +(.+?)[ #]*$/gm)) {
        const anchor = slug(heading);
        const free = [anchor, ...Array.from({ length: 50 }, (_, index) => `${anchor}-${index + 1}`)].find(
            (name) => !anchors.has(name),
        );
        anchors.add(free ?? anchor);
    }
    return anchors;
}

describe("every link of every page leads somewhere", () => {
    for (const { name, text } of markdownFiles()) {
        it(name, () => {
            const broken = linksOf(text).flatMap((target) => {
                const problem = problemOf(name, target);
                return problem === undefined ? [] : [`${target} ${problem}`];
            });
            assert.deepEqual(broken, []);
        });
    }
});

describe("a broken link", () => {
    const cases: [string, string][] = [
        ["docs/nowhere.md", "leads nowhere"],
        ["docs/user.md#nothing", "has an anchor that is not there"],
        ["../elsewhere.md", "leads nowhere"],
        ["http://example.com", "is no https address"],
        ["https://exa mple.com", "is no https address"],
    ];
    for (const [target, problem] of cases) {
        it(`is found: ${target} ${problem}`, () => assert.equal(problemOf("README.md", target), problem));
    }

    it("is told from one that is not: anchors of headings with code, stops and signs", () => {
        const text = "# A `b`, c & d\n## Same\n## Same\n```\n# not a heading\n```\n";
        assert.deepEqual(anchorsOf(text), new Set(["a-b-c--d", "same", "same-1"]));
        assert.deepEqual(linksOf("[a](b.md) ![c](d.svg) `[x](y)` [e][1]\n\n[1]: f.md\n```\n[g](h)\n```\n"), [
            "b.md",
            "d.svg",
            "f.md",
        ]);
    });
});
