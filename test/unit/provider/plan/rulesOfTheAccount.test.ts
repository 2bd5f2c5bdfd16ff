import assert from "node:assert/strict";
import type { AssignedTasks, HeldRole } from "../../../../provider/api/answers";
import { unknownValue } from "../../../../provider/schema/inputs";
import { automaticTasks, surplusTasks, withoutAutomaticTasks } from "../../../../provider/user/plan/automaticTasks";
import { ownerRolesTaken } from "../../../../provider/user/plan/ownerRoles";
import { botsWithOneRole, refuseSecondRole } from "../../../../provider/user/plan/rolesPerBot";
import { analyst, developer, emailId, person, refuses, state, user } from "./people";

const [support, sales] = ["st-1", "st-2"];
const tasks = (streamId: string, dialogs?: string[], others?: AssignedTasks["others"]): AssignedTasks => ({
    streamId,
    ...(dialogs === undefined ? {} : { dialogs }),
    ...(others === undefined ? {} : { others }),
});
const having = (...assignBotTasks: AssignedTasks[]) => person({ assignBotTasks });

describe("tasks beyond what is declared", () => {
    const rows: { rule: string; declared: AssignedTasks[] | undefined; has: AssignedTasks[]; beyond: string[] }[] = [
        { rule: "are none where no tasks are declared", declared: undefined, has: [tasks(support)], beyond: [] },
        {
            rule: "are those of another bot",
            declared: [tasks(support)],
            has: [tasks(support), tasks(sales)],
            beyond: [sales],
        },
        {
            rule: "are none where all of a bot's are declared",
            declared: [tasks(support)],
            has: [tasks(support, ["dg-1"])],
            beyond: [],
        },
        {
            rule: "are other dialogs",
            declared: [tasks(support, ["dg-1"])],
            has: [tasks(support, ["dg-1", "dg-2"])],
            beyond: [support],
        },
        {
            rule: "are none with the same dialogs",
            declared: [tasks(support, ["dg-1"])],
            has: [tasks(support, ["dg-1"])],
            beyond: [],
        },
        {
            rule: "are all dialogs, reported as none",
            declared: [tasks(support, ["dg-1"])],
            has: [tasks(support, [])],
            beyond: [support],
        },
        {
            rule: "are not what stands beside dialogs",
            declared: [tasks(support, ["dg-1"])],
            has: [tasks(support, [], { actions: ["a"] })],
            beyond: [],
        },
    ];
    for (const { rule, declared, has, beyond } of rows)
        it(rule, () => assert.deepEqual(surplusTasks(declared, having(...has)), beyond));
});

describe("tasks that the account assigns by itself", () => {
    const rows: {
        rule: string;
        given?: AssignedTasks[];
        declared?: AssignedTasks[];
        before?: AssignedTasks[];
        after: AssignedTasks[];
        known?: boolean;
        bots: string[];
    }[] = [
        {
            rule: "are of a bot that nobody declared, there again",
            before: [tasks(sales)],
            after: [tasks(sales)],
            bots: [sales],
        },
        {
            rule: "are not those that this resource gave, and that stay: they may not be taken yet",
            given: [tasks(sales)],
            before: [tasks(sales)],
            after: [tasks(sales)],
            bots: [],
        },
        {
            rule: "are those as well where others have come with them",
            given: [tasks(sales)],
            before: [tasks(sales)],
            after: [tasks(sales), tasks(support)],
            bots: [sales, support],
        },
        {
            rule: "are those as well where it is known of this person",
            given: [tasks(sales)],
            before: [tasks(sales)],
            after: [tasks(sales)],
            known: true,
            bots: [sales],
        },
        {
            rule: "are more dialogs of a bot that is declared",
            given: [tasks(sales, ["dg-1"])],
            declared: [tasks(sales, ["dg-1"])],
            before: [tasks(sales, ["dg-1"])],
            after: [tasks(sales, ["dg-1", "dg-2"])],
            bots: [sales],
        },
        { rule: "are none where all is as declared", declared: [tasks(sales)], after: [tasks(sales)], bots: [] },
    ];
    for (const { rule, given, declared = [], before = [], after, known = false, bots } of rows)
        it(rule, () =>
            assert.deepEqual(automaticTasks(given, declared, having(...before), having(...after), known), bots),
        );

    it("are left out of what is compared, but for what is declared of them", () => {
        const has = having(tasks(support, ["dg-1", "dg-2"]), tasks(sales), tasks("st-3", ["dg-9"]));
        assert.deepEqual(withoutAutomaticTasks(has, [tasks(support, ["dg-2"])], [support, sales]).assignBotTasks, [
            tasks(support, ["dg-2"]),
            tasks("st-3", ["dg-9"]),
        ]);
        assert.deepEqual(
            withoutAutomaticTasks(having(tasks(support, [])), [tasks(support, ["dg-2"])], [support]).assignBotTasks,
            [tasks(support, ["dg-2"])],
        );
        assert.deepEqual(withoutAutomaticTasks(has, [tasks(support)], [support]).assignBotTasks, has.assignBotTasks);
        assert.equal(withoutAutomaticTasks(has, [], []), has);
        const unreported = person();
        assert.equal(withoutAutomaticTasks(unreported, [], [support]), unreported);
    });
});

