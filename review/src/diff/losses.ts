import { tasksOfOtherBots } from "#model/memberships";
import {
    accessKey,
    flagNames,
    flags,
    groupOnly,
    roleAccess,
    surplusAccess,
    withTasksTogether,
    type Access,
    type FlagName,
} from "../access";
import { hasHidden } from "../hidden";
import { isUser, reportedOf, type Comparison, type Part, isLeft } from "./change";
import { flagDeclared, flagHeld, flagPlanned, flagReported, isFlagHeld } from "./flags";
import {
    administratorAfter,
    conferringGroups,
    isAmong,
    isHeldOtherwise,
    isTaken,
    listWith,
    membershipKeys,
    undeclaredIn,
    withoutImplied,
} from "./memberships";
import { formerOf, uniqueResources } from "./person";
import type { Statement } from "./statement";

type Loss = Extract<Statement, { kind: "loses" }>;

/** What somebody does not have any more. */
export function losses(of: Comparison): Statement[] {
    return [
        ...flagNames.flatMap((flag) => flagLosses(flag, of)),
        ...withoutImplied(membershipLosses(of)),
        ...surplusLosses(of),
        ...otherTasks(of),
    ];
}

function flagLosses(flag: FlagName, of: Comparison): Loss[] {
    const planned = flagPlanned(of, flag);
    if (planned === true || typeof planned === "string") return [];
    const isDenied = planned === false;
    // Of a list that is not shown nobody can be said to leave.
    const holders = of.before.filter(
        (part) =>
            !(part.type === "KoreUserAccess" && part.change.after?.emailIds.hidden !== undefined) &&
            flagHeld(part, flag) === true &&
            (isDenied || !isLeft(part, of.after)),
    );
    if (holders.length > 0)
        return [loss(of, flags[flag], holders, { outside: isNew(of, isFlagHeld(of.earlier, flag)) })];
    return isDenied ? denials(flag, of) : [];
}

/** What the program denies, and no resource of the state gives. */
function denials(flag: FlagName, of: Comparison): Loss[] {
    const denying = of.after.filter((part) => flagDeclared(part, flag) === false);
    if (isBlind(flag, of)) {
        const blind = loss(of, flags[flag], denying, { undeclared: true, outside: false });
        return [{ ...blind, unsure: "ifHeld" }];
    }
    const changes = of.after.some(({ change: { step } }) => step !== "same" && step !== "refresh");
    if (!changes) return [];
    if (flagReported(of, flag) !== true) {
        // What a KoreUsers declares and does not show, its state does not show as reported either.
        const mayHold = of.before.some((part) => typeof flagHeld(part, flag) === "string");
        return mayHold
            ? [{ ...loss(of, flags[flag], denying, { undeclared: true, outside: false }), unsure: "ifHeld" }]
            : [];
    }
    const wasReported = flag !== "hasDataTableAndViewAccess" && reportedOf(of.earlier)?.[flag] === true;
    return [loss(of, flags[flag], denying, { undeclared: true, outside: isNew(of, wasReported) })];
}

// A KoreUserAccess sends false too. What somebody has who was in no resource before, no state knows.
function isBlind(flag: FlagName, { before, after, earlier }: Comparison): boolean {
    return before.length === 0 && earlier.length === 0 && !after.some(isUser) && flag !== "hasDataTableAndViewAccess";
}

function membershipLosses(of: Comparison): Loss[] {
    const earlier = membershipKeys(of.earlier, of.names);
    return of.before.flatMap((part) =>
        withTasksTogether(
            undeclaredIn(
                part,
                of,
                (access) => isTaken(part, access, of) && !isHeldOtherwise(access, of.after, of.names),
            ),
        ).map((access) => loss(of, exceptKept(access, of), [part], { outside: isNew(of, isAmong(earlier, access)) })),
    );
}

// Of all tasks of a bot, those that the program goes on declaring stay.
function exceptKept(access: Access, { after }: Comparison): Access {
    if (access.type !== "tasks" || access.dialogs !== undefined) return access;
    const kept = after.filter(isUser).flatMap(({ declared: { assignBotTasks } }) => {
        const tasks = assignBotTasks?.items.find(({ streamId }) => streamId === access.botId);
        return tasks?.dialogs?.items ?? [];
    });
    return kept.length === 0 ? access : { ...access, except: kept };
}

