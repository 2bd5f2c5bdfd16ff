import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
    differencesOf,
    eitherOf,
    newUser,
    nothingFor,
    realValues,
    remainsOf,
    surplusOf,
    unverifiable,
    userUpdate,
    withEmptyTaskList,
    withMembership,
} from "../../../provider/user/plan/difference";
import type { UserInputs } from "../../../provider/user/schema";
import { person } from "./people";

const emailId = "ada@example.com";
const onBot = { roleId: "r-1", botId: "st-1" };
const onOtherBot = { roleId: "r-1", botId: "st-2" };
const admin = { roleId: "r-1" };
const direct = { groups: [] };
const builders = { groupId: "e-1", groupName: "Builders" };

function user(given: Partial<UserInputs>): UserInputs {
    return { emailId, ...given };
}

describe("the row of Create User", () => {
    it("gives nobody what the program does not say: both flags are false", () => {
        assert.deepEqual(newUser(user({})), { userInfo: { emailId }, canCreateBot: false, isDeveloper: false });
    });

    it("has the declared flags", () => {
        const row = newUser(user({ canCreateBot: true, isDeveloper: true }));
        assert.deepEqual([row.canCreateBot, row.isDeveloper], [true, true]);
    });

    it("has nothing that is the provider's own", () => {
        assert.deepEqual(
            newUser(user({ adopt: "never", onDestroy: "remove", reason: "because", sendEmail: true })),
            newUser(user({})),
        );
    });

    it("has lists that are declared empty, and none that are not declared", () => {
        assert.deepEqual(newUser(user({ groups: [], roles: [], assignBotTasks: [] })), {
            ...newUser(user({})),
            groups: [],
            roles: [],
            assignBotTasks: [],
        });
    });
});

describe("the real values of what is declared", () => {
    it("are Kore.ai's for names and flags", () => {
        const declared = { emailId, firstName: "Ada", lastName: "Lovelace", canCreateBot: true, isDeveloper: true };
        const real = { firstName: "Augusta", lastName: "King", canCreateBot: false, isDeveloper: false };
        assert.deepEqual(realValues(declared, person(real)), { emailId, ...real });
    });

    it("are the declared ones where Kore.ai reports none", () => {
        const declared = user({
            firstName: "Ada",
            orgUserId: "employee 1",
            dept: "Research",
            state: "London",
            reason: "because",
            assignBotTasks: [{ streamId: "st-1" }],
        });
        assert.deepEqual(realValues(declared, person({})), declared);
    });

    it("have nothing that is not declared", () => {
        const rich = person({
            firstName: "Ada",
            canCreateBot: true,
            isDeveloper: true,
            groups: [builders],
            roles: [{ ...onBot, ...direct }],
            assignBotTasks: [{ streamId: "st-1" }],
        });
        assert.deepEqual(realValues(user({}), rich), { emailId });
    });

    it("are the declared groups that the person is in; other groups are nobody's business", () => {
        assert.deepEqual(
            realValues(user({ groups: ["e-1", "e-2"] }), person({ groups: [builders, { groupId: "e-3" }] })).groups,
            ["e-1"],
        );
    });

    it("are the declared roles that the person holds, directly or by a group, on the same bot", () => {
        const holder = person({
            roles: [
                { ...onBot, groups: ["Builders"] },
                { ...admin, ...direct },
                { roleId: "r-9", ...direct },
            ],
        });
        assert.deepEqual(realValues(user({ roles: [onBot, onOtherBot, admin] }), holder).roles, [onBot, admin]);
    });

    it("are in the order in which they are declared, in whichever Kore.ai reports them", () => {
        const declared = user({
            groups: ["e-2", "e-1"],
            roles: [onOtherBot, admin, onBot],
            assignBotTasks: [
                { streamId: "st-2", dialogs: ["dg-2", "dg-1"] },
                { streamId: "st-3" },
                { streamId: "st-1", dialogs: ["dg-1"] },
            ],
        });
        const holder = person({
            groups: [builders, { groupId: "e-2" }],
            roles: [onBot, onOtherBot, admin].map((role) => ({ ...role, ...direct })),
            assignBotTasks: [
                { streamId: "st-0" },
                { streamId: "st-1", dialogs: ["dg-1"] },
                { streamId: "st-2", dialogs: ["dg-0", "dg-1", "dg-2"] },
                { streamId: "st-3", dialogs: ["dg-3"] },
            ],
        });
        const [ofSecond, ...others] = declared.assignBotTasks ?? [];
        assert.deepEqual(realValues(declared, holder), {
            ...declared,
            assignBotTasks: [{ ...ofSecond, dialogs: ["dg-2", "dg-1", "dg-0"] }, ...others, { streamId: "st-0" }],
        });
    });

    it("are all tasks that are assigned, in their normal form", () => {
        const holder = person({
            assignBotTasks: [
                { streamId: "st-2", dialogs: ["dg-2", "dg-1", "dg-2"] },
                { streamId: "st-1", dialogs: ["dg-1"] },
            ],
        });
        assert.deepEqual(realValues(user({ assignBotTasks: [] }), holder).assignBotTasks, [
            { streamId: "st-1", dialogs: ["dg-1"] },
            { streamId: "st-2", dialogs: ["dg-1", "dg-2"] },
        ]);
    });

    it("take any dialogs of a bot for all of them, where all are declared", () => {
        const declared = user({ assignBotTasks: [{ streamId: "st-1" }] });
        for (const dialogs of [[], ["dg-1"], undefined]) {
            assert.deepEqual(
                realValues(
                    declared,
                    person({ assignBotTasks: [{ streamId: "st-1", ...(dialogs === undefined ? {} : { dialogs }) }] }),
                ),
                declared,
            );
        }
    });
});

