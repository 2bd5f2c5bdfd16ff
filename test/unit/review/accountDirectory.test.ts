import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { HeldRole } from "../../../provider/api/answers";
import type { ListedRole, Listing } from "../../../provider/api/directory";
import { accountDirectory, type Lists } from "../../../review/src/directory/accountDirectory";
import { changesBetween } from "../../../review/src/directory/changes";
import { continued } from "../../../review/src/directory/continued";
import type { AccountDirectory } from "../../../review/src/directory/schema";
import { directoryWith } from "./directories";

const whole = <T>(...items: T[]): Listing<T> => ({ items, isComplete: true });
const partOf = <T>(...items: T[]): Listing<T> => ({ items, isComplete: false });
const nothing: Lists = { people: whole(), adminRoles: whole(), botRoles: whole(), groups: whole(), bots: whole() };
const read = (lists: Partial<Lists>) =>
    accountDirectory("kore.example.com", new Date("2026-05-04T03:02:01Z"), { ...nothing, ...lists });
const holding = (...roles: HeldRole[]) => whole({ emailId: "ada@example.com", roles });

describe("a directory, from the lists of an account", () => {
    it("has everything in an order of its own, with what was seen with people alone", () => {
        const directory = read({
            people: holding({ roleId: "b2", roleName: "Tester", botId: "st-3", botName: "Hidden" }, { roleId: "a9" }),
            adminRoles: whole({ id: "a2", name: "Zoo" }, { id: "a1", name: "Analyst", permissions: ["Logs: view"] }),
            botRoles: whole<ListedRole>({ id: "b1", name: "Bot Owner" }),
            groups: whole(
                { id: "e-2", name: "B", members: [], groups: [] },
                { id: "e-1", name: "A", members: [], groups: [] },
            ),
            bots: whole({ id: "st-2", name: "B" }, { id: "st-1", name: "A" }),
        });
        assert.deepEqual(directory, {
            version: 1,
            host: "kore.example.com",
            asOf: "2026-05-04T03:02:01.000Z",
            incomplete: [],
            roles: [
                { id: "a1", name: "Analyst", kind: "admin", power: "admin", permissions: ["Logs: view"] },
                { id: "a2", name: "Zoo", kind: "admin", power: "admin" },
                { id: "a9", name: "a9", kind: "admin", power: "admin" },
                { id: "b1", name: "Bot Owner", kind: "bot", power: "owner" },
                { id: "b2", name: "Tester", kind: "bot", power: "bot" },
            ],
            groups: [
                { id: "e-1", name: "A", confers: [], isWhole: false },
                { id: "e-2", name: "B", confers: [], isWhole: false },
            ],
            bots: [
                { id: "st-1", name: "A" },
                { id: "st-2", name: "B" },
                { id: "st-3", name: "Hidden" },
            ],
        });
    });

    it("has each id once, by a name where one is known, and each role as its list has it", () => {
        const held = { roleId: "b1", botId: "st-1" };
        const { roles, bots } = read({
            people: holding(held, { ...held, roleName: "Old name", botName: "Support" }, held),
            botRoles: whole<ListedRole>({ id: "b1", name: "Tester", permissions: ["Tasks: view"] }),
            bots: whole({ id: "st-1", name: "st-1" }),
        });
        assert.deepEqual(roles, [
            { id: "b1", name: "Tester", kind: "bot", power: "bot", permissions: ["Tasks: view"] },
        ]);
        assert.deepEqual(bots, [{ id: "st-1", name: "Support" }]);
    });

    it("has what an import has seen with people, which tells nothing of what a group confers", () => {
        const seen = {
            roles: [{ roleId: "a1", roleName: "Analyst" }],
            groups: [{ id: "e-1", name: "Team" }],
            bots: [{ id: "st-1", name: "st-1" }],
        };
        const { roles, groups, bots } = accountDirectory("kore.example.com", new Date(0), nothing, seen);
        assert.deepEqual(roles, [{ id: "a1", name: "Analyst", kind: "admin", power: "admin" }]);
        assert.deepEqual(groups, [{ id: "e-1", name: "Team", confers: [], isWhole: false }]);
        assert.deepEqual(bots, seen.bots);
    });

    it("has what groups confer, in an order of its own", () => {
        const by = (roleId: string, botId?: string) => ({
            roleId,
            ...(botId === undefined ? {} : { botId }),
            groups: ["Team"],
        });
        const { groups } = read({
            people: holding(by("b", "st-2"), by("c"), by("b", "st-1"), by("a")),
            groups: whole({ id: "e-1", name: "Team", members: [{ emailId: "ada@example.com" }], groups: [] }),
        });
        assert.deepEqual(groups[0]?.confers, [
            { roleId: "a" },
            { roleId: "b", botId: "st-1" },
            { roleId: "b", botId: "st-2" },
            { roleId: "c" },
        ]);
    });

    it("says which lists are not whole, the roles of people among them", () => {
        const people = {
            items: [{ emailId: "ada@example.com" }, { emailId: "grace@example.com", roles: [] }],
            isComplete: false,
        };
        assert.deepEqual(
            read({ people, adminRoles: partOf(), botRoles: partOf(), groups: partOf(), bots: partOf() }).incomplete,
            ["people", "roles of the Admin Console", "roles of bots", "groups", "bots", "roles of people"],
        );
    });

    describe("where Kore.ai tells no ids of administrator roles", () => {
        const roles = (listed: ListedRole[], ...held: HeldRole[]) =>
            read({ adminRoles: whole(...listed), people: holding(...held) }).roles.map(
                ({ id = "-", name, power, permissions = [] }) => [id, name, power, ...permissions].join(" "),
            );
        const invites = ["Invite: yes"];

        it("takes them from those who hold a role of that name", () =>
            assert.deepEqual(
                roles([{ name: "Helpdesk", permissions: invites }, { name: "Analyst" }], {
                    roleId: "a1",
                    roleName: "Helpdesk",
                }),
                ["- Analyst admin", "a1 Helpdesk userAdmin Invite: yes"],
            ));

        it("takes none where two have the name; a role with an id then has the greater power of those", () => {
            assert.deepEqual(
                roles([{ name: "Desk" }, { name: "Desk", permissions: invites }], { roleId: "a1", roleName: "Desk" }),
                ["- Desk admin", "- Desk userAdmin Invite: yes", "a1 Desk userAdmin"],
            );
            assert.deepEqual(
                roles(
                    [{ name: "Desk", permissions: invites }],
                    { roleId: "a1", roleName: "Desk" },
                    { roleId: "a2", roleName: "Desk" },
                ),
                ["- Desk userAdmin Invite: yes", "a1 Desk userAdmin", "a2 Desk userAdmin"],
            );
        });

        it("and takes none for a role of bots, nor lists what has neither id nor name", () =>
            assert.deepEqual(
                roles([{ name: "Desk" }, { name: "" }], { roleId: "b1", roleName: "Desk", botId: "st-1" }),
                ["- Desk admin", "b1 Desk bot"],
            ));
    });
});

