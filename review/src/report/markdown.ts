import { AccessError } from "../accessError";
import { code } from "../markdownPhrase";
import { count } from "../phrase";
import { endsSoon } from "./people";
import { endsWithin, inHours, instantText } from "./ends";
import { certificationLines } from "./markdownCertification";
import { changeLines } from "./markdownChanges";
import { listSection } from "./markdownList";
import { accessText, cell, line, peopleTable, remarksOn, resourceText, type TableBrevity } from "./markdownTable";
import type { AccessReport, ReportedAccess, ReportedPerson } from "./model";

/** How much a report leaves out, to fit. */
interface Brevity extends TableBrevity {
    /** So many entries of a list are named. */
    inList: number;
    /** So many people are named beside a number. */
    inSummary: number;
}

/** What has to be said beside each person and resource, to tell them apart. */
interface Scope {
    severalStacks: boolean;
    severalAccounts: boolean;
}

/** From everything to the least; the last one fits in any case. */
const brevities: Brevity[] = [
    { rows: "all", inCell: 50, inList: Infinity, inSummary: 5 },
    { rows: "alike", inCell: Infinity, inList: Infinity, inSummary: 5 },
    { rows: "alike", inCell: 20, inList: 200, inSummary: 5 },
    { rows: "notable", inCell: 20, inList: 100, inSummary: 5 },
    { rows: "notable", inCell: 10, inList: 30, inSummary: 5 },
    { rows: "none", inCell: 10, inList: 50, inSummary: 5 },
    { rows: "none", inCell: 5, inList: 10, inSummary: 3 },
    { rows: "none", inCell: 2, inList: 1, inSummary: 1 },
];

/**
 * For people: what is to be seen first, then a table for each account. Where it would be longer than it may be, whoever is alike
 * shares a line, then those alone are named of whom there is something to be seen, last a few of these.
 */
export function reportMarkdown(report: AccessReport, maxCharacters: number): string {
    for (const brevity of brevities) {
        const written = `${linesOf(report, brevity)
            .join("\n")
            .replaceAll(/\n{3,}/g, "\n\n")
            .trimEnd()}\n`;
        if (written.length <= maxCharacters) return written;
    }
    throw new AccessError(`Even the numbers do not fit into ${maxCharacters} characters: give --max-characters more.`);
}

function linesOf(report: AccessReport, brevity: Brevity): string[] {
    const { stacks, accounts, people } = report;
    const scope = { severalStacks: stacks.length > 1, severalAccounts: accounts.length > 1 };
    const declared = people.filter(({ isDeclared }) => isDeclared);
    const tables = accounts.map(({ host }) => ({
        host,
        ...peopleTable(
            declared.filter(({ account }) => account === host),
            brevity,
            scope.severalStacks,
        ),
    }));
    const omitted = tables.reduce((sum, table) => sum + table.omitted, 0);
    return [
        `## Access in ${stacks.map(({ name }) => code(name)).join(", ")}`,
        "",
        ...sourceLines(report),
        "",
        ...summaryLines(report, brevity),
        "",
        ...(omitted === 0
            ? []
            : [
                  `**${count(omitted, "person has", "people have")} no room here.** All of them: --format csv, or --max-characters with a greater number.`,
                  "",
              ]),
        ...certificationLines(report.certification, brevity.inList, scope.severalAccounts),
        ...changeLines(report.changes, brevity.inList, scope.severalAccounts),
        ...lookLines(report, brevity, scope),
        ...tables.flatMap(({ host, lines }) =>
            lines.length === 0 ? [] : [...(host === "" ? [] : [`### Account ${code(host)}`, ""]), ...lines, ""],
        ),
        ...(people.some(isMarked) ? [legend] : []),
    ];
}

const legend =
    "*not declared*: Kore.ai reported it, and no resource declares it. *declared, and lost*: Kore.ai did not report it. *unverified*: Kore.ai does not report it, so that a change made by hand is not seen.";

function isMarked({ access, resources }: ReportedPerson): boolean {
    return (
        access.some(({ standing, isVerified }) => standing === "undeclared" || standing === "lost" || !isVerified) ||
        resources.some(({ unverified }) => unverified.length > 0)
    );
}

/** Of when what is said is. */
function sourceLines({ stacks, accounts }: AccessReport): string[] {
    const asked = accounts.some(({ readAt }) => readAt !== undefined);
    return [
        ...stacks.map(
            ({ name, time }) =>
                `- ${code(name)} as of its last update or refresh${time === undefined ? "" : `, ${instantText(time)}`}`,
        ),
        ...(asked ? accounts : []).map(({ host, readAt, notRead, incomplete }) =>
            readAt === undefined
                ? `- account ${code(host)} was **not read**: ${notRead ?? "no settings lead to it"}`
                : `- account ${code(host)} read ${instantText(readAt)}${incomplete.length === 0 ? "" : `; Kore.ai did not list all ${incomplete.join(", ")}`}`,
        ),
    ];
}

