import assert from "node:assert/strict";
import { startEmulator } from "kore-emulator";
import { providerLines } from "../harness/managed";
import { ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";

describe("an update that waits for the account's budget", () => {
    it("says of a set how many of its people are done", async () => {
        const emulator = await startEmulator({ limits: "off" });
        const provider = await ProviderProcess.start({ ...settingsFor(emulator.url), "kore:requestsPerMinute": "8" });
        try {
            const addresses = Array.from({ length: 200 }, (_, index) => `person-${index}@example.com`);
            const people = Object.fromEntries(addresses.map((emailId) => [emailId, {}]));
            await provider.create({ people, __provider: providerLines.KoreUsers });
            const { output } = await provider.interrupted();
            assert.match(output, /kore: \d+ of 200 steps are done; the others wait for .*, and go on in \d+ s/);
            assert.doesNotMatch(output, /PULUMI_PARALLEL/, "its requests are full");
        } finally {
            provider.stop();
            await emulator.close();
        }
    });

    it("says how far it is and when it goes on, and at the start of the wait what would take fewer requests", async () => {
        const emulator = await startEmulator({ limits: "off" });
        const provider = await ProviderProcess.start(
            { ...settingsFor(emulator.url), "kore:requestsPerMinute": "8" },
            { env: { PULUMI_PARALLEL: "8" } },
        );
        try {
            // As the engine does: eight at a time. Three requests a round, so that the third waits for its last.
            for (let round = 0; round < 4; round++)
                await Promise.all(
                    Array.from({ length: 8 }, (_, index) =>
                        provider.create({
                            emailId: `person-${round}-${index}@example.com`,
                            __provider: providerLines.KoreUser,
                        }),
                    ),
                );
            const { output } = await provider.interrupted();
            const [advice, ...others] = [...output.matchAll(/PULUMI_PARALLEL=64/g)].map(({ index }) => index);
            assert.ok(advice !== undefined && others.length === 0, output);
            const progress = /kore: (\d+) of (\d+) steps are done; the others wait for .*, and go on in \d+ s/.exec(
                output,
            );
            assert.ok(progress !== null && advice < progress.index, output);
            assert.ok(Number(progress[1]) < Number(progress[2]), output);
            assert.ok(progress.index < output.search(/kore: \d+ requests to /), output);
        } finally {
            provider.stop();
            await emulator.close();
        }
    });
});
