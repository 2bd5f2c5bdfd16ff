import { code } from "../markdownPhrase";
import { endsWithin, inHours } from "./ends";
import { listSection } from "./markdownList";
import { accessText, remarksOn, resourceText } from "./markdownTable";
import type { AccessReport, ReportedAccess, ReportedPerson } from "./model";
import { declaringResources } from "./people";

/** How much lists leave out. */
export interface ListBrevity {
    /** So many entries of a list are named. */
    inList: number;
    /** So many accesses of somebody. */
    inCell: number;
}

/** What has to be said beside each person and resource, to tell them apart. */
interface Scope {
    severalStacks: boolean;
    severalAccounts: boolean;
}

/** What is to be looked at: each kind in a list. */
export function lookLines(report: AccessReport, brevity: ListBrevity, scope: Scope): string[] {
    const { people, summary, madeAt } = report;
    const now = new Date(madeAt);
    const list = (heading: string, entries: string[]) => listSection(heading, entries, brevity.inList);
    const section = (heading: string, among: ReportedPerson[], isMeant: (access: ReportedAccess) => boolean) =>
        list(
            heading,
            byPower(among, isMeant).map(({ person, access }) => entryText(person, access, brevity.inCell, scope)),
        );
    const declared = people.filter(({ isDeclared }) => isDeclared);
    return [
        ...section("Has ended, and is still there", declared, ({ isOverdue }) => isOverdue),
        ...section(
            `Ends within ${inHours(summary.soonHours)}`,
            declared,
            ({ end, standing }) => standing !== "lost" && endsWithin(end, summary.soonHours, now),
        ),
        ...section("Administrators", people, ({ kind, standing }) => kind === "administrator" && standing !== "lost"),
        ...list("In an account, and in no stack", undeclaredTexts(people, brevity.inCell, scope)),
        ...section("There, and declared by nobody", declared, ({ standing }) => standing === "undeclared"),
        ...section("Declared, and not there", declared, ({ standing }) => standing === "lost"),
        ...list("In several accounts", severalAccountsTexts(people)),
    ];
}

interface Found {
    person: ReportedPerson;
    access: ReportedAccess[];
}

/** Those who have such an access: administrators first, then owners of bots. */
function byPower(people: ReportedPerson[], isMeant: (access: ReportedAccess) => boolean): Found[] {
    return people
        .map((person) => ({ person, access: person.access.filter(isMeant) }))
        .filter(({ access }) => access.length > 0)
        .sort((one, other) => powerOf(one.access) - powerOf(other.access));
}

function powerOf(access: ReportedAccess[]): number {
    if (access.some(({ kind }) => kind === "administrator")) return 0;
    if (access.some(({ power }) => power === "owner")) return 1;
    return access.length > 0 ? 2 : 3;
}

function entryText(person: ReportedPerson, access: ReportedAccess[], inCell: number, scope: Scope): string {
    const by = [...new Set(access.flatMap((each) => declaringResources(person, each)))].map((resource) => {
        const { reason } = resource;
        return `${resourceText(resource, scope.severalStacks)}${reason === undefined ? "" : `: ${code(reason)}`}`;
    });
    const nobody = person.isDeclared ? "" : "; in no stack";
    return `${whoText(person, scope)}: ${accessTexts(access, inCell)}${by.length === 0 ? nobody : `; by ${by.join(", ")}`}`;
}

function whoText(person: ReportedPerson, { severalAccounts }: Scope): string {
    const remarks = [
        ...(severalAccounts && person.account !== "" ? [`account ${code(person.account)}`] : []),
        ...remarksOn(person),
    ];
    return `${code(person.emailId)}${remarks.length === 0 ? "" : ` (${remarks.join(", ")})`}`;
}

function accessTexts(access: ReportedAccess[], most: number): string {
    const more = access.length - most;
    return [...access.slice(0, most).map(accessText), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function undeclaredTexts(people: ReportedPerson[], inCell: number, scope: Scope): string[] {
    return people
        .filter(({ isDeclared }) => !isDeclared)
        .sort((one, other) => powerOf(one.access) - powerOf(other.access))
        .map((person) => {
            const { access } = person;
            return `${whoText(person, scope)}: ${access.length === 0 ? "no access" : accessTexts(access, inCell)}`;
        });
}

/** Who is in more than one account, by their address: how much they have in each. */
function severalAccountsTexts(people: ReportedPerson[]): string[] {
    const byAddress = new Map<string, ReportedPerson[]>();
    for (const person of people)
        if (person.account !== "" && person.emailId.includes("@"))
            byAddress.set(person.emailId, [...(byAddress.get(person.emailId) ?? []), person]);
    return [...byAddress]
        .filter(([, same]) => same.length > 1)
        .map(([emailId, same]) => `${code(emailId)}: ${same.map(inAccountText).join("; ")}`);
}

function inAccountText({ account, access }: ReportedPerson): string {
    const held = access.filter(({ standing }) => standing !== "lost");
    return `in ${code(account)} ${held.length === 0 ? "no access" : held.map(accessText).join(", ")}`;
}
