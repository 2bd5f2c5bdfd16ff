import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { seedIds, startEmulator, type Emulator, type EndpointName, type PersonChange } from "kore-emulator";
import { Managed, providerLines } from "../harness/managed";
import { failureOf, ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";
import { lapse } from "../harness/simulatedTime";

const { supportTeam, salesTeam } = seedIds.groups;
const { support } = seedIds.bots;
const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: support };

type Scenario = (address: (name: string) => string) => Promise<void>;

let emulator: Emulator;
let provider: ProviderProcess;
let started: Promise<void>;
const runs = new Map<string, Promise<void>>();

const user = () => new Managed(provider, "KoreUser");
const access = () => new Managed(provider, "KoreUserAccess");
const person = (emailId: string) => {
    const found = emulator.account.person(emailId);
    assert.ok(found !== undefined, `${emailId} is not in the account`);
    return found;
};
const flagsOf = (emailId: string) => [
    person(emailId).canCreateBot,
    person(emailId).isDeveloper,
    person(emailId).hasDataTableAndViewAccess,
];

/** Resolves between a write about somebody and its read-back. */
async function afterTheWrite(emailId: string, endpoint: EndpointName): Promise<void> {
    const [method, path] = endpoint.split(" ") as [string, string];
    const writes = () => emulator.account.requests({ method, path, emailId }).length;
    const before = writes();
    emulator.account.fault({
        kind: "latency",
        endpoint: "POST /api/public/usersInfo",
        emailId,
        times: 2,
        milliseconds: 500,
    });
    while (writes() === before) await setTimeout(5);
}

/** Changes somebody between a write about them and its read-back. */
async function changeAfterTheWrite(emailId: string, endpoint: EndpointName, change: PersonChange): Promise<void> {
    await afterTheWrite(emailId, endpoint);
    emulator.account.changePerson(emailId, change);
}

/** Lets usersInfo answer about somebody once more, and then leave them out of all look-ups of a read-back. */
async function hideAfterTheFirstLookUp(emailId: string): Promise<void> {
    emulator.account.fault({ kind: "latency", endpoint: "POST /api/public/usersInfo", emailId, milliseconds: 300 });
    while (emulator.account.faults().some((fault) => fault.kind === "latency" && fault.emailId === emailId))
        await setTimeout(5);
    emulator.account.fault({ kind: "missingRow", emailId, times: 7 });
}

/** The next answer about somebody is a web page: it may have been done or not. */
function lose(endpoint: EndpointName, emailId: string, when: "before" | "after"): void {
    emulator.account.fault({ kind: "html", endpoint, emailId, when, status: 200 });
}

/** A KoreUser whose create was sent twice and got no answer; nothing was done. */
async function lostCreate(emailId: string): Promise<Managed> {
    emulator.account.fault({ kind: "reset", endpoint: "POST /api/public/users", emailId, times: 2 });
    const lost = user();
    const { message, id, properties } = await failureOf(lost.up({ emailId, isDeveloper: true }));
    assert.match(
        message,
        /^ada\d+@example\.com was not created: no answer from http:.*It may have been done or not: run again/,
    );
    assert.equal(id, emailId);
    await provider.printed(
        /kore: it is not known whether Kore\.ai has added ada\d+@example\.com: for up to a minute they are looked up/,
    );
    assert.deepEqual(
        [properties?.["userId"], properties?.["createLost"], properties?.["__provider"]],
        [undefined, true, providerLines.KoreUser],
    );
    return lost;
}

