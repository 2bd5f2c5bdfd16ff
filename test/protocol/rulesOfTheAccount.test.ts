import assert from "node:assert/strict";
import { seedIds, type Emulator, type Switches } from "kore-emulator";
import { peopleIn } from "../../provider/run/stateOfPeople";
import { isWrite } from "../harness/judging";
import { Managed } from "../harness/managed";
import { failureOf, type Properties, type ProviderProcess } from "../harness/providerProcess";
import { newRun, stateLineOf } from "../harness/runOfProgram";
import { serving } from "../harness/served";

const { support, sales } = seedIds.bots;
const owner = { roleId: seedIds.botRoles.owner, botId: support };
const developer = { roleId: seedIds.botRoles.developer, botId: support };
const tester = { roleId: seedIds.botRoles.tester, botId: support };
const analyst = { roleId: seedIds.adminRoles.analyst };
const emailId = "ada@example.com";

// Rules that an account has of its own, and that no request can change: what can be done is done, and the rest is said.
describe("what an account does not let go, or gives by itself,", () => {
    let emulator: Emulator;
    let provider: ProviderProcess;
    let ada: Managed;
    serving((started, process) => ([emulator, provider] = [started, process]));
    beforeEach(() => (ada = new Managed(provider, "KoreUser")));

    const under = (switches: Partial<Switches>) => emulator.account.reset(undefined, switches);
    const person = () => {
        const found = emulator.account.person(emailId);
        assert.ok(found !== undefined);
        return found;
    };
    const rolesOf = () =>
        person()
            .roles.map(({ roleId }) => roleId)
            .sort();
    const writes = () => emulator.account.requests().filter(isWrite);
    const all = {
        emailId,
        isDeveloper: true,
        groups: [seedIds.groups.everybody],
        roles: [owner, analyst],
        assignBotTasks: [{ streamId: sales }],
    };
    /** Somebody who owns an app, and is declared with all that they have, as import declares them. */
    async function adopted(args: Properties = {}): Promise<void> {
        emulator.account.addPerson({
            emailId,
            isDeveloper: true,
            groups: [seedIds.groups.everybody],
            roles: [owner, analyst],
        });
        emulator.account.changePerson(emailId, { addTasks: [{ botId: sales }] });
        assert.equal(await ada.up({ ...all, ...args }), "create");
    }

    for (const ownerRole of ["refused", "ignored"] as const) {
        describe(`an owner's role, which is ${ownerRole}`, () => {
            it("stays when it is declared no more, and all else that is to be taken goes; the next update says it again", async () => {
                under({ ownerRole });
                await adopted();
                for (const _ of ["first", "again"]) {
                    const { message } = await failureOf(ada.up({ emailId, isDeveloper: true }));
                    assert.match(message, /ada@example\.com was updated, but keeps what makes them an owner/);
                    assert.match(message, /Bot Owner \(\w+\) on bot Support/);
                    assert.match(message, /choose a new owner for it; then run pulumi up again, or declare the role/);
                    assert.deepEqual(rolesOf(), [owner.roleId]);
                    assert.deepEqual([person().groups, person().assignBotTasks], [[], []]);
                }
                // As it is advised: another role and a new owner.
                emulator.account.changePerson(emailId, { removeRoles: [owner], addRoles: [tester] });
                assert.equal(await ada.up({ emailId, isDeveloper: true }), "update");
                assert.equal(await ada.preview({ emailId, isDeveloper: true }), "same");
                assert.deepEqual(rolesOf(), [tester.roleId]);
            });

            it("stays where it is declared again, which is the other advice", async () => {
                under({ ownerRole });
                await adopted();
                await failureOf(ada.up({ emailId, isDeveloper: true }));
                const declared = { emailId, isDeveloper: true, roles: [owner] };
                assert.equal(await ada.up(declared), "update");
                assert.equal(await ada.preview(declared), "same");
            });

            for (const onDestroy of ["revoke", "remove"]) {
                it(`does not keep a leaver from losing all else (onDestroy: '${onDestroy}')`, async () => {
                    under({ ownerRole });
                    await adopted({ onDestroy });
                    emulator.account.changePerson(emailId, { owner: true });
                    const { message } = await failureOf(ada.destroy());
                    assert.match(
                        message,
                        onDestroy === "revoke"
                            ? /has lost what was declared, but keeps/
                            : /Kore\.ai does not take back/,
                    );
                    assert.deepEqual(rolesOf(), [owner.roleId]);
                    assert.deepEqual([person().isDeveloper, person().groups, person().assignBotTasks], [false, [], []]);
                    emulator.account.changePerson(emailId, { owner: false, removeRoles: [owner] });
                    await ada.destroy();
                    assert.equal(emulator.account.person(emailId) === undefined, onDestroy === "remove");
                });
            }
        });
    }

    it("one direct role a bot: is said, and not fought", async () => {
        under({ rolesPerBot: "one" });
        const both = { emailId, roles: [developer, tester] };
        const { message } = await failureOf(ada.up(both));
        assert.match(message, /has not all of their roles: of .* and .* Kore\.ai keeps one/);
        emulator.account.clearRequests();
        for (const _ of ["first", "again"]) {
            assert.match((await failureOf(ada.preview(both))).message, /of which Kore\.ai kept one the last time/);
            assert.match((await failureOf(ada.up(both))).message, /of which Kore\.ai kept one the last time/);
        }
        assert.deepEqual(writes(), []);
        const [held = ""] = rolesOf();
        const one = { emailId, roles: [developer, tester].filter(({ roleId }) => roleId === held) };
        assert.equal(await ada.up(one), "update");
        assert.equal(await ada.preview(one), "same");
        const other = { emailId, roles: [developer, tester].filter(({ roleId }) => roleId !== held) };
        assert.equal(await ada.up(other), "update");
        assert.deepEqual(rolesOf(), [other.roles[0]?.roleId]);
    });

    it("one direct role a bot: is forgotten by a refresh, as the account may take several by now", async () => {
        under({ rolesPerBot: "one" });
        const both = { emailId, roles: [developer, tester] };
        await failureOf(ada.up(both));
        emulator.account.setSwitches({ rolesPerBot: "many" });
        await ada.refresh();
        assert.equal(await ada.up(both), "update");
        assert.equal(rolesOf().length, 2);
    });

    it("tasks that it assigns by itself are nobody's difference, and go when they are no longer assigned", async () => {
        under({ autoAssignedTasks: "afterEachUpdate" });
        const quote = { assignBotTasks: [{ streamId: sales, dialogs: [seedIds.dialogs.salesQuote] }] };
        assert.equal(await ada.up({ emailId, ...quote }), "create");
        assert.deepEqual(ada.outputs["automaticTasks"], [support, sales]);
        emulator.account.clearRequests();
        await ada.refresh();
        assert.equal(await ada.preview({ emailId, ...quote }), "same");
        assert.equal(await ada.up({ emailId, firstName: "Ada", ...quote }), "update");
        await ada.destroy();
        assert.equal(emulator.account.person(emailId), undefined);
    });

    it("tasks that it assigns by itself do not keep a revocation from its end", async () => {
        under({ autoAssignedTasks: "afterEachUpdate" });
        await adopted({ onDestroy: "revoke" });
        await ada.destroy();
        assert.deepEqual([rolesOf(), person().isDeveloper], [[], false]);
    });

    it("what is assigned beside dialogs is kept when dialogs change, and is no difference", async () => {
        under({ taskParts: "all" });
        await ada.up({ emailId, assignBotTasks: [{ streamId: sales, dialogs: [seedIds.dialogs.salesQuote] }] });
        const parts = { actions: ["a-1"], alerts: ["al-1"], knowledgeTask: ["k-1"] };
        emulator.account.changePerson(emailId, {
            addTasks: [{ botId: sales, dialogs: [seedIds.dialogs.salesQuote], ...parts }],
        });
        await ada.refresh();
        const order = { emailId, assignBotTasks: [{ streamId: sales, dialogs: [seedIds.dialogs.salesOrder] }] };
        assert.equal(await ada.up(order), "update");
        const [tasks] = person().assignBotTasks;
        assert.deepEqual(tasks, { botId: sales, dialogs: [seedIds.dialogs.salesOrder], ...parts });
        assert.equal(await ada.preview(order), "same");
    });

    for (const status of ["suspended", "locked"] as const) {
        it(`somebody who is ${status} is neither gone nor invited again`, async () => {
            under({});
            const args = { emailId, firstName: "Ada" };
            await ada.up(args);
            emulator.account.changePerson(emailId, { status });
            await ada.refresh();
            assert.equal(await ada.preview(args), "same");
            assert.equal(await ada.up({ ...args, lastName: "Byron" }), "update");
            const other = new Managed(provider, "KoreUser");
            assert.equal(await other.up({ ...args, lastName: "Byron" }), "create");
            assert.deepEqual([other.outputs["adopted"], person().invitations], [true, 1]);
            await ada.destroy();
            assert.equal(emulator.account.person(emailId), undefined);
        });
    }

    for (const usersInfoPage of ["firstPart", "fewer", "one"] as const)
        it(`people of whom a look-up leaves some out are asked for again, and nobody is taken for gone: ${usersInfoPage}`, async () => {
            under({ usersInfoPage });
            const emailIds = Array.from({ length: 30 }, (_, index) => `user${index}@example.com`);
            for (const each of emailIds) emulator.account.addPerson({ emailId: each });
            const builders = new Managed(provider, "KoreUserAccess");
            const args = { emailIds, canCreateBot: false, isDeveloper: true };
            assert.equal(await builders.up(args), "create");
            await builders.refresh();
            assert.equal(await builders.preview(args), "same");
            await builders.destroy();
            assert.ok(emailIds.every((each) => emulator.account.person(each)?.isDeveloper === false));
        });

    describe("somebody who is not listed before they are active", () => {
        beforeEach(async () => {
            under({ newPersonListed: "afterActivation" });
            await failureOf(ada.up({ emailId, roles: [analyst] }));
            emulator.account.clearRequests();
        });

        it("stays in the state, and nothing is sent about them", async () => {
            assert.equal(await ada.refresh(), true);
            assert.equal(await ada.up({ emailId, roles: [analyst] }), "same");
            assert.equal(await ada.up({ emailId, roles: [] }), "update");
            assert.deepEqual(writes(), []);
            emulator.account.changePerson(emailId, { status: "active" });
            assert.equal(await ada.up({ emailId, roles: [] }), "update");
            assert.deepEqual([rolesOf(), person().invitations], [[], 1]);
        });

        it("is removed when the program lets them go", async () => {
            await ada.destroy();
            assert.equal(emulator.account.person(emailId), undefined);
        });

        it("is not invited again under another name, or by a resource that takes the place of the first", async () => {
            const run = newRun(
                [{ emailId, type: "KoreUser" }],
                peopleIn("urn:old", "KoreUser", ada.outputs).map(stateLineOf),
            );
            const heir = new Managed(provider, "KoreUser");
            const args = { emailId, groups: [seedIds.groups.everybody] };
            assert.equal(await heir.up({ ...args, ...run }), "create");
            await ada.destroy({ inRun: true });
            assert.deepEqual(writes(), []);
            emulator.account.changePerson(emailId, { status: "active" });
            assert.equal(await heir.up({ ...args, ...newRun([{ emailId, type: "KoreUser" }]) }), "update");
            assert.deepEqual([heir.outputs["adopted"], person().invitations], [false, 1]);
            assert.deepEqual([rolesOf(), person().groups], [[], args.groups]);
        });

        it("keeps a revocation waiting, which says so", async () => {
            await ada.up({ emailId, roles: [analyst], onDestroy: "revoke" });
            const { message } = await failureOf(ada.destroy());
            assert.match(
                message,
                /stays in the state: Kore\.ai has added this person, as it said, and does not list them/,
            );
            emulator.account.changePerson(emailId, { status: "active" });
            await ada.destroy();
            assert.deepEqual(rolesOf(), []);
        });
    });
});
