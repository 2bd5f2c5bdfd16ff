import type { Access } from "../access";
import type { Holding } from "./holdings";
import type { UndeclaredPerson } from "./live";
import type { Material } from "./people";
import { withoutDeclaredElsewhere, type ReportEntry } from "./report";
import { accessCells, conferredBy, powerCell, shownText, type NamesOfIds } from "./words";

/** A line of the report: one access of one person by one resource. Somebody without any has one line. */
export type ReportRow = {
    account: string;
    emailId: string;
    name: string;
    status: string;
    access: string;
    /** What the access is about: a role, a group, a bot. */
    id: string;
    on: string;
    onId: string;
    standing: string;
    verified: string;
    resource: string;
    reason: string;
    origin: string;
    onDestroy: ReportEntry["managed"]["onDestroy"] | "";
    exclusive: string;
    unverified: string;
    /** What it lets them do, where that is more than a plain role, or not known. */
    power: string;
    /** PROJECT/STACK. */
    stack: string;
    /** When what the resource declares ends, as the program says it. */
    until: string;
    lastLogin: string;
};

export const columns: Record<keyof ReportRow, string> = {
    account: "account",
    emailId: "emailId",
    name: "name",
    status: "status",
    access: "access",
    id: "id",
    on: "on",
    onId: "onId",
    standing: "standing",
    verified: "verified",
    resource: "resource",
    reason: "reason",
    origin: "origin",
    onDestroy: "onDestroy",
    exclusive: "exclusive",
    unverified: "unverified fields",
    power: "power",
    stack: "stack",
    until: "until",
    lastLogin: "lastLogin",
};

/** All lines, those of one person together, whatever stacks they are from. */
export function rowsOf({ reports, undeclared, live }: Material): ReportRow[] {
    const rows = [
        ...withoutDeclaredElsewhere(reports).flatMap(({ project, stack, entries, names }) =>
            entries.flatMap((entry) => rowsOfEntry(entry, `${project}/${stack}`, names)),
        ),
        ...undeclared.flatMap((person) => {
            const names = live.find(({ host }) => host === person.account)?.names ?? { of: () => undefined };
            return accessRows(person.holdings, [], names).map((row) => ({ ...nobodys, ...whoCells(person), ...row }));
        }),
    ];
    const keys = new Map(rows.map((row) => [row, `${row.account}\n${row.emailId}`]));
    return rows.sort((a, b) => compare(keys.get(a), keys.get(b)));
}

function compare(one = "", other = ""): number {
    return one === other ? 0 : one < other ? -1 : 1;
}

// The cells of what no resource declares.
const nobodys = {
    resource: "",
    reason: "",
    origin: "",
    onDestroy: "",
    exclusive: "",
    unverified: "",
    stack: "",
    until: "",
} as const satisfies Partial<ReportRow>;

type Who = Pick<UndeclaredPerson, "account" | "emailId" | "name" | "status" | "lastLogin" | "unread"> & {
    isThere?: boolean;
};

function whoCells({ account, emailId, name = "", status = "", lastLogin, unread, isThere }: Who) {
    return {
        account,
        emailId: shownText(emailId),
        name,
        status: unread !== undefined ? "could not be read" : isThere === false ? "not in the account" : status,
        lastLogin: lastLogin === null ? "not reported" : (lastLogin ?? ""),
    };
}

function rowsOfEntry(entry: ReportEntry, stack: string, names: NamesOfIds): ReportRow[] {
    const { resource, reason = "", expiresAt = "", managed, unverified, holdings, ended, hidden } = entry;
    const own = {
        ...whoCells(entry),
        resource: `${resource.type} ${resource.name}`,
        reason: shownText(reason),
        origin: managed.pendingDelete
            ? `${managed.origin ?? ""} (its delete is pending)`.trim()
            : (managed.origin ?? ""),
        onDestroy: managed.onDestroy,
        exclusive: managed.exclusive ? "yes" : "no",
        unverified: unverified.join(", "),
        stack,
        until: expiresAt,
    };
    return accessRows(holdings, ended, names, hidden === undefined ? "none" : "(secret)").map((row) => ({
        ...own,
        ...row,
    }));
}

type AccessRow = Pick<ReportRow, "access" | "id" | "on" | "onId" | "standing" | "verified" | "power">;

/** @param none stands for an access where there is none */
function accessRows(holdings: Holding[], ended: Access[], names: NamesOfIds, none = "none"): AccessRow[] {
    if (holdings.length + ended.length === 0)
        return [{ access: none, id: "", on: "", onId: "", standing: "", verified: "", power: "" }];
    return [
        ...holdings.map((holding) => ({
            ...accessCells(holding.access, names),
            standing: standingOf(holding),
            verified: holding.verified ? "yes" : "no",
            power: powerCell(holding.access),
        })),
        ...ended.map((access) => ({
            ...accessCells(access, names),
            standing: "ended",
            verified: "",
            power: powerCell(access),
        })),
    ];
}

/** What is declared, or given directly, and conferred by groups as well is said to be both. */
function standingOf(holding: Holding): string {
    const { standing, isDirect } = holding;
    const groups = conferredBy(holding);
    if (standing === "reported")
        return [...(isDirect || groups.length === 0 ? ["not declared"] : []), ...groups].join(", ");
    return [standing === "lost" ? "declared, and lost" : "declared", ...groups].join(", ");
}
