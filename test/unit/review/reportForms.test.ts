import assert from "node:assert/strict";
import * as v from "valibot";
import { markOf } from "../../../review/src/hidden";
import type { StackReport } from "../../../review/src/report/report";
import { ada, grace, reported, reportedOf } from "./handMade";
import { asCsv, asJson, asMarkdown, now } from "../../review/reports";

const everything = () =>
    reportedOf(
        {
            type: "KoreUserAccess",
            name: "builders",
            outputs: {
                emailIds: [ada, grace],
                isDeveloper: true,
                canCreateBot: true,
                hasDataTableAndViewAccess: true,
                account: "bots.kore.ai",
                reason: "builds bots",
                reported: [{ emailId: ada, isDeveloper: true, canCreateBot: false }],
            },
            options: { delete: true },
        },
        {
            type: "KoreUser",
            name: "ada",
            outputs: {
                emailId: ada,
                firstName: "Ada",
                dept: "Research",
                account: "bots.kore.ai",
                reason: "a pipe | in it",
                adopted: true,
                exclusive: true,
                roles: [{ roleId: "r-admin" }, { roleId: "r-tester", botId: "st-1" }, { roleId: markOf("secret") }],
                groups: ["e-1"],
                assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1", "dg-2"] }, { streamId: "st-2" }],
                reported: reported({
                    lastName: "Lovelace",
                    status: "Invited",
                    isDeveloper: true,
                    groups: [{ groupId: "e-1", groupName: "Staff" }],
                    roles: [
                        { roleId: "r-admin", roleName: "Admin", groups: ["Staff"] },
                        { roleId: "r-dev", roleName: "Developer", botId: "st-1", botName: "Bank", groups: ["Staff"] },
                    ],
                }),
            },
        },
        {
            type: "KoreUser",
            name: "secret",
            outputs: {
                emailId: markOf("secret"),
                reason: markOf("secret"),
                reported: reported({ status: "active", canCreateBot: true }),
            },
            options: { delete: true },
        },
        { type: "KoreUser", name: "grace", outputs: { emailId: grace, onDestroy: "revoke" } },
    );

const small = () => reportedOf({ type: "KoreUser", name: "ada", outputs: { emailId: ada, account: "bots.kore.ai" } });

