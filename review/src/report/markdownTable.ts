import { isActive } from "#model/presence";
import { code } from "../markdownPhrase";
import { count } from "../phrase";
import { endWords } from "./ends";
import type { ReportedAccess, ReportedPerson, ReportedResource } from "./model";
import { conferredBy } from "./words";

/** Which rows a table has, and how many people and accesses a cell names. */
export interface TableBrevity {
    rows: "all" | "alike" | "notable" | "none";
    inCell: number;
}

const head = ["person", "access", "why, and by what", "managed"];

/** A line of the table: somebody by one of their resources. */
interface Row {
    person: ReportedPerson;
    /** The cells after the person's. */
    cells: string[];
    isFirst: boolean;
}

/**
 * The people of one account in a table.
 *
 * @param severalStacks whether it is said which stack has a resource
 * @returns its lines, and how many people are in none of them
 */
export function peopleTable(
    people: ReportedPerson[],
    { rows, inCell }: TableBrevity,
    severalStacks: boolean,
): { lines: string[]; omitted: number } {
    if (rows === "none") return { lines: [], omitted: people.length };
    const shown = rows === "notable" ? people.filter(isNotable) : people;
    const all = shown.flatMap((person) => rowsOfPerson(person, inCell, severalStacks));
    const lines = rows === "all" ? all.map(rowLine) : folded(all, inCell);
    return {
        lines: lines.length === 0 ? [] : [line(head), line(head.map(() => "---")), ...lines],
        omitted: people.length - shown.length,
    };
}

/** Whether somebody is to be seen also where there is not room for everybody. */
function isNotable({ access, isAdministrator, isBotCreator, isOutsider }: ReportedPerson): boolean {
    const isOdd = access.some(
        ({ standing, power }) => standing === "lost" || standing === "undeclared" || power === "owner",
    );
    return isAdministrator || isBotCreator || isOutsider || isOdd;
}

function rowLine({ person, cells, isFirst }: Row): string {
    return line([isFirst ? personCell(person) : "", ...cells]);
}

/** Rows that say the same are one. */
function folded(rows: Row[], inCell: number): string[] {
    const alike = new Map<string, Row[]>();
    for (const row of rows) {
        const key = row.cells.join(" | ");
        const same = alike.get(key) ?? [];
        alike.set(key, same);
        same.push(row);
    }
    return [...alike.values()].map((same) => {
        const [first] = same;
        if (first === undefined || same.length === 1)
            return same.map(({ person, cells }) => line([personCell(person), ...cells])).join("");
        const addresses = same.map(({ person }) => cell(person.emailId));
        return line([
            `${count(same.length, "person", "people")}, each: ${listOf(addresses, inCell, ", ")}`,
            ...first.cells,
        ]);
    });
}

/** Some of the items, and how many more there are. */
function listOf(items: string[], most: number, separator: string): string {
    const more = items.length - most;
    return more > 0
        ? [...items.slice(0, most), `and ${more.toLocaleString("en")} more`].join(separator)
        : items.join(separator);
}

function rowsOfPerson(person: ReportedPerson, inCell: number, severalStacks: boolean): Row[] {
    const { resources, access } = person;
    const home = Math.max(
        0,
        resources.findIndex(({ type }) => type !== "KoreUserAccess"),
    );
    return resources.map((resource, index) => ({
        person,
        isFirst: index === 0,
        cells: [
            accessCell(
                resource,
                access.filter((each) => placesOf(each, access, home).includes(index)),
                inCell,
            ),
            whyCell(resource, severalStacks),
            managedCell(resource),
        ],
    }));
}

/** By which of somebody's resources an access is told: those that declare it, or a group that confers it. */
function placesOf({ by, through }: ReportedAccess, all: ReportedAccess[], home: number): number[] {
    if (by.length > 0) return by;
    const group = all.find(
        ({ kind, label, by: declared }) =>
            kind === "group" && declared.length > 0 && through.some((name) => label === `group ${name}`),
    );
    return group?.by ?? [home];
}

function personCell(person: ReportedPerson): string {
    const { emailId, name } = person;
    return [cell(emailId), ...(name === undefined ? [] : [cell(name)]), ...remarksOn(person)].join("<br>");
}

