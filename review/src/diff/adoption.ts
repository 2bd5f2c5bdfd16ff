import { isSameRole, tasksOfOtherBots, undeclaredMembership } from "#model/memberships";
import { surplusAccess } from "../access";
import { hasHidden, hiddenIn } from "../hidden";
import type { KoreUser, ReportedUser } from "../koreUser";
import type { Names } from "../names";
import type { Statement } from "./statement";

type Obstacle = Extract<Statement, { kind: "stops" }>["why"];

/**
 * Why a new resource will not take over somebody whom the state has as another one: there what is declared is brought
 * to them, whatever adopt says. Undefined where it will, or where a value that is not shown decides.
 */
export function obstacleToMove(user: KoreUser, old: KoreUser, names: Names): Obstacle | undefined {
    const isShown = [user.roles, user.groups, old.roles, old.groups].every((list) => !list || !hasHidden(list));
    if (user.exclusive !== true || !old.reported || !isShown) return undefined;
    return surplusAccess(old.reported, [user, old], names).length > 0 ? "takesUnseen" : undefined;
}

/**
 * Why a new resource will not adopt somebody of whom Kore.ai last reported this; undefined where it will, or where a
 * value that is not shown decides.
 *
 * @param reported nothing, where no resource of the state is about the whole person
 * @param flagsElsewhere the flags that a KoreUserAccess of the program declares of them
 */
export function obstacleTo(
    user: KoreUser,
    reported: ReportedUser | undefined,
    flagsElsewhere: Set<string>,
): Obstacle | undefined {
    const adopt = user.adopt ?? "ifSame";
    if (adopt === "never") return "neverAdopts";
    if (reported === undefined || hiddenIn(adopt) !== undefined || isHidden(user)) return undefined;
    const surplus = surplusOf(user, reported, flagsElsewhere);
    if (adopt === "takeOver")
        return (user.exclusive === true ? surplus : replacesTasks(user, reported)) ? "takesUnseen" : undefined;
    return surplus || differs(user, reported) ? "differs" : undefined;
}

function isHidden(user: KoreUser): boolean {
    const lists = [user.roles, user.groups, user.assignBotTasks];
    const texts = [
        user.firstName,
        user.lastName,
        ...(user.groups?.items ?? []),
        ...(user.roles?.items ?? []).flatMap(({ roleId, botId }) => [roleId, botId]),
        ...(user.assignBotTasks?.items ?? []).map(({ streamId }) => streamId),
    ];
    return (
        lists.some((list) => list?.hidden !== undefined) ||
        texts.some((value) => hiddenIn(value ?? "") !== undefined) ||
        [user.isDeveloper, user.canCreateBot, user.exclusive].some((flag) => typeof flag === "string")
    );
}

function surplusOf(user: KoreUser, reported: ReportedUser, flagsElsewhere: Set<string>): boolean {
    const undeclaredFlag = (["isDeveloper", "canCreateBot"] as const).some(
        (flag) => reported[flag] && (user[flag] ?? undefined) === undefined && !flagsElsewhere.has(flag),
    );
    const { groups, roles } = undeclaredMembership({ roles: user.roles?.items, groups: user.groups?.items }, reported);
    const tasks = !user.assignBotTasks && (reported.assignBotTasks ?? []).length > 0;
    return undeclaredFlag || groups.length > 0 || roles.length > 0 || tasks;
}

function differs(user: KoreUser, reported: ReportedUser): boolean {
    const fields = (["firstName", "lastName", "isDeveloper", "canCreateBot"] as const).some(
        (field) => (user[field] ?? undefined) !== undefined && user[field] !== (reported[field] ?? undefined),
    );
    const groups = (user.groups?.items ?? []).some(
        (groupId) => !reported.groups.some((held) => held.groupId === groupId),
    );
    const roles = (user.roles?.items ?? []).some(
        (declared) => !reported.roles.some((held) => isSameRole(declared, held)),
    );
    return fields || groups || roles || tasksDiffer(user, reported);
}

function tasksDiffer({ assignBotTasks }: KoreUser, reported: ReportedUser): boolean {
    if (!assignBotTasks || !reported.assignBotTasks) return false;
    const held = reported.assignBotTasks;
    return (
        assignBotTasks.items.length !== held.length ||
        assignBotTasks.items.some(({ streamId, dialogs }) => {
            const real = held.find((each) => each.streamId === streamId);
            return real === undefined || (dialogs != null && !sameSet(dialogs.items, real.dialogs ?? []));
        })
    );
}

function replacesTasks({ assignBotTasks }: KoreUser, reported: ReportedUser): boolean {
    return assignBotTasks != null && tasksOfOtherBots(assignBotTasks.items, reported.assignBotTasks).length > 0;
}

function sameSet(a: string[], b: string[]): boolean {
    return a.length === b.length && a.every((each) => b.includes(each));
}
