import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "mocha";
import { startEmulator, switchTable, type Emulator, type Switches } from "kore-emulator";
import { ProviderProcess } from "../harness/providerProcess";
import { settingsFor as configurationFor } from "../harness/settings";
import { sample, whole } from "../harness/whole";
import { declarationsOf, failuresOf } from "./declarations";
import { imported, temporaryFolders } from "./imports";
import { mixedAccount } from "./mixedAccount";

// How Kore.ai may report people and lists: what it does with writes is no part of an import.
const ofReports: (keyof Switches)[] = [
    ...([
        "conferringGroups",
        "directRoleAlsoConferred",
        "tasksReported",
        "taskKey",
        "allDialogsReported",
        "statusReported",
        "usersInfoMeta",
    ] as const),
    ...([
        "answerLetterCase",
        "answerOrder",
        "notFoundReason",
        "lookUpReasonShape",
        "adminRoleId",
        "rolesOffset",
        "largestUserPage",
        "foreignPeople",
    ] as const),
];
const variants: Partial<Switches>[] = [
    {},
    ...ofReports.flatMap((name) => switchTable[name].values.slice(1).map(([value]) => ({ [name]: value }))),
];

// As many as there are slots, and in one request, so that nobody is waited for.
const size = 55;

describe("what an import declares is adopted without a write", function () {
    this.timeout(300_000);
    const temporaryFolder = temporaryFolders();
    let emulator: Emulator;
    let provider: ProviderProcess;
    before(async () => {
        emulator = await startEmulator({ limits: "off", seed: mixedAccount(size) });
        provider = await ProviderProcess.start(
            { ...configurationFor(emulator.url), "kore:readOnly": "true", "kore:batchSize": String(size) },
            { env: { PULUMI_PARALLEL: String(size) } },
        );
    });
    after(async () => {
        provider.stop();
        await emulator.close();
    });

    // The emulator's own tests have each value, and test/protocol/openFacts what a program does under it.
    for (const switches of sample(variants, 12)) {
        const [variant = "by default"] = Object.entries(switches).map(([name, value]) => `where ${name} is ${value}`);
        it(variant, async () => {
            emulator.account.reset(mixedAccount(size), switches);
            const { folder } = await imported(path.join(temporaryFolder(), "access"), emulator.url);
            assert.deepEqual(await failuresOf(await declarationsOf(folder), provider), []);
        });
    }
});

describe("what verifying an import reads", function () {
    this.timeout(300_000);
    const temporaryFolder = temporaryFolders();

    whole.it("is 5,000 people in about 100 requests, of which an hour has 1,800", async () => {
        const emulator = await startEmulator({ limits: "off", seed: mixedAccount(5_000) });
        const provider = await ProviderProcess.start(
            { ...configurationFor(emulator.url), "kore:readOnly": "true" },
            { time: "real", env: { PULUMI_PARALLEL: "64" } },
        );
        try {
            const { folder } = await imported(path.join(temporaryFolder(), "access"), emulator.url);
            const declared = await declarationsOf(folder);
            emulator.account.clearRequests();
            assert.deepEqual(await failuresOf(declared, provider), []);
            const requests = emulator.account.requests();
            assert.deepEqual([...new Set(requests.map(({ path: to }) => to))], ["/api/public/usersInfo"]);
            assert.ok(requests.length <= 150, `${requests.length} requests`);
        } finally {
            provider.stop();
            await emulator.close();
        }
    });
});
