import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { unknownValue } from "../../../provider/schema/inputs";
import { readReference, writeReference } from "../../../provider/run/record";
import { Session } from "../../../provider/process/session";
import { UserAccessLifecycle } from "../../../provider/userAccess/lifecycle";
import { UserLifecycle } from "../../../provider/user/lifecycle";
import { newRun, referenceOf } from "../../harness/runOfProgram";
import { anyJson, isObject, spoiledObject, textsIn } from "../../trust/outsideData";
import { placesIn, programs, withUnknown } from "./programs";

const accesses = fc.record({
    emailIds: fc.subarray(["ada@example.com", "grace@example.com", "jean@example.com"], { minLength: 1 }),
    canCreateBot: fc.constant(false),
    isDeveloper: fc.boolean(),
});

// One resource, of one run.
const { __program } = referenceOf(newRun());
const led = (news: Record<string, unknown>) => ({ ...news, __program });
const session = new Session(() => undefined);

/** Arguments that are nearly right, some of them not known yet. */
function nearly(documents: fc.Arbitrary<object>): fc.Arbitrary<Record<string, unknown>> {
    return spoiledObject(
        documents
            .chain((document) => fc.subarray(placesIn(document)).map((places) => withUnknown(document, places)))
            .filter(isObject),
    );
}

function unknownsIn(properties: object): number {
    const { __provider: _provider, __program: _program, ...own }: Record<string, unknown> = { ...properties };
    return textsIn(own).filter((text) => text === unknownValue).length;
}

describe("the arguments of a resource, whatever a program puts there", () => {
    for (const [type, documents, check] of [
        ["KoreUser", programs, (olds, news) => new UserLifecycle(session).check(olds, led(news))],
        ["KoreUserAccess", accesses, (olds, news) => new UserAccessLifecycle(session).check(olds, led(news))],
    ] satisfies [
        string,
        fc.Arbitrary<object>,
        (
            olds: Record<string, unknown>,
            news: Record<string, unknown>,
        ) => { inputs: object; failures: { property: string; reason: string }[] },
    ][]) {
        it(`are taken, or each mistake is named, and nothing that is unknown gets lost: ${type}`, () =>
            fc.assert(
                fc.property(nearly(documents), nearly(documents), (olds, news) => {
                    const { inputs, failures } = check(olds, news);
                    assert.equal(unknownsIn(inputs), unknownsIn(news));
                    for (const { property, reason } of failures) {
                        assert.equal(typeof property, "string");
                        assert.ok(reason.length > 0, "it says what is wrong");
                    }
                }),
                { numRuns: 1500 },
            ));

        it(`are the same after they were checked twice: ${type}`, () =>
            fc.assert(
                fc.property(nearly(documents), (news) => {
                    const { inputs, failures } = check({}, news);
                    if (failures.length === 0) assert.deepEqual(check({}, { ...inputs }), { inputs, failures: [] });
                }),
                { numRuns: 500 },
            ));
    }
});

describe("the property by which a resource leads to the record of its run", () => {
    it("arrives as it was sent, whatever the folder is called", () =>
        fc.assert(
            fc.property(
                fc.string({ minLength: 1 }).filter((file) => !/[\n\r\u2028\u2029]/.test(file)),
                fc.nat(),
                (file, by) => assert.deepEqual(readReference(writeReference(file, by)), { file, by }),
            ),
        ));

    it("is one or none, whatever stands in its place; none is an error that names the way out", () =>
        fc.assert(
            fc.property(fc.oneof(fc.string(), anyJson), (value) => {
                if (readReference(value) !== undefined) return;
                assert.throws(
                    () => new UserLifecycle(session).check({}, { emailId: "ada@example.com", __program: value }),
                    ({ message }: Error) => /does not lead to the record of its run.*npm ls pulumi-kore/.test(message),
                );
            }),
            { numRuns: 1500 },
        ));
});