describe("the row of Update User", () => {
    it("is none where the person is as declared", () => {
        const declared = user({
            firstName: "Ada",
            groups: ["e-1"],
            roles: [onBot],
            assignBotTasks: [{ streamId: "st-1" }],
            isDeveloper: true,
        });
        const same = person({
            firstName: "Ada",
            groups: [builders],
            roles: [{ ...onBot, groups: ["Builders"] }],
            assignBotTasks: [{ streamId: "st-1" }],
            isDeveloper: true,
        });
        assert.equal(userUpdate(declared, declared, same), undefined);
        assert.equal(userUpdate({}, user({}), same), undefined);
    });

    it("has both flags always, an undeclared one as it is", () => {
        const developer = person({ isDeveloper: true });
        assert.deepEqual(userUpdate({}, user({ groups: ["e-1"] }), developer), {
            userInfo: { emailId },
            groups: { addTo: ["e-1"] },
            canCreateBot: false,
            isDeveloper: true,
        });
        assert.deepEqual(userUpdate({}, user({ canCreateBot: true }), developer), {
            userInfo: { emailId },
            canCreateBot: true,
            isDeveloper: true,
        });
    });

    it("takes back a flag that was declared and is no longer, be it true or false before", () => {
        const rich = person({ canCreateBot: true, isDeveloper: true });
        for (const before of [true, false]) {
            const row = userUpdate({ canCreateBot: before, isDeveloper: before }, user({}), rich);
            assert.deepEqual([row?.canCreateBot, row?.isDeveloper], [false, false]);
        }
    });

    it("adds only the groups and roles that are missing", () => {
        const row = userUpdate(
            {},
            user({ groups: ["e-1", "e-2"], roles: [onBot, onOtherBot, admin] }),
            person({ groups: [builders], roles: [{ ...onBot, groups: ["Builders"] }] }),
        );
        assert.deepEqual(row?.groups, { addTo: ["e-2"] });
        assert.deepEqual(row.roles, { addTo: [onOtherBot, admin] });
    });

    it("takes away only what was declared before, is no longer, and is still there", () => {
        const before = { groups: ["e-1", "e-2", "e-3"], roles: [onBot, onOtherBot, admin] };
        const rich = person({
            groups: [builders, { groupId: "e-3" }, { groupId: "e-9" }],
            roles: [onBot, admin, { roleId: "r-9" }].map((role) => ({ ...role, ...direct })),
        });
        const row = userUpdate(before, user({ groups: ["e-3"], roles: [admin] }), rich);
        assert.deepEqual(row?.groups, { removeFrom: ["e-1"] });
        assert.deepEqual(row.roles, { removeFrom: [onBot] });
    });

    it("takes lists that are no longer declared like empty ones", () => {
        const before = user({ groups: ["e-1"], roles: [onBot], assignBotTasks: [{ streamId: "st-1" }] });
        const holder = person({
            groups: [builders],
            roles: [{ ...onBot, ...direct }],
            assignBotTasks: [{ streamId: "st-1" }],
        });
        assert.deepEqual(
            userUpdate(before, user({}), holder),
            userUpdate(before, user({ groups: [], roles: [], assignBotTasks: [] }), holder),
        );
        assert.deepEqual(userUpdate(before, nothingFor(before), holder), {
            userInfo: { emailId },
            groups: { removeFrom: ["e-1"] },
            roles: { removeFrom: [onBot] },
            assignBotTasks: [{}],
            canCreateBot: false,
            isDeveloper: false,
        });
    });

    it("leaves alone what was never declared, in lists that are empty as well", () => {
        const rich = person({
            groups: [builders],
            roles: [{ ...onBot, ...direct }],
            assignBotTasks: [{ streamId: "st-1" }],
            isDeveloper: true,
        });
        assert.equal(userUpdate({ groups: [], roles: [] }, user({ groups: [], roles: [] }), rich), undefined);
    });

    it("gives a declared role directly, where the group that confers it is left in the same step", () => {
        const row = userUpdate(
            { groups: ["e-1"] },
            user({ roles: [onBot, admin] }),
            person({
                groups: [builders, { groupId: "e-2", groupName: "Owners" }],
                roles: [
                    { ...onBot, groups: ["Builders"] },
                    { ...admin, groups: ["Builders", "Owners"] },
                ],
            }),
        );
        assert.deepEqual(row?.groups, { removeFrom: ["e-1"] });
        assert.deepEqual(row.roles, { addTo: [onBot] });
    });

    it("has the profile fields that differ from what Kore.ai reports, and of the others those that changed in the program", () => {
        const before = { firstName: "Ada", dept: "Research", city: "London" };
        const now = user({ firstName: "Ada", lastName: "Lovelace", dept: "Analysis", city: "London", zip: "EX1" });
        assert.deepEqual(userUpdate(before, now, person({ firstName: "Augusta", lastName: "Lovelace" }))?.userInfo, {
            emailId,
            firstName: "Ada",
            dept: "Analysis",
            zip: "EX1",
        });
        assert.deepEqual(userUpdate(before, now, person({}))?.userInfo, {
            emailId,
            lastName: "Lovelace",
            dept: "Analysis",
            zip: "EX1",
        });
    });

    it("has no profile field that is no longer declared: it stays in Kore.ai", () => {
        assert.equal(
            userUpdate({ firstName: "Ada", dept: "Research" }, user({}), person({ firstName: "Ada" })),
            undefined,
        );
    });

    it("has all tasks, where any differ", () => {
        const tasks = [{ streamId: "st-1" }, { streamId: "st-2", dialogs: ["dg-1"] }];
        const rows = [
            { assignBotTasks: [] },
            { assignBotTasks: [{ streamId: "st-1" }] },
            { assignBotTasks: [...tasks, { streamId: "st-3" }] },
        ].map((real) => userUpdate({}, user({ assignBotTasks: tasks }), person(real)));
        for (const row of rows)
            assert.deepEqual(row?.assignBotTasks, [{ botId: "st-1" }, { botId: "st-2", dialogs: ["dg-1"] }]);
        assert.equal(
            userUpdate({}, user({ assignBotTasks: tasks }), person({ assignBotTasks: [...tasks].reverse() })),
            undefined,
        );
    });

    it("has tasks by what the program declared before, where Kore.ai reports none", () => {
        const tasks = [{ streamId: "st-1" }];
        assert.equal(userUpdate({ assignBotTasks: tasks }, user({ assignBotTasks: tasks }), person({})), undefined);
        assert.deepEqual(userUpdate({}, user({ assignBotTasks: tasks }), person({}))?.assignBotTasks, [
            { botId: "st-1" },
        ]);
        assert.deepEqual(userUpdate({ assignBotTasks: tasks }, user({}), person({}))?.assignBotTasks, [{}]);
        assert.equal(userUpdate({}, user({ assignBotTasks: [] }), person({})), undefined);
    });

    it("has another reading, with an empty list, where it takes all tasks back, and only there", () => {
        const row = { userInfo: { emailId }, canCreateBot: false, isDeveloper: false };
        assert.deepEqual(withEmptyTaskList({ ...row, roles: { removeFrom: [admin] }, assignBotTasks: [{}] }), {
            ...row,
            assignBotTasks: [],
        });
        assert.equal(withEmptyTaskList(row), undefined);
        assert.equal(withEmptyTaskList({ ...row, assignBotTasks: [{ botId: "st-1" }] }), undefined);
    });
});

