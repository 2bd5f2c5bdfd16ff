import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator } from "kore-emulator";
import { Managed, providerLines } from "../harness/managed";
import { failureOf, type Properties, ProviderProcess } from "../harness/providerProcess";
import { newRun, stateLinesOf } from "../harness/runOfProgram";
import { settingsFor } from "../harness/settings";
import { TestClock } from "../harness/testClock";

const { supportTeam, salesTeam } = seedIds.groups;
const { support } = seedIds.bots;
const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: support };
const testerOfSupport = { roleId: seedIds.botRoles.tester, botId: support };
const analyst = { roleId: seedIds.adminRoles.analyst };
const emailId = "ada@example.com";
const expiresAt = "2027-03-31";
const onTheDay = "2027-03-31T20:00:00Z";
const theDayAfter = "2027-04-01T00:00:01Z";
const longAfter = "2029-01-01T00:00:00Z";

describe("access that ends", () => {
    const clock = new TestClock(onTheDay);
    let emulator: Emulator;
    let provider: ProviderProcess;
    let ada: Managed;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        // In its own time, so that a day does not pass by itself.
        provider = await ProviderProcess.start(settingsFor(emulator.url), { time: "real", env: clock.ofProvider() });
    });
    after(async () => {
        provider.stop();
        await emulator.close();
    });
    beforeEach(() => {
        emulator.account.reset();
        provider.output = "";
        clock.set(onTheDay);
        ada = new Managed(provider, "KoreUser");
    });

    const args = {
        emailId,
        firstName: "Ada",
        isDeveloper: true,
        canCreateBot: true,
        groups: [supportTeam],
        roles: [developerOfSupport],
        reason: "a project",
        expiresAt,
    };
    const person = () => {
        const found = emulator.account.person(emailId);
        assert.ok(found !== undefined, `${emailId} is not in the account`);
        const { isDeveloper, canCreateBot, groups, roles } = found;
        return { isDeveloper, canCreateBot, groups, roles: roles.map(({ roleId }) => roleId) };
    };
    const nothing = { isDeveloper: false, canCreateBot: false, groups: [], roles: [] };
    const all = { isDeveloper: true, canCreateBot: true, groups: [supportTeam], roles: [developerOfSupport.roleId] };
    const writes = () => emulator.account.requests().filter(({ path }) => path !== "/api/public/usersInfo");
    const refusals = async (given: Properties) =>
        (await provider.check({ ...given, __provider: providerLines.KoreUser }, {})).failures;

    describe("of a KoreUser", () => {
        it("is there on its last day, and goes after it; the person stays, and all that gives no access", async () => {
            await ada.up(args);
            assert.deepEqual(person(), all);
            assert.equal(await ada.preview(args), "same");
            clock.set(theDayAfter);
            assert.equal(await ada.preview(args), "update");
            assert.equal(await ada.up(args), "update");
            assert.deepEqual(person(), nothing);
            const { firstName, reason, isDeveloper, canCreateBot, groups, roles, ended } = ada.outputs;
            assert.deepEqual(
                { firstName, reason, isDeveloper, canCreateBot, groups, roles, ended },
                {
                    firstName: "Ada",
                    reason: "a project",
                    isDeveloper: false,
                    canCreateBot: false,
                    groups: [],
                    roles: [],
                    ended: {
                        isDeveloper: true,
                        canCreateBot: true,
                        groups: [supportTeam],
                        roles: [developerOfSupport],
                    },
                },
            );
        });

        it("is shown by a preview as what it takes", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            const { inputs } = await provider.check({ ...args, __provider: providerLines.KoreUser }, ada.inputs);
            assert.deepEqual([inputs["roles"], inputs["groups"], inputs["isDeveloper"]], [[], [], false]);
            assert.deepEqual((inputs["ended"] as Properties)["roles"], [developerOfSupport]);
        });

        it("is no matter to any later run", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            await ada.up(args);
            clock.set(longAfter);
            const sent = writes().length;
            for (let run = 0; run < 2; run++) {
                assert.equal(await ada.up(args), "same");
                assert.equal(await ada.refresh(), true);
                assert.equal(await ada.preview(args), "same");
            }
            assert.equal(writes().length, sent);
            await ada.destroy();
            assert.equal(emulator.account.person(emailId), undefined);
        });

        it("comes back with another end, with none, and with never", async () => {
            const { expiresAt: _, ...endless } = args;
            for (const now of [{ ...args, expiresAt: "2030-12-31" }, endless, { ...args, expiresAt: "never" }]) {
                clock.set(onTheDay);
                ada = new Managed(provider, "KoreUser");
                emulator.account.reset();
                await ada.up(args);
                clock.set(theDayAfter);
                await ada.up(args);
                assert.deepEqual(person(), nothing);
                assert.equal(await ada.up(now), "update");
                assert.deepEqual(person(), all);
                assert.equal(ada.outputs["ended"], undefined);
                assert.equal(await ada.preview(now), "same");
            }
        });

        it("sends nothing where the end alone is another one", async () => {
            await ada.up(args);
            const sent = writes().length;
            assert.equal(await ada.up({ ...args, expiresAt: "2027-06-30" }), "update");
            assert.equal(writes().length, sent);
            assert.equal(ada.outputs["expiresAt"], "2027-06-30");
        });

        it("is taken back again, where somebody gives it again by hand", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            await ada.up(args);
            emulator.account.changePerson(emailId, {
                isDeveloper: true,
                addGroups: [supportTeam],
                addRoles: [developerOfSupport],
            });
            await ada.refresh();
            assert.equal(await ada.up(args), "update");
            assert.deepEqual(person(), nothing);
            assert.equal(await ada.preview(args), "same");
        });

        it("says that tasks which have ended are still there, where the update that takes them is lost", async () => {
            const tasks = { ...args, assignBotTasks: [{ streamId: support }] };
            await ada.up(tasks);
            clock.set(theDayAfter);
            await ada.up(tasks);
            emulator.account.changePerson(emailId, { addTasks: [{ botId: support }] });
            emulator.account.fault({ endpoint: "PUT /api/public/users", kind: "html", status: 200 });
            // Of what else ends there is nothing to take.
            const more = { ...tasks, groups: [supportTeam, salesTeam] };
            const { message } = await failureOf(ada.up(more));
            assert.match(message, /^ada@example\.com /);
            await ada.up(more);
            assert.deepEqual(emulator.account.person(emailId)?.assignBotTasks, []);
        });

        it("leaves alone what was given by hand and is not declared", async () => {
            await ada.up(args);
            emulator.account.changePerson(emailId, { addGroups: [salesTeam], addRoles: [analyst] });
            clock.set(theDayAfter);
            await ada.up(args);
            assert.deepEqual(person(), { ...nothing, groups: [salesTeam], roles: [analyst.roleId] });
        });

        it("takes what is declared with an end that has passed, though it was given by hand", async () => {
            await ada.up({ emailId, firstName: "Ada" });
            emulator.account.changePerson(emailId, { addGroups: [salesTeam] });
            clock.set(theDayAfter);
            await ada.up({ emailId, firstName: "Ada", groups: [salesTeam], expiresAt });
            assert.deepEqual(person().groups, []);
        });

        it("is refused for somebody new when it is over, and nothing is sent", async () => {
            clock.set(theDayAfter);
            const [failure, ...others] = await refusals(args);
            assert.deepEqual([failure?.property, others], ["expiresAt", []]);
            assert.match(failure?.reason ?? "", /is 2027-03-31: this access has ended, and nobody gets what is over\./);
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("is refused in the step as well, where it ends between the check and the step", async () => {
            const { inputs } = await provider.check({ ...args, __provider: providerLines.KoreUser }, {});
            clock.set(theDayAfter);
            const { message } = await failureOf(provider.create(inputs));
            assert.match(message, /ada@example\.com was not created: this access has ended/);
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("that ends while it is being given is taken back by the same step", async () => {
            const end = new Date(Date.parse(onTheDay) + 700).toISOString();
            emulator.account.fault({ endpoint: "POST /api/public/users", kind: "latency", milliseconds: 1_000 });
            await ada.up({ ...args, expiresAt: end });
            assert.deepEqual(person(), nothing);
            assert.deepEqual(ada.outputs["roles"], []);
        });

        it("of somebody who has left the account since is nobody's to add again, and no failure", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            assert.equal(await ada.up(args), "update");
            assert.match(
                provider.output,
                /ada@example\.com is not in the account .* access that is declared has ended/,
            );
            assert.equal(await ada.refresh(), true);
            assert.equal(await ada.preview(args), "same");
            assert.deepEqual(writes().filter(({ method }) => method === "POST").length, 1);
            await ada.destroy();
        });

        it("of somebody who has left the account brings them back, when it is to last longer", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            await ada.up(args);
            emulator.account.removePerson(emailId);
            assert.equal(await ada.refresh(), true);
            assert.equal(await ada.preview(args), "same");
            assert.equal(await ada.up({ ...args, expiresAt: "2030-12-31" }), "update");
            assert.deepEqual(person(), all);
            assert.equal(ada.outputs["adopted"], false);
        });

        it("of somebody whose resource has another name by then is no create that is over", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            const run = newRun(
                [{ emailId, type: "KoreUser", isDeveloper: false }],
                stateLinesOf("KoreUser", "ada", ada.outputs),
            );
            const heir = new Managed(provider, "KoreUser");
            assert.equal(await heir.up({ ...args, ...run }), "create");
            await ada.destroy({ inRun: true });
            assert.deepEqual(person(), nothing);
            assert.deepEqual([heir.outputs["adopted"], heir.outputs["roles"]], [false, []]);
        });

        it("of somebody who has left the account is not brought back by a move either", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            const run = newRun(
                [{ emailId, type: "KoreUser", isDeveloper: false }],
                stateLinesOf("KoreUser", "ada", ada.outputs),
            );
            const heir = new Managed(provider, "KoreUser");
            await heir.up({ ...args, ...run });
            await ada.destroy({ inRun: true });
            assert.equal(emulator.account.person(emailId), undefined);
            assert.equal(heir.outputs["gone"], true);
            assert.equal(await heir.preview(args), "same");
        });

        it("takes from an exclusive person just what is over and what is on record, without a refresh", async () => {
            await ada.up({ ...args, exclusive: true });
            clock.set(theDayAfter);
            await ada.up({ ...args, exclusive: true });
            emulator.account.changePerson(emailId, { addRoles: [developerOfSupport] });
            await ada.up({ ...args, exclusive: true, dept: "Bots" });
            assert.deepEqual(person(), nothing);
        });

        it("of somebody who has left the account is nothing to whoever has their address by then", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            await ada.up(args);
            emulator.account.addPerson({ emailId, isDeveloper: true, groups: [supportTeam] });
            const others = { ...nothing, isDeveloper: true, groups: [supportTeam] };
            assert.equal(await ada.refresh(), true);
            assert.match(provider.output, /ada@example\.com is somebody else by now .*, who is left alone/);
            assert.equal(await ada.preview(args), "same");
            assert.equal(await ada.up({ ...args, dept: "Bots" }), "update");
            assert.deepEqual(person(), others);
            await ada.destroy();
            assert.deepEqual(person(), others);
        });

        it("of somebody who has left, and moved since, is nothing to whoever has their address by then", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            const run = newRun(
                [{ emailId, type: "KoreUser", isDeveloper: false }],
                stateLinesOf("KoreUser", "ada", ada.outputs),
            );
            const heir = new Managed(provider, "KoreUser");
            await heir.up({ ...args, ...run });
            emulator.account.addPerson({ emailId });
            assert.equal(await heir.refresh(), true);
            assert.equal(await heir.preview(args), "same");
            await heir.destroy();
            assert.deepEqual(person(), nothing);
        });

        it("of somebody who has left takes over whoever has their address as adopt says, when it is to last longer", async () => {
            await ada.up(args);
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            await ada.up(args);
            emulator.account.addPerson({ emailId, firstName: "Ada" });
            await ada.refresh();
            const longer = { ...args, expiresAt: "2030-12-31" };
            assert.match((await failureOf(ada.up(longer))).message, /in the account already, and differs/);
            await ada.up({ ...longer, adopt: "takeOver" });
            assert.deepEqual([person(), ada.outputs["adopted"]], [all, true]);
        });

        it("of somebody who has left adds nobody again in a move, where removed people are listed", async () => {
            emulator.account.reset(undefined, { removedPeople: "inactive" });
            await ada.up(args);
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            const run = newRun(
                [{ emailId, type: "KoreUser", isDeveloper: false }],
                stateLinesOf("KoreUser", "ada", ada.outputs),
            );
            const heir = new Managed(provider, "KoreUser");
            await heir.up({ ...args, ...run });
            assert.equal(writes().filter(({ method }) => method === "POST").length, 1);
            assert.equal(heir.outputs["gone"], true);
            assert.equal(await heir.refresh(), true);
            assert.equal(await heir.preview(args), "same");
        });

        it("of somebody who has left is no failure where removed people are listed, whatever else changes", async () => {
            emulator.account.reset(undefined, { removedPeople: "inactive" });
            await ada.up(args);
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            const moved = { ...args, dept: "Bots" };
            assert.equal(await ada.up(moved), "update");
            assert.match(provider.output, /ada@example\.com is not in the account \(Kore\.ai lists them as removed\)/);
            assert.equal(await ada.refresh(), true);
            assert.equal(await ada.preview(moved), "same");
            await ada.destroy();
        });

        it("of somebody the answer of whose create was lost is taken from them, who are the program's", async () => {
            const account = new URL(emulator.url).host;
            Object.assign(ada, { id: emailId, inputs: args, outputs: { ...args, account, createLost: true } });
            const { reason: _, expiresAt: __, ...had } = args;
            emulator.account.addPerson(had);
            clock.set(theDayAfter);
            assert.equal(await ada.up(args), "update");
            assert.deepEqual([person(), ada.outputs["adopted"]], [nothing, false]);
        });

        it("takes the right to create bots with the builder, whoever gave it", async () => {
            const builder = { emailId, isDeveloper: true, expiresAt };
            await ada.up(builder);
            emulator.account.changePerson(emailId, { canCreateBot: true });
            clock.set(theDayAfter);
            await ada.up(builder);
            assert.deepEqual(person(), nothing);
            assert.match(provider.output, /ada@example\.com: canCreateBot goes with isDeveloper/);
        });

        it("of a role that a group may confer is no matter to a refresh, where Kore.ai names no groups", async () => {
            emulator.account.reset(undefined, { conferringGroups: "absent" });
            const byRole = { emailId, roles: [testerOfSupport], expiresAt };
            await ada.up(byRole);
            emulator.account.changePerson(emailId, { addGroups: [supportTeam] });
            clock.set(theDayAfter);
            await ada.up(byRole);
            await ada.refresh();
            assert.equal(await ada.preview(byRole), "same");
        });
    });

    describe("of a KoreUsers", () => {
        const at = (name: string) => `${name}@example.com`;
        const roleOf = (name: string) => emulator.account.person(at(name))?.isDeveloper;
        const set = (name: string, more: Properties = {}) => ({ [at(name)]: { isDeveloper: true, ...more } });
        let staff: Managed;
        beforeEach(() => (staff = new Managed(provider, "KoreUsers")));

        it("holds for those who have none of their own, and never lifts it", async () => {
            const people = {
                ...set("ada"),
                ...set("grace", { expiresAt: "never" }),
                ...set("joan", { expiresAt: "2030-01-31" }),
            };
            await staff.up({ people, expiresAt });
            clock.set(theDayAfter);
            assert.equal(await staff.up({ people, expiresAt }), "update");
            assert.deepEqual(["ada", "grace", "joan"].map(roleOf), [false, true, true]);
            assert.equal(await staff.preview({ people, expiresAt }), "same");
            clock.set(longAfter);
            assert.equal(await staff.refresh(), true);
            assert.equal(await staff.preview({ people, expiresAt }), "same");
        });

        it("is refused by name for those who are new, and for nobody else", async () => {
            await staff.up({ people: set("ada", { expiresAt }) });
            clock.set(theDayAfter);
            const { failures } = await provider.check(
                {
                    people: { ...set("ada", { expiresAt }), ...set("grace", { expiresAt }), ...set("joan") },
                    __provider: providerLines.KoreUsers,
                },
                staff.inputs,
            );
            assert.deepEqual(
                failures.map(({ property }) => property),
                ['people["grace@example.com"].expiresAt'],
            );
        });

        it("shows of one among others the person alone", async () => {
            const people = { ...set("ada", { expiresAt }), ...set("grace") };
            await staff.up({ people });
            clock.set(theDayAfter);
            const { inputs } = await provider.check({ people, __provider: providerLines.KoreUsers }, staff.inputs);
            const { [at("ada")]: before, [at("grace")]: other } = staff.inputs["people"] as Record<string, Properties>;
            const now = inputs["people"] as Record<string, Properties>;
            assert.deepEqual(now[at("grace")], other);
            assert.deepEqual(now[at("ada")], { ...before, isDeveloper: false, ended: { isDeveloper: true } });
        });

        it("comes back with another end for all, where ignoreChanges keeps the people as they were", async () => {
            await staff.up({ people: set("ada"), expiresAt });
            clock.set(theDayAfter);
            await staff.up({ people: set("ada"), expiresAt });
            // The engine gives what the last step had in place of what the program says.
            const ignoring = { people: staff.inputs["people"], expiresAt: "2030-12-31" };
            await staff.up(ignoring);
            assert.equal(roleOf("ada"), true);
            assert.equal(await staff.preview({ people: staff.inputs["people"], expiresAt: "2030-12-31" }), "same");
        });

        it("of somebody who has left the account leaves nothing behind in a set from which they move", async () => {
            await staff.up({ people: set("ada", { expiresAt }) });
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            await staff.up({ people: set("ada", { expiresAt }) });
            const before = stateLinesOf("KoreUsers", "staff", staff.outputs);
            const run = newRun([{ emailId, type: "KoreUser", isDeveloper: false }], before);
            await staff.up({ people: {}, ...run });
            await ada.up({ emailId, isDeveloper: true, expiresAt, ...run });
            assert.deepEqual([staff.outputs["people"], ada.outputs["gone"]], [{}, true]);
        });

        it("is refused in the preview also for somebody who could not be added before it", async () => {
            const people = { ...set("ada"), ...set("grace", { expiresAt, roles: [{ roleId: "no-such-role" }] }) };
            await failureOf(staff.up({ people }));
            clock.set(theDayAfter);
            const { message } = await failureOf(staff.preview({ people }));
            assert.match(message, /grace@example\.com was not created: this access has ended/);
        });
    });

    describe("of a KoreUserAccess", () => {
        const list = { emailIds: [emailId, "grace@example.com"], canCreateBot: true, isDeveloper: true, expiresAt };
        const flags = () =>
            list.emailIds.map((each) => {
                const { isDeveloper, canCreateBot } = emulator.account.person(each) ?? {};
                return [isDeveloper, canCreateBot];
            });
        const ofAda = { emailId, firstName: "Ada", roles: [developerOfSupport], expiresAt };
        let builders: Managed;
        beforeEach(() => {
            for (const each of list.emailIds) emulator.account.addPerson({ emailId: each });
            builders = new Managed(provider, "KoreUserAccess");
        });

        it("goes after its last day, and is no matter to any later run", async () => {
            await builders.up(list);
            assert.deepEqual(flags(), [
                [true, true],
                [true, true],
            ]);
            clock.set(theDayAfter);
            assert.equal(await builders.up(list), "update");
            assert.deepEqual(flags(), [
                [false, false],
                [false, false],
            ]);
            assert.deepEqual(builders.outputs["ended"], { canCreateBot: true, isDeveloper: true });
            clock.set(longAfter);
            const sent = writes().length;
            await builders.refresh();
            assert.equal(await builders.up(list), "same");
            await builders.destroy();
            assert.equal(writes().length, sent);
        });

        it("is taken back again, where somebody gives it again by hand", async () => {
            await builders.up(list);
            clock.set(theDayAfter);
            await builders.up(list);
            emulator.account.changePerson(emailId, { isDeveloper: true });
            await builders.refresh();
            assert.equal(await builders.up(list), "update");
            assert.deepEqual(flags(), [
                [false, false],
                [false, false],
            ]);
            assert.equal(await builders.preview(list), "same");
        });

        it("does not mind who has left the account since", async () => {
            await builders.up(list);
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            assert.equal(await builders.up(list), "update");
            for (let run = 0; run < 2; run++) {
                await builders.refresh();
                assert.equal(await builders.preview(list), "same");
            }
            await builders.destroy();
        });

        it("comes back with another end", async () => {
            await builders.up(list);
            clock.set(theDayAfter);
            await builders.up(list);
            await builders.up({ ...list, expiresAt: "2030-12-31" });
            assert.deepEqual(flags(), [
                [true, true],
                [true, true],
            ]);
        });

        it("is refused for somebody new when it is over, and nothing is sent", async () => {
            clock.set(theDayAfter);
            const { failures } = await provider.check({ ...list, __provider: providerLines.KoreUserAccess }, {});
            assert.deepEqual(
                failures.map(({ property }) => property),
                ["expiresAt"],
            );
        });

        it("that ends while it is being given is taken back by the same step", async () => {
            const end = new Date(Date.parse(onTheDay) + 700).toISOString();
            emulator.account.fault({ endpoint: "POST /api/public/useraccess", kind: "latency", milliseconds: 1_000 });
            await builders.up({ ...list, expiresAt: end });
            assert.deepEqual(flags(), [
                [false, false],
                [false, false],
            ]);
        });

        it("of a person's own resource brings nobody back, but for a list that still gives them something", async () => {
            emulator.account.reset();
            await ada.up(ofAda);
            const { expiresAt: _, ...endless } = { ...list, emailIds: [emailId] };
            await builders.up(endless);
            clock.set(theDayAfter);
            await ada.up(ofAda);
            emulator.account.removePerson(emailId);
            await ada.refresh();
            await builders.refresh();
            const declared = { emailId, type: "KoreUserAccess" as const, isDeveloper: true, canCreateBot: true };
            const run = newRun([{ emailId, type: "KoreUser" }, declared], stateLinesOf("KoreUser", "ada", ada.outputs));
            assert.equal(await ada.up({ ...ofAda, ...run }), "update");
            await builders.up({ ...endless, ...run });
            assert.deepEqual(person(), { ...nothing, isDeveloper: true, canCreateBot: true });
        });

        it("with no flags minds nobody who has left the account, as long as the program declares them", async () => {
            emulator.account.reset();
            await ada.up(ofAda);
            const { expiresAt: _, ...endless } = { ...list, emailIds: [emailId] };
            const without = { ...endless, isDeveloper: false, canCreateBot: false };
            await builders.up(without);
            clock.set(theDayAfter);
            emulator.account.removePerson(emailId);
            await ada.up(ofAda);
            const lines = [
                { emailId, type: "KoreUser" as const },
                { emailId, type: "KoreUserAccess" as const, isDeveloper: false, canCreateBot: false },
            ];
            await builders.refresh();
            await builders.up({ ...without, ...newRun(lines) });
            assert.equal(emulator.account.person(emailId), undefined);
            assert.equal(await builders.preview({ ...without, ...newRun(lines) }), "same");
        });

        it("of flags that a KoreUser had before takes them, and leaves nothing behind", async () => {
            emulator.account.reset();
            await ada.up({ emailId, isDeveloper: true });
            clock.set(theDayAfter);
            const run = newRun(
                [
                    { emailId, type: "KoreUser" },
                    { emailId, type: "KoreUserAccess", isDeveloper: false, canCreateBot: false },
                ],
                stateLinesOf("KoreUser", "ada", ada.outputs),
            );
            await ada.up({ emailId, ...run });
            await builders.up({ ...list, emailIds: [emailId], ...run });
            assert.deepEqual(person(), nothing);
            assert.equal(ada.outputs["handedOver"], undefined);
        });
    });
});
