import assert from "node:assert/strict";
import { markOf } from "../../../review/src/hidden";
import { ada, grace, reported, reviewOf, statementsAbout, step } from "./handMade";

type Properties = Record<string, unknown>;
const unknown = markOf("unknown");
const update = (old: Properties, now: Properties, options: Properties = {}) =>
    step("KoreUser", "ada", {
        op: "update",
        old: { emailId: ada, userId: "u-1", ...old },
        now: { emailId: ada, ...now },
        options,
    });
const list = (op: string, old: Properties | undefined, now: Properties | undefined, name = "builders") =>
    step("KoreUserAccess", name, { op, ...(old === undefined ? {} : { old }), ...(now === undefined ? {} : { now }) });
const builders = { emailIds: [ada, grace], isDeveloper: true, canCreateBot: false };
const onRecord = (emailId: string, facts: Properties = {}) => ({
    emailId,
    isDeveloper: true,
    canCreateBot: false,
    ...facts,
});
const held = { ...builders, reported: [onRecord(ada), onRecord(grace)] };
const role = { roleId: "r-1", botId: "st-1" };
const access = { type: "role", ...role, power: "unknown" };

function said(steps: object[]): object[] {
    return statementsAbout(ada, steps).map(({ by, outside, ...fact }) => ({
        ...fact,
        by: by.map(({ name }) => name),
        ...(outside ? { outside } : {}),
    }));
}
const loses = (what: object, facts: object = {}) => ({
    kind: "loses",
    access: what,
    last: false,
    through: [],
    undeclared: false,
    unsure: false,
    by: ["ada"],
    ...facts,
});
const gains = (what: object, facts: object = {}) => ({
    kind: "gains",
    access: what,
    first: false,
    more: false,
    held: false,
    by: ["ada"],
    ...facts,
});

