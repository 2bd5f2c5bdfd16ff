import { count } from "../phrase";
import { visible } from "../visible";
import { endsWithin, endWords, inHours } from "./ends";
import type { AccessReport, CertifiedAccess, ReportedAccess, ReportedPerson } from "./model";

const mostNamed = 20;

/**
 * What makes a report end with exit code 2, a line for each kind.
 *
 * @param asked what was asked for
 */
export function findingsOf(report: AccessReport, asked: { ends: boolean }): string[] {
    return [...certified(report), ...(asked.ends ? ends(report) : [])];
}

function certified({ certification }: AccessReport): string[] {
    if (certification === undefined) return [];
    const { sheet, undecided, stillThere, isNew } = certification;
    return [
        ...ofSheet(`Undecided in ${visible(sheet)}`, undecided),
        ...ofSheet("To go, and still there", stillThere),
        ...ofSheet(`New since ${visible(sheet)}`, isNew),
    ];
}

/** How many accesses, of whom. */
function ofSheet(what: string, found: CertifiedAccess[]): string[] {
    const people = [...new Set(found.map(({ emailId }) => visible(emailId)))];
    return found.length === 0 ? [] : [`${what}: ${count(found.length, "access", "accesses")} of ${listed(people)}`];
}

function ends({ people, summary, madeAt }: AccessReport): string[] {
    const now = new Date(madeAt);
    return [
        ...finding("has ended, and is still there", people, ({ isOverdue }) => isOverdue),
        ...finding(
            `ends within ${inHours(summary.soonHours)}`,
            people,
            ({ end, standing }) => standing !== "lost" && endsWithin(end, summary.soonHours, now),
        ),
    ];
}

function finding(what: string, people: ReportedPerson[], isMeant: (access: ReportedAccess) => boolean): string[] {
    const found = people
        .map(({ emailId, access }) => ({ emailId, access: access.filter(isMeant) }))
        .filter(({ access }) => access.length > 0)
        .map(({ emailId, access }) => `${visible(emailId)}${endsOf(access)}`);
    return found.length === 0 ? [] : [`Access ${what}: ${listed(found)}`];
}

function endsOf(access: ReportedAccess[]): string {
    const ends = [...new Set(access.flatMap(({ end }) => (end === undefined ? [] : [endWords(end.expiresAt)])))];
    return ends.length === 0 ? "" : ` (${ends.join(", ")})`;
}

function listed(items: string[]): string {
    const more = items.length - mostNamed;
    return [...items.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}
