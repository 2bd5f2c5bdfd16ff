import assert from "node:assert/strict";
import { startEmulator, switchTable, type Emulator, type SwitchName } from "kore-emulator";
import { assertOnlyRead, checksThatAre, environmentOf, examineAccount } from "./patient";

describe("kore-access doctor under every value of every open fact", () => {
    let emulator: Emulator;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
    });
    after(() => emulator.close());

    for (const [name, { values }] of Object.entries(switchTable) as [SwitchName, (typeof switchTable)[SwitchName]][]) {
        it(`finds nothing wrong, whatever ${name} is`, async () => {
            for (const [value] of values) {
                emulator.account.reset(undefined, { [name]: value });
                const diagnosis = await examineAccount(environmentOf(emulator.url));
                assert.deepEqual(
                    [checksThatAre(diagnosis, "problem"), checksThatAre(diagnosis, "warning")],
                    [[], ["pulumi"]],
                    value,
                );
                assertOnlyRead(emulator);
            }
        });
    }
});