describe("what a review says that somebody loses or gains", () => {
    const tasks = (...dialogs: string[]) => ({ assignBotTasks: [{ streamId: "st-1", dialogs }] });
    const all = { assignBotTasks: [{ streamId: "st-1" }] };
    const rows: { rule: string; steps: object[]; says: object[] }[] = [
        { rule: "a role", steps: [update({ roles: [role] }, {})], says: [loses(access)] },
        {
            rule: "no role that stays",
            steps: [update({ roles: [role] }, { roles: [role], reason: "x" })],
            says: [{ kind: "setting", name: "reason", from: undefined, to: "x", by: ["ada"] }],
        },
        {
            rule: "a role that a group goes on conferring",
            steps: [update({ roles: [role], reported: reported({ roles: [{ ...role, groups: ["Staff"] }] }) }, {})],
            says: [loses(access, { through: ["Staff"] })],
        },
        {
            rule: "a role with the group that confers it",
            steps: [
                update(
                    {
                        roles: [role],
                        groups: ["e-1"],
                        reported: reported({
                            roles: [{ ...role, groups: ["Staff"] }],
                            groups: [{ groupId: "e-1", groupName: "Staff" }],
                        }),
                    },
                    {},
                ),
            ],
            says: [loses(access), loses({ type: "group", groupId: "e-1", isKnown: true })],
        },
        {
            rule: "their last administrator role",
            steps: [update({ roles: [{ roleId: "r-2" }] }, {})],
            says: [
                loses({ type: "administrator", roleId: "r-2", power: "unknown" }, { last: true }),
                { kind: "lastAdministrator", unsure: false, isAsked: true, by: ["ada"] },
            ],
        },
        {
            rule: "one of two administrator roles",
            steps: [update({ roles: [{ roleId: "r-2" }, { roleId: "r-3" }] }, { roles: [{ roleId: "r-3" }] })],
            says: [loses({ type: "administrator", roleId: "r-2", power: "unknown" })],
        },
        {
            rule: "a role, unless it is among what is not known",
            steps: [update({ roles: [role] }, { roles: [{ roleId: unknown, botId: "st-1" }] })],
            says: [
                {
                    kind: "unknown",
                    what: "roles",
                    why: "unknown",
                    could: ["administrator", "owner", "role"],
                    botId: "st-1",
                    by: ["ada"],
                },
                loses(access, { unsure: "notKnownYet" }),
            ],
        },
        {
            rule: "nothing of a list that is not known at all",
            steps: [update({ groups: ["e-1"] }, { groups: unknown })],
            says: [
                {
                    kind: "unknown",
                    what: "groups",
                    why: "unknown",
                    could: ["group", "administrator", "owner", "role"],
                    by: ["ada"],
                },
            ],
        },
        {
            rule: "some tasks of a bot",
            steps: [update(tasks("a", "c", "b"), tasks("b"))],
            says: [loses({ type: "tasks", botId: "st-1", dialogs: ["a", "c"] })],
        },
        {
            rule: "all tasks of a bot but some",
            steps: [update(all, tasks("b", "a"))],
            says: [loses({ type: "tasks", botId: "st-1", except: ["b", "a"] })],
        },
        {
            rule: "all tasks of a bot",
            steps: [update(all, { assignBotTasks: [] })],
            says: [loses({ type: "tasks", botId: "st-1" })],
        },
        {
            rule: "all tasks of a bot, gained",
            steps: [update(tasks("a"), all)],
            says: [gains({ type: "tasks", botId: "st-1" })],
        },
        {
            rule: "a role, a group and a flag, gained, that Kore.ai reports already",
            steps: [
                update(
                    { reported: reported({ isDeveloper: true, roles: [role], groups: [{ groupId: "e-1" }] }) },
                    { isDeveloper: true, roles: [role], groups: ["e-1", "e-2"] },
                ),
            ],
            says: [
                gains({ type: "developer" }, { held: true }),
                gains(access, { held: true }),
                gains({ type: "group", groupId: "e-1", isKnown: false }, { held: true }),
                gains({ type: "group", groupId: "e-2", isKnown: false }),
            ],
        },
        {
            rule: "what exclusive takes of what is on record",
            steps: [
                update(
                    {
                        exclusive: true,
                        reported: reported({
                            roles: [{ ...role, groups: [] }],
                            groups: [{ groupId: "e-1" }, { groupId: "e-2" }],
                        }),
                    },
                    { exclusive: true, groups: ["e-2"] },
                ),
            ],
            says: [
                gains({ type: "group", groupId: "e-2", isKnown: false }, { held: true }),
                loses(access, { undeclared: true }),
                loses({ type: "group", groupId: "e-1", isKnown: false }, { undeclared: true }),
            ],
        },
        {
            rule: "nothing beyond, without exclusive",
            steps: [update({ reported: reported({ groups: [{ groupId: "e-1" }] }) }, { groups: ["e-2"] })],
            says: [gains({ type: "group", groupId: "e-2", isKnown: false })],
        },
        { rule: "a flag", steps: [update({ isDeveloper: true }, {})], says: [loses({ type: "developer" })] },
        {
            rule: "a flag that is denied",
            steps: [update({ isDeveloper: true }, { isDeveloper: false })],
            says: [loses({ type: "developer" })],
        },
        {
            rule: "no flag that is not known",
            steps: [update({ isDeveloper: true }, { isDeveloper: unknown })],
            says: [{ kind: "unknown", what: "developer", why: "unknown", could: ["developer"], by: ["ada"] }],
        },
        {
            rule: "a flag by leaving a list",
            steps: [list("update", held, { ...builders, emailIds: [grace] })],
            says: [loses({ type: "developer" }, { by: ["builders"] })],
        },
        {
            rule: "a flag by leaving a list, unless they are among who is not known",
            steps: [list("update", held, { ...builders, emailIds: [grace, unknown] })],
            says: [loses({ type: "developer" }, { by: ["builders"], unsure: "notKnownYet" })],
        },
        {
            rule: "nothing by a list that is not known",
            steps: [list("update", held, { ...builders, emailIds: unknown })],
            says: [],
        },
        {
            rule: "data tables by a list that does not give them any more",
            steps: [list("update", { ...held, hasDataTableAndViewAccess: true }, builders)],
            says: [loses({ type: "dataTables" }, { by: ["builders"] })],
        },
        {
            rule: "nothing by a list that goes, where another one gives it",
            steps: [list("delete", held, undefined), list("create", undefined, builders, "others")],
            says: [
                { kind: "handedOver", from: [{ ...named("builders") }], to: [{ ...named("others") }], by: ["others"] },
            ],
        },
        {
            rule: "what they may hold after a step that failed",
            steps: [
                list(
                    "update",
                    {
                        ...builders,
                        emailIds: [grace],
                        reported: [
                            onRecord(ada, { isDeveloper: false, mayHold: { isDeveloper: true, canCreateBot: true } }),
                        ],
                    },
                    { ...builders, emailIds: [grace] },
                ),
            ],
            says: [
                loses({ type: "developer" }, { by: ["builders"] }),
                loses({ type: "botCreator" }, { by: ["builders"] }),
            ],
        },
        {
            rule: "a step that failed, ended now",
            steps: [
                list(
                    "update",
                    { ...held, reported: [onRecord(ada, { mayHold: { isDeveloper: true, canCreateBot: false } })] },
                    builders,
                ),
            ],
            says: [{ kind: "unfinished", by: ["builders"] }],
        },
        {
            rule: "an update of nothing that is declared",
            steps: [update({}, {})],
            says: [{ kind: "unfinished", by: ["ada"] }],
        },
        { rule: "nothing of a list that stays as it is", steps: [list("update", held, builders)], says: [] },
    ];
    for (const { rule, steps, says } of rows)
        it(rule, () => {
            const key = (fact: object) => JSON.stringify(Object.entries(fact).sort());
            const inOrder = (facts: object[]) => [...facts].sort((a, b) => (key(a) < key(b) ? -1 : 1));
            assert.deepEqual(inOrder(said(steps)), inOrder(says));
        });
});

