import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator } from "kore-emulator";
import { environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";

const ada = "ada@example.com";
const access = { emailIds: [ada], isDeveloper: true, canCreateBot: false };

describe("options and outputs that change what a program declares", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("options", { env: environmentFor(emulator.url) });
    });
    after(() => emulator.close());

    whole.it(
        "ignoreChanges on emailIds leaves a list as it is, of which a refresh has found that nobody has its access any more",
        async () => {
            stack.declare([
                { type: "KoreUser", name: "ada", args: { emailId: ada, sendEmail: false } },
                { type: "KoreUserAccess", name: "builders", args: access, opts: { ignoreChanges: ["emailIds"] } },
            ]);
            await succeeded(stack.up());
            emulator.account.changePerson(ada, { isDeveloper: false });
            await succeeded(stack.up("--refresh"));
            assert.equal(emulator.account.person(ada)?.isDeveloper, false);
            await succeeded(stack.up("--expect-no-changes"));
            stack.declare([
                { type: "KoreUser", name: "ada", args: { emailId: ada, sendEmail: false } },
                { type: "KoreUserAccess", name: "builders", args: access },
            ]);
            await succeeded(stack.up());
            assert.equal(emulator.account.person(ada)?.isDeveloper, true);
        },
    );

    it("ignoreChanges on the roles of an exclusive person is refused, as it would make declared what somebody gave by hand", async () => {
        const args = { emailId: ada, exclusive: true, roles: [{ roleId: seedIds.adminRoles.analyst }] };
        stack.declare([{ type: "KoreUser", name: "ada", args, opts: { ignoreChanges: ["roles"] } }]);
        assert.match(
            await refused(stack.preview()),
            /KoreUser "ada" has exclusive: true, .* and ignoreChanges on roles, .* Take one of them out\. \[kore:exclusive-ignored\]/,
        );
    });

    it("a flag that is an output declares nothing where it turns out to be undefined, and is a conflict where it does not", async () => {
        const program = (flag: string) => `
            const pulumi = require("@pulumi/pulumi");
            const kore = require("pulumi-kore");
            const ada = new kore.KoreUser("ada", { emailId: "${ada}", sendEmail: false, isDeveloper: pulumi.secret(${flag}) });
            new kore.KoreUserAccess("builders", { emailIds: [ada.emailId], isDeveloper: true, canCreateBot: false });
        `;
        stack.write(program("undefined"));
        await succeeded(stack.preview());
        stack.write(program("true"));
        assert.match(
            await refused(stack.preview()),
            /ada@example\.com is declared by KoreUserAccess "builders" and by KoreUser "ada"/,
        );
    });

    whole.it(
        "an argument that was left out is undefined as an output, for another resource and for the program; what ignoreChanges keeps is there",
        async () => {
            const program = (declared: string, opts: string) => `
            const kore = require("pulumi-kore");
            const ada = new kore.KoreUser("ada", { emailId: "${ada}", firstName: "Ada", sendEmail: false, ${declared} }, ${opts});
            new kore.KoreUser("grace", {
                emailId: "grace@example.com", sendEmail: false,
                firstName: ada.firstName, lastName: ada.lastName, roles: ada.roles, isDeveloper: ada.isDeveloper,
            });
            exports.told = [ada.firstName, ada.lastName, ada.groups].map((output) => output.apply((value) => value ?? "nothing"));
        `;
            const told = async () => JSON.parse(await stack.succeed("stack", "output", "told", "--json")) as unknown;
            const everybody = seedIds.groups.everybody;
            stack.write(program(`groups: ["${everybody}"]`, "{}"));
            await succeeded(stack.up());
            assert.deepEqual(await told(), ["Ada", "nothing", [everybody]]);
            const { firstName, lastName, roles } = emulator.account.person("grace@example.com") ?? assert.fail();
            assert.deepEqual([firstName, lastName ?? "", roles], ["Ada", "", []]);
            stack.write(program("", '{ ignoreChanges: ["groups"] }'));
            await succeeded(stack.up());
            assert.deepEqual(await told(), ["Ada", "nothing", [everybody]]);
            stack.write(program("", "{}"));
            await succeeded(stack.up());
            assert.deepEqual(await told(), ["Ada", "nothing", "nothing"]);
        },
    );
});
