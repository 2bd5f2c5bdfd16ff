import type { Person } from "../../api/answers";
import { KoreError } from "../../api/errors";
import { same } from "../../schema/inputs";
import { surplusInState } from "../../model/memberships";
import {
    idsOf,
    membershipInWords,
    type RolesAndGroups,
    surplusMembership,
    surplusOf,
    withMembership,
} from "./difference";
import { declaredIn, type UserInputs, type UserState } from "../schema";

/**
 * What was declared, and with it the surplus that the state has on record: an exclusive declaration takes both back.
 *
 * @param others what other resources of the state declared of the person: that goes with them
 * @throws KoreError `mismatch`, where the person has a surplus that no state, and so no preview, has shown
 */
export function recordedSurplus(
    state: UserState,
    user: UserInputs,
    person: Person,
    others: RolesAndGroups,
): UserInputs {
    const before = declaredIn(state);
    const current = surplusMembership(before, person);
    const onRecord = surplusOnRecord(before, state);
    const recorded = withMembership(before, {
        groups: onRecord.groups.filter((group) => current.groups.includes(group)),
        roles: onRecord.roles.filter((role) => current.roles.some((held) => same(held, role))),
    });
    const shown = withMembership(user, {
        groups: [...(recorded.groups ?? []), ...others.groups],
        roles: [...(recorded.roles ?? []), ...others.roles],
    });
    const unseen = surplusMembership(shown, person);
    if (unseen.groups.length + unseen.roles.length === 0) return recorded;
    throw new KoreError({
        code: "kore:unseen-surplus",
        kind: "mismatch",
        what: `${state.emailId} was not updated`,
        why: `exclusive would take back what no preview has shown: ${surplusOf({ ...shown, canCreateBot: false, isDeveloper: false, assignBotTasks: [] }, person).join("; ")}`,
        advice: "Run pulumi refresh first; the next preview shows it. Or declare it.",
    });
}

/** The roles and groups beyond what is declared that the state has on record. */
function surplusOnRecord(declared: Partial<UserInputs>, { reported }: UserState): RolesAndGroups {
    return reported === undefined ? { groups: [], roles: [] } : idsOf(surplusInState(declared, reported));
}

/** Whether an exclusive declaration takes back something that the state has on record. */
export function takesSurplus(state: UserState, now: Partial<UserInputs>): boolean {
    const { groups, roles } = surplusOnRecord(now, state);
    return now.exclusive === true && groups.length + roles.length > 0;
}

/** What is told of an exclusive that is turned on or off: it takes or leaves what the arguments of the program do not show. */
export function exclusiveNotice(state: UserState, now: UserInputs): string | undefined {
    const before = declaredIn(state);
    const isOn = now.exclusive === true;
    if (state.reported === undefined || isOn === (before.exclusive === true)) return undefined;
    const surplus = membershipInWords(surplusOnRecord(isOn ? now : before, state), state.reported);
    if (surplus.length === 0) return undefined;
    const what = isOn
        ? "is turned on, which takes back what is not declared"
        : "is turned off, so that what is not declared stays";
    return `${state.emailId}: exclusive ${what}: ${surplus.join("; ")}.`;
}
