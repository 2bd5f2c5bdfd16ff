import type * as v from "valibot";
import type { Role } from "./memberships";
import type { reportedPeople, reportedUser } from "./reported";
import { present } from "./unset";

/** What may be said of a whole set of people, for those of whom nothing else is said. */
export const defaultNames = ["sendEmail", "adopt", "exclusive", "onDestroy", "reason", "expiresAt"] as const;
export type DefaultName = (typeof defaultNames)[number];

/** What holds for people of whom nothing else is said. */
export function defaultsOf<T extends object>(set: T): Pick<T, DefaultName & keyof T> {
    const known = Object.entries(set).filter(([name, value]) => isDefault(name) && value !== undefined);
    return Object.fromEntries(known) as Pick<T, DefaultName & keyof T>;
}

function isDefault(name: string): boolean {
    return (defaultNames as readonly string[]).includes(name);
}

/** What is declared of one of a set's people; in a state without the defaults that did not hold for them. */
export function declaredOf<TAll extends object, TOwn extends object>(
    forAll: TAll,
    own: TOwn,
    { without = [] }: { without?: string[] } = {},
): TAll & TOwn {
    const held = Object.entries(forAll).filter(([name]) => !without.includes(name));
    return { ...(Object.fromEntries(held) as TAll), ...own };
}

/** What is declared of somebody, as far as Kore.ai reports it. */
interface Declared {
    canCreateBot?: boolean | undefined;
    isDeveloper?: boolean | undefined;
    firstName?: string | undefined;
    lastName?: string | undefined;
    roles?: Role[] | undefined;
    groups?: string[] | undefined;
    assignBotTasks?: { streamId: string; dialogs?: string[] }[] | undefined;
}

export type ReportedPeople = v.InferOutput<typeof reportedPeople>;
export type ReportedPerson = ReportedPeople["people"][string];
type HeldRole = NonNullable<ReportedPerson["roles"]>[number];

/** What a state has of one of a set's people beside what is declared and reported. */
export function factsOf(about: Partial<ReportedPerson>) {
    const {
        userId,
        adopted = false,
        createLost,
        unlisted,
        gone,
        letGo,
        handedOver,
        automaticTasks,
        oneRoleBots,
    } = about;
    return {
        ...present({ userId, createLost, unlisted, gone, letGo, handedOver, automaticTasks, oneRoleBots }),
        adopted,
    };
}

/** What Kore.ai reported of one of a set's people, out of what is kept of it: where that says nothing, it is as declared. */
export function reportedOf(
    declared: Declared,
    about: Partial<ReportedPerson>,
    names: Pick<ReportedPeople, "roles" | "groups" | "bots">,
): v.InferOutput<typeof reportedUser> {
    const { roles = rolesDeclared(declared), groups = declared.groups ?? [], rolesUnclear } = about;
    const { status, assignBotTasks = declared.assignBotTasks } = about;
    return {
        canCreateBot: about.canCreateBot ?? declared.canCreateBot ?? false,
        isDeveloper: about.isDeveloper ?? declared.isDeveloper ?? false,
        ...present({
            firstName: about.firstName ?? declared.firstName,
            lastName: about.lastName ?? declared.lastName,
            status,
            rolesUnclear,
            assignBotTasks,
        }),
        roles: roles.map((role) => ({
            ...role,
            ...present({ roleName: names.roles?.[role.roleId], botName: names.bots?.[role.botId ?? ""] }),
        })),
        groups: groups.map((groupId) => ({ groupId, ...present({ groupName: names.groups?.[groupId] }) })),
    };
}

/** The declared roles, as they are reported where each is given directly. */
export function rolesDeclared({ roles = [] }: Pick<Declared, "roles">): HeldRole[] {
    return roles.map(({ roleId, botId }) => ({ roleId, ...(botId ? { botId } : {}) }));
}

/** How many people may be removed, or lose what was declared, in one update where nothing is said: 5, or a tenth of all. */
const fewestRemovals = 5;
const shareOfRemovals = 0.1;

/** @param people how many the state has */
export function mostRemovals(maxRemovals: number | string | undefined, people: number): number {
    // All, or in a preview not known yet.
    if (typeof maxRemovals === "string") return Infinity;
    return maxRemovals ?? Math.max(fewestRemovals, Math.floor(people * shareOfRemovals));
}
