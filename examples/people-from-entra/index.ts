import path from "node:path";
import * as kore from "pulumi-kore";
import { departments } from "./account";
import { readPeople } from "./readPeople";

const people = readPeople(path.join(__dirname, "users.json"));

// Of the table, and not of the file: a department that the file has lost has no people then, which maxRemovals stops,
// while a resource that goes takes all of its people with it.
for (const department of departments) {
    const members = people.filter((each) => each.department === department);
    new kore.KoreUsers(department, {
        people: Object.fromEntries(members.map(({ emailId, declared }) => [emailId, declared])),
        // Whoever has left, is disabled or in none of the groups any more is removed from the account.
        maxRemovals: 2,
    });
}
