import { endOf } from "#model/expiry";
import { AccessError } from "../accessError";
import { endPhrase } from "../until";
import type { End } from "./model";

const hour = 3_600_000;

/** The end that a declaration names; undefined where it names none, or one that is not shown. */
export function endFrom(expiresAt: string | null | undefined, now: Date): End | undefined {
    if (!expiresAt) return undefined;
    const at = endOf(expiresAt);
    return Number.isFinite(at)
        ? { expiresAt, at: new Date(at).toISOString(), hasEnded: at <= now.getTime() }
        : undefined;
}

/** The later of several ends: access that is declared or conferred without one does not end. */
export function lastOf(ends: (End | undefined)[]): End | undefined {
    const known = ends.filter((end) => end !== undefined);
    if (known.length < ends.length) return undefined;
    return known.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))[0];
}

/** Whether something ends within so many hours from now, and has not ended. */
export function endsWithin(end: End | undefined, hours: number, now: Date): boolean {
    return end !== undefined && !end.hasEnded && Date.parse(end.at) <= now.getTime() + hours * hour;
}

const units: Record<string, number> = { h: 1, d: 24, w: 7 * 24 };

/** The hours of "30d", "2w" or "12h". @throws AccessError for anything else */
export function parseWithin(text: string): number {
    const [, number = "", unit = ""] = /^(\d{1,5})([hdw])$/.exec(text.trim()) ?? [];
    const hours = units[unit];
    if (hours === undefined) throw new AccessError("--ends-within needs a time: 12h, 30d or 8w.");
    return Number(number) * hours;
}

/** "30 days", "12 hours". */
export function inHours(hours: number): string {
    const [number, unit] = hours % 24 === 0 ? [hours / 24, "day"] : [hours, "hour"];
    return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

/** An end in the words of reviews: "31 March 2027". */
export function endWords(expiresAt: string): string {
    return endPhrase(expiresAt)
        .map((piece) => (typeof piece === "string" ? piece : expiresAt))
        .join("");
}

/** A day or an instant for spreadsheets, in UTC: "2027-03-31", "2027-03-31 15:00 UTC". */
export function endText({ expiresAt, at }: End): string {
    return /^\d{4}-\d\d-\d\d$/.test(expiresAt) ? expiresAt : instantText(at);
}

/** "2027-03-31 15:00 UTC" */
export function instantText(instant: string): string {
    return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
