import { count } from "../phrase";

/** A heading, and so many of the entries below it. */
export function listSection(heading: string, entries: string[], most: number): string[] {
    if (entries.length === 0) return [];
    const more = entries.length - most;
    return [
        `### ${heading}`,
        "",
        ...entries.slice(0, most).map((entry) => `- ${entry}`),
        ...(more > 0 ? [`- and ${count(more, "other", "others")}: --format json has all of them`] : []),
        "",
    ];
}
