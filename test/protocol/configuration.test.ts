import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { seedApp, startEmulator, type Emulator } from "kore-emulator";
import { providerLines } from "../harness/managed";
import { failureOf, ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";

const user = (emailId: string) => ({ emailId, __provider: providerLines.KoreUser });
const access = (emailId: string) => ({
    emailIds: [emailId],
    canCreateBot: false,
    isDeveloper: true,
    __provider: providerLines.KoreUserAccess,
});

describe("the configuration of a process", () => {
    let emulator: Emulator;
    const processes: ProviderProcess[] = [];
    const start = async (...args: Parameters<typeof ProviderProcess.start>): Promise<ProviderProcess> => {
        const started = await ProviderProcess.start(...args);
        processes.push(started);
        return started;
    };

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
    });
    beforeEach(() => emulator.account.reset());
    afterEach(() => processes.splice(0).forEach((started) => started.stop()));
    after(() => emulator.close());

    // The SDK hands out a provider to other calls while its configure is under way.
    it("is there for calls that race with the first one: fifty creates of both resources at once", async () => {
        const twentyFive = Array.from({ length: 25 }, (_, index) => index);
        for (const index of twentyFive) emulator.account.addPerson({ emailId: `builder${index}@example.com` });
        const provider = await start(settingsFor(emulator.url));
        await Promise.all(
            twentyFive.flatMap((index) => [
                provider.create(user(`new${index}@example.com`)),
                provider.create(access(`builder${index}@example.com`)),
            ]),
        );
        const people = emulator.account.people();
        assert.equal(people.filter(({ emailId }) => emailId.startsWith("new")).length, 25);
        assert.equal(
            people.filter(({ emailId, isDeveloper }) => emailId.startsWith("builder") && isDeveloper).length,
            25,
        );
    });

    it("is one for both resources, and so is the budget", async () => {
        emulator.account.addPerson({ emailId: "grace@example.com" });
        const provider = await start(
            { ...settingsFor(emulator.url), "kore:requestsPerMinute": "6", "kore:batchSize": "1" },
            { time: "real" },
        );
        // A look-up, a write and a look-up each.
        const [ada] = await Promise.all([
            provider.create(user("ada@example.com")),
            provider.create(access("grace@example.com")),
        ]);
        const waiting = provider.read(ada.id, ada.properties).catch(() => undefined);
        await provider.printed(/has used its share of the account's requests .*: waiting \d+ s/);
        await setTimeout(200);
        assert.equal(emulator.account.requests().length, 6);
        provider.stop();
        await waiting;
    });

    it("comes from the environment where the stack has none", async () => {
        const env = {
            KORE_HOST: emulator.url,
            KORE_CLIENT_ID: seedApp.clientId,
            KORE_CLIENT_SECRET: seedApp.clientSecret,
            KORE_READ_ONLY: "true",
        };
        const provider = await start({}, { env });
        const { message } = await failureOf(provider.create(user("ada@example.com")));
        assert.match(message, /kore:readOnly is on, so this was not sent: POST \/api\/public\/users/);
        assert.deepEqual(
            emulator.account.requests().map(({ path, status }) => [path, status]),
            [["/api/public/usersInfo", 200]],
        );
    });

    it("comes from the stack first, and then from the environment, key by key", async () => {
        const provider = await start(
            { "kore:host": emulator.url, "kore:clientId": seedApp.clientId },
            { env: { KORE_HOST: "http://127.0.0.1:1", KORE_CLIENT_SECRET: seedApp.clientSecret } },
        );
        assert.equal((await provider.create(user("ada@example.com"))).id, "ada@example.com");
    });

    it("that is wrong is one error, which names each wrong setting with the command that sets it", async () => {
        const provider = await start({
            "kore:host": "ftp://platform.kore.ai",
            "kore:requestsPerMinute": "many",
            "kore:requestsPerHour": "0",
            "kore:batchSize": "1.5",
            "kore:requestTimeout": "-1",
            "kore:readOnly": "yes",
        });
        const { message } = await failureOf(provider.create(user("ada@example.com")));
        for (const line of [
            /kore:host must be a host such as platform\.kore\.ai.* is "ftp:\/\/platform\.kore\.ai": pulumi config set kore:host platform\.kore\.ai/,
            /kore:clientId is missing: pulumi config set kore:clientId/,
            /kore:clientSecret is missing: pulumi config set --secret kore:clientSecret/,
            /kore:requestsPerMinute must be a whole number of at least 1, and is "many": pulumi config set kore:requestsPerMinute 50/,
            /kore:requestsPerHour must be a whole number of at least 1, and is "0"/,
            /kore:batchSize must be a whole number of at least 1, and is "1\.5"/,
            /kore:requestTimeout must be a whole number of at least 1, and is "-1"/,
            /kore:readOnly must be true or false, and is "yes"/,
        ]) {
            assert.match(message, line);
        }
    });

    const tokens: [string, Record<string, string>, RegExp][] = [
        ["no token", { "kore:jwt": "nonsense" }, / is not a JSON Web Token/],
        // {"alg":"HS256"}.{"exp":1}
        [
            "an expired token",
            { "kore:jwt": "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2lnbmVk" },
            / expired at 1970-01-01T00:00:01/,
        ],
        [
            "a token beside a secret",
            { "kore:jwt": "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2lnbmVk", "kore:clientSecret": seedApp.clientSecret },
            /kore:jwt and kore:clientSecret are both set/,
        ],
    ];
    for (const [what, settings, message] of tokens) {
        it(`with ${what} as kore:jwt is refused before anything is sent`, async () => {
            const provider = await start({ "kore:host": emulator.url, ...settings });
            const failure = await failureOf(provider.create(user("ada@example.com")));
            assert.match(failure.message, message);
            assert.match(failure.message, /pulumi config .*kore:jwt/);
            assert.doesNotMatch(failure.message, /eyJ/);
            assert.deepEqual(emulator.account.requests(), []);
        });
    }
});
