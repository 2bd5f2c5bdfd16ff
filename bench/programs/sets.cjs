// @ts-check
// The people of a file, 500 in a resource.
const { readFileSync } = require("node:fs");
const kore = require("pulumi-kore");

/** @type {import("../people").BenchPerson[]} */
const people = JSON.parse(readFileSync("people.json", "utf8"));
const size = 500;

for (let first = 0; first < people.length; first += size)
    new kore.KoreUsers(`people-from-${first + 1}`, {
        people: Object.fromEntries(
            people
                .slice(first, first + size)
                .map(({ emailId, firstName, lastName, canCreateBot, isDeveloper, roles }) => [
                    emailId,
                    { firstName, lastName, canCreateBot, isDeveloper, roles },
                ]),
        ),
    });
