import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { byKind, byPlace } from "../../../review/browser/figures";
import { asks, chosen, everybody, fits, isSet, type Filter } from "../../../review/browser/filter";
import { byAddress, firstWay, inOrder, type By } from "../../../review/browser/order";
import { folded, peopleOf, type Mark } from "../../../review/browser/people";
import { count, day, distance, figure, hoursInWords, minute, remarksOn } from "../../../review/browser/words";
import type { PageAccess, PageData, PageGrant, PageList, PagePerson } from "../../../review/src/report/page/data";
import type { UndeclaredPerson } from "../../../review/src/report/live";
import type { Certification, ReportChanges } from "../../../review/src/report/model";
import { pageDataOf } from "../../../review/src/report/page/pageData";
import { reportPage } from "../../../review/src/report/page/reportPage";
import { accessReport } from "../../../review/src/report/people";
import { markOf } from "../../../review/src/hidden";
import { companyPage } from "../../review/page/company";
import { hostilePage } from "../../review/page/hostile";
import { ada, grace, reported, reportedOf } from "./handMade";

const time = "2026-11-28T06:00:00.000Z";

/** A report of these people. */
function page(...people: Partial<PagePerson>[]): PageData {
    return {
        time,
        stacks: [{ name: "company/eu" }, { name: "company/us" }],
        accounts: ["platform.kore.ai", "us.kore.ai"].map((name) => ({ name, notes: [] })),
        ownDomains: ["example.com"],
        soonHours: 30 * 24,
        people: people.map((person) => ({ ...somebody, ...person })),
        lists: [],
    };
}

const somebody: PagePerson = {
    account: 0,
    address: ada,
    isOutsider: false,
    remarks: [],
    isUndeclared: false,
    grants: [],
    access: [],
};
const grant = (facts: Partial<PageGrant> = {}): PageGrant => ({
    stack: 0,
    resource: "KoreUser ada",
    reason: "works here",
    remarks: [],
    ...facts,
});
const role = (facts: Partial<PageAccess> = {}): PageAccess => ({
    kind: "role",
    label: "Bot Tester",
    on: "Claims",
    standing: "declared",
    through: [],
    isUnclear: false,
    isWhole: false,
    remarks: [],
    isOverdue: false,
    ...facts,
});
const developer: PageAccess = {
    kind: "developer",
    label: "developer",
    standing: "declared",
    through: [],
    isUnclear: false,
    isWhole: false,
    remarks: [],
    isOverdue: false,
};
const until = (at: string) => ({ end: { at, words: at } });

describe("the people on the page of a report", () => {
    const marked = (person: Partial<PagePerson>) => [
        ...(peopleOf(page({ grants: [grant()], ...person }))[0]?.marks ?? []),
    ];

    for (const [title, person, marks] of [
        ["nothing of somebody as all others", {}, []],
        ["an administrator, on a bot too", { access: [role({ kind: "administrator" })] }, ["administrator"]],
        [
            "whose role of an administrator is lost",
            { access: [role({ kind: "administrator", standing: "lost" })] },
            ["lost"],
        ],
        ["who may create bots", { access: [role({ kind: "bot creator" })] }, ["bot creator"]],
        ["an outsider", { isOutsider: true }, ["outsider"]],
        ["an end in thirty days", { access: [role(until("2026-12-28T06:00:00.000Z"))] }, ["ends soon"]],
        ["no end in more than thirty days", { access: [role(until("2026-12-28T06:00:00.001Z"))] }, []],
        ["no end that is past by now", { access: [role(until(time))] }, []],
        [
            "no end of what is lost",
            { access: [role({ ...until("2026-12-01T00:00:00Z"), standing: "lost" })] },
            ["lost"],
        ],
        ["no end that is no instant", { access: [role(until("soon"))] }, []],
        ["who still has what has ended", { access: [role({ isOverdue: true })] }, ["overdue"]],
        ["whom nobody declares", { isUndeclared: true, grants: [] }, ["undeclared"]],
        ["access that nobody declares", { access: [role({ standing: "undeclared" })] }, ["undeclared"]],
        ["what a group confers not as undeclared", { access: [role({ standing: "conferred" })] }, []],
        ["an adopted person", { grants: [grant(), grant({ origin: "adopted" })] }, ["adopted"]],
        ["who is not active", { remarks: ["Suspended"] }, ["remarkable"]],
        ["a resource without a reason", { grants: [grant(), { stack: 0, resource: "x", remarks: [] }] }, ["no reason"]],
    ] as [string, Partial<PagePerson>, string[]][]) {
        it(`are marked by what is asked of them: ${title}`, () => assert.deepEqual(marked(person), marks));
    }
});

