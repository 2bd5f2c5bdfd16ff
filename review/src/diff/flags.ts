import { flagNames, type FlagName } from "../access";
import type { Hidden } from "../hidden";
import { isListed, reportAbout } from "../koreUserAccess";
import { reportedOf, type Comparison, type Part } from "./change";

/** What a resource of the state gives somebody of a flag, as far as is known. */
export function flagHeld(part: Part, flag: FlagName): boolean | Hidden | undefined {
    if (part.type === "KoreUser") return flagDeclared(part, flag);
    const { declared, emailId } = part;
    const report = reportAbout(declared, emailId);
    if (report?.mayHold) return report.mayHold[flag];
    const listed = declared.emailIds.hidden !== undefined || isListed(declared, emailId);
    // Somebody who is on record but not in the list has lost it outside of the program.
    if (!listed && report !== undefined && flag !== "hasDataTableAndViewAccess") return report[flag];
    return declared[flag] ?? undefined;
}

/** What a resource declares of a flag. */
export function flagDeclared({ type, declared }: Part, flag: FlagName): boolean | Hidden | undefined {
    if (type === "KoreUserAccess") return declared[flag] ?? undefined;
    return flag === "hasDataTableAndViewAccess" ? undefined : (declared[flag] ?? undefined);
}

/** Whether one of these resources gives it. */
export function isFlagHeld(parts: Part[], flag: FlagName): boolean {
    return parts.some((part) => flagHeld(part, flag) === true);
}

/** What the program declares of a flag: true wins over what is not shown, and that over false. */
export function flagPlanned({ after }: Pick<Comparison, "after">, flag: FlagName): boolean | Hidden | undefined {
    const values = after.map((part) => flagDeclared(part, flag));
    if (values.includes(true)) return true;
    return values.find((value) => typeof value === "string") ?? values.find((value) => value !== undefined);
}

/** What Kore.ai last reported of a flag. */
export function flagReported({ before }: Comparison, flag: FlagName): boolean | undefined {
    if (flag === "hasDataTableAndViewAccess") return undefined;
    const ofList = before.flatMap((part) =>
        part.type === "KoreUserAccess" ? (reportAbout(part.declared, part.emailId) ?? []) : [],
    );
    return reportedOf(before)?.[flag] ?? ofList[0]?.[flag];
}

/** The flags that a KoreUserAccess of the program declares. */
export function flagsOfLists({ after }: Comparison): Set<string> {
    const lists = after.filter(({ type }) => type === "KoreUserAccess");
    return new Set(flagNames.filter((flag) => lists.some((part) => flagDeclared(part, flag) !== undefined)));
}
