import assert from "node:assert/strict";
import * as v from "valibot";
import type { PagePerson } from "../../../review/src/report/page/data";
import { reportPage } from "../../../review/src/report/page/reportPage";
import { visible } from "../../../review/src/visible";
import { whyNotRun } from "../../docs/notRun";
import { isWhole, whole } from "../../harness/whole";
import { koreAccess, recordedFile } from "../cli";
import { companyPage } from "./company";
import { hostilePage, hostileTexts } from "./hostile";
import { look, type Step, type Story } from "./look";

const company = companyPage(240);
const administrators = company.people.filter(({ access }) => access.some(({ kind }) => kind === "administrator"));
const addresses = (people: PagePerson[]) => people.map(({ address }) => address).sort();

const all = (selector: string) => `[...document.querySelectorAll(${JSON.stringify(selector)})]`;
const texts = (selector: string) => `${all(selector)}.map((each) => each.textContent)`;
const count = `document.querySelector("#count").textContent`;
const shownAddresses = texts("table.people tbody .address");
const cards = `Object.fromEntries(${all(".card")}.map((card) => [card.querySelector(".title").textContent, Number(card.querySelector("strong").textContent.replace(",", ""))]))`;
const ground = "getComputedStyle(document.body).backgroundColor";
const focused = "document.activeElement.id || document.activeElement.className || document.activeElement.textContent";

const clear: Step = ["click", ".controls > .quiet"];

const plain: Record<string, Story> = {
    company: {
        page: reportPage(company),
        steps: [
            ["read", "at first", count],
            ["read", "cards", cards],
            ["read", "first page", shownAddresses],
            ["print", "everybody"],
            ["read", "after the print", shownAddresses],
            ["click", `.card[data-mark="administrator"]`],
            ["read", "administrators", shownAddresses],
            ["read", "count of administrators", count],
            ["read", "pressed", texts(`[aria-pressed="true"] .title`)],
            ["print", "printed administrators"],
            ["media", "print"],
            ["read", "on paper", `document.querySelector(".on-paper").innerText`],
            ["read", "controls on paper", `getComputedStyle(document.querySelector(".controls")).display`],
            ["media", ""],
            clear,
            ["read", "after clearing", count],
            ["press", "/"],
            ["read", "focus after a slash", focused],
            ["type", "CLAIMS grâce"],
            ["read", "found", shownAddresses],
            ["read", "changes found", texts(".lists li .address")],
            clear,
            ["select", "select[name=place]", "1"],
            ["read", "place", `document.querySelector("select[name=place]").selectedOptions[0].textContent`],
            ["read", "at the place", shownAddresses],
            [
                "read",
                "wanted",
                `${all("[data-wanted]")}.map((pill) => pill.closest("tr").querySelector(".address").textContent)`,
            ],
            clear,
            ["click", "table.people thead th:nth-child(4) button"],
            ["read", "sorted", `${all("thead [aria-sort]")}.map((th) => [th.innerText.trim(), th.ariaSort])`],
            [
                "read",
                "ends",
                `${all("tbody td:nth-child(4)")}.map((td) => td.querySelector("time")?.dateTime ?? "never")`,
            ],
            ["press", "Enter"],
            ["read", "sorted again", `${all("thead [aria-sort]")}.map((th) => [th.innerText.trim(), th.ariaSort])`],
            ["click", "input[value=matrix]"],
            ["read", "matrix", texts("table.people thead th")],
            ["click", "input[value=list]"],
        ],
    },
    hostile: {
        page: reportPage(hostilePage()),
        steps: [
            ["read", "texts", `[...new Set(${texts("bdi")})]`],
            [
                "read",
                "elements",
                `["script", "img", "iframe", "link", "style"].map((name) => document.querySelectorAll(name).length)`,
            ],
            ["read", "overflow", "document.documentElement.scrollWidth - innerWidth"],
            ["read", "rows", `${all("table.people tbody tr")}.length`],
            ["click", "input[value=matrix]"],
            ["read", "columns", `${all("table.people thead th")}.length`],
        ],
    },
    colours: {
        page: reportPage(companyPage(20)),
        steps: [
            ["feature", "prefers-color-scheme", "light"],
            ["read", "light system", ground],
            ["feature", "prefers-color-scheme", "dark"],
            ["read", "dark system", ground],
            ["click", "input[value=light]"],
            ["read", "light chosen", ground],
            ["feature", "prefers-color-scheme", "light"],
            ["click", "input[value=dark]"],
            ["read", "dark chosen", ground],
            ["media", "print"],
            ["read", "dark chosen, on paper", ground],
        ],
    },
};

