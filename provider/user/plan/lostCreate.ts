import type { KoreError } from "../../api/errors";

/**
 * What is done about a create whose answer was lost, once the person was looked for: only an answer that knows nobody says that
 * nothing was done, and a second invitation would be a mail too many.
 *
 * - `found`: they were added.
 * - `sendAgain`: nobody was.
 * - `giveUp`: it can't be told; the next run finds them, or adds them.
 *
 * @param seen whether somebody is there who was added now, or could not be looked for
 * @param lost the lost answer; what shows of others in its request may tell that Kore.ai has dealt with it
 * @param isLast whether it was sent again already
 */
export function afterLostCreate(
    seen: "new" | "nobody" | "unknown",
    lost: Pick<KoreError, "request">,
    isLast: boolean,
): "found" | "sendAgain" | "giveUp" {
    if (seen === "new") return "found";
    if (seen === "unknown" || isLast || lost.request?.wasDealtWith !== false) return "giveUp";
    return "sendAgain";
}