describe("a filter of the page of a report", () => {
    const people = peopleOf(
        page(
            {
                address: ada,
                name: "Ada Lovelace",
                grants: [grant()],
                access: [role({ kind: "administrator", on: "Claims" }), role({ standing: "undeclared" })],
            },
            {
                address: grace,
                account: 1,
                name: "Gráce",
                isOutsider: false,
                grants: [grant({ stack: 1, reason: "Runs payroll" })],
                access: [role({ on: "HR", through: ["Staff"] })],
            },
            { address: "z@example.org", isOutsider: true, remarks: ["Invited"], access: [developer] },
        ),
    );
    const found = (filter: Partial<Filter>) =>
        chosen(people, { ...everybody, ...filter }).map(({ address }) => address);

    for (const [title, filter, those] of [
        ["nothing set", {}, [ada, grace, "z@example.org"]],
        ["white space alone", { text: "  " }, [ada, grace, "z@example.org"]],
        ["a part of a name without its accent", { text: "GRACE" }, [grace]],
        ["words in different places", { text: "payroll tester hr" }, [grace]],
        ["words that nobody has together", { text: "payroll lovelace" }, []],
        ["a group", { text: "staff" }, [grace]],
        ["a stack by its name", { text: "company/us" }, [grace]],
        ["the status", { text: "invited" }, ["z@example.org"]],
        ["a kind", { kind: "administrator" }, [ada]],
        ["a bot", { place: { on: "HR" } }, [grace]],
        ["the account itself", { place: {} }, ["z@example.org"]],
        ["a kind and a standing of different accesses", { kind: "administrator", standing: "undeclared" }, []],
        ["a kind and a standing of one", { kind: "role", standing: "undeclared" }, [ada]],
        ["an account", { account: 1 }, [grace]],
        ["a stack", { stack: 0 }, [ada]],
        ["a mark", { marks: new Set(["outsider"] as const) }, ["z@example.org"]],
        ["two marks", { marks: new Set(["outsider", "administrator"] as const) }, []],
    ] as [string, Partial<Filter>, string[]][]) {
        it(`leaves: ${title}`, () => assert.deepEqual(found(filter), those));
    }

    it("is told from none, and asks for access or not", () => {
        assert.deepEqual([everybody, { ...everybody, text: " " }, { ...everybody, kind: undefined }].map(isSet), [
            false,
            false,
            false,
        ]);
        assert.ok(isSet({ ...everybody, account: 0 }));
        assert.ok(!asks({ ...everybody, account: 0 }) && asks({ ...everybody, place: {} }));
        assert.ok(
            fits(role(), { ...everybody, place: { on: "Claims" } }) && !fits(role(), { ...everybody, place: {} }),
        );
    });

    it("compares letters in every form alike", () => assert.equal(folded("ＡÅǆ"), folded("aådž")));
});

describe("the order of the page of a report", () => {
    const people = peopleOf(
        page(
            {
                address: "c@example.com",
                lastLogin: "2026-01-01T00:00:00Z",
                grants: [grant({ reason: "b" })],
                access: [role(), role({ label: "x" })],
            },
            { address: "a@example.com", grants: [grant()], access: [] },
            {
                address: "b@example.com",
                lastLogin: "2026-02-01T00:00:00Z",
                grants: [{ stack: 0, resource: "r", remarks: [] }],
                access: [role({ on: "HR", ...until("2027-01-01T00:00:00Z") })],
            },
        ),
    );
    const order = (by: By, isDescending: boolean) =>
        inOrder(people, { by, isDescending })
            .map(({ address }) => address.slice(0, 1))
            .join("");

    for (const [by, ascending, descending] of [
        ["address", "abc", "cba"],
        ["access", "abc", "cba"],
        ["reason", "bca", "acb"],
        ["end", "bac", "acb"],
        ["seen", "acb", "bca"],
        [{ on: "Claims" }, "abc", "cab"],
    ] as [By, string, string][]) {
        it(`by ${typeof by === "string" ? by : "what they have on a bot"}, and the other way round`, () =>
            assert.deepEqual([order(by, false), order(by, true)], [ascending, descending]));
    }

    it("is by address at first; of what is counted the most comes first", () => {
        assert.deepEqual(inOrder(people, byAddress)[0]?.address, "a@example.com");
        assert.deepEqual((["address", "reason", "end", "access", "seen", {}] as const).map(firstWay), [
            false,
            false,
            false,
            true,
            true,
            true,
        ]);
    });
});

