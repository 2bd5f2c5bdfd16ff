import { endOf } from "#model/expiry";
import { hiddenIn } from "./hidden";
import type { Phrase } from "./phrase";

/** An end that is declared; undefined for none, which `never` is as well. */
export function endIn(expiresAt: string | null | undefined): string | undefined {
    return !expiresAt || endOf(expiresAt) === Infinity ? undefined : expiresAt;
}

/** When access ends, in milliseconds since 1970; undefined where that is not shown. */
export function momentOf(expiresAt: string | undefined): number | undefined {
    if (expiresAt === undefined) return Infinity;
    const end = endOf(expiresAt);
    return Number.isNaN(end) ? undefined : end;
}

/** An end in words: "31 March 2027", until its end in UTC, or "31 March 2027, 16:00 UTC". */
export function endPhrase(expiresAt: string | undefined): Phrase {
    if (expiresAt === undefined) return ["no end"];
    const hidden = hiddenIn(expiresAt);
    if (hidden !== undefined) return [hidden === "unknown" ? "an end that is not known yet" : "an end that is secret"];
    const end = endOf(expiresAt);
    if (Number.isNaN(end)) return [{ value: expiresAt }];
    if (!expiresAt.includes("T")) return [dayOf(end - 1)];
    const time = new Date(end).toISOString().slice(11, 16);
    return [`${dayOf(end)}, ${time} UTC`];
}

function dayOf(time: number): string {
    return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" }).format(
        time,
    );
}
