import assert from "node:assert/strict";
import type { HeldRole, Person } from "../../../../provider/api/answers";
import type { Update } from "../../../../provider/api/client";
import {
    type Administrator,
    administratorIn,
    administratorsUnknown,
    lastAdministrator,
    rolesAfter,
    rolesTaken,
    toLookUp,
    whoIsLeft,
} from "../../../../provider/user/plan/administrators";
import { analyst, developer, emailId, group, otherGroup, person } from "./people";

const direct = (roleId: string, roleName?: string): HeldRole => ({
    roleId,
    ...(roleName === undefined ? {} : { roleName }),
    groups: [],
});
const by = (role: HeldRole, ...groups: string[]): HeldRole => ({ ...role, groups });
const untold = ({ groups: _, ...role }: HeldRole): HeldRole => role;

const reader = direct(analyst.roleId, "Analyst");
const master = direct("0000000000000000000000a9", "Master Admin");
const support = { groupId: group, groupName: "Support" };
const sales = { groupId: otherGroup, groupName: "Sales" };
const nameless = { groupId: otherGroup };

describe("the administrator roles that somebody surely has after an update", () => {
    const rows: {
        rule: string;
        has: Partial<Person>;
        update: Omit<Update, "userInfo" | "canCreateBot" | "isDeveloper">;
        stay: HeldRole[];
    }[] = [
        { rule: "are those that are not taken", has: { roles: [reader, master] }, update: {}, stay: [reader, master] },
        {
            rule: "are not one that is taken",
            has: { roles: [reader, master] },
            update: { roles: { removeFrom: [{ roleId: master.roleId }] } },
            stay: [reader],
        },
        {
            rule: "are none of a bot, whoever has it",
            has: { roles: [{ ...developer, groups: [] }] },
            update: {},
            stay: [],
        },
        {
            rule: "stay where a role of the same id is taken on a bot",
            has: { roles: [reader] },
            update: { roles: { removeFrom: [{ roleId: reader.roleId, botId: "st-1" }] } },
            stay: [reader],
        },
        {
            rule: "are not one that only a group confers which they leave",
            has: { roles: [by(reader, "Support")], groups: [support, sales] },
            update: { groups: { removeFrom: [group] } },
            stay: [],
        },
        {
            rule: "are one that another group of theirs confers as well",
            has: { roles: [by(reader, "Support", "Sales")], groups: [support, sales] },
            update: { groups: { removeFrom: [group] } },
            stay: [by(reader, "Support", "Sales")],
        },
        {
            rule: "are one that a group confers, also where it is taken directly",
            has: { roles: [by(reader, "Support")], groups: [support] },
            update: { roles: { removeFrom: [{ roleId: reader.roleId }] } },
            stay: [by(reader, "Support")],
        },
        {
            rule: "are one that was given directly, whatever group they leave",
            has: { roles: [reader], groups: [support] },
            update: { groups: { removeFrom: [group] } },
            stay: [reader],
        },
        {
            rule: "are not one that a group of theirs may confer through the one that they leave",
            has: { roles: [by(reader, "All of Europe")], groups: [support, sales] },
            update: { groups: { removeFrom: [group] } },
            stay: [],
        },
        {
            rule: "are not one of a group of the same name as the one that they leave",
            has: { roles: [by(reader, "Support")], groups: [support, { ...sales, groupName: "Support" }] },
            update: { groups: { removeFrom: [group] } },
            stay: [],
        },
        {
            rule: "are not one of a group whose name is not reported",
            has: { roles: [by(reader, "Sales")], groups: [support, nameless] },
            update: { groups: { removeFrom: [group] } },
            stay: [],
        },
        {
            rule: "are none where Kore.ai does not say which groups confer them, and a group is left",
            has: { roles: [untold(reader)], groups: [support] },
            update: { groups: { removeFrom: [group] } },
            stay: [],
        },
        {
            rule: "are all where it does not say so, and neither they nor a group are taken",
            has: { roles: [untold(reader)], groups: [support] },
            update: { groups: { addTo: [otherGroup] } },
            stay: [untold(reader)],
        },
        {
            rule: "are not one that the update gives and they do not have",
            has: { roles: [reader] },
            update: { roles: { removeFrom: [{ roleId: reader.roleId }], addTo: [{ roleId: master.roleId }] } },
            stay: [],
        },
        {
            rule: "are one that they have, and that is given to them directly as its group goes",
            has: { roles: [by(reader, "Support")], groups: [support] },
            update: { groups: { removeFrom: [group] }, roles: { addTo: [{ roleId: reader.roleId }] } },
            stay: [by(reader, "Support")],
        },
    ];
    for (const { rule, has, update, stay } of rows)
        it(rule, () => {
            const before = person(has);
            const kept = rolesAfter(before, {
                userInfo: { emailId },
                canCreateBot: false,
                isDeveloper: false,
                ...update,
            });
            assert.deepEqual(kept, stay);
            assert.deepEqual(
                rolesTaken({ person: before, kept }).map(({ roleId }) => roleId),
                before.roles
                    .filter(({ botId, roleId }) => botId === undefined && !stay.some((role) => role.roleId === roleId))
                    .map(({ roleId }) => roleId),
            );
        });
});

