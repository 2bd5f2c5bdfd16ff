import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { reportMarkdown } from "../../review/src/report/markdown";
import { findingsOf } from "../../review/src/report/findings";
import { changesSince, readEarlier } from "../../review/src/report/since";
import { exportOf, userOf, type Made } from "./madeStates";
import { materialOf, now, reported, written } from "./reports";

const tester = { roleId: "b3", botId: "st-1" };
const held = (role: object, groups: string[] = []) => ({ ...role, roleName: "Bot Tester", botName: "Support", groups });
const inGroup = { groups: [{ groupId: "e-1", groupName: "Support Team" }] };

function personIn(exports: string[], emailId: string) {
    const person = reported(exports).people.find((each) => each.emailId === emailId);
    assert.ok(person, `${emailId} is in the report`);
    return person;
}

function cellsOf(csv: string): Record<string, string>[] {
    return parse(csv, { columns: true });
}

describe("a report over several stacks", () => {
    const staff = exportOf("staff", [
        userOf("ada@example.com", { roles: [tester], reason: "tests" }, { roles: [held(tester)] }),
    ]);
    const team = exportOf("team", [
        userOf(
            "ada@example.com",
            { groups: ["e-1"], reason: "helps" },
            { ...inGroup, roles: [held(tester, ["Support Team"])] },
        ),
        userOf("bob@example.com"),
    ]);

    it("has each person once, with every resource that has to do with them, and its reason", () => {
        const { people, stacks } = reported([staff, team]);
        assert.deepEqual(
            people.map(({ emailId, resources }) => [
                emailId,
                resources.map(({ stack, reason }) => `${stack}: ${reason}`),
            ]),
            [
                ["ada@example.com", ["company/staff: tests", "company/team: helps"]],
                ["bob@example.com", ["company/team: undefined"]],
            ],
        );
        assert.deepEqual(
            stacks.map(({ name, time }) => [name, time]),
            [
                ["company/staff", "2026-11-30T08:00:00.000Z"],
                ["company/team", "2026-11-30T08:00:00.000Z"],
            ],
        );
    });

    it("a role that one stack declares and a group of another confers is said to be both", () => {
        const role = personIn([staff, team], "ada@example.com").access.find(({ kind }) => kind === "role");
        assert.deepEqual([role?.standing, role?.through, role?.by], ["declared", ["Support Team"], [0]]);
        const shown = written.markdown(staff, team);
        assert.match(shown, /`role Bot Tester` on `Support` \(declared, conferred by `Support Team`\)/);
        assert.match(shown, /\| {2}\| `group Support Team` \| `helps`<br>KoreUser `ada` of `company\/team`/);
    });

    it("a role that somebody gave directly, and a group confers as well, is not hidden by the group", () => {
        const state = exportOf("team", [
            userOf(
                "ada@example.com",
                { groups: ["e-1"] },
                { ...inGroup, roles: [held(tester, ["Support Team"]), held(tester)] },
            ),
        ]);
        const [role] = cellsOf(written.csv(state)).filter(({ access }) => access === "role Bot Tester");
        assert.equal(role?.["standing"], "not declared, conferred by Support Team");
        assert.equal(reported([state]).summary.surplus, 1);
    });

    it("what one stack declares is not undeclared by what another has seen", () => {
        const seen = exportOf("team", [
            userOf("ada@example.com", { groups: ["e-1"] }, { ...inGroup, roles: [held(tester)] }),
        ]);
        assert.equal(reported([staff, seen]).summary.surplus, 0);
        assert.deepEqual(
            cellsOf(written.csv(staff, seen)).map(({ stack, access, standing }) => [stack, access, standing]),
            [
                ["company/staff", "role Bot Tester", "declared"],
                ["company/team", "group Support Team", "declared"],
            ],
        );
    });

    it("the same address in two accounts is two people", () => {
        const us = userOf("ada@example.com");
        us.outputs["account"] = "us.example.com";
        const { people, summary } = reported([staff, exportOf("us", [us])]);
        assert.deepEqual([people.length, summary.people], [2, 2]);
    });

    it("JSON is a document for each stack as before, of which the first has what holds of all", () => {
        const documents = JSON.parse(written.json(staff, team)) as Record<string, unknown>[];
        assert.deepEqual(
            documents.map(({ version, stack, overall }) => [version, stack, overall === undefined]),
            [
                [1, "staff", false],
                [1, "team", true],
            ],
        );
    });
});

