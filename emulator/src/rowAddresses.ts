import * as v from "valibot";

const ids = v.optional(v.array(v.string()), []);
const rowsSchema = v.looseObject({
    users: v.optional(
        v.array(
            v.looseObject({
                userInfo: v.looseObject({ emailId: v.optional(v.string()), orgUserId: v.optional(v.string()) }),
            }),
        ),
        [],
    ),
    emailIds: ids,
    deleteEmailIds: ids,
    orgUserIds: ids,
});

const assignmentsSchema = v.array(
    v.looseObject({ addUsers: ids, addOrgUserIds: ids, removeUsers: ids, removeOrgUserIds: ids }),
);

/** The addresses, or orgUserIds, that the rows of a request are about, in order. */
export function rowAddresses(body: unknown): string[] {
    const assignments = v.safeParse(assignmentsSchema, body);
    if (assignments.success) {
        return assignments.output.flatMap(({ addUsers, addOrgUserIds, removeUsers, removeOrgUserIds }) => [
            ...addUsers,
            ...addOrgUserIds,
            ...removeUsers,
            ...removeOrgUserIds,
        ]);
    }
    const rows = v.safeParse(rowsSchema, body);
    if (!rows.success) {
        return [];
    }
    const { users, emailIds, deleteEmailIds, orgUserIds } = rows.output;
    const named = users.flatMap(({ userInfo: { emailId, orgUserId } }) => emailId ?? orgUserId ?? []);
    return [...named, ...emailIds, ...deleteEmailIds, ...orgUserIds];
}
