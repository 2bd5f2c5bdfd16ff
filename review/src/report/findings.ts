import { visible } from "../visible";
import { endsWithin, endText, inHours } from "./ends";
import type { AccessReport, ReportedAccess, ReportedPerson } from "./model";

const mostNamed = 20;

/**
 * What makes a report end with exit code 2, a line for each kind.
 *
 * @param asked what was asked for
 */
export function findingsOf({ people, summary, madeAt }: AccessReport, asked: { ends: boolean }): string[] {
    if (!asked.ends) return [];
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
    const ends = [...new Set(access.flatMap(({ end }) => (end === undefined ? [] : [endText(end)])))].sort();
    return ends.length === 0 ? "" : ` (${ends.join(", ")})`;
}

function listed(items: string[]): string {
    const more = items.length - mostNamed;
    return [...items.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}