describe("the figures of the page of a report", () => {
    const people = peopleOf(
        page(
            { address: ada, access: [role(), role({ kind: "owner" }), role({ on: "HR" }), developer] },
            { address: grace, access: [role(), role({ standing: "lost", on: "Gone" })] },
        ),
    );

    it("count people and access at each place, the account itself first, without what is lost", () =>
        assert.deepEqual(
            byPlace(people).map(({ place, people, all, kinds }) => [place.on, people, all, Object.fromEntries(kinds)]),
            [
                [undefined, 1, 1, { developer: 1 }],
                ["Claims", 2, 3, { role: 2, owner: 1 }],
                ["HR", 1, 1, { role: 1 }],
            ],
        ));

    it("count the people of each kind once", () =>
        assert.deepEqual(
            [...byKind(people)],
            [
                ["owner", 1],
                ["developer", 1],
                ["role", 2],
            ],
        ));
});

describe("the words of the page of a report", () => {
    it("tell days and minutes in UTC, and leave alone what is none", () => {
        assert.equal(day("2027-03-31T23:59:59.999Z"), "2027-03-31");
        assert.equal(day("2027-04-01T01:00:00+02:00"), "2027-03-31");
        assert.equal(minute("2026-11-27T21:03:18.123Z"), "2026-11-27 21:03 UTC");
        assert.deepEqual([day("soon"), minute("")], ["soon", ""]);
    });

    it("tell how far a day is", () => {
        const days = (number: number) => number * 24 * 60 * 60 * 1000;
        assert.deepEqual(
            [0.5, -0.5, 1, -1.9, 400].map((to) => distance(0, days(to))),
            ["within a day", "within the last day", "in 1 day", "1 day ago", "in 400 days"],
        );
    });

    it("tell figures", () => {
        assert.deepEqual([0, 999, 1000, 1234567].map(figure), ["0", "999", "1,000", "1,234,567"]);
        assert.deepEqual([count(1, "person", "people"), count(2, "person", "people")], ["1 person", "2 people"]);
    });

    it("tell of what time", () => assert.deepEqual([12, 24, 720].map(hoursInWords), ["12 hours", "1 day", "30 days"]));

    it("tell what else is to be known of an access", () => {
        assert.deepEqual(remarksOn(role()), []);
        assert.deepEqual(remarksOn(role({ standing: "conferred", through: ["Staff", "Ops"] })), ["via Staff, Ops"]);
        assert.deepEqual(remarksOn(role({ through: ["Staff"], isOverdue: true, remarks: ["unverified"] })), [
            "declared",
            "via Staff",
            "past its end",
            "unverified",
        ]);
        assert.deepEqual(remarksOn(role({ standing: "undeclared" })), ["not declared"]);
    });
});

