import assert from "node:assert/strict";
import { unknownValue } from "../../../../provider/schema/inputs";
import type { Before } from "../../../../provider/run/manifest";
import type { PersonInProgram } from "../../../../provider/run/personInProgram";
import { exclusiveNotice } from "../../../../provider/user/plan/exclusive";
import { keptFlags, refuseInDoubt } from "../../../../provider/user/plan/transfer";
import { changeOf, differenceOf, isOfStateAlone, stateAlone } from "../../../../provider/user/plan/update";
import type { UserInputs, UserState } from "../../../../provider/user/schema";
import { account, analyst, emailId, group, otherGroup, person, program, refuses, state, user } from "./people";

const reported = {
    canCreateBot: false,
    isDeveloper: false,
    roles: [{ ...analyst, groups: [] }],
    groups: [{ groupId: otherGroup }],
};
const abandoned: Partial<PersonInProgram> = { abandoned: (flags) => flags };
/** Another resource of the state, which could not let go of the person, has them as well. */
const twice = (had: Partial<Before> = {}): Partial<PersonInProgram> => ({ duplicates: () => [{}, had] as Before[] });
const awaited: Partial<PersonInProgram> = {
    flags: () => ({ isDeveloper: true }),
    awaited: (flags) => flags.map((flag) => ({ flag, resource: 'KoreUserAccess "list"' })),
};

describe("whether somebody differs from the program", () => {
    const rows: {
        rule: string;
        state?: Partial<UserState>;
        user?: Partial<UserInputs>;
        program?: Partial<PersonInProgram>;
        is: boolean | "replaced" | RegExp;
    }[] = [
        { rule: "as declared: no", is: false },
        { rule: "another value: yes", user: { firstName: "Ada" }, is: true },
        { rule: "another reason, which lives in the state: yes", user: { reason: "so" }, is: true },
        { rule: "a create whose answer was lost: yes", state: { createLost: true }, is: true },
        { rule: "another address: replaced", user: { emailId: "grace@example.com" }, is: "replaced" },
        { rule: "an address that is not known: no other one", user: { emailId: unknownValue }, is: true },
        {
            rule: "another address that would be refused: refused",
            state: { adopted: true },
            user: { emailId: "grace@example.com" },
            is: /another address/,
        },
        {
            rule: "something that may be declared by another app: refused",
            program: { doubt: () => "KoreUser b" },
            is: /left as they are/,
        },
        {
            rule: "a surplus on record, exclusive: yes",
            state: { exclusive: true, reported },
            user: { exclusive: true },
            is: true,
        },
        { rule: "a surplus on record, not exclusive: no", state: { reported }, is: false },
        { rule: "no surplus, exclusive: no", state: { exclusive: true }, user: { exclusive: true }, is: false },
        {
            rule: "flags that were handed over, and are declared elsewhere: no",
            state: { handedOver: ["isDeveloper"] },
            is: false,
        },
        {
            rule: "flags that were handed over, and nothing declares: yes",
            state: { handedOver: ["isDeveloper"] },
            program: abandoned,
            is: true,
        },
        { rule: "another resource of the state has the person as well: yes", program: twice(), is: true },
    ];
    for (const row of rows) {
        it(row.rule, () => {
            const decide = () => differenceOf(state(row.state), user(row.user), program(row.program));
            if (row.is instanceof RegExp) refuses(decide, row.is);
            else
                assert.deepEqual(decide(), {
                    changes: row.is !== false,
                    replaces: row.is === "replaced" ? ["emailId"] : [],
                });
        });
    }
});

/** Another resource of the state has taken what was handed over; nothing declares it now. */
const takenThen: Partial<PersonInProgram> = { ...abandoned, taken: (_userId, flags) => flags };

describe("flags that were handed over, taken, and are declared nowhere now", () => {
    const old = state({ handedOver: ["isDeveloper"] });

    it("leave the state, and are not this resource's to take back", () => {
        assert.equal(differenceOf(old, user(), program(takenThen)).changes, true);
        assert.equal(isOfStateAlone(old, user(), program(takenThen)), true);
        assert.equal("handedOver" in stateAlone(old, user(), program(takenThen)), false);
    });

    it("are not taken with a change of something else", () => {
        const { before, facts } = changeOf(old, user({ firstName: "Ada" }), person(), program(takenThen), account);
        assert.deepEqual([before, facts], [{ emailId }, { account, adopted: false }]);
    });

    it("are asked of no other app", () => {
        const doubt: PersonInProgram["doubt"] = (_userId, what) =>
            Object.keys(what).length > 0 ? "KoreUser b" : undefined;
        assert.doesNotThrow(() => refuseInDoubt(old, user(), program({ ...takenThen, doubt })));
    });
});

