import { startEmulator, type Emulator } from "kore-emulator";
import { ProviderProcess } from "./providerProcess";
import { settingsFor } from "./settings";

/** For the tests of a describe: an emulator without limits and a provider process that is set to it. */
export function serving(take: (emulator: Emulator, provider: ProviderProcess) => void): void {
    let emulator: Emulator;
    let provider: ProviderProcess;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        provider = await ProviderProcess.start(settingsFor(emulator.url));
        take(emulator, provider);
    });
    after(async () => {
        provider.stop();
        await emulator.close();
    });
}
