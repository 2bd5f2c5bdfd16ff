import assert from "node:assert/strict";
import { startEmulator, type Emulator } from "kore-emulator";
import { Managed } from "../harness/managed";
import { ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";

// Each decides by what it has looked up: what the other one writes in between would be undone, or never taken.
describe("a KoreUser and a KoreUserAccess of one person, at the same time", () => {
    let emulator: Emulator;
    let provider: ProviderProcess;
    let ada: Managed;
    let builders: Managed;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        provider = await ProviderProcess.start(settingsFor(emulator.url), { env: { PULUMI_PARALLEL: "2" } });
    });
    beforeEach(async () => {
        emulator.account.reset();
        [ada, builders] = [new Managed(provider, "KoreUser"), new Managed(provider, "KoreUserAccess")];
        await ada.up(args);
        await builders.up(access);
        emulator.account.clearRequests();
        emulator.account.setLatency(30);
    });
    after(async () => {
        provider.stop();
        await emulator.close();
    });

    const args = { emailId: "ada@example.com", firstName: "Ada" };
    const access = { emailIds: ["ada@example.com"], canCreateBot: false, isDeveloper: true };

    /** A step, from its look-up to its read-back. */
    const step = (write: string) => ["POST usersInfo", write, "POST usersInfo"];
    const [update, grant, removal] = ["PUT users", "POST useraccess", "DELETE users"].map(step);
    const steps: [string, (() => Promise<unknown>)[], (string[] | undefined)[][]][] = [
        [
            "are updated",
            [() => ada.up({ ...args, lastName: "Byron" }), () => builders.up({ ...access, canCreateBot: true })],
            [
                [update, grant],
                [grant, update],
            ],
        ],
        [
            "are deleted",
            [() => ada.destroy(), () => builders.destroy()],
            [
                [removal, ["POST usersInfo"]],
                [grant, removal],
            ],
        ],
    ];
    for (const [what, both, oneAfterTheOther] of steps) {
        for (const order of ["in this order", "in the other one"]) {
            it(`${what} one after the other: the second looks the person up when the first has read them back (asked ${order})`, async () => {
                await Promise.all((order === "in this order" ? both : [...both].reverse()).map((begin) => begin()));
                const requests = emulator.account
                    .requests()
                    .map(({ method, path }) => `${method} ${path.replace("/api/public/", "")}`);
                assert.ok(
                    oneAfterTheOther.some((expected) => expected.flat().join() === requests.join()),
                    requests.join(),
                );
            });
        }
    }
});
