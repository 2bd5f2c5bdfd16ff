import assert from "node:assert/strict";
import { EmulatorError, defaultSeed, logLine, seedIds } from "../../../emulator/src/index";
import { row, trial } from "./support";

const { bots, botRoles, groups, dialogs } = seedIds;

describe("changes by hand", () => {
    const t = trial();
    beforeEach(() => t.account.addPerson({ emailId: "ada@example.com", firstName: "Ada" }));
    const ada = () => t.account.person("ADA@example.com");

    it("fields, flags, roles, groups and tasks, by id or name", () => {
        t.account.changePerson("ada@example.com", {
            firstName: null,
            lastName: "Lovelace",
            isDeveloper: true,
            hasDataTableAndViewAccess: true,
            status: "not active",
            addRoles: [
                { roleId: "bot tester", botId: "Support" },
                { roleId: botRoles.developer, botId: bots.sales },
            ],
            addGroups: ["Sales Team", groups.everybody],
            addTasks: [{ botId: "Sales", dialogs: ["Ask for a Quote"] }],
        });
        const { userId: _userId, ...changed } = ada() ?? { userId: "" };
        assert.deepEqual(changed, {
            emailId: "ada@example.com",
            lastName: "Lovelace",
            canCreateBot: false,
            isDeveloper: true,
            hasDataTableAndViewAccess: true,
            groups: [groups.salesTeam, groups.everybody],
            roles: [
                { roleId: botRoles.tester, botId: bots.support },
                { roleId: botRoles.developer, botId: bots.sales },
            ],
            assignBotTasks: [{ botId: bots.sales, dialogs: [dialogs.salesQuote] }],
            status: "not active",
            invitations: 0,
        });
        t.account.changePerson("ada@example.com", {
            removeRoles: [{ roleId: "Bot Tester", botId: "Support" }],
            removeGroups: ["Everybody"],
            removeTasks: ["Sales"],
        });
        assert.deepEqual([ada()?.roles.length, ada()?.groups, ada()?.assignBotTasks], [1, [groups.salesTeam], []]);
    });

    it("mistakes are named and change nothing", () => {
        const mistake = (message: RegExp, change: () => void): void =>
            assert.throws(change, (error) => error instanceof EmulatorError && message.test(error.message));
        mistake(/nobody@example.com is not in the account/, () => t.account.changePerson("nobody@example.com", {}));
        mistake(/there is no group Nobody; there are Support Team/, () =>
            t.account.changePerson("ada@example.com", { firstName: "X", addGroups: ["Nobody"] }),
        );
        mistake(/Bot Tester is a bot role: name its bot/, () =>
            t.account.changePerson("ada@example.com", { addRoles: [{ roleId: "Bot Tester" }] }),
        );
        mistake(/Analyst is an admin role/, () =>
            t.account.changePerson("ada@example.com", { addRoles: [{ roleId: "Analyst", botId: "Sales" }] }),
        );
        mistake(/ada@example.com is in the account already/, () =>
            t.account.addPerson({ emailId: "ADA@example.com".toLowerCase() }),
        );
        mistake(/there is no group e-none/, () =>
            t.account.addPerson({ emailId: "bob@example.com", groups: ["e-none"] }),
        );
        assert.equal(ada()?.firstName, "Ada");
        assert.equal(t.account.people().length, 2);
    });

    it("an owner can be made, and removed by hand alone", async () => {
        t.account.changePerson("ada@example.com", { owner: true });
        await t.call("DELETE users", { deleteEmailIds: ["ada@example.com"] });
        assert.notEqual(ada(), undefined);
        t.account.removePerson("ada@example.com");
        assert.equal(ada(), undefined);
    });

    it("a person can be re-created with another userId and the same access", () => {
        t.account.changePerson("ada@example.com", { addGroups: ["Everybody"] });
        const before = ada();
        t.account.recreatePerson("ada@example.com");
        assert.notEqual(ada()?.userId, before?.userId);
        assert.deepEqual({ ...ada(), userId: "" }, { ...before, userId: "" });
    });

    it("what the account gives out are copies", () => {
        ada()?.groups.push("e-none");
        t.account.seed().bots.pop();
        assert.deepEqual(ada()?.groups, []);
        assert.equal(t.account.seed().bots.length, 2);
    });

    it("reset goes back to the seed, default switches, an empty log, no faults and empty windows", async () => {
        t.account.setSwitches({ removeUnknown: "refused" });
        t.account.fault({ kind: "reset", endpoint: "GET /api/public/bots" });
        t.account.setLimits({ perMinute: 1, perHour: 1 });
        await t.call("GET groups");
        t.account.reset();
        assert.deepEqual(
            t.account.people().map(({ emailId }) => emailId),
            ["owner@example.com"],
        );
        assert.equal(t.account.switches().removeUnknown, "success");
        assert.deepEqual([t.account.requests(), t.account.faults()], [[], []]);
        assert.equal((await t.call("GET bots")).status, 200);
        t.account.reset({ ...defaultSeed, people: [] }, { removeUnknown: "failureRow" });
        assert.deepEqual([t.account.people(), t.account.switches().removeUnknown], [[], "failureRow"]);
    });
});

describe("the request log", () => {
    const seen: string[] = [];
    const t = trial({ onRequest: (entry) => seen.push(logLine(entry)) });
    beforeEach(() => seen.splice(0));

    it("keeps who asked for whom with which answer, and no token", async () => {
        const auth = t.token();
        await t.call("POST users", { users: [row("ada@example.com"), row("bad")], clientSecret: "hidden" }, { auth });
        const [entry] = t.account.requests();
        assert.deepEqual(entry, {
            time: "2026-03-01T10:00:00.000Z",
            method: "POST",
            path: "/api/public/users",
            clientId: "cs-emulator",
            emailIds: ["ada@example.com", "bad"],
            status: 200,
            request: {
                users: [{ userInfo: { emailId: "ada@example.com" } }, { userInfo: { emailId: "bad" } }],
                clientSecret: "(not kept)",
            },
            answer: {
                failedUserDetails: [{ userInfo: { emailId: "bad", status: "failure", reason: "Invalid emailId" } }],
            },
        });
        assert.equal(JSON.stringify(t.account.requests()).includes(auth), false);
    });

    it("has plain lines, also for requests that failed", async () => {
        await t.call("POST users", { users: [row("ada@example.com"), row("bob@example.com")] });
        t.account.fault({ kind: "rateLimit", endpoint: "GET /api/public/groups" });
        await t.call("GET groups?limit=5");
        await t.call("GET users", undefined, {});
        assert.deepEqual(seen, [
            "10:00:00 POST /api/public/users 200 2 rows: ada@example.com, bob@example.com",
            "10:00:00 GET /api/public/groups?limit=5 429 [fault: rateLimit]",
            "10:00:00 GET /api/public/users 405",
        ]);
    });

    it("is filtered by method, path, status and address, and cleared", async () => {
        await t.call("POST users", { users: [row("ada@example.com")] });
        await t.look("ADA@example.com");
        await t.look("bob@example.com");
        assert.equal(t.account.requests({ emailId: "ada@example.com" }).length, 2);
        assert.equal(t.account.requests({ path: "/api/public/usersInfo", status: 200 }).length, 2);
        assert.equal(t.account.requests({ method: "PUT" }).length, 0);
        t.account.clearRequests();
        assert.deepEqual(t.account.requests(), []);
    });
});
