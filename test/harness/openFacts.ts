import { switchTable, type Emulator, type Switches } from "kore-emulator";
import type { ProviderProcess } from "./providerProcess";
import { serving } from "./served";

/** What the emulator does by default, once, and then each other answer to each question that Kore.ai's pages leave open. */
export const openFacts: Partial<Switches>[] = [
    {},
    ...Object.entries(switchTable).flatMap(([name, { values }]) =>
        values.slice(1).map(([value]): Partial<Switches> => ({ [name]: value })),
    ),
];

/** The words for one of them in a test's title. */
export function titleOf(switches: Partial<Switches>): string {
    const [title = "by default"] = Object.entries(switches).map(([name, value]) => `${name}: ${value}`);
    return title;
}

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

        for (const switches of openFacts) {
            it(titleOf(switches), async () => {
                emulator.account.reset(undefined, switches);
                await scenario(emulator, provider);
            });
        }
    });
}
