import { isActive } from "#model/presence";
import { code } from "../markdownPhrase";
import type { Names } from "../names";
import { count } from "../phrase";
import type { ReportEntry, Holding, Report } from "./report";
import { accessCells } from "./rows";

const destroys: Record<ReportEntry["managed"]["onDestroy"], string> = {
    remove: "is removed from the account",
    revoke: "stays without what is declared",
    refuse: "refused: adopted, and no onDestroy",
    keep: "stays with all access",
    protect: "refused: protected",
};

/** For people: of each stack a table for each account, with a line for each resource of a person. */
export function reportMarkdown(...reports: Report[]): string {
    const legend =
        "*not declared*: Kore.ai reported it, and no resource of the stack declares it. *unverified*: Kore.ai does not report it, so that a change made by hand is not seen.";
    return `${[...reports.flatMap(stackLines), legend].join("\n")}\n`;
}

function stackLines({ project, stack, time, entries, names }: Report): string[] {
    const accounts = [...new Set(entries.map(({ account }) => account))];
    const people = new Set(entries.map(({ account, emailId }) => `${account}\n${emailId}`)).size;
    const when = time === undefined ? "" : `, ${time.slice(0, 16).replace("T", " ")} UTC`;
    return [
        `## Access in ${code(`${project}/${stack}`)}`,
        "",
        `${count(people, "person", "people")} in ${count(accounts.length, "account", "accounts")}, as of the last update or refresh of the stack${when}.`,
        "",
        ...accounts.flatMap((account) =>
            table(
                account,
                entries.filter((entry) => entry.account === account),
                names,
            ),
        ),
    ];
}

function table(account: string, entries: ReportEntry[], names: Names): string[] {
    const cells = ({ emailId, name, status, resource, reason, hidden, holdings, managed, unverified }: ReportEntry) => [
        [
            cell(emailId),
            ...(name === undefined ? [] : [cell(name)]),
            ...(status === undefined || isActive({ status }) ? [] : [cell(status)]),
        ].join("<br>"),
        hidden !== undefined
            ? "not shown (secret)"
            : holdings.length === 0
              ? "none"
              : holdings.map((holding) => holdingCell(holding, names)).join("<br>"),
        [reason === undefined ? "no reason given" : cell(reason), `${resource.type} ${cell(resource.name)}`].join(
            "<br>",
        ),
        [
            ...(managed.origin === undefined ? [] : [managed.origin]),
            ...(managed.exclusive ? ["exclusive"] : []),
            ...(managed.letGo ? ["has left it, and no other resource has them yet"] : []),
            ...(managed.pendingDelete ? ["its delete is pending"] : []),
            ...(unverified.length === 0 ? [] : [`unverified: ${unverified.join(", ")}`]),
            `when the resource goes: ${goes(managed)}`,
        ].join("<br>"),
    ];
    const lines = (all: string[][]) => all.map((line) => `| ${line.join(" | ")} |`);
    const head = ["person", "access", "why, and by what", "managed"];
    return [
        ...(account === "" ? [] : [`### Account ${code(account)}`, ""]),
        ...lines([head, head.map(() => "---"), ...entries.map(cells)]),
        "",
    ];
}

function goes({ onDestroy, onLeaving }: ReportEntry["managed"]): string {
    return onLeaving === undefined || onLeaving === onDestroy
        ? destroys[onDestroy]
        : `${destroys[onDestroy]}; who leaves it ${destroys[onLeaving]}`;
}

function holdingCell({ access, standing, through, verified }: Holding, names: Names): string {
    const { access: what, on } = accessCells(access, names);
    const remarks = [
        ...(standing === "reported" && through.length === 0 ? ["not declared"] : []),
        ...(standing === "lost" ? ["declared, and lost"] : []),
        ...(standing === "declared" && through.length > 0 ? ["declared"] : []),
        ...(through.length === 0 ? [] : [`conferred by ${through.map(cell).join(", ")}`]),
        ...(verified ? [] : ["unverified"]),
    ];
    return `${cell(what)}${on === "" ? "" : ` on ${cell(on)}`}${remarks.length === 0 ? "" : ` (${remarks.join(", ")})`}`;
}

// A table's cells end at a pipe, even in a code span, unless a backslash stands before it (GFM 4.10).
function cell(value: string): string {
    return code(value).replaceAll("|", "\\|");
}
