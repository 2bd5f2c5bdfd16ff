import assert from "node:assert/strict";
import { obstacleTo, obstacleToMove } from "../../../review/src/diff/adoption";
import { markOf, type List } from "../../../review/src/hidden";
import type { KoreUser, ReportedUser } from "../../../review/src/koreUser";
import { Names } from "../../../review/src/names";
import { declared, reported } from "./handMade";

const [secret, unknown] = [markOf("secret"), markOf("unknown")];
const of = <T>(...items: T[]): List<T> => ({ items });
const hiddenList = { items: [], hidden: "secret" as const };

/** Somebody with something of each kind, and the declaration of just that. */
const held = reported({
    firstName: "Ada",
    lastName: "Lovelace",
    isDeveloper: true,
    canCreateBot: true,
    roles: [{ roleId: "r1", botId: "st-1" }, { roleId: "admin" }],
    groups: [{ groupId: "e-1" }],
    assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1", "dg-2"] }],
});
const same: Partial<KoreUser> = {
    firstName: "Ada",
    lastName: "Lovelace",
    isDeveloper: true,
    canCreateBot: true,
    roles: of({ roleId: "r1", botId: "st-1" }, { roleId: "admin" }),
    groups: of("e-1"),
    assignBotTasks: of({ streamId: "st-1", dialogs: of("dg-2", "dg-1") }),
};

interface Case {
    title: string;
    user: Partial<KoreUser>;
    has: ReportedUser | undefined;
    elsewhere?: string[];
    why: ReturnType<typeof obstacleTo>;
}

