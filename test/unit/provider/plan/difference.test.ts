import { withoutTaking } from "../../../../provider/user/plan/ownerRoles";
import assert from "node:assert/strict";
import { unknownValue } from "../../../../provider/schema/inputs";
import {
    eitherOf,
    membershipInWords,
    replacedTasks,
    takenFrom,
    conferredRolesTaken,
} from "../../../../provider/user/plan/difference";
import { exclusiveNotice, takesSurplus } from "../../../../provider/user/plan/exclusive";
import { isAsDeclared } from "../../../../provider/user/plan/identity";
import type { UserState } from "../../../../provider/user/schema";
import { analyst, developer, emailId, group, otherGroup, person, program, rich, state, user } from "./people";

const tasks = [{ streamId: "st-1" }, { streamId: "st-2" }];
const update = { userInfo: { emailId }, canCreateBot: false, isDeveloper: false };
const direct = { ...developer, groups: [] };
const conferred = { ...analyst, groups: ["Support"] };

describe("what is taken from somebody", () => {
    const all = { canCreateBot: true, isDeveloper: true, groups: [group], roles: [analyst], assignBotTasks: tasks };
    const rows: { rule: string; before?: object; now: object; taken: object }[] = [
        { rule: "all, where nothing is declared any more", now: {}, taken: all },
        {
            rule: "nothing that is declared still",
            now: all,
            taken: { groups: [], roles: [], assignBotTasks: [] },
        },
        {
            rule: "no flag that was not given",
            before: { canCreateBot: false },
            now: { isDeveloper: false },
            taken: {},
        },
        {
            rule: "a flag that is denied now",
            before: { isDeveloper: true },
            now: { isDeveloper: false },
            taken: { isDeveloper: true },
        },
        {
            rule: "no flag that is not known yet",
            before: { isDeveloper: true },
            now: { isDeveloper: unknownValue },
            taken: {},
        },
        {
            rule: "what left its list, and no more",
            now: { ...all, groups: [otherGroup], roles: [developer], assignBotTasks: [{ streamId: "st-2" }] },
            taken: { groups: [group], roles: [analyst], assignBotTasks: [{ streamId: "st-1" }] },
        },
        {
            rule: "one of several, of which others stay",
            before: { groups: [group, otherGroup] },
            now: { groups: [otherGroup] },
            taken: { groups: [group] },
        },
        {
            rule: "nothing that stays among others",
            before: { groups: [group] },
            now: { groups: [otherGroup, group] },
            taken: { groups: [] },
        },
        {
            rule: "no tasks of a bot of which other dialogs are declared",
            before: { assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1"] }] },
            now: { assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-2"] }] },
            taken: { assignBotTasks: [] },
        },
        {
            rule: "nothing surely, where a list is not known whole",
            before: { groups: [group] },
            now: { groups: [otherGroup, unknownValue] },
            taken: { groups: [] },
        },
    ];
    for (const { rule, before = all, now, taken } of rows)
        it(rule, () => assert.deepEqual(takenFrom(before, now), taken));
});

describe("what somebody may hold while an update is not known to be done", () => {
    const rows: { rule: string; before: object; now: object; either: object }[] = [
        {
            rule: "the groups and roles of both",
            before: { groups: [group], roles: [analyst] },
            now: { groups: [otherGroup], roles: [developer] },
            either: { groups: [group, otherGroup], roles: [analyst, developer] },
        },
        { rule: "those from before alone", before: { groups: [group] }, now: {}, either: { groups: [group] } },
        { rule: "those of now alone", before: {}, now: { roles: [analyst] }, either: { roles: [analyst] } },
        {
            rule: "flags and tasks from before, where none are declared now",
            before: { canCreateBot: true, isDeveloper: true, assignBotTasks: tasks, dept: "Research" },
            now: {},
            either: { canCreateBot: true, isDeveloper: true, assignBotTasks: tasks },
        },
        {
            rule: "flags of now, where they are declared",
            before: { canCreateBot: true, isDeveloper: true },
            now: { isDeveloper: false },
            either: { canCreateBot: true, isDeveloper: false },
        },
    ];
    for (const { rule, before, now, either } of rows)
        it(rule, () => assert.deepEqual(eitherOf(before, user(now)), { emailId, ...either }));
});

describe("an update that leaves roles to their groups", () => {
    const rows: { rule: string; roles?: object; held: object[]; becomes: object | undefined }[] = [
        { rule: "is another one only where it takes roles", held: [conferred], becomes: undefined },
        {
            rule: "only where a group confers one of them",
            roles: { removeFrom: [developer] },
            held: [direct],
            becomes: undefined,
        },
        {
            rule: "only where they are not direct as well",
            roles: { removeFrom: [analyst] },
            held: [conferred, { ...analyst, groups: [] }],
            becomes: undefined,
        },
        {
            rule: "also where Kore.ai names no groups: not then",
            roles: { removeFrom: [analyst] },
            held: [analyst],
            becomes: undefined,
        },
        {
            rule: "takes the direct one, and not the other",
            roles: { removeFrom: [analyst, developer] },
            held: [conferred, direct],
            becomes: { ...update, roles: { removeFrom: [developer] } },
        },
        {
            rule: "goes on giving",
            roles: { addTo: [developer], removeFrom: [analyst] },
            held: [conferred],
            becomes: { ...update, roles: { addTo: [developer] } },
        },
        {
            rule: "has no roles where none are left",
            roles: { removeFrom: [analyst] },
            held: [conferred],
            becomes: update,
        },
    ];
    for (const { rule, roles, held, becomes } of rows)
        it(rule, () => {
            const whole = { ...update, ...(roles === undefined ? {} : { roles }) };
            const conferred = conferredRolesTaken(whole, person({ roles: held as never }));
            assert.deepEqual(conferred.length === 0 ? undefined : withoutTaking(whole, conferred), becomes);
        });
});

describe("in words", () => {
    it("groups and roles have the names that Kore.ai reports, else their ids", () => {
        const held = person({
            groups: [
                { groupId: group, groupName: "Support" },
                { groupId: otherGroup, groupName: "Sales" },
            ],
            roles: [
                { ...analyst, roleName: "Analyst" },
                { ...developer, roleName: "Developer", botName: "Bank" },
            ],
        });
        const words = membershipInWords({ groups: [otherGroup, "e-9"], roles: [developer, { roleId: "r-9" }] }, held);
        assert.deepEqual(words, [
            `group Sales (${otherGroup})`,
            "group e-9",
            `role Developer (${developer.roleId}) on bot Bank (${developer.botId})`,
            "role r-9",
        ]);
    });

    it("tasks of other bots go where tasks are declared, and only then", () => {
        const had = person({ assignBotTasks: tasks });
        assert.deepEqual(replacedTasks(user({ assignBotTasks: [{ streamId: "st-2" }] }), had), [
            "tasks of bot st-1, not declared",
        ]);
        assert.deepEqual(replacedTasks(user(), had), []);
        assert.deepEqual(replacedTasks(user({ assignBotTasks: [] }), person()), []);
    });
});

describe("an exclusive that is turned on or off", () => {
    const reported = {
        canCreateBot: false,
        isDeveloper: false,
        groups: [{ groupId: group, groupName: "Support" }],
        roles: [direct],
    };
    const rows: { rule: string; had?: Partial<UserState>; now: object; says: RegExp | undefined }[] = [
        { rule: "on: names what goes", now: { exclusive: true }, says: /turned on.*Support.*; role .*b2/ },
        {
            rule: "on: not what is declared",
            now: { exclusive: true, groups: [group], roles: [developer] },
            says: undefined,
        },
        { rule: "off: names what stays", had: { exclusive: true }, now: {}, says: /turned off.*Support/ },
        {
            rule: "off: not what was declared",
            had: { exclusive: true, groups: [group], roles: [developer] },
            now: {},
            says: undefined,
        },
        { rule: "as before: nothing", now: {}, says: undefined },
        { rule: "still on: nothing", had: { exclusive: true }, now: { exclusive: true }, says: undefined },
        { rule: "false as well as left out: nothing", had: { exclusive: false }, now: {}, says: undefined },
        {
            rule: "nothing on record: nothing",
            had: { reported: undefined as never },
            now: { exclusive: true },
            says: undefined,
        },
    ];
    for (const { rule, had, now, says } of rows)
        it(rule, () => {
            const notice = exclusiveNotice(state({ reported, ...had }), user(now));
            if (says === undefined) assert.equal(notice, undefined);
            else assert.match(notice ?? "", says);
        });

    const takes: { rule: string; facts: object; now: object; is: boolean }[] = [
        { rule: "a group", facts: { groups: reported.groups }, now: { exclusive: true }, is: true },
        { rule: "a role", facts: { roles: [direct] }, now: { exclusive: true }, is: true },
        { rule: "nothing without exclusive", facts: { groups: reported.groups }, now: {}, is: false },
        { rule: "nothing where nothing is on record", facts: {}, now: { exclusive: true }, is: false },
    ];
    for (const { rule, facts, now, is } of takes)
        it(`takes ${rule}`, () =>
            assert.equal(takesSurplus(state({ reported: { ...reported, groups: [], roles: [], ...facts } }), now), is));

    it("takes nothing where nothing was ever reported", () =>
        assert.equal(takesSurplus(state({ reported: undefined as never }), { exclusive: true }), false));
});

describe("who is as declared", () => {
    const declared = { canCreateBot: true, isDeveloper: true, groups: [group], roles: [analyst] };
    it("has all of it, and nothing else", () => assert.equal(isAsDeclared(user(declared), rich, program()), true));
    it("has nothing less", () =>
        assert.equal(isAsDeclared(user({ ...declared, groups: [group, otherGroup] }), rich, program()), false));
    it("has nothing more", () => assert.equal(isAsDeclared(user({ ...declared, groups: [] }), rich, program()), false));
    it("may have a flag that a list declares", () => {
        const lists = program({ flags: () => ({ isDeveloper: true }) });
        const { isDeveloper: _, ...others } = declared;
        assert.equal(isAsDeclared(user(others), rich, lists), true);
        assert.equal(isAsDeclared(user(others), rich, program()), false);
    });
});
