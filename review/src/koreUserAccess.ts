import { flagNames } from "#model/declared";
import { reportedAccess } from "#model/reported";
import { withoutUnset } from "#model/unset";
import * as v from "valibot";
import { flag, hiddenMark, listOf, text } from "./hidden";
import { endedAccess } from "./koreUser";

// Who has no id there was never read: a review and a report need none.
const reported = v.looseObject({ ...reportedAccess.entries, userId: v.exactOptional(v.string()) });

/** A KoreUserAccess: its arguments and, once it exists, its outputs. */
export const koreUserAccess = v.object({
    emailIds: listOf(text, (mark) => mark),
    canCreateBot: flag,
    isDeveloper: flag,
    hasDataTableAndViewAccess: v.nullish(flag),
    reason: v.nullish(text),
    expiresAt: v.nullish(text),
    /** The flags that have ended. */
    ended: v.nullish(v.union([hiddenMark, endedAccess])),
    account: v.nullish(text),
    reported: v.nullish(v.pipe(v.unknown(), v.transform(withoutUnset), v.array(reported))),
    /** Who has left the list, with flags that another resource was to give them. */
    handedOver: v.nullish(v.array(v.object({ emailId: v.string(), flags: flagNames }))),
});

export type KoreUserAccess = v.InferOutput<typeof koreUserAccess>;
export type ReportedAccess = v.InferOutput<typeof reported>;

// Lists may have thousands of people, each of whom is looked for in them.
const indexes = new WeakMap<KoreUserAccess, { listed: Set<string>; reported: Map<string, ReportedAccess> }>();

function indexOf(access: KoreUserAccess) {
    const known = indexes.get(access);
    if (known !== undefined) return known;
    const made = {
        listed: new Set(access.emailIds.items),
        reported: new Map((access.reported ?? []).map((each) => [each.emailId, each])),
    };
    indexes.set(access, made);
    return made;
}

/** Whether the list names somebody, as far as it is shown. */
export function isListed(access: KoreUserAccess, emailId: string): boolean {
    return indexOf(access).listed.has(emailId);
}

/** What Kore.ai last reported of somebody in the list. */
export function reportAbout(access: KoreUserAccess, emailId: string): ReportedAccess | undefined {
    return indexOf(access).reported.get(emailId);
}