describe("whether an update is of the state alone", () => {
    const rows: {
        rule: string;
        state?: Partial<UserState>;
        user?: Partial<UserInputs>;
        program?: Partial<PersonInProgram>;
        is: boolean;
    }[] = [
        {
            rule: "adopt, onDestroy, reason and sendEmail are",
            user: { adopt: "never", onDestroy: "revoke", reason: "so", sendEmail: false },
            is: true,
        },
        { rule: "a name is not", user: { firstName: "Ada" }, is: false },
        { rule: "exclusive that is turned on is not", user: { exclusive: true }, is: false },
        {
            rule: "exclusive that stays on is",
            state: { exclusive: true },
            user: { exclusive: true, reason: "so" },
            is: true,
        },
        { rule: "exclusive that is turned off is", state: { exclusive: true, reported }, is: true },
        {
            rule: "a surplus that goes is not",
            state: { exclusive: true, reported },
            user: { exclusive: true },
            is: false,
        },
        { rule: "somebody never read back is not", state: { reported: undefined as never }, is: false },
        {
            rule: "flags that nothing declares any more are not",
            state: { handedOver: ["isDeveloper"] },
            program: abandoned,
            is: false,
        },
        { rule: "somebody whom another resource of the state has as well is not", program: twice(), is: false },
    ];
    for (const row of rows) {
        it(row.rule, () => {
            assert.equal(isOfStateAlone(state(row.state), user(row.user), program(row.program)), row.is);
        });
    }

    it("keeps who the person is, and what was handed over and not taken yet", () => {
        const old = state({ handedOver: ["isDeveloper"], reason: "old", adopted: true });
        assert.deepEqual(stateAlone(old, user({ reason: "new" }), program(awaited)), {
            emailId,
            reason: "new",
            userId: "u-1",
            account,
            adopted: true,
            reported: old.reported,
            handedOver: ["isDeveloper"],
        });
        assert.equal("handedOver" in stateAlone(old, user(), program()), false, "another resource has it now");
    });
});

