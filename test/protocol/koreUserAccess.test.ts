import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator } from "kore-emulator";
import { Managed, providerLines } from "../harness/managed";
import { failureOf, ProviderProcess } from "../harness/providerProcess";
import { newRun, stateLinesOf } from "../harness/runOfProgram";
import { serving } from "../harness/served";
import { settingsFor } from "../harness/settings";

const everyone = ["ada@example.com", "alan@example.com", "grace@example.com"];
const [ada, alan, grace] = everyone as [string, string, string];

describe("KoreUserAccess", () => {
    let emulator: Emulator;
    let provider: ProviderProcess;
    let builders: Managed;

    serving((started, process) => ([emulator, provider] = [started, process]));
    beforeEach(() => {
        emulator.account.reset();
        provider.output = "";
        builders = new Managed(provider, "KoreUserAccess");
        for (const emailId of everyone) emulator.account.addPerson({ emailId, groups: [seedIds.groups.everybody] });
    });

    /** canCreateBot, isDeveloper, hasDataTableAndViewAccess */
    const flagsOf = (emailId: string) => {
        const person = emulator.account.person(emailId);
        assert.ok(person !== undefined, `${emailId} is not in the account`);
        return [person.canCreateBot, person.isDeveloper, person.hasDataTableAndViewAccess];
    };
    const writes = () => emulator.account.requests().filter(({ path }) => path !== "/api/public/usersInfo");
    const sent = () => writes().map(({ request }) => request);
    const args = { emailIds: everyone, canCreateBot: true, isDeveloper: true };

    it("gives the access in one request, and nothing where it is there already", async () => {
        emulator.account.changePerson(grace, { canCreateBot: true, isDeveloper: true });
        await builders.up(args);
        assert.deepEqual(sent(), [{ emailIds: [ada, alan], canCreateBot: true, isDeveloper: true }]);
        assert.deepEqual(
            everyone.map(flagsOf),
            everyone.map(() => [true, true, false]),
        );
        assert.equal(
            await builders.preview({ ...args, emailIds: [" GRACE@example.com", ...everyone].reverse() }),
            "same",
        );
    });

    it("handed over to a list of another name, and back before it was let go: is as this one declares, also in what Kore.ai does not report", async () => {
        const lines = everyone.map((emailId) => ({
            emailId,
            type: "KoreUserAccess" as const,
            resource: "KoreUserAccess",
            canCreateBot: true,
            isDeveloper: true,
        }));
        const declared = { ...args, hasDataTableAndViewAccess: true };
        await builders.up(declared);
        const heir = new Managed(provider, "KoreUserAccess");
        const before = stateLinesOf("KoreUserAccess", "builders", builders.outputs);
        await heir.up({ ...args, hasDataTableAndViewAccess: false, ...newRun(lines, before) });
        const back = newRun(lines, [...before, ...stateLinesOf("KoreUserAccess", "heir", heir.outputs)]);
        assert.equal(await builders.up({ ...declared, ...back }), "update");
        await heir.destroy({ inRun: true });
        assert.deepEqual(flagsOf(ada), [true, true, true]);
        assert.equal(await builders.preview({ ...declared, ...newRun(lines, before) }), "same");
    });

    it("shows the drift of one person, and mends exactly them with one request", async () => {
        await builders.up(args);
        emulator.account.changePerson(alan, { canCreateBot: false });
        await builders.refresh();
        assert.deepEqual(builders.inputs["emailIds"], [ada, grace]);
        assert.equal(await builders.preview(args), "update");
        emulator.account.clearRequests();
        assert.equal(await builders.up(args), "update");
        assert.deepEqual(sent(), [{ emailIds: [alan], canCreateBot: true, isDeveloper: true }]);
        assert.deepEqual(
            everyone.map(flagsOf),
            everyone.map(() => [true, true, false]),
        );
        assert.equal(await builders.preview(args), "same");
    });

    it("shows the drift of everybody", async () => {
        await builders.up(args);
        for (const emailId of everyone)
            emulator.account.changePerson(emailId, { canCreateBot: false, isDeveloper: false });
        await builders.refresh();
        assert.deepEqual(builders.inputs["emailIds"], []);
        assert.equal(await builders.up(args), "update");
        assert.deepEqual(
            everyone.map(flagsOf),
            everyone.map(() => [true, true, false]),
        );
    });

    it("more than is declared is drift as well, and is taken back after a preview that shows it", async () => {
        const less = { ...args, canCreateBot: false };
        await builders.up(less);
        emulator.account.changePerson(alan, { canCreateBot: true });
        await builders.refresh();
        assert.deepEqual(builders.inputs["emailIds"], [ada, grace]);
        assert.equal(await builders.up(less), "update");
        assert.deepEqual(flagsOf(alan), [false, true, false]);
    });

    it("takes the whole access back from someone who drifted and leaves the list as well", async () => {
        await builders.up(args);
        emulator.account.changePerson(alan, { canCreateBot: false });
        await builders.refresh();
        assert.equal(await builders.up({ ...args, emailIds: [ada, grace] }), "update");
        assert.deepEqual([ada, alan, grace].map(flagsOf), [
            [true, true, false],
            [false, false, false],
            [true, true, false],
        ]);
    });

    const leaving: [string, object, boolean[], boolean[]][] = [
        ["both flags", { canCreateBot: true, isDeveloper: true }, [true, true, true], [false, false, true]],
        [
            "the builder alone; nobody creates bots without it",
            { canCreateBot: false, isDeveloper: true },
            [true, true, true],
            [false, false, true],
        ],
        ["no flag", { canCreateBot: false, isDeveloper: false }, [true, true, true], [true, true, true]],
        [
            "data tables",
            { canCreateBot: false, isDeveloper: false, hasDataTableAndViewAccess: true },
            [true, true, true],
            [true, true, false],
        ],
        [
            "data tables as false",
            { canCreateBot: false, isDeveloper: false, hasDataTableAndViewAccess: false },
            [true, true, true],
            [true, true, true],
        ],
    ];
    for (const [what, flags, byHand, after] of leaving) {
        for (const way of ["leave the list", "are in a resource that is deleted"]) {
            it(`people who ${way} lose what was declared true, and nothing else: ${what}`, async () => {
                await builders.up({ emailIds: [ada, alan], ...flags });
                const [canCreateBot = false, isDeveloper = false, hasDataTableAndViewAccess = false] = byHand;
                emulator.account.changePerson(alan, { canCreateBot, isDeveloper, hasDataTableAndViewAccess });
                const others = [grace, "owner@example.com"].map((emailId) => emulator.account.person(emailId));
                const before = flagsOf(ada);
                emulator.account.clearRequests();
                if (way === "leave the list") await builders.up({ emailIds: [ada], ...flags });
                else await builders.destroy();
                assert.deepEqual(flagsOf(alan), after);
                if (way === "leave the list") assert.deepEqual(flagsOf(ada), before);
                else assert.deepEqual(flagsOf(ada), [false, false, false]);
                assert.deepEqual(
                    [grace, "owner@example.com"].map((emailId) => emulator.account.person(emailId)),
                    others,
                );
                for (const { emailId } of everyone.map((address) => ({ emailId: address })))
                    assert.deepEqual(emulator.account.person(emailId)?.groups, [seedIds.groups.everybody]);
                for (const write of writes())
                    assert.ok(write.path === "/api/public/useraccess" && write.method === "POST");
            });
        }
    }

    it("a delete gives nothing back of what was taken by hand", async () => {
        await builders.up({ ...args, hasDataTableAndViewAccess: true });
        for (const emailId of everyone)
            emulator.account.changePerson(emailId, {
                canCreateBot: false,
                isDeveloper: false,
                hasDataTableAndViewAccess: false,
            });
        emulator.account.clearRequests();
        await builders.destroy();
        assert.deepEqual(
            everyone.map(flagsOf),
            everyone.map(() => [false, false, false]),
        );
        assert.doesNotMatch(JSON.stringify(sent()), /true/);
    });

    describe("the third flag, which Kore.ai does not report", () => {
        for (const accessOmittedFlag of ["kept", "true", "false"] as const) {
            it(`is never sent where it is not declared (an omitted flag: ${accessOmittedFlag})`, async () => {
                emulator.account.setSwitches({ accessOmittedFlag });
                await builders.up(args);
                await builders.up({ ...args, canCreateBot: false });
                await builders.up({ ...args, emailIds: [ada] });
                await builders.destroy();
                assert.doesNotMatch(JSON.stringify(sent()), /hasDataTableAndViewAccess/);
            });
        }

        it("is sent as false where it was true and is unset, to those who had it", async () => {
            await builders.up({ ...args, emailIds: [ada, alan], hasDataTableAndViewAccess: true });
            emulator.account.clearRequests();
            assert.equal(await builders.up(args), "update");
            assert.deepEqual(sent(), [
                { emailIds: [ada, alan], canCreateBot: true, isDeveloper: true, hasDataTableAndViewAccess: false },
                { emailIds: [grace], canCreateBot: true, isDeveloper: true },
            ]);
            assert.equal(await builders.preview(args), "same");
        });

        it("is said to be unverified, once", async () => {
            const own = await ProviderProcess.start(settingsFor(emulator.url));
            await Promise.all(
                everyone.map((emailId) =>
                    new Managed(own, "KoreUserAccess").up({
                        ...args,
                        emailIds: [emailId],
                        hasDataTableAndViewAccess: true,
                    }),
                ),
            );
            assert.equal((await own.stopped()).match(/does not report it: it is unverified/g)?.length, 1);
        });
    });

    it("a change of reason alone writes the state and sends nothing", async () => {
        await builders.up(args);
        emulator.account.clearRequests();
        assert.equal(await builders.up({ ...args, reason: "builds" }), "update");
        assert.equal(builders.outputs["reason"], "builds");
        assert.deepEqual(emulator.account.requests(), []);
    });

    describe("someone who is gone", () => {
        beforeEach(async () => {
            await builders.up(args);
            emulator.account.removePerson(alan);
            emulator.account.clearRequests();
        });

        it("leaves the access with a notice, and is named by the next update", async () => {
            await builders.refresh();
            await provider.printed(
                /kore: alan@example\.com is no longer in the account \(Kore\.ai says "Invalid emailId"\) and leaves this access/,
            );
            assert.deepEqual(builders.inputs["emailIds"], [ada, grace]);
            assert.match(
                (await failureOf(builders.up(args))).message,
                /^alan@example\.com did not get this access: there is no such person in the account/,
            );
            assert.equal(await builders.up({ ...args, emailIds: [ada, grace] }), "update");
            assert.deepEqual(writes(), []);
        });

        it("does not keep the others from being deleted", async () => {
            await builders.destroy();
            assert.deepEqual([ada, grace].map(flagsOf), [
                [false, false, false],
                [false, false, false],
            ]);
            assert.deepEqual(
                writes().map(({ emailIds }) => emailIds),
                [[ada, grace]],
            );
        });

        it("may leave the list", async () => {
            assert.equal(await builders.up({ ...args, emailIds: [ada, grace] }), "update");
            assert.deepEqual(writes(), []);
        });
    });

    describe("someone who was removed and added again by hand", () => {
        beforeEach(async () => {
            await builders.up({ ...args, hasDataTableAndViewAccess: true });
            emulator.account.changePerson(alan, { hasDataTableAndViewAccess: true });
            emulator.account.recreatePerson(alan);
            emulator.account.clearRequests();
        });
        afterEach(() =>
            assert.ok(
                writes().every(({ emailIds }) => !emailIds.includes(alan)),
                "the new person is not touched",
            ),
        );

        it("leaves the access with a notice; the preview shows what the new person would get", async () => {
            await builders.refresh();
            await provider.printed(
                /alan@example\.com is now another person in Kore\.ai \(userId u-.*, not u-.*\) and leaves this access/,
            );
            assert.equal(await builders.preview({ ...args, hasDataTableAndViewAccess: true }), "update");
        });

        it("is not changed by an update without a refresh, which says so and does the others", async () => {
            const { message } = await failureOf(
                builders.up({ ...args, canCreateBot: false, hasDataTableAndViewAccess: true }),
            );
            assert.match(
                message,
                /^alan@example\.com was left as they are: Kore\.ai now has another person under this address.* Run pulumi refresh/,
            );
            assert.deepEqual([ada, alan, grace].map(flagsOf), [
                [false, true, true],
                [true, true, true],
                [false, true, true],
            ]);
        });

        it("is not changed by leaving the list", async () => {
            await builders.up({ ...args, emailIds: [ada, grace], hasDataTableAndViewAccess: true });
            assert.deepEqual(flagsOf(alan), [true, true, true]);
        });

        it("is not changed by a delete", async () => {
            await builders.destroy();
            assert.deepEqual(flagsOf(alan), [true, true, true]);
        });
    });

    for (const accessPartial of ["whole", "partial"] as const) {
        describe(`unknown people (a refused call is ${accessPartial})`, () => {
            beforeEach(() => emulator.account.setSwitches({ accessPartial }));
            const withNobody = { ...args, emailIds: [...everyone, "nobody@example.com", "noone@example.com"] };

            it("are named, each one; the known ones get theirs, and the state says so", async () => {
                const { message, id, properties, reasons } = await failureOf(builders.up(withNobody));
                assert.match(
                    message,
                    /^nobody@example\.com did not get this access; noone@example\.com did not get this access: there is no such person in the account \(emailIds; Kore\.ai says "Invalid emailId"\)\. Correct the address, or declare the person as a KoreUser/,
                );
                assert.deepEqual(reasons, [message]);
                assert.match(id ?? "", /^useraccess-/);
                assert.deepEqual(
                    [properties?.["emailIds"], properties?.["__provider"]],
                    [everyone, providerLines.KoreUserAccess],
                );
                assert.deepEqual(
                    everyone.map(flagsOf),
                    everyone.map(() => [true, true, false]),
                );
            });

            it("are taken out of the program: the next run has nothing to do", async () => {
                await failureOf(builders.up(withNobody));
                emulator.account.clearRequests();
                await builders.up(args);
                assert.deepEqual(writes(), []);
                assert.equal(await builders.preview(args), "same");
            });

            it("are added to the account: the next run gives them theirs, and the others nothing anew", async () => {
                await failureOf(builders.up(withNobody));
                for (const emailId of ["nobody@example.com", "noone@example.com"])
                    emulator.account.addPerson({ emailId });
                emulator.account.clearRequests();
                assert.equal(await builders.up(withNobody), "update");
                assert.deepEqual(sent(), [
                    { emailIds: ["nobody@example.com", "noone@example.com"], canCreateBot: true, isDeveloper: true },
                ]);
            });

            it("join a list later: the others stay, and so does the access that is taken at the same time", async () => {
                await builders.up(args);
                await failureOf(builders.up({ ...withNobody, emailIds: [ada, grace, "nobody@example.com"] }));
                assert.deepEqual(everyone.map(flagsOf), [
                    [true, true, false],
                    [false, false, false],
                    [true, true, false],
                ]);
                assert.deepEqual(builders.outputs["emailIds"], [ada, grace]);
                await builders.destroy();
                assert.deepEqual(
                    everyone.map(flagsOf),
                    everyone.map(() => [false, false, false]),
                );
            });

            it("are all that is declared: nothing is sent, and nothing is kept", async () => {
                const { id } = await failureOf(
                    builders.up({ ...args, emailIds: ["nobody@example.com", "noone@example.com"] }),
                );
                assert.equal(id, undefined);
                assert.deepEqual(writes(), []);
            });

            it("of another account are unknown, whatever usersInfo says of them", async () => {
                for (const foreignPeople of ["unknown", "listed"] as const) {
                    emulator.account.setSwitches({ foreignPeople });
                    const { message } = await failureOf(
                        builders.up({ ...args, emailIds: ["elsewhere@example.org", ada] }),
                    );
                    assert.match(message, /^elsewhere@example\.org did not get this access: /);
                    assert.deepEqual(flagsOf(ada), [true, true, false]);
                    assert.deepEqual(builders.outputs["emailIds"], [ada]);
                    await builders.destroy();
                }
            });
        });
    }

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

        it("is never written to for the people of the first one", async () => {
            await builders.up(args);
            for (const emailId of everyone) other.account.addPerson({ emailId, canCreateBot: true, isDeveloper: true });
            const { id = "", outputs, inputs } = builders;
            for (const call of [
                elsewhere.read(id, outputs),
                elsewhere.update(id, outputs, { ...inputs, canCreateBot: false }),
                elsewhere.delete(id, outputs),
            ]) {
                const { message } = await failureOf(call);
                assert.match(
                    message,
                    /^access of ada@example\.com, alan@example\.com, grace@example\.com was left alone: it is in the account at /,
                );
            }
            assert.deepEqual(other.account.requests(), []);
        });
    });
});
