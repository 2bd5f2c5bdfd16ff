import path from "node:path";
import { ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";
import { WatchedAccount } from "./watchedAccount";

/** A watched account, and the provider process that works on it, in which what waits is over in a twentieth of the time. */
export class World {
    private constructor(
        readonly watched: WatchedAccount,
        readonly provider: ProviderProcess,
    ) {}

    static async start(): Promise<World> {
        const watched = await WatchedAccount.start();
        const provider = await ProviderProcess.start(
            { ...settingsFor(watched.emulator.url), "kore:requestTimeout": "60" },
            { env: { NODE_OPTIONS: `--require=${JSON.stringify(path.join(__dirname, "timeLapse.cjs"))}`, PULUMI_PARALLEL: "6" } },
        );
        return new World(watched, provider);
    }

    async stop(): Promise<void> {
        this.provider.stop();
        await this.watched.emulator.close();
    }
}
