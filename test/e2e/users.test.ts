import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator } from "kore-emulator";
import { type Declared, environmentFor, refused, Stack, succeeded } from "../harness/stack";

const { supportTeam, salesTeam } = seedIds.groups;
const analyst = { roleId: seedIds.adminRoles.analyst };

const set = (people: Record<string, object>, args: object = {}, name = "staff"): Declared => ({
    type: "KoreUsers",
    name,
    args: { people, ...args },
});
const names = Array.from({ length: 12 }, (_, index) => `p${String(index).padStart(2, "0")}@example.com`);
const everybody = (person: object = {}) => Object.fromEntries(names.map((emailId) => [emailId, { ...person }]));

describe("many people in one KoreUsers", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;
    const person = (emailId: string) => emulator.account.users.get(emailId);

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("users", { env: environmentFor(emulator.url) });
    });
    after(() => emulator.close());

    it("are added", async () => {
        stack.declare([set(everybody({ groups: [supportTeam], isDeveloper: true }), { reason: "staff" })]);
        console.log(await succeeded(stack.up()));
        console.log(JSON.stringify(stack.resources()[0], null, 1).slice(0, 3000));
    });
    it("change", async () => {
        stack.declare([
            set({ ...everybody({ groups: [supportTeam], isDeveloper: true }), "P03@example.com": { dept: "x" } }, { reason: "staff" }),
        ]);
        console.log(require("fs").readFileSync(stack.folder+"/resources.json","utf8").slice(-300), await stack.up());
        stack.declare([
            set({ ...everybody({ groups: [supportTeam], isDeveloper: true }), "p03@example.com": { roles: [analyst], groups: [salesTeam] } }, { reason: "staff" }),
        ]);
        console.log(await succeeded(stack.preview()));
        console.log(await succeeded(stack.up()));
        console.log(await succeeded(stack.preview("--refresh", "--expect-no-changes")));
    });
});
