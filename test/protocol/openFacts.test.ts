import assert from "node:assert/strict";
import { seedIds, type Emulator, type Person } from "kore-emulator";
import { Managed } from "../harness/managed";
import { join, underEveryOpenFact } from "../harness/openFacts";
import type { ProviderProcess } from "../harness/providerProcess";

// Whatever Kore.ai does where its pages leave it open, the people of a program get what it declares, and nobody else is touched.
underEveryOpenFact("one scenario", 0, scenario);

const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: seedIds.bots.support };
const testerOfSales = { roleId: seedIds.botRoles.tester, botId: seedIds.bots.sales };

async function scenario(emulator: Emulator, provider: ProviderProcess): Promise<void> {
    const { account } = emulator;
    const person = (emailId: string) => {
        const found = account.person(emailId);
        assert.ok(found !== undefined, `${emailId} is not in the account`);
        return found;
    };
    account.addPerson({
        emailId: "Bystander@example.com",
        canCreateBot: true,
        isDeveloper: true,
        groups: [seedIds.groups.salesTeam],
        roles: [testerOfSales],
    });
    const bystander = account.person("bystander@example.com");

    const ada = new Managed(provider, "KoreUser");
    const grace = new Managed(provider, "KoreUser");
    const alan = new Managed(provider, "KoreUser");
    const builders = new Managed(provider, "KoreUserAccess");

    // Everything that a person can be given, and nothing that was not declared.
    const adaArgs = {
        emailId: " Ada@Example.com ",
        firstName: "Ada",
        lastName: "Byron",
        dept: "Bots",
        isDeveloper: true,
        groups: [seedIds.groups.salesTeam, seedIds.groups.supportTeam],
        roles: [testerOfSales, developerOfSupport, { roleId: seedIds.adminRoles.analyst }],
        assignBotTasks: [
            { streamId: seedIds.bots.support },
            { streamId: seedIds.bots.sales, dialogs: [seedIds.dialogs.salesQuote] },
        ],
        sendEmail: false,
    };
    const graceArgs = { emailId: "grace@example.com", firstName: "Grace" };
    const alanArgs = { emailId: "alan@example.com", groups: [seedIds.groups.everybody] };
    const access = {
        emailIds: ["grace@example.com"],
        canCreateBot: false,
        isDeveloper: true,
        hasDataTableAndViewAccess: true,
    };
    assert.equal(await join(emulator, ada, adaArgs), "create");
    assert.equal(await join(emulator, grace, graceArgs), "create");
    assert.equal(await join(emulator, alan, alanArgs), "create");
    assert.equal(await builders.up(access), "create");
    assert.deepEqual([person("ada@example.com").canCreateBot, person("ada@example.com").isDeveloper], [false, true]);
    assert.deepEqual(flagsOf(person("grace@example.com")), [false, true, true]);
    assert.deepEqual([...person("ada@example.com").groups].sort(), [...adaArgs.groups].sort());
    assert.equal(person("ada@example.com").dept, "Bots");
    assert.equal(rolesOf(person("ada@example.com")), rolesOf(adaArgs));
    assert.equal(person("ada@example.com").assignBotTasks.length, 2);

    // No reading of the pages sends a mail that the program forbids, and whoever may be invited is invited once.
    assert.equal(person("ada@example.com").invitations, 0);
    const once = account.switches().accountMailSetting === "never" ? 0 : 1;
    const invitations = () => [graceArgs, alanArgs].map(({ emailId }) => person(emailId).invitations);
    assert.deepEqual(invitations(), [once, once]);

    // Nothing to do, before and after a refresh.
    for (const refresh of [false, true]) {
        for (const [resource, args] of [
            [ada, adaArgs],
            [grace, graceArgs],
            [builders, access],
        ] as const) {
            if (refresh) assert.equal(await resource.refresh(), true);
            assert.equal(await resource.preview(args), "same");
        }
    }

    // A change of access: given, taken, and left alone what is not declared.
    account.changePerson("grace@example.com", { addRoles: [testerOfSales] });
    const adaLess = {
        emailId: "ada@example.com",
        firstName: "Ada",
        canCreateBot: true,
        isDeveloper: true,
        groups: [seedIds.groups.supportTeam],
        roles: [developerOfSupport],
        sendEmail: false,
    };
    assert.equal(await ada.up(adaLess), "update");
    assert.equal(await grace.up({ ...graceArgs, lastName: "Murray" }), "update");
    assert.deepEqual([person("ada@example.com").canCreateBot, person("ada@example.com").isDeveloper], [true, true]);
    assert.deepEqual(person("ada@example.com").groups, adaLess.groups);
    assert.equal(rolesOf(person("ada@example.com")), rolesOf(adaLess));
    // What the account assigns by itself is there again, and is nobody's drift.
    if (account.switches().autoAssignedTasks === "afterEachUpdate") {
        await ada.refresh();
        assert.equal(await ada.preview(adaLess), "same");
    } else assert.equal(person("ada@example.com").assignBotTasks.length, 0);
    assert.equal(rolesOf(person("grace@example.com")), rolesOf({ roles: [testerOfSales] }));
    assert.equal(person("grace@example.com").isDeveloper, true);

    // Somebody joins, somebody leaves.
    const both = { ...access, emailIds: ["alan@example.com", "grace@example.com"], canCreateBot: true };
    const alanAlone = { ...both, emailIds: ["alan@example.com"] };
    assert.equal(await builders.up(both), "update");
    assert.deepEqual(flagsOf(person("grace@example.com")), [true, true, true]);
    assert.deepEqual(flagsOf(person("alan@example.com")), [true, true, true]);
    assert.equal(await builders.up(alanAlone), "update");
    assert.deepEqual(flagsOf(person("grace@example.com")), [false, false, false]);
    assert.deepEqual(flagsOf(person("alan@example.com")), [true, true, true]);

    // Drift is found and mended.
    account.changePerson("ada@example.com", {
        isDeveloper: false,
        canCreateBot: false,
        removeRoles: [developerOfSupport],
        removeGroups: [seedIds.groups.supportTeam],
    });
    account.changePerson("alan@example.com", { canCreateBot: false });
    for (const [resource, args] of [
        [ada, adaLess],
        [builders, alanAlone],
    ] as const) {
        await resource.refresh();
        assert.equal(await resource.up(args), "update");
    }
    assert.deepEqual([person("ada@example.com").isDeveloper, person("ada@example.com").groups], [true, adaLess.groups]);
    assert.equal(rolesOf(person("ada@example.com")), rolesOf(adaLess));
    assert.deepEqual(flagsOf(person("alan@example.com")), [true, true, true]);

    assert.deepEqual([person("ada@example.com").invitations, ...invitations()], [0, once, once]);

    // Taken back, and gone; a new address is a new person.
    await builders.destroy();
    assert.deepEqual(flagsOf(person("alan@example.com")), [false, false, false]);
    assert.equal(await join(emulator, grace, { ...graceArgs, emailId: "grace.murray@example.com" }), "replace");
    assert.equal(account.person("grace@example.com"), undefined);
    for (const resource of [alan, grace, ada]) await resource.destroy();
    assert.deepEqual(
        account.people().map(({ emailId }) => emailId),
        ["owner@example.com", "Bystander@example.com"],
    );
    assert.deepEqual(account.person("bystander@example.com"), bystander);
}

function flagsOf({ canCreateBot, isDeveloper, hasDataTableAndViewAccess }: Person): boolean[] {
    return [canCreateBot, isDeveloper, hasDataTableAndViewAccess];
}

/** Roles as one text, whatever their order and the order of their keys. */
function rolesOf({ roles }: { roles: { roleId: string; botId?: string }[] }): string {
    return roles
        .map(({ roleId, botId }) => `${roleId}@${botId ?? "account"}`)
        .sort()
        .join(" ");
}
