import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { RowOutcome } from "../../../provider/api/client";
import * as createUsers from "../../fixtures/createUsers";
import * as refusals from "../../fixtures/refusals";
import * as removeUsers from "../../fixtures/removeUsers";
import * as userAccess from "../../fixtures/userAccess";
import * as usersInfo from "../../fixtures/usersInfo";
import { accountAt, addressesOf, entryOf, errorOf, everyoneIsThere, people } from "./accounts";
import { json, refusal, scriptedKore, type Received, type Reply } from "./scriptedKore";

const ada = "ada@example.com";
const grace = "grace@example.com";
const flags = { canCreateBot: false, isDeveloper: true };

function failedEntry(emailId: string, reason: unknown) {
    return { userInfo: { emailId, status: "failure", reason } };
}

/** Refuses, as a whole, every write that names one of these addresses, as Update User Access does; a look-up knows everyone. */
function refusing(...addresses: string[]): Reply {
    return (response, request) => {
        if (!isWrite(request)) return everyoneIsThere(response, request);
        const bad = addressesOf(request).some((address) => addresses.includes(address));
        const reply = bad ? json(userAccess.refusals.unknownAddress.body, 400) : json(userAccess.success.body);
        reply(response, request);
    };
}

const isWrite = ({ path }: Received) => path?.endsWith("/usersInfo") !== true;

