import { createHash } from "node:crypto";
import * as v from "valibot";

const resource = v.looseObject({ type: v.string(), urn: v.string(), reason: v.nullable(v.string()) });
const access = v.looseObject({ type: v.string() });
const change = v.looseObject({
    kind: v.string(),
    resources: v.array(resource),
    access: v.optional(access),
    had: v.optional(v.array(access)),
});
const person = v.looseObject({
    emailId: v.nullable(v.string()),
    account: v.looseObject({}),
    changes: v.array(change),
});

/** What the JSON of a review says of people, as far as its facts are read from it. */
export const reviewedChanges = v.object({ project: v.string(), stack: v.string(), people: v.array(person) });

export type ReviewedChanges = v.InferOutput<typeof reviewedChanges>;
type ReviewedPerson = ReviewedChanges["people"][number];
type ReviewedChange = ReviewedPerson["changes"][number];

// Words for the same, what ids mean, and what follows from the rest of what somebody has: none of it is what an update does.
const words = new Set(
    "text needsALook first more last through power owner mayOwnAccount isKnown roleName botName groupName throughName".split(
        " ",
    ),
);
// What an update finds, and does not do.
const remarks = new Set(["blocked", "unfinished", "undeclared", "resembles", "ended", "lastAdministrator"]);

/**
 * The facts of each change of somebody: each a text that is the same for the same change of the same person in the same
 * account, by the same resources for the same reason. An update does no more than was approved if each of its facts is
 * among those that were; what is part of a change (a dialog, a field, an access that somebody had) is a fact of its own.
 */
export function factsOf({ emailId, account, changes }: ReviewedPerson): string[][] {
    const about = canonical({ emailId, account });
    return changes.map((changed) => (isRemark(changed) ? [] : factsOfChange(about, changed)));
}

// What a group confers is no act of the update's, and known here better or worse: to come into the group is.
function isRemark({ kind, access: given }: ReviewedChange): boolean {
    return remarks.has(kind) || given?.["through"] !== undefined;
}

function factsOfChange(about: string, changed: ReviewedChange): string[] {
    const { held, access: given, had, fields, ...rest } = plainlyReasoned(changed);
    // Of ten thousand people, digests are compared in a fraction of the time.
    const what = digest(`${about} ${canonical(rest)}`);
    const of = (part: object) => `${what} ${canonical(part)}`;
    const accesses = (had ?? (given === undefined ? [] : [given]))
        .filter((each) => each["through"] === undefined)
        .flatMap(accessFacts);
    return [
        of({}),
        ...accesses.map((access) => of({ access })),
        ...(Array.isArray(fields) ? fields : []).map((field: unknown) => of({ field })),
        // What may turn out to be more than was approved, never less.
        ...(held === false ? accesses.map((access) => of({ held, access })) : []),
    ];
}

function accessFacts({ dialogs, ...access }: v.InferOutput<typeof change>["access"] & object): object[] {
    return Array.isArray(dialogs) ? dialogs.map((dialog: unknown) => ({ ...access, dialog })) : [access];
}

function plainlyReasoned(changed: ReviewedChange): ReviewedChange {
    const plain = (reason: unknown) => (typeof reason === "string" ? plainlyTyped(reason) : reason);
    const { from, to } = changed;
    return {
        ...changed,
        resources: changed.resources.map(({ reason, ...others }) => ({
            ...others,
            reason: reason === null ? null : plainlyTyped(reason),
        })),
        ...(changed.kind === "setting" && changed["name"] === "reason" ? { from: plain(from), to: plain(to) } : {}),
    };
}

/** JSON that does not depend on the order of properties and lists, without words. */
function canonical(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map(canonical).sort().join(",")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const entries = Object.entries(value).filter(([key, of]) => of !== undefined && !words.has(key));
    return `{${entries
        .map(([key, of]) => `${JSON.stringify(key)}:${canonical(of)}`)
        .sort()
        .join(",")}}`;
}

/** Without what an editor makes of quotation marks, dashes and blanks. */
function plainlyTyped(text: string): string {
    return text
        .normalize("NFKC")
        .replaceAll(/[\u2018\u2019\u201a\u2039\u203a]/g, "'")
        .replaceAll(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
        .replaceAll(/[\u2010-\u2015\u2212]/g, "-")
        .replaceAll(/\s+/g, " ")
        .trim();
}

/**
 * SHA-256, in hexadecimal digits, of what a review says is done: for whom, in which account, by which resources and why.
 * Words, formats, names of ids and the order of steps have no part in it.
 */
export function fingerprintOf({ project, stack, people }: ReviewedChanges): string {
    const facts = new Set(people.flatMap(factsOf).flat());
    return digest(JSON.stringify([project, stack, [...facts].sort()]));
}

function digest(text: string): string {
    return createHash("sha256").update(text).digest("hex");
}

/** As reviews show it: enough to tell two of them apart by eye. */
export function shortFingerprint(fingerprint: string): string {
    return fingerprint.slice(0, 16);
}
