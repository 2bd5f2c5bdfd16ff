import type { PageAccess } from "../src/report/page/data";

/** Thousands are told apart in one way, whatever the browser's language is: the page is in English. */
export function figure(number: number): string {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** How many, with the right word. */
export function count(number: number, one: string, many: string): string {
    return `${figure(number)} ${number === 1 ? one : many}`;
}

/** The day of an instant, in UTC; what is no instant stays as it is. */
export function day(instant: string): string {
    return inUtc(instant)?.slice(0, 10) ?? instant;
}

/** The minute of an instant, in UTC. */
export function minute(instant: string): string {
    const text = inUtc(instant);
    return text === undefined ? instant : `${text.slice(0, 16).replace("T", " ")} UTC`;
}

function inUtc(instant: string): string | undefined {
    const date = new Date(instant);
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

const dayLong = 86_400_000;

/** How far an instant is from another, in days. */
export function distance(from: number, to: number): string {
    const days = Math.floor(Math.abs(to - from) / dayLong);
    if (days === 0) return to < from ? "within the last day" : "within a day";
    return to < from ? `${count(days, "day", "days")} ago` : `in ${count(days, "day", "days")}`;
}

/** What else is said of an access, each in a few words. */
export function remarksOn({ standing, through, isUnclear, remarks, isOverdue }: PageAccess): string[] {
    const standings = { declared: [], conferred: [], undeclared: ["not declared"], lost: ["declared, and lost"] };
    return [
        ...standings[standing],
        ...(standing === "declared" && through.length > 0 ? ["declared"] : []),
        ...(through.length > 0 ? [`${isUnclear ? "perhaps " : ""}via ${through.join(", ")}`] : []),
        ...(isOverdue ? ["past its end"] : []),
        ...remarks,
    ];
}

/** The standings of access, as filters call them. */
export const standingLabels: Record<PageAccess["standing"], string> = {
    declared: "declared",
    undeclared: "not declared",
    lost: "declared, and lost",
    conferred: "by a group alone",
};

/** "30 days", "12 hours". */
export function hoursInWords(hours: number): string {
    return hours % 24 === 0 ? count(hours / 24, "day", "days") : count(hours, "hour", "hours");
}
