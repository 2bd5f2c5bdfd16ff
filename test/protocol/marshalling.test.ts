import assert from "node:assert/strict";
import { seedIds, type Emulator, type Switches } from "kore-emulator";
import { Managed, providerLines } from "../harness/managed";
import type { ProviderProcess } from "../harness/providerProcess";
import { type Properties } from "../harness/providerProcess";
import { serving } from "../harness/served";

const { support, sales } = seedIds.bots;

const fewest = { emailId: "ada@example.com" };
const all = {
    emailId: "ada@example.com",
    orgUserId: "A-1",
    firstName: "Ada",
    lastName: "Byron",
    companyName: "Engines",
    dept: "Bots",
    companyContactPhone: "1",
    worknumber: "2",
    street: "St James's Square",
    suiteNo: "12",
    city: "London",
    zip: "SW1",
    state: "Greater London",
    country: "GB",
    groups: [seedIds.groups.supportTeam, seedIds.groups.salesTeam].sort(),
    roles: [{ roleId: seedIds.adminRoles.analyst }, { roleId: seedIds.botRoles.developer, botId: support }],
    assignBotTasks: [{ streamId: support }, { streamId: sales, dialogs: [seedIds.dialogs.salesQuote] }],
    canCreateBot: true,
    isDeveloper: true,
    sendEmail: false,
    adopt: "never",
    onDestroy: "remove",
    reason: "everything",
};

// `undefined` anywhere in what a step answers makes the SDK fail after the person was created, and the resource is in no
// state (pulumi issue 16041); NaN and Date silently become null and {}.
describe("what a step answers crosses the wire as it is", () => {
    let emulator: Emulator;
    let provider: ProviderProcess;

    serving((started, process) => ([emulator, provider] = [started, process]));

    const editions: [string, Partial<Switches>][] = [
        ["as documented", {}],
        ["without status", { statusReported: "absent" }],
        ["without tasks", { tasksReported: "absent" }],
        ["without the groups that confer roles", { conferringGroups: "absent" }],
        ["with moreAvailable and total", { usersInfoMeta: "present" }],
        [
            "without everything that can lack",
            { statusReported: "absent", tasksReported: "absent", conferringGroups: "absent" },
        ],
    ];
    for (const [edition, switches] of editions) {
        for (const [fields, args] of [
            ["the fewest fields", fewest],
            ["all fields", all],
        ] as const) {
            it(`a person with ${fields}, reported ${edition}: create, read, update, read`, async () => {
                emulator.account.reset(undefined, switches);
                const ada = new Managed(provider, "KoreUser");
                await ada.up(args);
                assertOutputs(ada.outputs, args);
                await ada.refresh();
                assertOutputs(ada.outputs, args);
                const changed = { ...args, isDeveloper: true, reason: "changed" };
                assert.equal(await ada.up(changed), "update");
                assertOutputs(ada.outputs, changed);
                assert.equal(await ada.up(fewest), "update");
                assertOutputs(ada.outputs, fewest);
            });
        }

        it(`access of a person who is reported ${edition}: create, read, update, read`, async () => {
            emulator.account.reset(undefined, switches);
            emulator.account.addPerson({ emailId: "ada@example.com" });
            const fewestOfAccess = { emailIds: ["ada@example.com"], canCreateBot: false, isDeveloper: true };
            const builders = new Managed(provider, "KoreUserAccess");
            for (const args of [
                fewestOfAccess,
                { ...fewestOfAccess, hasDataTableAndViewAccess: true, reason: "builds" },
                fewestOfAccess,
            ]) {
                await builders.up(args);
                await builders.refresh();
                const { account, reported, __provider, ...declared } = builders.outputs;
                assert.deepEqual(declared, args);
                assert.equal(account, new URL(emulator.url).host);
                assert.equal(__provider, providerLines.KoreUserAccess);
                const userId = emulator.account.person("ada@example.com")?.userId;
                assert.deepEqual(reported, [
                    { emailId: "ada@example.com", userId, canCreateBot: false, isDeveloper: true },
                ]);
            }
        });
    }

    it("null means that an argument is not set, also inside of roles and tasks", async () => {
        emulator.account.reset();
        const nulls = Object.fromEntries(Object.keys(all).map((key) => [key, null]));
        const args = {
            ...nulls,
            ...fewest,
            roles: [{ roleId: seedIds.adminRoles.analyst, botId: null }],
            assignBotTasks: [{ streamId: support, dialogs: null }],
        };
        const ada = new Managed(provider, "KoreUser");
        await ada.up(args);
        assertOutputs(ada.outputs, {
            ...fewest,
            roles: [{ roleId: seedIds.adminRoles.analyst }],
            assignBotTasks: [{ streamId: support }],
        });
        await ada.refresh();
        assert.equal(await ada.preview(args), "same");

        const builders = new Managed(provider, "KoreUserAccess");
        await builders.up({
            emailIds: ["ada@example.com"],
            canCreateBot: false,
            isDeveloper: false,
            hasDataTableAndViewAccess: null,
            reason: null,
        });
        assert.deepEqual(Object.keys(builders.outputs).sort(), [
            "__provider",
            "account",
            "canCreateBot",
            "emailIds",
            "isDeveloper",
            "reported",
        ]);
    });

    it("a name that was cleared in Kore.ai is a change to mend, and no damage of the state", async () => {
        emulator.account.reset();
        const args = { ...fewest, firstName: "Ada", lastName: "Byron" };
        const ada = new Managed(provider, "KoreUser");
        await ada.up(args);
        emulator.account.changePerson("ada@example.com", { firstName: null, lastName: "" });
        await ada.refresh();
        assert.equal(await ada.up(args), "update");
        assert.equal(emulator.account.person("ada@example.com")?.firstName, "Ada");
        assert.equal(emulator.account.person("ada@example.com")?.lastName, "Byron");
        assert.equal(await ada.preview(args), "same");
    });

    it("a person whom a program only reads (KoreUser.get) has the outputs of one whom it manages", async () => {
        emulator.account.reset();
        emulator.account.addPerson({ emailId: "ada@example.com" });
        const { id, properties } = await provider.read("ada@example.com", { __provider: providerLines.KoreUser });
        assert.equal(id, "ada@example.com");
        assertOutputs(properties, fewest);
    });

    function assertOutputs(outputs: Properties, declared: Properties): void {
        const { userId, account, adopted, reported, __provider, ...rest } = outputs;
        assert.deepEqual(rest, declared);
        assert.equal(userId, emulator.account.person("ada@example.com")?.userId);
        assert.equal(account, new URL(emulator.url).host);
        assert.equal(adopted, false);
        assert.equal(__provider, providerLines.KoreUser);
        assert.deepEqual(placesOfNothing(reported), []);
    }
});

/** Where a value has null or an object without content: what NaN, undefined in a list, and a Date turn into. */
function placesOfNothing(value: unknown, place = "reported"): string[] {
    if (value === null || value === undefined) return [place];
    if (typeof value !== "object") return [];
    if (!Array.isArray(value) && Object.keys(value).length === 0) return [place];
    return Object.entries(value).flatMap(([key, inner]) => placesOfNothing(inner, `${place}.${key}`));
}