const many = 10_000;
const axe = (name: string): Step => ["axe", name];

const others: () => Record<string, Story> = () => ({
    many: {
        page: reportPage(companyPage(many)),
        steps: [
            ["read", "at first", count],
            ["read", "elements", "document.querySelectorAll('*').length"],
            ["click", "#search"],
            ["type", "ada.berg"],
            ["read", "found", count],
            clear,
            // A PDF of them takes the browser half a minute.
            ["read", "printed", `dispatchEvent(new Event("beforeprint")), ${all("table.people tbody tr")}.length`],
            ["read", "after the print", `dispatchEvent(new Event("afterprint"))`],
            ["read", "elements after the print", "document.querySelectorAll('*').length"],
            ["click", ".pager button:last-child"],
            ["read", "next page", count],
            ["select", ".pager select", "all"],
            ["read", "all rows", `${all("table.people tbody tr")}.length`],
        ],
    },
    "with a screen reader": {
        page: reportPage(company),
        steps: [
            // Colours on their way to others are none that anybody reads.
            ["feature", "prefers-reduced-motion", "reduce"],
            axe("light"),
            ["click", "input[value=dark]"],
            axe("dark"),
            ["click", `.card[data-mark="undeclared"]`],
            axe("dark, filtered"),
            ["click", "input[value=light]"],
            axe("light, filtered"),
            ["click", "input[value=matrix]"],
            axe("matrix"),
            ["width", "360"],
            axe("narrow"),
            ["read", "overflow", "document.documentElement.scrollWidth - innerWidth"],
        ],
    },
    "with the keyboard alone": {
        page: reportPage(company),
        steps: [
            ...(["skip", "theme"] as const).flatMap((name): Step[] => [
                ["press", "Tab"],
                ["read", name, focused],
            ]),
            ["press", "ArrowRight"],
            ["press", "ArrowRight"],
            ["read", "chosen colours", "document.documentElement.dataset.theme"],
            ["press", "Tab"],
            ["press", "Tab"],
            ["press", "Space"],
            ["read", "first card", texts(`[aria-pressed="true"] .title`)],
            ["read", "ring", "getComputedStyle(document.activeElement).outlineStyle"],
            ["read", "told", `document.querySelector("[role=status]").textContent`],
            ["read", "on the button", `document.querySelector(".controls > .quiet").focus()`],
            ["press", "Enter"],
            ["read", "after clearing", focused],
        ],
    },
    "with reduced motion": {
        page: reportPage(companyPage(5)),
        steps: [
            ["read", "transition", `getComputedStyle(document.querySelector(".card")).transitionDuration`],
            ["feature", "prefers-reduced-motion", "reduce"],
            ["read", "reduced", `getComputedStyle(document.querySelector(".card")).transitionDuration`],
        ],
    },
});

const strings = v.array(v.string());

describe("kore-access report --format html", () => {
    it("writes the page of all stacks that are named", () => {
        const files = ["mixture.state", "leaves.state"].map(recordedFile);
        const { code, stdout, stderr } = koreAccess(["report", ...files, "--format", "html"]);
        assert.deepEqual([code, stderr], [0, ""]);
        const [, json = ""] = /id="data">([^<]*)</.exec(stdout) ?? [];
        const { stacks, time, people } = v.parse(
            v.looseObject({ stacks: v.array(v.unknown()), time: v.string(), people: v.array(v.unknown()) }),
            JSON.parse(json),
        );
        assert.equal(stacks.length, 2);
        assert.ok(people.length > 3 && Math.abs(Date.now() - Date.parse(time)) < 600_000);
        assert.match(stdout, /^<!doctype html>\n/);
    });

    it("shows nothing that is secret", () => {
        const { stdout } = koreAccess(["report", recordedFile("secret-values.state"), "--format", "html"]);
        assert.doesNotMatch(stdout, /ciphertext|v1:|4dabf18193072939515e22adb298388d|\[secret\]/);
        assert.match(stdout, /\(secret\)/);
    });
});

