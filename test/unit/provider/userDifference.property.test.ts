import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { differencesOf, remainsOf, userUpdate } from "../../../provider/user/plan/difference";
import { after, isSame, modelPeople, reportOf } from "./modelPerson";
import { declarations } from "./programs";

describe("any update of any person, from any declaration to any other", () => {
    const cases = fc.tuple(declarations, declarations, modelPeople);

    it("brings them to what is declared, so that nothing differs and nothing is left to send", () =>
        fc.assert(
            fc.property(cases, ([before, now, model]) => {
                const row = userUpdate(before, now, reportOf(model));
                const updated = row === undefined ? model : after(row, model);
                assert.deepEqual(differencesOf(now, reportOf(updated)), []);
                assert.equal(userUpdate(now, now, reportOf(updated)), undefined);
                assert.deepEqual(row === undefined ? [] : remainsOf(row, reportOf(updated)), []);
            }),
            { numRuns: 1_000 },
        ));

    it("takes back what was declared and is no longer", () =>
        fc.assert(
            fc.property(cases, ([before, now, model]) => {
                const row = userUpdate(before, now, reportOf(model));
                const updated = row === undefined ? model : after(row, model);
                for (const flag of ["canCreateBot", "isDeveloper"] as const) {
                    if (before[flag] !== undefined && now[flag] === undefined) assert.equal(updated[flag], false);
                }
                for (const group of before.groups ?? [])
                    assert.equal(updated.groups.includes(group), now.groups?.includes(group) ?? false);
                for (const role of before.roles ?? [])
                    assert(
                        now.roles?.some((kept) => isSame(kept, role)) ||
                            !updated.roles.some((held) => isSame(held, role)),
                    );
                if (before.assignBotTasks !== undefined && now.assignBotTasks === undefined)
                    assert.deepEqual(updated.tasks, []);
            }),
            { numRuns: 1_000 },
        ));

    it("changes nothing that neither declares", () =>
        fc.assert(
            fc.property(cases, ([before, now, model]) => {
                const row = userUpdate(before, now, reportOf(model));
                const updated = row === undefined ? model : after(row, model);
                const undeclared = ({ profile, canCreateBot, isDeveloper, groups, roles, tasks }: typeof model) => ({
                    profile: Object.fromEntries(Object.entries(profile).filter(([field]) => !(field in now))),
                    ...("canCreateBot" in before || "canCreateBot" in now ? {} : { canCreateBot }),
                    ...("isDeveloper" in before || "isDeveloper" in now ? {} : { isDeveloper }),
                    groups: groups.filter(
                        (group) => ![...(before.groups ?? []), ...(now.groups ?? [])].includes(group),
                    ),
                    roles: roles.filter(
                        (role) =>
                            ![...(before.roles ?? []), ...(now.roles ?? [])].some((declared) => isSame(declared, role)),
                    ),
                    ...("assignBotTasks" in before || "assignBotTasks" in now ? {} : { tasks }),
                });
                assert.deepEqual(undeclared(updated), undeclared(model));
            }),
            { numRuns: 1_000 },
        ));

    it("gives nothing but what is declared", () =>
        fc.assert(
            fc.property(cases, ([before, now, model]) => {
                const row = userUpdate(before, now, reportOf(model));
                if (row === undefined) return;
                assert(!row.canCreateBot || (now.canCreateBot ?? model.canCreateBot));
                assert(!row.isDeveloper || (now.isDeveloper ?? model.isDeveloper));
                for (const group of row.groups?.addTo ?? []) assert(now.groups?.includes(group));
                for (const role of row.roles?.addTo ?? [])
                    assert(now.roles?.some((declared) => isSame(declared, role)));
                for (const { botId } of row.assignBotTasks ?? [])
                    assert(botId === undefined || now.assignBotTasks?.some(({ streamId }) => streamId === botId));
            }),
            { numRuns: 1_000 },
        ));
});
