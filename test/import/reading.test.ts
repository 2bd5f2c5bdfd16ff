import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "mocha";
import { seedIds, startEmulator, type Emulator, type EmulatorOptions } from "kore-emulator";
import { AccessError } from "../../review/src/accessError";
import { imported, temporaryFolders } from "./imports";
import { declarationsOf } from "./declarations";
import { mixedAccount } from "./mixedAccount";

const { bots, botRoles, adminRoles, groups } = seedIds;

describe("an import reads an account", function () {
    this.timeout(300_000);
    const temporaryFolder = temporaryFolders();
    let emulator: Emulator | undefined;
    afterEach(async () => {
        await emulator?.close();
        emulator = undefined;
    });

    const start = async (options: EmulatorOptions = {}) =>
        (emulator = await startEmulator({ limits: "off", ...options }));
    const declared = async (folder: string) =>
        new Map((await declarationsOf(folder)).map(({ emailId, onDestroy: _, ...args }) => [emailId, args]));
    const project = () => path.join(temporaryFolder(), "access");

    it("and declares of each person exactly what they have themselves", async () => {
        const { url, account } = await start();
        account.addPerson({
            emailId: "Ada@Example.com",
            firstName: "Ada",
            lastName: "Byron",
            orgUserId: "E-1",
            companyName: "Example",
            isDeveloper: true,
        });
        account.addPerson({
            emailId: "both@example.com",
            groups: [groups.supportTeam],
            roles: [{ roleId: botRoles.tester, botId: bots.support }],
        });
        account.addPerson({ emailId: "group@example.com", groups: [groups.salesTeam] });
        account.addPerson({
            emailId: "tasks@example.com",
            assignBotTasks: [{ botId: bots.support, dialogs: [seedIds.dialogs.supportTicket] }],
        });
        const { folder, snapshot } = await imported(project(), url);
        assert.deepEqual(snapshot.leftOut, []);
        const none = { isDeveloper: false, canCreateBot: false };
        assert.deepEqual(
            await declared(folder),
            new Map<string, object>([
                [
                    "both@example.com",
                    {
                        ...none,
                        groups: [groups.supportTeam],
                        roles: [{ roleId: botRoles.tester, botId: bots.support }],
                    },
                ],
                ["group@example.com", { ...none, groups: [groups.salesTeam] }],
                [
                    "ada@example.com",
                    { firstName: "Ada", lastName: "Byron", orgUserId: "E-1", isDeveloper: true, canCreateBot: false },
                ],
                [
                    "owner@example.com",
                    {
                        firstName: "Olive",
                        lastName: "Owner",
                        isDeveloper: true,
                        canCreateBot: true,
                        roles: [{ roleId: adminRoles.masterAdmin }],
                    },
                ],
                [
                    "tasks@example.com",
                    { ...none, assignBotTasks: [{ streamId: bots.support, dialogs: [seedIds.dialogs.supportTicket] }] },
                ],
            ]),
        );
    });

    it("and takes those whom the filters fit: of a domain, with a role however it is held, of a group, active", async () => {
        const { url, account } = await start();
        account.addPerson({ emailId: "direct@example.com", roles: [{ roleId: botRoles.tester, botId: bots.support }] });
        account.addPerson({ emailId: "member@sub.example.com", groups: [groups.supportTeam] });
        account.addPerson({ emailId: "invited@sub.example.com", isDeveloper: true, status: "not active" });
        const taken = async (filter: Parameters<typeof imported>[2] & object) =>
            [...(await declared((await imported(project(), url, filter)).folder)).keys()].sort();
        assert.deepEqual(await taken({ filter: { domains: ["@SUB.example.com"] } }), [
            "invited@sub.example.com",
            "member@sub.example.com",
        ]);
        assert.deepEqual(await taken({ filter: { roles: ["bot tester"] } }), [
            "direct@example.com",
            "member@sub.example.com",
        ]);
        assert.deepEqual(
            await taken({ filter: { roles: [adminRoles.masterAdmin, botRoles.tester], domains: ["example.com"] } }),
            ["direct@example.com", "owner@example.com"],
        );
        assert.deepEqual(await taken({ filter: { groups: ["Support Team"] } }), ["member@sub.example.com"]);
        assert.deepEqual(await taken({ filter: { activeOnly: true, domains: ["sub.example.com"] } }), [
            "member@sub.example.com",
        ]);
        account.clearRequests();
        await taken({ filter: { domains: ["sub.example.com"] } });
        assert.deepEqual(
            account
                .requests()
                .filter(({ path: to }) => to.endsWith("usersInfo"))
                .map(({ emailIds }) => emailIds.length),
            [2],
        );
    });

    it("and tells a filter that names nothing from one that nobody fits", async () => {
        const { url } = await start();
        const refusal = async (filter: Parameters<typeof imported>[2] & object) =>
            messageOf(imported(project(), url, filter));
        assert.equal(
            await refusal({ filter: { roles: ["Bot Tseter"] } }),
            'The account has no role "Bot Tseter"; it has "Analyst", "Bot Developer", "Bot Owner", "Bot Tester", "Master Admin", "User Admin".',
        );
        assert.match(
            await refusal({ filter: { groups: ["Support"] } }),
            /^The account has no group "Support"; it has "Everybody", "Sales Team", "Support Team"\.$/,
        );
        assert.match(
            await refusal({ filter: { roles: ["Analyst"] } }),
            /^The account at 127\.0\.0\.1:\d+ has 1 people, and nobody fits the filters\.$/,
        );
    });

    it("and leaves out who goes while it reads, whom Kore.ai does not describe, and who has nothing, with a word about each", async () => {
        const { url, account } = await start({
            onRequest: ({ path: to }) => {
                if (to.endsWith("alluserroles") && account.person("gone@example.com") !== undefined)
                    account.removePerson("gone@example.com");
            },
        });
        for (const name of ["gone", "missing", "failing", "there"])
            account.addPerson({ emailId: `${name}@example.com`, isDeveloper: true });
        account.addPerson({ emailId: "invited@example.com", status: "not active" });
        account.fault({ kind: "missingRow", emailId: "missing@example.com", times: 2 });
        account.fault({ kind: "failingRow", emailId: "failing@example.com", reason: "try later" });
        const { folder, snapshot, project: files } = await imported(project(), url);
        assert.deepEqual([...(await declared(folder)).keys()].sort(), ["owner@example.com", "there@example.com"]);
        assert.deepEqual(snapshot.leftOut, [
            { emailId: "failing@example.com", why: 'could not be read: Kore.ai says "try later"' },
            { emailId: "gone@example.com", why: "left the account while it was read" },
            {
                emailId: "invited@example.com",
                why: "is not active and has no access: nothing to keep as code, and some installations list removed people so",
            },
            { emailId: "missing@example.com", why: "could not be read: the answer has no entry for this address" },
        ]);
        for (const { emailId, why } of snapshot.leftOut)
            assert.ok(files.get("README.md")?.includes(`- \`${emailId}\` ${why}`));
    });

    it("and passes nobody over, where somebody leaves while the list is read", async () => {
        const seed = mixedAccount(53);
        const { url, account } = await start({
            seed,
            onRequest: ({ path: to }) => {
                if (to.endsWith("alluserroles") && account.person("person.0@example.com") !== undefined)
                    account.removePerson("person.0@example.com");
            },
        });
        const { folder } = await imported(project(), url);
        const expected = seed.people
            .map(({ emailId }) => emailId.toLowerCase())
            .filter((emailId) => emailId !== "person.0@example.com");
        assert.deepEqual([...(await declared(folder)).keys()].sort(), expected.sort());
    });

    it("and writes nothing where it can't be read: a token or a scope that is not accepted, no connection", async () => {
        const { url } = await start();
        const place = project();
        assert.match(
            await messageOf(
                imported(place, url, { settings: { credentials: { clientId: "cs-emulator", clientSecret: "wrong" } } }),
            ),
            /Invalid SDK credentials.*Check kore:clientId and kore:clientSecret/,
        );
        assert.match(
            await messageOf(imported(place, "http://127.0.0.1:1")),
            /no connection to http:\/\/127\.0\.0\.1:1/,
        );
        await assert.rejects(declarationsOf(place));
    });

    it("and waits where the account's budget is used up in the middle, and says so", async () => {
        const { url, account } = await start({ seed: mixedAccount(120) });
        account.fault({ kind: "rateLimit", endpoint: "POST /api/public/usersInfo", retryAfter: 2, times: 2 });
        const { told, snapshot } = await imported(project(), url);
        assert.equal(snapshot.people.length + snapshot.leftOut.length, 120);
        assert.match(
            told,
            /^Kore\.ai's rate limit of the account is reached: waiting \d s \(until [\d:]+\), then going on, as often as it takes\.$/m,
        );
    });

    it("of 5,000 people in 204 requests, of which an hour has 1,800", async () => {
        const { url, account } = await start({ seed: mixedAccount(5_000) });
        const { snapshot } = await imported(project(), url);
        assert.equal(snapshot.people.length + snapshot.leftOut.length, 5_000);
        const requests = account.requests({}).map(({ method, path: to }) => `${method} ${to}`);
        const count = (name: string) => requests.filter((request) => request === name).length;
        assert.deepEqual(
            [
                "GET /api/public/alluserroles",
                "POST /api/public/usersInfo",
                "GET /api/public/roles",
                "GET /api/public/groups",
                "GET /api/public/bots",
            ].map(count),
            [100, 100, 2, 1, 1],
        );
        assert.equal(requests.length, 204);
    });
});

async function messageOf(failing: Promise<unknown>): Promise<string> {
    try {
        await failing;
    } catch (error) {
        assert.ok(
            error instanceof AccessError || (error instanceof Error && error.name === "KoreError"),
            String(error),
        );
        return error.message;
    }
    return assert.fail("the import was to fail");
}
