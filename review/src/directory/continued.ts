import { isDeepStrictEqual } from "node:util";
import { listNames, sorted } from "./accountDirectory";
import { greaterPower } from "./power";
import type { AccountDirectory, DirectoryRole } from "./schema";

type Kind = DirectoryRole["kind"];

/**
 * A directory with what an earlier one of the same account knows beyond it: what a list that is not whole lacks, ids and
 * permissions that Kore.ai no longer tells, and what a group conferred while somebody was in it. It is as of the earlier
 * time where nothing differs.
 */
export function continued(now: AccountDirectory, before: AccountDirectory | undefined): AccountDirectory {
    if (before?.host !== now.host) return now;
    const roles = rolesWith(now, before);
    const roleIds = new Set(roles.map(({ id }) => id));
    const kept = {
        ...now,
        roles,
        groups: [...now.groups, ...unlisted(now, "groups", now.groups, before.groups)].map((group) => ({
            ...group,
            confers: group.isWhole
                ? group.confers
                : conferredTogether(
                      group.confers,
                      before.groups
                          .filter(({ id }) => id === group.id)
                          .flatMap(({ confers }) => confers.filter(({ roleId }) => roleIds.has(roleId))),
                  ),
        })),
        bots: [...now.bots, ...unlisted(now, "bots", now.bots, before.bots)],
    };
    const result = sorted(kept);
    return isDeepStrictEqual({ ...result, asOf: before.asOf }, sorted(before))
        ? { ...result, asOf: before.asOf }
        : result;
}

function rolesWith(now: AccountDirectory, before: AccountDirectory): DirectoryRole[] {
    const roles = now.roles.map((role) => withKnown(role, now.roles, before.roles));
    const gone = (["admin", "bot"] as const).flatMap((kind) =>
        unlisted(now, kind === "admin" ? "adminRoles" : "botRoles", ofKind(roles, kind), ofKind(before.roles, kind)),
    );
    return [...roles, ...gone];
}

/** A role with the id and the permissions that were known of it. */
function withKnown(role: DirectoryRole, all: DirectoryRole[], before: DirectoryRole[]): DirectoryRole {
    const known = earlierOf(role, all, before);
    if (known === undefined) return role;
    const id = role.id ?? known.id;
    const isTold = role.permissions !== undefined || known.permissions === undefined;
    return {
        ...(id === undefined ? {} : { id }),
        ...role,
        ...(isTold ? {} : { power: greaterPower(role.power, known.power), permissions: known.permissions }),
    };
}

/**
 * What an earlier directory has of a role: by its id, or by its name where that is the only one, then and now.
 *
 * @param all the roles of today
 */
export function earlierOf(
    role: DirectoryRole,
    all: DirectoryRole[],
    before: DirectoryRole[],
): DirectoryRole | undefined {
    const { id, kind, name } = role;
    const same = id === undefined ? undefined : before.find((each) => each.kind === kind && each.id === id);
    if (same !== undefined) return same;
    const ofName = (roles: DirectoryRole[]) => roles.filter((each) => each.kind === kind && each.name === name);
    const [only, ...others] = ofName(before);
    const isOnlyOne = others.length === 0 && ofName(all).length === 1;
    return isOnlyOne && (id === undefined || only?.id === undefined) ? only : undefined;
}

function ofKind(roles: DirectoryRole[], kind: Kind): DirectoryRole[] {
    return roles.filter((role) => role.kind === kind);
}

/** What an earlier directory has that a list lacks which is not whole: that it is gone is not said. */
function unlisted<T extends { id?: string; name: string }>(
    { incomplete }: AccountDirectory,
    list: keyof typeof listNames,
    now: T[],
    before: T[],
): T[] {
    if (!incomplete.includes(listNames[list])) return [];
    return before.filter(
        ({ id, name }) => !now.some((each) => (id === undefined ? each.name === name : each.id === id)),
    );
}

function conferredTogether<T extends { roleId: string; botId?: string }>(now: T[], before: T[]): T[] {
    return [
        ...now,
        ...before.filter(({ roleId, botId }) => !now.some((role) => role.roleId === roleId && role.botId === botId)),
    ];
}
