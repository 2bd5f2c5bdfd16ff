import assert from "node:assert/strict";
import { type Emulator, seedIds, startEmulator } from "kore-emulator";
import { isWrite, says, settled } from "../harness/judging";
import { type Declared, environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { isWhole, whole } from "../harness/whole";

const { supportTeam, salesTeam } = seedIds.groups;
const names = Array.from({ length: 60 }, (_, index) => `p${index + 10}@example.com`);
const set = (people: Record<string, object>, args: object = {}): Declared => ({
    type: "KoreUsers",
    name: "staff",
    args: { people, onDestroy: "remove", ...args },
});
const all = (person: object = {}, of = names) => Object.fromEntries(of.map((emailId) => [emailId, { ...person }]));

// One stack, from nothing to nothing: each test starts where the one before it ended.
describe("the life of a KoreUsers", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("users", { env: environmentFor(emulator.url) });
    });
    after(() => emulator.close());

    it("adds 60 people in six requests, and has nothing left to do", async () => {
        stack.declare([set(all({ groups: [supportTeam] }))]);
        says(await succeeded(stack.up()), "6 requests");
        await settled(stack, emulator);
    });

    it("a preview of a file that has lost most of its people is refused by name, and the update as well", async () => {
        stack.declare([set(all({ groups: [supportTeam] }, names.slice(0, 12)))]);
        const sentence =
            "48 people would go at once, and maxRemovals allows 6 of 60, where nothing is said: p22@example.com";
        emulator.account.clearRequests();
        says(await refused(stack.preview()), sentence);
        says(await refused(stack.up()), sentence);
        assert.deepEqual(emulator.account.requests(), []);
    });

    it("one who joins, one who changes and one who leaves are all that is written", async () => {
        const { [names[0] ?? ""]: _, ...others } = all({ groups: [supportTeam] });
        stack.declare([set({ ...others, [names[1] ?? ""]: { groups: [salesTeam] }, "New@example.com": {} })]);
        emulator.account.clearRequests();
        const preview = await succeeded(stack.preview());
        assert.ok(preview.split("\n").length < 40, `a preview shows who changes, and not 60 people:\n${preview}`);
        for (const shown of ["- p10@example.com", "~ p11@example.com", "+ new@example.com"]) says(preview, shown);
        await succeeded(stack.up());
        assert.deepEqual(
            emulator.account
                .requests()
                .filter(isWrite)
                .map(({ method, path }) => `${method} ${path.split("/").at(-1)}`)
                .sort(),
            ["DELETE users", "POST users", "PUT users"],
        );
        if (isWhole) await settled(stack, emulator);
    });

    whole.it("a person who is declared by a KoreUser as well is refused, with both named", async () => {
        const twice: Declared = { type: "KoreUser", name: "p20", args: { emailId: "p20@example.com" } };
        stack.declare([set(all()), twice]);
        says(await refused(stack.preview()), 'p20@example.com is declared by KoreUsers "staff" and by KoreUser "p20"');
    });

    whole.it(
        "who moves to another set keeps what somebody gave them by hand, which no program has declared",
        async () => {
            const [mover = ""] = names.slice(-1);
            const staying = all({ groups: [supportTeam] }, names.slice(2, -1));
            stack.declare([set({ ...staying, [mover]: { groups: [supportTeam] } }, { maxRemovals: "all" })]);
            await succeeded(stack.up());
            emulator.account.changePerson(mover, { addGroups: [salesTeam], isDeveloper: true });
            await succeeded(stack.refresh());
            const held = emulator.account.person(mover);
            const team = { ...set({ [mover]: { groups: [supportTeam] } }), name: "team" };
            stack.declare([set(staying), team]);
            emulator.account.clearRequests();
            await succeeded(stack.up());
            assert.deepEqual(emulator.account.requests().filter(isWrite), []);
            assert.deepEqual(emulator.account.person(mover), held);
        },
    );

    it("a destroy removes them all", async () => {
        await succeeded(stack.destroy());
        assert.deepEqual(
            emulator.account.people().filter(({ emailId }) => /^(p\d\d|new)@/.test(emailId)),
            [],
        );
    });
});
