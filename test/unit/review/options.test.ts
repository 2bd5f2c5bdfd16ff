import assert from "node:assert/strict";
import { brevities, documentOf } from "../../../review/src/diff/compose";
import { blockRisk, riskOf } from "../../../review/src/diff/risk";
import { sentence } from "../../../review/src/diff/sentence";
import { plainText } from "../../../review/src/textPhrase";
import { ada, grace, reported, reviewOf, step } from "./handMade";

type Properties = Record<string, unknown>;
const urn = (name: string) => `urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUser::${name}`;

/** A KoreUser that stays the same, but for options of the engine. */
function same(old: Properties, now: Properties, properties: Properties = {}): object {
    const { oldState, newState, ...others } = step("KoreUser", "ada", {
        op: "same",
        old: { emailId: ada, userId: "u-1", ...properties },
        now: { emailId: ada, ...properties },
    }) as { oldState: object; newState: object };
    return { ...others, oldState: { ...oldState, ...old }, newState: { ...newState, ...now } };
}

/** What is said of ada, each with whether it needs a look. */
function said(...steps: object[]): [string, boolean][] {
    const { blocks, names } = reviewOf(steps);
    return blocks.flatMap((block) =>
        block.statements.map((statement): [string, boolean] => [
            plainText(sentence(statement, block), names),
            riskOf(statement) > 0,
        ]),
    );
}

describe("what a review says of what the update does beside people's resources", () => {
    const other = (op: string, type: string, inputs: [Properties, Properties] = [{}, {}]) => ({
        op,
        urn: `urn:pulumi:test::company::${type}::fix`,
        oldState: { type, custom: true, inputs: inputs[0] },
        newState: { type, custom: true, inputs: inputs[1] },
    });
    const document = (...steps: object[]) => documentOf(reviewOf(steps), brevities[0]!);
    const notes = (...steps: object[]) => {
        const { names } = reviewOf(steps);
        return document(...steps).notes.map((note) => plainText(note, names));
    };
    const provider = "pulumi:providers:pulumi-nodejs";

    it("other resources that change, by type and name, and no word that nobody's access changes", () => {
        const command = other("update", "command:local:Command");
        assert.match(notes(command).join(), /is not known here: command:local:Command fix\./);
        assert.equal(
            document(command).nothing,
            "This changes nobody's access by a KoreUser, a KoreUsers or a KoreUserAccess.",
        );
    });

    it("nothing of those that stay, and of other instances", () => {
        assert.deepEqual(notes(other("same", "command:local:Command"), other("update", provider)), []);
        assert.equal(document(other("same", "command:local:Command")).nothing, "This changes nobody's access.");
    });

    it("that a provider instance comes to its account otherwise", () =>
        assert.match(
            notes(other("update", provider, [{ "kore:clientId": "cs-1" }, { "kore:clientId": "cs-2" }])).join(),
            /^The provider instance fix has another kore:clientId: /,
        ));

    it("nothing at all where other code carries out the steps of a KoreUser", () =>
        assert.throws(
            () =>
                said(
                    step("KoreUser", "ada", {
                        op: "create",
                        now: { emailId: ada, __provider: "exports.handler=evil" },
                    }),
                ),
            /^Error: ada has the type of pulumi-kore's resources, and other code as its provider/,
        ));
});

describe("what a delete does from now on", () => {
    const [removes, revokes] = [{}, { onDestroy: "revoke" }];
    const rows: {
        rule: string;
        old: Properties;
        now: Properties;
        properties?: Properties;
        says: [string, boolean][];
    }[] = [
        {
            rule: "nothing, where it was protected",
            old: { protect: true },
            now: {},
            says: [["protect: a delete now removes them from the account (before: refused by Pulumi)", true]],
        },
        {
            rule: "what onDestroy says, where it was protected",
            old: { protect: true },
            now: {},
            properties: revokes,
            says: [
                ["protect: a delete now takes back what is declared, and no more (before: refused by Pulumi)", true],
            ],
        },
        {
            rule: "refused, as before, where the person was adopted and protected",
            old: { protect: true },
            now: {},
            properties: { adopted: true },
            says: [
                [
                    "protect: a delete now is refused, until the program says what becomes of them (before: refused by Pulumi)",
                    true,
                ],
            ],
        },
        {
            rule: "refused, where it gets a protection",
            old: {},
            now: { protect: true },
            properties: removes,
            says: [["protect: a delete now is refused by Pulumi (before: removed them from the account)", false]],
        },
        {
            rule: "nothing, where it is retained",
            old: {},
            now: { retainOnDelete: true },
            properties: revokes,
            says: [
                [
                    "retainOnDelete: a delete now leaves them all that they have, not managed any more (before: took back what is declared)",
                    true,
                ],
            ],
        },
        {
            rule: "told by one setting, where two change",
            old: { protect: true, retainOnDelete: true },
            now: {},
            says: [
                ["retainOnDelete: a delete now removes them from the account (before: refused by Pulumi)", true],
                ["changes protect: true → none", false],
            ],
        },
    ];
    for (const { rule, old, now, properties, says } of rows)
        it(rule, () => assert.deepEqual(said(same(old, now, properties)), says));
});

