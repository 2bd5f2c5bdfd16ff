import { blockedAs } from "#model/presence";
import { accessKey } from "../access";
import { hiddenIn } from "../hidden";
import type { KoreUser } from "../koreUser";
import type { KoreUserAccess } from "../koreUserAccess";
import type { KoreUsers } from "../koreUsers";
import type { Names } from "../names";
import { present } from "../present";
import { arrival } from "./arrival";
import {
    isUser,
    reportedOf,
    type Comparison,
    type ResourceChange,
    type Resources,
    type ReviewedPerson,
} from "./change";
import { departure, doubted, goesAsOne, misdirected } from "./departure";
import { gains } from "./gains";
import { Hosts } from "./hosts";
import { isAsImported } from "./imported";
import { kept } from "./kept";
import { lastAdministrators } from "./lastAdministrator";
import { losses } from "./losses";
import { compare, keyOf, peopleOf, uniqueResources } from "./person";
import {
    endings,
    endlessLists,
    remainder,
    settingChanges,
    settingChangesOfList,
    settingChangesOfSet,
} from "./settings";
import { blockRisk, riskOf } from "./risk";
import type { Block, Resource, Statement } from "./statement";
import { Successors } from "./successors";
import { undeclared } from "./undeclared";
import { unknowns } from "./unknowns";

/** What changes for whom, riskiest first; who has no change has no block. */
export function blocksOf(resources: Resources, names: Names, imported: ReadonlySet<string> = new Set()): Block[] {
    const people = peopleOf(resources);
    const replacements = replacementsOf(resources.users, people);
    const replaced = new Set([...replacements.values()].map(({ key }) => key));
    const hosts = new Hosts(people.values(), resources);
    const known = { names, hosts, successors: new Successors(people.values(), hosts), imported };
    const blocks = [...people]
        .filter(([key]) => !replaced.has(key))
        .map(([key, person]) => blockOf(person, replacements.get(key)?.person, known));
    // Without the unchanged resources nobody knows who is left.
    const last = resources.complete
        ? lastAdministrators(blocks, people.values(), names, resources.unguarded)
        : new Map<Block, Statement>();
    for (const [block, statement] of last) block.statements = [...block.statements, statement].sort(bySoonest);
    const told = new Set(blocks.flatMap(({ statements }) => statements.flatMap(resourcesOf)).map(({ urn }) => urn));
    const sets = resources.sets.map((change) => setBlock(change, told));
    const lists = resources.accesses.flatMap((change) => listBlock(change));
    return [...blocks, ...sets, ...lists].filter(({ statements }) => statements.length > 0).sort(byRisk);
}

/** The resources of which a statement tells something. */
function resourcesOf(statement: Statement): Resource[] {
    return statement.kind === "handedOver" ? [...statement.from, ...statement.to] : statement.by;
}

function byRisk(a: Block, b: Block): number {
    return blockRisk(b) - blockRisk(a) || (placeOf(a) < placeOf(b) ? -1 : 1);
}

function placeOf({ emailId, hidden, resources }: Block): string {
    return (hidden === undefined ? emailId : undefined) ?? resources[0]?.name ?? "";
}

// An address that takes the place of another is told together with it, if neither is anybody else's.
function replacementsOf(
    users: ResourceChange<KoreUser>[],
    people: Map<string, ReviewedPerson>,
): Map<string, { key: string; person: ReviewedPerson }> {
    const found = new Map<string, { key: string; person: ReviewedPerson }>();
    for (const change of users) {
        const { before, after, step } = change;
        if (step !== "replace" || before === undefined || after === undefined || before.emailId === after.emailId)
            continue;
        const [oldKey, newKey] = [keyOf(change, before.emailId), keyOf(change, after.emailId)];
        const [old, now] = [people.get(oldKey), people.get(newKey)];
        if (old?.after.length === 0 && now?.before.length === 0) found.set(newKey, { key: oldKey, person: old });
    }
    return found;
}

/** What is known of all people together. */
interface Known {
    names: Names;
    hosts: Hosts;
    successors: Successors;
    /** Digests of what an import has found. */
    imported: ReadonlySet<string>;
}

