import { switchTable, type Emulator, type SwitchName } from "kore-emulator";
import type { ProviderProcess } from "./providerProcess";
import { serving } from "./served";

/** Runs a scenario through the real provider process under every value of every fact that Kore.ai's pages leave open. */
export function underEveryOpenFact(
    title: string,
    scenario: (emulator: Emulator, provider: ProviderProcess) => Promise<void>,
): void {
    describe(`${title} under every value of every open fact`, function () {
        this.timeout(60_000);
        let emulator: Emulator;
        let provider: ProviderProcess;

        serving((started, process) => ([emulator, provider] = [started, process]));

        for (const [name, { values }] of Object.entries(switchTable) as [
            SwitchName,
            (typeof switchTable)[SwitchName],
        ][]) {
            for (const [value] of values) {
                it(`${name}: ${value}`, async () => {
                    emulator.account.reset(undefined, { [name]: value });
                    await scenario(emulator, provider);
                });
            }
        }
    });
}
