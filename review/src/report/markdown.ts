import { AccessError } from "../accessError";
import { code } from "../markdownPhrase";
import { count } from "../phrase";
import { endsSoon } from "./people";
import { inHours, instantText } from "./ends";
import { certificationLines } from "./markdownCertification";
import { changeLines } from "./markdownChanges";
import { lookLines, type ListBrevity } from "./markdownLooks";
import { cell, line, peopleTable, type TableBrevity } from "./markdownTable";
import type { AccessReport, ReportedAccess, ReportedAccount, ReportedPerson } from "./model";

/** How much a report leaves out, to fit. */
interface Brevity extends TableBrevity, ListBrevity {
    /** So many people are named beside a number. */
    inSummary: number;
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
        ...(asked ? accounts : []).map(accountLine),
    ];
}

function accountLine({ host, readAt, notRead, incomplete, strangers }: ReportedAccount): string {
    if (readAt === undefined) return `- account ${code(host)} was **not read**: ${notRead ?? "no settings lead to it"}`;
    const parts = [
        `account ${code(host)} read ${instantText(readAt)}`,
        ...(incomplete.length === 0 ? [] : [`Kore.ai did not list all ${incomplete.join(", ")}`]),
        ...(strangers.length === 0
            ? []
            : [
                  `**nobody whom ${strangers.map(code).join(", ")} declares is in it**: is their account another one of this host?`,
              ]),
    ];
    return `- ${parts.join("; ")}`;
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
