import type { Person } from "../../api/answers";
import type { LookUp } from "../../api/client";
import type { KoreError } from "../../api/errors";
import { hasAccess, isSurelyThere } from "../../model/presence";
import { unconfirmed } from "../../run/refusals";

/** Whether a removal shows. Whether Get User Information still lists removed people is not documented; if so, it is without what they had. */
export function isRemoved(before: Person, after: Person | undefined): boolean {
    return after === undefined || (hadAnything(before) && !hadAnything(after));
}

/**
 * What is to be said of a removal that was sent, and read back.
 *
 * @param error that of the request, if it was refused or its answer lost
 * @returns a notice, where nothing shows whether they were removed
 * @throws KoreError, where they were not, or it could not be read back
 */
export function endOfRemoval(before: Person, last: LookUp, error: KoreError | undefined): string | undefined {
    const { emailId } = before;
    if ("error" in last) {
        throw last.error.about(`${emailId} was removed, as Kore.ai says, but that could not be read back`);
    }
    if ("unknown" in last) return undefined;
    if (error !== undefined || hadAnything(last.person)) {
        throw error ?? unconfirmed(emailId, "removed", ["the account still has this person"]);
    }
    if (hadAnything(before)) return undefined;
    const { status } = last.person;
    return `${emailId} was removed, as Kore.ai says; it lists them ${status === undefined ? "" : `as '${status}' `}as before, so that the removal is unverified.`;
}

function hadAnything(person: Person): boolean {
    // Without a status only what they have tells.
    return person.status === undefined ? hasAccess(person) : isSurelyThere(person);
}