describe("an owner's roles that an update takes", () => {
    const owner = { ...developer, roleName: "Bot Owner", groups: [] };
    const row = { userInfo: { emailId }, canCreateBot: false, isDeveloper: false };
    const rows: { rule: string; held: HeldRole[]; taken: object[] }[] = [
        { rule: "are told by their name", held: [owner], taken: [developer] },
        { rule: "may be those without a name", held: [{ ...developer, groups: [] }], taken: [developer] },
        { rule: "are no others", held: [{ ...owner, roleName: "Bot Developer" }], taken: [] },
        { rule: "are not those of a group", held: [{ ...owner, groups: ["Owners"] }], taken: [] },
        { rule: "are on the same bot", held: [{ ...owner, botId: "st-9" }], taken: [] },
    ];
    for (const { rule, held, taken } of rows)
        it(rule, () =>
            assert.deepEqual(
                ownerRolesTaken({ ...row, roles: { removeFrom: [developer] } }, person({ roles: held })),
                taken,
            ),
        );

    it("are none where it takes no roles", () =>
        assert.deepEqual(ownerRolesTaken(row, person({ roles: [owner] })), []));
});

describe("one direct role a bot", () => {
    const tester = { ...developer, roleId: "0000000000000000000000b3" };
    const elsewhere = { ...tester, botId: "st-9" };
    const both = user({ roles: [developer, tester, analyst] });
    const rows: {
        rule: string;
        declared?: object[];
        before?: HeldRole[] | undefined;
        after: HeldRole[];
        bots: string[];
    }[] = [
        {
            rule: "shows where a role that was held went as another came",
            before: [developer],
            after: [tester],
            bots: [developer.botId],
        },
        {
            rule: "shows where one of several came with somebody who was added",
            before: undefined,
            after: [tester],
            bots: [developer.botId],
        },
        {
            rule: "does not show where the one that is missing may be late",
            before: [developer],
            after: [developer],
            bots: [],
        },
        { rule: "does not show where both are there", before: [developer], after: [developer, tester], bots: [] },
        { rule: "does not show where neither is", before: [developer], after: [], bots: [] },
        {
            rule: "does not show of roles on two bots",
            declared: [developer, elsewhere],
            before: [developer],
            after: [elsewhere],
            bots: [],
        },
    ];
    for (const { rule, declared, before, after, bots } of rows)
        it(rule, () =>
            assert.deepEqual(
                botsWithOneRole(
                    declared === undefined ? both : user({ roles: declared as never }),
                    person({ roles: after }),
                    before && person({ roles: before }),
                ),
                bots,
            ),
        );

    const known = state({ oneRoleBots: [developer.botId] });
    it("is refused before it is sent again", () =>
        refuses(() => refuseSecondRole(known, both), /of which Kore\.ai kept one the last time/));
    it("lets one role pass, roles on other bots, and what is not known yet", () => {
        refuseSecondRole(known, user({ roles: [tester, analyst] }));
        refuseSecondRole(known, user({ roles: [elsewhere, { ...elsewhere, roleId: developer.roleId }] }));
        refuseSecondRole(known, user({ roles: unknownValue as never }));
        refuseSecondRole(state(), both);
    });
});
