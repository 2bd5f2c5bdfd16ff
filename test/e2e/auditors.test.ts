import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { type Emulator, startEmulator } from "kore-emulator";
import * as v from "valibot";
import { code } from "../../review/src/markdownPhrase";
import { assertShown, recipesOf } from "../harness/recipes";
import { repositoryRoot } from "../harness/repository";
import { environmentFor, type Ended, Stack, succeeded } from "../harness/stack";
import { TestClock } from "../harness/testClock";
import { accessIn, changedProgram, contractor, days, driftByHand, programs, reasonIn, staff } from "./auditedCompany";

const folder = path.join(repositoryRoot, "test", "e2e", ".work", "auditors");
const page = readFileSync(path.join(repositoryRoot, "docs", "for-auditors.md"), "utf8");

/** The questions of the page, each with its command and its sample. */
const questions = recipesOf(page).map(({ title, blocks }) => ({
    title,
    command: blocks.find(({ language, text }) => language === "sh" && !text.includes(" > "))?.text ?? "",
    sample: blocks.find(({ language }) => language === "")?.text ?? "",
}));

type Line = Record<string, string>;

/** What the page to look at has of its data. */
const pageData = v.looseObject({
    accounts: v.array(v.looseObject({ name: v.string() })),
    people: v.array(
        v.looseObject({
            account: v.number(),
            address: v.string(),
            access: v.array(
                v.looseObject({
                    kind: v.string(),
                    label: v.string(),
                    on: v.optional(v.string()),
                    standing: v.string(),
                }),
            ),
        }),
    ),
    lists: v.array(v.looseObject({ groups: v.array(v.looseObject({ title: v.string() })) })),
});

