import { hiddenIn } from "../hidden";
import type { Names } from "../names";
import type { Access } from "../access";
import type { ReportEntry, Holding, Report } from "./report";

/** A line of the report: one access of one person. Somebody without any has one line. */
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
    onDestroy: ReportEntry["managed"]["onDestroy"];
    exclusive: string;
    unverified: string;
    /** What it lets them do, where that is more than a plain role, or not known. */
    power: string;
    /** PROJECT/STACK. */
    stack: string;
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
};

export function rowsOf(report: Report): ReportRow[] {
    return report.entries.flatMap((entry) =>
        entry.holdings.length === 0
            ? [rowOf(entry, undefined, report)]
            : entry.holdings.map((holding) => rowOf(entry, holding, report)),
    );
}

function rowOf(entry: ReportEntry, holding: Holding | undefined, { project, stack, names }: Report): ReportRow {
    const { account, emailId, name = "", status = "", resource, reason = "", hidden, managed, unverified } = entry;
    const text = (value: string) => (hiddenIn(value) === undefined ? value : "(secret)");
    return {
        account,
        emailId: text(emailId),
        name,
        status,
        ...(holding === undefined
            ? {
                  access: hidden === undefined ? "none" : "(secret)",
                  id: "",
                  on: "",
                  onId: "",
                  standing: "",
                  verified: "",
              }
            : {
                  ...accessCells(holding.access, names),
                  standing: standingOf(holding),
                  verified: holding.verified ? "yes" : "no",
              }),
        resource: `${resource.type} ${resource.name}`,
        reason: text(reason),
        origin: managed.pendingDelete
            ? `${managed.origin ?? ""} (its delete is pending)`.trim()
            : (managed.origin ?? ""),
        onDestroy: managed.onDestroy,
        exclusive: managed.exclusive ? "yes" : "no",
        unverified: unverified.join(", "),
        power: holding === undefined ? "" : powerCell(holding.access),
        stack: `${project}/${stack}`,
    };
}

function standingOf({ standing, through }: Holding): string {
    const groups = through.length === 0 ? "" : `conferred by ${through.join(", ")}`;
    if (standing === "reported" && groups !== "") return groups;
    return [
        { declared: "declared", reported: "not declared", lost: "declared, and lost" }[standing],
        ...(groups === "" ? [] : [groups]),
    ].join(", ");
}

const powerWords = {
    masterAdmin: "the whole account",
    userAdmin: "people of the account",
    admin: "administrator",
    owner: "owner",
    bot: "",
    unknown: "unknown",
};

function powerCell(access: Access): string {
    if (access.type === "group") return access.isKnown ? "" : powerWords.unknown;
    return access.type === "administrator" || access.type === "role" ? powerWords[access.power] : "";
}

/** An access by name, with the bot that it is on, and their ids. */
export function accessCells(access: Access, names: Names): Pick<ReportRow, "access" | "id" | "on" | "onId"> {
    const named = (id: string) => (hiddenIn(id) === undefined ? (names.of(id) ?? id) : "(secret)");
    const shown = (id: string) => (hiddenIn(id) === undefined ? id : "");
    switch (access.type) {
        case "administrator":
            return {
                access: `administrator role ${named(access.roleId)}`,
                id: shown(access.roleId),
                on: access.botId === undefined ? "" : named(access.botId),
                onId: shown(access.botId ?? ""),
            };
        case "role":
            return {
                access: `role ${named(access.roleId)}`,
                id: shown(access.roleId),
                on: named(access.botId),
                onId: shown(access.botId),
            };
        case "group":
            return { access: `group ${named(access.groupId)}`, id: shown(access.groupId), on: "", onId: "" };
        case "tasks":
            return {
                access: access.dialogs === undefined ? "all tasks" : `tasks ${access.dialogs.map(shown).join(", ")}`,
                id: "",
                on: named(access.botId),
                onId: shown(access.botId),
            };
        case "developer":
            return { access: "developer", id: "", on: "", onId: "" };
        case "botCreator":
            return { access: "may create bots", id: "", on: "", onId: "" };
        case "dataTables":
            return { access: "data tables and views", id: "", on: "", onId: "" };
    }
}
