import * as v from "valibot";

/** What a schema finds wrong, in one line: each place and what is wrong there; never a value. */
export function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
    const first = issues[0];
    if (first === undefined) return "nothing";
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    return `${v.getDotPath(first) ?? "the whole"}: ${first.expected === null ? "has an unexpected value" : `expected ${first.expected}`}${more}`;
}
