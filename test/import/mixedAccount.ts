import { seedApp, type HeldRole, type Seed, type SeedPerson } from "kore-emulator";

const uuid = (number: number): string => `00000000-0000-5000-8000-${String(number).padStart(12, "0")}`;
const roleId = (name: string): string => name.padStart(24, "0");

const bots = ["Support", "Sales", "HR & Payroll", "${bot}", "IVR\n2", "Support!"].map((name, index) => ({
    botId: `st-${uuid(index + 1)}`,
    name,
    dialogs: [1, 2].map((number) => ({ dialogId: `dg-${uuid(10 * (index + 1) + number)}`, name: `Dialog ${number}` })),
}));

const roles: Seed["roles"] = [
    { roleId: roleId("b1"), name: "Bot Owner", roleType: "bot", owner: true },
    { roleId: roleId("b2"), name: "Bot Developer", roleType: "bot" },
    { roleId: roleId("b3"), name: "Bot Tester", roleType: "bot" },
    { roleId: roleId("b4"), name: "bot-tester", roleType: "bot" },
    { roleId: roleId("a1"), name: "Master Admin", roleType: "admin" },
    { roleId: roleId("a2"), name: "Analyst", roleType: "admin" },
    { roleId: roleId("a3"), name: "Analyst", roleType: "admin" },
    { roleId: roleId("a4"), name: "*/ process.exit(); /*", roleType: "admin" },
];

const groups: Seed["groups"] = [
    { name: "Support Team", roles: [{ roleId: roleId("b3"), botId: botId(0) }] },
    { name: "Sales Team", roles: [{ roleId: roleId("b3"), botId: botId(1) }, { roleId: roleId("a2") }] },
    { name: "Everybody" },
    { name: "サポート" },
    { name: "צוות \u202Eתמיכה" },
    { name: "🤖" },
    { name: "1st Line" },
    { name: "__proto__" },
    { name: "constructor" },
    { name: "delete" },
].map((group, index) => ({ groupId: `e-${uuid(index + 1)}`, ...group }));

const names = [
    ["Ada", "Byron"],
    ['Seán "Jack"', "O'Brien"],
    ["back\\slash", "`tick` ${process.exit(1)}"],
    ["two\nlines\r\n", " spaces "],
    ["\u202Eright\u202C", "\u2028separator"],
    ["עדה", "ביירון"],
    ["👩‍💻", "🏳️‍🌈"],
    ["=SUM(1,2)", "-1+1"],
    ["'=quoted", "'Abd"],
    ["a,b;c", '"""'],
    ["*/ }", "</script>"],
    ["", "Nameless"],
] as const;

/** An account with so many people of mixed access: roles direct, through groups and both, owners, inactive people, odd names, addresses in any letter case. */
export function mixedAccount(size: number): Seed {
    const people = Array.from({ length: size - 1 }, (_, index) => personNumber(index));
    const owner: SeedPerson = {
        ...{
            emailId: "Owner@example.com",
            firstName: "Olive",
            lastName: "Owner",
            owner: true,
            canCreateBot: true,
            isDeveloper: true,
            hasDataTableAndViewAccess: true,
        },
        roles: [{ roleId: roleId("a1") }, ...bots.map((bot) => ({ roleId: roleId("b1"), botId: bot.botId }))],
    };
    return { apps: [{ ...seedApp }], bots, roles, groups, people: [owner, ...people] };
}

function personNumber(index: number): SeedPerson {
    const [firstName, lastName] = names[index % names.length] ?? names[0];
    const kind = index % 7;
    const emailId =
        [
            `Person.${index}@Example.com`,
            `person.${index}@sales.example.com`,
            `PERSON+${index}@EXAMPLE.COM`,
            `o_brien-${index}@example.com`,
        ][index % 4] ?? "";
    const isDeveloper = index % 3 === 0;
    const held: HeldRole[] = [
        ...(kind === 1 || kind === 2 ? [{ roleId: roleId("b3"), botId: botId(0) }] : []),
        ...(kind === 4 ? [{ roleId: roleId("a2") }, { roleId: roleId("b4"), botId: botId(3) }] : []),
        ...(kind === 5
            ? [
                  { roleId: roleId("b1"), botId: botId(index) },
                  { roleId: roleId("b2"), botId: botId(index + 1) },
              ]
            : []),
        ...(index % 41 === 0 ? [{ roleId: roleId("a4") }, { roleId: roleId("a3") }] : []),
    ];
    return {
        emailId,
        ...(firstName === "" ? {} : { firstName }),
        lastName,
        isDeveloper,
        // Nothing keeps an account from having somebody who may create bots and has no builder.
        canCreateBot: index % 6 === 0 || index % 50 === 49,
        // The roles of kind 2 are held directly and through the group.
        groups: kind === 2 || kind === 3 ? [groupId(0), ...(index % 2 === 0 ? [groupId(1 + (index % 9))] : [])] : [],
        roles: held,
        ...(kind === 6
            ? {
                  assignBotTasks: [
                      index % 2 === 0
                          ? { botId: botId(index), dialogs: [dialogId(index, 1)] }
                          : { botId: botId(index) },
                  ],
              }
            : {}),
        ...(index % 11 === 0 ? { status: "not active" as const } : {}),
        ...(index % 5 === 0 ? { orgUserId: `E-${index}` } : {}),
        companyName: "Example Inc.",
    };
}

function botId(index: number): string {
    return bots[index % bots.length]?.botId ?? "";
}

function dialogId(index: number, number: number): string {
    return `dg-${uuid(10 * ((index % bots.length) + 1) + number)}`;
}

function groupId(index: number): string {
    return `e-${uuid((index % groups.length) + 1)}`;
}
