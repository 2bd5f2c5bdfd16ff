import { type Person, present } from "../../api/answers";
import { profileFields } from "../../model/profileFields";
import type { Before } from "../../run/manifest";
import { same } from "../../schema/inputs";
import type { UserInputs } from "../schema";
import type { RolesAndGroups } from "./difference";

/**
 * What was declared, without what may be otherwise by now as several resources of the state had the person: one was to let them go and
 * could not. Where Kore.ai does not report a field, nothing tells which of them wrote last, and it is sent again.
 *
 * @param duplicates what the state had of the person, where it is several
 */
export function withoutUnsure(
    before: Partial<UserInputs>,
    user: UserInputs,
    person: Person,
    duplicates: Before[],
): Partial<UserInputs> {
    if (duplicates.length === 0) return before;
    const unsure = new Set<string>(profileFields);
    const sure = Object.fromEntries(Object.entries(before).filter(([field]) => !unsure.has(field)));
    return { ...sure, ...present({ assignBotTasks: otherTasks(user, person, duplicates) }) };
}

/** Tasks that another resource declared of somebody than this one does, where Kore.ai does not report tasks: they may have them. */
export function otherTasks(
    { assignBotTasks }: UserInputs,
    person: Person,
    others: Before[],
): UserInputs["assignBotTasks"] {
    if (assignBotTasks === undefined || person.assignBotTasks !== undefined) return undefined;
    return others
        .map((each) => each.assignBotTasks)
        .find((tasks) => tasks !== undefined && !same(tasks, assignBotTasks));
}

/** All groups and roles that resources of the state declared of somebody. */
export function membershipOf(duplicates: Before[]): RolesAndGroups {
    return {
        groups: duplicates.flatMap(({ groups = [] }) => groups),
        roles: duplicates.flatMap(({ roles = [] }) => roles),
    };
}
