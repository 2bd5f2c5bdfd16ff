import assert from "node:assert/strict";
import { seedIds } from "kore-emulator";
import { describe, it } from "mocha";
import { checked, parse } from "../../../provider/schema/inputs";
import { doubtfulIds } from "../../../provider/user/doubtfulIds";
import { userInputs, type UserInputs, userState } from "../../../provider/user/schema";
import { Session } from "../../../provider/process/session";
import { UserLifecycle } from "../../../provider/user/lifecycle";
import { ids } from "../../fixtures/fixture";
import { newRun, referenceOf } from "../../harness/runOfProgram";

const emailId = "ada@example.com";

function declaring(given: { groups?: string[]; roleIds?: string[]; bots?: string[]; dialogs?: string[] }) {
    const { groups = [], roleIds = [], bots = [], dialogs = [] } = given;
    return {
        emailId,
        groups,
        roles: [
            ...roleIds.map((roleId) => ({ roleId })),
            ...bots.map((botId) => ({ roleId: seedIds.botRoles.tester, botId })),
        ],
        ...(dialogs.length === 0 ? {} : { assignBotTasks: [{ streamId: seedIds.bots.support, dialogs }] }),
    };
}

function refusedOf(args: object): string[] {
    return checked(userInputs, args).failures.map(({ property, reason }) => `${property}: ${reason}`);
}

function doubtsOf(args: object): string[] {
    const { inputs, failures } = checked(userInputs, args);
    assert.deepEqual(failures, []);
    return [...doubtfulIds(inputs as UserInputs).values()];
}

/** The ids in the samples of Kore.ai's pages: Create User (two editions), Get User Information. */
const ofPages = {
    groups: ["e-06b41cdd-7678-5394-b958-40ca5662f502"],
    roleIds: [
        "5d9d8db30d54920a8df1e68b",
        "5d9d920dabdc1e6e8ec99342",
        "5bbcb20c8bfd33db440ec1d1",
        "5d9d8d930d54920a8df1e689",
        "5cd4081158217217cccabb7e",
        "5bb1ef53e6519fa9f722e69b",
    ],
    bots: [
        "st-b8525f88-6dd3-54a7-8a97-734ecb748733",
        "st-16511425-15c5-5cdf-b652-a796db7d134b",
        "st-ac60188d-cdf4-5e58-a249-178e54cd85b7",
    ],
};
/** Those that the pages print with digits masked. */
const masked = {
    groups: ["e-06b41cdd-7678-5394-b958-40ca5662xxxx"],
    roleIds: ["5d9d8db30d54920a8df1xxxx"],
    bots: ["st-b8525f88-6dd3-54a7-8a97-734ecb74xxxx", "st-xxx-xx-xxx-xxx-xxxx", "st-xxxxx-xxx-xxx-xxx-xxxxx"],
    dialogs: ["dg-xxxx-xx-xx-xx-xxxx"],
};
const ofEmulator = {
    groups: Object.values(seedIds.groups),
    roleIds: [...Object.values(seedIds.botRoles), ...Object.values(seedIds.adminRoles)],
    bots: Object.values(seedIds.bots),
    dialogs: Object.values(seedIds.dialogs),
};
const ofFixtures = {
    groups: [ids.group, ids.otherGroup],
    roleIds: [ids.botRole, ids.adminRole],
    bots: [ids.bot, ids.otherBot],
    dialogs: [ids.dialog],
};

