import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEmulator } from "kore-emulator";
import { sdkFolder } from "../../tools/matrix/downloads";
import { sdks } from "../../tools/matrix/rows";
import { providerLines } from "../harness/managed";
import { failureOf, ProviderProcess } from "../harness/providerProcess";
import { repositoryRoot } from "../harness/repository";
import { settingsFor } from "../harness/settings";

// What hears it is a message of the SDK's own, which no page of the SDK promises.
describe("Ctrl-C is heard", function () {
    // The first run on a machine downloads what later ones find.
    this.timeout(240_000);
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(path.join(os.tmpdir(), "kore-sdk-"));
        mkdirSync(path.join(folder, "node_modules", "@pulumi"), { recursive: true });
        symlinkSync(repositoryRoot, path.join(folder, "node_modules", "pulumi-kore"), "junction");
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    for (const release of ["oldest", "newest"] as const)
        it(`by the provider of the ${release} SDK, ${sdks[release]}`, async () => {
            const sdk = path.join(folder, "node_modules", "@pulumi", "pulumi");
            symlinkSync(await sdkFolder(sdks[release]), sdk, "junction");
            const emulator = await startEmulator({ limits: "off" });
            const settings = { ...settingsFor(emulator.url), "kore:requestsPerHour": "1" };
            const provider = await ProviderProcess.start(settings, { time: "real", folder });
            try {
                const people = Array.from({ length: 100 }, (_, index) => [`p${index}@example.com`, {}]);
                const inputs = { people: Object.fromEntries(people) as object, __provider: providerLines.KoreUsers };
                const failing = failureOf(provider.create(inputs));
                await provider.printed(/used its share of the account's requests/, 20_000);
                await provider.cancel();
                assert.match((await failing).message, /^stopped after 0 of 100 people: /);
            } finally {
                provider.stop();
                await emulator.close();
            }
        });
});
