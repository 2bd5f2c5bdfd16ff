import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { readBriefing, writeBriefing, type BriefingLine } from "../../../provider/briefing";
import { unknownValue } from "../../../provider/inputs";
import { Session } from "../../../provider/session";
import { UserAccessProvider } from "../../../provider/userAccessProvider";
import { UserProvider } from "../../../provider/userProvider";
import { anyJson, isObject, spoiled, spoiledObject, textsIn } from "../../trust/outsideData";
import { placesIn, programs, withUnknown } from "./programs";

const accesses = fc.record({ emailIds: fc.subarray(["ada@example.com", "grace@example.com", "jean@example.com"], { minLength: 1 }), canCreateBot: fc.constant(false), isDeveloper: fc.boolean() });

/** Arguments that are nearly right, some of them not known yet. */
function nearly(documents: fc.Arbitrary<object>): fc.Arbitrary<Record<string, unknown>> {
    return spoiledObject(documents.chain((document) => fc.subarray(placesIn(document)).map((places) => withUnknown(document, places))).filter(isObject));
}

function unknownsIn(properties: object): number {
    const { __provider: _provider, __program: _program, ...own }: Record<string, unknown> = { ...properties };
    return textsIn(own).filter((text) => text === unknownValue).length;
}

describe("the arguments of a resource, whatever a program puts there", () => {
    for (const [type, documents, check] of [
        ["KoreUser", programs, (olds, news) => new UserProvider(new Session(() => undefined)).check(olds, news)],
        ["KoreUserAccess", accesses, (olds, news) => new UserAccessProvider(new Session(() => undefined)).check(olds, news)],
    ] satisfies [string, fc.Arbitrary<object>, (olds: Record<string, unknown>, news: Record<string, unknown>) => { inputs: object; failures: { property: string; reason: string }[] }][]) {
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

const line: fc.Arbitrary<BriefingLine> = fc.record({ emailId: fc.string(), type: fc.constantFrom("KoreUser" as const, "KoreUserAccess" as const), canCreateBot: fc.boolean(), isDeveloper: fc.boolean() }, { requiredKeys: ["emailId", "type"], noNullPrototype: true });
const briefings = fc.record({ lines: fc.array(line, { maxLength: 4 }), anew: fc.boolean() }, { requiredKeys: ["lines"], noNullPrototype: true });

describe("what a program tells the provider's process of itself", () => {
    it("arrives as it was sent", () => fc.assert(fc.property(briefings, (told) => assert.deepEqual(readBriefing({ __program: writeBriefing(told) }), told))));

    it("is a briefing or nothing, whatever stands in its place", () =>
        fc.assert(
            fc.property(fc.oneof(spoiled(briefings).map((told) => JSON.stringify(told)), fc.string(), anyJson), (value) => {
                const told = readBriefing({ __program: value });
                for (const { emailId, type } of told?.lines ?? []) assert.deepEqual([typeof emailId, ["KoreUser", "KoreUserAccess"].includes(type)], ["string", true]);
            }),
            { numRuns: 1500 },
        ));
});