describe("looking people up", () => {
    const kore = scriptedKore();

    it("answers in the order asked, whatever the order and the letter case of the answer", async () => {
        const asked = people(5);
        kore.replies(json([...asked].reverse().map((address) => entryOf(address.toUpperCase()))));
        const results = await accountAt(kore).lookUp(asked);
        assert.deepEqual(
            results.map(({ emailId }) => emailId),
            asked,
        );
        assert.deepEqual(
            results.map((result) => "person" in result && result.person.emailId),
            asked,
        );
    });

    it("finds a person under an address in another letter case, and answers under the one asked for", async () => {
        kore.replies(json([entryOf(ada)]));
        const [result] = await accountAt(kore).lookUp([" Ada@Example.com "]);
        assert(result !== undefined && "person" in result);
        assert.equal(result.emailId, " Ada@Example.com ");
        assert.equal(result.person.emailId, ada);
    });

    it("asks nothing about nobody", async () => {
        assert.deepEqual(await accountAt(kore).lookUp([]), []);
    });

    it("answers twice what it was asked for twice", async () => {
        kore.replies(json([entryOf(ada)]));
        assert.equal((await accountAt(kore).lookUp([ada, ada])).filter((result) => "person" in result).length, 2);
    });

    for (const { source, body } of [
        usersInfo.failure71,
        usersInfo.failure11,
        usersInfo.newestFailure,
        usersInfo.failureOfTheTests,
    ]) {
        it(`knows that there is nobody from the documented words: ${source}`, async () => {
            kore.replies(json(body));
            const [result] = await accountAt(kore).lookUp(["Nobody@example.com"]);
            assert(result !== undefined && "unknown" in result, JSON.stringify(result));
            assert.match(result.unknown.message, /^Invalid emailId$|^User not found\./);
        });
    }

    it("never takes another failure for an absence", async () => {
        for (const reason of [
            "Internal error",
            { errors: [{ msg: "User not authorized", code: 403 }] },
            "The emailId is not a valid one",
            "",
            {},
            undefined,
        ]) {
            kore.replies(json([failedEntry(ada, reason)]));
            const [result] = await accountAt(kore).lookUp([ada]);
            const error = errorOf(kore, result);
            assert.equal(error.kind, "refused");
            assert.match(error.message, /^ada@example\.com could not be read: Kore\.ai says/);
        }
    });

    it("never takes a missing entry for an absence", async () => {
        kore.replies(json([entryOf(grace)]), json([]), json([]));
        const [first, second] = await accountAt(kore).lookUp([ada, grace]);
        assert.equal(errorOf(kore, first).kind, "unreadable");
        assert.match(
            errorOf(kore, first).message,
            /ada@example\.com could not be read: the answer has no entry for this address/,
        );
        assert(second !== undefined && "person" in second);
        const [alone] = await accountAt(kore).lookUp([ada]);
        assert.equal(errorOf(kore, alone).kind, "unreadable");
    });

    for (const most of [1, 2, 7]) {
        it(`asks again for those whom an answer leaves out, so few at a time as are answered, and begins so the next time: ${most}`, async () => {
            const notices: string[] = [];
            const account = accountAt(kore, undefined, (message) => notices.push(message));
            const asked = people(20);
            const sizes = Array<number>(Math.ceil(20 / most) - 1).fill(most);
            for (const first of [20, most]) {
                const before = kore.received.length;
                kore.always((response, request) => {
                    const { emailIds } = request.body as { emailIds: string[] };
                    json(emailIds.slice(0, most).map(entryOf))(response, request);
                });
                const found = await account.lookUp(asked);
                assert.deepEqual(
                    found.map((result) => "person" in result && result.emailId),
                    asked,
                );
                const numbers = kore.received
                    .slice(before)
                    .map(({ body }) => (body as { emailIds: [] }).emailIds.length);
                assert.deepEqual(numbers.map((number) => Math.min(number, most)).length, 1 + sizes.length);
                assert.equal(numbers[0], first);
                assert(numbers.slice(1).every((number) => number <= most));
            }
            assert.equal(notices.length, 1);
            assert.match(notices[0] ?? "", /answers a look-up of more than .* in part/);
        });
    }

    it("does not ask for everybody alone where nothing is said of anybody", async () => {
        kore.always(json([]));
        const results = await accountAt(kore).lookUp(people(50));
        assert(results.every((result) => errorOf(kore, result).kind === "unreadable"));
        assert(kore.received.length <= 7, String(kore.received.length));
    });

    it("does not make look-ups smaller for one person of whom nothing is said", async () => {
        const asked = people(20);
        const notices: string[] = [];
        const account = accountAt(kore, undefined, (message) => notices.push(message));
        kore.always((response, request) => {
            const { emailIds } = request.body as { emailIds: string[] };
            json(emailIds.filter((emailId) => emailId !== asked[3]).map(entryOf))(response, request);
        });
        for (const _ of [1, 2]) {
            const results = await account.lookUp(asked);
            assert.equal(errorOf(kore, results[3]).kind, "unreadable");
            assert.equal(results.filter((result) => "person" in result).length, 19);
        }
        assert.equal(kore.received.length, 4);
        assert.deepEqual(notices, []);
    });

    it("is an error about somebody of whom an answer says two things, and of nobody else", async () => {
        kore.replies(json([entryOf(ada), entryOf(grace), failedEntry(ada, "Invalid emailId"), entryOf(grace)]));
        const [first, second] = await accountAt(kore).lookUp([ada, grace]);
        assert.match(errorOf(kore, first).message, /several entries for this address, which differ/);
        assert(second !== undefined && "person" in second);
    });

    it("cuts Kore.ai's words", async () => {
        const words = `User not found. ${"x".repeat(20_000)}`;
        kore.replies(json([failedEntry(ada, words)]), json([failedEntry(ada, `Sorry. ${words}`)]));
        const [unknown] = await accountAt(kore).lookUp([ada]);
        assert(unknown !== undefined && "unknown" in unknown && unknown.unknown.message.length <= 300);
        const [failed] = await accountAt(kore).lookUp([ada]);
        assert(errorOf(kore, failed).message.length < 500);
    });

    it("fails only the people whose entries cannot be read, or have no reason that says enough", async () => {
        const [found, unreadable, failing, unknown] = people(4);
        assert(found !== undefined && unreadable !== undefined && failing !== undefined && unknown !== undefined);
        kore.replies(
            json([
                { ...entryOf(unreadable), isDeveloper: "yes" },
                failedEntry(failing, "Try later"),
                entryOf(found),
                failedEntry(unknown, "Invalid emailId"),
            ]),
        );
        const results = await accountAt(kore).lookUp([found, unreadable, failing, unknown]);
        assert.deepEqual(
            results.map((result) => ("error" in result ? result.error.kind : Object.keys(result).at(-1))),
            ["person", "unreadable", "refused", "unknown"],
        );
        assert.match(errorOf(kore, results[1]).message, /user2@example\.com could not be read.*isDeveloper/);
    });

    for (const [what, entry] of [
        ["nothing", null],
        ["words", "SUCCESS"],
        ["no address", { userInfo: { status: "failure", reason: "Invalid emailId" } }],
        ["an address that is no text", { userInfo: { emailId: 7 } }],
    ] as const) {
        it(`reads the others where one entry has ${what}`, async () => {
            kore.replies(json([entry, entryOf(grace)]), json([entry]));
            const [first, second] = await accountAt(kore).lookUp([ada, grace]);
            assert.equal(errorOf(kore, first).kind, "unreadable");
            assert(second !== undefined && "person" in second);
        });
    }

    it("asks for at most batchSize people at a time", async () => {
        kore.always(everyoneIsThere);
        const results = await accountAt(kore, { batchSize: 3 }).lookUp(people(8));
        assert.deepEqual(
            kore.received.map((request) => addressesOf(request).length),
            [3, 3, 2],
        );
        assert.deepEqual(
            results.map(({ emailId }) => emailId),
            people(8),
        );
    });

    it("goes on where the settings forbid to write", async () => {
        kore.replies(everyoneIsThere);
        const [result] = await accountAt(kore, { readOnly: true }).lookUp([ada]);
        assert(result !== undefined && "person" in result);
    });
});

