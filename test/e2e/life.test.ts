import assert from "node:assert/strict";
import { seedApp, seedIds, startEmulator, type Emulator, type Person } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { assertNoSecret, assertNoSecretIn } from "../harness/secrets";
import { type Declared, Stack } from "../harness/stack";
import { isWhole, whole } from "../harness/whole";

const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: seedIds.bots.support };
const testerOfSales = { roleId: seedIds.botRoles.tester, botId: seedIds.bots.sales };
const analyst = { roleId: seedIds.adminRoles.analyst };

const ada: Declared = {
    type: "KoreUser",
    name: "ada",
    args: {
        emailId: "Ada@Example.com",
        orgUserId: "E-1",
        firstName: "Ada",
        lastName: "Byron",
        dept: "Bots",
        isDeveloper: true,
        canCreateBot: true,
        roles: [testerOfSales, developerOfSupport],
        groups: [seedIds.groups.supportTeam],
        assignBotTasks: [{ streamId: seedIds.bots.sales, dialogs: [seedIds.dialogs.salesQuote] }],
        sendEmail: false,
        reason: "maintains the support bot",
    },
};
const grace: Declared = { type: "KoreUser", name: "grace", args: { emailId: "grace@example.com", roles: [analyst] } };
const alan: Declared = { type: "KoreUser", name: "alan", args: { emailId: "alan@example.com" } };
const builders: Declared = {
    type: "KoreUserAccess",
    name: "builders",
    args: {
        emailIds: [{ $output: "grace.emailId" }, { $output: "alan.emailId" }],
        canCreateBot: false,
        isDeveloper: true,
        reason: "build bots",
    },
};
const people = [ada, grace, alan, builders];

function withArgs(resource: Declared, args: Record<string, unknown>): Declared {
    return { ...resource, args: { ...resource.args, ...args } };
}

