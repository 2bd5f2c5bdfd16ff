import assert from "node:assert/strict";
import * as v from "valibot";
import { defaultSeed, seedIds } from "../../../emulator/src/index";
import { trial } from "./support";

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("lists", () => {
    const seed = {
        ...defaultSeed,
        people: numbers(120).map((index) => ({ emailId: `p${index}@example.com`, groups: index === 0 ? ["e-0"] : [] })),
        groups: numbers(60).map((index) => ({ groupId: `e-${index}`, name: `Group ${index}` })),
        roles: numbers(55).map((index) => ({ roleId: `r${index}`, name: `Role ${index}`, roleType: "bot" as const })),
        bots: numbers(51).map((index) => ({ botId: `st-${index}`, name: `Bot ${index}`, dialogs: [] })),
    };
    const t = trial({ seed });

    async function page(
        endpoint: string,
        key: string,
        id: string,
    ): Promise<{ total: number; availableMore: boolean; ids: unknown[] }> {
        const { body } = await t.call(`GET ${endpoint}`);
        const { total, availableMore } = v.parse(
            v.looseObject({ total: v.number(), availableMore: v.boolean() }),
            body,
        );
        const items = v.parse(v.looseObject({ [key]: v.array(v.record(v.string(), v.unknown())) }), body)[key] ?? [];
        return { total, availableMore, ids: items.map((item) => item[id]) };
    }

    it("alluserroles counts its offset in records", async () => {
        const first = await page("alluserroles", "users", "username");
        assert.deepEqual(
            [first.total, first.availableMore, first.ids.length, first.ids[0]],
            [120, true, 50, "p0@example.com"],
        );
        const third = await page("alluserroles?limit=10&offset=3", "users", "username");
        assert.deepEqual([third.ids.length, third.ids[0]], [10, "p3@example.com"]);
        const last = await page("alluserroles?limit=50&offset=100", "users", "username");
        assert.deepEqual([last.ids.length, last.availableMore], [20, false]);
    });

    it("largestUserPage: 50, or as many as asked", async () => {
        assert.equal((await page("alluserroles?limit=100", "users", "username")).ids.length, 50);
        t.account.setSwitches({ largestUserPage: "unlimited" });
        assert.equal((await page("alluserroles?limit=100", "users", "username")).ids.length, 100);
    });

    it("groups counts its offset in pages of at most 50", async () => {
        const first = await page("groups?limit=500", "groups", "_id");
        assert.deepEqual([first.total, first.availableMore, first.ids.length], [60, true, 50]);
        const second = await page("groups?limit=50&offset=1", "groups", "_id");
        assert.deepEqual([second.ids[0], second.ids.length, second.availableMore], ["e-50", 10, false]);
        const third = await page("groups?limit=5&offset=2", "groups", "_id");
        assert.deepEqual(third.ids, ["e-10", "e-11", "e-12", "e-13", "e-14"]);
    });

    it("rolesOffset: passed over, or a page number", async () => {
        assert.equal((await page("roles?roleType=bot&offset=1", "roles", "_id")).ids[0], "r0");
        t.account.setSwitches({ rolesOffset: "page" });
        assert.equal((await page("roles?roleType=bot&offset=1", "roles", "_id")).ids[0], "r50");
    });

    it("roles needs a roleType, and limits are whole numbers", async () => {
        for (const endpoint of ["GET roles", "GET roles?roleType=other", "GET groups?limit=x", "GET bots?limit=0"]) {
            assert.equal((await t.answer(endpoint))[0], 412, endpoint);
        }
    });

    it("bots counts its offset in pages", async () => {
        assert.deepEqual((await page("bots?offset=1", "bots", "_id")).ids, ["st-50"]);
    });

    it("botsOffset position: bots counts its offset in bots", async () => {
        t.account.setSwitches({ botsOffset: "position" });
        assert.deepEqual((await page("bots?offset=49", "bots", "_id")).ids, ["st-49", "st-50"]);
        assert.deepEqual((await page("bots?offset=1&limit=2", "bots", "_id")).ids, ["st-1", "st-2"]);
    });
});

