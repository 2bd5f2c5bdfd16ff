import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { seedIds, startEmulator, type Emulator } from "kore-emulator";
import { Progress } from "../../review/src/import/progress";
import { materialOf } from "../../review/src/report/assemble";
import { accessReport, type Material } from "../../review/src/report/people";
import { reportMarkdown } from "../../review/src/report/markdown";
import type { AccessReport } from "../../review/src/report/model";
import { readState } from "../../review/src/report/state";
import { environmentFor } from "../harness/stack";
import { koreAccess, settingsFor } from "../import/imports";
import { exportOf, userOf, type Made } from "./madeStates";
import { now } from "./reports";

const { supportTeam } = seedIds.groups;
const { analyst, masterAdmin } = seedIds.adminRoles;
const { support } = seedIds.bots;
const { supportTicket: first, supportStatus: second } = seedIds.dialogs;
const tester = { roleId: seedIds.botRoles.tester, botId: support };

describe("kore-access report --live", () => {
    let emulator: Emulator;
    let folder: string;

    beforeEach(async () => {
        emulator = await startEmulator({ limits: "off" });
        folder = mkdtempSync(path.join(os.tmpdir(), "kore-report-"));
    });
    afterEach(async () => {
        rmSync(folder, { recursive: true, force: true });
        await emulator.close();
    });

    const host = () => new URL(emulator.url).host;
    const inAccount = (made: Made): Made => ({ ...made, outputs: { ...made.outputs, account: host() } });
    const company = () =>
        exportOf("test", [
            inAccount(userOf("ada@example.com", { roles: [tester], isDeveloper: true, reason: "tests" })),
            inAccount(userOf("gone@example.com", { isDeveloper: true })),
            {
                kind: "KoreUserAccess",
                name: "builders",
                outputs: { account: host(), emailIds: ["list@example.com"], isDeveloper: true, canCreateBot: false },
            },
        ]);
    const add = (emailId: string, person: object = {}) =>
        emulator.account.addPerson({ emailId, status: "active", ...person });

    async function read(exported: string): Promise<{ report: AccessReport; material: Material }> {
        const sources = [{ state: readState(exported, "state.json"), from: "state.json", directory: undefined }];
        const settings = [settingsFor(emulator.url)];
        const material = await materialOf(sources, settings, new Progress({ write: () => true }), now);
        return { material, report: accessReport(material, { now, soonHours: 720 }) };
    }

    function peopleOf(report: AccessReport): Record<string, string[]> {
        return Object.fromEntries(
            report.people.map(({ emailId, access }) => [
                emailId,
                access.map(({ label, on, standing, through }) =>
                    [label, ...(on === undefined ? [] : [`@${on}`]), standing, ...through].join(" "),
                ),
            ]),
        );
    }

    it("adds whom no stack declares, and what is there and not declared, or declared and not there", async () => {
        add("ada@example.com", { roles: [{ roleId: analyst }], isDeveloper: true, groups: [supportTeam] });
        add("list@example.com", { canCreateBot: true, isDeveloper: true });
        add("mallory@example.org", { roles: [{ roleId: masterAdmin }], lastLogin: "2026-11-02T10:00:00.000Z" });
        const { report } = await read(company());
        const { "owner@example.com": owner = [], ...others } = peopleOf(report);
        assert.ok(owner.some((access) => access.startsWith("administrator role Master Admin")));
        assert.deepEqual(others, {
            "ada@example.com": [
                "administrator role Analyst undeclared",
                "developer declared",
                "role Bot Tester @Support declared Support Team",
                "group Support Team undeclared",
            ],
            "gone@example.com": ["developer lost"],
            "list@example.com": ["may create bots undeclared", "developer declared"],
            "mallory@example.org": ["administrator role Master Admin undeclared"],
        });
        const { summary, people } = report;
        assert.deepEqual([summary.undeclared, summary.lost, summary.surplus], [2, 1, 2]);
        const facts = people.map(({ emailId, isThere, lastLogin }) => [
            emailId,
            isThere,
            lastLogin?.slice(0, 10) ?? null,
        ]);
        assert.deepEqual(
            facts.filter(([emailId]) => emailId !== "owner@example.com"),
            [
                ["ada@example.com", true, null],
                ["gone@example.com", false, null],
                ["list@example.com", true, null],
                ["mallory@example.org", true, "2026-11-02"],
            ],
        );
    });

    it("in Markdown whom no stack declares comes first by power, with their last login", async () => {
        add("ada@example.com", { roles: [tester], isDeveloper: true });
        add("a-plain@example.com");
        add("mallory@example.org", { roles: [{ roleId: masterAdmin }], lastLogin: "2026-11-02T10:00:00.000Z" });
        const { report } = await read(company());
        const shown = reportMarkdown(report, 65_536);
        const [, section = ""] = /### In an account, and in no stack\n\n([^#]*)/.exec(shown) ?? [];
        const lines = section.trim().split("\n");
        assert.deepEqual(
            lines.map((line) => /`([^`]*)`/.exec(line)?.[1]),
            ["mallory@example.org", "owner@example.com", "a-plain@example.com"],
        );
        assert.match(lines[0] ?? "", /last login 2026-11-02/);
        assert.match(lines[2] ?? "", /no login reported\): no access/);
        assert.match(shown, /`gone@example.com`<br>\*\*not in the account\*\*/);
    });

    it("a role of which Kore.ai does not say that a group confers it is perhaps the declared group's", async () => {
        emulator.account.setSwitches({ conferringGroups: "absent" });
        add("ada@example.com", { groups: [supportTeam] });
        add("list@example.com");
        const state = exportOf("test", [inAccount(userOf("ada@example.com", { groups: [supportTeam] }))]);
        const { report } = await read(state);
        assert.deepEqual(peopleOf(report)["ada@example.com"], [
            "role Bot Tester @Support conferred Support Team",
            "group Support Team declared",
        ]);
    });

    it("tasks are compared dialog by dialog", async () => {
        add("ada@example.com", { assignBotTasks: [{ botId: support, dialogs: [second] }] });
        const declared = { assignBotTasks: [{ streamId: support, dialogs: [first] }] };
        const { report } = await read(exportOf("test", [inAccount(userOf("ada@example.com", declared))]));
        assert.deepEqual(peopleOf(report)["ada@example.com"], [
            `tasks ${first} @Support lost`,
            `tasks ${second} @Support undeclared`,
        ]);
    });

    it("an entry that can't be read is said to be so, and nobody else is spoilt by it", async () => {
        add("ada@example.com", { roles: [tester], isDeveloper: true });
        emulator.account.fault({ kind: "failingRow", emailId: "ada@example.com", times: 100 });
        const { report } = await read(company());
        const ada = report.people.find(({ emailId }) => emailId === "ada@example.com");
        assert.match(ada?.unread ?? "", /Something went wrong/);
        assert.equal(peopleOf(report)["gone@example.com"]?.[0], "developer lost");
    });

    it("asks whether it is the right account, where nobody of a stack is in it", async () => {
        const { report } = await read(exportOf("test", [inAccount(userOf("ada@example.com", { isDeveloper: true }))]));
        assert.deepEqual(report.accounts[0]?.strangers, ["company/test"]);
        assert.match(
            reportMarkdown(report, 65_536),
            /nobody whom `company\/test` declares is in it\*\*: is their account/,
        );
    });

    it("changes nothing, and says of an account to which no settings lead that it was not read", async () => {
        add("ada@example.com", { roles: [tester], isDeveloper: true });
        const other = userOf("bob@example.com");
        emulator.account.clearRequests();
        const state = JSON.parse(company()) as { deployment: { resources: object[] } };
        const more = JSON.parse(exportOf("test", [other])) as typeof state;
        state.deployment.resources.push(...more.deployment.resources);
        const file = path.join(folder, "state.json");
        writeFileSync(file, JSON.stringify(state));
        const { code, out, err } = await koreAccess(["report", file, "--live"], { env: environmentFor(emulator.url) });
        assert.deepEqual([code, err], [0, ""]);
        assert.ok(
            out.includes(`account \`eu.example.com\` was **not read**: the settings lead to ${host()} alone`),
            out,
        );
        assert.ok(emulator.account.requests().length > 0);
        assert.deepEqual(
            emulator.account
                .requests()
                .filter(({ method, path: to }) => method !== "GET" && !to.endsWith("/usersInfo")),
            [],
        );
    });

    it("has one message for settings that are missing, and one for --stack without --live", async () => {
        const file = path.join(folder, "state.json");
        writeFileSync(file, company());
        const bare = await koreAccess(["report", file, "--live"]);
        assert.equal(bare.code, 1);
        assert.match(bare.err, /The environment lacks KORE_HOST/);
        const alone = await koreAccess(["report", file, "--stack", "prod"]);
        assert.deepEqual([alone.code, alone.err.includes("add --live")], [1, true]);
    });
});

