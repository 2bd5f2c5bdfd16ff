import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { KoreError } from "../../../provider/api/errors";
import { anyJson, spoiled } from "../../trust/outsideData";
import { accountAt, assertTellsNoSecret, entryOf, impatience } from "./accounts";
import { scriptedKore, text } from "./scriptedKore";

const ada = "ada@example.com";
const once = { ...impatience, retries: 0, rateLimitRetries: 0 };

const listed = { username: ada, userId: "u-1", orgUserId: "" };
const pages = [
    { total: 1, availableMore: false, users: [listed] },
    { total: 3, availableMore: true, users: [listed, { ...listed, username: "Grace@example.com" }] },
    { total: 1, groups: [{ _id: "e-1", gN: "Support Team" }] },
    { availableMore: true, roles: [{ _id: "r-1", role: "Tester" }, { role: "Analyst" }] },
    { total: 1, availableMore: false, bots: [{ _id: "st-1", name: "Support" }] },
];
const others = [
    [entryOf(ada)],
    { msg: "Users are created Successfully" },
    { failedUserDetails: [{ userInfo: { emailId: ada, status: "failure", reason: "Invalid emailId" } }] },
    ["SUCCESS"],
    { errors: [{ msg: "Permission denied. Scope is incorrect!", code: 4002 }] },
];

const bodies = fc.oneof(
    { arbitrary: spoiled(fc.constantFrom<unknown>(...others)).map((body) => JSON.stringify(body)), weight: 4 },
    { arbitrary: anyJson.map((body) => JSON.stringify(body)), weight: 1 },
    { arbitrary: fc.string({ unit: "binary", maxLength: 60 }), weight: 1 },
    { arbitrary: fc.constantFrom("", "<html>", "{", "null", "[[[[", '"'), weight: 1 },
);
const statuses = fc.oneof(
    { arbitrary: fc.constantFrom(200, 400), weight: 2 },
    {
        arbitrary: fc.constantFrom(
            201,
            202,
            203,
            207,
            300,
            301,
            302,
            307,
            401,
            403,
            404,
            405,
            412,
            413,
            418,
            429,
            500,
            502,
            503,
            599,
        ),
        weight: 1,
    },
);

describe("whatever a server answers", function () {
    this.timeout(60_000);
    const kore = scriptedKore();

    /** Waits for a call that may fail, but only with the errors of this package. */
    async function told<T>(call: Promise<T>): Promise<T | undefined> {
        try {
            return await call;
        } catch (error) {
            assert.ok(error instanceof KoreError, `a KoreError, and not ${String(error)}`);
            assertTellsNoSecret(kore, error);
            return undefined;
        }
    }

    it("a look-up and the four writes have an outcome for each person, or an error of ours", () =>
        fc.assert(
            fc.asyncProperty(statuses, bodies, async (status, body) => {
                kore.always(text(body, status, { "content-type": "application/json" }));
                const account = accountAt(kore, { requestTimeout: 2 }, undefined, once);
                const row = { userInfo: { emailId: ada }, canCreateBot: false, isDeveloper: true };
                const results = [
                    ...((await told(account.lookUp([ada]))) ?? []),
                    ...((await told(account.createUsers([row], { sendEmail: false }))) ?? []),
                    ...((await told(account.updateUsers([row]))) ?? []),
                    ...((await told(account.removeUsers([ada]))) ?? []),
                    ...((await told(account.setAccess([ada], { canCreateBot: false, isDeveloper: true }))) ?? []),
                ];
                for (const result of results) {
                    assert.equal(result.emailId, ada);
                    if ("error" in result && result.error !== undefined)
                        assert.ok(result.error instanceof KoreError, "an error of ours");
                }
            }),
            { numRuns: 150 },
        ));

    it("the lists of an account end, with what could be read or an error of ours", () =>
        fc.assert(
            fc.asyncProperty(fc.oneof(spoiled(fc.constantFrom<unknown>(...pages)), anyJson), async (page) => {
                kore.always(text(JSON.stringify(page), 200, { "content-type": "application/json" }));
                const { directory } = accountAt(kore, {}, undefined, once);
                for (const { items, isComplete } of [await told(directory.people())].filter(
                    (listing) => listing !== undefined,
                )) {
                    for (const { emailId } of items) assert.equal(emailId, emailId.trim().toLowerCase());
                    assert.equal(typeof isComplete, "boolean");
                }
                for (const listing of [
                    await told(directory.groups()),
                    await told(directory.roles("admin")),
                    await told(directory.bots()),
                ]) {
                    for (const { id, name } of listing?.items ?? [])
                        assert.deepEqual([typeof name, id === undefined || typeof id === "string"], ["string", true]);
                }
            }),
            { numRuns: 200 },
        ));
});
