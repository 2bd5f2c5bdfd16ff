import assert from "node:assert/strict";
import { seedApp, seedIds, startEmulator, type Emulator } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { type Declared, Stack, succeeded } from "../harness/stack";

const ada: Declared = {
    type: "KoreUser",
    name: "ada",
    args: {
        emailId: "Ada@Example.com",
        firstName: "Ada",
        isDeveloper: true,
        canCreateBot: true,
        roles: [{ roleId: seedIds.botRoles.tester, botId: seedIds.bots.sales }],
        groups: [seedIds.groups.supportTeam],
        reason: "maintains the support bot",
    },
};
const grace: Declared = { type: "KoreUser", name: "grace", args: { emailId: "grace@example.com" } };
const builders: Declared = {
    type: "KoreUserAccess",
    name: "builders",
    args: { emailIds: [{ $output: "grace.emailId" }], canCreateBot: false, isDeveloper: true },
};
const support: Declared = {
    type: "KoreUsers",
    name: "support",
    args: { people: { "alan@example.com": { firstName: "Alan" }, "mary@example.com": { isDeveloper: true } } },
};

describe("the life of a stack by the plugin", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("native-life", { door: "native" });
        await stack.configure({
            host: emulator.url,
            clientId: seedApp.clientId,
            clientSecret: seedApp.clientSecret,
            requestsPerMinute: "1000",
        });
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.clearRequests());

    const writes = () => emulator.account.requests().filter(isWrite);

    it("a preview that would create writes nothing", async () => {
        stack.declare([ada, grace, builders, support]);
        const output = await succeeded(stack.preview());
        console.log(output);
        assert.deepEqual(emulator.account.requests(), []);
    });

    it("an update creates", async () => {
        console.log(await succeeded(stack.up()));
        assert.ok(emulator.account.person("ada@example.com"));
        console.log(JSON.stringify(stack.resources(), undefined, 1).slice(0, 3000));
    });

    it("another preview is empty", async () => {
        console.log(await succeeded(stack.preview("--expect-no-changes")));
    });

    it("a role more shows alone", async () => {
        stack.declare([
            { ...ada, args: { ...ada.args, roles: [{ roleId: seedIds.adminRoles.analyst }, ...(ada.args["roles"] as object[])] } },
            grace,
            builders,
            support,
        ]);
        console.log(await succeeded(stack.preview()));
        console.log(await succeeded(stack.up()));
        console.log(await succeeded(stack.refresh("--expect-no-changes")));
    });

    it("a destroy removes them", async () => {
        console.log(await succeeded(stack.destroy()));
        assert.ok(writes().length > 0);
    });
});