/** @param former whose place they take */
function blockOf(person: ReviewedPerson, former: ReviewedPerson | undefined, known: Known): Block {
    const { names, hosts } = known;
    const of = compare(
        {
            before: [...(former?.before ?? []), ...person.before],
            after: person.after,
            earlier: [...(former?.earlier ?? []), ...person.earlier],
        },
        names,
    );
    const changes = statementsAbout(person, former, of, known);
    const all = changes.length === 0 ? remainder(of) : [...changes, ...blocked(of)];
    const parts = [...of.after, ...of.before];
    return {
        instance: person.instance,
        emailId: person.emailId,
        ...present({ hidden: hiddenIn(person.emailId), formerEmailId: former?.emailId, name: fullName(of) }),
        statements: doubted(all, person, names, hosts).sort(bySoonest),
        resources: uniqueResources(parts),
        endless: endlessLists(of),
        before: of.before.length > 0,
        after: of.after.length > 0,
        ...(isAsImported(person, known.imported) && all.every(isOfArrival) ? { imported: true } : {}),
    };
}

function bySoonest(a: Statement, b: Statement): number {
    return riskOf(b) - riskOf(a);
}

/** Whether it is of what somebody comes with, and nothing else that a reviewer should read. */
function isOfArrival({ kind }: Statement): boolean {
    return kind === "joins" || kind === "gains";
}

/** That somebody is suspended or locked, beside what changes for them. */
function blocked({ before, after }: Comparison): Statement[] {
    const reported = reportedOf(before);
    const status = reported && after.length > 0 ? blockedAs(reported) : undefined;
    return status === undefined ? [] : [{ kind: "blocked", status, by: uniqueResources(after), outside: false }];
}

function statementsAbout(
    person: ReviewedPerson,
    former: ReviewedPerson | undefined,
    of: Comparison,
    { hosts, successors }: Known,
): Statement[] {
    const asOne = goesAsOne(of);
    // Another address is another person, who gains all that they have.
    const newcomer = former === undefined ? of : compare({ ...of, before: [] }, of.names);
    const lost = asOne || former !== undefined ? [] : losses(of);
    const left = former === undefined ? departure(person, of, hosts) : [];
    const isToldAsLeft = left.some(({ kind }) => kind === "kept");
    return [
        ...arrival(person, former, of, hosts),
        ...successors.of(person, former !== undefined),
        ...misdirected(of, hosts),
        ...unknowns(of),
        ...left.map((statement) => (statement.kind === "kept" ? keptBeside(lost, statement) : statement)),
        ...gains(newcomer),
        ...lost,
        ...(former === undefined ? undeclared(of).filter((statement) => !isTakenBack(statement, lost)) : []),
        ...(asOne || isToldAsLeft ? [] : kept(of)),
        ...endings(of),
        ...settingChanges(of),
    ];
}

/** What somebody keeps who stays in the account, while other resources take some of what they had. */
function keptBeside(lost: Statement[], statement: Extract<Statement, { kind: "kept" }>): Statement {
    const keys = new Set(lost.flatMap((loss) => ("access" in loss ? [accessKey(loss.access)] : [])));
    return { ...statement, had: statement.had.filter((access) => !keys.has(accessKey(access))) };
}

function isTakenBack(statement: Statement, lost: Statement[]): boolean {
    return lost.some(
        (loss) => "access" in loss && "access" in statement && accessKey(loss.access) === accessKey(statement.access),
    );
}

/** First and last name, where declared or reported. */
function fullName({ before, after }: Comparison): string | undefined {
    const declared = [...after, ...before].find(isUser)?.declared;
    const reported = reportedOf(before);
    const parts = [declared?.firstName ?? reported?.firstName, declared?.lastName ?? reported?.lastName];
    return parts.filter((part) => part && hiddenIn(part) === undefined).join(" ") || undefined;
}

/**
 * What changes of a set as a whole, and is no setting of each of its people.
 *
 * @param told the resources by which something is said of people
 */
function setBlock(change: ResourceChange<KoreUsers>, told: Set<string>): Block {
    const { type, urn, name, instance, before, after, step } = change;
    const resources = [{ type, name, urn }];
    const settings = settingChangesOfSet(change);
    const isSilent = step === "update" && settings.length === 0 && !told.has(urn);
    return {
        instance,
        statements: isSilent ? [{ kind: "unfinished", by: resources, outside: false }] : settings,
        resources,
        before: before !== undefined,
        after: after !== undefined,
    };
}

/** What changes of a list as a whole, and not of its people. */
function listBlock(change: ResourceChange<KoreUserAccess>): Block[] {
    const { urn, name, instance, before, after, step } = change;
    if (before === undefined || after === undefined || step === "refresh") return [];
    const resources = [{ type: "KoreUserAccess" as const, name, urn }];
    return [{ instance, statements: settingChangesOfList(change), resources, before: true, after: true }];
}
