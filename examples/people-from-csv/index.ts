import { createHash } from "node:crypto";
import path from "node:path";
import * as kore from "pulumi-kore";
import { readPeople } from "./readPeople";

// So many that each has about 500 people. With another number many move from one to another, and nobody loses anything.
const sets = 2;

// Which of them has somebody follows from their address alone: from the first four bytes of its SHA-256, as a number.
function placeOf(email: string): number {
    return createHash("sha256").update(email).digest().readUInt32BE() % sets;
}

const people = readPeople(path.join(__dirname, "people.csv"));
for (let place = 0; place < sets; place += 1) {
    const here = people.filter(({ email }) => placeOf(email) === place);
    new kore.KoreUsers(`people-${place + 1}`, {
        people: Object.fromEntries(
            here.map(({ email, team, builder, ...person }) => [
                email,
                { ...person, groups: [team], isDeveloper: builder },
            ]),
        ),
        // Who is not in the file any more is removed from the account. More than usually leave: the file has lost rows.
        maxRemovals: 2,
    });
}
