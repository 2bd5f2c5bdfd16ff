import { type AccountKey, configuredAccountKey } from "../../provider/config";
import { ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";
import { simulatedTime } from "../harness/simulatedTime";
import { TestClock } from "../harness/testClock";
import type { Processes } from "./engine";
import { WatchedAccount } from "./watchedAccount";

let runs = 0;

/** A watched account, and the provider process that works on it. */
export class World {
    private constructor(
        readonly watched: WatchedAccount,
        readonly provider: ProviderProcess,
        /** The time of day of the provider's processes. */
        readonly clock: TestClock,
        /** How many steps the engine has at the same time. */
        readonly slots: number,
    ) {}

    static async start({ slots = 6 }: { slots?: number } = {}): Promise<World> {
        const watched = await WatchedAccount.start();
        const clock = new TestClock(new Date().toISOString());
        return new World(watched, await startProvider({ watched, clock, slots }, {}), clock, slots);
    }

    /** A run of a program with provider instances: each has a process of its own for this run alone, and all are told the same engine. */
    runOfInstances(): Processes {
        const engine = `engine-${process.pid}-of-run-${++runs}.invalid:1`;
        const started = new Map<string | undefined, Promise<ProviderProcess>>();
        return {
            of: async (instance) => {
                const config = instance === undefined ? {} : { "kore:instance": instance };
                const provider = started.get(instance) ?? startProvider(this, config, engine);
                started.set(instance, provider);
                return provider;
            },
            end: async () =>
                void (await Promise.all([...started.values()].map(async (provider) => (await provider).interrupted()))),
        };
    }

    /** The account that every instance leads to. */
    get account(): AccountKey | undefined {
        return configuredAccountKey((key) => settingsFor(this.watched.emulator.url)[key], {});
    }

    async stop(): Promise<void> {
        this.provider.stop();
        await this.watched.emulator.close();
    }
}

async function startProvider(
    { watched, clock, slots }: Pick<World, "watched" | "clock" | "slots">,
    config: Record<string, string>,
    engine?: string,
): Promise<ProviderProcess> {
    const env = { PULUMI_PARALLEL: String(slots), ...clock.ofProvider(simulatedTime["NODE_OPTIONS"]) };
    return ProviderProcess.start(
        { ...settingsFor(watched.emulator.url), ...config },
        { env, ...(engine === undefined ? {} : { engine }) },
    );
}
