import assert from "node:assert/strict";
import { defaultSeed, seedApp, seedIds, startEmulator, type Emulator, type Seed, type SeedPerson } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { Managed } from "../harness/managed";
import { failureOf, type Properties, ProviderProcess } from "../harness/providerProcess";
import { newRun } from "../harness/runOfProgram";
import { settingsFor } from "../harness/settings";

const { salesTeam } = seedIds.groups;
const master = { roleId: seedIds.adminRoles.masterAdmin };
const analyst = { roleId: seedIds.adminRoles.analyst };
const at = (name: string) => `${name}@example.com`;
const named = (name: string, had: Partial<SeedPerson> = {}): SeedPerson => ({ emailId: at(name), ...had });
const listing = "/api/public/alluserroles";

describe("the last administrator of an account", () => {
    let emulator: Emulator;
    let provider: ProviderProcess;

    before(async () => (emulator = await startEmulator({ limits: "off" })));
    after(() => emulator.close());
    afterEach(() => provider.stop());

    /** A run of its own, on an account with these people alone. */
    async function begin(people: SeedPerson[], config: Properties = {}, more: Partial<Seed> = {}): Promise<void> {
        emulator.account.reset({ ...defaultSeed, people, ...more });
        await run(config);
    }
    async function run(config: Properties = {}, env: NodeJS.ProcessEnv = {}): Promise<void> {
        provider = await ProviderProcess.start(
            { ...settingsFor(emulator.url), ...(config as Record<string, string>) },
            { env: { PULUMI_PARALLEL: "4", ...env } },
        );
    }
    /** Somebody of the account, taken over as they are. */
    async function adopted(name: string, declared: Properties): Promise<Managed> {
        const user = new Managed(provider, "KoreUser");
        assert.equal(await user.up({ emailId: at(name), onDestroy: "remove", ...declared }), "create");
        return user;
    }
    const there = () => emulator.account.people().map(({ emailId }) => emailId.replace("@example.com", ""));
    const listings = () => emulator.account.requests().filter(({ path }) => path === listing).length;
    const rolesOf = (name: string) => emulator.account.person(at(name))?.roles;

    it("is left of two who are removed at the same time, and the account is asked once", async () => {
        await begin([named("ada", { roles: [master] }), named("grace", { roles: [master] }), named("mary")]);
        const users = await Promise.all(["ada", "grace"].map((name) => adopted(name, { roles: [master] })));
        emulator.account.clearRequests();
        const ends = await Promise.allSettled(users.map((user) => user.destroy()));
        assert.deepEqual(ends.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
        const [left = "", mary] = there();
        assert.deepEqual([["ada", "grace"].includes(left), mary, there().length], [true, "mary", 2]);
        const other = left === "ada" ? "grace" : "ada";
        const [reason] = ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));
        assert.match(
            reason ?? "",
            new RegExp(
                `${left}@example\\.com was not removed: the account would be left without a Master Admin who can sign in ` +
                    `\\(${other}@example\\.com loses it in this run\\)\\. Make somebody else one first, .*` +
                    "pulumi config set kore:lastAdministrator allow.* \\[kore:last-administrator\\]",
            ),
        );
        assert.equal(listings(), 1);
    });

    it("is left of two who lose the role at the same time, one by a group", async () => {
        await begin([named("ada", { roles: [analyst] }), named("grace", { groups: [salesTeam] })]);
        const ada = await adopted("ada", { roles: [analyst] });
        const grace = await adopted("grace", { groups: [salesTeam] });
        emulator.account.clearRequests();
        const ends = await Promise.allSettled([
            ada.up({ emailId: at("ada"), roles: [], onDestroy: "remove" }),
            grace.up({ emailId: at("grace"), groups: [], onDestroy: "remove" }),
        ]);
        assert.deepEqual(ends.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
        assert.equal((rolesOf("ada")?.length ?? 0) + (emulator.account.person(at("grace"))?.groups.length ?? 0), 1);
        assert.equal(listings(), 1);
    });

    it("is nobody who can't sign in", async () => {
        const suspended = named("grace", { roles: [master], status: "suspended" });
        await begin([named("ada", { roles: [master] }), suspended, named("mary", { roles: [analyst] })]);
        const ada = await adopted("ada", { roles: [master] });
        const declared = { emailId: at("ada"), onDestroy: "remove", roles: [], firstName: "Ada" };
        const { message } = await failureOf(ada.up(declared));
        assert.match(message, /ada@example\.com was not updated: .*\(grace@example\.com is suspended\)/);
        assert.deepEqual([rolesOf("ada"), emulator.account.person(at("ada"))?.firstName], [[master], undefined]);
        // As it is advised.
        emulator.account.changePerson(at("grace"), { status: "active" });
        provider.stop();
        await run();
        const again = Object.assign(new Managed(provider, "KoreUser"), {
            id: ada.id,
            inputs: ada.inputs,
            outputs: ada.outputs,
        });
        assert.equal(await again.up(declared), "update");
        assert.deepEqual(rolesOf("ada"), []);
    });

    it("goes with others where it is not the last, and nobody is asked where no such role is taken", async () => {
        await begin([named("owner", { roles: [master] }), named("ada", { roles: [analyst] }), named("mary")]);
        const [ada, mary] = [await adopted("ada", { roles: [analyst] }), await adopted("mary", {})];
        emulator.account.clearRequests();
        await mary.destroy();
        assert.equal(listings(), 0);
        await ada.destroy();
        assert.deepEqual([there(), listings()], [["owner"], 1]);
    });

    it("is not lost where they are handed over with what they have", async () => {
        await begin([named("ada", { roles: [master] })]);
        const ada = await adopted("ada", { roles: [master] });
        emulator.account.clearRequests();
        const heir = new Managed(provider, "KoreUser");
        const emailId = at("ada");
        await heir.up({ emailId, roles: [master], onDestroy: "remove", ...newRun([{ emailId, type: "KoreUser" }]) });
        await ada.destroy({ inRun: true });
        assert.deepEqual([rolesOf("ada"), listings(), emulator.account.requests().filter(isWrite)], [[master], 0, []]);
    });

    it("stays where the app may not ask who else is one: the scope is named, and others go", async () => {
        const people = [named("ada", { roles: [master] }), named("owner", { roles: [master] }), named("mary")];
        await begin(people, {}, { apps: [{ ...seedApp, scopes: ["User Management > User Management"] }] });
        const [ada, mary] = [await adopted("ada", { roles: [master] }), await adopted("mary", {})];
        const [{ message }] = await Promise.all([failureOf(ada.destroy()), mary.destroy()]);
        assert.match(message, /ada@example\.com was not removed: whether .* could not be asked: Kore\.ai says/);
        assert.match(message, /needs the scope 'Profile Management > Role Management': give it to the app/);
        assert.match(message, /kore:lastAdministrator allow.*\[kore:administrators-unknown\]/);
        assert.deepEqual(there(), ["ada", "owner"]);
    });

    for (const how of ["configuration", "environment"] as const)
        it(`goes where that is allowed by the ${how}, and nobody is asked`, async () => {
            emulator.account.reset({ ...defaultSeed, people: [named("ada", { roles: [master] })] });
            if (how === "configuration") await run({ "kore:lastAdministrator": "allow" });
            else await run({}, { KORE_LAST_ADMINISTRATOR: "allow" });
            const ada = await adopted("ada", { roles: [master] });
            await ada.destroy();
            assert.deepEqual([there(), listings()], [[], 0]);
        });

    it("is said of a provider instance by its own argument", async () => {
        await begin([named("ada", { roles: [master] })], { "kore:instance": "eu" });
        const ada = await adopted("ada", { roles: [master] });
        assert.match((await failureOf(ada.destroy())).message, /lastAdministrator: "allow" of kore\.Provider "eu"/);
    });

    it("is no matter of a run that writes nothing", async () => {
        await begin([named("ada", { roles: [master] })], { "kore:readOnly": "true" });
        const ada = await adopted("ada", { roles: [master] });
        assert.match((await failureOf(ada.destroy())).message, /\[kore:read-only\]/);
        assert.equal(listings(), 0);
    });

    it("keeps a surplus role that exclusive would take", async () => {
        await begin([named("ada")]);
        const ada = await adopted("ada", {});
        emulator.account.changePerson(at("ada"), { addRoles: [master] });
        await ada.refresh();
        const exclusive = { emailId: at("ada"), onDestroy: "remove", exclusive: true };
        assert.match((await failureOf(ada.up(exclusive))).message, /\[kore:last-administrator\]/);
        assert.deepEqual(rolesOf("ada"), [master]);
    });

    it("stays in a KoreUsers that goes, or that leaves them out, and the others go", async () => {
        const people = ["ada", "grace", "mary"];
        await begin(people.map((name) => named(name, name === "ada" ? { roles: [master] } : {})));
        const staff = new Managed(provider, "KoreUsers");
        const all = { [at("ada")]: { roles: [master] }, [at("grace")]: {}, [at("mary")]: {} };
        await staff.up({ people: all, onDestroy: "remove" });
        const { message } = await failureOf(staff.up({ people: { [at("mary")]: {} }, onDestroy: "remove" }));
        assert.match(message, /ada@example\.com was not removed: .*\[kore:last-administrator\]/);
        assert.deepEqual(
            [there(), Object.keys(staff.outputs["people"] as object).sort()],
            [
                ["ada", "mary"],
                [at("ada"), at("mary")],
            ],
        );
        assert.match((await failureOf(staff.destroy())).message, /ada@example\.com was not removed/);
        assert.deepEqual(there(), ["ada"]);
    });

    it("is asked for with any group that is left, where Kore.ai does not say which one confers the role", async () => {
        await begin([named("ada", { roles: [analyst], groups: [seedIds.groups.everybody] })]);
        emulator.account.setSwitches({ conferringGroups: "absent" });
        const ada = await adopted("ada", { groups: [seedIds.groups.everybody], adopt: "takeOver" });
        const { message } = await failureOf(ada.up({ emailId: at("ada"), groups: [], onDestroy: "remove" }));
        assert.match(message, /\[kore:last-administrator\]/);
    });
});
