import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { seedApp, seedIds, startEmulator, type Emulator } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { assertNoSecret, assertNoSecretIn } from "../harness/secrets";
import { type Declared, refused, Stack, succeeded } from "../harness/stack";
import { isWhole, whole } from "../harness/whole";

const testerOfSales = { roleId: seedIds.botRoles.tester, botId: seedIds.bots.sales };
const analyst = { roleId: seedIds.adminRoles.analyst };
const ada: Declared = {
    type: "KoreUser",
    name: "ada",
    args: {
        emailId: "Ada@Example.com",
        firstName: "Ada",
        isDeveloper: true,
        canCreateBot: true,
        roles: [testerOfSales],
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
const company = [ada, grace, builders, support];

// One stack, from nothing to nothing: each test starts where the one before it ended.
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

    const requests = () => emulator.account.requests();
    const up = async (...flags: string[]) => succeeded(stack.run("up", "--yes", "--color", "never", ...flags));

    it("a preview that would create writes nothing, and asks Kore.ai nothing", async () => {
        stack.declare(company);
        const output = await succeeded(stack.preview());
        assert.match(output, /\+ 5 to create/);
        assert.match(output, /emailId +: "ada@example\.com"/);
        assert.deepEqual(requests(), []);
    });

    it("an update creates, after its own preview, and says what it has sent", async () => {
        const output = await up();
        assert.match(output, /kore: \d+ requests to .*: POST \/api\/public\/usersInfo/);
        const creates = requests().filter(({ method, path }) => method === "POST" && path === "/api/public/users");
        assert.ok(creates.length > 0);
        assert.deepEqual(
            ["ada", "grace", "alan", "mary"].map((name) => emulator.account.person(`${name}@example.com`)?.isDeveloper),
            [true, true, false, true],
        );
        assertNoSecret(stack.stateText(), [seedApp.clientSecret], "the state");
    });

    it("another preview is empty, and so is one after a refresh", async () => {
        if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
        await succeeded(stack.refresh("--expect-no-changes"));
        await succeeded(stack.preview("--expect-no-changes"));
    });

    it("an added role shows as one line, and is sent", async () => {
        stack.declare([{ ...ada, args: { ...ada.args, roles: [analyst, testerOfSales] } }, grace, builders, support]);
        const output = await succeeded(stack.preview());
        assert.match(output, /~ roles: \[\n\s+\+ \[1\]: \{\n\s+\+ roleId: "\w+"\n\s+\}\n\s+\]\nResources/);
        await up();
        assert.deepEqual(emulator.account.person("ada@example.com")?.roles.length, 2);
    });

    it("one field of one person of a set shows as that", async () => {
        const people = { "alan@example.com": { firstName: "Al" }, "mary@example.com": { isDeveloper: true } };
        stack.declare([
            { ...ada, args: { ...ada.args, roles: [analyst, testerOfSales] } },
            grace,
            builders,
            { ...support, args: { people } },
        ]);
        const output = await succeeded(stack.preview());
        assert.match(output, /alan@example\.com: \{\n\s+~ firstName: "Alan" => "Al"\n\s+\}/);
        assert.doesNotMatch(output, /mary/);
        if (isWhole) await up();
    });

    whole.it("what somebody changed by hand shows after a refresh, and goes", async () => {
        emulator.account.changePerson("ada@example.com", { isDeveloper: false, canCreateBot: false });
        await succeeded(stack.refresh());
        const output = await succeeded(stack.preview());
        assert.match(output, /~ isDeveloper +: false => true/);
        await up();
        assert.equal(emulator.account.person("ada@example.com")?.isDeveloper, true);
    });

    it("bad arguments are refused in the preview, each by its path, without what they are", async () => {
        stack.declare([{ ...grace, args: { emailId: "nobody", sendEmal: true, roles: [{ roleId: 7 }] } }]);
        const output = await refused(stack.preview());
        for (const path of ["emailId", "sendEmal", "roles[0].roleId"]) assert.ok(output.includes(path), output);
        assert.doesNotMatch(output, /\bat .*\.js:\d+/);
    });

    whole.it("an update that fails half-way keeps what it has reached, and the next one goes on", async () => {
        stack.declare([...company, { type: "KoreUser", name: "rear", args: { emailId: "rear@example.com" } }]);
        emulator.account.fault({ kind: "html", endpoint: "PUT /api/public/users", status: 200 });
        stack.declare([
            { ...ada, args: { ...ada.args, roles: [analyst, testerOfSales], groups: [] } },
            grace,
            builders,
            support,
        ]);
        const output = await refused(stack.run("up", "--yes", "--color", "never"));
        assert.match(output, /ada@example\.com was not updated/);
        await up();
        assert.deepEqual(emulator.account.person("ada@example.com")?.groups, []);
    });

    it("a secret that stands in the configuration as plain text is encrypted in the state", async () => {
        const { host, clientId, clientSecret } = { host: emulator.url, ...seedApp };
        const plain = await Stack.create("native-plain", { door: "native" });
        await plain.configure({ host, clientId });
        await succeeded(plain.run("config", "set", "--plaintext", "kore:clientSecret", clientSecret));
        plain.declare([{ type: "KoreUser", name: "rear", args: { emailId: "rear@example.com" } }]);
        await succeeded(plain.run("up", "--yes"));
        await succeeded(plain.destroy());
        const states = path.join(plain.folder, "backend", ".pulumi", "stacks");
        assert.ok(assertNoSecretIn(states, [clientSecret]) > 0);
        // The configuration is the user's, and stands in Pulumi's history as well.
        rmSync(plain.folder, { recursive: true });
    });

    it("a destroy removes them", async () => {
        await succeeded(stack.destroy());
        assert.equal(emulator.account.person("ada@example.com"), undefined);
        assert.ok(requests().some(isWrite));
        // The commands themselves are the test's own.
        assertNoSecret(stack.output.replace(/^\$ .*$/gm, ""), [seedApp.clientSecret], "the output");
    });
});
