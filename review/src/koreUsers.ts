import {
    declaredOf,
    defaultsOf,
    factsOf,
    reportedOf,
    type ReportedPeople,
    type ReportedPerson,
} from "#model/peopleOfSet";
import { reportedPeople } from "#model/reported";
import { withoutUnset } from "#model/unset";
import * as v from "valibot";
import { hasHidden, hiddenMark, hiddenPart, markOf, text, type Hidden } from "./hidden";
import { koreUser, type KoreUser } from "./koreUser";

const people = v.union([hiddenMark, v.record(v.string(), v.union([hiddenMark, v.looseObject({})]))]);
const reported = v.nullish(v.pipe(v.unknown(), v.transform(withoutUnset), reportedPeople));

/** A KoreUsers: its arguments and, once it exists, its outputs; its people as what would be a KoreUser each. */
export const koreUsers = v.pipe(
    v.looseObject({ people, account: v.nullish(text), maxRemovals: v.nullish(v.union([v.number(), text])), reported }),
    v.transform(({ people: given, ...set }) => {
        const hidden = typeof given === "string" ? given : undefined;
        return { ...set, hidden, people: typeof given === "string" ? {} : withDefaults(given, set) };
    }),
    v.object({
        people: v.record(v.string(), koreUser),
        /** Why it is not shown who they are. */
        hidden: v.undefinedable(v.picklist(["unknown", "secret"])),
        account: v.nullish(v.string()),
        maxRemovals: v.nullish(v.union([v.number(), v.string()])),
        reported: v.nullish(reportedPeople),
    }),
    v.transform(({ people: all, reported: report, ...set }) => ({
        ...set,
        people: new Map(Object.values(all).map((user) => [user.emailId, withFacts(user, set.account, report)])),
    })),
);

export type KoreUsers = v.InferOutput<typeof koreUsers>;

/** Somebody of whom nothing is shown. */
export function hiddenUser(emailId: string, why: Hidden): KoreUser {
    return v.parse(koreUser, whollyHidden(emailId, why));
}

// All that could matter to somebody.
const hideable =
    "groups roles assignBotTasks canCreateBot isDeveloper exclusive adopt onDestroy reason expiresAt".split(" ");

function whollyHidden(emailId: string, why: Hidden): Record<string, string> {
    const values = hideable.map((name): [string, string] => [name, markOf(why)]);
    return { ...Object.fromEntries(values), emailId };
}

/** What is declared of each, with what holds for all. */
function withDefaults(
    people: Record<string, Hidden | object>,
    set: { reported?: ReportedPeople | null | undefined },
): Record<string, object> {
    const forAll = defaultsOf(set);
    const entries = Object.entries(people).map(([emailId, own]): [string, object] => [
        emailId,
        typeof own === "string"
            ? whollyHidden(emailId, own)
            : { ...declaredOf(forAll, own, set.reported?.people[emailId]), emailId },
    ]);
    return Object.fromEntries<object>(entries);
}

/** What the state has of somebody beside what is declared. */
function withFacts(
    user: KoreUser,
    account: string | null | undefined,
    reported: ReportedPeople | null | undefined,
): KoreUser {
    const ofPerson = reported?.people[user.emailId];
    if (!reported || ofPerson === undefined) return { ...user, account };
    const seen = ofPerson.unread === true ? {} : { reported: seenOf(user, ofPerson, reported) };
    const unread = ofPerson.unread === true || ofPerson.createLost === true;
    return { ...user, ...factsOf(ofPerson), unread, account, ...seen };
}

/** What Kore.ai reported; where that is what is declared, and not shown, it is not known. */
function seenOf(user: KoreUser, ofPerson: ReportedPerson, names: ReportedPeople) {
    const { roles = null, groups = null, assignBotTasks } = user;
    const isShown = (value: unknown) => hiddenPart(value) === undefined;
    const flag = (value: KoreUser["isDeveloper"]) => (typeof value === "boolean" ? value : undefined);
    const name = (value: string | null | undefined) => (value && isShown(value) ? value : undefined);
    const isHidden = [roles, groups].some((list) => list !== null && hasHidden(list));
    return reportedOf(
        {
            canCreateBot: flag(user.canCreateBot),
            isDeveloper: flag(user.isDeveloper),
            firstName: name(user.firstName),
            lastName: name(user.lastName),
            roles: roles?.items.filter(isShown),
            groups: groups?.items.filter(isShown),
            assignBotTasks: assignBotTasks?.items
                .filter(isShown)
                .map(({ streamId, dialogs }) => ({ streamId, ...(dialogs ? { dialogs: dialogs.items } : {}) })),
        },
        // Nothing is to be concluded from roles of which some are missing here.
        isHidden && ofPerson.roles === undefined ? { ...ofPerson, rolesUnclear: true } : ofPerson,
        names,
    );
}