describe("what an update takes into account", () => {
    const had = person({ groups: [{ groupId: otherGroup }], roles: [{ ...analyst, groups: [] }] });

    it("is what was declared", () => {
        const { before, facts, notices } = changeOf(
            state({ groups: [group], isDeveloper: true }),
            user(),
            had,
            program(),
            account,
        );
        assert.deepEqual(before, { emailId, groups: [group], isDeveloper: true });
        assert.deepEqual([facts, notices], [{ account, adopted: false }, []]);
    });

    describe("is canCreateBot as well, where isDeveloper goes,", () => {
        const gone: Partial<PersonInProgram> = { abandoned: (flags) => flags, taken: (_userId, flags) => flags };
        const bots = person({ isDeveloper: true, canCreateBot: true });
        const rows: {
            rule: string;
            says?: Partial<PersonInProgram>;
            user?: Partial<UserInputs>;
            had?: typeof bots;
            is?: boolean;
        }[] = [
            { rule: "and a list that gave it goes in this run", is: true },
            { rule: "not where it was given by hand", says: { taken: () => [] } },
            { rule: "not where somebody declares it", says: { abandoned: () => [] } },
            { rule: "not where isDeveloper stays", user: { isDeveloper: true } },
            { rule: "not where it is declared here", user: { canCreateBot: false } },
            { rule: "not where they do not have it", had: person({ isDeveloper: true }) },
        ];
        for (const { rule, says = {}, user: declared = {}, had: seen = bots, is } of rows)
            it(rule, () => {
                const old = state({ isDeveloper: true });
                const { before } = changeOf(old, user(declared), seen, program({ ...gone, ...says }), account);
                assert.equal(before.canCreateBot, is);
            });
    });

    it("is not a flag that a list gives now", () => {
        const { before, facts } = changeOf(
            state({ isDeveloper: true }),
            user(),
            had,
            program({ flags: () => ({ isDeveloper: true }) }),
            account,
        );
        assert.deepEqual([before, facts], [{ emailId }, { account, adopted: false }]);
    });

    it("notes a flag that a list declares, and does not give yet", () => {
        const { before, facts } = changeOf(
            state({ isDeveloper: true, canCreateBot: false }),
            user(),
            had,
            program(awaited),
            account,
        );
        assert.deepEqual(before, { emailId, canCreateBot: false });
        assert.deepEqual(facts, { account, adopted: false, handedOver: ["isDeveloper"] });
    });

    it("is also a flag that was handed over, where nothing declares it", () => {
        const { before } = changeOf(state({ handedOver: ["isDeveloper"] }), user(), had, program(abandoned), account);
        assert.deepEqual(before, { emailId, isDeveloper: true });
    });

    it("is no flag that was handed over to a resource which has it by now: that one takes it back", () => {
        const saying = program({ ...abandoned, taken: (_userId, flags) => flags });
        const { before, facts } = changeOf(state({ handedOver: ["isDeveloper"] }), user(), had, saying, account);
        assert.deepEqual(before, { emailId });
        assert.deepEqual(facts, { account, adopted: false });
    });

    it("is, exclusive, the surplus that the state has on record: groups, and each of several roles", () => {
        const roles = [analyst, { roleId: "0000000000000000000000a9" }].map((role) => ({ ...role, groups: [] }));
        const old = state({ exclusive: true, reported: { ...reported, roles } });
        const { before } = changeOf(old, user({ exclusive: true }), { ...had, roles }, program(), account);
        assert.deepEqual(before.groups, [otherGroup]);
        assert.deepEqual(
            before.roles,
            roles.map(({ roleId }) => ({ roleId })),
        );
    });

    it("is not, without exclusive", () => {
        const { before } = changeOf(state({ exclusive: true, reported }), user(), had, program(), account);
        assert.deepEqual(before, { emailId, exclusive: true });
    });

    it("is refused where exclusive would take what the state has not on record", () => {
        refuses(
            () => changeOf(state({ exclusive: true }), user({ exclusive: true }), had, program(), account),
            /refresh first/,
        );
    });

    describe("where another resource of the state has the person as well,", () => {
        const tasks = [{ streamId: "st-1" }];
        const before = (user_: Partial<UserInputs>, other: Partial<Before>, seen = had) =>
            changeOf(state(user_), user(user_), seen, program(twice(other)), account).before;

        it("is no field of the profile: nothing tells which of them wrote last", () => {
            const declared = { dept: "Sales", firstName: "Ada", groups: [group] };
            assert.deepEqual(before(declared, {}), { emailId, groups: [group] });
        });

        it("is what the other one declares of tasks, where Kore.ai reports none", () => {
            const other = [{ streamId: "st-2" }];
            assert.deepEqual(before({ assignBotTasks: tasks }, { assignBotTasks: other }).assignBotTasks, other);
            assert.deepEqual(before({ assignBotTasks: tasks }, { assignBotTasks: tasks }).assignBotTasks, tasks);
            assert.equal(before({}, { assignBotTasks: other }).assignBotTasks, undefined, "that one takes them");
            const reporting = { ...had, assignBotTasks: [] };
            const own = before({ assignBotTasks: tasks }, { assignBotTasks: other }, reporting);
            assert.deepEqual(own.assignBotTasks, tasks);
        });

        it("is not what the other one declares, which goes with it, whether exclusive or not", () => {
            const other = { groups: [otherGroup], roles: [analyst] };
            assert.deepEqual(before({ exclusive: true }, other), { emailId, exclusive: true });
            refuses(() => before({ exclusive: true }, { groups: [otherGroup] }), /refresh first/);
        });
    });

    it("is refused of somebody else", () => {
        refuses(() => changeOf(state(), user(), person({ userId: "u-2" }), program(), account), /userId u-2/);
    });

    it("says which profile fields are declared no more, and stay", () => {
        const { notices } = changeOf(
            state({ dept: "Sales", city: "Paris" }),
            user({ city: "Rome" }),
            had,
            program(),
            account,
        );
        assert.deepEqual(notices, [`${emailId}: dept is no longer declared and stays in Kore.ai as it is.`]);
    });

    it("takes a surplus only as far as it is still there", () => {
        const old = state({ exclusive: true, reported });
        const { before } = changeOf(old, user({ exclusive: true }), person(), program(), account);
        assert.deepEqual(before, { emailId, exclusive: true });
    });

    it("does not count the flags and tasks among what exclusive takes", () => {
        const more = person({
            isDeveloper: true,
            groups: [{ groupId: group }],
            assignBotTasks: [{ streamId: "st-1" }],
        });
        const decide = () => changeOf(state({ exclusive: true }), user({ exclusive: true }), more, program(), account);
        assert.throws(decide, ({ message }: Error) => !/isDeveloper|tasks/.test(message));
    });

    it("says nothing of a state in which nothing was reported", () => {
        const old = state({ exclusive: true, reported: undefined as never });
        assert.deepEqual(changeOf(old, user({ exclusive: true }), person(), program(), account).before, {
            emailId,
            exclusive: true,
        });
    });

    it("takes those for added by the stack whose state does not say", () => {
        const old = state({ adopted: undefined as never });
        assert.equal(changeOf(old, user(), had, program(), account).facts.adopted, false);
    });

    it("keeps adopted", () => {
        assert.equal(changeOf(state({ adopted: true }), user(), had, program(), account).facts.adopted, true);
    });
});

