import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator, type LogEntry, type SeedPerson } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { Managed, providerLines } from "../harness/managed";
import { failureOf, ProviderProcess, type Properties } from "../harness/providerProcess";
import { newRun, stateLinesOf } from "../harness/runOfProgram";
import { serving } from "../harness/served";
import { settingsFor } from "../harness/settings";

const { supportTeam, salesTeam, everybody } = seedIds.groups;
const { support, sales } = seedIds.bots;
const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: support };
const testerOfSales = { roleId: seedIds.botRoles.tester, botId: sales };
const analyst = { roleId: seedIds.adminRoles.analyst };

describe("KoreUser", () => {
    let emulator: Emulator;
    let provider: ProviderProcess;
    let ada: Managed;

    serving((started, process) => ([emulator, provider] = [started, process]));
    beforeEach(() => {
        emulator.account.reset();
        provider.output = "";
        ada = new Managed(provider, "KoreUser");
    });

    const person = (emailId = "ada@example.com") => {
        const found = emulator.account.person(emailId);
        assert.ok(found !== undefined, `${emailId} is not in the account`);
        return found;
    };
    const writes = () => emulator.account.requests().filter(isWrite);
    const args = {
        emailId: "ada@example.com",
        firstName: "Ada",
        isDeveloper: true,
        groups: [supportTeam],
        roles: [developerOfSupport],
    };

    describe("check", () => {
        it("refuses another orgUserId at its property, and leaves the person alone", async () => {
            await ada.up({ ...args, orgUserId: "A-1" });
            const { failures } = await provider.check(
                { ...args, orgUserId: "A-2", __provider: providerLines.KoreUser },
                ada.inputs,
            );
            assert.deepEqual(
                failures.map(({ property }) => property),
                ["orgUserId"],
            );
            assert.match(
                failures[0]?.reason ?? "",
                /cannot change from A-1 to A-2: no call of Kore\.ai's changes it\..*declare them anew/,
            );
            await ada.refresh();
            assert.equal(await ada.preview({ ...args, orgUserId: "A-1" }), "same");
        });

        it("takes another orgUserId for another person", async () => {
            await ada.up({ ...args, orgUserId: "A-1" });
            assert.equal(await ada.preview({ ...args, emailId: "grace@example.com", orgUserId: "G-1" }), "replace");
        });
    });

    describe("diff", () => {
        const alike: [string, Properties][] = [
            ["letter case and white space of the address", { emailId: " ADA@example.com\t" }],
            ["the order of a list", { groups: [supportTeam, salesTeam] }],
            ["a repetition", { roles: [developerOfSupport, analyst, { ...developerOfSupport }] }],
            [
                "the order of an object's keys",
                { roles: [analyst, { botId: support, roleId: developerOfSupport.roleId }] },
            ],
            [
                "the order of tasks",
                {
                    assignBotTasks: [
                        { streamId: support },
                        { dialogs: [seedIds.dialogs.salesQuote, seedIds.dialogs.salesOrder], streamId: sales },
                    ],
                },
            ],
        ];
        for (const [what, change] of alike) {
            it(`${what} is no change, before and after a refresh`, async () => {
                const full = {
                    ...args,
                    groups: [salesTeam, supportTeam],
                    roles: [analyst, developerOfSupport],
                    assignBotTasks: [
                        { streamId: sales, dialogs: [seedIds.dialogs.salesOrder, seedIds.dialogs.salesQuote] },
                        { streamId: support },
                    ],
                };
                await ada.up(full);
                assert.equal(await ada.preview({ ...full, ...change }), "same");
                await ada.refresh();
                assert.equal(await ada.preview({ ...full, ...change }), "same");
            });
        }

        const stateOnly: Properties[] = [
            { onDestroy: "revoke" },
            { adopt: "takeOver" },
            { reason: "builds" },
            { sendEmail: false },
        ];
        for (const change of stateOnly) {
            it(`a change of ${Object.keys(change).join()} is an update that writes the state and sends nothing`, async () => {
                await ada.up(args);
                emulator.account.clearRequests();
                assert.equal(await ada.up({ ...args, ...change }), "update");
                assert.deepEqual(emulator.account.requests(), []);
                const [[key, value] = ["", ""]] = Object.entries(change);
                assert.equal(ada.outputs[key], value);
                assert.equal(await ada.preview({ ...args, ...change }), "same");
                assert.equal(await ada.up(args), "update");
                assert.equal(key in ada.outputs, false);
            });
        }
    });

    describe("create", () => {
        it("gives nothing that is not declared: both flags are sent as false, though Kore.ai's default is true", async () => {
            await ada.up({ emailId: "ada@example.com" });
            const { canCreateBot, isDeveloper, invitations } = person();
            assert.deepEqual([canCreateBot, isDeveloper, invitations], [false, false, 1]);
        });

        it("sends no invitation where sendEmail is false", async () => {
            await ada.up({ ...args, sendEmail: false });
            assert.equal(person().invitations, 0);
        });

        it("says once in a run which declared fields Kore.ai does not report", async () => {
            const own = await ProviderProcess.start(settingsFor(emulator.url));
            await Promise.all(
                ["ada", "grace", "alan"].map((name) =>
                    new Managed(own, "KoreUser").up({
                        emailId: `${name}@example.com`,
                        dept: "Bots",
                        orgUserId: name,
                        firstName: name,
                    }),
                ),
            );
            const output = await own.stopped();
            assert.equal(output.match(/does not report/g)?.length, 1);
            assert.match(
                output,
                /kore: Kore\.ai accepts orgUserId, dept, but does not report them: they are unverified/,
            );
        });
    });

    describe("create of a person who is in the account already", () => {
        const exactly: SeedPerson = {
            emailId: "Ada@example.com",
            firstName: "Ada",
            isDeveloper: true,
            groups: [supportTeam],
            roles: [developerOfSupport],
        };

        it("adopts someone who has exactly what is declared, and sends nothing", async () => {
            emulator.account.addPerson(exactly);
            const before = person();
            assert.equal(await ada.up(args), "create");
            assert.equal(ada.outputs["adopted"], true);
            assert.deepEqual(writes(), []);
            assert.deepEqual(person(), before);
            await ada.refresh();
            assert.equal(ada.outputs["adopted"], true);
            assert.equal(await ada.preview(args), "same");
        });

        it("adopts someone whose declared role comes from a group", async () => {
            emulator.account.addPerson({ ...exactly, roles: [] });
            await ada.up({ ...args, roles: [{ roleId: seedIds.botRoles.tester, botId: support }] });
            assert.deepEqual(writes(), []);
        });

        it("sends what Kore.ai does not report once, and nothing else", async () => {
            emulator.account.addPerson(exactly);
            await ada.up({ ...args, dept: "Bots" });
            assert.deepEqual(
                writes().map(({ request }) => request),
                [
                    {
                        users: [
                            {
                                userInfo: { emailId: "ada@example.com", dept: "Bots" },
                                canCreateBot: false,
                                isDeveloper: true,
                            },
                        ],
                    },
                ],
            );
            emulator.account.clearRequests();
            assert.equal(await ada.up({ ...args, dept: "Bots" }), "same");
        });

        const differing: [string, SeedPerson, RegExp][] = [
            [
                "lacks a role",
                { ...exactly, roles: [] },
                new RegExp(`without role ${developerOfSupport.roleId} on bot ${support} \\(roles\\)`),
            ],
            ["lacks a group", { ...exactly, groups: [] }, new RegExp(`not in group ${supportTeam} \\(groups\\)`)],
            ["lacks a flag", { ...exactly, isDeveloper: false }, /isDeveloper is false, and declared true/],
            ["has another name", { ...exactly, firstName: "Augusta" }, /firstName is "Augusta", and declared "Ada"/],
            ["has a flag more", { ...exactly, canCreateBot: true }, /canCreateBot is true, and not declared/],
            [
                "has a role more",
                { ...exactly, roles: [developerOfSupport, analyst] },
                /role Analyst \(\w+\), not declared/,
            ],
            [
                "has a role on another bot more",
                { ...exactly, roles: [developerOfSupport, testerOfSales] },
                /role Bot Tester \(\w+\) on bot Sales/,
            ],
            [
                "has a group more",
                { ...exactly, groups: [supportTeam, salesTeam] },
                /group Sales Team \(.*\), not declared/,
            ],
            [
                "has tasks more",
                { ...exactly, assignBotTasks: [{ botId: sales }] },
                new RegExp(`tasks of bot ${sales}, not declared`),
            ],
        ];
        for (const [what, seeded, difference] of differing) {
            it(`refuses someone who ${what}, and says so`, async () => {
                emulator.account.addPerson(seeded);
                const { message, id } = await failureOf(ada.up(args));
                assert.match(
                    message,
                    /^ada@example\.com was not created:\n {2}this person is in the account already, and differs from the program:/,
                );
                assert.match(message, difference);
                assert.match(message, /Declare what this person has.*or adopt: 'takeOver'/);
                assert.equal(id, undefined);
                assert.deepEqual(writes(), []);
            });

            it(`takes over someone who ${what} where adopt says so: what is declared is brought about, the rest stays`, async () => {
                emulator.account.addPerson(seeded);
                await ada.up({ ...args, adopt: "takeOver" });
                assert.equal(ada.outputs["adopted"], true);
                const { groups = [], roles = [], canCreateBot = false, assignBotTasks = [] } = seeded;
                const after = person();
                assert.deepEqual(
                    [after.firstName, after.isDeveloper, after.canCreateBot, after.invitations],
                    ["Ada", true, canCreateBot, 0],
                );
                assert.deepEqual(new Set(after.groups), new Set([...groups, supportTeam]));
                assert.equal(
                    after.roles.length,
                    new Set([...roles.map((role) => JSON.stringify(role)), JSON.stringify(developerOfSupport)]).size,
                );
                assert.deepEqual(after.assignBotTasks, assignBotTasks);
                const surplus = what.endsWith("more");
                if (surplus)
                    await provider.printed(
                        /ada@example\.com was in the account already and is taken over; left as it is: .*not declared/,
                    );
                assert.equal(await ada.preview({ ...args, adopt: "takeOver" }), "same");
            });
        }

        it("lists every difference at once", async () => {
            emulator.account.addPerson({
                emailId: "ada@example.com",
                canCreateBot: true,
                isDeveloper: false,
                groups: [salesTeam, everybody],
            });
            const { message } = await failureOf(ada.up(args));
            assert.equal(message.match(/^ {4}/gm)?.length, 7, message);
        });

        it("refuses where adopt is 'never'", async () => {
            emulator.account.addPerson(exactly);
            const { message } = await failureOf(ada.up({ ...args, adopt: "never" }));
            assert.match(
                message,
                /^ada@example\.com was not created: this person is in the account already, and adopt is 'never'\. .*'takeOver'/,
            );
            assert.deepEqual(writes(), []);
        });

        for (const adopt of ["ifSame", "takeOver"]) {
            it(`says that someone who is not active is adopted, and not invited (${adopt})`, async () => {
                emulator.account.addPerson({ ...exactly, status: "not active" });
                await ada.up({ ...args, adopt });
                await provider.printed(
                    /ada@example\.com was in the account already, as 'not active'; they are adopted, and no new invitation is sent/,
                );
                assert.equal(person().invitations, 0);
            });
        }
    });

    describe("update", () => {
        it("sends deltas, and leaves what was never declared", async () => {
            await ada.up(args);
            emulator.account.changePerson("ada@example.com", {
                addGroups: [everybody],
                addRoles: [analyst],
                canCreateBot: true,
                dept: "By hand",
            });
            emulator.account.clearRequests();
            assert.equal(await ada.up({ ...args, groups: [salesTeam], roles: [testerOfSales] }), "update");
            assert.deepEqual(
                writes().map(({ request }) => request),
                [
                    {
                        users: [
                            {
                                userInfo: { emailId: "ada@example.com" },
                                groups: { addTo: [salesTeam], removeFrom: [supportTeam] },
                                roles: { addTo: [testerOfSales], removeFrom: [developerOfSupport] },
                                canCreateBot: true,
                                isDeveloper: true,
                            },
                        ],
                    },
                ],
            );
            assert.deepEqual(new Set(person().groups), new Set([everybody, salesTeam]));
            assert.equal(person().dept, "By hand");
        });

        it("takes back what was declared and is unset, like false and []", async () => {
            await ada.up({ ...args, canCreateBot: true, assignBotTasks: [{ streamId: support }] });
            await ada.up({ emailId: "ada@example.com", firstName: "Ada" });
            const { canCreateBot, isDeveloper, groups, roles, assignBotTasks } = person();
            assert.deepEqual([canCreateBot, isDeveloper, groups, roles, assignBotTasks], [false, false, [], [], []]);
        });

        it("leaves a profile field that is unset in Kore.ai, and says so", async () => {
            await ada.up({ ...args, dept: "Bots" });
            assert.equal(
                await ada.up({
                    emailId: "ada@example.com",
                    isDeveloper: true,
                    groups: [supportTeam],
                    roles: [developerOfSupport],
                }),
                "update",
            );
            assert.deepEqual([person().firstName, person().dept], ["Ada", "Bots"]);
            await provider.printed(/ada@example\.com: firstName, dept is no longer declared and stays in Kore\.ai/);
        });

        it("refuses to leave a bot creator without the builder, where canCreateBot is not declared", async () => {
            await ada.up(args);
            emulator.account.changePerson("ada@example.com", { canCreateBot: true });
            const before = person();
            const { message } = await failureOf(ada.up({ ...args, isDeveloper: false }));
            assert.match(
                message,
                /^ada@example\.com was not updated: isDeveloper would be false while canCreateBot is true.* Declare canCreateBot: false as well\. \[kore:bots-need-developer\]$/,
            );
            assert.deepEqual(person(), before);
            assert.equal(await ada.up({ ...args, isDeveloper: false, canCreateBot: false }), "update");
        });

        it("of someone who is gone says how to go on, and does not add them unseen", async () => {
            await ada.up(args);
            emulator.account.removePerson("ada@example.com");
            const { message } = await failureOf(ada.up({ ...args, lastName: "Byron" }));
            assert.match(
                message,
                /^ada@example\.com was not updated: this person is no longer in the account.* Run pulumi refresh/,
            );
            assert.equal(emulator.account.person("ada@example.com"), undefined);
            assert.equal(await ada.refresh(), false);
            assert.equal(await ada.up({ ...args, lastName: "Byron" }), "create");
        });
    });

    describe("read", () => {
        it("of someone who is gone takes them out of the state, and says so", async () => {
            await ada.up(args);
            emulator.account.removePerson("ada@example.com");
            const { id } = await provider.read("ada@example.com", ada.outputs);
            assert.equal(id, "");
            await provider.printed(
                /kore: ada@example\.com is no longer in the account \(Kore\.ai says "Invalid emailId"\) and leaves the state\. The next update adds them again/,
            );
            assert.equal(await ada.refresh(), false);
            assert.equal(await ada.up(args), "create");
            assert.equal(ada.outputs["adopted"], false);
        });

        it("gives the declared arguments their real values, and only them", async () => {
            await ada.up({ ...args, groups: [supportTeam, salesTeam], lastName: "Byron" });
            emulator.account.changePerson("ada@example.com", {
                isDeveloper: false,
                canCreateBot: true,
                removeGroups: [supportTeam],
                addGroups: [everybody],
                removeRoles: [developerOfSupport],
                addRoles: [analyst],
                firstName: "Augusta",
            });
            const { inputs } = await provider.read("ada@example.com", ada.outputs);
            assert.deepEqual(inputs, {
                emailId: "ada@example.com",
                firstName: "Augusta",
                lastName: "Byron",
                isDeveloper: false,
                groups: [salesTeam],
                roles: [],
                __provider: providerLines.KoreUser,
            });
        });

        it("counts a role that a group confers as held, and one that is not declared as nobody's drift", async () => {
            const byGroup = { emailId: "ada@example.com", groups: [salesTeam], roles: [testerOfSales] };
            await ada.up(byGroup);
            emulator.account.changePerson("ada@example.com", { removeRoles: [testerOfSales] });
            await ada.refresh();
            assert.equal(await ada.preview(byGroup), "same");
        });
    });

    describe("exclusive", () => {
        it("takes back several roles and groups at once, after a preview that shows them", async () => {
            const exclusive = { ...args, exclusive: true };
            await ada.up(exclusive);
            emulator.account.changePerson("ada@example.com", {
                addRoles: [analyst, testerOfSales],
                addGroups: [salesTeam, everybody],
            });
            await ada.refresh();
            assert.equal(await ada.preview(exclusive), "update");
            assert.equal(await ada.up(exclusive), "update");
            assert.deepEqual([person().roles, person().groups], [[developerOfSupport], [supportTeam]]);
            await ada.refresh();
            assert.equal(await ada.preview(exclusive), "same");
        });
    });

    describe("someone who was removed and added again by hand", () => {
        const steps: [string, () => Promise<unknown>][] = [
            ["read", () => ada.refresh()],
            ["updated", () => ada.up({ ...args, lastName: "Byron" })],
            ["deleted", () => ada.destroy()],
        ];
        for (const [name, step] of steps) {
            it(`is another person, and is not ${name}`, async () => {
                await ada.up({ ...args, onDestroy: "remove" });
                const { userId } = person();
                emulator.account.recreatePerson("ada@example.com");
                const before = person();
                emulator.account.clearRequests();
                const { message } = await failureOf(step());
                assert.ok(
                    message.startsWith(
                        `ada@example.com was left alone: Kore.ai now has another person under this address (userId ${before.userId}, not ${userId}).`,
                    ),
                    message,
                );
                assert.match(message, /pulumi state delete/);
                assert.deepEqual(writes(), []);
                assert.deepEqual(person(), before);
            });
        }
    });

    describe("another address", () => {
        it("is another person: the new one is added before the old one is removed", async () => {
            await ada.up(args);
            emulator.account.clearRequests();
            assert.equal(await ada.up({ ...args, emailId: "lovelace@example.com" }), "replace");
            assert.deepEqual(
                writes().map(({ method, emailIds }) => [method, ...emailIds]),
                [
                    ["POST", "lovelace@example.com"],
                    ["DELETE", "ada@example.com"],
                ],
            );
            assert.equal(person("lovelace@example.com").isDeveloper, true);
        });

        it("is refused by Kore.ai: the old person stays", async () => {
            await ada.up(args);
            const { message } = await failureOf(
                ada.up({ ...args, emailId: "lovelace@example.com", groups: ["e-none"] }),
            );
            assert.match(message, /^lovelace@example\.com was not created: .*e-none/);
            assert.equal(ada.id, "ada@example.com");
            assert.equal(person().isDeveloper, true);
        });
    });

    describe("delete", () => {
        it("removes a person whom the program added", async () => {
            await ada.up(args);
            await ada.destroy();
            assert.equal(emulator.account.person("ada@example.com"), undefined);
            assertGrantsNothing(writes().filter(({ method }) => method !== "POST"));
        });

        it("of someone who is gone succeeds, and writes nothing", async () => {
            await ada.up(args);
            emulator.account.removePerson("ada@example.com");
            emulator.account.clearRequests();
            await ada.destroy();
            assert.deepEqual(writes(), []);
        });

        it("with onDestroy 'revoke' takes back what was declared and keeps the rest of the person", async () => {
            await ada.up({ ...args, assignBotTasks: [{ streamId: support }], onDestroy: "revoke" });
            emulator.account.changePerson("ada@example.com", { addGroups: [everybody], addRoles: [analyst] });
            emulator.account.clearRequests();
            await ada.destroy();
            const { isDeveloper, groups, roles, assignBotTasks, firstName } = person();
            assert.deepEqual(
                [isDeveloper, groups, roles, assignBotTasks, firstName],
                [false, [everybody], [analyst], [], "Ada"],
            );
            assertGrantsNothing(writes());
        });

        it("with onDestroy 'revoke' gives nothing back of what was taken by hand", async () => {
            await ada.up({ ...args, canCreateBot: true, onDestroy: "revoke" });
            emulator.account.changePerson("ada@example.com", {
                isDeveloper: false,
                canCreateBot: false,
                removeGroups: [supportTeam],
                removeRoles: [developerOfSupport],
            });
            emulator.account.clearRequests();
            await ada.destroy();
            assertGrantsNothing(writes());
            assert.deepEqual([person().isDeveloper, person().groups, person().roles], [false, [], []]);
        });

        it("with onDestroy 'revoke' leaves nobody with canCreateBot and without the builder, which Kore.ai refuses", async () => {
            emulator.account.setSwitches({ rowFlagCombination: "failureRow" });
            await ada.up({ ...args, onDestroy: "revoke" });
            emulator.account.changePerson("ada@example.com", { canCreateBot: true });
            await ada.destroy();
            assert.deepEqual([person().canCreateBot, person().isDeveloper], [false, false]);
        });

        describe("of an adopted person", () => {
            beforeEach(async () => {
                emulator.account.addPerson({
                    emailId: "ada@example.com",
                    firstName: "Ada",
                    isDeveloper: true,
                    groups: [supportTeam],
                    roles: [developerOfSupport],
                });
                await ada.up(args);
                emulator.account.clearRequests();
            });

            it("is refused where the program does not say what becomes of them", async () => {
                const before = person();
                const { message } = await failureOf(ada.destroy());
                assert.match(
                    message,
                    /^ada@example\.com was not removed: this person was in the account already when the resource was made.* Declare onDestroy: 'remove' or 'revoke'.*retainOnDelete/,
                );
                assert.deepEqual(person(), before);
                assert.deepEqual(writes(), []);
            });

            it("removes them where onDestroy is 'remove'", async () => {
                await ada.up({ ...args, onDestroy: "remove" });
                await ada.destroy();
                assert.equal(emulator.account.person("ada@example.com"), undefined);
            });

            it("takes back what was declared where onDestroy is 'revoke'", async () => {
                await ada.up({ ...args, onDestroy: "revoke" });
                await ada.destroy();
                const { isDeveloper, groups, roles } = person();
                assert.deepEqual([isDeveloper, groups, roles], [false, [], []]);
                assertGrantsNothing(writes());
            });

            it("is a success where they are gone already", async () => {
                emulator.account.removePerson("ada@example.com");
                await ada.destroy();
            });
        });

        for (const ownerFailureStatus of ["200", "400"] as const) {
            it(`of an owner, whom Kore.ai does not remove (status ${ownerFailureStatus}), takes back what was declared and says what is left`, async () => {
                await ada.up(args);
                emulator.account.setSwitches({ ownerFailureStatus });
                emulator.account.changePerson("ada@example.com", {
                    addRoles: [{ roleId: seedIds.botRoles.owner, botId: sales }],
                });
                emulator.account.clearRequests();
                const { message } = await failureOf(ada.destroy());
                assert.match(
                    message,
                    /^ada@example\.com was not removed: Kore\.ai says "Unauthorized to perform this activity" \(code 400\)\. What the program gave them was taken back.*move the ownership.*onDestroy: 'revoke'/,
                );
                const { isDeveloper, groups, roles } = person();
                assert.deepEqual(
                    [isDeveloper, groups, roles],
                    [false, [], [{ roleId: seedIds.botRoles.owner, botId: sales }]],
                );
                assertGrantsNothing(writes());

                emulator.account.changePerson("ada@example.com", {
                    removeRoles: [{ roleId: seedIds.botRoles.owner, botId: sales }],
                });
                await ada.destroy();
                assert.equal(emulator.account.person("ada@example.com"), undefined);
            });
        }
    });

    describe("handed over to a resource of another name, which declares less", () => {
        const tasks = { assignBotTasks: [{ streamId: support }] };
        beforeEach(async () => {
            await ada.up({ ...args, groups: [supportTeam, salesTeam], ...tasks });
            const renamed = newRun([{ emailId: args.emailId, type: "KoreUser" }]);
            const heir = new Managed(provider, "KoreUser");
            await heir.up({ emailId: args.emailId, groups: [salesTeam], adopt: "takeOver", ...renamed });
        });

        it("takes back the rest, tasks too", async () => {
            assert.equal(person().assignBotTasks.length, 1);
            await ada.destroy({ inRun: true });
            const { isDeveloper, groups, roles, assignBotTasks } = person();
            assert.deepEqual([isDeveloper, groups, roles, assignBotTasks], [false, [salesTeam], [], []]);
        });

        it("fails where that is refused, and takes it in the next run", async () => {
            const refusal = { kind: "html", endpoint: "PUT /api/public/users", status: 200 } as const;
            emulator.account.fault(refusal);
            const { message } = await failureOf(ada.destroy({ inRun: true }));
            assert.match(message, /^ada@example\.com keeps what was declared: .*answered with a web page/);
            assert.equal(person().isDeveloper, true);
            await ada.destroy({ inRun: true });
            assert.deepEqual([person().isDeveloper, person().groups], [false, [salesTeam]]);
        });
    });

    it("handed over to a resource of another name, and back before it was let go: is as this one declares, also in what Kore.ai does not report", async () => {
        const declared = { emailId: args.emailId, dept: "Research" };
        const lines = [{ emailId: args.emailId, type: "KoreUser" as const }];
        await ada.up(declared);
        const heir = new Managed(provider, "KoreUser");
        const before = stateLinesOf("KoreUser", "ada", ada.outputs);
        await heir.up({ ...declared, dept: "Sales", ...newRun(lines, before) });
        const back = newRun(lines, [...before, ...stateLinesOf("KoreUser", "heir", heir.outputs)]);
        assert.equal(await ada.up({ ...declared, ...back }), "update");
        await heir.destroy({ inRun: true });
        assert.equal(person().dept, "Research");
        assert.equal(await ada.preview({ ...declared, ...newRun(lines, before) }), "same");
    });

    it("handed over to a resource of another name, which declares no tasks: loses them, also where Kore.ai does not report tasks", async () => {
        emulator.account.setSwitches({ tasksReported: "absent" });
        const declared = { emailId: args.emailId, assignBotTasks: [{ streamId: support }] };
        const lines = [{ emailId: args.emailId, type: "KoreUser" as const }];
        await ada.up(declared);
        const heir = new Managed(provider, "KoreUser");
        const renamed = newRun(lines, stateLinesOf("KoreUser", "ada", ada.outputs));
        await heir.up({ ...declared, assignBotTasks: [], ...renamed });
        await ada.destroy({ inRun: true });
        assert.deepEqual(person().assignBotTasks, []);
    });

    describe("another account", () => {
        let other: Emulator;
        let elsewhere: ProviderProcess;
        before(async () => {
            other = await startEmulator({ limits: "off" });
            elsewhere = await ProviderProcess.start(settingsFor(other.url));
        });
        after(async () => {
            elsewhere.stop();
            await other.close();
        });

        it("is never written to for a person of the first one", async () => {
            await ada.up(args);
            other.account.addPerson({ emailId: "ada@example.com" });
            const [here, there] = [emulator.url, other.url].map((url) => new URL(url).host);
            for (const call of [
                elsewhere.read(args.emailId, ada.outputs),
                elsewhere.update(args.emailId, ada.outputs, { ...ada.inputs, isDeveloper: false }),
                elsewhere.delete(args.emailId, ada.outputs),
            ]) {
                const { message } = await failureOf(call);
                assert.ok(
                    message.startsWith(
                        `ada@example.com was left alone: it is in the account at ${here}, and kore:host leads to ${there}.`,
                    ),
                    message,
                );
                assert.match(
                    message,
                    /Set kore:host back \(pulumi config set kore:host \S+\) and run pulumi up, as a plain /,
                );
            }
            assert.deepEqual(other.account.requests(), []);
        });
    });
});

/** That no write adds a role, a group, a task or a person. A flag may be sent as it is: the caller compares the person. */
function assertGrantsNothing(entries: LogEntry[]): void {
    for (const { method, request } of entries) {
        assert.notEqual(method, "POST");
        const text = JSON.stringify(request);
        assert.doesNotMatch(text, /addTo|streamId|"botId":"st-[^}]*dialogs/, text);
        assert.doesNotMatch(text, /"(canCreateBot|isDeveloper)":true/, text);
    }
}
