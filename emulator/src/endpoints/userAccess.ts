import * as v from "valibot";
import { refusal, success } from "../answer";
import type { Person } from "../person";
import type { Switches } from "../switches";
import { taking } from "./endpoint";

const bodySchema = v.object({
    emailIds: v.array(v.string()),
    canCreateBot: v.exactOptional(v.boolean()),
    isDeveloper: v.exactOptional(v.boolean()),
    hasDataTableAndViewAccess: v.exactOptional(v.boolean()),
});

type Body = v.InferOutput<typeof bodySchema>;

/**
 * POST /api/public/useraccess: three flags for everybody in the list; the page's title says GET, its own sample and all
 * later pages POST.
 */
export const userAccess = taking(
    "Profile Management > Role Management",
    () => bodySchema,
    ({ emailIds }) => emailIds.length,
    ({ directory, switches }, body) => {
        if (body.canCreateBot === true && body.isDeveloper === false) {
            return refusal(403, "Invalid values in the body");
        }
        if (body.emailIds.length === 0) {
            return refusal(400, `emailIds ${switches.emptyListMessage} be empty`);
        }
        const people = body.emailIds.flatMap((emailId) => directory.find(emailId) ?? []);
        const others = body.emailIds.filter((emailId) => directory.find(emailId) === undefined);
        if (others.length === 0 || switches.accessPartial === "partial") {
            people.forEach((person) => setFlags(person, body, switches));
        }
        const foreign = others.filter((emailId) => directory.isForeign(emailId));
        if (foreign.length < others.length) {
            return refusal(400, "One or more entered emails not found");
        }
        if (foreign.length > 0) {
            return refusal(400, `Emails << ${foreign.join(", ")} >> not associated with your account`);
        }
        return success(["SUCCESS"]);
    },
);

function setFlags(person: Person, body: Body, { accessOmittedFlag }: Switches): void {
    for (const flag of ["canCreateBot", "isDeveloper", "hasDataTableAndViewAccess"] as const) {
        person[flag] = body[flag] ?? (accessOmittedFlag === "kept" ? person[flag] : accessOmittedFlag === "true");
    }
}
