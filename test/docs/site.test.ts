import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "mocha";
import * as v from "valibot";
import { root } from "../../tools/docs/sources";
import { buildSite } from "../../tools/site/build";
import { destination } from "../../tools/site/destination";
import { planSite } from "../../tools/site/pages";
import { linksOf, markdownFiles } from "./markdownFiles";
import { whole } from "../harness/whole";
import { whyNotRun } from "./notRun";

const troubles = v.array(v.string());

const visited = v.object({
    page: v.string(),
    title: v.optional(v.string(), ""),
    ids: v.optional(v.array(v.string()), []),
    links: v.optional(v.array(v.string()), []),
    pictures: v.optional(v.array(v.object({ src: v.string(), width: v.number() })), []),
    troubles,
});

const seen = v.object({
    site: v.string(),
    visited: v.array(visited),
    walked: v.object({ reached: v.array(v.string()), troubles }),
    searched: v.array(v.object({ words: v.string(), url: v.optional(v.string()), troubles })),
});

/** Where the site is served: not at the top, as few hosts do. */
const base = "/some/where/";

/** What readers search for, and the place that has it. */
const searches: [words: string, place: string][] = [
    ["kore:declared-twice", "docs/errors.html#koredeclared-twice"],
    ["kore:requestsPerMinute", "docs/settings.html#korerequestsperminute"],
    ["KORE_PLAIN_HTTP", "docs/settings.html#koreplainhttp"],
];

/** A way through the navigation, from folder to folder. */
const walk: [name: string, place: string][] = [
    ["Settings", "docs/settings.html"],
    ["Examples", "examples/"],
    ["Workflows", "docs/workflows/"],
    ["KoreUser", "docs/user.html"],
    ["Changelog", "CHANGELOG.html"],
    ["Errors", "docs/errors.html"],
];

// Made and visited page by page it takes a minute.
whole.describe("the site of the documentation, in a real browser, served under a path of its own", function () {
    const ready = spawnSync(process.execPath, ["--import", "tsx", path.join(__dirname, "siteReady.ts")], {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
    });
    if (ready.status === 0 && ready.stdout !== "") {
        console.log(`\n  NOT RUN: the site in a real browser (${ready.stdout})`);
        return;
    }

    this.timeout(300_000);
    let work: string;
    let url: string;
    let answers: v.InferOutput<typeof seen>;

    before(async () => {
        assert.equal(ready.status, 0, "what the site is made and shown with could not be installed");
        work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore-site-")));
        const asked = { base, walk: walk.map(([name]) => name), searches: searches.map(([words]) => words) };
        writeFileSync(path.join(work, "asked.json"), JSON.stringify(asked));
        const visit = spawn(process.execPath, ["--import", "tsx", path.join(__dirname, "visitSite.ts"), work], {
            cwd: root,
            stdio: "inherit",
        });
        assert.deepEqual(await once(visit, "close"), [0, null]);
        answers = v.parse(seen, JSON.parse(readFileSync(path.join(work, "answered.json"), "utf8")));
        url = answers.site;
    });
    after(() => rmSync(work, { recursive: true, force: true }));

    it("shows every page without an error, a failed request, or a request to another host", () => {
        assert.ok(answers.visited.length > 40, `${answers.visited.length} pages`);
        assert.deepEqual(
            answers.visited.flatMap(({ page, troubles }) => troubles.map((trouble) => `${page}: ${trouble}`)),
            [],
        );
        assert.deepEqual(
            answers.visited.filter(({ title }) => title.trim() === "").map(({ page }) => page),
            [],
        );
    });

    it("has no link that leads nowhere: not to a page, and not to a place on one", () => {
        const places = new Map(answers.visited.map(({ page, ids }) => [new URL(page, url).href, new Set(ids)]));
        const dead = answers.visited.flatMap(({ page, links }) => {
            const own = links.filter((link) => new URL(link).origin === new URL(url).origin);
            const lost = own.filter((link) => {
                const [to = "", place = ""] = link.split("#");
                return place === "" ? !places.has(to) : !places.get(to)?.has(decodeURIComponent(place));
            });
            return lost.map((link) => `${page}: ${link}`);
        });
        assert.deepEqual(dead, []);
        assert.ok(answers.visited.flatMap(({ links }) => links).length > 4_000);
    });

    it("shows every picture", () => {
        const pictures = answers.visited.flatMap(({ page, pictures }) => pictures.map((each) => ({ page, ...each })));
        assert.ok(pictures.length >= 3, `${pictures.length} pictures`);
        assert.deepEqual(
            pictures.filter(({ width }) => width === 0),
            [],
        );
    });

    it("leads from folder to folder by its navigation", () =>
        assert.deepEqual(answers.walked, { reached: walk.map(([, place]) => url + place), troubles: [] }));

    for (const [words, place] of searches) {
        it(`finds ${words}, and leads there`, () => {
            const found = answers.searched.find((each) => each.words === words);
            assert.deepEqual(found, { words, url: url + place, troubles: [] });
        });
    }
});

describe("the site of the documentation", () => {
    const pages = markdownFiles();
    const names = (files: { of: string }[]) => new Set(files.map(({ of }) => of));

    it("has every page of docs/ and of the examples, and those of the root", async () => {
        const planned = names((await planSite()).files);
        const wanted = pages.filter(({ name }) => /^(docs|examples)\/|^[A-Z]+\.md$/.test(name));
        assert.ok(wanted.length > 30, `${wanted.length} pages`);
        assert.deepEqual(
            wanted.map(({ name }) => name).filter((name) => !planned.has(name)),
            [],
        );
    });

    it("has the navigation of docs/README.md, in its order", async () => {
        const { sidebar } = await planSite();
        const index = pages.find(({ name }) => name === "docs/README.md")?.text ?? "";
        assert.deepEqual(
            sidebar.map(({ text }) => text),
            ["To begin", "Reference", "To operate", "Elsewhere"],
        );
        assert.deepEqual(
            sidebar.flatMap(({ items }) => items.map(({ link }) => link)),
            linksOf(index).map((target) => path.posix.join("/docs", target).replace(/(README)?\.md$/, "")),
        );
    });

    it("is not made with a link that leads nowhere, which is named", () =>
        assert.throws(() => destination("docs/user.md", "nowhere.md#x", new Set(["docs/user.md"])), {
            message: "The link nowhere.md#x of docs/user.md leads nowhere.",
        }));

    it("is not put in place of anything else", async () => {
        const folder = mkdtempSync(path.join(os.tmpdir(), "kore-site-"));
        try {
            writeFileSync(path.join(folder, "notes.txt"), "mine");
            await assert.rejects(buildSite(folder), /holds something else than a site/);
            assert.deepEqual(readdirSync(folder), ["notes.txt"]);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});

describe("the test of the site", () => {
    it("is not run where the registry or the browser can't be had, and fails where something else is wrong", () => {
        assert.equal(
            whyNotRun("npm error code ECONNREFUSED\nnpm error request to http://registry.example.org/x failed"),
            "the registry did not bring the tools: ECONNREFUSED",
        );
        assert.equal(whyNotRun("npm error code E404"), "the registry did not bring the tools: E404");
        assert.equal(
            whyNotRun("Error: Failed to launch the browser process!"),
            "the browser does not start on this machine",
        );
        assert.equal(whyNotRun("npm error code EUSAGE"), undefined);
        assert.equal(whyNotRun("npm error code EINTEGRITY"), undefined);
    });
});