function summaryLines(report: AccessReport, { inSummary }: Brevity): string[] {
    const { summary, people, accounts, madeAt } = report;
    const now = new Date(madeAt);
    const row = (what: string, isMeant: (person: ReportedPerson) => boolean) => {
        const meant = people.filter(isMeant);
        const named = meant.slice(0, inSummary).map(({ emailId }) => cell(emailId));
        const more = meant.length - named.length;
        const who = [...named, ...(more > 0 ? [`and ${count(more, "other", "others")}`] : [])].join(", ");
        return line([what, meant.length === 0 ? "0" : `${meant.length.toLocaleString("en")}: ${who}`]);
    };
    const has = (isMeant: (access: ReportedAccess) => boolean) => (person: ReportedPerson) =>
        person.access.some(isMeant);
    const domains = summary.ownDomains.map(cell).join(", ");
    return [
        line(["", "people"]),
        line(["---", "---"]),
        line(["in all", `${summary.people.toLocaleString("en")} in ${count(accounts.length, "account", "accounts")}`]),
        row("administrators", ({ isAdministrator }) => isAdministrator),
        row("may create bots", ({ isBotCreator }) => isBotCreator),
        row(domains === "" ? "outsiders" : `outside ${domains}`, ({ isOutsider }) => isOutsider),
        summary.undeclared === undefined
            ? line(["in an account, and in no stack", "not asked: `--live` reads the account"])
            : row("in an account, and in no stack", ({ isDeclared }) => !isDeclared),
        row("with access that nobody declares", isSurplus),
        row(
            "with declared access that is not there",
            has(({ standing }) => standing === "lost"),
        ),
        row("adopted", ({ isAdopted }) => isAdopted),
        row(`with access that ends within ${inHours(summary.soonHours)}`, (person) =>
            endsSoon(person, summary.soonHours, now),
        ),
        row(
            "with access that has ended, and is there",
            has(({ isOverdue }) => isOverdue),
        ),
    ];
}

function isSurplus({ isDeclared, access }: ReportedPerson): boolean {
    return isDeclared && access.some(({ standing }) => standing === "undeclared");
}

/** What is to be looked at: each kind in a list. */
function lookLines(report: AccessReport, { inList, inCell }: Brevity, scope: Scope): string[] {
    const { people, summary, madeAt } = report;
    const now = new Date(madeAt);
    const section = (heading: string, isMeant: (access: ReportedAccess, person: ReportedPerson) => boolean) =>
        listSection(
            heading,
            people
                .filter(({ isDeclared }) => isDeclared)
                .map((person) => ({ person, access: person.access.filter((each) => isMeant(each, person)) }))
                .filter(({ access }) => access.length > 0)
                .map(({ person, access }) => `${whoText(person, scope)}: ${accessList(person, access, inCell, scope)}`),
            inList,
        );
    return [
        ...section("Has ended, and is still there", ({ isOverdue }) => isOverdue),
        ...section(
            `Ends within ${inHours(summary.soonHours)}`,
            ({ end, standing }) => standing !== "lost" && endsWithin(end, summary.soonHours, now),
        ),
        ...listSection(
            "In the account, and in no stack",
            byPower(people.filter(({ isDeclared }) => !isDeclared)).map(
                (person) => `${whoText(person, scope)}: ${undeclaredText(person, inCell)}`,
            ),
            inList,
        ),
        ...section("There, and declared by nobody", ({ standing }) => standing === "undeclared"),
        ...section("Declared, and not there", ({ standing }) => standing === "lost"),
    ];
}

function whoText(person: ReportedPerson, { severalAccounts }: Scope): string {
    const remarks = [
        ...(severalAccounts && person.account !== "" ? [`account ${code(person.account)}`] : []),
        ...remarksOn(person),
    ];
    return `${code(person.emailId)}${remarks.length === 0 ? "" : ` (${remarks.join(", ")})`}`;
}

function undeclaredText({ access }: ReportedPerson, inCell: number): string {
    return access.length === 0 ? "no access" : cut(access.map(accessText), inCell);
}

function accessList(
    { resources }: ReportedPerson,
    access: ReportedAccess[],
    inCell: number,
    { severalStacks }: Scope,
): string {
    const by = [...new Set(access.flatMap((each) => each.by))].flatMap((index) => resources[index] ?? []);
    const through = by.map((resource) => resourceText(resource, severalStacks)).join(", ");
    return `${cut(access.map(accessText), inCell)}${through === "" ? "" : `; by ${through}`}`;
}

function cut(items: string[], most: number): string {
    const more = items.length - most;
    return [...items.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

/** Administrators first, then owners, then whoever has anything. */
function byPower(people: ReportedPerson[]): ReportedPerson[] {
    const rank = ({ isAdministrator, access }: ReportedPerson) =>
        isAdministrator ? 0 : access.some(({ power }) => power === "owner") ? 1 : access.length > 0 ? 2 : 3;
    return [...people].sort((one, other) => rank(one) - rank(other));
}
