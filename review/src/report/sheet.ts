import { csvOf } from "./csv";
import { endText } from "./ends";
import type { AccessReport, ReportedAccess, ReportedPerson } from "./model";
import { declaringResources } from "./people";
import { conferredBy, powerWords } from "./words";

/** A line of the sheet: one access of one person, on which somebody is to decide. */
export type SheetLine = Record<keyof typeof sheetColumns, string>;

/** The columns of the sheet. `key` tells an access from others of the same person, whatever it is called. */
export const sheetColumns = {
    account: "account",
    emailId: "emailId",
    name: "name",
    status: "status",
    access: "access",
    on: "on",
    power: "power",
    standing: "standing",
    reason: "reason",
    resource: "resource",
    until: "until",
    lastLogin: "lastLogin",
    decision: "decision",
    key: "key",
} as const;

/** By this a line is found that is about somebody without any access: that they are in the account. */
export const noAccess = "account";

/**
 * For the people who decide who keeps what: a line for each access that somebody has, with an empty decision. It begins with a
 * byte order mark, without which Excel does not take it for UTF-8.
 */
export function reportSheet({ people }: AccessReport): string {
    return `\uFEFF${csvOf(people.flatMap(linesOf), sheetColumns)}`;
}

function linesOf(person: ReportedPerson): SheetLine[] {
    if (person.isThere === false) return [];
    const held = heldBy(person);
    return held.length === 0 ? [lineOf(person, undefined)] : held.map((access) => lineOf(person, access));
}

/** What somebody has. */
export function heldBy({ access }: Pick<ReportedPerson, "access">): ReportedAccess[] {
    return access.filter(({ standing }) => standing !== "lost");
}

function lineOf(person: ReportedPerson, access: ReportedAccess | undefined): SheetLine {
    const { account, emailId, name = "", status = "", lastLogin, unread } = person;
    const by = access === undefined ? person.resources : declaringResources(person, access);
    const what =
        access === undefined
            ? { access: "none", on: "", power: "", standing: person.isDeclared ? "" : "not declared", key: noAccess }
            : accessCellsOf(access);
    return {
        account,
        emailId,
        name,
        status: unread === undefined ? status : "could not be read",
        ...what,
        reason: [...new Set(by.flatMap(({ reason }) => (reason === undefined ? [] : [reason])))].join("; "),
        resource: by.map(({ type, name: called, stack }) => `${type} ${called} of ${stack}`).join("; "),
        until: access?.end === undefined ? "" : endText(access.end),
        lastLogin: lastLogin === null ? "not reported" : (lastLogin ?? "").slice(0, 10),
        decision: "",
    };
}

function accessCellsOf(access: ReportedAccess): Pick<SheetLine, "access" | "on" | "power" | "standing" | "key"> {
    const { label, on = "", power, key } = access;
    return {
        access: label,
        on,
        power: power === undefined ? "" : powerWords[power],
        standing: standingOf(access),
        key,
    };
}

function standingOf(access: ReportedAccess): string {
    const { standing } = access;
    const groups = conferredBy(access);
    if (standing === "conferred") return groups.join("");
    return [standing === "undeclared" ? "not declared" : "declared", ...groups].join(", ");
}
