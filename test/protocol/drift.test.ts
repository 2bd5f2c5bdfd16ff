import assert from "node:assert/strict";
import fc from "fast-check";
import { seedIds, type Emulator, type PersonChange } from "kore-emulator";
import { Managed } from "../harness/managed";
import type { ProviderProcess } from "../harness/providerProcess";
import { serving } from "../harness/served";

const { bots, botRoles, adminRoles, groups, dialogs } = seedIds;
const developer = { roleId: botRoles.developer, botId: bots.support };
const analyst = { roleId: adminRoles.analyst };

const declared = {
    emailId: "ada@example.com",
    firstName: "Ada",
    lastName: "Byron",
    dept: "Bots",
    canCreateBot: true,
    isDeveloper: true,
    roles: [analyst, developer],
    groups: [groups.everybody],
    assignBotTasks: [{ streamId: bots.sales, dialogs: [dialogs.salesQuote] }],
};

/** Changes by hand that a refresh shows and an update mends, with what the refresh then shows. */
const drift: { title: string; change: PersonChange; shows: Record<string, unknown> }[] = [
    { title: "another first name", change: { firstName: "Augusta" }, shows: { firstName: "Augusta" } },
    { title: "a first name taken away", change: { firstName: null }, shows: { firstName: "" } },
    { title: "another last name", change: { lastName: "King" }, shows: { lastName: "King" } },
    { title: "canCreateBot taken away", change: { canCreateBot: false }, shows: { canCreateBot: false } },
    {
        title: "both flags taken away",
        change: { canCreateBot: false, isDeveloper: false },
        shows: { canCreateBot: false, isDeveloper: false },
    },
    { title: "an admin role taken away", change: { removeRoles: [analyst] }, shows: { roles: [developer] } },
    { title: "a bot role taken away", change: { removeRoles: [developer] }, shows: { roles: [analyst] } },
    { title: "a group taken away", change: { removeGroups: [groups.everybody] }, shows: { groups: [] } },
    { title: "all tasks taken away", change: { removeTasks: [bots.sales] }, shows: { assignBotTasks: [] } },
    {
        title: "another dialog of a bot",
        change: { addTasks: [{ botId: bots.sales, dialogs: [dialogs.salesOrder] }] },
        shows: { assignBotTasks: [{ streamId: bots.sales, dialogs: [dialogs.salesOrder] }] },
    },
    {
        title: "tasks of another bot",
        change: { addTasks: [{ botId: bots.support, dialogs: [dialogs.supportTicket] }] },
        shows: {
            assignBotTasks: [
                { dialogs: [dialogs.salesQuote], streamId: bots.sales },
                { dialogs: [dialogs.supportTicket], streamId: bots.support },
            ],
        },
    },
];

/** Changes by hand that are nobody's business. */
const none: { title: string; change: PersonChange }[] = [
    {
        title: "Bot Owner of a bot of one's own, which Kore.ai gives by itself",
        change: { addRoles: [{ roleId: botRoles.owner, botId: bots.sales }] },
    },
    { title: "a role that was never declared", change: { addRoles: [{ roleId: botRoles.tester, botId: bots.sales }] } },
    {
        title: "a group that was never declared, with the roles that it confers",
        change: { addGroups: [groups.salesTeam] },
    },
    {
        title: "a group that confers a role which is declared and held directly",
        change: { addGroups: [groups.salesTeam] },
    },
    {
        title: "a declared role that comes from a group by now",
        change: { addGroups: [groups.salesTeam], removeRoles: [analyst] },
    },
    { title: "a field that Kore.ai does not report", change: { dept: "Sales" } },
    { title: "the third flag", change: { hasDataTableAndViewAccess: true } },
    { title: "being active", change: { status: "active" } },
];

describe("what somebody changed by hand", function () {
    let emulator: Emulator;
    let provider: ProviderProcess;
    let ada: Managed;

    serving((started, process) => ([emulator, provider] = [started, process]));
    beforeEach(async () => {
        emulator.account.reset();
        ada = new Managed(provider, "KoreUser");
        await ada.up(declared);
    });

    it("is told apart from how the program writes it: any order, repetition and letter case is no change", async () => {
        const access = new Managed(provider, "KoreUserAccess");
        emulator.account.addPerson({ emailId: "grace@example.com" });
        const members = {
            canCreateBot: false,
            isDeveloper: true,
            emailIds: ["grace@example.com", "owner@example.com"],
        };
        await access.up(members);
        const mixed = <T>(list: T[]) =>
            fc
                .tuple(fc.shuffledSubarray(list, { minLength: list.length }), fc.subarray(list))
                .map(([all, again]) => [...all, ...again]);
        const cased = (emailId: string) => fc.mixedCase(fc.constant(emailId)).map((text) => ` ${text} `);
        await fc.assert(
            fc.asyncProperty(
                mixed(declared.roles),
                cased(declared.emailId),
                mixed(members.emailIds),
                fc.array(cased("owner@example.com"), { maxLength: 3 }),
                async (roles, emailId, emailIds, more) => {
                    assert.equal(await ada.preview({ ...declared, roles, emailId }), "same");
                    assert.equal(await access.preview({ ...members, emailIds: [...more, ...emailIds] }), "same");
                },
            ),
            { numRuns: 100 },
        );
    });

    for (const { title, change, shows } of drift) {
        it(`is shown by a refresh and mended by an update: ${title}`, async () => {
            const before = emulator.account.person("ada@example.com");
            emulator.account.changePerson("ada@example.com", change);
            assert.equal(await ada.preview(declared), "same", "a preview alone asks nothing");
            await ada.refresh();
            for (const [field, value] of Object.entries(shows)) {
                assert.deepEqual([ada.inputs[field], ada.outputs[field]], [value, value], field);
            }
            assert.equal(await ada.preview(declared), "update");
            await ada.up(declared);
            assert.equal(await ada.preview(declared), "same");
            const after = emulator.account.person("ada@example.com");
            assert.deepEqual({ ...after, roles: new Set(after?.roles) }, { ...before, roles: new Set(before?.roles) });
        });
    }

    it("is left, and nobody's mistake, where it is a cleared name and ignoreChanges gives that again", async () => {
        emulator.account.changePerson("ada@example.com", { firstName: null });
        await ada.refresh();
        const ignoring = { ...declared, firstName: "" };
        assert.equal(await ada.preview(ignoring), "same");
        await ada.up({ ...ignoring, lastName: "King" });
        const person = emulator.account.person("ada@example.com");
        assert.deepEqual([person?.firstName ?? "", person?.lastName], ["", "King"]);
        await assert.rejects(
            ada.preview({ ...ignoring, lastName: "" }),
            /lastName/,
            "which the program itself has cleared",
        );
    });

    for (const { title, change } of none) {
        it(`is no drift, and stays: ${title}`, async () => {
            emulator.account.changePerson("ada@example.com", change);
            const changed = emulator.account.person("ada@example.com");
            await ada.refresh();
            assert.equal(await ada.preview(declared), "same");
            await ada.up({ ...declared, firstName: "Augusta" });
            assert.deepEqual(emulator.account.person("ada@example.com"), { ...changed, firstName: "Augusta" });
        });
    }
});