describe("writing several rows", () => {
    const kore = scriptedKore();
    const rows = people(4).map((emailId) => ({ userInfo: { emailId }, canCreateBot: false, isDeveloper: false }));

    function failedOf(outcomes: RowOutcome[]): string[] {
        return outcomes.filter(({ error }) => error !== undefined).map(({ emailId }) => emailId);
    }

    it("takes nothing for sure of somebody for whom an answer says both, but that it was dealt with", async () => {
        kore.replies(
            json({
                failedUserDetails: [
                    { userInfo: { emailId: "USER1@example.com", status: "success" } },
                    { userInfo: { emailId: "user1@example.com", status: "failure", reason: "Invalid emailId" } },
                    { userInfo: { emailId: "user2@example.com", status: "failure", reason: "Invalid emailId" } },
                ],
            }),
        );
        const outcomes = await accountAt(kore).createUsers(rows, {});
        const [first, second] = [errorOf(kore, outcomes[0]), errorOf(kore, outcomes[1])];
        assert.deepEqual([first.kind, first.request?.wasDealtWith], ["lost", true]);
        assert.match(
            first.message,
            /user1@example\.com was not created, or was all the same: Kore\.ai says "Invalid emailId".*that it was done/,
        );
        assert.equal(second.kind, "refused");
        assert.deepEqual(failedOf(outcomes), ["user1@example.com", "user2@example.com"]);
    });

    it("fails only the rows that the answer says have failed, with what Kore.ai says of each", async () => {
        kore.replies(
            json({
                failedUserDetails: [
                    {
                        userInfo: {
                            emailId: "USER3@example.com",
                            status: "failure",
                            reason: { errors: [{ msg: "INVALID_EMAIL", code: 400 }] },
                        },
                    },
                    { userInfo: { emailId: "user1@example.com", status: "success" } },
                    { userInfo: { emailId: "user2@example.com", status: "failure", reason: "Invalid emailId" } },
                ],
            }),
        );
        const outcomes = await accountAt(kore).createUsers(rows, {});
        assert.deepEqual(
            outcomes.map(({ emailId }) => emailId),
            people(4),
        );
        assert.deepEqual(failedOf(outcomes), ["user2@example.com", "user3@example.com"]);
        const error = errorOf(kore, outcomes[2]);
        assert.equal(
            error.message,
            'user3@example.com was not created: Kore.ai says "INVALID_EMAIL" (code 400). [kore:refused]',
        );
        assert.deepEqual([error.kind, error.koreCode, error.koreMessage], ["refused", 400, "INVALID_EMAIL"]);
        assert.equal(
            errorOf(kore, outcomes[1]).message,
            'user2@example.com was not created: Kore.ai says "Invalid emailId". [kore:refused]',
        );
    });

    it("reads a mixed result under a status of failure as well", async () => {
        kore.replies(json({ failedUserDetails: [{ emailId: "user4@example.com", reason: "no" }] }, 400));
        assert.deepEqual(failedOf(await accountAt(kore).removeUsers(people(4))), ["user4@example.com"]);
    });

    for (const { source, body } of [createUsers.failure71, createUsers.newestFailure, createUsers.failureInWords]) {
        it(`fails the row: ${source}`, async () => {
            kore.replies(json(body));
            const [outcome] = await accountAt(kore).createUsers(
                [{ userInfo: { emailId: ada }, canCreateBot: false, isDeveloper: false }],
                {},
            );
            assert.match(
                errorOf(kore, outcome).message,
                /^ada@example\.com was not created: Kore\.ai says "(INVALID_EMAIL|Invalid emailId)"/,
            );
        });
    }

    it("fails a removal whose entry names the person at its top", async () => {
        kore.replies(json(removeUsers.failure.body));
        const outcomes = await accountAt(kore).removeUsers([ada, grace]);
        assert.deepEqual(failedOf(outcomes), [ada]);
        assert.equal(
            errorOf(kore, outcomes[0]).message,
            'ada@example.com was not removed: Kore.ai says "Unauthorized to perform this activity" (code 400). [kore:refused]',
        );
    });

    it("takes a failure without an address for that of the only row", async () => {
        kore.replies(json({ failedUserDetails: [{ reason: "no" }] }));
        assert.deepEqual(failedOf(await accountAt(kore).removeUsers([ada])), [ada]);
    });

    it("takes a failure without an address, among several rows, for a doubt about each that has none of its own", async () => {
        kore.replies(json({ failedUserDetails: [{ reason: "no" }, { emailId: grace, reason: "not her" }] }));
        const [ofAda, ofGrace] = await accountAt(kore).removeUsers([ada, grace]);
        assert.deepEqual([errorOf(kore, ofAda).kind, errorOf(kore, ofGrace).kind], ["lost", "refused"]);
        assert.match(errorOf(kore, ofAda).message, /Kore\.ai says "no" about a row of this request/);
    });

    it("says of rows in such a doubt that Kore.ai has dealt with their request, one for all of them, so that it must not be sent again", async () => {
        kore.replies(json({ failedUserDetails: [{ reason: "no" }] }));
        const requests = (await accountAt(kore).createUsers(rows, {})).map((outcome) => errorOf(kore, outcome).request);
        assert.deepEqual(requests[0], { wasDealtWith: true });
        assert(requests.every((request) => request === requests[0]));
        assert.equal(kore.received.length, 1);
    });

    it("does not take an answer of Update User Access without its SUCCESS for one", async () => {
        kore.replies(json(["FAILED"]));
        const [outcome] = await accountAt(kore).setAccess([ada], { canCreateBot: false, isDeveloper: true });
        assert.equal(errorOf(kore, outcome).kind, "lost");
    });

    it("takes the newest answer, which lists whom it added, for a success", async () => {
        kore.replies(json(createUsers.newestSuccess.body));
        assert.deepEqual(
            await accountAt(kore).createUsers(
                [{ userInfo: { emailId: ada }, canCreateBot: false, isDeveloper: false }],
                {},
            ),
            [{ emailId: ada }],
        );
    });

    it("says of each person what did not happen to them", async () => {
        kore.always(refusal("no", 400));
        const account = accountAt(kore);
        const [row] = rows;
        assert(row !== undefined);
        const messages = [
            await account.createUsers([row], {}),
            await account.updateUsers([row]),
            await account.removeUsers([ada]),
            await account.setAccess([ada], flags),
        ].map(([outcome]) => errorOf(kore, outcome).what);
        assert.deepEqual(messages, [
            "user1@example.com was not created",
            "user1@example.com was not updated",
            "ada@example.com was not removed",
            "ada@example.com did not get this access",
        ]);
    });

    it("sends at most batchSize rows at a time, each once", async () => {
        kore.always(json(userAccess.success.body));
        const outcomes = await accountAt(kore, { batchSize: 3 }).setAccess(people(7), flags);
        assert.deepEqual(kore.received.map(addressesOf), [
            people(7).slice(0, 3),
            people(7).slice(3, 6),
            people(7).slice(6),
        ]);
        assert.deepEqual(
            outcomes,
            people(7).map((emailId) => ({ emailId })),
        );
    });

    it("sends nothing for no rows", async () => {
        assert.deepEqual(await accountAt(kore).setAccess([], flags), []);
    });
});

