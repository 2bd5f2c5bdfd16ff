import assert from "node:assert/strict";
import { defaultSeed, startEmulator, type Emulator } from "kore-emulator";
import { HostileProxy, type Answer } from "../harness/hostileProxy";
import { Managed } from "../harness/managed";
import { CallFailed, ProviderProcess } from "../harness/providerProcess";
import { assertNoSecret } from "../harness/secrets";
import { settingsFor } from "../harness/settings";
import { sample } from "../harness/whole";
import { doubtfulEntries, everywhere, limits, outcomes, secret, soundEntries } from "./hostileTable";

const usersInfo = "POST /api/public/usersInfo";

// Whatever answers in Kore.ai's place: a word of ours, or what the program says; and nothing is sent upon a look-up that says nothing.
describe("an answer that no page has", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let proxy: HostileProxy;
    let provider: ProviderProcess;
    let patient: ProviderProcess;
    const runs = new Map<string, Promise<void>>();

    before(async () => {
        const app = { clientId: "cs-hostile", clientSecret: secret };
        emulator = await startEmulator({ limits: "off", seed: { ...defaultSeed, apps: [app] } });
        proxy = await HostileProxy.before(emulator.url);
        const settings = {
            ...settingsFor(proxy.url),
            "kore:clientId": app.clientId,
            "kore:clientSecret": app.clientSecret,
            // Everybody has requests of their own, as the answers are told by the person.
            "kore:batchSize": "1",
        };
        provider = await ProviderProcess.start({ ...settings, "kore:requestTimeout": "20" });
        // Who waits for the rate limit holds up everybody.
        patient = await ProviderProcess.start(
            { ...settings, "kore:requestTimeout": "3600" },
            { env: { TIME_LAPSE: "2000" } },
        );
        start("everywhere", everywhere, wholeLife);
        start("limits", limits, limitedLife);
        start("doubtful", doubtfulEntries, doubtfulLookUps);
        start("sound", soundEntries, soundLookUps);
        start("undone", outcomes, (answer, emailId) => writes(answer, emailId, false));
        start("done", outcomes, (answer, emailId) => writes(answer, emailId, true));
    });
    after(async () => {
        for (const each of [provider, patient]) {
            const output = await each.stopped();
            assertNoSecret(output, [secret, encodeURIComponent(secret)], "the output");
            assert.doesNotMatch(output, /\n +at |(?!\n)\p{Cc}/u);
        }
        proxy.close();
        await emulator.close();
    });

    const person = (emailId: string) => emulator.account.person(emailId);

    /** How a step ended: done, or in words of ours. */
    async function end(step: () => Promise<unknown>): Promise<string> {
        try {
            await step();
            return "done";
        } catch (error) {
            if (!(error instanceof CallFailed)) throw error;
            const { message } = error;
            const shown = message.slice(0, 3_000);
            assert.match(message, /\[kore:[a-z-]+\]$/, shown);
            assert.ok(message.length < 2_000, `${message.length} characters: ${shown}`);
            assert.doesNotMatch(message, /\n {4}at |(?!\n)\p{Cc}/u, shown);
            assertNoSecret(message, [secret, encodeURIComponent(secret)], "the message");
            return message;
        }
    }

    function start(
        table: string,
        answers: Record<string, Answer>,
        life: (answer: Answer, emailId: string, index: number) => Promise<void>,
    ): void {
        for (const [index, [what, answer]] of rowsOf(answers).entries()) {
            const run = life(answer, `${table}${index}@example.com`, index);
            run.catch(() => undefined); // the test of the answer reports it
            runs.set(`${table} ${what}`, run);
        }
    }

    const argsOf = (emailId: string) => ({ emailId, firstName: "Ada", onDestroy: "remove" });
    const changedOf = (emailId: string) => ({ ...argsOf(emailId), firstName: "Augusta" });
    const accessOf = (emailId: string) => ({ emailIds: [emailId], canCreateBot: false, isDeveloper: true });

    /** A step whose look-ups meet the answer, and that fails without a write. */
    async function unread(emailId: string, answer: Answer, step: () => Promise<unknown>): Promise<void> {
        const [before, writes] = [person(emailId), proxy.writesAbout(emailId)];
        assert.notEqual(await end(() => proxy.during(usersInfo, emailId, { answer }, step)), "done");
        assert.deepEqual(person(emailId), before);
        assert.equal(proxy.writesAbout(emailId), writes, "something was written");
    }

    /** The steps about a person, each of whose look-ups and writes meets the answer; the next one mends it. */
    async function wholeLife(answer: Answer, emailId: string, index: number): Promise<void> {
        const newcomer = new Managed(provider, "KoreUser");
        await unread(emailId, answer, () => newcomer.up(argsOf(emailId)));
        assert.equal(newcomer.id, undefined);
        await writes(answer, emailId, index % 2 === 1, async (ada, builders) => {
            const steps = [
                () => ada.refresh(),
                () => ada.up(changedOf(emailId)),
                () => ada.destroy(),
                () => builders.up(accessOf(emailId)),
            ];
            // All of them look up in the same way: each answer meets one of them.
            await unread(emailId, answer, steps[index % 4] ?? assert.fail());
        });
    }

    async function limitedLife(answer: Answer, emailId: string): Promise<void> {
        const ada = new Managed(patient, "KoreUser");
        const builders = new Managed(patient, "KoreUserAccess");
        const during = (endpoint: string, step: () => Promise<unknown>) =>
            proxy.during(endpoint, emailId, { answer, times: 2 }, step);
        await during("POST /api/public/users", () => ada.up(argsOf(emailId)));
        await during(usersInfo, () => ada.refresh());
        await during("POST /api/public/useraccess", () => builders.up(accessOf(emailId)));
        await during("PUT /api/public/users", () => ada.up(changedOf(emailId)));
        assert.deepEqual(
            [person(emailId)?.invitations, person(emailId)?.isDeveloper, person(emailId)?.firstName],
            [1, true, "Augusta"],
        );
        await during("DELETE /api/public/users", () => ada.destroy());
        assert.equal(person(emailId), undefined);
    }

    /** Each write about a person meets the answer; the next step mends it. */
    async function writes(
        answer: Answer,
        emailId: string,
        isDone: boolean,
        meanwhile: (ada: Managed, builders: Managed) => Promise<void> = async () => undefined,
    ): Promise<void> {
        const ada = new Managed(provider, "KoreUser");
        const builders = new Managed(provider, "KoreUserAccess");
        const written = (endpoint: string, step: () => Promise<unknown>) =>
            end(() => proxy.during(endpoint, emailId, { answer, isDone }, step));

        await written("POST /api/public/users", () => ada.up(argsOf(emailId)));
        // They were added, as the answer says, and never show: to give that up is the user's own decision.
        if (ada.outputs["unlisted"] === true && person(emailId) === undefined) await ada.destroy();
        await ada.up(argsOf(emailId));
        assert.equal(person(emailId)?.invitations, 1);
        await meanwhile(ada, builders);
        await written("POST /api/public/useraccess", () => builders.up(accessOf(emailId)));
        await builders.up(accessOf(emailId));
        assert.equal(person(emailId)?.isDeveloper, true);
        await written("PUT /api/public/users", () => ada.up(changedOf(emailId)));
        await ada.up(changedOf(emailId));
        assert.equal(person(emailId)?.firstName, "Augusta");
        await written("DELETE /api/public/users", () => ada.destroy());
        if (ada.id !== undefined) await ada.destroy();
        assert.equal(person(emailId), undefined);
    }

    async function doubtfulLookUps(answer: Answer, emailId: string): Promise<void> {
        const ada = new Managed(provider, "KoreUser");
        await ada.up(argsOf(emailId));
        await unread(emailId, answer, () => ada.up(changedOf(emailId)));
        await unread(emailId, answer, () => ada.refresh());
        await unread(emailId, answer, () => ada.destroy());
        await ada.up(changedOf(emailId));
        assert.equal(person(emailId)?.firstName, "Augusta");
    }

    async function soundLookUps(answer: Answer, emailId: string): Promise<void> {
        const during = <T>(step: () => Promise<T>) => proxy.during(usersInfo, emailId, { answer }, step);
        const ada = new Managed(provider, "KoreUser");
        await during(() => ada.up(argsOf(emailId)));
        assert.equal(await during(() => ada.refresh()), true);
        assert.equal(await ada.preview(argsOf(emailId)), "same");
        assert.equal(await during(() => ada.up(changedOf(emailId))), "update");
        assert.equal(person(emailId)?.firstName, "Augusta");
        await during(() => ada.destroy());
        assert.equal(person(emailId), undefined);
    }

    const tests: [string, Record<string, Answer>, string][] = [
        ["everywhere", everywhere, "each step fails in a word of ours or is done, and the next one mends it"],
        ["limits", limits, "it is waited for, and each step is done"],
        ["doubtful", doubtfulEntries, "a look-up that says nothing: each step fails, and nothing is sent"],
        ["sound", soundEntries, "a look-up that says enough: each step is done"],
        ["undone", outcomes, "a write that was not done fails in a word of ours, or is mended by the next step"],
        ["done", outcomes, "a write that was done fails in a word of ours, or is mended by the next step"],
    ];
    for (const [table, answers, then] of tests)
        for (const [what] of rowsOf(answers)) it(`is ${what}: ${then}`, () => runs.get(`${table} ${what}`));
});

function rowsOf(answers: Record<string, Answer>): [string, Answer][] {
    return sample(Object.entries(answers), 10);
}
