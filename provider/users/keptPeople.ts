import { present } from "../api/answers";
import { factsOf, type ReportedPeople, type ReportedPerson, reportedOf, rolesDeclared } from "../model/peopleOfSet";
import type { reportedUser } from "../model/reported";
import { same } from "../schema/inputs";
import { declaredIn, type UserInputs, type UserState } from "../user/schema";
import { defaultsOf, type UsersInputs, type UsersState, usersOf } from "./schema";
import type * as v from "valibot";

type Reported = v.InferOutput<typeof reportedUser>;
/** By ids. */
type Names = Pick<ReportedPeople, "roles" | "groups" | "bots">;

/** Each person of a set, as the state of a KoreUser would have them. */
export function peopleIn(state: UsersState): Map<string, UserState> {
    const { account, reported } = state;
    return new Map(
        [...usersOf(state, reported)].map(([emailId, declared]) => {
            const about = reported.people[emailId] ?? {};
            const seen = about.unread === true ? {} : { reported: reportedOf(declared, about, reported) };
            return [emailId, { ...declared, ...factsOf(about), account, ...seen }];
        }),
    );
}

/** The same in short: what is not as it is declared. */
export function keptPeople(
    set: Partial<UsersInputs>,
    people: Map<string, UserState>,
): Pick<UsersState, "people" | "reported"> {
    const declared: UsersState["people"] = {};
    const names: Required<Names> = { roles: {}, groups: {}, bots: {} };
    const reported: UsersState["reported"] = { people: {} };
    for (const [emailId, person] of people) {
        const { own, without } = ownOf(set, emailId, declaredIn(person));
        declared[emailId] = own;
        reported.people[emailId] = { ...aboutOf(person), ...(without.length === 0 ? {} : { without }) };
        collectNames(person.reported, names);
    }
    for (const kind of ["roles", "groups", "bots"] as const)
        if (Object.keys(names[kind]).length > 0) reported[kind] = names[kind];
    return { people: declared, reported };
}

/**
 * What is said of one person beside what is said of all; just as the program says it, where that means the same.
 *
 * @returns also which defaults do not hold for them
 */
export function ownOf(
    set: Partial<UsersInputs>,
    emailId: string,
    { emailId: _, ...declared }: UserInputs,
): { own: UsersState["people"][string]; without: string[] } {
    const forAll = defaultsOf(set);
    const inProgram = set.people?.[emailId];
    if (inProgram !== undefined && same({ ...forAll, ...inProgram }, declared)) return { own: inProgram, without: [] };
    const isOwn = (key: string, value: unknown) => !same(forAll[key as keyof typeof forAll], value);
    return {
        own: Object.fromEntries(Object.entries(declared).filter(([key, value]) => isOwn(key, value))),
        without: Object.keys(forAll).filter((key) => !(key in declared)),
    };
}

function aboutOf(person: UserState): ReportedPerson {
    const { userId, adopted, createLost, unlisted, gone, reported } = person;
    const { handedOver, automaticTasks, oneRoleBots, letGo } = person;
    return present({
        userId,
        adopted: adopted === true ? true : undefined,
        createLost,
        unlisted,
        gone,
        handedOver,
        automaticTasks,
        oneRoleBots,
        letGo,
        ...(reported === undefined ? { unread: true } : differingIn(person, reported)),
    });
}

/** What Kore.ai reports that does not follow from the declaration. */
function differingIn(declared: UserInputs, reported: Reported) {
    const { status, rolesUnclear, assignBotTasks } = reported;
    const other = <T>(value: T | undefined, usual: T | undefined) => (same(value, usual) ? undefined : value);
    const groups = reported.groups.map(({ groupId }) => groupId);
    return {
        canCreateBot: other(reported.canCreateBot, declared.canCreateBot ?? false),
        isDeveloper: other(reported.isDeveloper, declared.isDeveloper ?? false),
        firstName: other(reported.firstName, declared.firstName ?? ""),
        lastName: other(reported.lastName, declared.lastName ?? ""),
        status: other(status, "active"),
        roles: other(reported.roles.map(withoutNames), rolesDeclared(declared)),
        groups: other(groups, declared.groups ?? []),
        rolesUnclear,
        assignBotTasks: other(assignBotTasks, declared.assignBotTasks ?? []),
    };
}

function withoutNames({ roleId, botId, groups }: Reported["roles"][number]) {
    return { roleId, ...present({ botId, groups }) };
}

function collectNames(reported: Reported | undefined, { roles, groups, bots }: Required<Names>): void {
    for (const { roleId, roleName, botId, botName } of reported?.roles ?? []) {
        if (roleName !== undefined) roles[roleId] = roleName;
        if (botId !== undefined && botName !== undefined) bots[botId] = botName;
    }
    for (const { groupId, groupName } of reported?.groups ?? [])
        if (groupName !== undefined) groups[groupId] = groupName;
}