describe("a batch that Kore.ai refuses as a whole", () => {
    const kore = scriptedKore();

    it("is taken apart, so that it fails only the rows that it is about; the others are done, in their order", async () => {
        const all = people(8);
        kore.always(refusing("user3@example.com", "user8@example.com"));
        const outcomes = await accountAt(kore).setAccess(all, flags);
        assert.deepEqual(
            outcomes.map(({ emailId }) => emailId),
            all,
        );
        assert.deepEqual(
            outcomes.flatMap(({ emailId, error }) => (error === undefined ? [] : [emailId])),
            ["user3@example.com", "user8@example.com"],
        );
        assert.match(
            errorOf(kore, outcomes[2]).message,
            /user3@example\.com did not get this access.*One or more entered emails not found/,
        );
        const accepted = kore.received
            .filter(isWrite)
            .map(addressesOf)
            .filter(
                (addresses) => !addresses.includes("user3@example.com") && !addresses.includes("user8@example.com"),
            );
        assert.deepEqual(
            accepted.flat().sort(),
            all.filter((address) => !["user3@example.com", "user8@example.com"].includes(address)),
        );
    });

    it("costs a look-up, three probes and two requests for each halving, not one for each row", async () => {
        kore.always(refusing("user1@example.com"));
        await accountAt(kore).setAccess(people(16), flags);
        assert.deepEqual(
            kore.received.map((request) => addressesOf(request).length),
            [16, 16, 1, 1, 1, 7, 6],
        );
    });

    it("is taken apart in a look-up too", async () => {
        kore.always((response, request) =>
            (addressesOf(request).includes(ada) ? json(refusals.ofTheBody.body, 412) : everyoneIsThere)(
                response,
                request,
            ),
        );
        const [first, second] = await accountAt(kore).lookUp([ada, grace]);
        assert.equal(errorOf(kore, first).kind, "refused");
        assert(second !== undefined && "person" in second);
    });

    it("is not taken apart where the refusal is about the app, for which no row can do anything", async () => {
        kore.replies(json(refusals.ofTheScope.body, 401));
        const outcomes = await accountAt(kore).setAccess(people(4), flags);
        assert.deepEqual(
            outcomes.map((outcome) => errorOf(kore, outcome).kind),
            ["scope", "scope", "scope", "scope"],
        );
    });

    it("leaves the other batches alone", async () => {
        kore.always(refusing("user1@example.com"));
        const outcomes = await accountAt(kore, { batchSize: 1 }).setAccess(people(3), flags);
        assert.deepEqual(
            outcomes.map(({ error }) => error?.kind),
            ["refused", undefined, undefined],
        );
    });
});

