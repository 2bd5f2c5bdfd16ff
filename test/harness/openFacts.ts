import assert from "node:assert/strict";
import fc from "fast-check";
import { switchTable, type Emulator, type Switches } from "kore-emulator";
import type { Managed, Step } from "./managed";
import { failureOf, type Properties, type ProviderProcess } from "./providerProcess";
import { serving } from "./served";
import { isWhole } from "./whole";

/** What the emulator does by default, once, and then each other answer to each question that Kore.ai's pages leave open. */
export const openFacts: Partial<Switches>[] = [
    {},
    ...Object.entries(switchTable).flatMap(([name, { values }]) =>
        values.slice(1).map(([value]): Partial<Switches> => ({ [name]: value })),
    ),
];

/** Seeds of random combinations: 200 with KORE_TEST_COMBINATIONS=200, a few of them without. */
const combinationSeeds = Array.from(
    { length: Number(process.env["KORE_TEST_COMBINATIONS"] ?? (isWhole ? 5 : 2)) },
    (_, index) => index + 1,
);

/** A value for every question; those that change nothing for most scenarios are as probable as others. */
function randomFacts(seed: number): Partial<Switches> {
    const questions = Object.entries(switchTable).map(([name, { values }]) =>
        fc.constantFrom(...values.map(([value]) => value)).map((value) => [name, value] as const),
    );
    const [chosen = []] = fc.sample(fc.tuple(...questions), { seed, numRuns: 1 });
    const facts = Object.fromEntries(chosen) as Partial<Switches>;
    // Where removed people are listed, nothing else than a status and a refused update tells them from people without access: without
    // either, who is added again is refused, as an adoption that is not declared.
    if (facts.removedPeople !== "inactive") return facts;
    return {
        ...facts,
        statusReported: "reported",
        ...(facts.updateUnknown === "ignored" ? { updateUnknown: "failureRow" } : {}),
    };
}

/** The words for one of them in a test's title. */
export function titleOf(switches: Partial<Switches>): string {
    const [title = "by default"] = Object.entries(switches).map(([name, value]) => `${name}: ${value}`);
    return title;
}

/**
 * Runs a scenario through the real provider process under every value of every fact that Kore.ai's pages leave open. Where not
 * every test runs, each value is one scenario's: every other one is this one's.
 *
 * @param share which of the two halves: 0 begins with the defaults
 */
export function underEveryOpenFact(
    title: string,
    share: 0 | 1,
    scenario: (emulator: Emulator, provider: ProviderProcess) => Promise<void>,
): void {
    describe(`${title} under every value of every open fact`, function () {
        this.timeout(60_000);
        let emulator: Emulator;
        let provider: ProviderProcess;

        serving((started, process) => ([emulator, provider] = [started, process]));

        for (const switches of openFacts.filter((_, index) => isWhole || index % 2 === share)) {
            it(titleOf(switches), async () => {
                emulator.account.reset(undefined, switches);
                await scenario(emulator, provider);
            });
        }

        for (const seed of combinationSeeds) {
            it(`random combination ${seed}`, async () => {
                const switches = randomFacts(seed);
                emulator.account.reset(undefined, switches);
                await scenario(emulator, provider).catch((error: unknown) => {
                    throw new Error(`under ${JSON.stringify(switches)}`, { cause: error });
                });
            });
        }
    });
}

/** Adds somebody; where the account lists people only when they are active, they accept their invitation, and the next update goes on. */
export async function join(
    { account }: Emulator,
    resource: Managed,
    args: Properties & { emailId: string },
): Promise<Step> {
    const { newPersonListed, newPersonStatus } = account.switches();
    if (newPersonListed === "atOnce" || newPersonStatus === "active") return resource.up(args);
    const step = resource.id === undefined ? "create" : "replace";
    const { message } = await failureOf(resource.up(args));
    assert.match(message, /was added, as Kore\.ai says, but is not listed/);
    const emailId = args.emailId.trim().toLowerCase();
    const invited = account.person(emailId)?.invitations;
    assert.equal(await resource.up(args), "update");
    assert.equal(account.person(emailId)?.invitations, invited, "nobody is invited twice");
    account.changePerson(emailId, { status: "active" });
    assert.equal(await resource.refresh(), true);
    await resource.up(args);
    return step;
}
