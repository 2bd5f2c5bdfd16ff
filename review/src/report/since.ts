import { jsonIn } from "../jsonIn";
import { accessReport } from "./people";
import type { AccessReport, ChangedAccess, PersonChange, ReportChanges, ReportedAccess, ReportedPerson } from "./model";
import { isReport, readReport, type WrittenReport } from "./readReport";
import { reportOf } from "./report";
import { isState, readState } from "./state";
import { hiddenText } from "./words";

/** What is compared with. */
export interface Earlier {
    report: AccessReport;
    /** The accounts that were read for it. */
    read: string[];
    hasEnds: boolean;
}

/** Reads an output of pulumi stack export, or of kore-access report --format json. @throws AccessError for anything else */
export function readEarlier(files: { text: string; from: string }[], now: Date): Earlier {
    const parts = files.map(({ text, from }) => earlierPart(text, from));
    const [undeclared, read] = [parts.flatMap((part) => part.undeclared), parts.flatMap((part) => part.read)];
    const reports = parts.flatMap((part) => part.reports);
    const report = accessReport({ reports, undeclared, live: [] }, { now, soonHours: 0, ownDomains: [] });
    return { report, read, hasEnds: parts.every((part) => part.hasEnds) };
}

function earlierPart(text: string, from: string): WrittenReport {
    const value = valueIn(text, from);
    if (isReport(value)) return readReport(value, from);
    return { reports: [reportOf(readState(text, from), from)], undeclared: [], read: [], hasEnds: true };
}

function valueIn(text: string, from: string): unknown {
    const needed = "--since needs an output of pulumi stack export, or of kore-access report --format json.";
    const notWhole = `${from} is no whole JSON text. ${needed}`;
    return jsonIn(text, (value) => isState(value) || isReport(value), {
        none: notWhole,
        cut: notWhole,
        several: (count) => `${from} has ${count} states or reports in it: give each as a file of its own. ${needed}`,
    });
}

/** Who came, left, gained and lost, and whose reason or end has changed. */
export function changesSince({ report: before, read, hasEnds }: Earlier, now: AccessReport): ReportChanges {
    const people = new Map(before.people.map((person) => [keyOf(person), person]));
    const left = new Map(people);
    const readNow = now.accounts.filter(({ readAt }) => readAt !== undefined).map(({ host }) => host);
    const changes: PersonChange[] = [];
    for (const person of now.people) {
        const known = people.get(keyOf(person));
        left.delete(keyOf(person));
        // Whoever no stack declares is known where the account was read, and may have been there before.
        if (known === undefined && !person.isDeclared && !read.includes(person.account)) continue;
        changes.push(...changeOf(known, person, hasEnds));
    }
    for (const person of left.values())
        if (person.isDeclared || readNow.includes(person.account))
            changes.push(...changeOf(person, undefined, hasEnds));
    const stacksBefore = before.stacks.map(({ name }) => name);
    const stacksNow = now.stacks.map(({ name }) => name);
    return {
        before: before.stacks.map(({ name, time }) => ({ name, ...(time === undefined ? {} : { time }) })),
        onlyBefore: stacksBefore.filter((name) => !stacksNow.includes(name)),
        onlyNow: stacksNow.filter((name) => !stacksBefore.includes(name)),
        withEnds: hasEnds,
        people: changes.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    };
}

function keyOf({ account, emailId }: Pick<ReportedPerson, "account" | "emailId">): string {
    return `${account}\n${emailId}`;
}

function changeOf(
    before: ReportedPerson | undefined,
    after: ReportedPerson | undefined,
    withEnds: boolean,
): PersonChange[] {
    const person = after ?? before;
    if (person === undefined || !(isThere(before) || isThere(after))) return [];
    const [had, has] = [heldBy(before), heldBy(after)];
    const change: PersonChange = {
        account: person.account,
        emailId: person.emailId,
        ...(person.name === undefined ? {} : { name: person.name }),
        kind: !isThere(before) ? "came" : !isThere(after) ? "left" : "changed",
        ...declaredChange(before, after),
        gained: [...has].filter(([key]) => !had.has(key)).map(([, access]) => named(access)),
        lost: [...had].filter(([key]) => !has.has(key)).map(([, access]) => named(access)),
        ...reasonsChange(before, after),
        ends: withEnds ? endChanges(had, has) : [],
    };
    const { kind, declared, gained, lost, reasons, ends } = change;
    const isNone =
        kind === "changed" &&
        declared === undefined &&
        reasons === undefined &&
        gained.length + lost.length + ends.length === 0;
    return isNone ? [] : [change];
}

/** Whether somebody is in the account, as far as is known. */
function isThere(person: ReportedPerson | undefined): boolean {
    return person !== undefined && person.isThere !== false;
}

function heldBy(person: ReportedPerson | undefined): Map<string, ReportedAccess> {
    const held = (person?.access ?? []).filter(({ standing }) => standing !== "lost");
    return new Map(held.map((access) => [access.key, access]));
}

function named({ key, label, on, power }: ReportedAccess): ChangedAccess {
    return { key, label, ...(on === undefined ? {} : { on }), ...(power === undefined ? {} : { power }) };
}

function declaredChange(
    before: ReportedPerson | undefined,
    after: ReportedPerson | undefined,
): Pick<PersonChange, "declared"> {
    if (before === undefined || after === undefined || before.isDeclared === after.isDeclared) return {};
    return { declared: after.isDeclared ? "begins" : "ceases" };
}

function reasonsChange(
    before: ReportedPerson | undefined,
    after: ReportedPerson | undefined,
): Pick<PersonChange, "reasons"> {
    if (before?.isDeclared !== true || after?.isDeclared !== true) return {};
    const [from, to] = [reasonsOf(before), reasonsOf(after)];
    return from === to ? {} : { reasons: { from, to } };
}

/** Those that are shown: of a secret one nobody can tell whether it is another. */
function reasonsOf({ resources }: ReportedPerson): string {
    const isShown = (reason: string | undefined) => reason !== undefined && reason !== hiddenText;
    return [...new Set(resources.map(({ reason }) => reason).filter(isShown))].sort().join("; ");
}

function endChanges(had: Map<string, ReportedAccess>, has: Map<string, ReportedAccess>): PersonChange["ends"] {
    return [...has].flatMap(([key, access]) => {
        const before = had.get(key);
        if (before === undefined || before.end?.at === access.end?.at) return [];
        const [from, to] = [before.end?.expiresAt, access.end?.expiresAt];
        return [
            {
                access: named(access),
                ...(from === undefined ? {} : { from }),
                ...(to === undefined ? {} : { to }),
            },
        ];
    });
}
