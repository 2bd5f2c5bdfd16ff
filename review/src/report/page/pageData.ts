import { isActive } from "#model/presence";
import { present } from "../../present";
import { endWords } from "../ends";
import type { AccessReport, ReportedAccess, ReportedAccount, ReportedPerson, ReportedResource } from "../model";
import type { PageAccess, PageAccount, PageData, PageGrant, PagePerson } from "./data";
import { certificationList, changeList } from "./lists";
import { namedAccess } from "./namedAccess";
import { reportPage } from "./reportPage";

/** For people, to look at. */
export function reportHtml(report: AccessReport): string {
    return reportPage(pageDataOf(report));
}

/** What the page of a report shows of it. */
export function pageDataOf(report: AccessReport): PageData {
    const { madeAt, stacks, accounts, summary, people, changes, certification } = report;
    const hosts = accounts.map(({ host }) => host);
    const scope: Scope = { hosts, stacks: stacks.map(({ name }) => name), placeOf: placesIn(people) };
    const isAsked = accounts.some(({ readAt }) => readAt !== undefined);
    return {
        time: madeAt,
        stacks: stacks.map(({ name, time }) => ({ name, ...present({ time }) })),
        accounts: accounts.map((account) => accountOf(account, isAsked)),
        ownDomains: summary.ownDomains,
        soonHours: summary.soonHours,
        people: people.map((person) => personOf(person, scope)),
        lists: [
            ...(certification === undefined ? [] : [certificationList(certification, hosts)]),
            ...(changes === undefined ? [] : [changeList(changes, hosts)]),
        ],
    };
}

/** What stands in the page once, and is meant by its place. */
interface Scope {
    hosts: string[];
    stacks: string[];
    placeOf: (access: ReportedAccess) => string | undefined;
}

/** What a bot is called, told from another of the same name. */
function placesIn(people: ReportedPerson[]): Scope["placeOf"] {
    const ids = new Map<string, Set<string>>();
    for (const { on, onId = "" } of people.flatMap(({ access }) => access))
        if (on !== undefined) ids.set(on, (ids.get(on) ?? new Set()).add(onId));
    return ({ on, onId }) =>
        on === undefined || onId === undefined || (ids.get(on)?.size ?? 0) < 2 ? on : `${on} (${onId})`;
}

function accountOf(account: ReportedAccount, isAsked: boolean): PageAccount {
    const { host, readAt, notRead, incomplete, strangers } = account;
    return {
        name: host,
        ...present({ read: readAt }),
        notes: [
            ...(isAsked && readAt === undefined ? [`not read: ${notRead ?? "no settings lead to it"}`] : []),
            ...(incomplete.length === 0 ? [] : [`Kore.ai did not list all ${incomplete.join(", ")}`]),
            ...(strangers.length === 0
                ? []
                : [
                      `nobody whom ${strangers.join(", ")} declares is in it: is their account another one of this host?`,
                  ]),
        ],
    };
}

function personOf(person: ReportedPerson, scope: Scope): PagePerson {
    const { account, emailId, name, lastLogin, isOutsider, isDeclared, resources, access } = person;
    return {
        account: scope.hosts.indexOf(account),
        address: emailId,
        ...present({ name }),
        isOutsider,
        remarks: remarksOn(person),
        ...present({ lastLogin }),
        isUndeclared: !isDeclared,
        grants: resources.map((resource) => grantOf(resource, scope)),
        access: access.map((each) => accessOf(each, scope)),
    };
}

function remarksOn({ status, isThere, unread }: ReportedPerson): string[] {
    return [
        ...(status === undefined || isActive({ status }) ? [] : [status]),
        ...(isThere === false ? ["not in the account"] : []),
        ...(unread === undefined ? [] : [`could not be read: ${unread}`]),
    ];
}

function grantOf(resource: ReportedResource, { stacks }: Scope): PageGrant {
    const { stack, type, name, origin, reason, end, ended, exclusive, hidden, letGo, pendingDelete } = resource;
    const until = end === undefined ? "" : ` ${endWords(end.expiresAt)}`;
    return {
        stack: stacks.indexOf(stack),
        resource: `${type} ${name}`,
        ...present({ origin, reason }),
        remarks: [
            ...(exclusive ? ["exclusive"] : []),
            ...(ended.length === 0 ? [] : [`ended${until}: ${ended.join(", ")}`]),
            ...(hidden === undefined ? [] : ["what it declares is secret"]),
            ...(letGo === true ? ["has left it, and no other resource has them yet"] : []),
            ...(pendingDelete ? ["its delete is pending"] : []),
            ...(resource.unverified.length === 0 ? [] : [`unverified: ${resource.unverified.join(", ")}`]),
        ],
    };
}

function accessOf(access: ReportedAccess, { placeOf }: Scope): PageAccess {
    const { standing, through, isUnclear, power, isVerified, end, isOverdue } = access;
    return {
        ...namedAccess({ ...access, ...present({ on: placeOf(access) }) }),
        standing,
        through,
        isUnclear,
        isWhole: power === "masterAdmin",
        remarks: [...powerRemarks(power), ...(isVerified ? [] : ["unverified"])],
        ...(end === undefined ? {} : { end: { at: end.at, words: `until ${endWords(end.expiresAt)}` } }),
        isOverdue,
    };
}

function powerRemarks(power: ReportedAccess["power"]): string[] {
    switch (power) {
        case "masterAdmin":
            return ["the whole account"];
        case "userAdmin":
            return ["people of the account"];
        case "unknown":
            return ["power unknown"];
        case "admin":
        case "owner":
        case undefined:
            return [];
    }
}
