import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { certificationOf } from "../../review/src/report/certification";
import { reportMarkdown } from "../../review/src/report/markdown";
import { readSheet } from "../../review/src/report/readSheet";
import { reportSheet } from "../../review/src/report/sheet";
import { koreAccess } from "./cli";
import { exportOf, userOf } from "./madeStates";
import { reported } from "./reports";

const tester = { roleId: "000000000000000000000012", botId: "st-1" };
const testerHeld = { ...tester, roleName: "Bot Tester", botName: "Süd" };
const viaGroup = { ...tester, roleName: "Bot Tester", botName: "Süd", groups: ["Support Team"] };

const company = exportOf("test", [
    userOf(
        "ada@example.com",
        { isDeveloper: true, roles: [tester], reason: "=builds", expiresAt: "2027-03-31" },
        { roles: [testerHeld], firstName: "Zoë" },
    ),
    userOf(
        "bob@example.com",
        { groups: ["e-1"], reason: "helps" },
        { groups: [{ groupId: "e-1", groupName: "Support Team" }], roles: [viaGroup] },
    ),
    userOf("cy@example.com"),
]);

type Line = Record<string, string>;

function linesOf(sheet: string): Line[] {
    return parse(sheet, { columns: true, bom: true });
}

/** A sheet with these decisions, by address and access. */
function decided(decisions: Record<string, string>, exported = company): string {
    const lines = linesOf(reportSheet(reported([exported])));
    const [first] = lines;
    const text = (cell = "") => `"${cell.replaceAll('"', '""')}"`;
    return [
        Object.keys(first ?? {}).join(","),
        ...lines.map((line) =>
            Object.entries(line)
                .map(([name, cell]) =>
                    text(name === "decision" ? decisions[`${line["emailId"]} ${line["access"]}`] : cell),
                )
                .join(","),
        ),
    ].join("\r\n");
}

function compared(sheet: string | Buffer, exported = company) {
    const { undecided, stillThere, isNew, kept, gone } = certificationOf(
        reported([exported]),
        readSheet(Buffer.from(sheet), "sheet.csv"),
        "sheet.csv",
    );
    const named = (all: typeof undecided) =>
        all.map(({ emailId, access, said }) =>
            [emailId, access.label, ...(said === undefined ? [] : [said])].join(" "),
        );
    return { undecided: named(undecided), stillThere: named(stillThere), isNew: named(isNew), kept, gone };
}

const all = {
    "ada@example.com developer": "keep",
    "ada@example.com role Bot Tester": "revoke",
    "bob@example.com role Bot Tester": "keep",
    "bob@example.com group Support Team": "keep",
    "cy@example.com none": "keep",
};
const asDecided = { undecided: [], stillThere: ["ada@example.com role Bot Tester"], isNew: [], kept: 4, gone: 0 };

describe("the sheet of an access review", () => {
    it("has a line for each access, with its reason and its end, and an empty decision", () => {
        assert.deepEqual(
            linesOf(reportSheet(reported([company]))).map(
                ({ emailId, access, on, standing, reason, resource, until, decision }) =>
                    [emailId, access, on, standing, reason, resource, until, decision].join(" | "),
            ),
            [
                "ada@example.com | developer |  | declared | '=builds | KoreUser ada of company/test | 2027-03-31 | ",
                "ada@example.com | role Bot Tester | Süd | declared | '=builds | KoreUser ada of company/test | 2027-03-31 | ",
                "bob@example.com | role Bot Tester | Süd | conferred by Support Team | helps | KoreUser bob of company/test |  | ",
                "bob@example.com | group Support Team |  | declared | helps | KoreUser bob of company/test |  | ",
                "cy@example.com | none |  |  |  | KoreUser cy of company/test |  | ",
            ],
        );
    });

    it("begins with the mark by which Excel takes it for UTF-8", () =>
        assert.ok(reportSheet(reported([company])).startsWith("\uFEFFaccount,emailId,")));

    it("is all undecided before anybody has decided", () => {
        const { undecided, stillThere, isNew } = compared(reportSheet(reported([company])));
        assert.deepEqual([undecided.length, stillThere, isNew], [5, [], []]);
    });
});

describe("what was decided, compared with what people have", () => {
    it("names what was to go and is still there", () => assert.deepEqual(compared(decided(all)), asDecided));

    it("what was to go and is gone is as decided, and what went by itself is nobody's matter", () => {
        const less = exportOf("test", [userOf("bob@example.com"), userOf("cy@example.com")]);
        assert.deepEqual(compared(decided(all), less), {
            ...{ undecided: [], stillThere: [], kept: 1, gone: 1 },
            isNew: ["bob@example.com no access"],
        });
    });

    it("what is new since the sheet is named, of people who are new as well", () => {
        const more = exportOf("test", [
            userOf("cy@example.com", { isDeveloper: true }),
            userOf("new@example.com", { canCreateBot: true }),
        ]);
        assert.deepEqual(compared(decided(all), more).isNew, [
            "cy@example.com developer",
            "new@example.com may create bots",
        ]);
    });

    it("a word that is no decision is undecided, and is said", () => {
        const { undecided } = compared(decided({ ...all, "ada@example.com developer": "ask Grace" }));
        assert.deepEqual(undecided, ["ada@example.com developer ask Grace"]);
    });

    it("lines of one access that say different things have decided nothing", () => {
        const sheet = decided(all);
        const again = decided({ ...all, "ada@example.com developer": "no" }).split("\r\n");
        assert.deepEqual(compared([sheet, again[1]].join("\r\n")).undecided, [
            "ada@example.com developer keep and revoke",
        ]);
    });

    for (const [word, decision] of [
        ["KEEP", "keep"],
        [" Yes ", "keep"],
        ["Approved.", "keep"],
        ["Revoke", "revoke"],
        ["NO", "revoke"],
        ["'remove", "revoke"],
    ] as const)
        it(`"${word}" is to ${decision}`, () => {
            const { kept, stillThere } = compared(decided({ "cy@example.com none": word }));
            assert.deepEqual([kept, stillThere.length], decision === "keep" ? [1, 0] : [0, 1]);
        });
});

