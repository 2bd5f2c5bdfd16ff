import { isDirect, isSameRole } from "#model/memberships";
import { accessKey, flags, groupOnly, roleAccess, tasksAccess, withTasksTogether, type Access } from "../access";
import { hasHidden } from "../hidden";
import type { KoreUser, ReportedUser } from "../koreUser";
import type { Names } from "../names";

/** One access of one person, and how they come to it. */
export interface Holding {
    access: Access;
    /**
     * `declared`: by the resource; `reported`: Kore.ai last reported it, and the resource does not declare it; `lost`:
     * declared, and not reported.
     */
    standing: "declared" | "reported" | "lost";
    /** Groups that confer it. */
    through: string[];
    /** Kore.ai does not say by what they have it, and these groups may confer it. */
    isUnclear?: true;
    /** Whether Kore.ai reports that it was given to them directly, beside the groups that may confer it. */
    isDirect: boolean;
    /** Whether Kore.ai reports it, so that the program would see a change made by hand. */
    verified: boolean;
}

/** What is declared of somebody, and what Kore.ai reported of them. */
type Declared = Partial<Pick<KoreUser, "roles" | "groups" | "assignBotTasks" | "isDeveloper" | "canCreateBot">>;

/** What somebody has by what is declared and reported of them. */
export function holdingsOf(user: Declared & Pick<KoreUser, "reported">, names: Names): Holding[] {
    const ofFlags = (["isDeveloper", "canCreateBot"] as const).flatMap((flag) =>
        holding(flags[flag], { declared: user[flag] === true, reported: user.reported?.[flag] }),
    );
    return [...ofFlags, ...rolesOf(user, names), ...groupsOf(user, names), ...tasksOf(user)];
}

/** What is declared alone: the accesses of a declaration that has ended. */
export function accessesOf(declared: Declared, names: Names): Access[] {
    return holdingsOf({ ...declared, reported: undefined }, names).map(({ access }) => access);
}

/** @param reported undefined where Kore.ai does not tell */
function holding(
    access: Access,
    {
        declared,
        reported,
        through = [],
        isDirect = reported === true,
        isUnclear = false,
    }: {
        declared: boolean;
        reported: boolean | undefined;
        through?: string[];
        isDirect?: boolean;
        isUnclear?: boolean;
    },
): Holding[] {
    if (!declared && reported !== true) return [];
    const standing = declared ? (reported === false ? "lost" : "declared") : "reported";
    const doubt = isUnclear ? { isUnclear } : {};
    return [{ access, standing, through, ...doubt, isDirect, verified: reported !== undefined }];
}

function rolesOf({ roles: declared, reported }: Declared & Pick<KoreUser, "reported">, names: Names): Holding[] {
    const roles = new Map<string, { access: Access; declared: boolean; sources: RoleSource[] }>();
    for (const role of declared?.items ?? []) {
        const access = roleAccess(role, names);
        roles.set(accessKey(access), { access, declared: true, sources: [] });
    }
    for (const role of reported?.roles ?? []) {
        const access = roleAccess(role, names);
        const known = roles.get(accessKey(access)) ?? { access, declared: false, sources: [] };
        roles.set(accessKey(access), { ...known, sources: [...known.sources, sourceOf(role, reported, names)] });
    }
    return [...roles.values()].flatMap(({ access, declared: isDeclared, sources }) =>
        holding(access, {
            declared: isDeclared,
            reported: reported ? sources.length > 0 : undefined,
            through: [...new Set(sources.flatMap(({ through }) => through))],
            isDirect: sources.some(({ through }) => through.length === 0),
            isUnclear: sources.some(({ isUnclear }) => isUnclear),
        }),
    );
}

/** By which groups somebody has a role; none: directly. */
interface RoleSource {
    through: string[];
    /** Kore.ai does not say, and they are those that may confer it. */
    isUnclear: boolean;
}

/** Where Kore.ai names the groups of no role, those are meant that are known to confer it, else those of which not all is known. */
function sourceOf(
    role: ReportedUser["roles"][number],
    reported: ReportedUser | null | undefined,
    names: Names,
): RoleSource {
    if (!isDirect(role) || reported?.rolesUnclear !== true) return { through: role.groups ?? [], isUnclear: false };
    const nameOf = ({ groupId, groupName }: ReportedUser["groups"][number]) =>
        groupName ?? names.of(groupId) ?? groupId;
    const groups = reported.groups.map((group) => ({ name: nameOf(group), conferred: names.conferred(group.groupId) }));
    const known = groups.filter(({ conferred }) => conferred.roles.some((each) => isSameRole(each, role)));
    const possible = known.length > 0 ? known : groups.filter(({ conferred }) => !conferred.isWhole);
    return {
        through: possible.map(({ name }) => name),
        isUnclear: known.length === 0 && possible.length > 0,
    };
}

function groupsOf({ groups, reported }: Declared & Pick<KoreUser, "reported">, names: Names): Holding[] {
    const declared = groups?.items ?? [];
    const held = reported?.groups.map(({ groupId }) => groupId);
    return [...new Set([...declared, ...(held ?? [])])].flatMap((groupId) =>
        holding(groupOnly(groupId, names), { declared: declared.includes(groupId), reported: held?.includes(groupId) }),
    );
}

function tasksOf({ assignBotTasks, reported }: Declared & Pick<KoreUser, "reported">): Holding[] {
    const declared = assignBotTasks?.items ?? [];
    const held = reported?.assignBotTasks;
    const botIds = [...new Set([...declared, ...(held ?? [])].map(({ streamId }) => streamId))];
    return botIds.flatMap((botId) => {
        const wanted = declared.find(({ streamId }) => streamId === botId);
        const real = held?.find(({ streamId }) => streamId === botId);
        const there = held && (real === undefined ? [] : dialogsOf(real.dialogs));
        if (wanted?.dialogs && hasHidden(wanted.dialogs))
            return holding(
                { type: "tasks", botId, dialogs: wanted.dialogs.items },
                { declared: true, reported: there && there.length > 0 },
            );
        return tasksOfBot(botId, wanted && dialogsOf(wanted.dialogs?.items), there);
    });
}

/** All tasks are declared without dialogs, and Kore.ai may report them as none in particular. */
function dialogsOf(dialogs: string[] = []): string[] | "all" {
    return dialogs.length === 0 ? "all" : dialogs;
}

/** Tasks of one bot; `undefined` where nothing is declared, or not reported. */
function tasksOfBot(
    botId: string,
    wanted: string[] | "all" | undefined,
    real: string[] | "all" | undefined,
): Holding[] {
    const all: Access = { type: "tasks", botId };
    if (wanted === "all") return holding(all, { declared: true, reported: real && real.length > 0 });
    if (real === undefined || real === "all") {
        const declared = wanted === undefined ? [] : together(botId, wanted);
        return [
            ...declared.flatMap((access) => holding(access, { declared: true, reported: real && true })),
            ...(real === "all" ? holding(all, { declared: false, reported: true }) : []),
        ];
    }
    const parts: [string[], { declared: boolean; reported: boolean }][] = [
        [(wanted ?? []).filter((dialog) => real.includes(dialog)), { declared: true, reported: true }],
        [(wanted ?? []).filter((dialog) => !real.includes(dialog)), { declared: true, reported: false }],
        [real.filter((dialog) => wanted?.includes(dialog) !== true), { declared: false, reported: true }],
    ];
    return parts.flatMap(([dialogs, facts]) => together(botId, dialogs).flatMap((access) => holding(access, facts)));
}

function together(botId: string, dialogs: string[]): Access[] {
    return withTasksTogether(tasksAccess(botId, dialogs));
}
