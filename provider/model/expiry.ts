/** Lifts an end that holds for all people of a set. */
const noEnd = "never";
const dayMilliseconds = 24 * 60 * 60 * 1_000;
const form =
    /^(\d{4}-\d\d-\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

/**
 * When access ends that is declared until then, in milliseconds since 1970; Infinity where it does not end, NaN for a text that says
 * no end. A day lasts until its end in UTC; an instant has its offset: no time zone of a machine, and no daylight saving, has a say.
 */
export function endOf(expiresAt: string): number {
    if (expiresAt === noEnd) return Infinity;
    const [, day] = form.exec(expiresAt) ?? [];
    if (day === undefined || !isInCalendar(day)) return NaN;
    return Date.parse(expiresAt) + (day === expiresAt ? dayMilliseconds : 0);
}

/** Whether access that is declared until then is over. @param now milliseconds since 1970 */
export function hasEnded(expiresAt: string | null | undefined, now: number): boolean {
    // In a preview it may not be known yet, and is no end then.
    return typeof expiresAt === "string" && endOf(expiresAt) <= now;
}

// JavaScript takes 30 February for 2 March.
function isInCalendar(day: string): boolean {
    const time = Date.parse(day);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
