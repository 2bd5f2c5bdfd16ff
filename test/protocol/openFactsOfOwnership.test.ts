import assert from "node:assert/strict";
import { seedIds, type Emulator } from "kore-emulator";
import { Managed } from "../harness/managed";
import { join, underEveryOpenFact } from "../harness/openFacts";
import { failureOf, type ProviderProcess } from "../harness/providerProcess";
import { newRun } from "../harness/runOfProgram";

// What becomes of people who were there before, who are taken over, handed over and let go, whatever Kore.ai does where its pages leave it open.
underEveryOpenFact("adoption, exclusive, hand-over and revocation", 1, scenario);

const developer = { roleId: seedIds.botRoles.developer, botId: seedIds.bots.support };
const owner = { roleId: seedIds.botRoles.owner, botId: seedIds.bots.sales };
const testerOfSupport = { roleId: seedIds.botRoles.tester, botId: seedIds.bots.support };
const analyst = { roleId: seedIds.adminRoles.analyst };
const { everybody, supportTeam } = seedIds.groups;

async function scenario(emulator: Emulator, provider: ProviderProcess): Promise<void> {
    const { account } = emulator;
    const person = (emailId: string) => {
        const found = account.person(emailId);
        assert.ok(found !== undefined, `${emailId} is not in the account`);
        return found;
    };
    const rolesOf = (emailId: string) =>
        person(emailId)
            .roles.map(({ roleId, botId }) => `${roleId}@${botId ?? ""}`)
            .sort();
    const keyOf = ({ roleId, botId }: { roleId: string; botId?: string }) => `${roleId}@${botId ?? ""}`;

    // Somebody who is there with exactly what is declared is taken over, and nobody is written about.
    account.addPerson({ emailId: "Ada@example.com", isDeveloper: true, roles: [developer], groups: [everybody] });
    account.clearRequests();
    const ada = new Managed(provider, "KoreUser");
    const adaArgs = { emailId: "ada@example.com", isDeveloper: true, roles: [developer], groups: [everybody] };
    assert.equal(await ada.up(adaArgs), "create");
    assert.equal(ada.outputs["adopted"], true);
    assert.deepEqual(
        account.requests().filter(({ path }) => !path.endsWith("usersInfo")),
        [],
    );
    assert.equal(await ada.preview(adaArgs), "same");

    // Somebody with more is not, unless it is said; what is more stays, and an owner role is never in the way.
    account.addPerson({
        emailId: "grace@example.com",
        canCreateBot: true,
        isDeveloper: true,
        roles: [developer, owner, analyst],
    });
    const grace = new Managed(provider, "KoreUser");
    const graceArgs = { emailId: "grace@example.com", isDeveloper: true, canCreateBot: true, roles: [developer] };
    const refused = await failureOf(grace.up(graceArgs));
    assert.match(refused.message, /is in the account already, and differs/);
    assert.match(refused.message, /Analyst .*not declared/);
    assert.equal(await grace.up({ ...graceArgs, adopt: "takeOver" }), "create");
    assert.deepEqual(rolesOf("grace@example.com"), [developer, owner, analyst].map(keyOf).sort());

    // Made exclusive: what the state has on record goes, owner roles stay; what no preview has shown stops the update.
    account.changePerson("grace@example.com", { addGroups: [everybody] });
    const unseen = await failureOf(grace.up({ ...graceArgs, exclusive: true }));
    assert.match(unseen.message, /exclusive would take back what no preview has shown: group Everybody/);
    assert.equal(rolesOf("grace@example.com").length, 3);
    await grace.refresh();
    assert.equal(await grace.up({ ...graceArgs, exclusive: true }), "update");
    assert.deepEqual(person("grace@example.com").groups, []);
    // Where Kore.ai does not tell which roles come from groups, the roles follow when there is no group any more.
    await grace.refresh();
    await grace.up({ ...graceArgs, exclusive: true });
    assert.deepEqual(rolesOf("grace@example.com"), [developer, owner].map(keyOf).sort());
    await grace.refresh();
    assert.equal(await grace.preview({ ...graceArgs, exclusive: true }), "same");
    // From then on more is drift, shown before it is taken.
    account.changePerson("grace@example.com", { addRoles: [analyst] });
    await grace.refresh();
    assert.equal(await grace.up({ ...graceArgs, exclusive: true }), "update");
    assert.deepEqual(rolesOf("grace@example.com"), [developer, owner].map(keyOf).sort());

    // No longer exclusive: what was given by hand stays.
    account.changePerson("grace@example.com", { addRoles: [analyst] });
    await grace.refresh();
    assert.equal(await grace.up(graceArgs), "update");
    assert.deepEqual(rolesOf("grace@example.com"), [developer, owner, analyst].map(keyOf).sort());

    // A declared role that a group confers too counts as held, and goes when neither declares nor confers it.
    const alan = new Managed(provider, "KoreUser");
    assert.equal(
        await join(emulator, alan, { emailId: "alan@example.com", groups: [supportTeam], roles: [testerOfSupport] }),
        "create",
    );
    assert.equal(
        await alan.preview({ emailId: "alan@example.com", groups: [supportTeam], roles: [testerOfSupport] }),
        "same",
    );
    assert.equal(await alan.up({ emailId: "alan@example.com", groups: [supportTeam] }), "update");
    assert.deepEqual(person("alan@example.com").roles, []);
    // One that only the group confers is not taken from the group.
    const katherine = new Managed(provider, "KoreUser");
    account.addPerson({ emailId: "katherine@example.com", groups: [supportTeam] });
    assert.equal(
        await katherine.up({
            emailId: "katherine@example.com",
            groups: [supportTeam],
            roles: [testerOfSupport],
            adopt: "takeOver",
            onDestroy: "revoke",
        }),
        "create",
    );
    assert.equal(
        await katherine.up({ emailId: "katherine@example.com", groups: [supportTeam], onDestroy: "revoke" }),
        "update",
    );
    assert.deepEqual(person("katherine@example.com").groups, [supportTeam]);

    // A person who moves between two lists of one run is in no revoking write, in whichever order the engine takes them.
    const [first, second] = [new Managed(provider, "KoreUserAccess"), new Managed(provider, "KoreUserAccess")];
    const flags = { canCreateBot: false, isDeveloper: true };
    await first.up({ ...flags, emailIds: ["alan@example.com"] });
    const program = newRun([
        { emailId: "alan@example.com", type: "KoreUserAccess", ...flags },
        { emailId: "katherine@example.com", type: "KoreUserAccess", ...flags },
    ]);
    account.clearRequests();
    assert.equal(await first.up({ ...flags, emailIds: ["katherine@example.com"], ...program }), "update");
    assert.equal(await second.up({ ...flags, emailIds: ["alan@example.com"], ...program }), "create");
    assert.deepEqual(
        [person("alan@example.com").isDeveloper, person("katherine@example.com").isDeveloper],
        [true, true],
    );
    assert.deepEqual(
        account.requests({ path: "/api/public/useraccess" }).map(({ emailIds }) => emailIds),
        [["katherine@example.com"]],
    );
    await first.destroy();
    await second.destroy();
    assert.deepEqual(
        [person("alan@example.com").isDeveloper, person("katherine@example.com").isDeveloper],
        [false, false],
    );

    // People whom the account does not have are named, each one; the known ones get theirs, and the state says so.
    account.addPerson({ emailId: "joan@example.com" });
    const team = new Managed(provider, "KoreUserAccess");
    const known = { ...flags, emailIds: ["alan@example.com", "joan@example.com"] };
    const someUnknown = await failureOf(
        team.up({ ...known, emailIds: [...known.emailIds, "nobody@example.com", "elsewhere@example.org"] }),
    );
    assert.match(someUnknown.message, /nobody@example\.com did not get this access/);
    assert.match(someUnknown.message, /elsewhere@example\.org did not get this access/);
    assert.deepEqual([person("alan@example.com").isDeveloper, person("joan@example.com").isDeveloper], [true, true]);
    assert.deepEqual(team.outputs["emailIds"], known.emailIds);
    assert.equal(await team.up(known), "update");
    assert.equal(await team.preview(known), "same");
    // One of them is removed by hand and leaves the access; the others keep it, and lose it in the end.
    account.removePerson("joan@example.com");
    await team.refresh();
    assert.equal(await team.preview(known), "update");
    await team.destroy();
    assert.equal(person("alan@example.com").isDeveloper, false);

    // Under another name the person is handed over with all that they have, flags too; and by a failed heir they are not.
    const heir = new Managed(provider, "KoreUser");
    const renamed = newRun([{ emailId: "ada@example.com", type: "KoreUser", isDeveloper: true }]);
    account.clearRequests();
    assert.equal(await heir.up({ ...adaArgs, onDestroy: "remove", ...renamed }), "create");
    await ada.destroy({ inRun: true });
    assert.deepEqual(
        account.requests().filter(({ path }) => !path.endsWith("usersInfo")),
        [],
    );
    const failing = newRun([{ emailId: "ada@example.com", type: "KoreUser", isDeveloper: true }]);
    const failed = new Managed(provider, "KoreUser");
    await failureOf(failed.up({ ...adaArgs, adopt: "never", ...failing }));
    assert.match((await failureOf(heir.destroy({ inRun: true }))).message, /ada@example\.com stays in the state/);

    // Let go: refused without a word of the program's, revoked where it says so.
    assert.match((await failureOf(grace.destroy())).message, /was in the account already when the resource was made/);
    await heir.destroy();
    assert.equal(account.person("ada@example.com"), undefined);
    await katherine.destroy();
    assert.deepEqual(person("katherine@example.com").groups, []);

    // Removed, and added again under the same address: another person for the account, none for the program.
    await alan.destroy();
    assert.equal(account.person("alan@example.com"), undefined);
    const again = new Managed(provider, "KoreUser");
    const alanAgain = { emailId: "alan@example.com", firstName: "Alan", groups: [supportTeam] };
    assert.equal(await join(emulator, again, alanAgain), "create");
    assert.deepEqual([again.outputs["adopted"], person("alan@example.com").groups], [false, [supportTeam]]);

    // Whoever was there is never invited; who was added, once each time.
    const once = account.switches().accountMailSetting === "never" ? 0 : 1;
    const invited = (emailId: string) => account.person(emailId)?.invitations ?? 0;
    assert.deepEqual(["grace@example.com", "katherine@example.com", "alan@example.com"].map(invited), [0, 0, once]);
}
