import * as v from "valibot";
import { AccessError } from "../accessError";
import { describeIssues } from "../issues";
import { jsonIn } from "../jsonIn";
import { visible } from "../visible";
import { factsOf, fingerprintOf, reviewedChanges, shortFingerprint } from "./fingerprint";
import { byAbout, hasGrown, saidPowers, type SaidPower } from "./growth";
import { peopleJson } from "./json";
import type { Block, Review } from "./statement";

/** A review that was approved. */
export interface Approved {
    project: string;
    stack: string;
    fingerprint: string;
    /** The facts of each change. */
    changes: string[][];
    /** What it says of the power of what people gain. */
    powers: SaidPower[];
    /** How to name its file in a message. */
    from: string;
}

const known = 1;
const howTo = "kore-access diff preview.json --format json > review.json";
const versioned = v.looseObject({ version: v.number(), people: v.array(v.unknown()) });
const approvedReview = v.object({ ...reviewedChanges.entries, fingerprint: v.string() });

/**
 * The JSON of a review that was approved.
 *
 * @param text what `kore-access diff --format json` wrote
 * @param from where it was read, for the messages
 * @throws AccessError where it is something else, of another version, or not as it was written
 */
export function readApproved(text: string, from: string): Approved {
    const value = valueIn(text, from);
    if (!v.is(versioned, value))
        throw new AccessError(`${from} is no review. Give the JSON of the approved one, made with: ${howTo}`);
    if (value.version !== known)
        throw new AccessError(
            `${from} is a review of version ${value.version}, and this kore-access reads version ${known}: have the change reviewed anew with the release that the update uses.`,
        );
    const parsed = v.safeParse(approvedReview, value);
    if (!parsed.success)
        throw new AccessError(
            `${from} is a review that this kore-access can't read (${describeIssues(parsed.issues)}): have the change reviewed anew with the release that the update uses.`,
        );
    if (fingerprintOf(parsed.output) !== parsed.output.fingerprint)
        throw new AccessError(
            `${from} is not as it was written: its changes do not have the fingerprint that stands in it. Take the file of the review again, or have the change reviewed anew with the release that the update uses.`,
        );
    const { project, stack, people, fingerprint } = parsed.output;
    return {
        project,
        stack,
        fingerprint,
        changes: people.flatMap(factsOf),
        powers: people.flatMap(saidPowers).filter((each) => each !== undefined),
        from,
    };
}

function valueIn(text: string, from: string): unknown {
    const notWhole = `${from} is no whole JSON text: it was cut off, or is something else. Give the JSON of the approved review, made with: ${howTo}`;
    return jsonIn(text, (value) => v.is(versioned, value), {
        none: notWhole,
        cut: notWhole,
        several: (count) => `${from} has ${count} reviews in it: give each as a file of its own.`,
    });
}

/**
 * A review held to those that were approved: what none of them has is refused by the rule `not-reviewed`.
 *
 * @throws AccessError where one of them is of another stack
 */
export function heldTo(review: Review, approved: Approved[]): Review {
    if (approved.length === 0) return review;
    for (const each of approved) assertSameStack(review, each);
    const allowed = new Set(approved.flatMap(({ changes }) => changes.flat()));
    const people = peopleJson(review);
    const [facts, said] = [people.map(factsOf), people.map(saidPowers)];
    const approvedPowers = byAbout(approved.flatMap(({ powers }) => powers));
    const isBeyond = (fact: string) => !allowed.has(fact);
    const beyond = review.blocks.flatMap((block, at): Block[] => {
        const statements = block.statements.filter(
            (_, statement) => facts[at]?.[statement]?.some(isBeyond) || hasGrown(said[at]?.[statement], approvedPowers),
        );
        return statements.length === 0 ? [] : [{ ...block, statements }];
    });
    const refusal = { rule: notReviewed, why: whyOf(approved), blocks: beyond };
    return {
        ...review,
        refusals: beyond.length === 0 ? review.refusals : [refusal, ...review.refusals],
        held: {
            approved: approved.map(({ fingerprint }) => fingerprint),
            beyond,
            past: pastOf(approved, new Set(facts.flat(2))),
        },
    };
}

/** The rule that holds an update to its review. */
export const notReviewed = "not-reviewed";

function whyOf(approved: Approved[]): string {
    const fingerprints = approved.map(({ fingerprint }) => shortFingerprint(fingerprint)).join(", ");
    return approved.length === 1
        ? `changes that the approved review (${fingerprints}) does not have`
        : `changes that none of the approved reviews (${fingerprints}) has`;
}

/** How many approved changes have nothing left in the review. */
function pastOf(approved: Approved[], facts: Set<string>): number {
    const past = approved
        .flatMap(({ changes }) => changes)
        .filter((change) => change.length > 0 && !change.some((fact) => facts.has(fact)));
    return new Set(past.map((each) => each.join("\n"))).size;
}

// A preview without a single step has no name of a stack, and nothing to be held to.
function assertSameStack({ project, stack, blocks }: Review, approved: Approved): void {
    if (project === "" && blocks.length === 0) return;
    if (project === approved.project && stack === approved.stack) return;
    throw new AccessError(
        `${approved.from} is the review of ${nameOf(approved)}, and the preview is of ${nameOf({ project, stack })}: give the review of the same stack.`,
    );
}

function nameOf({ project, stack }: { project: string; stack: string }): string {
    return `${visible(project) || "no project"}/${visible(stack) || "no stack"}`;
}