function named(name: string) {
    return {
        type: "KoreUserAccess",
        name,
        urn: `urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUserAccess::${name}`,
    };
}

describe("what a review says of settings", () => {
    const rows: { rule: string; steps: object[]; says: object[] }[] = [
        {
            rule: "each field of the profile, in their order",
            steps: [
                update(
                    { firstName: "A", dept: "x", city: null },
                    { firstName: "B", dept: "x", orgUserId: "7", city: undefined },
                ),
            ],
            says: [{ kind: "profile", fields: ["orgUserId", "firstName"], by: ["ada"] }],
        },
        {
            rule: "protect, turned off",
            steps: [update({}, {}, { protect: true })],
            says: [
                {
                    kind: "setting",
                    name: "protect",
                    from: "true",
                    to: undefined,
                    fate: { from: "protected", to: "removed" },
                    by: ["ada"],
                },
            ],
        },
        {
            rule: "nothing of a step that stays",
            steps: [step("KoreUser", "ada", { op: "same", old: { emailId: ada }, now: { emailId: ada } })],
            says: [],
        },
    ];
    for (const { rule, steps, says } of rows) it(rule, () => assert.deepEqual(said(steps), says));

    it("of a list as a whole, in a block without a person", () => {
        const { blocks } = reviewOf([list("update", { ...held, reason: "old" }, { ...builders, reason: "new" })]);
        assert.deepEqual(
            blocks.map(({ emailId, statements, before, after }) => [
                emailId,
                statements.map((each) => (each.kind === "setting" ? [each.name, each.from, each.to] : each.kind)),
                before,
                after,
            ]),
            [[undefined, [["reason", "old", "new"]], true, true]],
        );
    });

    it("of a list that comes, goes or was only looked at: none", () => {
        const reasons = [
            list("create", undefined, { ...builders, reason: "new" }),
            list("delete", { ...held, reason: "old" }, undefined),
            list("refresh", { ...held, reason: "old" }, { ...builders, reason: "new" }),
        ];
        for (const one of reasons) assert.ok(reviewOf([one]).blocks.every(({ emailId }) => emailId !== undefined));
    });
});
