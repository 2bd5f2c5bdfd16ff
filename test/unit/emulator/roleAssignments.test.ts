import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSeed, seedIds } from "../../../emulator/src/index";
import { EmulatedAccount } from "../../../emulator/src/emulatedAccount";
import { trial, Trial } from "./support";

const { botRoles, adminRoles, bots } = seedIds;
const { analyst, userAdmin } = adminRoles;
const tester = { roleId: botRoles.tester, botId: bots.support };
const people = [
    { emailId: "ada@example.com", orgUserId: "org-1" },
    { emailId: "bob@example.com", orgUserId: "org-2", roles: [{ roleId: analyst }] },
];

describe("role assignments", () => {
    const t = trial({ seed: { ...defaultSeed, people: [...defaultSeed.people, ...people] } });
    const admin = (...assignments: object[]) => t.answer("POST adminroles/assignments/", assignments);
    const bot = (...assignments: object[]) => t.answer("POST btroles/assignments/", assignments);
    const rolesOf = (emailId: string): unknown => t.account.person(emailId)?.roles;

    it("admin roles are given and taken, by address or orgUserId", async () => {
        const assignment = { roleId: analyst, addUsers: ["ADA@example.com"], removeOrgUserIds: ["org-2"] };
        assert.deepEqual(await admin(assignment, { roleId: userAdmin, addOrgUserIds: ["org-1"] }), [
            200,
            [
                { status: "success", roleId: analyst },
                { status: "success", roleId: userAdmin },
            ],
        ]);
        assert.deepEqual(rolesOf("ada@example.com"), [{ roleId: analyst }, { roleId: userAdmin }]);
        assert.deepEqual(rolesOf("bob@example.com"), []);
        await admin({ roleId: analyst, removeUsers: ["ada@example.com"] });
        assert.deepEqual(rolesOf("ada@example.com"), [{ roleId: userAdmin }]);
        assert.deepEqual(t.account.requests()[0]?.emailIds, ["ADA@example.com", "org-2", "org-1"]);
    });

    it("bot roles need a bot, and answer success with a space as the page's sample does", async () => {
        assert.deepEqual(await bot({ ...tester, addUsers: ["ada@example.com"] }), [
            200,
            [{ status: "success ", roleId: botRoles.tester }],
        ]);
        assert.deepEqual(rolesOf("ada@example.com"), [tester]);
        assert.equal((await bot({ roleId: botRoles.tester, addUsers: ["ada@example.com"] }))[0], 412);
    });

    it("empty texts name nobody", async () => {
        const nobody = { addUsers: [""], removeUsers: [""], addGroups: [""], removeGroups: [""], addOrgUserIds: [""] };
        assert.deepEqual(await admin({ roleId: analyst, ...nobody }), [200, [{ status: "success", roleId: analyst }]]);
    });

    it("groups go by name; their members have the role, until it is taken or the account is reset", async () => {
        t.account.changePerson("ada@example.com", { addGroups: ["Everybody"] });
        const has = async (): Promise<boolean> => JSON.stringify(await t.look("ada@example.com")).includes(analyst);
        await admin({ roleId: analyst, addGroups: ["Everybody"] });
        assert.equal(await has(), true);
        await admin({ roleId: analyst, removeGroups: ["Everybody"] });
        assert.equal(await has(), false);
        await admin({ roleId: analyst, addGroups: ["Everybody"] });
        t.account.reset();
        t.account.changePerson("ada@example.com", { addGroups: ["Everybody"] });
        assert.equal(await has(), false);
    });

    it("what a group was given is kept in the data file", async () => {
        const folder = mkdtempSync(join(tmpdir(), "kore-emulator-"));
        const data = join(folder, "account.json");
        const kept = new Trial();
        try {
            await kept.start({ data });
            await kept.call("POST adminroles/assignments/", [{ roleId: userAdmin, addGroups: ["Everybody"] }]);
            await kept.stop();
            await kept.start({ data });
            await kept.call("POST users", {
                users: [{ userInfo: { emailId: "a@example.com" }, groups: [seedIds.groups.everybody] }],
            });
            assert.match(
                JSON.stringify(await kept.look("a@example.com")),
                /"roleName":"User Admin","groups":\["Everybody"\]/,
            );
            await kept.stop();
            assert.equal(new EmulatedAccount({ data }).people().length, 2);
        } finally {
            await kept.stop();
            rmSync(folder, { recursive: true });
        }
    });

    it("an assignment that names what is not there fails alone, and nothing of it is done", async () => {
        const users = { addUsers: ["ada@example.com"] };
        const wrong = [
            { roleId: "none", ...users },
            { roleId: botRoles.tester, ...users },
            { roleId: userAdmin, addUsers: ["ada@example.com", "nobody@example.com"] },
            { roleId: userAdmin, addGroups: ["Nobody"], ...users },
        ];
        const [status, body] = await admin(...wrong, { roleId: analyst, ...users });
        assert.equal(status, 200);
        assert.deepEqual(
            [...JSON.stringify(body).matchAll(/"status":"(\w+)"/g)].map(([, word]) => word),
            ["failure", "failure", "failure", "failure", "success"],
        );
        assert.match(JSON.stringify(await bot({ ...tester, botId: "st-none", ...users })), /"failure"/);
        assert.deepEqual(rolesOf("ada@example.com"), [{ roleId: analyst }]);
    });

    it("ownerRole, rolesPerBot and statusWordShape rule here too", async () => {
        const owner = { roleId: botRoles.owner, botId: bots.support, addUsers: ["ada@example.com"] };
        t.account.setSwitches({ ownerRole: "refused" });
        assert.match(JSON.stringify(await bot(owner)), /"status":"failure".*Bot Owner/);
        t.account.setSwitches({ ownerRole: "ignored", statusWordShape: "capital" });
        assert.match(JSON.stringify(await bot(owner)), /"status":"Success "/);
        assert.deepEqual(rolesOf("ada@example.com"), []);
        t.account.setSwitches({ statusWordShape: "spaced" });
        assert.match(JSON.stringify(await bot(owner)), /"status":"success "/);
        assert.match(JSON.stringify(await admin({ roleId: analyst })), /"status":"success "/);
        t.account.setSwitches({ ownerRole: "taken", rolesPerBot: "one" });
        await bot(owner);
        await bot({ ...tester, addUsers: ["ada@example.com"] });
        assert.deepEqual(rolesOf("ada@example.com"), [tester]);
    });

    it("another form is refused with 412, GET with 405", async () => {
        assert.equal((await t.answer("POST adminroles/assignments/", {}))[0], 412);
        assert.equal((await admin())[0], 412);
        assert.equal((await t.answer("GET adminroles/assignments/"))[0], 405);
    });
});