const scenarios: Record<string, Scenario> = {
    "create: Kore.ai passes over a group; the person is kept as they are, and the next run mends it": async (
        address,
    ) => {
        const emailId = address("ada");
        const ada = user();
        const args = { emailId, firstName: "Ada", groups: [supportTeam, "e-none"], dept: "Bots" };
        const { message, id, properties, reasons } = await failureOf(ada.up(args));
        assert.match(
            message,
            /^ada\d+@example\.com was written, as Kore\.ai says, but reading back shows otherwise: not in group e-none \(groups\)\. Run pulumi up again/,
        );
        assert.deepEqual(reasons, [message]);
        assert.equal(id, emailId);
        assert.deepEqual(
            [properties?.["groups"], properties?.["adopted"], properties?.["userId"]],
            [[supportTeam], false, person(emailId).userId],
        );
        assert.equal(properties?.["__provider"], providerLines.KoreUser);
        assert.equal(await ada.up({ ...args, groups: [supportTeam] }), "update");
        assert.equal(await ada.preview({ ...args, groups: [supportTeam] }), "same");
        assert.equal(person(emailId).invitations, 1);
        await ada.destroy();
    },

    "create: the person is changed by hand before they are read back; the next run gives what is declared": async (
        address,
    ) => {
        const emailId = address("ada");
        const ada = user();
        const args = { emailId, isDeveloper: true, roles: [developerOfSupport] };
        const [{ message }] = await Promise.all([
            failureOf(ada.up(args)),
            changeAfterTheWrite(emailId, "POST /api/public/users", {
                isDeveloper: false,
                removeRoles: [developerOfSupport],
            }),
        ]);
        assert.match(message, /isDeveloper is false, and declared true; without role \w+ on bot st-/);
        assert.deepEqual([ada.outputs["isDeveloper"], ada.outputs["roles"]], [false, []]);
        assert.equal(await ada.up(args), "update");
        assert.deepEqual([person(emailId).isDeveloper, person(emailId).roles], [true, [developerOfSupport]]);
    },

    "create: the person does not show for longer than half a minute; they are kept, and found by the next run": async (
        address,
    ) => {
        const emailId = address("ada");
        emulator.account.fault({ kind: "lateIndex", emailId, lookUps: 7 });
        const ada = user();
        const { message, properties } = await failureOf(ada.up({ emailId, isDeveloper: true }));
        assert.match(
            message,
            /^ada\d+@example\.com was added, as Kore\.ai says, but is not listed: Kore\.ai does not know this person/,
        );
        assert.equal(properties?.["__provider"], providerLines.KoreUser);
        assert.equal(await ada.up({ emailId, isDeveloper: true }), "update");
        assert.deepEqual(
            [ada.outputs["adopted"], ada.outputs["userId"], person(emailId).invitations],
            [false, person(emailId).userId, 1],
        );
    },

    "create: the person cannot be read back; they are kept, and the next run finishes": async (address) => {
        const emailId = address("ada");
        const ada = user();
        const [{ message, id }] = await Promise.all([
            failureOf(ada.up({ emailId, isDeveloper: true, groups: [supportTeam] })),
            hideAfterTheFirstLookUp(emailId),
        ]);
        assert.match(
            message,
            /^ada\d+@example\.com was written, as Kore\.ai says, but that could not be read back: the answer has no entry for this address/,
        );
        assert.equal(id, emailId);
        assert.equal(await ada.up({ emailId, isDeveloper: true, groups: [supportTeam] }), "update");
        assert.equal(ada.outputs["userId"], person(emailId).userId);
    },

    "create: the connection breaks before anything is done; the person is looked up for half a minute, then added once":
        async (address) => {
            const emailId = address("ada");
            emulator.account.fault({ kind: "reset", endpoint: "POST /api/public/users", emailId });
            const ada = user();
            assert.equal(await ada.up({ emailId }), "create");
            assert.equal(ada.outputs["adopted"], false);
            assert.deepEqual(
                [
                    person(emailId).invitations,
                    emulator.account.requests({ method: "POST", path: "/api/public/users", emailId }).length,
                ],
                [1, 2],
            );
        },

    "create: the connection breaks twice before anything is done; the resource is kept, and the next run adds the person":
        async (address) => {
            const emailId = address("ada");
            const ada = await lostCreate(emailId);
            assert.equal(emulator.account.person(emailId), undefined);
            assert.equal(await ada.up({ emailId, isDeveloper: true }), "update");
            assert.deepEqual([person(emailId).invitations, person(emailId).isDeveloper], [1, true]);
            assert.deepEqual([ada.outputs["adopted"], ada.outputs["userId"]], [false, person(emailId).userId]);
            assert.equal(await ada.preview({ emailId, isDeveloper: true }), "same");
        },

    "create: the connection breaks twice, and the person shows up after all; the next run finds them": async (
        address,
    ) => {
        const emailId = address("ada");
        const ada = await lostCreate(emailId);
        emulator.account.addPerson({ emailId, isDeveloper: true });
        assert.equal(await ada.up({ emailId, isDeveloper: true, adopt: "never" }), "update");
        assert.deepEqual(
            [person(emailId).invitations, ada.outputs["userId"], ada.outputs["adopted"]],
            [0, person(emailId).userId, false],
        );
    },

    "create: the connection breaks twice, and the person shows while the next run waits, soon or late; they are found, and invited no more":
        async (address) => {
            const found = [2_000, 45_000].map(async (milliseconds) => {
                const emailId = address(`ada${milliseconds}`);
                const ada = await lostCreate(emailId);
                const [step] = await Promise.all([
                    ada.up({ emailId, isDeveloper: true }),
                    lapse(milliseconds).then(() => emulator.account.addPerson({ emailId, isDeveloper: true })),
                ]);
                assert.deepEqual(
                    [step, person(emailId).invitations, ada.outputs["userId"], ada.outputs["adopted"]],
                    ["update", 0, person(emailId).userId, false],
                );
            });
            await Promise.all(found);
        },

    "create: the connection breaks twice, and the program drops the person, who shows while the next run waits; they are removed":
        async (address) => {
            const emailId = address("ada");
            const ada = await lostCreate(emailId);
            await Promise.all([
                ada.destroy(),
                lapse(45_000).then(() => emulator.account.addPerson({ emailId, isDeveloper: true })),
            ]);
            assert.equal(emulator.account.person(emailId), undefined);
        },

    "create: the connection breaks twice, and somebody else adds the person, with more; they count as adopted, if at all":
        async (address) => {
            const emailId = address("ada");
            const ada = await lostCreate(emailId);
            emulator.account.addPerson({ emailId, isDeveloper: true, groups: [supportTeam] });
            const { message } = await failureOf(ada.up({ emailId, isDeveloper: true }));
            assert.match(
                message,
                /^ada\d+@example\.com was not created:\s+this person is in the account already, and differs from the program:\s+group Support Team/,
            );
            assert.equal(await ada.refresh(), true);
            assert.equal(await ada.preview({ emailId, isDeveloper: true }), "update");
            const kept = await failureOf(ada.destroy());
            assert.match(
                kept.message,
                /^ada\d+@example\.com was not removed: the answer of their create was lost, and the account has somebody under this address who is not as declared/,
            );
            assert.equal(await ada.up({ emailId, isDeveloper: true, adopt: "takeOver" }), "update");
            assert.deepEqual([ada.outputs["adopted"], person(emailId).groups], [true, [supportTeam]]);
        },

    "create: the connection breaks twice, and the program drops the person, who shows up after all; they are removed":
        async (address) => {
            const emailId = address("ada");
            const ada = await lostCreate(emailId);
            emulator.account.addPerson({ emailId, isDeveloper: true });
            await ada.destroy();
            assert.equal(emulator.account.person(emailId), undefined);
        },

    "create: the connection breaks twice, and a refresh finds nobody; the resource stays in the state, and the next run adds the person":
        async (address) => {
            const emailId = address("ada");
            const ada = await lostCreate(emailId);
            assert.equal(await ada.refresh(), true);
            assert.equal(await ada.preview({ emailId, isDeveloper: true }), "update");
            assert.equal(await ada.up({ emailId, isDeveloper: true }), "update");
            assert.equal(person(emailId).invitations, 1);
        },

    "create: the connection breaks twice, and a refresh finds the person, as declared; they are the program's": async (
        address,
    ) => {
        const emailId = address("ada");
        const ada = await lostCreate(emailId);
        emulator.account.addPerson({ emailId, isDeveloper: true });
        assert.equal(await ada.refresh(), true);
        assert.deepEqual(
            [ada.outputs["adopted"], ada.outputs["userId"], ada.outputs["createLost"]],
            [false, person(emailId).userId, undefined],
        );
        assert.equal(await ada.preview({ emailId, isDeveloper: true }), "same");
    },

    "create: the connection breaks, and Kore.ai refuses the second try; the resource is kept, as the first may have been done":
        async (address) => {
            const emailId = address("ada");
            emulator.account.fault({ kind: "reset", endpoint: "POST /api/public/users", emailId });
            const ada = user();
            const { id, properties } = await failureOf(
                ada.up({ emailId, isDeveloper: true, roles: [{ roleId: "no-such-role" }] }),
            );
            assert.deepEqual([id, properties?.["createLost"]], [emailId, true]);
            assert.equal(await ada.up({ emailId, isDeveloper: true }), "update");
            assert.deepEqual([person(emailId).invitations, ada.outputs["createLost"]], [1, undefined]);
        },

    "update: Kore.ai passes over a group; the next run mends it": async (address) => {
        const emailId = address("ada");
        const ada = user();
        await ada.up({ emailId, groups: [supportTeam] });
        const { properties } = await failureOf(ada.up({ emailId, isDeveloper: true, groups: ["e-none", salesTeam] }));
        assert.deepEqual([properties?.["groups"], properties?.["isDeveloper"]], [[salesTeam], true]);
        assert.equal(await ada.up({ emailId, isDeveloper: true, groups: [salesTeam] }), "update");
        assert.deepEqual(person(emailId).groups, [salesTeam]);
    },

    "update: what was taken is there again when it is read back; the next run takes it": async (address) => {
        const emailId = address("ada");
        const ada = user();
        await ada.up({
            emailId,
            canCreateBot: true,
            isDeveloper: true,
            groups: [supportTeam],
            roles: [developerOfSupport],
        });
        const [{ message }] = await Promise.all([
            failureOf(ada.up({ emailId })),
            changeAfterTheWrite(emailId, "PUT /api/public/users", {
                canCreateBot: true,
                isDeveloper: true,
                addGroups: [supportTeam],
                addRoles: [developerOfSupport],
            }),
        ]);
        for (const left of [/canCreateBot is true/, /isDeveloper is true/, /still in group/, /still with role/])
            assert.match(message, left);
        assert.equal(await ada.up({ emailId }), "update");
        const { canCreateBot, isDeveloper, groups, roles } = person(emailId);
        assert.deepEqual([canCreateBot, isDeveloper, groups, roles], [false, false, [], []]);
        assert.equal(await ada.preview({ emailId }), "same");
    },

    "update: its answer is lost and it was done; reading back tells": async (address) => {
        const emailId = address("ada");
        const ada = user();
        await ada.up({ emailId, groups: [supportTeam] });
        lose("PUT /api/public/users", emailId, "after");
        assert.equal(await ada.up({ emailId, groups: [salesTeam], isDeveloper: true }), "update");
        assert.deepEqual([person(emailId).groups, person(emailId).isDeveloper], [[salesTeam], true]);
    },

    "update: its answer is lost and it was not done; the next run does it": async (address) => {
        const emailId = address("ada");
        const ada = user();
        await ada.up({ emailId, groups: [supportTeam] });
        lose("PUT /api/public/users", emailId, "before");
        const { message, properties } = await failureOf(ada.up({ emailId, groups: [salesTeam], isDeveloper: true }));
        assert.match(message, /^ada\d+@example\.com was not updated: .*answered with a web page.*/);
        assert.equal(properties?.["userId"], person(emailId).userId);
        assert.equal(await ada.up({ emailId, groups: [salesTeam], isDeveloper: true }), "update");
        assert.deepEqual([person(emailId).groups, person(emailId).isDeveloper], [[salesTeam], true]);
    },

    "update: its answer is lost, and so is every look-up; the program is put back, and nothing of the update stays":
        async (address) => {
            const emailId = address("ada");
            const ada = user();
            await ada.up({ emailId, groups: [supportTeam] });
            lose("PUT /api/public/users", emailId, "after");
            await Promise.all([
                failureOf(ada.up({ emailId, groups: [supportTeam, salesTeam], isDeveloper: true, dept: "Bots" })),
                hideAfterTheFirstLookUp(emailId),
            ]);
            assert.equal(person(emailId).isDeveloper, true);
            assert.equal(await ada.up({ emailId, groups: [supportTeam] }), "update");
            assert.deepEqual([person(emailId).groups, person(emailId).isDeveloper], [[supportTeam], false]);
        },

    "update: its answer is lost, with a field in it that Kore.ai does not report; it is sent again, also after a refresh":
        async (address) => {
            for (const refresh of [false, true]) {
                const emailId = address(`ada-${refresh ? "refreshed" : "again"}`);
                const ada = user();
                await ada.up({ emailId, dept: "Bots" });
                lose("PUT /api/public/users", emailId, "before");
                assert.match(
                    (await failureOf(ada.up({ emailId, dept: "Voice" }))).message,
                    /^ada-\w+@example\.com was not updated: /,
                );
                if (refresh) await ada.refresh();
                assert.equal(await ada.up({ emailId, dept: "Voice" }), "update");
                assert.equal(person(emailId).dept, "Voice");
            }
        },

    "delete: its answer is lost and it was not done; the person stays in the state, and the next run removes them":
        async (address) => {
            const emailId = address("ada");
            const ada = user();
            await ada.up({ emailId });
            lose("DELETE /api/public/users", emailId, "before");
            assert.match((await failureOf(ada.destroy())).message, /^ada\d+@example\.com was not removed: /);
            await ada.destroy();
            assert.equal(emulator.account.person(emailId), undefined);
        },

    "delete: its answer is lost and it was done; it succeeds": async (address) => {
        const ada = user();
        await ada.up({ emailId: address("ada") });
        lose("DELETE /api/public/users", address("ada"), "after");
        await ada.destroy();
        assert.equal(emulator.account.person(address("ada")), undefined);
    },

    "delete: Kore.ai says that it has revoked, and a flag and a group stay; the person stays in the state, and the next run takes them":
        async (address) => {
            const emailId = address("ada");
            const ada = user();
            await ada.up({ emailId, isDeveloper: true, groups: [supportTeam], onDestroy: "revoke" });
            const [{ message }] = await Promise.all([
                failureOf(ada.destroy()),
                changeAfterTheWrite(emailId, "PUT /api/public/users", { isDeveloper: true, addGroups: [supportTeam] }),
            ]);
            assert.match(
                message,
                /^ada\d+@example\.com was revoked, as Kore\.ai says, but reading back shows otherwise: isDeveloper is true.*; still in group e-/,
            );
            await ada.destroy();
            assert.deepEqual([person(emailId).isDeveloper, person(emailId).groups], [false, []]);
        },

    "delete: Kore.ai lists a removed person for a while; they are looked up until they are gone": async (address) => {
        const emailId = address("ada");
        const ada = user();
        await ada.up({ emailId, isDeveloper: true });
        const lookUps = () => emulator.account.requests({ path: "/api/public/usersInfo", emailId }).length;
        const before = lookUps();
        await Promise.all([
            ada.destroy(),
            (async () => {
                await afterTheWrite(emailId, "DELETE /api/public/users");
                emulator.account.addPerson({ emailId, isDeveloper: true });
                while (lookUps() < before + 2) await setTimeout(5);
                emulator.account.removePerson(emailId);
            })(),
        ]);
        assert.ok(lookUps() > before + 2);
        assert.equal(emulator.account.person(emailId), undefined);
    },

    "access: someone's flag is taken by hand before it is read back; the next run gives it, to them alone": async (
        address,
    ) => {
        const [ada, alan] = [address("ada"), address("alan")];
        for (const emailId of [ada, alan]) emulator.account.addPerson({ emailId });
        const builders = access();
        const args = { emailIds: [ada, alan], canCreateBot: true, isDeveloper: true };
        const [{ message, properties }] = await Promise.all([
            failureOf(builders.up(args)),
            changeAfterTheWrite(alan, "POST /api/public/useraccess", { canCreateBot: false }),
        ]);
        assert.match(
            message,
            /^alan\d+@example\.com was given this access, as Kore\.ai says, but reading back shows otherwise: canCreateBot is false and isDeveloper true/,
        );
        assert.deepEqual(properties?.["emailIds"], [ada]);
        assert.equal(await builders.up(args), "update");
        const granted = emulator.account
            .requests({ path: "/api/public/useraccess" })
            .flatMap(({ emailIds }) => emailIds);
        assert.deepEqual(
            granted.filter((emailId) => emailId === ada || emailId === alan),
            [ada, alan, alan],
        );
        assert.deepEqual([ada, alan].map(flagsOf), [
            [true, true, false],
            [true, true, false],
        ]);
    },

    "access: its answer is lost; reading back tells": async (address) => {
        const ada = address("ada");
        emulator.account.addPerson({ emailId: ada });
        lose("POST /api/public/useraccess", ada, "after");
        const builders = access();
        await builders.up({ emailIds: [ada], canCreateBot: true, isDeveloper: true });
        assert.deepEqual(flagsOf(ada), [true, true, false]);
    },

    "access: the answer about the flag that Kore.ai does not report is lost; it is sent again, also after a refresh":
        async (address) => {
            for (const refresh of [false, true]) {
                const ada = address(`ada-${refresh ? "refreshed" : "again"}`);
                emulator.account.addPerson({ emailId: ada });
                const builders = access();
                const args = { emailIds: [ada], canCreateBot: false, isDeveloper: true };
                await builders.up(args);
                for (const [flags, then] of [
                    [{ hasDataTableAndViewAccess: true }, true],
                    [{}, false],
                ] as const) {
                    lose("POST /api/public/useraccess", ada, "before");
                    const { message } = await failureOf(builders.up({ ...args, ...flags }));
                    assert.match(message, /^ada-\w+@example\.com did not get this access: /);
                    if (refresh) await builders.refresh();
                    assert.equal(await builders.up({ ...args, ...flags }), "update");
                    assert.equal(person(ada).hasDataTableAndViewAccess, then);
                    assert.equal(await builders.preview({ ...args, ...flags }), "same");
                }
            }
        },

    "access: the third flag may have been given, its answer is lost, and the program is put back; it is taken": async (
        address,
    ) => {
        const ada = address("ada");
        emulator.account.addPerson({ emailId: ada });
        const builders = access();
        const args = { emailIds: [ada], canCreateBot: false, isDeveloper: true };
        await builders.up(args);
        lose("POST /api/public/useraccess", ada, "after");
        await failureOf(builders.up({ ...args, hasDataTableAndViewAccess: true }));
        assert.equal(person(ada).hasDataTableAndViewAccess, true);
        await builders.up(args);
        assert.equal(person(ada).hasDataTableAndViewAccess, false);
    },

    "access: someone who leaves keeps what they had, while the others get something else; the next run takes it":
        async (address) => {
            for (const way of ["up", "refresh and up", "destroy"]) {
                const [ada, alan] = [address(`ada-${way.length}`), address(`alan-${way.length}`)];
                for (const emailId of [ada, alan]) emulator.account.addPerson({ emailId });
                const builders = access();
                await builders.up({
                    emailIds: [ada, alan],
                    canCreateBot: false,
                    isDeveloper: true,
                    hasDataTableAndViewAccess: true,
                });
                const less = { emailIds: [ada], canCreateBot: false, isDeveloper: false };
                lose("POST /api/public/useraccess", ada, "after");
                lose("POST /api/public/useraccess", alan, "before");
                assert.match((await failureOf(builders.up(less))).message, /alan-\d+@example\.com/);
                assert.deepEqual(flagsOf(alan), [false, true, true]);
                if (way === "refresh and up") await builders.refresh();
                if (way === "destroy") await builders.destroy();
                else assert.equal(await builders.up(less), "update");
                assert.deepEqual([ada, alan].map(flagsOf), [
                    [false, false, false],
                    [false, false, false],
                ]);
                if (way !== "destroy") assert.equal(await builders.preview(less), "same");
            }
        },
};

async function start(): Promise<void> {
    emulator = await startEmulator({ limits: "off", switches: { unknownGroup: "ignored" } });
    // The scenarios run at once, each with requests of its own.
    provider = await ProviderProcess.start({ ...settingsFor(emulator.url), "kore:batchSize": "1" });
    for (const [index, [title, scenario]] of Object.entries(scenarios).entries()) {
        const run = scenario((name) => `${name}${index}@example.com`);
        run.catch(() => undefined); // the test of the scenario reports it
        runs.set(title, run);
    }
}

// Most scenarios wait for a read-back to be given up, 10 seconds to two minutes in the process. So all run at the same time, each
// with people of its own, and start before the first test of all files.
before(() => {
    started = start();
    started.catch(() => undefined); // the hook below reports it
});
after(async () => {
    await started;
    provider.stop();
    await emulator.close();
});

// What a step began and could not finish is in the state as it really is, so that the next run mends it, whichever way.
describe("a step that fails half-way", function () {
    this.timeout(300_000);
    before(() => started);

    for (const title of Object.keys(scenarios)) {
        it(title, () => runs.get(title));
    }
});