describe("a directory after an earlier one", () => {
    const admin = { kind: "admin", power: "admin" } as const;
    const later = (parts: Partial<AccountDirectory>) => directoryWith({ asOf: "2026-06-01T00:00:00.000Z", ...parts });
    const before = directoryWith({
        roles: [
            { id: "a1", name: "Desk", kind: "admin", power: "userAdmin", permissions: ["Invite: yes"] },
            { id: "b1", name: "Tester", kind: "bot", power: "bot" },
        ],
        groups: [{ id: "e-1", name: "Team", confers: [{ roleId: "b1", botId: "st-1" }], isWhole: true }],
        bots: [{ id: "st-1", name: "Support" }],
    });

    it("is as of the earlier time where nothing else differs", () => {
        assert.deepEqual(continued(later({ ...before, asOf: later({}).asOf }), before), before);
        const more = later({ ...before, asOf: later({}).asOf, bots: [] });
        assert.equal(continued(more, before).asOf, "2026-06-01T00:00:00.000Z");
    });

    it("knows nothing of another account's", () => {
        const other = later({ host: "other.example.com", incomplete: ["bots"] });
        assert.deepEqual(continued(other, before), other);
        assert.deepEqual(continued(other, undefined), other);
    });

    it("keeps what a list lacks that is not whole, and only that", () => {
        const kept = (incomplete: string[]) => {
            const { roles, groups, bots } = continued(later({ incomplete }), before);
            return [...roles, ...groups, ...bots].map(({ name }) => name);
        };
        assert.deepEqual(kept([]), []);
        assert.deepEqual(kept(["people"]), []);
        assert.deepEqual(kept(["roles of the Admin Console"]), ["Desk"]);
        assert.deepEqual(kept(["roles of bots"]), ["Tester"]);
        assert.deepEqual(kept(["groups", "bots"]), ["Team", "Support"]);
    });

    it("keeps of such a list what is not in it, by id, or by name where there is none", () => {
        const earlier = directoryWith({
            roles: [
                { id: "1", name: "Here", ...admin },
                { id: "2", name: "Kept", ...admin },
                { name: "Here without id", ...admin },
                { name: "Kept without id", ...admin },
            ],
            bots: [
                { id: "st-1", name: "Here" },
                { id: "st-2", name: "Kept" },
            ],
        });
        const now = later({
            incomplete: ["roles of the Admin Console", "bots"],
            roles: [
                { id: "1", name: "Renamed", ...admin },
                { name: "Here without id", ...admin },
            ],
            bots: [{ id: "st-1", name: "Renamed" }],
        });
        const { roles, bots } = continued(now, earlier);
        assert.deepEqual(
            [roles, bots].map((items) => items.map(({ id = "-", name }) => `${id} ${name}`)),
            [
                ["- Here without id", "2 Kept", "- Kept without id", "1 Renamed"],
                ["st-2 Kept", "st-1 Renamed"],
            ],
        );
    });

    it("takes a role of bots for none of the Admin Console, though it has the id or the name", () => {
        const roles: AccountDirectory["roles"] = [
            { id: "b1", name: "Other", ...admin },
            { name: "Tester", ...admin },
        ];
        assert.deepEqual(continued(later({ roles }), before).roles, roles);
    });

    it("takes no id where two had the name", () => {
        const two = directoryWith({
            roles: [
                { id: "1", name: "Desk", ...admin },
                { id: "2", name: "Desk", ...admin },
            ],
        });
        assert.deepEqual(continued(later({ roles: [{ name: "Desk", ...admin }] }), two).roles, [
            { name: "Desk", ...admin },
        ]);
    });

    it("keeps the id, the permissions and the power of a role of which they are not told any more", () => {
        const role = (...roles: AccountDirectory["roles"]) => continued(later({ roles }), before).roles;
        const desk = before.roles[0];
        assert.deepEqual(role({ name: "Desk", ...admin }), [desk]);
        assert.deepEqual(role({ id: "a1", name: "Desk", ...admin }), [desk]);
        assert.deepEqual(role({ id: "a1", name: "Desk", ...admin, permissions: [] }), [
            { id: "a1", name: "Desk", ...admin, permissions: [] },
        ]);
        // Of two of a name it can't be told which one it was; another id is another role.
        for (const roles of [
            [
                { name: "Desk", ...admin },
                { name: "Desk", ...admin, permissions: ["Logs: view"] },
            ],
            [{ id: "a2", name: "Desk", ...admin }],
        ])
            assert.deepEqual(role(...roles), roles);
    });

    it("keeps what each group conferred beside what it confers now, each role once", () => {
        const roles = ["a", "b"].map((id) => ({ id, name: id, kind: "bot" as const, power: "bot" as const }));
        const group = (id: string, isWhole: boolean, ...confers: [roleId: string, botId: string][]) => ({
            id,
            name: id,
            confers: confers.map(([roleId, botId]) => ({ roleId, botId })),
            isWhole,
        });
        const earlier = directoryWith({
            roles,
            groups: [group("1", true, ["a", "x"], ["b", "y"]), group("2", true, ["a", "y"])],
        });
        const now = later({ roles, groups: [group("1", false, ["a", "x"], ["a", "y"]), group("2", false)] });
        assert.deepEqual(continued(now, earlier).groups, [
            group("1", false, ["a", "x"], ["a", "y"], ["b", "y"]),
            group("2", false, ["a", "y"]),
        ]);
    });

    it("keeps what a group conferred while somebody was in it, as long as the role is there", () => {
        const confers = (isWhole: boolean, roles = before.roles) =>
            continued(later({ roles, groups: [{ id: "e-1", name: "Team", confers: [], isWhole }] }), before).groups;
        assert.deepEqual(confers(false), [
            { id: "e-1", name: "Team", confers: [{ roleId: "b1", botId: "st-1" }], isWhole: false },
        ]);
        assert.deepEqual(confers(true), [{ id: "e-1", name: "Team", confers: [], isWhole: true }]);
        assert.deepEqual(confers(false, []), [{ id: "e-1", name: "Team", confers: [], isWhole: false }]);
    });
});