describe("an account that is read-only by its settings", () => {
    const kore = scriptedKore();

    it("sends no write, and names for each person what it would have sent", async () => {
        const account = accountAt(kore, { readOnly: true });
        const row = { userInfo: { emailId: ada }, canCreateBot: false, isDeveloper: true };
        const writes: [Promise<RowOutcome[]>, string][] = [
            [
                account.createUsers([row], { sendEmail: false }),
                `POST /api/public/users ${JSON.stringify({ users: [{ ...row, sendEmail: false }], sendEmail: false })}`,
            ],
            [account.updateUsers([row]), `PUT /api/public/users ${JSON.stringify({ users: [row] })}`],
            [account.removeUsers([ada]), `DELETE /api/public/users ${JSON.stringify({ deleteEmailIds: [ada] })}`],
            [
                account.setAccess([ada], flags),
                `POST /api/public/useraccess ${JSON.stringify({ emailIds: [ada], ...flags })}`,
            ],
        ];
        for (const [outcomes, request] of writes) {
            const error = errorOf(kore, (await outcomes)[0]);
            assert.equal(error.kind, "settings");
            assert.equal(
                error.message,
                `ada@example.com: nothing was changed: kore:readOnly is on, so this was not sent: ${request}. To allow it: pulumi config rm kore:readOnly, and no KORE_READ_ONLY in the environment. [kore:read-only]`,
            );
        }
    });

    it("names each row by itself", async () => {
        const outcomes = await accountAt(kore, { readOnly: true }).removeUsers([ada, grace]);
        assert.deepEqual(
            outcomes.map(({ emailId }) => emailId),
            [ada, grace],
        );
        assert.match(errorOf(kore, outcomes[1]).message, /"deleteEmailIds":\["grace@example\.com"\]/);
    });
});

describe("the name of an account", () => {
    const kore = scriptedKore();

    it("is its host in lower case, with the port where it is not the usual one, and never the path", () => {
        assert.equal(accountAt(kore, { baseUrl: "https://Platform.Kore.AI:443/some/path" }).name, "platform.kore.ai");
        assert.equal(accountAt(kore, { baseUrl: "http://localhost:8080" }).name, "localhost:8080");
    });
});
