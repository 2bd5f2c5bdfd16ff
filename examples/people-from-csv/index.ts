import path from "node:path";
import * as kore from "pulumi-kore";
import { readPeople } from "./readPeople";

for (const { email, firstName, lastName, team, roles, builder, reason } of readPeople(
    path.join(__dirname, "people.csv"),
)) {
    // Named by the address, so that the order of the file means nothing.
    new kore.KoreUser(email, {
        emailId: email,
        firstName,
        lastName,
        groups: [team],
        roles,
        isDeveloper: builder,
        reason,
    });
}