// One company of 200 people in two accounts, kept by two stacks, and what somebody has done by hand since.
describe("docs/for-auditors.md answers an auditor's eight questions, as the account itself would", function () {
    this.timeout(300_000);
    const clock = new TestClock(days.begin);
    const answers = new Map<string, Ended>();
    const program = { ...programs(), eu: changedProgram() };
    let eu: Emulator;
    let us: Emulator;
    let stacks: Record<"eu" | "us", Stack>;
    /** What everybody had at the end of the quarter. */
    let then: Record<"eu" | "us", Map<string, string[]>>;

    async function apply(name: "eu" | "us", declared: ReturnType<typeof changedProgram>): Promise<void> {
        stacks[name].declare(declared);
        await succeeded(stacks[name].up("--stack", name));
    }

    before(async () => {
        [eu, us] = inOrder(await startEmulator({ limits: "off" }), await startEmulator({ limits: "off" }));
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        const project = "name: access\nruntime: {name: nodejs, options: {typescript: false}}\nmain: index.js\n";
        writeFileSync(path.join(folder, "Pulumi.yaml"), project);
        writeFileSync(path.join(folder, "index.js"), Stack.program);
        const env = clock.ofPrograms();
        stacks = {
            eu: await Stack.open(folder, { name: "eu", env }),
            us: await Stack.open(folder, { name: "us", env }),
        };
        for (const [name, emulator] of [
            ["eu", eu],
            ["us", us],
        ] as const) {
            const { KORE_HOST = "", KORE_CLIENT_ID = "", KORE_CLIENT_SECRET = "" } = environmentFor(emulator.url);
            await stacks[name].succeed("stack", "select", name);
            await stacks[name].configure({
                ...{ host: KORE_HOST, clientId: KORE_CLIENT_ID, clientSecret: KORE_CLIENT_SECRET },
                ...{ requestsPerMinute: "1000000", requestsPerHour: "1000000" },
            });
            await apply(name, programs()[name]);
        }
        clock.set(days.quarter);
        then = { eu: accessIn(eu), us: accessIn(us) };
        const [keep = ""] = /^npx .*> 2026-q4\.json$/m.exec(page) ?? [];
        await succeeded(stacks.eu.shell(keep));
        clock.set(days.change);
        await apply("eu", changedProgram());
        driftByHand(eu, us);
        clock.set(days.audit);
        for (const command of new Set(questions.map((each) => each.command)))
            answers.set(command, await stacks.eu.shell(command));
    });
    after(() => Promise.all([eu, us].map((emulator) => emulator.close())));

    /** What the command of a question has printed. */
    function answer(number: number, exitCode = 0): string {
        const { command, sample } = questions[number - 1] ?? { command: "", sample: "" };
        const ended = answers.get(command);
        assert.ok(ended !== undefined, `question ${number} has a command`);
        assert.equal(ended.exitCode, exitCode, ended.output);
        const printed = ended.output
            .replaceAll("\r\n", "\n")
            .replaceAll(/^(?:Listing the people of|Reading their access) .*\n/gm, "")
            .replaceAll(new URL(eu.url).host, "de-platform.kore.ai")
            .replaceAll(new URL(us.url).host, "platform.kore.ai");
        assertShown(sample, printed);
        return printed;
    }

    /** What is listed under a heading of a report. */
    function listed(report: string, heading: string): string[] {
        const [, list = ""] = report.split(`### ${heading}\n\n`);
        return (
            list
                .split("\n\n")[0]
                ?.split("\n")
                .map((line) => line.replace(/^- /, "")) ?? []
        );
    }

    /** Whom entries of such a list are about. */
    function subjects(entries: string[]): string[] {
        return entries
            .map((entry) => `${/^`([^`]*)`/.exec(entry)?.[1]} ${/account `([^`]*)`/.exec(entry)?.[1]}`)
            .sort();
    }

    const hostOf = (host = "") =>
        host.replace(new URL(eu.url).host, "de-platform.kore.ai").replace(new URL(us.url).host, "platform.kore.ai");
    const truth = (): [string, Map<string, string[]>][] => [
        ["de-platform.kore.ai", accessIn(eu)],
        ["platform.kore.ai", accessIn(us)],
    ];
    const whoHas = (isMeant: (held: string[], emailId: string) => boolean) =>
        truth().flatMap(([host, people]) =>
            [...people].filter(([emailId, held]) => isMeant(held, emailId)).map(([emailId]) => `${emailId} ${host}`),
        );
    const declaredIn = (name: "eu" | "us") => new Set(addressesOf(program[name]));

    it("the page to look at has what the two accounts have, and what has changed since the end of the quarter", async () => {
        const command = "npx --no-install kore-access report eu us --live --stack eu --stack us --since 2026-q4.json";
        const html = await succeeded(stacks.eu.shell(`${command} --format html`));
        const [, json = ""] = /id="data">([^<]*)</.exec(html) ?? [];
        const { accounts, people, lists } = v.parse(pageData, JSON.parse(json));
        const said = people.flatMap(({ account, address, access }) =>
            access
                .filter(({ standing }) => standing !== "lost")
                .map(({ kind, label, on }) =>
                    [
                        hostOf(accounts[account]?.name),
                        address,
                        ...(kind === "role" || kind === "owner" ? ["role"] : []),
                        label.replace(/^administrator: /, "administrator role "),
                        ...(on === undefined ? [] : ["on", on]),
                    ].join(" "),
                ),
        );
        const real = truth().flatMap(([host, people]) =>
            [...people].flatMap(([emailId, held]) => held.map((access) => [host, emailId, access].join(" "))),
        );
        assert.deepEqual(said.sort(), real.sort());
        const titles = lists.flatMap(({ groups }) => groups.map(({ title }) => title));
        assert.ok(titles.includes("Gained access"), titles.join());
    });

    it("the page has eight questions, each with a command and a sample answer", () => {
        assert.equal(questions.length, 8);
        for (const { title, command, sample } of questions) assert.ok(command !== "" && sample !== "", title);
    });

    it("1: who has access: what the two accounts have, no more and no less", () => {
        const lines: Line[] = parse(answer(1), { columns: true });
        const said = lines
            .filter(({ access, standing = "" }) => access !== "none" && !standing.includes("lost"))
            .map(({ account, emailId, access, on }) =>
                [account, emailId, `${access}${on === "" ? "" : ` on ${on}`}`].join(" "),
            );
        const real = truth().flatMap(([host, people]) =>
            [...people].flatMap(([emailId, held]) => held.map((access) => [host, emailId, access].join(" "))),
        );
        assert.deepEqual([...new Set(said)].sort(), real.sort());
        assert.ok(real.length > 300);
    });

    it("2: why: by each resource, the reason that its program gives", () => {
        const lines: Line[] = parse(answer(2), { columns: true });
        const wrong = lines.filter(({ stack = "", resource = "", emailId = "", reason }) => {
            const name = stack === "access/eu" ? "eu" : "us";
            return reasonIn(program[name], resource, emailId) !== reason;
        });
        assert.deepEqual(wrong, []);
        assert.equal(new Set(lines.map(({ stack, emailId }) => `${stack} ${emailId}`)).size, 200);
    });

    it("3: until when: for each access", () => {
        const lines: Line[] = parse(answer(3), { columns: true, bom: true });
        const ends = new Map(lines.map(({ emailId = "", until = "" }) => [emailId, until]));
        assert.deepEqual(
            [...ends].filter(([emailId, until]) => until !== "" || emailId === contractor(3)),
            [
                [contractor(1), "2027-06-30"],
                [contractor(2), "2027-04-30"],
                [contractor(3), ""],
                ...Array.from({ length: 17 }, (_, index) => [contractor(index + 4), "2027-03-31"]),
            ],
        );
    });

    it("4: who is administrator: whoever has a role of the Admin Console, however it came", () => {
        const isAdministrator = (held: string[]) => held.some((access) => access.startsWith("administrator role"));
        assert.deepEqual(subjects(listed(answer(4), "Administrators")), whoHas(isAdministrator).sort());
    });

    it("5: who is in an account without any program, the powerful first", () => {
        const entries = listed(answer(5), "In an account, and in no stack");
        const [euPeople, usPeople] = [declaredIn("eu"), declaredIn("us")];
        const isUndeclared = (host: string) => (emailId: string) =>
            !(host === "platform.kore.ai" ? usPeople : euPeople).has(emailId);
        const expected = truth().flatMap(([host, people]) =>
            [...people.keys()].filter(isUndeclared(host)).map((emailId) => `${emailId} ${host}`),
        );
        assert.deepEqual(subjects(entries), expected.sort());
        assert.match(entries[0] ?? "", /^`mallory@example\.org` .*last login 2027-03-28/);
        assert.match(entries.at(-1) ?? "", /^`intern@example\.com` .*no access$/);
    });

    it("6: what has changed since last quarter: the difference between what the accounts had, and what they have", () => {
        const report = answer(6);
        const now = { eu: accessIn(eu), us: accessIn(us) };
        const expected = (["eu", "us"] as const).flatMap((name) => {
            const host = name === "eu" ? "de-platform.kore.ai" : "platform.kore.ai";
            const everybody = [...new Set([...then[name].keys(), ...now[name].keys()])];
            return everybody.flatMap((emailId) => {
                const [had, has] = [then[name].get(emailId) ?? [], now[name].get(emailId) ?? []];
                const gained = has.filter((access) => !had.includes(access)).map((access) => `+${access}`);
                const lost = had.filter((access) => !has.includes(access)).map((access) => `-${access}`);
                return gained.length + lost.length === 0
                    ? []
                    : [`${emailId} ${host} ${[...gained, ...lost].sort().join(", ")}`];
            });
        });
        const entries = ["Came", "Left", "Changed"].flatMap((heading) => listed(report, heading));
        const said = entries.map((entry) => `${subjects([entry])[0]} ${accessesOf(entry).sort().join(", ")}`);
        assert.deepEqual(
            said.filter((each) => /[+-]/.test(each.split(" ").slice(2).join(" "))).sort(),
            expected.sort(),
        );
        assert.ok(entries.some((entry) => entry.startsWith(code(staff(1))) && entry.includes("`leads the tests`")));
        assert.ok(entries.some((entry) => entry.startsWith(code(contractor(1))) && entry.includes("→ 30 June 2027")));
    });

    it("7: whose access should have ended and has not: exit code 2, and each by name", () => {
        const report = answer(7, 2);
        const isOver = (held: string[], emailId: string) =>
            held.length > 0 && emailId.startsWith("c") && [1, 2, 3].every((number) => emailId !== contractor(number));
        const over = whoHas(isOver).filter((each) => each.includes("partner.example.org"));
        assert.equal(over.length, 16);
        assert.deepEqual(subjects(listed(report, "Has ended, and is still there")), over.sort());
        assert.match(report, /Access ends within 30 days: c02@partner\.example\.org \(30 April 2027\)\n/);
    });

    it("8: what the stacks and accounts give together: whoever is in both, with what they have in each", () => {
        const entries = listed(answer(8), "In several accounts");
        const [[, inEu], [, inUs]] = truth() as [[string, Map<string, string[]>], [string, Map<string, string[]>]];
        const both = [...inEu.keys()].filter((emailId) => inUs.has(emailId));
        assert.deepEqual(entries.map((entry) => /^`([^`]*)`/.exec(entry)?.[1]).sort(), both.sort());
        for (const emailId of both) {
            const entry = entries.find((each) => each.startsWith(code(emailId))) ?? "";
            for (const access of [...(inEu.get(emailId) ?? []), ...(inUs.get(emailId) ?? [])])
                assert.ok(entry.includes(access.split(" on ")[0] ?? ""), `${entry} has ${access}`);
        }
    });
});

/** The one whose address comes first is the first of every list. */
function inOrder(one: Emulator, other: Emulator): [Emulator, Emulator] {
    return one.url < other.url ? [one, other] : [other, one];
}

function addressesOf(program: ReturnType<typeof changedProgram>): string[] {
    return program.flatMap(({ args }) => {
        const {
            people = {},
            emailId,
            emailIds = [],
        } = args as { people?: object; emailId?: string; emailIds?: string[] };
        return [...Object.keys(people), ...(emailId === undefined ? [] : [emailId]), ...emailIds];
    });
}

/** What an entry of changes says was gained and lost. */
function accessesOf(entry: string): string[] {
    const text = entry.slice(entry.indexOf("): ") + 3);
    return text.split("; ").flatMap((part) => {
        const [, verb = "", list = ""] = /^(gained|has|lost|had) (.*)$/.exec(part) ?? [];
        if (list === "" || list === "access until") return [];
        const sign = verb === "gained" || verb === "has" ? "+" : "-";
        return [...list.matchAll(/`([^`]*)`(?: on `([^`]*)`)?/g)].map(
            ([, access = "", on]) => `${sign}${access}${on === undefined ? "" : ` on ${on}`}`,
        );
    });
}