describe("what a review says of options of the engine", () => {
    it("deletedWith, by the name of the other resource", () =>
        assert.deepEqual(said(same({}, { deletedWith: urn("team") })), [
            ["deletedWith: where team goes as well, nothing is done to them, and they keep all that they have", true],
        ]));

    it("deletedWith that ends", () =>
        assert.deepEqual(said(same({ deletedWith: urn("team") }, {})), [
            ["deletedWith is off: nothing but onDestroy says what a delete does", true],
        ]));

    it("ignoreChanges, that begins, changes and ends", () => {
        const [some, more] = [{ ignoreChanges: ["roles"] }, { ignoreChanges: ["roles", "groups"] }];
        assert.deepEqual(said(same({}, some)), [
            [
                "ignoreChanges: what the program says of roles is not applied, and what is given by hand there stays",
                true,
            ],
        ]);
        assert.deepEqual(said(same(some, more)), [
            [
                "ignoreChanges: what the program says of groups, roles is not applied, and what is given by hand there stays",
                true,
            ],
        ]);
        assert.deepEqual(
            said(same(more, some)).map(([, look]) => look),
            [true],
        );
        assert.deepEqual(said(same(some, {})), [
            ["ignoreChanges is off: what the program says of roles is applied again", false],
        ]);
        assert.deepEqual(said(same(more, { ignoreChanges: ["groups", "roles"] })), []);
    });

    it("hooks, with when and by what name they run, as nobody knows what they do", () => {
        const hooks = { resourceHooks: { BeforeDelete: ["tell"] } };
        assert.deepEqual(said(same({}, hooks)), [
            [
                "hooks: code of the program runs at their steps, and what it does is not known here: beforeDelete: tell",
                true,
            ],
        ]);
        assert.deepEqual(said(same(hooks, {})), [["hooks are off: no code of the program runs at their steps", false]]);
    });

    it("of somebody who comes, by what they do later on; and no note that nothing is applied", () => {
        const options = { retainOnDelete: true, ignoreChanges: ["roles"], resourceHooks: { afterCreate: ["tell"] } };
        const { newState, ...others } = step("KoreUser", "ada", { op: "create", now: { emailId: ada } }) as {
            newState: object;
        };
        const comes = { ...others, newState: { ...newState, ...options, deletedWith: urn("team"), protect: true } };
        const kept = "leaves them all that they have, not managed any more";
        assert.deepEqual(said(comes), [
            [
                "ignoreChanges: what the program says of roles is applied this once, and not later on; what is given by hand there stays",
                true,
            ],
            ["deletedWith: where team goes as well, nothing is done to them, and they keep all that they have", true],
            [`retainOnDelete: a delete later on ${kept}`, true],
            [
                "hooks: code of the program runs at their steps, and what it does is not known here: afterCreate: tell",
                true,
            ],
            ["joins", false],
        ]);
        assert.deepEqual(reviewOf([comes]).ignored, []);
    });

    it("one that goes together with another keeps what it has, wherever the other one is deleted or made anew", () => {
        const goes = step("KoreUser", "ada", {
            op: "delete",
            old: { emailId: ada, userId: "u-1", isDeveloper: true },
            options: { deletedWith: urn("grace") },
        });
        const kept = "is not managed any more: stays in the account with all access (deletedWith). Has: developer";
        const old = { emailId: grace, userId: "u-2" };
        const others = [
            step("KoreUser", "grace", { op: "delete", old }),
            step("KoreUser", "grace", { op: "replace", old, now: { emailId: "hopper@example.com" } }),
        ];
        for (const other of others) assert.ok(said(goes, other).some(([text]) => text === kept));
        const stays = step("KoreUser", "grace", { op: "same", old, now: { emailId: grace } });
        assert.deepEqual(said(goes, stays), [["is removed from the account. Had: developer", true]]);
    });
});

