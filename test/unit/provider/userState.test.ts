import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { checked, parse, unknownValue } from "../../../provider/schema/inputs";
import { declaredIn, stateOf, userArguments, userInputs, userState } from "../../../provider/user/schema";
import { accessInputs } from "../../../provider/userAccess/schema";
import { person } from "./people";
import { declarations, normal, placesIn, programs, rewritten, withUnknown } from "./programs";

const emailId = "ada@example.com";

describe("what a program declares of a person", () => {
    it("has one normal form, whatever the order, the letter case of the address, and the repetition", () =>
        fc.assert(
            fc.property(
                programs.chain((program) => fc.tuple(fc.constant(program), rewritten(program))),
                ([program, other]) => assert.deepEqual(normal(other), normal(program)),
            ),
        ));

    it("is in its normal form for ever", () =>
        fc.assert(fc.property(declarations, (declared) => assert.deepEqual(normal(declared), declared))));

    it("keeps what is unknown in it, in its place; it is never merged, and never an error", () =>
        fc.assert(
            fc.property(
                programs
                    .chain(rewritten)
                    .chain((program) => fc.tuple(fc.constant(program), fc.subarray(placesIn(program)))),
                ([program, places]) => {
                    const partly = withUnknown(program, places);
                    const { inputs, failures } = checked(userInputs, partly as object);
                    assert.deepEqual(failures, []);
                    assert.equal(count(inputs), count(partly));
                },
            ),
        ));

    it("may be unknown in everything but its argument names", () => {
        const all = Object.fromEntries(Object.keys(userArguments).map((key) => [key, unknownValue]));
        assert.deepEqual(checked(userInputs, all), { inputs: all, failures: [] });
    });

    const wrong: [string, object, string, RegExp][] = [
        ["without an address", {}, "emailId", /^is required$/],
        ["with an address that is none", { emailId: "ada" }, "emailId", /is not an e-mail address/],
        ["with an empty name", { emailId, firstName: "" }, "firstName", /must not be empty/],
        ["with a number for a text", { emailId, zip: 12345 }, "zip", /must be a text/],
        ["with a group that is no text", { emailId, groups: ["e-1", 2] }, "groups[1]", /must be a text/],
        ["with a role without its id", { emailId, roles: [{ botId: "st-1" }] }, "roles[0].roleId", /is required/],
        [
            "with a role by its name",
            { emailId, roles: [{ roleId: "r-1" }, { roleId: "r-2", roleName: "Bot Owner" }] },
            "roles[1].roleName",
            /is not an argument/,
        ],
        ["with a role that is only its id", { emailId, roles: ["r-1"] }, "roles[0]", /must be an object/],
        [
            "with tasks of no bot",
            { emailId, assignBotTasks: [{ dialogs: ["dg-1"] }] },
            "assignBotTasks[0].streamId",
            /is required/,
        ],
        [
            "with tasks by botId",
            { emailId, assignBotTasks: [{ streamId: "st-1", botId: "st-1" }] },
            "assignBotTasks[0].botId",
            /is not an argument/,
        ],
        [
            "with a dialog that is no text",
            { emailId, assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1", {}] }] },
            "assignBotTasks[0].dialogs[1]",
            /must be a text/,
        ],
        [
            "with a space in a group's id",
            { emailId, groups: ["e-1", "e-1 "] },
            "groups[1]",
            /"e-1 " is not an id: it has a/,
        ],
        [
            "with a role's id in which a character can't be seen",
            { emailId, roles: [{ roleId: "r-1", botId: "st-1\u200b" }] },
            "roles[0].botId",
            /"st-1\\u200b" is not an id/,
        ],
        [
            "with several dialogs in one text",
            { emailId, assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1, dg-2"] }] },
            "assignBotTasks[0].dialogs[0]",
            /"dg-1, dg-2" is not an id/,
        ],
        [
            "with a bot twice",
            { emailId, assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1"] }, { streamId: "st-1" }] },
            "assignBotTasks",
            /names a bot twice/,
        ],
        ["with a flag that is a text", { emailId, isDeveloper: "true" }, "isDeveloper", /must be true or false/],
        ["with canCreateBot alone", { emailId, canCreateBot: true }, "canCreateBot", /needs isDeveloper: true/],
        [
            "with canCreateBot and without the builder",
            { emailId, canCreateBot: true, isDeveloper: false },
            "canCreateBot",
            /needs isDeveloper: true/,
        ],
        [
            "with another word for adopt",
            { emailId, adopt: "always" },
            "adopt",
            /must be one of: ifSame, takeOver, never/,
        ],
        [
            "with another word for onDestroy",
            { emailId, onDestroy: "keep" },
            "onDestroy",
            /must be one of: remove, revoke/,
        ],
        ["with an argument of another resource", { emailId, emailIds: [emailId] }, "emailIds", /is not an argument/],
        ["with an output", { emailId, userId: "u-1" }, "userId", /is not an argument/],
    ];
    it("is refused for all that is wrong with it at once", () => {
        const { failures } = checked(userInputs, { emailId: "ada", groups: ["e 1"], canCreateBot: true });
        assert.deepEqual(failures.map(({ property }) => property).sort(), ["canCreateBot", "emailId", "groups[0]"]);
        const list = { emailIds: [], canCreateBot: true, isDeveloper: false, reason: "" };
        const ofList = checked(accessInputs, list).failures;
        assert.deepEqual(ofList.map(({ property }) => property).sort(), ["canCreateBot", "emailIds", "reason"]);
    });

    it("may be in a state with an id of any form", () =>
        assert.deepEqual(parse(userState, { emailId, groups: ["e 1"] }, emailId).groups, ["e 1"]));

    for (const [what, program, property, reason] of wrong) {
        it(`is refused ${what}, with the path of the property`, () => {
            const { failures } = checked(userInputs, program);
            assert.equal(failures.length, 1, JSON.stringify(failures));
            assert.equal(failures[0]?.property, property);
            assert.match(failures[0].reason, reason);
        });
    }

    it("may have the flags in every combination that Kore.ai takes", () => {
        for (const flags of [
            {},
            { isDeveloper: true },
            { canCreateBot: false },
            { canCreateBot: false, isDeveloper: true },
            { canCreateBot: false, isDeveloper: false },
            { canCreateBot: true, isDeveloper: true },
        ]) {
            assert.deepEqual(checked(userInputs, { emailId, ...flags }).failures, []);
        }
    });

    it("may name the same tasks of a bot twice, which is once", () => {
        const tasks = { streamId: "st-1", dialogs: ["dg-1", "dg-2"] };
        assert.deepEqual(
            normal({ emailId, assignBotTasks: [tasks, { ...tasks, dialogs: ["dg-2", "dg-1"] }] }).assignBotTasks,
            [tasks],
        );
    });

    it("may leave out parts of its lists as null, as it may leave out arguments", () => {
        assert.deepEqual(
            normal({
                emailId,
                dept: null,
                roles: [{ roleId: "r-1", botId: null }],
                assignBotTasks: [{ streamId: "st-1", dialogs: null }],
            }),
            {
                emailId,
                roles: [{ roleId: "r-1" }],
                assignBotTasks: [{ streamId: "st-1" }],
            },
        );
    });

    it("may be empty lists, which are another thing than none", () => {
        assert.deepEqual(normal({ emailId, groups: [], roles: [], assignBotTasks: [] }), {
            emailId,
            groups: [],
            roles: [],
            assignBotTasks: [],
        });
    });
});

describe("the state of a person", () => {
    const facts = { account: "platform.kore.ai", adopted: false };

    it("gives back what was declared, whatever Kore.ai reported", () =>
        fc.assert(
            fc.property(declarations, (declared) => {
                const state = parse(
                    userState,
                    {
                        ...stateOf(declared, person({ firstName: "Other", groups: [{ groupId: "e-9" }] }), facts),
                        __provider: "…",
                    },
                    "ada",
                );
                assert.deepEqual(declaredIn(state), declared);
            }),
        ));

    it("says who the person is, and what Kore.ai reported of them", () => {
        const reported = person({
            firstName: "Ada",
            status: "active",
            isDeveloper: true,
            roles: [
                { roleId: "r-1", botId: "st-1", groups: [] },
                { roleId: "r-2", groups: ["Builders"] },
                { roleId: "r-3", groups: [] },
            ],
            groups: [{ groupId: "e-1", groupName: "Builders" }],
            assignBotTasks: [{ streamId: "st-1" }],
        });
        assert.deepEqual(stateOf({ emailId }, reported, facts), {
            emailId,
            userId: reported.userId,
            ...facts,
            reported: {
                canCreateBot: false,
                isDeveloper: true,
                firstName: "Ada",
                status: "active",
                roles: [{ roleId: "r-1", botId: "st-1" }, { roleId: "r-2", groups: ["Builders"] }, { roleId: "r-3" }],
                groups: [{ groupId: "e-1", groupName: "Builders" }],
                assignBotTasks: [{ streamId: "st-1" }],
            },
        });
    });

    it("says where it can't be told which roles come from groups", () => {
        const unclear = person({ roles: [{ roleId: "r-1" }], groups: [{ groupId: "e-1" }] });
        assert.equal(stateOf({ emailId }, unclear, facts).reported.rolesUnclear, true);
        assert.equal(
            stateOf({ emailId }, person({ roles: [{ roleId: "r-1" }] }), facts).reported.rolesUnclear,
            undefined,
            "without a group every role is direct",
        );
    });

    it("can be read again, also with what a later release adds to it", () => {
        const state = stateOf(
            { emailId },
            person({ roles: [{ roleId: "r-1", groups: ["Builders"] }], assignBotTasks: [] }),
            facts,
        );
        assert.deepEqual(parse(userState, state, "ada"), state);
        assert.deepEqual(
            declaredIn(
                parse(userState, { ...state, mood: "good", reported: { ...state.reported, mood: "good" } }, "ada"),
            ),
            { emailId },
        );
    });

    it("can be read where someone cleared a name in Kore.ai", () => {
        assert.equal(
            parse(userState, stateOf({ emailId, firstName: "" }, person({ firstName: "" }), facts), "ada").firstName,
            "",
        );
    });

    it("may lack everything but the address, as of an import", () => {
        assert.deepEqual(declaredIn(parse(userState, { emailId: "Ada@Example.com" }, "ada")), { emailId });
    });
});

function count(value: unknown): number {
    return JSON.stringify(value).split(unknownValue).length - 1;
}