describe("the surplus of a person", () => {
    it("is every access that is not declared, by its name", () => {
        const rich = person({
            canCreateBot: true,
            isDeveloper: true,
            groups: [builders, { groupId: "e-2" }],
            roles: [
                { ...onBot, roleName: "Bot Owner", botName: "Support", ...direct },
                { ...admin, ...direct },
            ],
            assignBotTasks: [{ streamId: "st-1" }],
        });
        assert.deepEqual(surplusOf(user({}), rich), [
            "canCreateBot is true, and not declared",
            "isDeveloper is true, and not declared",
            "group Builders (e-1), not declared",
            "group e-2, not declared",
            "role Bot Owner (r-1) on bot Support (st-1), not declared",
            "role r-1, not declared",
            "tasks of bot st-1, not declared",
        ]);
    });

    it("is nothing where all is declared, whether true or false, or comes with a declared group", () => {
        const declared = user({
            canCreateBot: false,
            isDeveloper: true,
            groups: ["e-1"],
            roles: [onBot],
            assignBotTasks: [],
        });
        const same = person({
            canCreateBot: true,
            isDeveloper: true,
            groups: [builders],
            roles: [
                { ...onBot, ...direct },
                { ...admin, groups: ["Builders"] },
            ],
            assignBotTasks: [{ streamId: "st-1" }],
        });
        assert.deepEqual(surplusOf(declared, same), []);
    });

    it("has every role, where Kore.ai does not name the groups that confer them", () => {
        assert.deepEqual(surplusOf(user({ groups: ["e-1"] }), person({ groups: [builders], roles: [admin] })), [
            "role r-1, not declared",
        ]);
    });

    it("has no names: someone may be called something without its being declared", () => {
        assert.deepEqual(surplusOf(user({}), person({ firstName: "Ada", lastName: "Lovelace", status: "active" })), []);
    });
});

