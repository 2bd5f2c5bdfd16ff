import assert from "node:assert/strict";
import { startEmulator, type Emulator } from "kore-emulator";
import { openFacts, titleOf } from "../harness/openFacts";
import { assertOnlyRead, checksThatAre, environmentOf, examineAccount, seed } from "./patient";

describe("kore-access doctor under every value of every open fact", () => {
    let emulator: Emulator;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
    });
    after(() => emulator.close());

    for (const switches of openFacts) {
        it(`finds nothing wrong: ${titleOf(switches)}`, async () => {
            emulator.account.reset(seed, switches);
            const diagnosis = await examineAccount(environmentOf(emulator.url));
            assert.deepEqual(
                [checksThatAre(diagnosis, "problem"), checksThatAre(diagnosis, "warning")],
                [[], ["pulumi"]],
            );
            assertOnlyRead(emulator);
        });
    }
});