describe("the page of a report, in a real browser", function () {
    this.timeout(240_000);
    let told: Awaited<ReturnType<typeof look>>;

    before(async function () {
        try {
            told = await look({ ...plain, ...(isWhole ? others() : {}) });
        } catch (error) {
            const why = whyNotRun(error instanceof Error ? error.message : String(error));
            if (why === undefined) throw error;
            console.log(`\n  NOT RUN: the page of a report in a real browser (${why})`);
            this.skip();
        }
    });

    function answer(story: string, name: string): unknown {
        return told[story]?.answers[name];
    }
    const list = (story: string, name: string) => v.parse(strings, answer(story, name));
    const sorted = (name: string) => list("company", name).sort();

    it("makes no request, breaks no rule of its policy, and logs nothing", () =>
        assert.deepEqual(
            Object.entries(told).flatMap(([story, { troubles }]) => troubles.map((each) => `${story}: ${each}`)),
            [],
        ));

    it("says how many people there are, and shows the first hundred by address", () => {
        assert.equal(answer("company", "at first"), "240 people, 1 to 100 on this page");
        assert.deepEqual(list("company", "first page"), addresses(company.people).slice(0, 100));
    });

    it("counts what is asked first", () => {
        const having = (test: (person: PagePerson) => boolean) => company.people.filter(test).length;
        const granted = (test: (grant: PagePerson["grants"][number]) => boolean) =>
            having(({ grants }) => grants.some(test));
        const holding = (test: (access: PagePerson["access"][number]) => boolean) =>
            having(({ access }) => access.some(test));
        const inThirtyDays = new Date(Date.parse(company.time) + 30 * 24 * 60 * 60 * 1000).toISOString();
        assert.deepEqual(answer("company", "cards"), {
            Administrators: administrators.length,
            "Bot creators": holding(({ kind }) => kind === "bot creator"),
            Outsiders: having(({ address }) => address.endsWith("@example.org")),
            "Ending soon": holding(
                ({ end, standing }) =>
                    standing !== "lost" && end !== undefined && end.at > company.time && end.at <= inThirtyDays,
            ),
            Undeclared: holding(({ standing }) => standing === "undeclared"),
            Adopted: granted(({ origin }) => origin === "adopted"),
            "Past their end": holding(({ isOverdue }) => isOverdue),
            Lost: holding(({ standing }) => standing === "lost"),
            "Not active": having(({ remarks }) => remarks.length > 0),
            "Without a reason": granted(({ reason }) => reason === undefined),
        });
    });

    it("shows of a figure who that is, and tells how many", () => {
        assert.deepEqual(sorted("administrators"), addresses(administrators));
        assert.equal(answer("company", "count of administrators"), `${administrators.length} of 240 people`);
        assert.deepEqual(answer("company", "pressed"), ["Administrators"]);
        assert.equal(answer("company", "after clearing"), "240 people, 1 to 100 on this page");
    });

    it("prints everybody whom the filter leaves, says which that are, and none of the controls", () => {
        assert.equal(answer("company", "everybody"), 240);
        assert.equal(list("company", "after the print").length, 100);
        assert.equal(answer("company", "printed administrators"), administrators.length);
        assert.equal(answer("company", "on paper"), "Shown: Administrators.");
        assert.equal(answer("company", "controls on paper"), "none");
    });

    it("finds words in any case and without accents, in people and in changes; a slash leads to the search", () => {
        const wanted = company.people.filter(
            ({ name, grants }) =>
                name?.startsWith("Grace") && grants.some(({ reason }) => /claims/i.test(reason ?? "")),
        );
        assert.equal(answer("company", "focus after a slash"), "search");
        assert.deepEqual(sorted("found"), addresses(wanted));
        assert.deepEqual(answer("company", "changes found"), []);
    });

    it("shows who has access to a bot, and which", () => {
        const bot = answer("company", "place");
        const those = company.people.filter(({ access }) => access.some(({ on }) => on === bot));
        assert.ok(those.length > 10);
        assert.deepEqual(sorted("at the place"), addresses(those));
        assert.deepEqual([...new Set(sorted("wanted"))], addresses(those));
    });

    it("puts people in order by a heading, which says so, with the keyboard too", () => {
        assert.deepEqual(answer("company", "sorted"), [["Until", "ascending"]]);
        assert.deepEqual(answer("company", "sorted again"), [["Until", "descending"]]);
        const ends = list("company", "ends");
        assert.ok(ends.some((end) => end !== "never"));
        const known = ends.filter((end) => end !== "never");
        assert.deepEqual(known, [...known].sort());
        assert.deepEqual(ends.slice(0, known.length), known);
    });

    it("has a column for each bot in the matrix", () => {
        const bots = new Set(company.people.flatMap(({ access }) => access.flatMap(({ on }) => on ?? [])));
        const [person, account, ...columns] = list("company", "matrix");
        assert.deepEqual([person, account], ["Person", "The account itself"]);
        assert.deepEqual(columns.sort(), [...bots].sort());
    });

    it("shows names from outside as they are written, and does nothing that they say", () => {
        const shown = new Set(list("hostile", "texts"));
        assert.deepEqual(
            hostileTexts.map((text) => visible(text)).filter((text) => !shown.has(text)),
            [],
        );
        assert.deepEqual(answer("hostile", "elements"), [2, 0, 0, 0, 1]);
        assert.equal(answer("hostile", "rows"), hostileTexts.length);
        assert.ok(v.parse(v.number(), answer("hostile", "columns")) > 5);
    });

    it("is not made wider than its window by a long word", () => assert.equal(answer("hostile", "overflow"), 0));

    it("is light or dark as the system is, or as is chosen, and light on paper", () => {
        const [light, dark] = [answer("colours", "light system"), answer("colours", "dark system")];
        assert.notEqual(light, dark);
        assert.equal(answer("colours", "light chosen"), light);
        assert.equal(answer("colours", "dark chosen"), dark);
        assert.equal(answer("colours", "dark chosen, on paper"), "rgb(255, 255, 255)");
    });

    whole.it("has no more elements for 10,000 people than for those on one page, and prints them all", () => {
        const elements = (name: string) => v.parse(v.number(), answer("many", name));
        assert.equal(answer("many", "at first"), "10,000 people, 1 to 100 on this page");
        assert.ok(elements("elements") < 6_000, `${elements("elements")} elements`);
        assert.ok(elements("elements after the print") < 6_000, `${elements("elements after the print")} elements`);
        assert.equal(answer("many", "printed"), many);
        assert.equal(answer("many", "next page"), "10,000 people, 101 to 200 on this page");
        assert.equal(answer("many", "all rows"), many);
    });

    whole.it("leaves axe-core nothing to say, in either colours, filtered, as a matrix, and on a telephone", () => {
        const { overflow, ...found } = told["with a screen reader"]?.answers ?? {};
        assert.equal(Object.keys(found).length, 6);
        for (const [name, violations] of Object.entries(found)) assert.deepEqual(violations, [], name);
        assert.equal(overflow, 0);
    });

    whole.it("is used with the keyboard alone", () => {
        const story = "with the keyboard alone";
        assert.equal(answer(story, "skip"), "skip");
        assert.equal(answer(story, "chosen colours"), "dark");
        assert.deepEqual(answer(story, "first card"), ["Administrators"]);
        assert.equal(answer(story, "ring"), "solid");
        assert.equal(answer(story, "after clearing"), "search");
        assert.equal(answer(story, "told"), `${administrators.length} of 240 people`);
    });

    whole.it("moves nothing for those who want that", () => {
        assert.notEqual(answer("with reduced motion", "transition"), "0s");
        assert.equal(answer("with reduced motion", "reduced"), "0s");
    });
});