describe("what is declared, and beyond it other roles and groups,", () => {
    it("are one list, in which nothing that is declared has moved", () => {
        const declared = user({ groups: ["e-9", "e-5"], roles: [onOtherBot, onBot] });
        assert.deepEqual(withMembership(declared, { groups: ["e-7", "e-1"], roles: [admin] }), {
            ...declared,
            groups: ["e-9", "e-5", "e-1", "e-7"],
            roles: [onOtherBot, onBot, admin],
        });
        assert.deepEqual(withMembership(declared, { groups: [], roles: [] }), declared);
    });

    it("are each once, where it is not known whether an update was done", () => {
        const now = user({ groups: ["e-5", "e-1"], roles: [onBot] });
        assert.deepEqual(eitherOf({ groups: ["e-9", "e-5"] }, now), { ...now, groups: ["e-9", "e-5", "e-1"] });
    });
});

describe("the differences of a person", () => {
    it("are each declared value that is another one, by the name of the argument", () => {
        const declared = user({
            firstName: "Ada",
            canCreateBot: true,
            isDeveloper: true,
            groups: ["e-1"],
            roles: [onBot, admin],
            assignBotTasks: [{ streamId: "st-1" }],
        });
        assert.deepEqual(
            differencesOf(declared, person({ firstName: "Augusta", isDeveloper: true, assignBotTasks: [] })),
            [
                'firstName is "Augusta", and declared "Ada"',
                "canCreateBot is false, and declared true",
                "not in group e-1 (groups)",
                "without role r-1 on bot st-1 (roles)",
                "without role r-1 (roles)",
                'assignBotTasks are [], and declared [{"streamId":"st-1"}]',
            ],
        );
    });

    it("are none of an order", () => {
        const declared = user({
            groups: ["e-2", "e-1"],
            roles: [onBot, admin],
            assignBotTasks: [{ streamId: "st-2", dialogs: ["dg-2", "dg-1"] }, { streamId: "st-1" }],
        });
        const holder = person({
            groups: [builders, { groupId: "e-2" }],
            roles: [
                { ...admin, ...direct },
                { ...onBot, ...direct },
            ],
            assignBotTasks: [{ streamId: "st-1" }, { streamId: "st-2", dialogs: ["dg-1", "dg-2"] }],
        });
        assert.deepEqual(differencesOf(declared, holder), []);
        assert.equal(userUpdate({}, declared, holder), undefined);
    });

    it("are none of what Kore.ai does not report, nor of a surplus", () => {
        const rich = person({
            isDeveloper: true,
            groups: [builders],
            roles: [{ ...onBot, ...direct }],
            assignBotTasks: [{ streamId: "st-1" }],
        });
        assert.deepEqual(
            differencesOf(
                user({ firstName: "Ada", dept: "Research", orgUserId: "employee 1", reason: "because" }),
                rich,
            ),
            [],
        );
        assert.deepEqual(differencesOf(user({ assignBotTasks: [{ streamId: "st-1" }] }), person({})), []);
    });
});

