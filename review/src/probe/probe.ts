import { realClock, type ClientSettings, type Clock } from "#client";
import { AccessError } from "../accessError";
import { Channel } from "./channel";
import { clean, type Left } from "./clean";
import { verdicts } from "./facts";
import { writeFacts, type Facts } from "./factsFile";
import { Journal, journalName } from "./journal";
import { steps, type Step } from "./observations";
import { requestsOf, type Plan } from "./plan";
import { checkAddresses, runScript } from "./script";
import { Session } from "./session";

/** What a probe works with, besides its plan. */
export interface Work {
    settings: ClientSettings;
    /** Where the files are written. */
    folder: string;
    /** Stops the probe; who was added is removed all the same. */
    signal: AbortSignal;
    /** Takes one line of progress. */
    tell: (text: string) => void;
    clock?: Clock;
    /** Is told before each request leaves. */
    onSend?: () => void;
}

/** How a probe ended. */
export interface Outcome {
    /** Absent where it did not come to its end. */
    facts?: Facts;
    /** Why it did not. */
    stopped?: string;
    /** Who may be in the account still. */
    left: Left[];
    requests: number;
}

/**
 * Tries every open fact that can be tried harmlessly, and writes what it has seen. Whom it adds it removes, however it
 * ends.
 *
 * @throws AccessError, where nothing was begun
 */
export async function probe(plan: Plan, work: Work): Promise<Outcome> {
    const { settings, folder, signal, tell } = work;
    if (settings.readOnly)
        throw new AccessError("kore:readOnly is on, and a probe adds people: take it away for this command.");
    if (Journal.left(folder) !== undefined)
        throw new AccessError(
            `A probe was stopped here, and may have left people: kore-access probe --clean removes them (${journalName}).`,
        );
    const { clock = realClock, onSend } = work;
    const channel = new Channel(
        settings,
        (wait) => tell(`waits ${Math.ceil(wait / 1000)} s for the account's requests`),
        clock,
        onSend,
    );
    const progress = (step: Step) =>
        tell(`${channel.requests + 1} of about ${requestsOf(plan)} requests: ${steps[step]}`);
    const session = new Session(plan, channel, signal, progress);
    await checkAddresses(session);
    const { nobody, noAddress, person, second, marker } = plan;
    const journal = Journal.begin(folder, hostOf(settings), marker, [
        person,
        ...(second === undefined ? [] : [second]),
        nobody,
        noAddress,
    ]);
    session.noteIn(journal);
    const ended = await outcomeOf(async () => {
        await runScript(session, settings.credentials);
        const evidence = { seen: session.seen, plan, rateRefusal: channel.rateRefusal };
        const facts: Facts = { format: 1, probedAt: new Date().toISOString(), facts: verdicts(evidence) };
        writeFacts(folder, facts);
        return facts;
    });
    tell("removes who was added");
    const left = await clean(channel, journal);
    if ("unexpected" in ended) throw ended.unexpected;
    return { ...ended, left, requests: channel.requests };
}

/**
 * Removes whom a probe that was stopped in this folder may have left.
 *
 * @returns who is left; undefined where no probe was stopped here
 * @throws AccessError
 */
export async function cleanUp({ settings, folder, tell, clock = realClock }: Work): Promise<Left[] | undefined> {
    const journal = Journal.left(folder);
    if (journal === undefined) return undefined;
    if (settings.readOnly)
        throw new AccessError("kore:readOnly is on, and people are to be removed: take it away for this command.");
    if (journal.host !== hostOf(settings))
        throw new AccessError(
            `The probe that was stopped here was of ${journal.host}, and the settings lead to ${hostOf(settings)}.`,
        );
    tell("removes whom a stopped probe has left");
    return clean(
        new Channel(settings, (wait) => tell(`waits ${Math.ceil(wait / 1000)} s for the account's requests`), clock),
        journal,
    );
}

// Whatever it is that ends the script, people are removed first.
async function outcomeOf(
    script: () => Promise<Facts>,
): Promise<{ facts: Facts } | { stopped: string } | { unexpected: unknown }> {
    try {
        return { facts: await script() };
    } catch (error) {
        return error instanceof AccessError ? { stopped: error.message } : { unexpected: error };
    }
}

function hostOf({ baseUrl }: ClientSettings): string {
    return new URL(baseUrl).host;
}
