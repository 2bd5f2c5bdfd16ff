import { code } from "../markdownPhrase";
import { endWords, instantText } from "./ends";
import { nameOf } from "./markdownTable";
import { listSection } from "./markdownList";
import type { ChangedAccess, PersonChange, ReportChanges } from "./model";

/** What has changed since earlier states, or an earlier report. */
export function changeLines(changes: ReportChanges | undefined, most: number, severalAccounts: boolean): string[] {
    if (changes === undefined) return [];
    const { before, onlyBefore, onlyNow, withEnds, people } = changes;
    const since = before
        .map(({ name, time }) => `${code(name)}${time === undefined ? "" : ` of ${instantText(time)}`}`)
        .join(", ");
    const only = (names: string[], where: string) =>
        names.length === 0 ? [] : [`Only ${where}: ${names.map(code).join(", ")}. Its people come and go with it.`, ""];
    return [
        `## Changes since ${since}`,
        "",
        ...only(onlyBefore, "in what is compared with"),
        ...only(onlyNow, "in this report"),
        ...(withEnds ? [] : ["What is compared with has no ends, so that none is said to have changed.", ""]),
        ...(people.length === 0 ? ["Nobody's access, reason or end has changed.", ""] : []),
        ...headings.flatMap(([kind, heading]) =>
            listSection(
                heading,
                people.filter((each) => each.kind === kind).map((each) => changeText(each, severalAccounts)),
                most,
            ),
        ),
    ];
}

const headings = [
    ["came", "Came"],
    ["left", "Left"],
    ["changed", "Changed"],
] as const satisfies [PersonChange["kind"], string][];

function changeText(change: PersonChange, severalAccounts: boolean): string {
    const { account, emailId, name, kind, gained, lost, declared, reasons, ends } = change;
    const where = [
        ...(name === undefined ? [] : [code(name)]),
        ...(severalAccounts && account !== "" ? [`account ${code(account)}`] : []),
    ];
    const parts = [
        ...(declared === "begins" ? ["a stack declares them now"] : []),
        ...(declared === "ceases" ? ["**no stack declares them any more, and they are in the account**"] : []),
        ...(gained.length === 0 ? [] : [`${kind === "came" ? "has" : "gained"} ${listed(gained)}`]),
        ...(lost.length === 0 ? [] : [`${kind === "left" ? "had" : "lost"} ${listed(lost)}`]),
        ...(reasons === undefined ? [] : [`reason: ${reasonText(reasons.from)} → ${reasonText(reasons.to)}`]),
        ...ends.map(({ access, from, to }) => `${nameOf(access)} until: ${endOrNone(from)} → ${endOrNone(to)}`),
    ];
    const what = parts.length === 0 ? "no access" : parts.join("; ");
    return `${code(emailId)}${where.length === 0 ? "" : ` (${where.join(", ")})`}: ${what}`;
}

function listed(access: ChangedAccess[]): string {
    return access.map(nameOf).join(", ");
}

function endOrNone(expiresAt: string | undefined): string {
    return expiresAt === undefined ? "no end" : endWords(expiresAt);
}

function reasonText(reason: string): string {
    return reason === "" ? "none" : code(reason);
}