describe("entries of lists", () => {
    const t = trial();
    const entry = async (endpoint: string): Promise<unknown> => (await t.call(`GET ${endpoint}`)).body;

    it("alluserroles tells orgUserId and roles, and neither names nor status", async () => {
        t.account.changePerson("owner@example.com", { orgUserId: "org-1" });
        assert.deepEqual(await entry("alluserroles"), {
            total: 1,
            availableMore: false,
            users: [
                {
                    username: "owner@example.com",
                    orgUserId: "org-1",
                    accountId: "00000000000000000000acc0",
                    isDeveloper: true,
                    canCreateBot: true,
                    userId: seedIds.users.owner,
                    btRoles: [],
                    adminRoles: [{ roleId: seedIds.adminRoles.masterAdmin, roleName: "Master Admin", groups: [] }],
                },
            ],
        });
    });

    it("a group tells its members", async () => {
        t.account.changePerson("owner@example.com", { addGroups: ["Everybody"] });
        const member = {
            _id: seedIds.users.owner,
            emailId: "owner@example.com",
            firstName: "Olive",
            lastName: "Owner",
            profImage: "no-avatar",
            profColour: "#000000",
            activationStatus: "active",
            jTitle: "",
            orgId: "o-00000000-0000-5000-8000-000000000001",
        };
        const everybody = {
            _id: seedIds.groups.everybody,
            gN: "Everybody",
            gDesc: "Confers no role",
            groups: [],
            users: [member],
            userCount: 1,
        };
        assert.ok(JSON.stringify(await entry("groups")).includes(JSON.stringify(everybody)));
    });

    it("absentText: nulls where a group, a member or a person has nothing", async () => {
        t.account.changePerson("owner@example.com", { addGroups: ["Everybody"], lastName: null });
        t.account.setSwitches({ absentText: "null", statusWords: "capital" });
        const groups = JSON.stringify(await entry("groups"));
        assert.match(groups, /"gN":"Everybody","gDesc":"Confers no role","groups":null,"users":\[/);
        assert.match(groups, /"lastName":null,.*"activationStatus":"Active","jTitle":null/);
        assert.match(groups, /"gN":"Sales Team",[^[]*"groups":null,"users":null,"userCount":0/);
        assert.match(JSON.stringify(await entry("alluserroles")), /"orgUserId":null,.*"btRoles":null/);
        t.account.setSwitches({ absentText: "absent" });
        assert.doesNotMatch(JSON.stringify(await entry("alluserroles")), /orgUserId|btRoles/);
        assert.deepEqual(await entry("bots?offset=9"), { total: 2, availableMore: false, bots: [] });
    });

    it("adminRoleId: the id of admin roles is there, or absent as in the page's sample", async () => {
        assert.match(
            JSON.stringify(await entry("roles?roleType=admin")),
            new RegExp(`"_id":"${seedIds.adminRoles.masterAdmin}","role":"Master Admin"`),
        );
        t.account.setSwitches({ adminRoleId: "absent" });
        assert.doesNotMatch(JSON.stringify(await entry("roles?roleType=admin")), /_id/);
        assert.match(JSON.stringify(await entry("roles?roleType=bot")), /_id/);
    });

    it("a role tells what it may do, in the form of its page's samples: words for the Admin Console, lists of them for bots", async () => {
        const roles = async (roleType: string) =>
            v
                .parse(
                    v.looseObject({
                        roles: v.array(
                            v.looseObject({ role: v.string(), permissions: v.record(v.string(), v.unknown()) }),
                        ),
                    }),
                    await entry(`roles?roleType=${roleType}`),
                )
                .roles.map(({ role, permissions }): [string, unknown, unknown] => [
                    role,
                    permissions["Manage Groups"] ?? permissions["Tasks"],
                    permissions["View and Run Audit Reports"] ?? permissions["Bot Developers"],
                ]);
        assert.deepEqual(await roles("admin"), [
            ["Master Admin", "YES", "YES"],
            ["Analyst", "NO", "YES"],
            ["User Admin", "YES", "NO"],
        ]);
        assert.deepEqual(await roles("bot"), [
            ["Bot Owner", ["FULL"], ["FULL"]],
            ["Bot Developer", ["FULL"], ["VIEW"]],
            ["Bot Tester", ["VIEW"], ["NO"]],
        ]);
    });

    it("bots have a client secret that is none, and the log does not keep even that", async () => {
        assert.match(JSON.stringify(await entry("bots")), /"clientSecret":"no-secret"/);
        assert.doesNotMatch(JSON.stringify(t.account.requests()), /no-secret/);
    });
});