/** What is to be known of somebody beside their access. */
export function remarksOn({ status, isThere, unread, lastLogin }: ReportedPerson): string[] {
    return [
        ...(status === undefined || isActive({ status }) ? [] : [cell(status)]),
        ...(isThere === false ? ["**not in the account**"] : []),
        ...(unread === undefined ? [] : [`could not be read: ${cell(unread)}`]),
        ...(lastLogin === undefined
            ? []
            : [lastLogin === null ? "no login reported" : `last login ${lastLogin.slice(0, 10)}`]),
    ];
}

function accessCell({ hidden }: ReportedResource, access: ReportedAccess[], inCell: number): string {
    if (hidden !== undefined) return "not shown (secret)";
    return access.length === 0 ? "none" : listOf(access.map(accessText), inCell, "<br>");
}

/** An access, with what is to be known of it. */
export function accessText(access: ReportedAccess): string {
    const { standing, through, isVerified, end, isOverdue } = access;
    const remarks = [
        ...(standing === "undeclared" ? ["not declared"] : []),
        ...(standing === "lost" ? ["declared, and lost"] : []),
        ...(standing === "declared" && through.length > 0 ? ["declared"] : []),
        ...conferredBy(access, cell),
        ...(isVerified ? [] : ["unverified"]),
        ...(isOverdue ? [`**has ended${end === undefined ? "" : `, ${endWords(end.expiresAt)}`}, and is there**`] : []),
        ...(end === undefined || isOverdue || standing === "lost" ? [] : [`until ${endWords(end.expiresAt)}`]),
    ];
    return `${nameOf(access)}${remarks.length === 0 ? "" : ` (${remarks.join(", ")})`}`;
}

/** An access by name, with the bot that it is on. */
export function nameOf({ label, on }: Pick<ReportedAccess, "label" | "on">): string {
    return `${cell(label)}${on === undefined ? "" : ` on ${cell(on)}`}`;
}

/** A resource by its kind and name; of several stacks with its stack. */
export function resourceText({ type, name, stack }: ReportedResource, severalStacks: boolean): string {
    return `${type} ${cell(name)}${severalStacks ? ` of ${cell(stack)}` : ""}`;
}

function whyCell(resource: ReportedResource, severalStacks: boolean): string {
    const { reason, end, ended } = resource;
    return [
        reason === undefined ? "no reason given" : cell(reason),
        resourceText(resource, severalStacks),
        ...(end === undefined ? [] : [`${end.hasEnded ? "ended" : "until"} ${endWords(end.expiresAt)}`]),
        ...(ended.length === 0 ? [] : [`had until then ${ended.map(cell).join(", ")}`]),
    ].join("<br>");
}

const destroys: Record<ReportedResource["onDestroy"], string> = {
    remove: "is removed from the account",
    revoke: "stays without what is declared",
    refuse: "refused: adopted, and no onDestroy",
    keep: "stays with all access",
    protect: "refused: protected",
};

function managedCell(resource: ReportedResource): string {
    const { origin, exclusive, letGo, pendingDelete, unverified } = resource;
    return [
        ...(origin === undefined ? [] : [origin]),
        ...(exclusive ? ["exclusive"] : []),
        ...(letGo ? ["has left it, and no other resource has them yet"] : []),
        ...(pendingDelete ? ["its delete is pending"] : []),
        ...(unverified.length === 0 ? [] : [`unverified: ${unverified.join(", ")}`]),
        `when the resource goes: ${goes(resource)}`,
    ].join("<br>");
}

function goes({ onDestroy, onLeaving }: ReportedResource): string {
    return onLeaving === undefined || onLeaving === onDestroy
        ? destroys[onDestroy]
        : `${destroys[onDestroy]}; who leaves it ${destroys[onLeaving]}`;
}

/** A value in a cell. A table's cells end at a pipe, even in a code span, unless a backslash stands before it (GFM 4.10). */
export function cell(value: string): string {
    return code(value).replaceAll("|", "\\|");
}

/** A line of a table. */
export function line(cells: string[]): string {
    return `| ${cells.join(" | ")} |`;
}