describe("what is told of exclusive", () => {
    const surplus = { roles: [{ ...analyst, roleName: "Analyst", groups: [] }], groups: [{ groupId: otherGroup }] };
    const rows: { rule: string; state: Partial<UserState>; user: Partial<UserInputs>; words?: RegExp }[] = [
        {
            rule: "turned on: what it takes",
            state: { reported: { ...reported, ...surplus } },
            user: { exclusive: true },
            words: /is turned on, which takes back what is not declared: group .*; role Analyst/,
        },
        {
            rule: "turned on: but not what the program declares now",
            state: { reported: { ...reported, ...surplus } },
            user: { exclusive: true, roles: [analyst] },
            words: /not declared: group [^;]*\.$/,
        },
        {
            rule: "turned off: what stays, by what was declared",
            state: { exclusive: true, reported: { ...reported, ...surplus }, groups: [otherGroup] },
            user: { exclusive: false },
            words: /is turned off, so that what is not declared stays: role Analyst/,
        },
        { rule: "on as before: nothing", state: { exclusive: true, reported }, user: { exclusive: true } },
        { rule: "off as before: nothing", state: { reported }, user: { exclusive: false } },
        { rule: "nothing to take: nothing", state: {}, user: { exclusive: true } },
        { rule: "nobody read back: nothing", state: { reported: undefined as never }, user: { exclusive: true } },
        {
            rule: "which roles come from groups is not known: nothing of roles",
            state: { reported: { ...reported, ...surplus, groups: [], rolesUnclear: true } },
            user: { exclusive: true },
        },
    ];
    for (const row of rows) {
        it(row.rule, () => {
            const notice = exclusiveNotice(state(row.state), user(row.user));
            if (row.words === undefined) assert.equal(notice, undefined);
            else assert.match(notice ?? "", row.words);
        });
    }
});

describe("what is taken from somebody, and may be declared by another app", () => {
    const asked = (old: Partial<UserState>, now: Partial<UserInputs>, says: Partial<PersonInProgram> = {}) => {
        let taken: object = {};
        const doubt: PersonInProgram["doubt"] = (_userId, what) => ((taken = what), undefined);
        refuseInDoubt(state(old), user(now), program({ ...says, doubt }));
        return taken;
    };

    it("is what was declared and is no more", () => {
        assert.deepEqual(asked({ isDeveloper: true, groups: [group, otherGroup] }, { groups: [group] }), {
            isDeveloper: true,
            groups: [otherGroup],
        });
    });

    it("is also what was handed over and is nobody's now, but not what this resource declares again", () => {
        assert.deepEqual(asked({ handedOver: ["isDeveloper"] }, {}, abandoned), { isDeveloper: true });
        assert.deepEqual(asked({ handedOver: ["isDeveloper"] }, { isDeveloper: false }, abandoned), {});
        assert.deepEqual(asked({ handedOver: ["isDeveloper"] }, {}), {}, "another resource declares it");
        assert.deepEqual(asked({}, {}, abandoned), {});
    });
});

describe("the flags that a resource keeps giving", () => {
    it("are those that were true and are", () => {
        assert.deepEqual(keptFlags({ isDeveloper: true, canCreateBot: true }, { isDeveloper: true }), {
            isDeveloper: true,
        });
        assert.deepEqual(keptFlags({ isDeveloper: false }, { isDeveloper: false }), {});
        assert.deepEqual(keptFlags({ isDeveloper: true }, { isDeveloper: false }), {});
        assert.deepEqual(keptFlags({}, { isDeveloper: true }), {});
    });
});