describe("the ids that a program declares", () => {
    for (const [whose, given] of Object.entries({
        "those of Kore.ai's pages": ofPages,
        "the emulator's": ofEmulator,
        "the fixtures'": ofFixtures,
    }))
        it(`pass without a word where they are ${whose}`, () => assert.deepEqual(doubtsOf(declaring(given)), []));

    it("pass in capital letters", () =>
        assert.deepEqual(doubtsOf(declaring({ roleIds: ["5D9D8DB30D54920A8DF1E68B"], bots: [] })), []));

    it("pass with a doubt where a page masks them, or an account has a form of its own", () => {
        const doubts = doubtsOf(declaring(masked));
        assert.deepEqual(
            doubts.map((doubt) => doubt.slice(0, doubt.indexOf(" is not"))),
            [
                'groups: "e-06b41cdd-7678-5394-b958-40ca5662xxxx"',
                'botId: "st-b8525f88-6dd3-54a7-8a97-734ecb74xxxx"',
                'roleId: "5d9d8db30d54920a8df1xxxx"',
                'dialogs: "dg-xxxx-xx-xx-xx-xxxx"',
            ],
        );
        assert.deepEqual(doubtsOf(declaring({ groups: ["Support"] })), [
            "groups: \"Support\" is not of the form that Kore.ai's pages show of a group's id (e- and 32 hexadecimal digits, 8-4-4-4-12). If your account lists it so, nothing is wrong; else the update will be refused. The ids of an account: npx --no-install kore-access directory.",
        ]);
        // Any id of a database may look like a role's.
        assert.match(doubtsOf(declaring({ groups: [seedIds.botRoles.tester] }))[0] ?? "", /a group's id/);
    });

    it("are told of once of each kind, with whose they are", () => {
        const said: string[] = [];
        const { __program } = referenceOf(newRun());
        const lifecycle = new UserLifecycle(new Session((message) => void said.push(message)));
        for (const each of ["ada@example.com", "grace@example.com"])
            lifecycle.check(
                {},
                { ...declaring({ groups: ["Support"], roleIds: ["tester"] }), emailId: each, __program },
            );
        assert.equal(said.length, 2, said.join("\n"));
        assert.match(said[0] ?? "", /^ada@example\.com, groups: "Support" is not of the form/);
        assert.match(said[1] ?? "", /^ada@example\.com, roleId: "tester" is not of the form/);
    });

    const { support } = seedIds.bots;
    const { tester } = seedIds.botRoles;
    const wrong: [string, object, RegExp][] = [
        [
            "a role's id with a digit too many",
            declaring({ roleIds: [`${tester}0`] }),
            /^roles\[0\]\.roleId: "\w{25}" is not a role's id, which is 24 hexadecimal digits; this has 25 digits/,
        ],
        ["a role's id with a digit too few", declaring({ roleIds: [tester.slice(1)] }), /this has 23 digits/],
        [
            "a bot's id for a role's",
            declaring({ roleIds: [support] }),
            /^roles\[0\]\.roleId: "st-.*" looks like a bot's id, where a role's id belongs: 24 hexadecimal digits\. .*kore-access directory/,
        ],
        [
            "a role's id for a bot's",
            declaring({ bots: [tester] }),
            /^roles\[0\]\.botId: .* looks like a role's id, where a bot's id belongs: st- and/,
        ],
        [
            "a person's id for a group's",
            declaring({ groups: [`u-${support.slice(3)}`] }),
            /^groups\[0\]: .* looks like a person's id/,
        ],
        [
            "a masked id of another kind",
            declaring({ groups: ["st-xxx-xx-xxx-xxx-xxxx"] }),
            /^groups\[0\]: .* looks like a bot's id/,
        ],
        [
            "a bot's id with a digit too few",
            declaring({ bots: [support.slice(0, -1)] }),
            /^roles\[0\]\.botId: .* is not a bot's id, .* this has 31 digits/,
        ],
        [
            "a dialog's id with a hyphen elsewhere",
            declaring({ dialogs: ["dg-0000000-00000-5000-8000-000000000011"] }),
            /^assignBotTasks\[0\]\.dialogs\[0\]: .* is not a dialog's id/,
        ],
        [
            "a group's id for a dialog's",
            declaring({ dialogs: [seedIds.groups.everybody] }),
            /looks like a group's id, where a dialog's id belongs/,
        ],
        [
            "a clientId for a bot's",
            { emailId, assignBotTasks: [{ streamId: `cs-${support.slice(3)}` }] },
            /^assignBotTasks\[0\]\.streamId: .* looks like a clientId/,
        ],
        ["an id with a space", declaring({ groups: [`${seedIds.groups.everybody} `] }), /it has a space/],
    ];
    for (const [title, args, message] of wrong) {
        it(`are refused: ${title}`, () => {
            const refused = refusedOf(args);
            assert.equal(refused.length, 1, refused.join("\n"));
            assert.match(refused[0] ?? "", message);
        });
    }

    it("are never refused in a state, which an earlier release has written", () => {
        const state = declaring({ roleIds: [`${tester}0`], groups: [support] });
        assert.deepEqual(parse(userState, state, emailId), state);
    });
});