// One stack, from nothing to nothing: each test starts where the one before it ended.
describe("the life of a stack", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("life");
        await stack.configure({
            host: emulator.url,
            clientId: seedApp.clientId,
            clientSecret: seedApp.clientSecret,
            requestsPerMinute: "1000",
        });
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.clearRequests());

    const person = (emailId: string): Person => {
        const found = emulator.account.person(emailId);
        assert.ok(found !== undefined, `${emailId} is in the account`);
        return found;
    };
    const writes = () => emulator.account.requests().filter(isWrite);
    const succeed = async (step: Promise<{ exitCode: number; output: string }>): Promise<string> => {
        const { exitCode, output } = await step;
        assert.equal(exitCode, 0, output);
        return output;
    };

    it("a preview says what will be created, and asks Kore.ai nothing", async () => {
        stack.declare(people);
        const output = await succeed(stack.preview());
        assert.match(output, /\+ 5 to create/);
        assert.match(output, /emailId *: "ada@example\.com"/);
        assert.match(output, /emailIds *: \[\s+\[0\]: "alan@example\.com"\s+\[1\]: "grace@example\.com"/);
        assert.deepEqual(emulator.account.requests(), []);
    });

    it("an update adds the people with what is declared, and nothing else", async () => {
        const output = await succeed(stack.up());
        assert.match(output, /\+ 5 created/);
        const { userId: _userId, ...ada } = person("ada@example.com");
        assert.deepEqual(ada, {
            emailId: "ada@example.com",
            orgUserId: "E-1",
            firstName: "Ada",
            lastName: "Byron",
            dept: "Bots",
            isDeveloper: true,
            canCreateBot: true,
            hasDataTableAndViewAccess: false,
            roles: [developerOfSupport, testerOfSales],
            groups: [seedIds.groups.supportTeam],
            assignBotTasks: [{ botId: seedIds.bots.sales, dialogs: [seedIds.dialogs.salesQuote] }],
            status: "not active",
            invitations: 0,
        });
        assert.deepEqual(
            [
                person("grace@example.com").isDeveloper,
                person("grace@example.com").canCreateBot,
                person("grace@example.com").roles,
            ],
            [true, false, [analyst]],
        );
        assert.deepEqual(
            [
                person("alan@example.com").isDeveloper,
                person("alan@example.com").canCreateBot,
                person("alan@example.com").roles,
            ],
            [true, false, []],
        );
        assert.equal(person("grace@example.com").invitations, 1);
    });

    it("what Kore.ai does not report is said to be unverified, once", async () => {
        assert.equal(
            stack.output.split("Kore.ai accepts orgUserId, dept, but does not report them: they are unverified")
                .length - 1,
            2,
            "once as it happens, once in the CLI's summary",
        );
    });

    it("a second preview is empty, also after a refresh, and so is the second refresh", async () => {
        if (isWhole) await succeed(stack.preview("--expect-no-changes"));
        await succeed(stack.refresh("--expect-no-changes"));
        assert.deepEqual(writes(), []);
        emulator.account.clearRequests();
        await succeed(stack.preview("--expect-no-changes"));
        if (isWhole) await succeed(stack.up("--expect-no-changes"));
        assert.deepEqual(emulator.account.requests(), []);
    });

    whole.it("lists in another order and addresses in another letter case are no change", async () => {
        stack.declare([
            withArgs(ada, {
                emailId: "ADA@example.com ",
                roles: [developerOfSupport, testerOfSales, developerOfSupport],
            }),
            grace,
            alan,
            withArgs(builders, { emailIds: ["ALAN@example.com", "grace@example.com", "alan@example.com"] }),
        ]);
        await succeed(stack.preview("--expect-no-changes"));
    });

    it("a change of access is shown, and is all that is done", async () => {
        stack.declare([
            withArgs(ada, { canCreateBot: false, roles: [developerOfSupport, analyst] }),
            grace,
            alan,
            withArgs(builders, { emailIds: ["alan@example.com"] }),
        ]);
        const preview = await succeed(stack.preview());
        assert.match(preview, /~ canCreateBot *: true => false/);
        assert.match(preview, /- \[1\]: "grace@example\.com"/);
        assert.match(preview, /~ 2 to update/);
        await succeed(stack.up());
        assert.deepEqual(
            [person("ada@example.com").canCreateBot, person("ada@example.com").isDeveloper],
            [false, true],
        );
        assert.deepEqual(person("ada@example.com").roles, [developerOfSupport, analyst]);
        assert.deepEqual(
            [person("grace@example.com").isDeveloper, person("alan@example.com").isDeveloper],
            [false, true],
        );
        assert.deepEqual(
            new Set(writes().map(({ method, path, emailIds }) => `${method} ${path} ${emailIds.join(" ")}`)),
            new Set(["PUT /api/public/users ada@example.com", "POST /api/public/useraccess grace@example.com"]),
        );
        if (isWhole) await succeed(stack.preview("--expect-no-changes"));
    });

    whole.it("a reason or onDestroy changes the state and sends nothing", async () => {
        stack.declare([
            withArgs(ada, {
                canCreateBot: false,
                roles: [developerOfSupport, analyst],
                reason: "leads the support bot",
                onDestroy: "remove",
            }),
            grace,
            alan,
            withArgs(builders, { emailIds: ["alan@example.com"], reason: "builds bots" }),
        ]);
        const output = await succeed(stack.up());
        assert.match(output, /~ 2 updated/);
        assert.deepEqual(emulator.account.requests(), []);
        await succeed(stack.preview("--expect-no-changes"));
    });

    it("what somebody changed by hand is found by a refresh, shown by a preview, and mended by an update", async () => {
        emulator.account.changePerson("ada@example.com", {
            isDeveloper: false,
            removeRoles: [analyst],
            firstName: "Augusta",
            addGroups: [seedIds.groups.everybody],
        });
        emulator.account.changePerson("alan@example.com", { isDeveloper: false });
        const unexpected = await stack.refresh("--expect-no-changes");
        assert.notEqual(unexpected.exitCode, 0, "a refresh that expects no changes fails");
        const preview = await succeed(stack.preview());
        assert.match(preview, /~ isDeveloper *: false => true/);
        assert.match(preview, /~ firstName *: "Augusta" => "Ada"/);
        assert.match(preview, /\+ \[0\]: "alan@example\.com"/);
        assert.doesNotMatch(preview, /everybody|000003/, "a group that was never declared is nobody's drift");
        await succeed(stack.up());
        assert.deepEqual(
            [
                person("ada@example.com").isDeveloper,
                person("ada@example.com").firstName,
                person("alan@example.com").isDeveloper,
            ],
            [true, "Ada", true],
        );
        assert.deepEqual(person("ada@example.com").roles, [developerOfSupport, analyst]);
        assert.ok(person("ada@example.com").groups.includes(seedIds.groups.everybody));
        await succeed(stack.preview("--expect-no-changes"));
    });

    whole.it("a person removed by hand leaves the state with a word, and is added again", async () => {
        emulator.account.removePerson("grace@example.com");
        const refresh = await succeed(stack.refresh());
        assert.match(refresh, /grace@example\.com is no longer in the account/);
        assert.match(await succeed(stack.preview()), /\+ 1 to create/);
        await succeed(stack.up());
        assert.deepEqual(person("grace@example.com").roles, [analyst]);
    });

    whole.it("another address is another person: the new one comes before the old one goes", async () => {
        stack.declare([
            withArgs(ada, {
                canCreateBot: false,
                roles: [developerOfSupport, analyst],
                emailId: "ada.king@example.com",
            }),
            grace,
            alan,
            withArgs(builders, { emailIds: ["alan@example.com"], reason: "builds bots" }),
        ]);
        assert.match(await succeed(stack.preview()), /\+-1 to replace/);
        await succeed(stack.up());
        assert.deepEqual(new Set(person("ada.king@example.com").roles), new Set([analyst, developerOfSupport]));
        assert.equal(emulator.account.person("ada@example.com"), undefined);
        assert.deepEqual(
            writes().map(({ method }) => method),
            ["POST", "DELETE"],
        );
    });

    // Several accounts (accounts.test.ts) rotate one as well.
    whole.it("a rotated secret is used at once by an update", async () => {
        await stack.configure({ clientSecret: "wrong-secret" });
        stack.declare([grace, alan, withArgs(builders, { emailIds: ["alan@example.com"], reason: "builds bots" })]);
        const refused = await stack.up();
        assert.notEqual(refused.exitCode, 0);
        assert.match(refused.output, /Kore\.ai says "Invalid SDK credentials" \(code 4002\)/);
        assert.ok(emulator.account.person("ada.king@example.com") !== undefined);
        await stack.configure({ clientSecret: seedApp.clientSecret });
        await succeed(stack.up());
        assert.equal(emulator.account.person("ada.king@example.com"), undefined);
    });

    it("a destroy takes everybody back, and leaves the others of the account alone", async () => {
        await succeed(stack.destroy());
        assert.deepEqual(
            emulator.account.people().map(({ emailId }) => emailId),
            ["owner@example.com"],
        );
        assert.deepEqual(stack.resources(), []);
    });

    it("neither the state, its history, nor anything printed holds a secret or a token", () => {
        const secrets = [seedApp.clientSecret, "wrong-secret"];
        assertNoSecret(stack.output.replaceAll(/^\$ .*$/gm, ""), secrets, "the CLI's output");
        assert.ok(assertNoSecretIn(stack.folder, secrets) > 10, "files were searched");
    });
});