const ifSame: Case[] = [
    { title: "all of it is declared", user: same, has: held, why: undefined },
    { title: "adopt says so", user: { ...same, adopt: "ifSame" }, has: held, why: undefined },
    { title: "an empty declaration, of somebody without anything", user: {}, has: reported(), why: undefined },
    ...(["isDeveloper", "canCreateBot"] as const).flatMap((flag): Case[] => [
        { title: `${flag} beyond it`, user: {}, has: reported({ [flag]: true }), why: "differs" },
        {
            title: `${flag} is null, and so not declared`,
            user: { [flag]: null },
            has: reported({ [flag]: true }),
            why: "differs",
        },
        {
            title: `${flag} is a KoreUserAccess's`,
            user: {},
            has: reported({ [flag]: true }),
            elsewhere: [flag],
            why: undefined,
        },
        {
            title: `the other flag than ${flag} is a KoreUserAccess's`,
            user: {},
            has: reported({ [flag]: true }),
            elsewhere: [flag === "isDeveloper" ? "canCreateBot" : "isDeveloper"],
            why: "differs",
        },
        { title: `without ${flag}`, user: { [flag]: true }, has: reported(), why: "differs" },
        {
            title: `with ${flag}, declared false`,
            user: { [flag]: false },
            has: reported({ [flag]: true }),
            why: "differs",
        },
        { title: `${flag} declared false, and it is`, user: { [flag]: false }, has: reported(), why: undefined },
    ]),
    ...(["firstName", "lastName"] as const).flatMap((name): Case[] => [
        { title: `another ${name}`, user: { [name]: "Ada" }, has: reported({ [name]: "Augusta" }), why: "differs" },
        { title: `no ${name}`, user: { [name]: "Ada" }, has: reported(), why: "differs" },
        { title: `a ${name} that is not declared`, user: {}, has: reported({ [name]: "Ada" }), why: undefined },
        { title: `a ${name} of null`, user: { [name]: null }, has: reported({ [name]: "Ada" }), why: undefined },
    ]),
    {
        title: "a group beyond it",
        user: { groups: of("e-2") },
        has: reported({ groups: [{ groupId: "e-1" }, { groupId: "e-2" }] }),
        why: "differs",
    },
    { title: "a group, and none declared", user: {}, has: reported({ groups: [{ groupId: "e-1" }] }), why: "differs" },
    {
        title: "a group fewer",
        user: { groups: of("e-1", "e-2") },
        has: reported({ groups: [{ groupId: "e-1" }] }),
        why: "differs",
    },
    { title: "a role beyond it", user: {}, has: reported({ roles: [{ roleId: "r1" }] }), why: "differs" },
    {
        title: "a role that a group confers",
        user: {},
        has: reported({ roles: [{ roleId: "r1", groups: ["Staff"] }] }),
        why: undefined,
    },
    {
        title: "a declared role that a group confers",
        user: { roles: of({ roleId: "r1" }) },
        has: reported({ roles: [{ roleId: "r1", groups: ["Staff"] }] }),
        why: undefined,
    },
    { title: "a role fewer", user: { roles: of({ roleId: "r1" }) }, has: reported(), why: "differs" },
    {
        title: "the role on another bot",
        user: { roles: of({ roleId: "r1", botId: "st-1" }) },
        has: reported({ roles: [{ roleId: "r1", botId: "st-2" }] }),
        why: "differs",
    },
    {
        title: "the role on another bot, that a group confers",
        user: { roles: of({ roleId: "r1", botId: "st-1" }) },
        has: reported({ roles: [{ roleId: "r1", botId: "st-2", groups: ["Staff"] }] }),
        why: "differs",
    },
    {
        title: "no bot, and a bot of null",
        user: { roles: of({ roleId: "r1", botId: null }) },
        has: reported({ roles: [{ roleId: "r1" }] }),
        why: undefined,
    },
    { title: "tasks beyond it", user: {}, has: reported({ assignBotTasks: [{ streamId: "st-1" }] }), why: "differs" },
    { title: "no tasks, and none declared", user: {}, has: reported({ assignBotTasks: [] }), why: undefined },
    {
        title: "a declared list of no tasks",
        user: { assignBotTasks: of() },
        has: reported({ assignBotTasks: [] }),
        why: undefined,
    },
    {
        title: "tasks that are not reported",
        user: { assignBotTasks: of({ streamId: "st-1" }) },
        has: reported(),
        why: undefined,
    },
    {
        title: "tasks of one bot more",
        user: { assignBotTasks: of({ streamId: "st-1" }) },
        has: reported({ assignBotTasks: [{ streamId: "st-1" }, { streamId: "st-2" }] }),
        why: "differs",
    },
    {
        title: "tasks of another bot",
        user: { assignBotTasks: of({ streamId: "st-1" }) },
        has: reported({ assignBotTasks: [{ streamId: "st-2" }] }),
        why: "differs",
    },
    {
        title: "all tasks of a bot declared, some dialogs reported",
        user: { assignBotTasks: of({ streamId: "st-1" }) },
        has: reported({ assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1"] }] }),
        why: undefined,
    },
    ...[["dg-1"], ["dg-1", "dg-2", "dg-3"], ["dg-1", "dg-3"], undefined].map((dialogs): Case => ({
        title: `declared dg-1 and dg-2, reported ${String(dialogs)}`,
        user: { assignBotTasks: of({ streamId: "st-1", dialogs: of("dg-1", "dg-2") }) },
        has: reported({ assignBotTasks: [{ streamId: "st-1", ...(dialogs === undefined ? {} : { dialogs }) }] }),
        why: "differs",
    })),
];

const takeOver: Case[] = [
    { title: "whatever they have beyond", user: { adopt: "takeOver" }, has: held, why: undefined },
    { title: "whatever they lack", user: { ...same, adopt: "takeOver" }, has: reported(), why: undefined },
    {
        title: "exclusive, and nothing beyond",
        user: { ...same, adopt: "takeOver", exclusive: true },
        has: held,
        why: undefined,
    },
    {
        title: "exclusive, and lacking",
        user: { ...same, adopt: "takeOver", exclusive: true },
        has: reported(),
        why: undefined,
    },
    {
        title: "exclusive, and a group beyond",
        user: { adopt: "takeOver", exclusive: true },
        has: reported({ groups: [{ groupId: "e-1" }] }),
        why: "takesUnseen",
    },
    {
        title: "not exclusive, and a group beyond",
        user: { adopt: "takeOver", exclusive: false },
        has: reported({ groups: [{ groupId: "e-1" }] }),
        why: undefined,
    },
    {
        title: "tasks of another bot, which the declared ones would replace",
        user: { adopt: "takeOver", assignBotTasks: of({ streamId: "st-1" }) },
        has: reported({ assignBotTasks: [{ streamId: "st-1" }, { streamId: "st-2" }] }),
        why: "takesUnseen",
    },
    {
        title: "tasks of the declared bots alone",
        user: { adopt: "takeOver", assignBotTasks: of({ streamId: "st-1" }, { streamId: "st-2" }) },
        has: reported({ assignBotTasks: [{ streamId: "st-1" }] }),
        why: undefined,
    },
];

const undecided: Case[] = [
    { title: "never, of whom nothing is known", user: { adopt: "never" }, has: undefined, why: "neverAdopts" },
    { title: "never, who has exactly that", user: { ...same, adopt: "never" }, has: held, why: "neverAdopts" },
    { title: "ifSame, of whom nothing is known", user: {}, has: undefined, why: undefined },
    {
        title: "takeOver, of whom nothing is known",
        user: { adopt: "takeOver", exclusive: true },
        has: undefined,
        why: undefined,
    },
];

/** Each alone hides what decides. */
const hiding: Record<string, Partial<KoreUser>> = {
    "adopt is secret": { adopt: secret },
    "adopt is not known yet": { adopt: unknown },
    "the roles are secret": { roles: hiddenList },
    "the groups are secret": { groups: hiddenList },
    "the tasks are secret": { assignBotTasks: hiddenList },
    "the first name is secret": { firstName: secret },
    "the last name is not known yet": { lastName: unknown },
    "one group is not known yet": { groups: of("e-2", unknown) },
    "one role is secret": { roles: of({ roleId: "r2" }, { roleId: secret }) },
    "a role's bot is not known yet": { roles: of({ roleId: "r1", botId: unknown }) },
    "a task's bot is secret": { assignBotTasks: of({ streamId: "st-2" }, { streamId: secret }) },
    "isDeveloper is not known yet": { isDeveloper: "unknown" },
    "canCreateBot is secret": { canCreateBot: "secret" },
    "exclusive is secret": { exclusive: "secret" },
};

describe("whether a new resource adopts somebody who is there", () => {
    for (const { title, user, has, elsewhere = [], why } of [...ifSame, ...takeOver, ...undecided]) {
        it(`${user.adopt ?? "ifSame"}: ${title}: ${why ?? "it may"}`, () =>
            assert.equal(obstacleTo(declared(user), has, new Set(elsewhere)), why));
    }

    for (const [title, user] of Object.entries(hiding)) {
        it(`nothing is said where ${title}`, () =>
            assert.equal(obstacleTo(declared(user), held, new Set()), undefined));
    }
});

describe("whether a new resource takes over from another of the stack", () => {
    const names = new Names([]);
    const old = (has: ReportedUser | undefined, others: Partial<KoreUser> = {}) =>
        declared({ ...others, reported: has });
    const more = reported({ groups: [{ groupId: "e-1" }] });
    const cases: { title: string; user: Partial<KoreUser>; from: KoreUser; why: ReturnType<typeof obstacleToMove> }[] =
        [
            {
                title: "exclusive, and a group beyond both",
                user: { exclusive: true },
                from: old(more),
                why: "takesUnseen",
            },
            {
                title: "the group is the new one's",
                user: { exclusive: true, groups: of("e-1") },
                from: old(more),
                why: undefined,
            },
            {
                title: "the group is the old one's",
                user: { exclusive: true },
                from: old(more, { groups: of("e-1") }),
                why: undefined,
            },
            {
                title: "an owner's role, which is never taken",
                user: { exclusive: true },
                from: old(reported({ roles: [{ roleId: "r1", botId: "st-1", roleName: "Bot Owner" }] })),
                why: undefined,
            },
            {
                title: "another role",
                user: { exclusive: true },
                from: old(reported({ roles: [{ roleId: "r1", botId: "st-1", roleName: "Bot Tester" }] })),
                why: "takesUnseen",
            },
            { title: "not exclusive", user: {}, from: old(more), why: undefined },
            { title: "exclusive is secret", user: { exclusive: "secret" }, from: old(more), why: undefined },
            { title: "nothing was reported", user: { exclusive: true }, from: old(undefined), why: undefined },
            {
                title: "the new groups are secret",
                user: { exclusive: true, groups: hiddenList },
                from: old(more),
                why: undefined,
            },
            {
                title: "one new role is not known yet",
                user: { exclusive: true, roles: of({ roleId: unknown }) },
                from: old(more),
                why: undefined,
            },
            {
                title: "the old groups are secret",
                user: { exclusive: true },
                from: old(more, { groups: hiddenList }),
                why: undefined,
            },
            {
                title: "the old roles are secret",
                user: { exclusive: true },
                from: old(more, { roles: hiddenList }),
                why: undefined,
            },
        ];
    for (const { title, user, from, why } of cases)
        it(`${title}: ${why ?? "it does"}`, () => assert.equal(obstacleToMove(declared(user), from, names), why));
});
