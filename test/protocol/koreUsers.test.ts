import assert from "node:assert/strict";
import { type Emulator, type LogEntry, seedIds } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { Managed, providerLines } from "../harness/managed";
import { failureOf, type Properties, ProviderProcess, unknown } from "../harness/providerProcess";
import { serving } from "../harness/served";
import { settingsFor } from "../harness/settings";

const { supportTeam, salesTeam } = seedIds.groups;
const at = (name: string) => `${name}@example.com`;
const people = (names: string[], person: Properties = {}): Properties =>
    Object.fromEntries(names.map((name) => [at(name), { ...person }]));
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `p${index + 10}`);

describe("KoreUsers", () => {
    let emulator: Emulator;
    let provider: ProviderProcess;
    let staff: Managed;

    serving((started, process) => ([emulator, provider] = [started, process]));
    beforeEach(() => {
        emulator.account.reset();
        provider.output = "";
        staff = new Managed(provider, "KoreUsers");
    });

    const there = (name: string) => emulator.account.person(at(name)) !== undefined;
    const writes = (): LogEntry[] => emulator.account.requests().filter(isWrite);
    const kept = () => Object.keys(staff.outputs["people"] as object);
    const reported = () => (staff.outputs["reported"] as { people: Record<string, Properties> }).people;
    const check = (args: Properties, olds: Properties = {}) =>
        provider.check({ ...args, __provider: providerLines.KoreUsers }, olds);
    const reasons = async (args: Properties, olds?: Properties) => (await check(args, olds)).failures;

    describe("what a program declares", () => {
        it("is of the same person in any letter case of the address", async () => {
            await staff.up({ people: { "Ada@Example.com ": { dept: "Bots" } } });
            assert.equal(await staff.preview({ people: { "ada@example.com": { dept: "Bots" } } }), "same");
            assert.deepEqual(kept(), [at("ada")]);
        });

        it("is refused with the path of one person's field, and never shows the others", async () => {
            const failures = await reasons({
                people: { [at("ada")]: { groups: [""] }, [at("grace")]: { canCreateBot: true, firstname: "Grace" } },
            });
            assert.deepEqual(failures.map(({ property }) => property).sort(), [
                'people["ada@example.com"].groups[0]',
                'people["grace@example.com"].canCreateBot',
                'people["grace@example.com"].firstname',
            ]);
        });

        it("is refused where two keys are one person, or a key is no address; of neither all people are shown", async () => {
            const failures = await reasons({ people: { [at("ada")]: {}, "ADA@example.com": {}, nobody: {} } });
            assert.deepEqual(
                failures.map(({ property }) => property),
                ["", ""],
            );
            const all = failures.map(({ reason }) => reason).join();
            assert.match(all, /people names ada@example\.com twice, also as "ADA@example\.com"/);
            assert.match(all, /"nobody" is not an e-mail address/);
        });

        it("is refused where one resource can't carry it", async () => {
            const reason = "x".repeat(1_000);
            const [failure] = await reasons({ people: people(numbered(9_000), { reason }) });
            assert.match(failure?.reason ?? "", /9000 people are \d+ MB, and one resource carries 8: make several/);
        });

        it("is told of once where one resource has more than 2,000", async () => {
            for (const count of [2_000, 2_001, 2_001])
                assert.deepEqual(await reasons({ people: people(numbered(count)) }), []);
            assert.deepEqual(provider.output.match(/\d+ people in one KoreUsers: make several/g), [
                "2001 people in one KoreUsers: make several",
            ]);
        });

        it("may be known only later, of one person or of all", async () => {
            await staff.up({ people: people(["ada", "grace"]) });
            for (const args of [
                { people: unknown },
                { people: { ...people(["ada"]), [at("grace")]: unknown } },
                { people: { ...people(["ada"]), [at("grace")]: { dept: unknown } } },
                { people: people(["ada", "grace"]), reason: unknown },
            ])
                assert.equal(await staff.preview(args), "update", JSON.stringify(args));
        });

        it("holds for all who have no value of their own", async () => {
            await staff.up({
                people: { ...people(["ada"]), [at("grace")]: { onDestroy: "keep" } },
                onDestroy: "revoke",
            });
            await staff.up({ people: people([]), onDestroy: "revoke" });
            assert.deepEqual([there("ada"), there("grace")], [true, true]);
            assert.deepEqual(
                writes().map(({ method }) => method),
                ["POST"],
            );
        });

        it("cannot change the orgUserId of one", async () => {
            await staff.up({ people: people(["ada", "grace"], { orgUserId: "O-1" }) });
            const olds = staff.inputs;
            const [failure, ...others] = await reasons(
                { people: { ...people(["ada"], { orgUserId: "O-1" }), ...people(["grace"], { orgUserId: "O-2" }) } },
                olds,
            );
            assert.deepEqual([failure?.property, others], ['people["grace@example.com"].orgUserId', []]);
        });
    });

    it("adds everybody in as few requests as their number allows", async () => {
        await staff.up({ people: people(numbered(120), { groups: [supportTeam] }) });
        const paths = emulator.account.requests().map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
        const count = (what: string) => paths.filter((each) => each === what).length;
        assert.deepEqual([count("POST usersInfo"), count("POST users")], [6, 3]);
        assert.equal(await staff.preview({ people: people(numbered(120), { groups: [supportTeam] }) }), "same");
    });

    it("brings people to their end before others are begun, where the budget keeps requests back", async () => {
        const settings = { ...settingsFor(emulator.url), "kore:requestsPerMinute": "2", "kore:batchSize": "10" };
        const frugal = await ProviderProcess.start(settings);
        try {
            await new Managed(frugal, "KoreUsers").up({ people: people(numbered(30)) });
        } finally {
            frugal.stop();
        }
        const order = emulator.account
            .requests()
            .map((entry) => `${isWrite(entry) ? "writes" : "asks"} ${entry.emailIds[0]}`);
        const [first, second, third] = [at("p10"), at("p20"), at("p30")];
        assert.deepEqual(order.slice(0, 2), [`asks ${first}`, `asks ${second}`]);
        assert.deepEqual(order.slice(2, 4), [`writes ${first}`, `writes ${second}`]);
        assert.deepEqual(
            order.slice(4, 6),
            [`asks ${first}`, `asks ${second}`],
            "read back, while others wait to be looked up",
        );
        assert.deepEqual(order.slice(6), [`asks ${third}`, `writes ${third}`, `asks ${third}`]);
    });

    it("writes about those who change, and asks about nobody else", async () => {
        await staff.up({ people: people(numbered(60), { groups: [supportTeam] }) });
        emulator.account.clearRequests();
        const changed = {
            ...people(numbered(60), { groups: [supportTeam] }),
            ...people(["p20"], { groups: [salesTeam] }),
        };
        assert.equal(await staff.up({ people: changed }), "update");
        assert.deepEqual(emulator.account.person(at("p20"))?.groups, [salesTeam]);
        assert.equal(emulator.account.requests().length, 3, "a look-up, a write, and what reads it back");
        assert.equal(emulator.account.requests({ emailId: at("p21") }).length, 0);
    });

    it("keeps a change of what is sent to nobody in the state alone", async () => {
        await staff.up({ people: people(["ada", "grace"]), reason: "staff" });
        emulator.account.clearRequests();
        await staff.up({ people: { ...people(["ada"]), [at("grace")]: { reason: "leads" } }, reason: "team" });
        assert.deepEqual(emulator.account.requests(), []);
        assert.equal(await staff.preview({ people: people(["ada", "grace"]), reason: "team" }), "update");
    });

    describe("a step that fails for some", () => {
        beforeEach(() => emulator.account.addPerson({ emailId: at("ada"), canCreateBot: true, isDeveloper: true }));

        it("does the others, and the next preview is about those who are left", async () => {
            const args = { people: people(["ada", "grace", "alan"]) };
            const failure = await failureOf(staff.up(args));
            assert.match(failure.message, /ada@example\.com was not created.*differs from the program/s);
            assert.deepEqual(kept(), [at("alan"), at("grace")]);
            assert.equal(await staff.preview(args), "update");
            emulator.account.clearRequests();
            const mended = { people: { ...people(["grace", "alan"]), ...people(["ada"], { adopt: "takeOver" }) } };
            await staff.up(mended);
            assert.deepEqual(emulator.account.requests({ emailId: at("grace") }), []);
            assert.deepEqual(
                [reported()[at("ada")]?.["adopted"], reported()[at("grace")]?.["adopted"]],
                [true, undefined],
            );
            assert.equal(await staff.preview(mended), "same");
        });

        it("leaves a change as before, of whom it fails", async () => {
            await staff.up({ people: people(["grace", "alan"]) });
            emulator.account.removePerson(at("alan"));
            const args = { people: people(["grace", "alan"], { groups: [supportTeam] }) };
            assert.match((await failureOf(staff.up(args))).message, /alan@example\.com was not updated/);
            const { [at("alan")]: alan, [at("grace")]: grace } = staff.outputs["people"] as Record<string, Properties>;
            assert.deepEqual([alan, grace], [{}, { groups: [supportTeam] }]);
        });

        it("tells of many with one cause once, and of no more than 20", async () => {
            const names = numbered(30);
            for (const name of names) emulator.account.addPerson({ emailId: at(name), isDeveloper: true });
            const { message } = await failureOf(staff.up({ people: people(names, { adopt: "never" }) }));
            assert.equal(message.match(/was not created/g)?.length, 20);
            assert.match(message, /and 10 more/);
            assert.equal(message.match(/adopt is 'never'/g)?.length, 1);
        });
    });

    describe("people who leave", () => {
        const all = () => people(numbered(12));
        const some = (left: number) => people(numbered(12).slice(left));
        beforeEach(() => staff.up({ people: all() }));

        it("are removed, five at once where nothing is said", async () => {
            await staff.up({ people: some(5) });
            assert.deepEqual([there("p10"), there("p14"), there("p15")], [false, false, true]);
        });

        it("are refused by name where they are more, in the preview and before an update sends anything", async () => {
            const failures = await reasons({ people: some(6) }, staff.inputs);
            assert.match(
                failures[0]?.reason ?? "",
                /^6 people would go at once, and maxRemovals allows 5 of 12, where nothing is said: p10@example\.com, .*maxRemovals: 6/,
            );
            emulator.account.clearRequests();
            const { outputs, inputs } = staff;
            const failure = await failureOf(provider.update("people", outputs, { ...inputs, people: some(6) }));
            assert.match(failure.message, /^nothing was sent about these people: 6 people would go at once/);
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("are refused as well where a refresh has found a name that somebody cleared", async () => {
            const named = people(numbered(12), { firstName: "Ada" });
            await staff.up({ people: named });
            emulator.account.changePerson(at("p21"), { firstName: "" });
            await staff.refresh();
            const [failure] = await reasons({ people: people(["p21"], { firstName: "Ada" }) }, staff.inputs);
            assert.match(failure?.reason ?? "", /^11 people would go at once/);
        });

        it("are let go where ignoreChanges gives a cleared name of somebody else again", async () => {
            const named = people(numbered(12), { firstName: "Ada" });
            await staff.up({ people: named });
            emulator.account.changePerson(at("p21"), { firstName: "" });
            await staff.refresh();
            const found = staff.inputs["people"] as Record<string, Properties>;
            assert.equal(await staff.preview({ people: found }), "same");
            const { [at("p10")]: _, ...others } = found;
            await staff.up({ people: others });
            assert.deepEqual([there("p10"), kept().length], [false, 11]);
        });

        it("are let go as many as maxRemovals says, or all", async () => {
            await staff.up({ people: some(7), maxRemovals: 7 });
            await staff.up({ people: {}, maxRemovals: "all" });
            assert.deepEqual(numbered(12).filter(there), []);
        });

        it("go all where the resource itself is deleted", async () => {
            await staff.destroy();
            assert.deepEqual(numbered(12).filter(there), []);
        });

        it("stay as they are with onDestroy 'keep', and do not count", async () => {
            await staff.up({ people: people(numbered(12), { onDestroy: "keep", groups: [supportTeam] }) });
            emulator.account.clearRequests();
            await staff.up({ people: {} });
            assert.deepEqual(emulator.account.requests(), []);
            assert.deepEqual([kept(), numbered(12).filter(there).length], [[], 12]);
        });
    });

    describe("a refresh", () => {
        beforeEach(() => staff.up({ people: people(["ada", "grace", "alan"], { groups: [supportTeam] }) }));

        it("shows what was changed by hand of one, and an update mends it", async () => {
            emulator.account.changePerson(at("grace"), { removeGroups: [supportTeam] });
            await staff.refresh();
            const { [at("grace")]: grace, [at("ada")]: ada } = staff.inputs["people"] as Record<string, Properties>;
            assert.deepEqual([grace, ada], [{ groups: [] }, { groups: [supportTeam] }]);
            assert.deepEqual(staff.outputs["people"], staff.inputs["people"]);
            emulator.account.clearRequests();
            await staff.up({ people: people(["ada", "grace", "alan"], { groups: [supportTeam] }) });
            assert.deepEqual(emulator.account.person(at("grace"))?.groups, [supportTeam]);
            assert.deepEqual(emulator.account.requests({ emailId: at("ada") }), []);
        });

        it("lets go of who was removed by hand, with a word; the next update adds them again", async () => {
            emulator.account.removePerson(at("alan"));
            await staff.refresh();
            assert.deepEqual(kept(), [at("ada"), at("grace")]);
            await provider.printed(/alan@example\.com is no longer in the account/);
            await staff.up({ people: people(["ada", "grace", "alan"], { groups: [supportTeam] }) });
            assert.ok(there("alan"));
        });

        it("keeps what a person has beyond the declaration on record, with names once", async () => {
            emulator.account.changePerson(at("ada"), { addGroups: [salesTeam] });
            await staff.refresh();
            const { people: about, groups } = staff.outputs["reported"] as {
                people: Record<string, Properties>;
                groups: Record<string, string>;
            };
            assert.deepEqual(about[at("ada")]?.["groups"], [supportTeam, salesTeam]);
            assert.equal(about[at("grace")]?.["groups"], undefined);
            assert.deepEqual(Object.keys(groups).sort(), [supportTeam, salesTeam].sort());
            assert.equal(
                await staff.preview({ people: people(["ada", "grace", "alan"], { groups: [supportTeam] }) }),
                "same",
            );
        });
    });

    it("takes at most 700 bytes of state a person, with names, two flags and a role", async () => {
        const role = { roleId: seedIds.botRoles.developer, botId: seedIds.bots.support };
        const person = {
            firstName: "Ada",
            lastName: "Lovelace",
            isDeveloper: true,
            canCreateBot: false,
            roles: [role],
        };
        await staff.up({ people: people(numbered(100), person) });
        const bytes = JSON.stringify([staff.inputs, staff.outputs]).length / 100;
        assert.ok(bytes <= 700, `${bytes} bytes`);
    });
});