describe("kore-access report, at the command line", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(path.join(os.tmpdir(), "kore-report-"));
        const made = exportOf("test", [userOf("ada@example.com", { isDeveloper: true, expiresAt: "2026-01-31" })]);
        writeFileSync(path.join(folder, "state.json"), made);
        writeFileSync(path.join(folder, "empty.json"), exportOf("old", [userOf("bob@example.com")]));
        writeFileSync(
            path.join(folder, "pulumi"),
            `#!/bin/sh\ncase "$*" in "stack export --stack prod "*) cat "${folder}/state.json";; *) echo "error: no stack named '$4' found" >&2; exit 1;; esac\n`,
            { mode: 0o755 },
        );
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const run = (...args: string[]) =>
        koreAccess(["report", ...args], { cwd: folder, env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` } });

    it("reads a stack by its name, with the Pulumi CLI", async () => {
        const { code, out } = await run("prod");
        assert.equal(code, 0);
        assert.match(out, /Access in `company\/test`/);
    });

    it("says what a name is not that is neither a file nor a stack", async () => {
        const { code, err } = await run("produ");
        assert.equal(code, 1);
        assert.match(
            err,
            /There is no file produ, and no state of a stack of that name: Pulumi says "no stack named 'produ' found"/,
        );
    });

    it("ends with 2 where access has ended and is there, and with 0 where nobody asks", async () => {
        const asked = await run("state.json", "--ends-within", "30d");
        assert.equal(asked.code, 2);
        assert.match(asked.err, /Access has ended, and is still there: ada@example.com \(31 January 2026\)/);
        assert.equal((await run("state.json")).code, 0);
        const none = await run("empty.json", "--ends-within", "12h");
        assert.deepEqual([none.code, none.err], [0, ""]);
    });

    it("takes no time and no domain that it does not understand", async () => {
        const time = await run("state.json", "--ends-within", "soon");
        assert.deepEqual([time.code, time.err], [1, "kore-access: --ends-within needs a time: 12h, 30d or 8w.\n"]);
        const domain = await run("state.json", "--domains", "example.com;example.org");
        assert.match(domain.err, /--domains needs domains/);
    });

    it("compares with an earlier state", async () => {
        const { code, out } = await run("state.json", "--since", "empty.json", "--format", "json");
        assert.equal(code, 0);
        const { overall } = JSON.parse(out) as { overall: { changes: { people: { kind: string }[] } } };
        assert.deepEqual(
            overall.changes.people.map(({ kind }) => kind),
            ["came", "left"],
        );
    });

    it("whoever has an address of another domain than those that are given is an outsider", async () => {
        const { out } = await run("state.json", "--domains", "example.org,@example.net");
        assert.match(out, /\| outside `example.org`, `example.net` \| 1: `ada@example.com` \|/);
    });
});
