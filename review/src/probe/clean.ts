import { endpoints, type Endpoint } from "#client";
import { AccessError } from "../accessError";
import { NoAnswer, type Channel, type Exchange } from "./channel";
import type { Journal, JournalPerson } from "./journal";
import { endingOf, hasNoAccess, personIn, saysUnknown, textOf, type Entry } from "./reading";
import { said } from "./verdict";

/** Somebody who may be in the account still. */
export interface Left {
    emailId: string;
    why: string;
}

// A removal may show late, as a create may.
const pauses = [500, 1_500, 3_000, 5_000, 0];

/**
 * Removes whom a probe may have added, and forgets whoever is known to be gone. Somebody else who has the address by now
 * is left alone.
 *
 * @returns who is left
 */
export async function clean(channel: Channel, journal: Journal): Promise<Left[]> {
    const left: Left[] = [];
    for (const person of [...journal.people]) {
        try {
            const why = await remove(channel, journal.marker, person);
            if (why === undefined) journal.forget(person.emailId);
            else left.push({ emailId: person.emailId, why });
        } catch (error) {
            if (!(error instanceof AccessError)) throw error;
            left.push({ emailId: person.emailId, why: error.message });
        }
    }
    return left;
}

/** @returns why somebody is left, or undefined where they are gone */
async function remove(channel: Channel, marker: string, person: JournalPerson): Promise<string | undefined> {
    const { emailId } = person;
    const found = await lookUp(channel, emailId);
    const entry = personIn(found);
    if (entry !== undefined)
        return isOurs(entry, marker, person)
            ? removeListed(channel, emailId, entry)
            : "somebody whom the probe did not add has this address now: they were left alone";
    if (isNobody(emailId)) return undefined;
    return saysUnknown(found)
        ? removeUnlisted(channel, emailId)
        : `Kore.ai does not say whether they are there: ${said(found)}`;
}

function sendRemoval(channel: Channel, emailId: string): Promise<Exchange> {
    return insist(channel, endpoints.removeUsers, { deleteEmailIds: [emailId] });
}

// People may be in an account before it lists them: then the removal alone tells.
async function removeUnlisted(channel: Channel, emailId: string): Promise<string | undefined> {
    const removal = await sendRemoval(channel, emailId);
    const ending = endingOf(removal);
    return ending === "done" || ending === "failureRow" || removal.status === 400
        ? undefined
        : `they are not listed, and DELETE users answers ${said(removal)}`;
}

async function removeListed(channel: Channel, emailId: string, before: Entry): Promise<string | undefined> {
    const removal = await sendRemoval(channel, emailId);
    let after = removal;
    for (const pause of pauses) {
        after = await lookUp(channel, emailId);
        if (isGone(after, before, removal)) return undefined;
        await channel.pause(pause);
    }
    if (await isRecord(channel, emailId, after)) return undefined;
    const last = personIn(after);
    return endingOf(removal) === "done" && last !== undefined && hasNoAccess(last)
        ? "Kore.ai has taken the removal, and lists them still, without any access: perhaps as a record alone"
        : `DELETE users answers ${said(removal)}, a look-up ${said(after)}`;
}

// Those whom the probe writes about without adding them.
function isNobody(emailId: string): boolean {
    return !emailId.includes("@") || emailId.endsWith(".invalid");
}

function lookUp(channel: Channel, emailId: string): Promise<Exchange> {
    return insist(channel, endpoints.usersInfo, { emailIds: [emailId] });
}

/** Sends what may be sent twice, again where the platform fails. */
async function insist(channel: Channel, endpoint: Endpoint, body: object): Promise<Exchange> {
    for (const pause of [1_000, 4_000]) {
        const exchange = await channel.send(endpoint, { body }).catch((error: unknown) => {
            if (error instanceof NoAnswer) return undefined;
            throw error;
        });
        if (exchange !== undefined && exchange.status < 500) return exchange;
        await channel.pause(pause);
    }
    return channel.send(endpoint, { body });
}

function isOurs({ userInfo }: Entry, marker: string, { userId }: JournalPerson): boolean {
    return (
        (userId !== undefined && userInfo["userId"] === userId) ||
        (textOf(userInfo["firstName"]) ?? "").startsWith(marker)
    );
}

/** Unknown after a removal, or, where Kore.ai keeps a record of people, listed without the access of before. */
function isGone(after: Exchange, before: Entry, removal: Exchange): boolean {
    const entry = personIn(after);
    if (entry === undefined) return saysUnknown(after);
    const isInactive = /^(not active|inactive)$/i.test(textOf(entry.userInfo["status"]) ?? "");
    return removal.status < 500 && hasNoAccess(entry) && (isInactive || !hasNoAccess(before));
}

/** Whether somebody who is listed without any access can't be changed, as nobody can who is not there. */
async function isRecord(channel: Channel, emailId: string, after: Exchange): Promise<boolean> {
    const entry = personIn(after);
    if (entry === undefined || !hasNoAccess(entry)) return false;
    const row = { userInfo: { emailId }, canCreateBot: false, isDeveloper: false };
    const answer = await insist(channel, endpoints.updateUsers, { users: [row] });
    return endingOf(answer) === "failureRow" || endingOf(answer) === "refused";
}
