import assert from "node:assert/strict";
import { defaultSeed, seedApp, seedIds, startEmulator, type Emulator } from "kore-emulator";
import { type Declared, environmentFor, refused, Stack, succeeded } from "../harness/stack";

const master = { roleId: seedIds.adminRoles.masterAdmin };
const at = (name: string) => `${name}@example.com`;

describe("a stack with the only administrator of its account", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        const people = [{ emailId: at("ada"), roles: [master] }, { emailId: at("grace") }];
        emulator = await startEmulator({ limits: "off", seed: { ...defaultSeed, people } });
        stack = await Stack.create("last-administrator", { env: environmentFor(emulator.url) });
    });
    after(() => emulator.close());

    const there = () => emulator.account.people().map(({ emailId }) => emailId);

    it("keeps them where it goes, lets the others go, and lets them go as the message says", async () => {
        const users: Declared[] = ["ada", "grace"].map((name) => ({
            type: "KoreUser",
            name,
            args: { emailId: at(name), onDestroy: "remove", ...(name === "ada" ? { roles: [master] } : {}) },
        }));
        stack.declare(users);
        await succeeded(stack.up());
        const output = await refused(stack.destroy("--continue-on-error"));
        assert.match(
            output,
            /ada@example\.com was not removed: the account would be left without a Master Admin who can sign in/,
        );
        assert.deepEqual(there(), [at("ada")]);
        assert.deepEqual(
            stack.resources().map(({ id }) => id),
            [at("ada")],
        );
        // A plain destroy goes by the settings of the last update.
        await stack.configure({ lastAdministrator: "allow" });
        await refused(stack.destroy());
        assert.deepEqual(there(), [at("ada")]);
        const budget = { requestsPerMinute: "1000000", requestsPerHour: "1000000" };
        stack.setEnvironment({ host: emulator.url, ...seedApp, ...budget, lastAdministrator: "allow" });
        await succeeded(stack.destroy());
        assert.deepEqual(there(), []);
    });
});