describe("somebody who is looked up", () => {
    for (const [status, unable] of [
        ["active", null],
        ["Active ", null],
        [undefined, null],
        ["Not Active", "is not active"],
        ["Inactive", "is inactive"],
        ["Suspended", "is suspended"],
        ["Locked", "is locked"],
    ] as const)
        it(`${unable === null ? "counts" : "does not count"} with the status ${String(status)}`, () => {
            const { status: _, ...others } = person({ roles: [reader, { ...developer, groups: [] }] });
            const found = administratorIn(status === undefined ? others : { ...others, status });
            assert.deepEqual(found, { emailId, roles: [reader], unable });
        });
});

const who = (name: string, roles: HeldRole[], unable?: string | null): Administrator => ({
    emailId: `${name}@example.com`,
    roles,
    ...(unable === undefined ? {} : { unable }),
});

describe("who is left", () => {
    const rows: {
        rule: string;
        taken: HeldRole[];
        all: Administrator[];
        left: ReturnType<typeof whoIsLeft>;
        toLookUp?: string[];
    }[] = [
        { rule: "nobody where there is nobody", taken: [reader], all: [], left: "nobody" },
        {
            rule: "somebody with any such role",
            taken: [reader],
            all: [who("ada", [direct("r-1")], null)],
            left: "somebody",
        },
        { rule: "nobody whose roles the run has taken", taken: [reader], all: [who("ada", [], null)], left: "nobody" },
        {
            rule: "nobody who can't sign in",
            taken: [reader],
            all: [who("ada", [reader], "is suspended"), who("grace", [master], "is not active")],
            left: "nobody",
        },
        {
            rule: "perhaps somebody who was not looked up",
            taken: [reader],
            all: [who("ada", [reader], "is suspended"), who("grace", [reader]), who("mary", [])],
            left: "perhaps",
            toLookUp: ["grace@example.com"],
        },
        {
            rule: "somebody, whoever else was not looked up",
            taken: [reader],
            all: [who("grace", [reader]), who("ada", [reader], null)],
            left: "somebody",
            toLookUp: ["grace@example.com"],
        },
        {
            rule: "nobody in the place of a Master Admin who is none",
            taken: [reader, master],
            all: [who("ada", [reader], null), who("grace", [direct("r-1", "User Admin")])],
            left: "nobody",
            toLookUp: [],
        },
        {
            rule: "a Master Admin in the place of another, by name or by the role",
            taken: [master],
            all: [who("ada", [direct(master.roleId)]), who("grace", [direct("r-1", "Primary Master Admin")])],
            left: "perhaps",
            toLookUp: ["ada@example.com", "grace@example.com"],
        },
        {
            rule: "a Master Admin in the place of somebody who is none",
            taken: [reader],
            all: [who("ada", [master], null)],
            left: "somebody",
        },
    ];
    for (const { rule, taken, all, left, toLookUp: open } of rows)
        it(rule, () => {
            assert.equal(whoIsLeft(taken, all), left);
            if (open !== undefined) assert.deepEqual(toLookUp(taken, all), open);
        });
});

describe("a refusal", () => {
    const taking = { person: person({ roles: [master] }), kept: [], what: `${emailId} was not removed` };
    const toAllow = "If it is meant: allow it.";
    const messageOf = (before: Administrator[], changed: Administrator[] = []) =>
        lastAdministrator(
            taking,
            { before, all: new Map([...before, ...changed].map((each) => [each.emailId, each])) },
            toAllow,
        ).message;

    it("says what is lost, and what to do", () => {
        assert.equal(
            messageOf([who("ada", [master]), who("mary", [reader], null)]),
            "ada@example.com was not removed: the account would be left without a Master Admin who can sign in. Make somebody else one first, in the Admin Console or in an update of its own. If it is meant: allow it. [kore:last-administrator]",
        );
    });

    it("names those who do not count, and why", () => {
        const before = [who("ada", [master]), who("grace", [master], "is suspended"), who("mary", [master], null)];
        assert.match(
            messageOf(before, [who("mary", [], null)]),
            /who can sign in \(grace@example\.com is suspended; mary@example\.com loses it in this run\)\./,
        );
    });

    it("names a few of many", () => {
        const many = Array.from({ length: 8 }, (_, index) => who(`p${index}`, [master], "is locked"));
        assert.match(messageOf(many), /p4@example\.com is locked; and 3 more\)/);
    });

    it("says of other roles that an administrator is lost", () => {
        const { message } = lastAdministrator(
            { ...taking, person: person({ roles: [reader] }) },
            { before: [], all: new Map() },
            toAllow,
        );
        assert.match(message, /would be left without an administrator who can sign in\./);
    });

    it("says why nobody could be asked", () => {
        assert.equal(
            administratorsUnknown(taking, "the list is not complete", "Run again.", toAllow).message,
            "ada@example.com was not removed: whether the account would be left without an administrator could not be asked: the list is not complete. Run again. If it is meant: allow it. [kore:administrators-unknown]",
        );
    });
});
