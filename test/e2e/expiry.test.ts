import assert from "node:assert/strict";
import { type Emulator, seedIds, startEmulator } from "kore-emulator";
import { isWrite, says, settled } from "../harness/judging";
import { type Declared, environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { TestClock } from "../harness/testClock";
import { whole } from "../harness/whole";

const { supportTeam } = seedIds.groups;
const tester = { roleId: seedIds.botRoles.tester, botId: seedIds.bots.support };
const at = (name: string) => `${name}@example.com`;
const numbered = Array.from({ length: 60 }, (_, index) => at(`p${index + 10}`));
const [half, others] = [numbered.slice(0, 30), numbered.slice(30)];
const expiresAt = "2027-03-31";
const access = { isDeveloper: true, groups: [supportTeam] };

const ada = (end: object): Declared => ({
    type: "KoreUser",
    name: "ada",
    args: { emailId: at("ada"), firstName: "Ada", roles: [tester], ...end },
});
const staff = (end: object, name = "staff"): Declared => ({
    type: "KoreUsers",
    name,
    args: {
        people: Object.fromEntries([
            ...half.map((emailId) => [emailId, { ...access, ...end }]),
            ...others.map((emailId) => [emailId, access]),
        ]),
    },
});
const builders = (end: object): Declared => ({
    type: "KoreUserAccess",
    name: "builders",
    args: { emailIds: [at("ada")], canCreateBot: true, isDeveloper: true, ...end },
});

// One stack through the years: each test starts where the one before it ended.
describe("a program with access that ends", function () {
    this.timeout(300_000);
    const clock = new TestClock("2027-03-31T20:00:00Z");
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("expiry", { env: { ...environmentFor(emulator.url), ...clock.ofPrograms() } });
        stack.declare([ada({ expiresAt }), staff({ expiresAt }), builders({ expiresAt })]);
    });
    after(() => emulator.close());

    const developers = () =>
        emulator.account
            .people()
            .filter(({ isDeveloper, emailId }) => isDeveloper && [...numbered, at("ada")].includes(emailId)).length;
    const groupsOf = (emailId: string) => emulator.account.person(emailId)?.groups;

    it("gives it on the last day", async () => {
        await succeeded(stack.up());
        assert.equal(developers(), 61);
    });

    it("takes it on the day after, and from nobody else; the preview shows what goes", async () => {
        clock.set("2027-04-01T00:00:01Z");
        const preview = await succeeded(stack.preview("--diff"));
        for (const shown of ["isDeveloper: true => false", "ended", "p10@example.com"]) says(preview, shown);
        assert.ok(!preview.includes(others[0] ?? ""), preview);
        await succeeded(stack.up());
        assert.equal(developers(), 30);
        assert.deepEqual([groupsOf(half[0] ?? ""), groupsOf(others[0] ?? "")], [[], [supportTeam]]);
        assert.deepEqual(emulator.account.person(at("ada"))?.roles, []);
        await settled(stack, emulator);
    });

    whole.it("minds nothing of it years later, and takes back what somebody has given again", async () => {
        clock.set("2031-01-01T12:00:00Z");
        await settled(stack, emulator);
        emulator.account.changePerson(half[0] ?? "", { addGroups: [supportTeam] });
        emulator.account.changePerson(at("ada"), { addRoles: [tester] });
        await succeeded(stack.up("--refresh"));
        assert.deepEqual([groupsOf(half[0] ?? ""), emulator.account.person(at("ada"))?.roles], [[], []]);
    });

    whole.it("carries an end along to another resource", async () => {
        stack.declare([ada({ expiresAt }), staff({ expiresAt }, "people"), builders({ expiresAt })]);
        emulator.account.clearRequests();
        await succeeded(stack.up());
        assert.deepEqual(emulator.account.requests().filter(isWrite), []);
        assert.equal(developers(), 30);
        await settled(stack, emulator);
    });

    whole.it("refuses somebody new whose end has passed, by name, in the preview", async () => {
        const grace: Declared = {
            type: "KoreUser",
            name: "grace",
            args: { emailId: at("grace"), ...access, expiresAt },
        };
        stack.declare([ada({ expiresAt }), staff({ expiresAt }, "people"), builders({ expiresAt }), grace]);
        emulator.account.clearRequests();
        const output = await refused(stack.preview());
        says(output, "is 2027-03-31: this access has ended, and nobody gets what is over.");
        assert.deepEqual(emulator.account.requests(), []);
    });

    whole.it("gives it back with another end", async () => {
        const end = { expiresAt: "2035-12-31" };
        stack.declare([ada(end), staff(end, "people"), builders(end)]);
        await succeeded(stack.up());
        assert.equal(developers(), 61);
    });

    it("destroys as ever", async () => {
        clock.set("2036-06-01T00:00:00Z");
        await succeeded(stack.destroy());
        assert.deepEqual(
            emulator.account.people().filter(({ emailId }) => [...numbered, at("ada")].includes(emailId)),
            [],
        );
    });
});