describe("what a review says of administrators whom nobody declares", () => {
    const master = { roleId: "r-master", roleName: "Master Admin" };
    const refreshed = (facts: Properties, now: Properties, before: Properties = {}) => [
        step("KoreUser", "ada", { op: "refresh", old: { emailId: ada, userId: "u-1", reported: reported(before) } }),
        step("KoreUser", "ada", {
            op: "same",
            old: { emailId: ada, userId: "u-1", ...now, reported: reported(facts) },
            now: { emailId: ada, ...now },
        }),
    ];
    const named = "has an administrator role that nobody declares: role Master Admin";
    const rows: { rule: string; steps: object[]; says: string[] }[] = [
        {
            rule: "a role that was given by hand",
            steps: refreshed({ roles: [master] }, {}),
            says: [`${named}, given outside of the program since the last update`],
        },
        {
            rule: "one that the state had",
            steps: refreshed({ roles: [master] }, {}, { roles: [master] }),
            says: [named],
        },
        {
            rule: "none that is declared",
            steps: refreshed({ roles: [master] }, { roles: [{ roleId: "r-master" }] }),
            says: [],
        },
        {
            rule: "none through a group that is declared",
            steps: refreshed(
                { roles: [{ ...master, groups: ["Staff"] }], groups: [{ groupId: "e-1", groupName: "Staff" }] },
                { groups: ["e-1"] },
            ),
            says: [],
        },
        {
            rule: "one through a group that is not declared, and another one that is",
            steps: refreshed(
                {
                    roles: [{ ...master, groups: ["Staff"] }],
                    groups: [
                        { groupId: "e-1", groupName: "Staff" },
                        { groupId: "e-2", groupName: "Others" },
                    ],
                },
                { groups: ["e-2"] },
            ),
            says: [`${named} through the group Staff, given outside of the program since the last update`],
        },
        {
            rule: "none where Kore.ai does not tell what comes from a declared group",
            steps: refreshed(
                { roles: [master], rolesUnclear: true, groups: [{ groupId: "e-1", groupName: "Staff" }] },
                { groups: ["e-1"] },
            ),
            says: [],
        },
        {
            rule: "one where Kore.ai does not tell it, and no group is declared",
            steps: refreshed({ roles: [master], rolesUnclear: true }, {}),
            says: [`${named}, given outside of the program since the last update`],
        },
        {
            rule: "no other role on a bot",
            steps: refreshed({ roles: [{ roleId: "r-1", roleName: "Bot Tester", botId: "st-1" }] }, {}),
            says: [],
        },
    ];
    for (const { rule, steps, says } of rows)
        it(rule, () =>
            assert.deepEqual(
                said(...steps),
                says.map((text) => [text, true]),
            ),
        );
});

describe("what a review says of somebody who joins as another one goes", () => {
    const goes = (facts: Properties) =>
        step("KoreUser", "old", { op: "delete", old: { emailId: ada, userId: "u-1", ...facts } });
    const joins = (emailId: string, facts: Properties = {}) =>
        step("KoreUser", "new", { op: "create", now: { emailId, ...facts } });
    const name = { firstName: "Ada", lastName: "Byron" };
    const isTaken = (...steps: object[]) =>
        reviewOf(steps).blocks.some(
            (block) => blockRisk(block) > 0 && block.statements.some(({ kind }) => kind === "resembles"),
        );
    const rows: { rule: string; steps: object[]; same: boolean }[] = [
        { rule: "the same first and last name", steps: [goes(name), joins(grace, name)], same: true },
        {
            rule: "in other letters and spaces",
            steps: [goes(name), joins(grace, { firstName: " ada", lastName: "BYRON" })],
            same: true,
        },
        {
            rule: "the name that Kore.ai reported",
            steps: [goes({ reported: reported(name) }), joins(grace, name)],
            same: true,
        },
        {
            rule: "not a first name alone",
            steps: [goes({ firstName: "Ada" }), joins(grace, { firstName: "Ada" })],
            same: false,
        },
        { rule: "the same orgUserId", steps: [goes({ orgUserId: "7" }), joins(grace, { orgUserId: "7" })], same: true },
        { rule: "the same first part of the address", steps: [goes({}), joins("ada@example.org")], same: true },
        { rule: "not nothing", steps: [goes({}), joins(grace)], same: false },
        {
            rule: "not of somebody who stays",
            steps: [
                step("KoreUser", "old", { op: "same", old: { emailId: ada, ...name }, now: { emailId: ada, ...name } }),
                joins(grace, name),
            ],
            same: false,
        },
    ];
    for (const { rule, steps, same: expected } of rows) it(rule, () => assert.equal(isTaken(...steps), expected));
});
