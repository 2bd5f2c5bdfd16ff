import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator, type EndpointName, type Fault } from "kore-emulator";
import { Managed } from "../harness/managed";
import { failureOf, ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";

type WithoutEndpoint<T> = T extends { endpoint: unknown } ? Omit<T, "endpoint"> : never;

// Whatever breaks on the way, a person is added once, and what the program says is what they have.
describe("an exchange that breaks", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let provider: ProviderProcess;
    let ada: Managed;
    let builders: Managed;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        provider = await ProviderProcess.start({ ...settings(), "kore:requestTimeout": "15" });
    });
    beforeEach(() => {
        emulator.account.reset();
        ada = new Managed(provider, "KoreUser");
        builders = new Managed(provider, "KoreUserAccess");
    });
    after(async () => {
        provider.stop();
        await emulator.close();
    });

    // Everyone has requests of their own, as the faults are told by the person.
    const settings = () => ({ ...settingsFor(emulator.url), "kore:batchSize": "1" });
    const args = { emailId: "ada@example.com", firstName: "Ada", isDeveloper: true };
    const person = () => emulator.account.person("ada@example.com");
    const sent = (method: string, path = "/api/public/users") => emulator.account.requests({ method, path });

    const lostAnswers: WithoutEndpoint<Fault>[] = [
        { kind: "reset", when: "after" },
        { kind: "silence", when: "after" },
        { kind: "serverError", when: "after" },
        { kind: "serverError", when: "after", status: 500 },
        { kind: "html", when: "after", status: 502 },
        { kind: "html", when: "after", status: 200 },
        { kind: "truncated" },
    ];
    for (const fault of lostAnswers) {
        it(`POST users is done and ${JSON.stringify(fault)} loses its answer: the person is found, is the program's own, and was invited once`, async () => {
            emulator.account.fault({ ...fault, endpoint: "POST /api/public/users" });
            assert.equal(await ada.up(args), "create");
            assert.equal(ada.outputs["adopted"], false);
            assert.equal(person()?.invitations, 1);
            assert.equal(sent("POST").length, 1);
            assert.equal(await ada.preview(args), "same");
            await ada.destroy();
            assert.equal(person(), undefined);
        });
    }

    it("POST users is done, its answer is lost, and usersInfo is late: the person is waited for", async () => {
        emulator.account.fault({ kind: "reset", endpoint: "POST /api/public/users", when: "after" });
        emulator.account.fault({ kind: "lateIndex", lookUps: 2 });
        assert.equal(await ada.up(args), "create");
        assert.equal(ada.outputs["adopted"], false);
        assert.equal(sent("POST").length, 1);
    });

    it("usersInfo knows a new person some look-ups late: they are waited for", async () => {
        emulator.account.fault({ kind: "lateIndex", lookUps: 2 });
        assert.equal(await ada.up(args), "create");
        assert.equal(ada.outputs["userId"], person()?.userId);
        assert.deepEqual([sent("POST").length, sent("POST", "/api/public/usersInfo").length], [1, 4]);
    });

    const passing: WithoutEndpoint<Fault>[] = [
        { kind: "reset" },
        { kind: "reset", when: "after" },
        { kind: "silence" },
        { kind: "serverError" },
        { kind: "serverError", when: "after", status: 500 },
        { kind: "html" },
        { kind: "rateLimit", retryAfter: 1 },
        { kind: "rateLimit", status: 403, retryAfter: 1 },
    ];
    /** Reads, and the writes that do the same when they are repeated. */
    const repeatable: [
        EndpointName,
        (user: Managed, access: Managed, args: { emailId: string }) => Promise<unknown>,
    ][] = [
        ["POST /api/public/usersInfo", (user) => user.refresh()],
        ["PUT /api/public/users", (user, _, args) => user.up({ ...args, isDeveloper: true })],
        ["DELETE /api/public/users", (user) => user.destroy()],
        [
            "POST /api/public/useraccess",
            (_, access, { emailId }) => access.up({ emailIds: [emailId], canCreateBot: false, isDeveloper: true }),
        ],
    ];
    for (const [endpoint, step] of repeatable) {
        it(`${endpoint} meets a fault that passes, whichever: it is sent again, and the step converges`, async () => {
            await Promise.all(
                passing.map(async (fault, index) => {
                    const own = { emailId: `ada${index}@example.com` };
                    const user = new Managed(provider, "KoreUser");
                    const access = new Managed(provider, "KoreUserAccess");
                    await user.up(own);
                    emulator.account.fault({ ...fault, endpoint, ...own });
                    await step(user, access, own);
                    const found = emulator.account.person(own.emailId);
                    if (endpoint.startsWith("DELETE")) assert.equal(found, undefined);
                    else assert.equal(found?.isDeveloper, endpoint !== "POST /api/public/usersInfo");
                }),
            );
            assert.deepEqual(emulator.account.faults(), []);
        });
    }

    it("PUT users is done and its answer is lost, and what is held already is refused when it is sent again: nobody loses sight of it", async () => {
        emulator.account.reset(undefined, { roleAlreadyHeld: "failureRow" });
        const groups = [seedIds.groups.supportTeam];
        await ada.up(args);
        emulator.account.fault({ kind: "serverError", when: "after", endpoint: "PUT /api/public/users" });
        assert.equal(await ada.up({ ...args, groups }), "update");
        assert.deepEqual(person()?.groups, groups);
        await ada.up(args);
        assert.deepEqual(person()?.groups, []);
    });

    it("POST users is refused for the rate limit: the time that Kore.ai names is waited, and the person is invited once", async () => {
        const unhurried = await ProviderProcess.start(settings(), { time: "real" });
        emulator.account.fault({ kind: "rateLimit", endpoint: "POST /api/public/users", retryAfter: 1 });
        const started = Date.now();
        assert.equal(await new Managed(unhurried, "KoreUser").up(args), "create");
        assert.ok(Date.now() - started >= 1_000);
        unhurried.stop();
        assert.deepEqual(
            sent("POST").map(({ status }) => status),
            [429, 200],
        );
        assert.equal(person()?.invitations, 1);
    });

    // "Gone" is a documented answer about that person.
    const noAnswers: [string, Fault][] = [
        ["leaves the person out", { kind: "missingRow", emailId: "ada@example.com" }],
        ["gives a reason that no page documents", { kind: "failingRow", emailId: "ada@example.com" }],
        ["gives no reason", { kind: "failingRow", emailId: "ada@example.com", reason: "" }],
        ["answers with a web page", { kind: "html", endpoint: "POST /api/public/usersInfo", status: 200 }],
        ["answers with half of the JSON", { kind: "truncated", endpoint: "POST /api/public/usersInfo" }],
    ];
    for (const [what, fault] of noAnswers) {
        it(`usersInfo ${what}: no step concludes that somebody is gone, or absent`, async () => {
            const again = () => emulator.account.fault(fault);
            again();
            const { message, id } = await failureOf(ada.up(args));
            assert.match(message, /^ada@example\.com was not created: /);
            assert.equal(id, undefined);
            assert.equal(person(), undefined);

            await ada.up(args);
            const access = { emailIds: ["ada@example.com"], canCreateBot: false, isDeveloper: true };
            await builders.up(access);
            const before = person();
            for (const resource of [ada, builders]) {
                for (const step of [() => resource.refresh(), () => resource.destroy()]) {
                    again();
                    assert.match((await failureOf(step())).message, /ada@example\.com/);
                    assert.ok(resource.id !== undefined);
                }
            }
            again();
            assert.match(
                (await failureOf(ada.up({ ...args, lastName: "Byron" }))).message,
                /^ada@example\.com was not updated: /,
            );
            again();
            assert.match(
                (await failureOf(builders.up({ ...access, hasDataTableAndViewAccess: true }))).message,
                /ada@example\.com/,
            );
            assert.deepEqual(person(), before);

            assert.equal(await ada.up({ ...args, lastName: "Byron" }), "update");
            await ada.destroy();
            assert.equal(person(), undefined);
        });
    }
});
