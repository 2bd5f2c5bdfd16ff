import assert from "node:assert/strict";
import type { AccountDirectory } from "../../../review/src/directory/schema";
import { Names } from "../../../review/src/names";
import { declared, reported } from "./handMade";

const directory: AccountDirectory = {
    version: 1,
    host: "bots.kore.ai",
    asOf: "2026-01-31T12:00:00.000Z",
    incomplete: [],
    roles: [
        { id: "r-master", name: "Master Admin", kind: "admin", power: "masterAdmin" },
        { id: "r-help", name: "Help Desk", kind: "admin", power: "userAdmin", permissions: ["users: full"] },
        { id: "r-tester", name: "Bot Tester", kind: "bot", power: "bot" },
        { id: "r-lead", name: "Lead", kind: "bot", power: "owner" },
        { name: "Without an id", kind: "admin", power: "admin" },
    ],
    groups: [
        { id: "e-staff", name: "Staff", confers: [{ roleId: "r-tester", botId: "st-1" }], isWhole: true },
        { id: "e-empty", name: "Empty", confers: [], isWhole: false },
    ],
    bots: [{ id: "st-1", name: "Bank" }],
};
const seen = (facts: Parameters<typeof reported>[0]) => declared({ reported: reported(facts) });

describe("what a role lets somebody do", () => {
    const rows: {
        rule: string;
        names: Names;
        role: { roleId: string; botId?: string };
        power: string;
        admin: boolean;
    }[] = [
        {
            rule: "is not known of an id that nobody was seen with",
            names: new Names([]),
            role: { roleId: "r-1", botId: "st-1" },
            power: "unknown",
            admin: false,
        },
        {
            rule: "is not known of an id without a bot either, but that it is an administrator's",
            names: new Names([]),
            role: { roleId: "r-1" },
            power: "unknown",
            admin: true,
        },
        {
            rule: "is told by the name that Kore.ai reported",
            names: new Names([seen({ roles: [{ roleId: "r-1", roleName: "Bot Owner", botId: "st-1" }] })]),
            role: { roleId: "r-1", botId: "st-2" },
            power: "owner",
            admin: false,
        },
        {
            rule: "is told by the directory",
            names: new Names([], directory),
            role: { roleId: "r-help" },
            power: "userAdmin",
            admin: true,
        },
        {
            rule: "is an administrator's, also with a bot, where the directory has it in the Admin Console",
            names: new Names([], directory),
            role: { roleId: "r-master", botId: "st-1" },
            power: "masterAdmin",
            admin: true,
        },
        {
            rule: "is an administrator's, also with a bot, where somebody was seen with it in the Admin Console",
            names: new Names([seen({ roles: [{ roleId: "r-1", roleName: "User Admin" }] })]),
            role: { roleId: "r-1", botId: "st-1" },
            power: "userAdmin",
            admin: true,
        },
        {
            rule: "is the greater one where the directory says less than the name that was reported",
            names: new Names(
                [seen({ roles: [{ roleId: "r-tester", roleName: "Bot Owner", botId: "st-1" }] })],
                directory,
            ),
            role: { roleId: "r-tester", botId: "st-1" },
            power: "owner",
            admin: false,
        },
        {
            rule: "is the greater one where the directory says more than the name that was reported",
            names: new Names([seen({ roles: [{ roleId: "r-lead", roleName: "Lead", botId: "st-1" }] })], directory),
            role: { roleId: "r-lead", botId: "st-1" },
            power: "owner",
            admin: false,
        },
    ];
    for (const { rule, names, role, power, admin } of rows)
        it(rule, () => assert.deepEqual([names.powerOf(role), names.isAdmin(role)], [power, admin]));
});

describe("what a group confers", () => {
    const staff = { groupId: "e-staff", groupName: "Staff" };
    const tester = { roleId: "r-tester", botId: "st-1" };
    const master = { roleId: "r-master", roleName: "Master Admin" };
    const rows: { rule: string; names: Names; group: string; confers: object[]; isWhole: boolean }[] = [
        {
            rule: "is not known of one that nobody was seen in",
            names: new Names([]),
            group: "e-1",
            confers: [],
            isWhole: false,
        },
        {
            rule: "is what comes through it to somebody in it",
            names: new Names([seen({ groups: [staff], roles: [{ ...tester, groups: ["Staff"] }] })]),
            group: "e-staff",
            confers: [tester],
            isWhole: true,
        },
        {
            rule: "is nothing where somebody in it has nothing through it",
            names: new Names([seen({ groups: [staff], roles: [{ ...tester, roleName: "Bot Tester" }] })]),
            group: "e-staff",
            confers: [],
            isWhole: true,
        },
        {
            rule: "is not known whole where all who are in it have a role of some power directly, which hides whether it confers it",
            names: new Names([seen({ groups: [staff], roles: [master] })]),
            group: "e-staff",
            confers: [],
            isWhole: false,
        },
        {
            rule: "is nothing that somebody in it lacks",
            names: new Names([seen({ groups: [staff], roles: [master] }), seen({ groups: [staff] })]),
            group: "e-staff",
            confers: [],
            isWhole: true,
        },
        {
            rule: "is not known whole where a role comes by a group that nobody in it is in: one that holds it, perhaps",
            names: new Names([seen({ groups: [staff], roles: [{ ...master, groups: ["Everybody"] }] })]),
            group: "e-staff",
            confers: [],
            isWhole: false,
        },
        {
            rule: "is what came through it when it had another name",
            names: new Names([
                seen({ groups: [staff], roles: [{ ...tester, groups: ["Staff"] }] }),
                seen({ groups: [{ groupId: "e-staff", groupName: "Colleagues" }], rolesUnclear: true }),
            ]),
            group: "e-staff",
            confers: [tester],
            isWhole: true,
        },
        {
            rule: "is not known where Kore.ai does not say which roles come from groups",
            names: new Names([seen({ groups: [staff], roles: [tester], rolesUnclear: true })]),
            group: "e-staff",
            confers: [],
            isWhole: false,
        },
        {
            rule: "is what the directory says",
            names: new Names([], directory),
            group: "e-staff",
            confers: [tester],
            isWhole: true,
        },
        {
            rule: "is not known whole of one that nobody is in",
            names: new Names([], directory),
            group: "e-empty",
            confers: [],
            isWhole: false,
        },
        {
            rule: "is all of what the directory says and what was seen, each role once",
            names: new Names(
                [
                    seen({
                        groups: [staff],
                        roles: [
                            { roleId: "r-master", groups: ["Staff"] },
                            { ...tester, groups: ["Staff"] },
                        ],
                    }),
                ],
                directory,
            ),
            group: "e-staff",
            confers: [tester, { roleId: "r-master" }],
            isWhole: true,
        },
    ];
    for (const { rule, names, group, confers, isWhole } of rows)
        it(rule, () => assert.deepEqual(names.conferred(group), { roles: confers, isWhole }));
});
