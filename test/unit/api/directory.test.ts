import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
    defaultSeed,
    seedApp,
    seedIds,
    startEmulator,
    type Emulator,
    type EmulatorOptions,
    type Role,
    type Seed,
} from "kore-emulator";
import { Account } from "../../../provider/api/client";
import type { Directory } from "../../../provider/api/directory";
import { KoreError } from "../../../provider/api/errors";
import { impatience, settingsFor } from "./accounts";
import { json, scriptedKore } from "./scriptedKore";

const roleId = (number: number) => String(number).padStart(24, "0");
const uuid = (number: number) => `00000000-0000-5000-8000-${String(number).padStart(12, "0")}`;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** An account with as many of each as are asked for. */
function seedOf({ people = 0, adminRoles = 0, botRoles = 0, groups = 0, bots = 0 }): Seed {
    const rolesOf = (roleType: Role["roleType"], count: number, from: number): Role[] =>
        numbers(count).map((number) => ({ roleId: roleId(from + number), name: `${roleType} ${number}`, roleType }));
    return {
        apps: [{ ...seedApp }],
        people: numbers(people).map((number) => ({
            emailId: `Person${number}@Example.com`,
            ...(number % 2 === 0 ? { orgUserId: `E-${number}` } : {}),
        })),
        roles: [...rolesOf("admin", adminRoles, 0), ...rolesOf("bot", botRoles, 1_000)],
        groups: numbers(groups).map((number) => ({ groupId: `e-${uuid(number)}`, name: `Group ${number}` })),
        bots: numbers(bots).map((number) => ({ botId: `st-${uuid(number)}`, name: `Bot ${number}`, dialogs: [] })),
    };
}