describe("what has changed since a directory was written", () => {
    const base = directoryWith({
        roles: [
            { id: "a1", name: "Desk", kind: "admin", power: "admin", permissions: ["Logs: view"] },
            { name: "Nameless", kind: "admin", power: "admin" },
        ],
        groups: [{ id: "e-1", name: "Team", confers: [{ roleId: "a1" }], isWhole: true }],
        bots: [{ id: "st-1", name: "Support" }],
    });
    const [desk, nameless] = [base.roles[0], base.roles[1]] as [
        AccountDirectory["roles"][0],
        AccountDirectory["roles"][0],
    ];
    const team = base.groups[0] as AccountDirectory["groups"][0];
    const cases: [string, Partial<AccountDirectory>, string[]][] = [
        ["nothing", {}, []],
        [
            "the time alone, and whether all is known",
            { asOf: "2027-01-01T00:00:00Z", incomplete: ["bots"], groups: [{ ...team, isWhole: false }] },
            [],
        ],
        [
            "a role that came",
            { roles: [...base.roles, { id: "b1", name: "Bot Owner", kind: "bot", power: "owner" }] },
            ['Role of bots "Bot Owner" (b1) is new: owns a bot.'],
        ],
        ["a role that went", { roles: [nameless] }, ['Role of the Admin Console "Desk" (a1) is gone.']],
        ["a role without an id that went", { roles: [desk] }, ['Role of the Admin Console "Nameless" is gone.']],
        [
            "the name of a role",
            { roles: [{ ...desk, name: "Help\nDesk" }, nameless] },
            ['Role of the Admin Console "Help⟨U+000A⟩Desk" (a1) was called "Desk".'],
        ],
        [
            "a role of the same name with another id",
            { roles: [{ ...desk, id: "a2" }, nameless] },
            [
                'Role of the Admin Console "Desk" (a2) is new: a role of the Admin Console.',
                'Role of the Admin Console "Desk" (a1) is gone.',
            ],
        ],
        [
            "an id that was not known",
            { roles: [desk, { ...nameless, id: "a7" }] },
            ['Role of the Admin Console "Nameless" (a7) was listed without an id.'],
        ],
        [
            "the power and the permissions of a role",
            { roles: [{ ...desk, power: "userAdmin", permissions: ["Invite: yes", "Groups: full"] }, nameless] },
            [
                'Role of the Admin Console "Desk" (a1): administers people, groups, roles or ways in; before: a role of the Admin Console.',
                'Role of the Admin Console "Desk" (a1) may do now: Invite: yes; Groups: full.',
                'Role of the Admin Console "Desk" (a1) may not do any more: Logs: view.',
            ],
        ],
        [
            "groups that came and went",
            { groups: [{ id: "e-2", name: "New", confers: [], isWhole: false }] },
            ['Group "New" (e-2) is new.', 'Group "Team" (e-1) is gone.'],
        ],
        ["the name of a group", { groups: [{ ...team, name: "Crew" }] }, ['Group "Crew" (e-1) was called "Team".']],
        [
            "what a group confers",
            { groups: [{ ...team, confers: [{ roleId: "x", botId: "st-1" }] }] },
            [
                'Group "Team" (e-1) confers now: "x" on bot "Support".',
                'Group "Team" (e-1) confers no more: "Desk", a role of the Admin Console.',
            ],
        ],
        [
            "bots that came, went, and have another name",
            { bots: [{ id: "st-2", name: "Sales" }] },
            ['Bot "Sales" (st-2) is new.', 'Bot "Support" (st-1) is gone.'],
        ],
        [
            "a bot among others",
            {
                bots: [
                    { id: "st-1", name: "Support" },
                    { id: "st-2", name: "Sales" },
                ],
            },
            ['Bot "Sales" (st-2) is new.'],
        ],
        ["the name of a bot", { bots: [{ id: "st-1", name: "Help" }] }, ['Bot "Help" (st-1) was called "Support".']],
    ];
    for (const [title, parts, changes] of cases)
        it(title, () => assert.deepEqual(changesBetween(base, { ...base, ...parts }), changes));
});
