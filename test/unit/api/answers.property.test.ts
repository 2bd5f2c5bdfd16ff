import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import * as v from "valibot";
import {
    accessAnswer,
    addressOf,
    failedRows,
    readEntry,
    readReason,
    refusalBody,
    usersAnswer,
    type UsersAnswer,
} from "../../../provider/api/answers";
import * as createUsers from "../../fixtures/createUsers";
import * as refusals from "../../fixtures/refusals";
import * as removeUsers from "../../fixtures/removeUsers";
import * as updateUsers from "../../fixtures/updateUsers";
import * as usersInfo from "../../fixtures/usersInfo";
import { anyJson, isObject, spoiled } from "../../trust/outsideData";

function bodiesOf(fixtures: object): unknown[] {
    return Object.values(fixtures).flatMap((fixture: unknown) =>
        isObject(fixture) && "body" in fixture ? [fixture["body"]] : [],
    );
}

const nearly = (...documents: unknown[]) =>
    fc.oneof({ arbitrary: spoiled(fc.constantFrom(...documents)), weight: 4 }, { arbitrary: anyJson, weight: 1 });
const many = { numRuns: 2000 };

const entries = nearly(...bodiesOf(usersInfo).flatMap((body): unknown[] => (Array.isArray(body) ? body : [])));
const answers = nearly(...[createUsers, updateUsers, removeUsers].flatMap(bodiesOf));
const refused = nearly(...bodiesOf(refusals));

describe("an answer of Kore.ai's that is like none of the pages", () => {
    it("has entries of people that are read, or said to be unreadable", () =>
        fc.assert(
            fc.property(entries, (entry) => {
                const read = readEntry(entry);
                if ("unreadable" in read) return assert.ok(read.unreadable.length > 0, "it says what is wrong");
                if ("failed" in read) return assert.ok(typeof read.failed.message === "string", "a reason in words");
                const { emailId, userId, canCreateBot, isDeveloper, roles, groups, assignBotTasks = [] } = read.found;
                assert.equal(emailId, emailId.trim().toLowerCase());
                assert.deepEqual(
                    [userId, canCreateBot, isDeveloper].map((value) => typeof value),
                    ["string", "boolean", "boolean"],
                );
                for (const id of [
                    ...roles.map(({ roleId }) => roleId),
                    ...groups.map(({ groupId }) => groupId),
                    ...assignBotTasks.map(({ streamId }) => streamId),
                ])
                    assert.equal(typeof id, "string");
                return undefined;
            }),
            many,
        ));

    it("never gives a person flags that it does not have in words", () =>
        fc.assert(
            fc.property(entries, (entry) => {
                const read = readEntry(entry);
                if ("found" in read)
                    assert.deepEqual(isObject(entry) && [entry["canCreateBot"], entry["isDeveloper"]], [
                        read.found.canCreateBot,
                        read.found.isDeveloper,
                    ]);
            }),
            many,
        ));

    it("is about an address in lower case, or about none", () =>
        fc.assert(
            fc.property(entries, (entry) => {
                const address = addressOf(entry);
                assert.ok(
                    address === undefined || address === address.trim().toLowerCase(),
                    `${address} is in its normal form`,
                );
            }),
            many,
        ));

    it("has failed rows with a reason each, and none that succeeded", () =>
        fc.assert(
            fc.property(answers, (answer) => {
                if (!v.is(usersAnswer, answer)) return;
                const given: UsersAnswer = v.parse(usersAnswer, answer);
                const rows = failedRows(given);
                assert.ok(rows.length <= (given.failedUserDetails ?? []).length, "no more than there are");
                for (const { message, code, emailId } of rows) {
                    assert.equal(typeof message, "string");
                    assert.ok(code === undefined || typeof code === "number", "a code is a number");
                    assert.ok(emailId === undefined || typeof emailId === "string", "an address is a text");
                }
                const successes = (given.failedUserDetails ?? []).filter(
                    (row) => (row.userInfo?.status ?? row.status) === "success",
                );
                assert.equal(rows.length <= (given.failedUserDetails ?? []).length - successes.length, true);
            }),
            many,
        ));

    it("refuses in words, whatever the errors are", () =>
        fc.assert(
            fc.property(refused, (body) => {
                const parsed = v.safeParse(refusalBody, body);
                if (parsed.success) assert.equal(typeof readReason(parsed.output).message, "string");
            }),
            many,
        ));

    it("is no success of Update User Access without the word", () =>
        fc.assert(
            fc.property(nearly(["SUCCESS"]), (answer) =>
                assert.ok(
                    !v.is(accessAnswer, answer) || JSON.stringify(answer).toUpperCase().includes("SUCCESS"),
                    "it has the word",
                ),
            ),
            many,
        ));
});