describe("the directory of an account", function () {
    this.timeout(20_000);
    let emulator: Emulator | undefined;
    afterEach(async () => {
        await emulator?.close();
        emulator = undefined;
    });

    async function directoryOf(
        seed: Seed,
        options: EmulatorOptions = {},
    ): Promise<{ directory: Directory; requests: () => number }> {
        const started = (emulator = await startEmulator({ limits: "off", seed, ...options }));
        const account = new Account(settingsFor(started.url, { credentials: { ...seedApp } }), {
            retryPolicy: impatience,
        });
        return { directory: account.directory, requests: () => started.account.requests().length };
    }

    describe("lists all people, once each and in lower case", () => {
        for (const [largestUserPage, pages] of [
            ["50", 3],
            ["unlimited", 1],
        ] as const) {
            it(`in ${pages} requests, where a page of alluserroles holds ${largestUserPage}`, async () => {
                const { directory, requests } = await directoryOf(seedOf({ people: 120 }), {
                    switches: { largestUserPage },
                });
                const told: [number, number | undefined][] = [];
                const { items, isComplete } = await directory.people((read, total) => told.push([read, total]));
                assert.equal(isComplete, true);
                assert.deepEqual(
                    items.map(({ emailId }) => emailId),
                    numbers(120).map((number) => `person${number}@example.com`),
                );
                assert.deepEqual(
                    items.slice(0, 2).map(({ orgUserId }) => orgUserId),
                    [undefined, "E-2"],
                );
                assert.equal(requests(), pages);
                assert.deepEqual(told.at(-1), [120, 120]);
            });
        }

        it("up to a number of pages: then the list is not complete where there are more", async () => {
            const { directory } = await directoryOf(seedOf({ people: 120 }), { switches: { largestUserPage: "50" } });
            const read = async (pages: number) => {
                const { items, isComplete } = await directory.people(undefined, pages);
                return [items.length, isComplete];
            };
            assert.deepEqual(
                [await read(2), await read(3)],
                [
                    [100, false],
                    [120, true],
                ],
            );
        });

        it("also where somebody goes and somebody comes while it reads", async () => {
            const { directory } = await directoryOf(seedOf({ people: 60 }), {
                onRequest: ({ path }) => {
                    if (
                        path.endsWith("alluserroles") &&
                        emulator?.account.person("person1@example.com") !== undefined
                    ) {
                        emulator.account.removePerson("person1@example.com");
                        emulator.account.addPerson({ emailId: "late@example.com" });
                    }
                },
            });
            const { items } = await directory.people();
            assert.equal(new Set(items.map(({ emailId }) => emailId)).size, items.length);
            assert.equal(items.at(-1)?.emailId, "late@example.com");
        });
    });

    it("does not say that the list is whole where somebody has left while it was read, as another may have been passed over", async () => {
        const { directory } = await directoryOf(seedOf({ people: 60 }), {
            onRequest: ({ path }) => {
                if (path.endsWith("alluserroles") && emulator?.account.person("person1@example.com") !== undefined)
                    emulator.account.removePerson("person1@example.com");
            },
        });
        assert.equal((await directory.people()).isComplete, false);
        assert.equal((await directory.people()).isComplete, true);
    });

    describe("lists the roles", () => {
        it("of one kind, with their ids", async () => {
            const { directory } = await directoryOf(defaultSeed);
            const { items, isComplete } = await directory.roles("bot");
            assert.deepEqual(
                items.map(({ id, name }) => [id, name]),
                [
                    [seedIds.botRoles.owner, "Bot Owner"],
                    [seedIds.botRoles.developer, "Bot Developer"],
                    [seedIds.botRoles.tester, "Bot Tester"],
                ],
            );
            assert.equal(isComplete, true);
            assert.deepEqual(
                (await directory.roles("admin")).items.map(({ name }) => name),
                ["Master Admin", "Analyst", "User Admin"],
            );
        });

        it("with what they may do, and what Kore.ai says of them", async () => {
            const { directory } = await directoryOf(defaultSeed);
            assert.deepEqual((await directory.roles("admin")).items[1], {
                id: seedIds.adminRoles.analyst,
                name: "Analyst",
                description: "Reads dashboards and logs",
                permissions: ["View and Run Audit Reports: yes", "View and Run Bot Chat History: yes"],
            });
            assert.deepEqual((await directory.roles("bot")).items[2]?.permissions, [
                "Dashboard: yes",
                "Natural Language: view",
                "Tasks: view",
                "Testing: full",
            ]);
        });

        it("of the Admin Console by their names, where Kore.ai reports no ids of them", async () => {
            const { directory } = await directoryOf(seedOf({ adminRoles: 2, botRoles: 1 }), {
                switches: { adminRoleId: "absent" },
            });
            assert.deepEqual(await directory.roles("admin"), {
                items: [{ name: "admin 1" }, { name: "admin 2" }],
                isComplete: true,
            });
            assert.deepEqual((await directory.roles("bot")).items, [{ id: roleId(1_001), name: "bot 1" }]);
        });

        it("all of them, where an offset is taken", async () => {
            const { directory, requests } = await directoryOf(seedOf({ botRoles: 120 }), {
                switches: { rolesOffset: "page" },
            });
            const { items, isComplete } = await directory.roles("bot");
            assert.deepEqual([items.length, isComplete, requests()], [120, true, 3]);
        });

        it("as many as one page has, where the offset is ignored, and says that there are more", async () => {
            const { directory, requests } = await directoryOf(seedOf({ botRoles: 120 }), {
                switches: { rolesOffset: "ignored" },
            });
            const { items, isComplete } = await directory.roles("bot");
            assert.deepEqual([items.length, isComplete, requests()], [50, false, 2]);
        });
    });

    it("lists groups and bots, whose offset counts pages", async () => {
        const { directory, requests } = await directoryOf(seedOf({ groups: 101, bots: 51 }));
        const [groups, bots] = await Promise.all([directory.groups(), directory.bots()]);
        assert.deepEqual(
            [groups.items.length, groups.isComplete, bots.items.length, bots.isComplete],
            [101, true, 51, true],
        );
        assert.deepEqual(
            [groups.items[100], bots.items[50]],
            [
                { id: `e-${uuid(101)}`, name: "Group 101", members: [], groups: [] },
                { id: `st-${uuid(51)}`, name: "Bot 51" },
            ],
        );
        assert.equal(requests(), 5);
    });

    it("lists who is in a group, the groups in it, and of people their roles with the groups that confer them", async () => {
        const inner = { groupId: "e-inner", name: "Inner", groups: ["e-outer"] };
        const { directory } = await directoryOf({
            ...defaultSeed,
            groups: [...defaultSeed.groups, { groupId: "e-outer", name: "Outer", groups: ["e-inner"] }, inner],
            people: [
                { emailId: "Ada@example.com", userId: "u-ada", groups: [seedIds.groups.salesTeam, "e-inner"] },
                { emailId: "grace@example.com", roles: [{ roleId: seedIds.adminRoles.analyst }] },
            ],
        });
        const [groups, people] = await Promise.all([directory.groups(), directory.people()]);
        const ada = { userId: "u-ada", emailId: "ada@example.com" };
        assert.deepEqual(
            groups.items.map(({ name, members, groups }) => [name, members, groups]),
            [
                ["Support Team", [], []],
                ["Sales Team", [ada], []],
                ["Everybody", [], []],
                ["Outer", [], ["e-inner"]],
                ["Inner", [ada], ["e-outer"]],
            ],
        );
        const analyst = { roleId: seedIds.adminRoles.analyst, roleName: "Analyst" };
        assert.deepEqual(
            people.items.map(({ roles }) => roles),
            [
                [
                    {
                        roleId: seedIds.botRoles.tester,
                        roleName: "Bot Tester",
                        botId: seedIds.bots.sales,
                        botName: "Sales",
                        groups: ["Sales Team"],
                    },
                    { ...analyst, groups: ["Sales Team"] },
                ],
                [{ ...analyst, groups: [] }],
            ],
        );
    });

    it("is empty where the account has none", async () => {
        const { directory } = await directoryOf(seedOf({}));
        assert.deepEqual(
            await Promise.all([directory.people(), directory.groups(), directory.bots(), directory.roles("admin")]),
            Array(4).fill({ items: [], isComplete: true }),
        );
    });

    describe("of answers that are not as the pages say", () => {
        const kore = scriptedKore();
        const directory = () => new Account(settingsFor(kore.baseUrl), { retryPolicy: impatience }).directory;

        it("takes nothing from a bot but id and name, as it may hold secrets of apps", async () => {
            kore.replies(
                json({
                    total: 1,
                    availableMore: false,
                    bots: [
                        { _id: "st-1", name: "Support", jwtApps: [{ clientId: "cs-1", clientSecret: "very secret" }] },
                    ],
                }),
            );
            assert.deepEqual(await directory().bots(), { items: [{ id: "st-1", name: "Support" }], isComplete: true });
        });

        it("reads the others where one can't be read, and says that the list is not whole", async () => {
            const bots = [{ _id: 7 }, null, { _id: "st-1", name: null }, { _id: "st-2", name: "Sales" }];
            kore.replies(json({ total: 4, availableMore: false, bots }));
            assert.deepEqual(await directory().bots(), {
                items: [
                    { id: "st-1", name: "st-1" },
                    { id: "st-2", name: "Sales" },
                ],
                isComplete: false,
            });
        });

        it("finds out that an offset counts items where it was said to count pages", async () => {
            const all = Array.from({ length: 120 }, (_, index) => ({ _id: `st-${index}`, name: `Bot ${index}` }));
            kore.always((response, request) => {
                const offset = Number(new URL(request.path ?? "", "http://localhost").searchParams.get("offset"));
                const bots = all.slice(offset, offset + 50);
                json({ total: 120, availableMore: offset + 50 < 120, bots })(response, request);
            });
            const { items, isComplete } = await directory().bots();
            assert.deepEqual([items.length, isComplete, kore.received.length], [120, true, 4]);
        });

        it("believes the total where availableMore is not there, and names what has no name by its id", async () => {
            kore.replies(
                json({ total: 2, groups: [{ _id: "e-1" }] }),
                json({ total: 2, groups: [{ _id: "e-2", gN: "Two" }] }),
            );
            assert.deepEqual(await directory().groups(), {
                items: [
                    { id: "e-1", name: "e-1", members: [], groups: [] },
                    { id: "e-2", name: "Two", members: [], groups: [] },
                ],
                isComplete: true,
            });
        });

        it("reads of a group who can be told, and groups by id or by name", async () => {
            const users = [{ _id: "u-1" }, { emailId: "Ada@Example.com", _id: null }, null, 7];
            const groups = ["e-2", { _id: "e-3", gN: "Three" }, { gN: "?" }];
            kore.replies(json({ total: 1, groups: [{ _id: "e-1", gN: "One", users, groups }] }));
            assert.deepEqual((await directory().groups()).items, [
                {
                    id: "e-1",
                    name: "One",
                    members: [{ userId: "u-1" }, { emailId: "ada@example.com" }],
                    groups: ["e-2", "e-3"],
                },
            ]);
        });

        it("lists somebody without roles where these can't be read, and once where they have others on the next page", async () => {
            const ada = { username: "ada@example.com", btRoles: [{ roleId: "r" }] };
            const grace = (roles: string[]) => ({
                username: "grace@example.com",
                adminRoles: roles.map((roleId) => ({ roleId })),
            });
            kore.replies(
                json({ total: 3, availableMore: true, users: [ada, grace([])] }),
                json({ total: 3, availableMore: false, users: [grace(["a"]), { username: "alan@example.com" }] }),
            );
            assert.deepEqual(await directory().people(), {
                items: [
                    { emailId: "ada@example.com" },
                    { emailId: "grace@example.com", roles: [{ roleId: "a" }] },
                    { emailId: "alan@example.com", roles: [] },
                ],
                isComplete: true,
            });
        });

        it("says that a list is not whole which ends before its total", async () => {
            kore.replies(
                json({ total: 3, availableMore: false, users: [{ username: "ada@example.com", orgUserId: "" }] }),
            );
            assert.deepEqual(await directory().people(), {
                items: [{ emailId: "ada@example.com", roles: [] }],
                isComplete: false,
            });
        });

        it("is an error where it is something else than a list", async () => {
            kore.replies(json({ total: 1, users: [{ name: "ada" }] }));
            await assert.rejects(
                directory().people(),
                (error: unknown) =>
                    error instanceof KoreError &&
                    error.kind === "unreadable" &&
                    error.message.includes("GET /api/public/alluserroles failed"),
            );
        });
    });
});