describe("a report of several stacks", () => {
    const time = "2026-11-27T21:03:18.123Z";
    const both = (): [StackReport, StackReport] => [
        { ...small(), time },
        { ...small(), stack: "us" },
    ];

    it("as Markdown has one heading, and the time of each state", () => {
        const text = asMarkdown(...both());
        assert.deepEqual(text.match(/^## .*/gm), ["## Access in `company/test`, `company/us`"]);
        assert.match(text, /\n- `company\/test` as of its last update or refresh, 2026-11-27 21:03 UTC\n/);
        assert.match(text, /\n- `company\/us` as of its last update or refresh\n/);
    });

    it("as CSV is one list, which names the stack of each line", () => {
        const [head, first, second, ...rest] = asCsv(...both()).split("\r\n");
        assert.match(head ?? "", /,stack,until,lastLogin$/);
        assert.match(first ?? "", /,company\/test,,$/);
        assert.match(second ?? "", /,company\/us,,$/);
        assert.deepEqual(rest, [""]);
    });

    it("as JSON is a list of documents", () => {
        const documents = v.parse(
            v.array(v.object({ stack: v.string(), time: v.exactOptional(v.string()) })),
            JSON.parse(asJson(...both())),
        );
        assert.deepEqual(documents, [{ stack: "test", time }, { stack: "us" }]);
    });
});

describe("a report of a stack with something of everything", () => {
    it("as Markdown has a table for each account, and a line for each resource of a person", () =>
        assert.deepEqual(asMarkdown(everything()).split("\n"), [
            "## Access in `company/test`",
            "",
            "- `company/test` as of its last update or refresh",
            "",
            "|  | people |",
            "| --- | --- |",
            "| in all | 4 in 2 accounts |",
            "| administrators | 1: `ada@example.com` |",
            "| may create bots | 2: `(secret)`, `grace@example.com` |",
            "| outside `example.com` | 0 |",
            "| in an account, and in no stack | not asked: `--live` reads the account |",
            "| with access that nobody declares | 1: `(secret)` |",
            "| with declared access that is not there | 1: `ada@example.com` |",
            "| adopted | 1: `ada@example.com` |",
            "| with access that ends within 30 days | 0 |",
            "| with access that has ended, and is there | 0 |",
            "",
            "### Administrators",
            "",
            "- `ada@example.com` (account `bots.kore.ai`, `Invited`): `administrator role Admin` (declared, conferred by `Staff`); by KoreUser `ada`: `a pipe | in it`",
            "",
            "### There, and declared by nobody",
            "",
            "- `(secret)`: `may create bots` (not declared)",
            "",
            "### Declared, and not there",
            "",
            "- `ada@example.com` (account `bots.kore.ai`, `Invited`): `administrator role (secret)` (declared, and lost), `may create bots` (declared, and lost), `role r-tester` on `Bank` (declared, and lost); by KoreUser `ada`: `a pipe | in it`, KoreUserAccess `builders`: `builds bots`",
            "",
            "| person | access | why, and by what | managed |",
            "| --- | --- | --- | --- |",
            "| `(secret)` | `may create bots` (not declared) | `(secret)`<br>KoreUser `secret` | created<br>its delete is pending<br>when the resource goes: is removed from the account |",
            "| `grace@example.com` | none | no reason given<br>KoreUser `grace` | created<br>when the resource goes: stays without what is declared |",
            "",
            "### Account `bots.kore.ai`",
            "",
            "| person | access | why, and by what | managed |",
            "| --- | --- | --- | --- |",
            "| `ada@example.com`<br>`Ada Lovelace`<br>`Invited` | `administrator role (secret)` (declared, and lost)<br>`administrator role Admin` (declared, conferred by `Staff`)<br>`role Developer` on `Bank` (conferred by `Staff`)<br>`role r-tester` on `Bank` (declared, and lost)<br>`tasks dg-1, dg-2` on `Bank` (unverified)<br>`all tasks` on `st-2` (unverified)<br>`group Staff` | `a pipe \\| in it`<br>KoreUser `ada` | adopted<br>exclusive<br>unverified: dept, assignBotTasks<br>when the resource goes: refused: adopted, and no onDestroy |",
            "|  | `may create bots` (declared, and lost)<br>`developer`<br>`data tables and views` (unverified) | `builds bots`<br>KoreUserAccess `builders` | its delete is pending<br>unverified: hasDataTableAndViewAccess<br>when the resource goes: stays without what is declared |",
            "| `grace@example.com` | `may create bots` (unverified)<br>`developer` (unverified)<br>`data tables and views` (unverified) | `builds bots`<br>KoreUserAccess `builders` | its delete is pending<br>unverified: hasDataTableAndViewAccess<br>when the resource goes: stays without what is declared |",
            "",
            "*not declared*: Kore.ai reported it, and no resource declares it. *declared, and lost*: Kore.ai did not report it. *unverified*: Kore.ai does not report it, so that a change made by hand is not seen.",
            "",
        ]));

    it("as CSV has a line for each access of a person", () =>
        assert.deepEqual(asCsv(everything()).split("\r\n"), [
            "account,emailId,name,status,access,id,on,onId,standing,verified,resource,reason,origin,onDestroy,exclusive,unverified fields,power,stack,until,lastLogin",
            ",(secret),,active,may create bots,,,,not declared,yes,KoreUser secret,(secret),created (its delete is pending),remove,no,,,company/test,,",
            ",grace@example.com,,,none,,,,,,KoreUser grace,,created,revoke,no,,,company/test,,",
            'bots.kore.ai,ada@example.com,Ada Lovelace,Invited,administrator role Admin,r-admin,,,"declared, conferred by Staff",yes,KoreUser ada,a pipe | in it,adopted,refuse,yes,"dept, assignBotTasks",administrator,company/test,,',
            'bots.kore.ai,ada@example.com,Ada Lovelace,Invited,role r-tester,r-tester,Bank,st-1,"declared, and lost",yes,KoreUser ada,a pipe | in it,adopted,refuse,yes,"dept, assignBotTasks",unknown,company/test,,',
            'bots.kore.ai,ada@example.com,Ada Lovelace,Invited,administrator role (secret),,,,"declared, and lost",yes,KoreUser ada,a pipe | in it,adopted,refuse,yes,"dept, assignBotTasks",unknown,company/test,,',
            'bots.kore.ai,ada@example.com,Ada Lovelace,Invited,role Developer,r-dev,Bank,st-1,conferred by Staff,yes,KoreUser ada,a pipe | in it,adopted,refuse,yes,"dept, assignBotTasks",,company/test,,',
            'bots.kore.ai,ada@example.com,Ada Lovelace,Invited,group Staff,e-1,,,declared,yes,KoreUser ada,a pipe | in it,adopted,refuse,yes,"dept, assignBotTasks",,company/test,,',
            'bots.kore.ai,ada@example.com,Ada Lovelace,Invited,"tasks dg-1, dg-2",,Bank,st-1,declared,no,KoreUser ada,a pipe | in it,adopted,refuse,yes,"dept, assignBotTasks",,company/test,,',
            'bots.kore.ai,ada@example.com,Ada Lovelace,Invited,all tasks,,st-2,st-2,declared,no,KoreUser ada,a pipe | in it,adopted,refuse,yes,"dept, assignBotTasks",,company/test,,',
            "bots.kore.ai,ada@example.com,,,developer,,,,declared,yes,KoreUserAccess builders,builds bots,(its delete is pending),revoke,no,hasDataTableAndViewAccess,,company/test,,",
            'bots.kore.ai,ada@example.com,,,may create bots,,,,"declared, and lost",yes,KoreUserAccess builders,builds bots,(its delete is pending),revoke,no,hasDataTableAndViewAccess,,company/test,,',
            "bots.kore.ai,ada@example.com,,,data tables and views,,,,declared,no,KoreUserAccess builders,builds bots,(its delete is pending),revoke,no,hasDataTableAndViewAccess,,company/test,,",
            "bots.kore.ai,grace@example.com,,,developer,,,,declared,no,KoreUserAccess builders,builds bots,(its delete is pending),revoke,no,hasDataTableAndViewAccess,,company/test,,",
            "bots.kore.ai,grace@example.com,,,may create bots,,,,declared,no,KoreUserAccess builders,builds bots,(its delete is pending),revoke,no,hasDataTableAndViewAccess,,company/test,,",
            "bots.kore.ai,grace@example.com,,,data tables and views,,,,declared,no,KoreUserAccess builders,builds bots,(its delete is pending),revoke,no,hasDataTableAndViewAccess,,company/test,,",
            "",
        ]));

    it("as JSON has what is not shown as null", () => {
        const { overall: _overall, ...document } = v.parse(v.looseObject({}), JSON.parse(asJson(everything())));
        assert.deepEqual(document, {
            version: 1,
            project: "company",
            stack: "test",
            people: [
                {
                    account: "",
                    status: "active",
                    resource: {
                        type: "KoreUser",
                        name: "secret",
                        urn: "urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUser::secret",
                    },
                    managed: { origin: "created", onDestroy: "remove", exclusive: false, pendingDelete: true },
                    unverified: [],
                    emailId: null,
                    reason: null,
                    access: [{ type: "botCreator", standing: "reported", through: [], verified: true }],
                },
                {
                    account: "",
                    resource: {
                        type: "KoreUser",
                        name: "grace",
                        urn: "urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUser::grace",
                    },
                    managed: { origin: "created", onDestroy: "revoke", exclusive: false, pendingDelete: false },
                    unverified: [],
                    emailId: "grace@example.com",
                    reason: null,
                    access: [],
                },
                {
                    account: "bots.kore.ai",
                    name: "Ada Lovelace",
                    status: "Invited",
                    resource: {
                        type: "KoreUser",
                        name: "ada",
                        urn: "urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUser::ada",
                    },
                    managed: { origin: "adopted", onDestroy: "refuse", exclusive: true, pendingDelete: false },
                    unverified: ["dept", "assignBotTasks"],
                    emailId: "ada@example.com",
                    reason: "a pipe | in it",
                    access: [
                        {
                            type: "administrator",
                            power: "admin",
                            roleId: "r-admin",
                            roleName: "Admin",
                            standing: "declared",
                            through: ["Staff"],
                            verified: true,
                        },
                        {
                            type: "role",
                            power: "unknown",
                            roleId: "r-tester",
                            botId: "st-1",
                            owner: false,
                            botName: "Bank",
                            standing: "lost",
                            through: [],
                            verified: true,
                        },
                        {
                            type: "administrator",
                            power: "unknown",
                            roleId: null,
                            standing: "lost",
                            through: [],
                            verified: true,
                        },
                        {
                            type: "role",
                            power: "bot",
                            roleId: "r-dev",
                            botId: "st-1",
                            owner: false,
                            roleName: "Developer",
                            botName: "Bank",
                            standing: "reported",
                            through: ["Staff"],
                            verified: true,
                        },
                        {
                            type: "group",
                            isKnown: true,
                            groupId: "e-1",
                            groupName: "Staff",
                            standing: "declared",
                            through: [],
                            verified: true,
                        },
                        {
                            type: "tasks",
                            botId: "st-1",
                            dialogs: ["dg-1", "dg-2"],
                            botName: "Bank",
                            standing: "declared",
                            through: [],
                            verified: false,
                        },
                        { type: "tasks", botId: "st-2", standing: "declared", through: [], verified: false },
                    ],
                },
                {
                    account: "bots.kore.ai",
                    resource: {
                        type: "KoreUserAccess",
                        name: "builders",
                        urn: "urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUserAccess::builders",
                    },
                    managed: { onDestroy: "revoke", exclusive: false, pendingDelete: true },
                    unverified: ["hasDataTableAndViewAccess"],
                    emailId: "ada@example.com",
                    reason: "builds bots",
                    access: [
                        { type: "developer", standing: "declared", through: [], verified: true },
                        { type: "botCreator", standing: "lost", through: [], verified: true },
                        { type: "dataTables", standing: "declared", through: [], verified: false },
                    ],
                },
                {
                    account: "bots.kore.ai",
                    resource: {
                        type: "KoreUserAccess",
                        name: "builders",
                        urn: "urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUserAccess::builders",
                    },
                    managed: { onDestroy: "revoke", exclusive: false, pendingDelete: true },
                    unverified: ["hasDataTableAndViewAccess"],
                    emailId: "grace@example.com",
                    reason: "builds bots",
                    access: [
                        { type: "developer", standing: "declared", through: [], verified: false },
                        { type: "botCreator", standing: "declared", through: [], verified: false },
                        { type: "dataTables", standing: "declared", through: [], verified: false },
                    ],
                },
            ],
        });
    });

    it("as JSON has what holds of all its people beside them", () => {
        const { overall } = v.parse(v.looseObject({ overall: v.unknown() }), JSON.parse(asJson(everything())));
        assert.deepEqual(overall, {
            madeAt: now.toISOString(),
            stacks: [{ name: "company/test", project: "company", stack: "test", from: "state.json" }],
            accounts: [
                { host: "", incomplete: [], strangers: [] },
                { host: "bots.kore.ai", incomplete: [], strangers: [] },
            ],
            summary: {
                ...{ people: 4, administrators: 1, botCreators: 2, outsiders: 0, ownDomains: ["example.com"] },
                ...{ adopted: 1, endingSoon: 0, soonHours: 720, overdue: 0, lost: 1, surplus: 1 },
            },
        });
    });
});

describe("a report of a small stack", () => {
    it("counts one person in one account", () => assert.match(asMarkdown(small()), /\n\| in all \| 1 in 1 account \|/));

    it("counts somebody once in an account, by however many resources", () => {
        const list = { emailIds: [ada], isDeveloper: true, canCreateBot: false, account: "bots.kore.ai" };
        const both = reportedOf(
            { type: "KoreUser", name: "ada", outputs: { emailId: ada, account: "bots.kore.ai" } },
            { type: "KoreUserAccess", name: "builders", outputs: list },
        );
        assert.match(asMarkdown(both), /\n\| in all \| 1 in 1 account \|/);
    });

    it("has a heading of its account, and the end of its lines", () => {
        const text = asMarkdown(small());
        assert.match(text, /\n### Account `bots.kore.ai`\n\n\| person /);
        assert.ok(text.endsWith(" |\n"));
        assert.ok(asJson(small()).endsWith("}\n"));
    });

    it("takes no cell for a formula", () =>
        assert.match(
            asCsv(reportedOf({ type: "KoreUser", name: "ada", outputs: { emailId: ada, reason: "=1+1" } })),
            /,'=1\+1,/,
        ));
});