describe("the file of the page of a report", () => {
    const policyOf = (html: string) => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const hash = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

    it("is the same each time, for the same data", () =>
        assert.equal(reportPage(companyPage(30)), reportPage(companyPage(30))));

    it("allows its own script and style alone, and no request", () => {
        const html = reportPage(companyPage(3));
        const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => hash(text));
        const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text]) => hash(text));
        assert.deepEqual(policyOf(html).split("; "), [
            "default-src 'none'",
            `script-src ${scripts.join(" ")}`,
            `style-src ${styles.join(" ")}`,
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]);
        assert.equal(scripts.length + styles.length, 2);
    });

    it("has no markup of what comes from outside: the page is the same but for its data", () => {
        const withoutData = (html: string) => html.replace(/(id="data">)[^<]*/, "$1");
        assert.equal(withoutData(reportPage(hostilePage())), withoutData(reportPage(companyPage(1))));
    });

    it("names no other host, and no file of this machine", () => {
        const html = reportPage(companyPage(3));
        assert.deepEqual(html.match(/https?:\/\/[^"'` )]+/g), null);
        assert.ok(!html.includes(process.cwd()));
    });
});

describe("a report as a page", () => {
    const us = reportedOf({
        type: "KoreUser",
        name: "ada-us",
        outputs: {
            emailId: ada,
            account: "bots.kore.ai",
            reason: "helps out",
            canCreateBot: true,
            expiresAt: "2026-12-24",
        },
    });
    const eu = reportedOf(
        {
            type: "KoreUser",
            name: "ada",
            outputs: {
                emailId: ada,
                firstName: "Ada",
                account: "bots.kore.ai",
                reason: "builds bots",
                adopted: true,
                exclusive: true,
                roles: [{ roleId: "r-admin" }, { roleId: "r-tester", botId: "st-1" }],
                groups: ["e-1"],
                assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1"] }],
                reported: reported({
                    status: "Invited",
                    groups: [{ groupId: "e-1", groupName: "Staff" }],
                    roles: [
                        { roleId: "r-admin", roleName: "Master Admin" },
                        { roleId: "r-dev", roleName: "Developer", botId: "st-1", botName: "Bank", groups: ["Staff"] },
                        { roleId: "r-own", roleName: "Bot Owner", botId: "st-1", botName: "Bank" },
                        { roleId: "r-dev", roleName: "Developer", botId: "st-2", botName: "Bank", groups: ["Staff"] },
                    ],
                }),
            },
        },
        { type: "KoreUser", name: "secret", outputs: { emailId: markOf("secret"), reason: markOf("secret") } },
    );
    const undeclared: UndeclaredPerson = {
        account: "bots.kore.ai",
        emailId: "eve@example.org",
        lastLogin: null,
        status: "Suspended",
        holdings: [],
    };
    const report = accessReport(
        { reports: [eu, { ...us, stack: "us", time }], undeclared: [undeclared], live: [] },
        { now: new Date(time), soonHours: 48, ownDomains: ["example.com"] },
    );
    const data = pageDataOf(report);
    const [first, ...others] = data.people.filter(({ address }) => address === ada);

    it("has stacks with the times of their states, accounts, and what is soon", () => {
        assert.deepEqual(data.stacks, [{ name: "company/test" }, { name: "company/us", time }]);
        assert.deepEqual(data.accounts, [
            { name: "", notes: [] },
            { name: "bots.kore.ai", notes: [] },
        ]);
        assert.deepEqual([data.ownDomains, data.soonHours, data.time, data.lists], [["example.com"], 48, time, []]);
    });

    it("tells when an account was read, and what is to be known of that", () => {
        const accounts = [
            { host: "a", readAt: time, incomplete: ["groups"], strangers: ["company/us"] },
            { host: "b", notRead: "the settings lead to a alone", incomplete: [], strangers: [] },
        ];
        assert.deepEqual(pageDataOf({ ...report, accounts }).accounts, [
            {
                name: "a",
                read: time,
                notes: [
                    "Kore.ai did not list all groups",
                    "nobody whom company/us declares is in it: is their account another one of this host?",
                ],
            },
            { name: "b", notes: ["not read: the settings lead to a alone"] },
        ]);
    });

    it("has somebody once, whatever declares them, with each resource", () => {
        assert.deepEqual(others, []);
        assert.deepEqual([first?.account, first?.name, first?.remarks], [1, "Ada", ["Invited"]]);
        assert.deepEqual(first?.grants, [
            {
                stack: 0,
                resource: "KoreUser ada",
                origin: "adopted",
                reason: "builds bots",
                remarks: ["exclusive", "unverified: assignBotTasks"],
            },
            { stack: 1, resource: "KoreUser ada-us", origin: "created", reason: "helps out", remarks: [] },
        ]);
    });

    it("has all access, by kind, name, bot, how they come to it, and until when", () =>
        assert.deepEqual(
            first?.access.map(({ kind, label, on = "", standing, end, remarks }) =>
                [kind, label, on, standing, end?.words ?? "", ...remarks].join(" | "),
            ),
            [
                "administrator | administrator: Master Admin |  | declared |  | the whole account",
                "bot creator | may create bots |  | declared | until 24 December 2026 | unverified",
                "owner | Bot Owner | Bank (st-1) | undeclared | ",
                "role | Developer | Bank (st-1) | conferred | ",
                "role | Developer | Bank (st-2) | conferred | ",
                "role | r-tester | Bank (st-1) | lost |  | power unknown",
                "tasks | tasks dg-1 | Bank (st-1) | declared |  | unverified",
                "group | group Staff |  | declared |  | power unknown",
            ],
        ));

    it("has whom nobody declares, and nothing of what is secret", () => {
        const eve = data.people.find(({ address }) => address === "eve@example.org");
        assert.deepEqual(eve, {
            account: 1,
            address: "eve@example.org",
            isOutsider: true,
            remarks: ["Suspended"],
            lastLogin: null,
            isUndeclared: true,
            grants: [],
            access: [],
        });
        const secret = data.people.find(({ address }) => address === "(secret)");
        assert.deepEqual(secret?.grants[0]?.reason, "(secret)");
    });

    it("counts what the report counts", () => {
        const counted = (mark: Mark) => peopleOf(data).filter(({ marks }) => marks.has(mark)).length;
        const { summary } = report;
        assert.deepEqual(
            (["administrator", "bot creator", "outsider", "ends soon", "adopted", "overdue", "lost"] as const).map(
                counted,
            ),
            [
                summary.administrators,
                summary.botCreators,
                summary.outsiders,
                summary.endingSoon,
                summary.adopted,
                summary.overdue,
                summary.lost,
            ],
        );
    });

    const tester = { key: "role r-tester st-1 ", label: "role Tester", on: "Bank" };
    const said = ({ title, notes, groups }: PageList) => ({
        title,
        notes,
        groups: groups.map(({ title, sign, items }) => [
            `${sign} ${title}`,
            ...items.map(({ address, access, from = "", to = "", note = "" }) =>
                [address, ...access.map(({ kind, label, on }) => `${kind} ${label} ${on ?? ""}`), from, to, note].join(
                    "|",
                ),
            ),
        ]),
    });

    it("tells what has changed", () => {
        const none = { account: "bots.kore.ai", gained: [], lost: [], ends: [] };
        const changes: ReportChanges = {
            before: [{ name: "company/test", time }, { name: "company/old" }],
            onlyBefore: ["company/old"],
            onlyNow: ["company/us"],
            withEnds: false,
            people: [
                { ...none, emailId: ada, kind: "changed", gained: [tester], reasons: { from: "", to: "tests" } },
                { ...none, emailId: grace, kind: "came", gained: [{ ...tester, power: "owner" }] },
                {
                    ...none,
                    emailId: "l@example.com",
                    kind: "left",
                    lost: [{ key: "botCreator", label: "may create bots" }],
                },
                { ...none, emailId: "m@example.com", kind: "changed", declared: "ceases", lost: [tester] },
                {
                    ...none,
                    emailId: "n@example.com",
                    kind: "changed",
                    declared: "begins",
                    ends: [{ access: tester, from: "2026-12-24" }],
                },
            ],
        };
        assert.deepEqual(pageDataOf({ ...report, changes }).lists.map(said), [
            {
                title: "Changes since company/test of 2026-11-28 06:00 UTC, company/old",
                notes: [
                    "Only in what is compared with: company/old. Its people come and go with it.",
                    "Only in this report: company/us. Its people come and go with it.",
                    "What is compared with has no ends, so that none is said to have changed.",
                ],
                groups: [
                    ["+ Came", "grace@example.com|owner Tester Bank|||"],
                    ["− Left", "l@example.com|bot creator may create bots |||"],
                    ["+ Gained access", "ada@example.com|role Tester Bank|||"],
                    ["− Lost access", "m@example.com|role Tester Bank|||"],
                    ["≠ Declared now", "n@example.com|||"],
                    ["≠ Not declared any more", "m@example.com|||"],
                    ["≠ Another reason", "ada@example.com||tests|"],
                    ["≠ Another end", "n@example.com|role Tester Bank|24 December 2026|no end|"],
                ],
            },
        ]);
    });

    it("tells how it compares with the decisions of a sheet", () => {
        const one = { account: "bots.kore.ai", emailId: ada };
        const certification: Certification = {
            sheet: "q4.csv",
            kept: 1,
            gone: 2,
            undecided: [{ ...one, access: tester, said: "maybe" }],
            stillThere: [],
            isNew: [{ ...one, access: { key: "account", label: "no access" } }],
        };
        assert.deepEqual(pageDataOf({ ...report, certification }).lists.map(said), [
            {
                title: "Decisions of q4.csv",
                notes: ["1 access is kept as decided, 2 are gone as decided."],
                groups: [
                    ["? Undecided", "ada@example.com|role Tester Bank|||the sheet says maybe, which is no decision"],
                    ["+ New since the sheet", "ada@example.com|||no access"],
                ],
            },
        ]);
    });
});
