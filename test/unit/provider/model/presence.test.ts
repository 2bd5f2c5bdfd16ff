import assert from "node:assert/strict";
import { blockedAs, hasAccess, isActive, isSurelyThere } from "../../../../provider/model/presence";

const nothing = { canCreateBot: false, isDeveloper: false, roles: [], groups: [] };

describe("whether somebody who is listed is there", () => {
    const rows: {
        rule: string;
        had: Partial<Parameters<typeof hasAccess>[0]>;
        active: boolean;
        access: boolean;
        blocked?: true;
    }[] = [
        { rule: "who is active is, without any access", had: { status: "Active" }, active: true, access: false },
        { rule: "where no status is reported, everybody is active", had: {}, active: true, access: false },
        { rule: "who is neither, was removed", had: { status: "Invited" }, active: false, access: false },
        { rule: "who is suspended is", had: { status: "Suspended" }, active: false, access: false, blocked: true },
        { rule: "who is locked is", had: { status: " locked " }, active: false, access: false, blocked: true },
        { rule: "a flag to create bots", had: { status: "x", canCreateBot: true }, active: false, access: true },
        { rule: "a developer", had: { status: "x", isDeveloper: true }, active: false, access: true },
        { rule: "a role", had: { status: "x", roles: [{}] }, active: false, access: true },
        { rule: "a group", had: { status: "x", groups: [{}] }, active: false, access: true },
        { rule: "tasks", had: { status: "x", assignBotTasks: [{}] }, active: false, access: true },
        {
            rule: "an empty list of tasks is none",
            had: { status: "x", assignBotTasks: [] },
            active: false,
            access: false,
        },
    ];
    for (const { rule, had, active, access, blocked = false } of rows)
        it(rule, () => {
            const listed = { ...nothing, ...had };
            assert.equal(isActive(listed), active);
            assert.equal(hasAccess(listed), access);
            assert.equal(blockedAs(listed) !== undefined, blocked);
            assert.equal(isSurelyThere(listed), active || access || blocked);
        });
});
