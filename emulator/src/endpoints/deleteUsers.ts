import * as v from "valibot";
import { refusal, success } from "../answer";
import type { Directory } from "../directory";
import type { Person } from "../person";
import type { Switches } from "../switches";
import { taking } from "./endpoint";
import { badRequest, because, countOf, shaped } from "./failures";

const ids = v.pipe(v.array(v.string()), v.minLength(1));
const absent = v.exactOptional(v.never());

const bodySchema = v.union([
    v.pipe(
        v.object({ deleteEmailIds: ids, orgUserIds: absent }),
        v.transform(({ deleteEmailIds }) => ({ by: "emailId" as const, ids: deleteEmailIds })),
    ),
    v.pipe(
        v.object({ orgUserIds: ids, deleteEmailIds: absent }),
        v.transform(({ orgUserIds }) => ({ by: "orgUserId" as const, ids: orgUserIds })),
    ),
]);

/** DELETE /api/public/users: people leave the account; owners stay. */
export const deleteUsers = taking(
    "User Management > User Management",
    () => bodySchema,
    (body) => body.ids.length,
    ({ directory, switches }, body) => {
        const personOf = (id: string): Person | undefined =>
            body.by === "emailId" ? directory.find(id) : directory.findByOrgUserId(id);
        if (switches.removeUnknown === "refused" && body.ids.some((id) => personOf(id) === undefined)) {
            return refusal(400, "One or more entered emails not found");
        }
        const failures = body.ids.flatMap((id) => {
            const person = personOf(id);
            return person === undefined ? unknownFailure(id, switches) : removeUnlessOwner(person, directory, switches);
        });
        if (failures.length > 0) {
            const status = failures.some(({ owner }) => owner) ? Number(switches.ownerFailureStatus) : 200;
            return { status, body: { failedUserDetails: failures.map(({ entry }) => entry) } };
        }
        const msg = "Users are removed Successfully";
        return success(switches.successRows === "rows" ? { msg, ...countOf(body.ids.length) } : { msg });
    },
);

interface Failure {
    owner: boolean;
    entry: { emailId: string; reason: unknown };
}

function unknownFailure(id: string, switches: Switches): Failure[] {
    const reason = shaped(because("Invalid emailId"), switches.createReasonShape);
    return switches.removeUnknown === "failureRow" ? [{ owner: false, entry: { emailId: id, reason } }] : [];
}

// The Delete User page has emailId at the top of the entry, not under userInfo.
function removeUnlessOwner(person: Person, directory: Directory, switches: Switches): Failure[] {
    if (directory.isOwner(person, switches)) {
        const reason = badRequest("Unauthorized to perform this activity");
        return [{ owner: true, entry: { emailId: person.emailId, reason } }];
    }
    directory.remove(person);
    return [];
}