/** Roles and groups that `exclusive` takes, as far as the state has them on record. */
function surplusLosses(of: Comparison): Loss[] {
    const part = of.after
        .filter(isUser)
        .find(({ change, declared }) => change.step === "update" && declared.exclusive === true);
    const reported = part?.change.before?.reported;
    if (part === undefined || !reported) return [];
    const declared = [...of.before.filter(isUser), part].map((each) => each.declared);
    const { roles = [], groups = [] } = part.change.earlier?.reported ?? {};
    const earlier = new Set([
        ...roles.map((role) => accessKey(roleAccess(role, of.names))),
        ...groups.map(({ groupId }) => accessKey(groupOnly(groupId, of.names))),
    ]);
    return surplusAccess(reported, declared, of.names).map((access) =>
        loss(of, access, [part], { undeclared: true, outside: isNew(of, earlier.has(accessKey(access))) }),
    );
}

// Tasks are assigned as a whole: those that a person has of other bots go where the program declares its first ones.
function otherTasks(of: Comparison): Loss[] {
    const part = of.after
        .filter(isUser)
        .find(
            ({ change, declared: { assignBotTasks } }) =>
                (change.step === "update" || of.move?.to.change === change) &&
                assignBotTasks?.hidden === undefined &&
                assignBotTasks,
        );
    const old = part && formerOf(part, of);
    if (part === undefined || old?.assignBotTasks) return [];
    const others = tasksOfOtherBots(part.declared.assignBotTasks?.items ?? [], old?.reported?.assignBotTasks);
    return others.map(({ streamId, dialogs }) =>
        loss(of, { type: "tasks", botId: streamId, ...(dialogs ? { dialogs } : {}) }, [part], {
            undeclared: true,
            outside: false,
        }),
    );
}

// Where the account was looked at, and the state did not have it before.
function isNew({ earlier }: Comparison, wasThere: boolean): boolean {
    return earlier.length > 0 && !wasThere;
}

function loss(
    of: Comparison,
    access: Access,
    parts: Part[],
    { undeclared = false, outside }: { undeclared?: boolean; outside: boolean },
): Loss {
    return {
        kind: "loses",
        access,
        last: access.type === "administrator" && administratorAfter(of) === "no",
        through: conferring(access, of),
        undeclared,
        unsure: isUnsure(access, of) ? "notKnownYet" : false,
        by: uniqueResources(parts),
        outside,
    };
}

/** The groups that go on conferring a role on somebody who loses it. */
function conferring(access: Access, { before, after, names }: Comparison): string[] {
    if (access.type !== "role" && access.type !== "administrator") return [];
    const groups = (reportedOf(before)?.roles ?? [])
        .filter((role) => accessKey(roleAccess(role, names)) === accessKey(access))
        .flatMap((role) => role.groups ?? []);
    const groupsOf = (parts: Part[]) => parts.filter(isUser).flatMap(({ declared }) => declared.groups?.items ?? []);
    const declared = groupsOf(after);
    const leaving = groupsOf(before).filter((groupId) => !declared.includes(groupId));
    const reported = groups.filter((name) => !leaving.some((groupId) => names.of(groupId) === name));
    const known = conferringGroups(access, after, names).map((groupId) => names.of(groupId) ?? groupId);
    return [...new Set([...reported, ...known])];
}

/** Whether it, or who loses it, may be among what is not known yet. */
function isUnsure({ type }: Access, { before, after }: Comparison): boolean {
    if (type === "developer" || type === "botCreator" || type === "dataTables") {
        return before.some(
            (part) =>
                part.type === "KoreUserAccess" &&
                part.change.after !== undefined &&
                hasHidden(part.change.after.emailIds),
        );
    }
    return after.filter(isUser).some(({ declared }) => {
        const list = listWith(declared, type);
        return list ? hasHidden(list) : false;
    });
}
