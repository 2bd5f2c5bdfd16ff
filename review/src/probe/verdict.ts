import type { Exchange } from "./channel";
import type { Observations, Step } from "./observations";
import type { Plan } from "./plan";
import { endingOf, personIn, wordsOf, type Entry } from "./reading";
import { visible } from "../visible";

/** A fact that is told: the value of the emulator's switch, and how it was seen. */
export interface Told {
    value: string;
    seen: string;
}

/** What is told of an open fact, or why it can't be told. */
export type Verdict = Told | { unknown: string };

/** What a fact is read from. */
export interface Evidence {
    seen: Observations;
    plan: Plan;
    /** The first refusal for too many requests, if there was one. */
    rateRefusal: Exchange | undefined;
}

/** Reads one fact. @throws Untold */
export type Reading = (evidence: Evidence) => Verdict;

/** Why a fact can't be told. */
export class Untold extends Error {}

export const told = (value: string, seen: string): Told => ({ value, seen });

/** @throws Untold */
export function untold(why: string): never {
    throw new Untold(why);
}

/** What the fact needs, which only the user can name. @throws Untold */
export function asked<T>(value: T | undefined, option: string): T {
    return value ?? untold(`nothing was named to try it with: ${option}`);
}

/** The answer to a request. @throws Untold, where it was not sent */
export function answerTo({ seen }: Evidence, step: Step): Exchange {
    return seen[step] ?? untold("what it is told by was not tried, as something before it failed");
}

/** The answer to a request that was done. @throws Untold, where it was not */
export function doneBy(evidence: Evidence, step: Step): Exchange {
    const answer = answerTo(evidence, step);
    return endingOf(answer) === "done" ? answer : untold(`the request for it was not taken: ${said(answer)}`);
}

/** The person whom a look-up shows. @throws Untold, where it shows none */
export function shownBy(evidence: Evidence, step: Step): Entry {
    if (evidence.seen.created !== undefined && personIn(evidence.seen.created) === undefined)
        return untold("a person who was added is not listed before they activate the account");
    const answer = answerTo(evidence, step);
    return personIn(answer) ?? untold(`a look-up did not show the person: ${said(answer)}`);
}

/** The value of the switch for how a request about one person ended. @throws Untold, where there is none */
export function byEnding(answer: Exchange, values: { done?: string; failureRow?: string; refused?: string }): Verdict {
    const ending = endingOf(answer);
    const value = ending === "other" ? undefined : values[ending];
    return value === undefined ? untold(`the answer is of another kind: ${said(answer)}`) : told(value, said(answer));
}

// What is like an address or a host, an id, or a token.
const names = [/@|:\/\/|[\w-]\.[a-z]{2,}/i, /^(?=.*\d).{10,}$/, /^.{25,}$/];

/** Words of Kore.ai without what they may name. */
export function scrubbed(words: string): string {
    const parts = words.slice(0, 300).split(/\s+/);
    return visible(parts.map((part) => (names.some((like) => like.test(part)) ? "…" : part)).join(" "));
}

/** How an answer looked, without what it names. */
export function said(answer: Exchange): string {
    const words = scrubbed(wordsOf(answer));
    const kinds = { done: "success", failureRow: "a failure row", refused: "a refusal", other: "another answer" };
    return `${kinds[endingOf(answer)]}, status ${answer.status}${words === "" ? "" : `, “${words}”`}`;
}