describe("access that ends, in a report", () => {
    const developer = (emailId: string, expiresAt?: string): Made =>
        userOf(emailId, { isDeveloper: true, ...(expiresAt === undefined ? {} : { expiresAt }) });
    const state = exportOf("test", [
        developer("over@example.com", "2026-11-30"),
        developer("soon@example.com", "2026-12-24"),
        developer("instant@example.com", "2026-12-01T11:00:00+02:00"),
        developer("later@example.com", "2027-03-31"),
        developer("never@example.com", "never"),
        developer("none@example.com"),
        userOf("done@example.com", { expiresAt: "2026-11-01", isDeveloper: false, ended: { isDeveloper: true } }),
        userOf(
            "again@example.com",
            { expiresAt: "2026-11-01", isDeveloper: false, ended: { isDeveloper: true } },
            { isDeveloper: true },
        ),
    ]);

    it("has ended and is there, or ends within the time that is asked for: by name, the rest not", () => {
        assert.deepEqual(findingsOf(reported([state]), { ends: true }), [
            "Access has ended, and is still there: again@example.com, instant@example.com (1 December 2026, 09:00 UTC), over@example.com (30 November 2026)",
            "Access ends within 30 days: soon@example.com (24 December 2026)",
        ]);
        assert.deepEqual(findingsOf(reported([state]), { ends: false }), []);
        const { summary } = reported([state], { soonHours: 365 * 24 });
        assert.deepEqual([summary.overdue, summary.endingSoon], [3, 2]);
    });

    it("says until when, and what was taken back", () => {
        const shown = written.markdown(state);
        assert.match(shown, /`later@example.com`.*`developer` \(until 31 March 2027\).*until 31 March 2027/);
        assert.match(shown, /`done@example.com`.* none .*ended 1 November 2026<br>had until then `developer`/);
        assert.match(shown, /`over@example.com`: `developer` \(\*\*has ended, 30 November 2026, and is there\*\*\)/);
        const rows = cellsOf(written.csv(state));
        assert.deepEqual(
            rows
                .filter(({ emailId }) => emailId === "done@example.com")
                .map(({ standing, until }) => [standing, until]),
            [["ended", "2026-11-01"]],
        );
    });

    it("two resources, of which one has no end: it does not end; two ends: the later one counts", () => {
        const lists = (expiresAt?: string): Made => ({
            kind: "KoreUserAccess",
            name: "list",
            outputs: {
                ...{
                    emailIds: ["soon@example.com"],
                    account: "eu.example.com",
                    isDeveloper: true,
                    canCreateBot: false,
                },
                ...(expiresAt === undefined ? {} : { expiresAt }),
            },
        });
        const endOf = (other: Made) =>
            personIn([state, exportOf("lists", [other])], "soon@example.com").access[0]?.end?.expiresAt;
        assert.equal(endOf(lists()), undefined);
        assert.equal(endOf(lists("2027-01-31")), "2027-01-31");
        assert.equal(endOf(lists("2026-12-02")), "2026-12-24");
    });

    it("a role that a group confers ends with the membership", () => {
        const group = exportOf("test", [
            userOf(
                "ada@example.com",
                { groups: ["e-1"], expiresAt: "2026-12-24" },
                { ...inGroup, roles: [held(tester, ["Support Team"])] },
            ),
        ]);
        assert.deepEqual(
            personIn([group], "ada@example.com").access.map(({ kind, end }) => [kind, end?.expiresAt]),
            [
                ["role", "2026-12-24"],
                ["group", "2026-12-24"],
            ],
        );
    });

    it("whoever has left the account after their end is said to be gone from it", () => {
        const gone = userOf("gone@example.com", { expiresAt: "2026-11-01", gone: true, ended: { isDeveloper: true } });
        assert.match(written.markdown(exportOf("test", [gone])), /`gone@example.com`<br>.*\*\*not in the account\*\*/);
    });

    it("people of a KoreUsers have its end, unless they have one of their own", () => {
        const set = exportOf("test", [
            {
                kind: "KoreUsers",
                name: "staff",
                outputs: {
                    account: "eu.example.com",
                    expiresAt: "2026-12-24",
                    people: {
                        "ada@example.com": { isDeveloper: true },
                        "bob@example.com": { isDeveloper: true, expiresAt: "never" },
                        "cy@example.com": { isDeveloper: true, expiresAt: "2027-01-31" },
                    },
                },
            },
        ]);
        assert.deepEqual(
            reported([set]).people.map(({ access }) => access[0]?.end?.expiresAt),
            ["2026-12-24", undefined, "2027-01-31"],
        );
    });
});