describe("what remains of what was to be taken", () => {
    const row = { userInfo: { emailId }, canCreateBot: false, isDeveloper: false };

    it("is each group, direct role and task that is still there", () => {
        const update = {
            ...row,
            groups: { removeFrom: ["e-1", "e-2"] },
            roles: { removeFrom: [onBot, admin] },
            assignBotTasks: [{}],
        };
        const holder = person({
            groups: [builders],
            roles: [{ ...onBot, ...direct }],
            assignBotTasks: [{ streamId: "st-1" }],
        });
        assert.deepEqual(remainsOf(update, holder), [
            "still in group e-1 (groups)",
            "still with role r-1 on bot st-1 (roles)",
            "still with tasks of bot st-1 (assignBotTasks)",
        ]);
        assert.deepEqual(remainsOf(update, person({})), []);
    });

    it("is no role that a group confers, or may confer", () => {
        const update = { ...row, roles: { removeFrom: [onBot, admin] } };
        assert.deepEqual(remainsOf(update, person({ roles: [{ ...onBot, groups: ["Builders"] }, admin] })), []);
    });

    it("is nothing of what was not to be taken", () => {
        assert.deepEqual(
            remainsOf(
                { ...row, assignBotTasks: [{ botId: "st-2" }] },
                person({ groups: [builders], assignBotTasks: [{ streamId: "st-1" }] }),
            ),
            [],
        );
    });
});

describe("what stays unverified", () => {
    it("is each field that was sent and is not in Kore.ai's answer", () => {
        const row = newUser(
            user({
                orgUserId: "employee 1",
                firstName: "Ada",
                lastName: "Lovelace",
                dept: "Research",
                assignBotTasks: [],
                roles: [admin],
                groups: ["e-1"],
            }),
        );
        assert.deepEqual(unverifiable(row, person({ firstName: "Ada" })), [
            "orgUserId",
            "lastName",
            "dept",
            "assignBotTasks",
        ]);
        assert.deepEqual(unverifiable(row, person({ firstName: "Ada", lastName: "Lovelace", assignBotTasks: [] })), [
            "orgUserId",
            "dept",
        ]);
        assert.deepEqual(unverifiable(newUser(user({})), person({})), []);
    });
});
