import { isOwnerRole } from "#model/memberships";
import { accessKey, flagNames, flags, membershipOf, withTasksTogether, type Access } from "../access";
import { reportAbout } from "../koreUserAccess";
import { present } from "../present";
import type { Names } from "../names";
import { partsOf } from "../urn";
import {
    fateIn,
    isLeft,
    isUser,
    letsGo,
    reportedOf,
    type Comparison,
    type Part,
    type ReviewedPerson,
    type UserPart,
} from "./change";
import { flagDeclared, isFlagHeld } from "./flags";
import type { Hosts } from "./hosts";
import { hiddenFate, resourceOf, uniqueResources, whyKept, withoutFate } from "./person";
import type { Statement } from "./statement";

/** What becomes of somebody whose KoreUser goes. */
export function departure(person: ReviewedPerson, of: Comparison, hosts: Hosts): Statement[] {
    const gone = person.before.filter(isUser).filter(letsGo);
    const [first] = gone;
    if (first === undefined || person.after.some(isUser)) return [];
    const by = uniqueResources(gone);
    const fate = fateIn(first);
    if (fate === "kept") return [{ kind: "kept", had: had(of), all: true, why: whyKept(gone), by, outside: false }];
    if (fate === "refused") return [withoutFate(first)];
    if (person.after.length > 0) return [{ kind: "stays", by, outside: false }];
    const roles = reportedOf(of.before)?.roles ?? [];
    const owner = fate === "removed" && roles.some(({ roleName }) => isOwnerRole(roleName));
    const twin = hosts
        .twinsOf(person, first.declared.userId)
        .find((other) => other.after.some(isUser) || had(of).some((access) => isDeclaredOf(other, access, of.names)));
    return [
        {
            kind: "leaves",
            fate,
            ...hiddenFate(first),
            had: had(of),
            owner,
            ...(mayOwnAccount(first, of) ? { mayOwnAccount: true } : {}),
            ...otherInstance(twin),
            by,
            outside: false,
        },
    ];
}

function mayOwnAccount(user: UserPart, of: Comparison): boolean {
    if (fateIn(user) !== "removed" || user.declared.adopted !== true) return false;
    return had(of).some((access) => access.type === "administrator" && access.power === "masterAdmin");
}

/** Whether what becomes of somebody is told as one: they leave, or are refused to. */
export function goesAsOne({ before, after }: Comparison): boolean {
    const users = before.filter(isUser).filter(letsGo);
    if (users.length === 0 || after.some(isUser)) return false;
    return (
        users.some((user) => fateIn(user) === "refused") ||
        (after.length === 0 && users.every((user) => fateIn(user) !== "kept"))
    );
}

/** All that the state has as declared. */
function had({ before, names }: Comparison): Access[] {
    const accesses = [
        ...flagNames.filter((flag) => isFlagHeld(before, flag)).map((flag) => flags[flag]),
        ...before.filter(isUser).flatMap(({ declared }) => membershipOf(declared, names)),
    ];
    return withTasksTogether([...new Map(accesses.map((access) => [accessKey(access), access])).values()]);
}

/**
 * A resource stays in the account that its state names: a step about it at another one is refused, and where there is
 * none, the program alone says that it is there.
 */
export function misdirected({ before, after }: Comparison, hosts: Hosts): Statement[] {
    const touched = before.filter(
        ({ change: { step, retained } }) =>
            step === "update" || step === "replace" || (step === "delete" && retained === undefined),
    );
    const stopped = touched.filter((part) => isElsewhere(part, hosts));
    if (stopped.length > 0)
        return [{ kind: "stops", why: "anotherAccount", by: uniqueResources(stopped), outside: false }];
    const [moved] = after.filter(
        (part) => part.change.before !== undefined && (isElsewhere(part, hosts) || isPerhapsElsewhere(part, hosts)),
    );
    if (moved === undefined) return [];
    const { before: state, instance } = moved.change;
    const [from, to] = [state?.account ?? undefined, hosts.of(instance)];
    return [
        { kind: "changesAccount", ...present({ from, to }), moves: false, by: [resourceOf(moved)], outside: false },
    ];
}

function isElsewhere({ change: { instance, before } }: Part, hosts: Hosts): boolean {
    const host = hosts.of(instance);
    return before?.account != null && host !== undefined && before.account !== host;
}

/** Whether another provider instance has it now, of which the preview does not tell the host. */
function isPerhapsElsewhere({ change: { instance, formerInstance } }: Part, hosts: Hosts): boolean {
    return formerInstance !== undefined && hosts.of(instance) === undefined;
}

/** What a delete takes is refused, where somebody who may be the same person is declared to have it. */
export function doubted(statements: Statement[], person: ReviewedPerson, names: Names, hosts: Hosts): Statement[] {
    const deleted = person.before.filter(
        (part) =>
            part.change.step === "delete" &&
            !isLeft(part, person.after) &&
            !(isUser(part) && person.after.some(isUser)),
    );
    return statements.map((statement) => {
        if (statement.kind !== "loses") return statement;
        const part = deleted.find(({ change: { urn } }) => statement.by.some((resource) => resource.urn === urn));
        if (part === undefined) return statement;
        const twin = hosts
            .twinsOf(person, userIdOf(part))
            .find((other) => isDeclaredOf(other, statement.access, names));
        return { ...statement, ...otherInstance(twin) };
    });
}

function otherInstance(twin: ReviewedPerson | undefined): { otherInstance?: string } {
    return twin === undefined ? {} : { otherInstance: partsOf(twin.instance).name };
}

function userIdOf(part: Part): string | null | undefined {
    return part.type === "KoreUser" ? part.declared.userId : reportAbout(part.declared, part.emailId)?.userId;
}

/** Whether the program declares that somebody has an access; of tasks, any of the same bot. */
function isDeclaredOf({ after }: ReviewedPerson, access: Access, names: Names): boolean {
    const isFlag = flagNames.some(
        (flag) => flags[flag].type === access.type && after.some((part) => flagDeclared(part, flag) === true),
    );
    const declared = after.filter(isUser).flatMap(({ declared: user }) => membershipOf(user, names));
    return (
        isFlag ||
        declared.some((each) =>
            each.type === "tasks" && access.type === "tasks"
                ? each.botId === access.botId
                : accessKey(each) === accessKey(access),
        )
    );
}