describe("a sheet that a spreadsheet has saved again", () => {
    const sheet = decided(all);
    const cells = linesOf(sheet);
    const withSeparator = (separator: string, names = Object.keys(cells[0] ?? {})) =>
        [names, ...cells.map((line) => names.map((name) => line[name] ?? ""))]
            .map((line) => line.map((cell) => (cell.includes(separator) ? `"${cell}"` : cell)).join(separator))
            .join("\r\n");
    const latin = (text: string) => Buffer.from(text, "latin1");
    const utf16 = (text: string) => Buffer.from(text, "utf16le");

    const saved: Record<string, string | Buffer> = {
        "UTF-8 without a mark": sheet,
        "UTF-8 with a mark": `\uFEFF${sheet}`,
        "UTF-16, little-endian": utf16(`\uFEFF${sheet}`),
        "UTF-16, big-endian": utf16(`\uFEFF${sheet}`).swap16(),
        "UTF-16 without a mark": utf16(sheet),
        "UTF-16, big-endian, without a mark": utf16(sheet).swap16(),
        "Windows-1252": latin(sheet),
        semicolons: withSeparator(";"),
        "tabs, in UTF-16, as Excel's Unicode text": utf16(`\uFEFF${withSeparator("\t")}`),
        "a line that names the separator": `sep=;\r\n${withSeparator(";")}`,
        "lines that end as on Unix": sheet.replaceAll("\r\n", "\n"),
        "empty lines at the end": `${sheet}\r\n,,,,,,,,,,,,,\r\n\r\n \r\n`,
        "columns in another order, some of them gone, others added": withSeparator(",", [
            ...["decision", "comment", "key", "emailId", "account"],
        ]),
        "heads in another letter case": sheet.replace(/^[^\r\n]*/, (head) => head.toUpperCase()),
        "addresses in another letter case": sheet.replaceAll("ada@example.com", "Ada@Example.com"),
        "apostrophes before every text": withSeparator(";")
            .replaceAll(/(?<=;|^)(?=[a-z])/gm, "'")
            .replace(/^.*$/m, (head) => head.replaceAll("'", "")),
    };
    for (const [how, bytes] of Object.entries(saved))
        it(`says the same: ${how}`, () => assert.deepEqual(compared(bytes), asDecided));

    it("is refused where it is something else, or has lost a column that is needed", () => {
        for (const text of ["", "a,b\r\n1,2", sheet.replace("decision", "decided")])
            assert.throws(
                () => readSheet(Buffer.from(text), "sheet.csv"),
                /sheet\.csv is no sheet .* account, emailId, decision and key/,
            );
        assert.throws(() => readSheet(Buffer.from(`${sheet}\r\n"never closed`), "sheet.csv"), /can't be read as CSV/);
    });
});

describe("kore-access report --certified", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(path.join(os.tmpdir(), "kore-sheet-"));
        writeFileSync(path.join(folder, "state.json"), company);
        writeFileSync(path.join(folder, "sheet.csv"), decided({ ...all, "cy@example.com none": "" }));
        writeFileSync(path.join(folder, "kept.csv"), decided({ ...all, "ada@example.com role Bot Tester": "keep" }));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const run = (...args: string[]) => koreAccess(["report", path.join(folder, "state.json"), ...args]);

    it("ends with 2, and names whom it is about", () => {
        const { code, stdout, stderr } = run("--certified", path.join(folder, "sheet.csv"));
        assert.equal(code, 2);
        assert.match(stderr, /Undecided in .*sheet\.csv: 1 access of cy@example\.com\n/);
        assert.match(stderr, /To go, and still there: 1 access of ada@example\.com\n/);
        assert.match(
            stdout,
            /3 accesses are kept as decided, 0 are gone as decided, 1 is undecided, 1 was to go and is still there, 0 are new since/,
        );
        assert.match(stdout, /### To go, and still there\n\n- `ada@example.com`: `role Bot Tester` on `Süd`/);
    });

    it("ends with 0 where everything is as decided", () => {
        const { code, stderr } = run("--certified", path.join(folder, "kept.csv"), "--format", "csv");
        assert.deepEqual([code, stderr], [0, ""]);
    });

    it("writes the sheet that it reads", () => {
        const { code, stdout } = run("--format", "sheet");
        assert.deepEqual([code, stdout], [0, reportSheet(reported([company]))]);
    });

    it("fits a comment also where thousands are undecided", () => {
        const many = exportOf(
            "test",
            Array.from({ length: 3_000 }, (_, index) => userOf(`p${index}@example.com`, { isDeveloper: true })),
        );
        const report = reported([many]);
        const certification = certificationOf(report, [], "sheet.csv");
        const shown = reportMarkdown({ ...report, certification }, 65_536);
        assert.ok(shown.length <= 65_536);
        assert.match(shown, /3,000 are new since/);
    });
});