describe("what has changed since an earlier state or report", () => {
    const before = exportOf("test", [
        userOf("ada@example.com", { isDeveloper: true, reason: "builds", expiresAt: "2027-03-31" }),
        userOf("bob@example.com", { roles: [tester] }, { roles: [held(tester)] }),
        userOf("gone@example.com", { isDeveloper: true }),
        userOf("same@example.com", { isDeveloper: true, reason: "stays" }),
    ]);
    const after = exportOf("test", [
        userOf("ada@example.com", { isDeveloper: true, canCreateBot: true, reason: "leads" }),
        userOf("bob@example.com"),
        userOf("new@example.com", { isDeveloper: true }),
        { ...userOf("same@example.com", { isDeveloper: true, reason: "stays" }), name: "renamed" },
    ]);
    const told = (earlier: string) =>
        changesSince(readEarlier([{ text: earlier, from: "old.json" }], now), reported([after])).people.map(
            ({ emailId, kind, gained, lost, reasons, ends }) => [
                `${emailId} ${kind}`,
                ...gained.map(({ label }) => `+${label}`),
                ...lost.map(({ label }) => `-${label}`),
                ...(reasons === undefined ? [] : [`${reasons.from}>${reasons.to}`]),
                ...ends.map(({ from, to }) => `${from}>${to}`),
            ],
        );
    const expected = [
        ["ada@example.com changed", "+may create bots", "builds>leads", "2027-03-31>undefined"],
        ["bob@example.com changed", "-role Bot Tester"],
        ["gone@example.com left", "-developer"],
        ["new@example.com came", "+developer"],
    ];

    it("tells who came, left, gained, lost, and whose reason or end is another", () => {
        assert.deepEqual(told(before), expected);
    });

    it("tells the same by a report that was written then", () => {
        assert.deepEqual(told(written.json(before)), expected);
    });

    it("tells it also by a report of release 0.1.0, but for ends", () => {
        const { overall: _overall, ...document } = JSON.parse(written.json(before)) as {
            overall: unknown;
            people: { access: { isDirect?: boolean }[]; expiresAt?: string }[];
        };
        for (const person of document.people) {
            delete person.expiresAt;
            for (const access of person.access) delete access.isDirect;
        }
        assert.deepEqual(told(JSON.stringify(document)), [
            ["ada@example.com changed", "+may create bots", "builds>leads"],
            ...expected.slice(1),
        ]);
    });

    it("who is still declared, and not in the account any more, has left", () => {
        const gone = exportOf("test", [userOf("ada@example.com", { gone: true, ended: { isDeveloper: true } })]);
        const changes = changesSince(readEarlier([{ text: before, from: "old.json" }], now), reported([gone]));
        const ada = changes.people.find(({ emailId }) => emailId === "ada@example.com");
        assert.deepEqual([ada?.kind, ada?.lost.map(({ label }) => label)], ["left", ["developer"]]);
    });

    it("says which stacks only one of the two has", () => {
        const changes = changesSince(
            readEarlier([{ text: before.replaceAll("pulumi:test::", "pulumi:old::"), from: "old.json" }], now),
            reported([after]),
        );
        assert.deepEqual([changes.onlyBefore, changes.onlyNow], [["company/old"], ["company/test"]]);
    });

    it("is in Markdown before the list of everybody", () => {
        const whole = reported([after]);
        const changes = changesSince(readEarlier([{ text: before, from: "old.json" }], now), whole);
        const shown = reportMarkdown({ ...whole, changes }, 65_536);
        assert.match(shown, /## Changes since `company\/test` of 2026-11-30 08:00 UTC/);
        assert.match(
            shown,
            /`ada@example.com`: gained `may create bots`; reason: `builds` → `leads`; `developer` until: 31 March 2027 → no end/,
        );
        assert.ok(shown.indexOf("## Changes since") < shown.indexOf("### Account"));
    });

    it("reads an export, or a report of one stack or of several, with other lines around it", () => {
        const one = written.json(before);
        const several = written.json(before, exportOf("team", [userOf("eve@example.com")]));
        for (const text of [before, one, several])
            assert.deepEqual(
                readEarlier([{ text: `> pulumi stack export\n\n${text}\nnpm notice\n`, from: "old.json" }], now),
                readEarlier([{ text, from: "old.json" }], now),
            );
        const cut = `> pulumi stack export\n\n${several.slice(0, several.lastIndexOf("]"))}`;
        assert.throws(() => readEarlier([{ text: cut, from: "old.json" }], now), /old.json is no whole JSON text/);
        const twice = `${before}\n${one}`;
        assert.throws(() => readEarlier([{ text: twice, from: "old.json" }], now), /old.json has 2 states or reports/);
    });

    it("refuses what is neither", () => {
        assert.throws(() => readEarlier([{ text: "{}", from: "old.json" }], now), /old.json is not the output/);
        assert.throws(() => readEarlier([{ text: "a,b", from: "old.csv" }], now), /old.csv is no whole JSON text/);
    });
});

describe("a report on 10,000 people", () => {
    const people = Array.from({ length: 10_000 }, (_, index) => {
        const domain = index % 100 === 0 ? "partner.example.org" : "example.com";
        return userOf(`person.${index}@${domain}`, {
            isDeveloper: index % 2 === 0,
            canCreateBot: index % 400 === 0,
            reason: `team ${index % 40}`,
        });
    });
    const state = exportOf("test", people);

    it("fits a comment of GitHub, says how many it does not name, and names those of whom there is something to see", () => {
        const shown = written.markdown(state);
        assert.ok(shown.length <= 65_536, `${shown.length} characters`);
        assert.match(shown, /\| in all \| 10,000 in 1 account \|/);
        assert.match(shown, /\| outside `example.com` \| 100: /);
        assert.match(shown, /\*\*9,900 people have no room here\.\*\*/);
        assert.match(shown, /person\.9900@partner\.example\.org/);
    });

    it("names all of them where it may be as long as that", () => {
        const shown = reportMarkdown(reported([state]), 10_000_000);
        assert.match(shown, /person\.9999@example\.com/);
        assert.doesNotMatch(shown, /no room/);
    });

    it("has a line for each access in CSV", () => {
        assert.equal(cellsOf(written.csv(state)).length, 10_025);
        assert.equal(materialOf(state).reports[0]?.entries.length, 10_000);
    });
});
