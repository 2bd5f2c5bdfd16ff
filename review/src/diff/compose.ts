import { hiddenIn } from "../hidden";
import { count, type Phrase } from "../phrase";
import { present } from "../present";
import type { Document, Paragraph, Section } from "./document";
import { shortFingerprint } from "./fingerprint";
import { importedPhrase } from "./importedPhrase";
import { shortSubject, subjectOf } from "./sentence";
import { blockRisk, byUrgency } from "./risk";
import type { Block, Review, ReviewedAccount } from "./statement";
import { routineCounts, urgentCounts } from "./summary";
import { notesOf } from "./notes";
import { wordingOf } from "./wording";

/** How much a document leaves out, to fit. */
export interface Brevity {
    routine: "all" | "alike" | "counts";
    urgent: "all" | "alike" | "counts";
    /** The most people named for one statement or rule. */
    people: number;
}

/** From everything to the least; the last one fits in any case, as it names no more than a few people of each kind. */
export const brevities: Brevity[] = [
    { routine: "all", urgent: "all", people: Infinity },
    { routine: "alike", urgent: "all", people: Infinity },
    { routine: "counts", urgent: "all", people: Infinity },
    { routine: "counts", urgent: "alike", people: Infinity },
    ...[1000, 300, 100, 30, 10, 3].map((people): Brevity => ({ routine: "counts", urgent: "alike", people })),
    { routine: "counts", urgent: "counts", people: 3 },
];

// From so many on, people of whom the same is said share an entry.
const fewest = 3;

/** A review in words. */
export function documentOf(whole: Review, brevity: Brevity): Document {
    // Who is as an import has found them is told in one paragraph.
    const review = { ...whole, blocks: whole.blocks.filter(({ imported }) => !imported) };
    const { blocks, names } = review;
    const imported = importedPhrase(whole);
    const sections = sectionsOf(review, brevity);
    const { urgent, routine } = byUrgency(blocks);
    const omits =
        brevity.urgent === "counts" || sections.some((section) => section.urgent.some(({ omitted }) => omitted > 0));
    return {
        title: titleOf(review),
        ...(whole.blocks.length === 0 ? { nothing: nothingIn(whole) } : {}),
        imported,
        ...present({ gone: farewellOf(review) }),
        urgentCounts: urgentCounts(urgent),
        routineCounts: routineCounts(routine),
        refused: refusedIn(review, brevity),
        ...(omits
            ? {
                  warning:
                      "Not everybody has room here. Each kind of change is named below with the number of its people; all of them: kore-access diff --format json.",
              }
            : {}),
        beyond: brevity.urgent === "counts" ? [] : beyondIn(review, brevity),
        sections: brevity.urgent === "counts" ? [] : sections,
        notes: [...notesOf(review), ...notesOnReviewed(review)],
        legend: brevity.people === Infinity ? names.legend(idsIn(sections)) : [],
        ...(whole.blocks.length === 0 ? {} : { fingerprint: shortFingerprint(review.fingerprint) }),
    };
}

function titleOf({ project, stack }: Review): Phrase {
    return ["Access changes", ...(project === "" ? [] : [" in ", { value: `${project}/${stack}` }])];
}

function nothingIn({ elsewhere: { resources, instances } }: Review): string {
    return resources.length + instances.length === 0
        ? "This changes nobody's access."
        : "This changes nobody's access by a KoreUser, a KoreUsers or a KoreUserAccess.";
}

/** The accounts in which something changes. */
function changedAccounts({ accounts, blocks }: Review): ReviewedAccount[] {
    return accounts.filter(({ instance }) => blocks.some((block) => block.instance === instance));
}

function farewellOf(review: Review): string | undefined {
    if (review.gone <= 1) return undefined;
    const where = changedAccounts(review).length > 1 ? " in an account" : "";
    return `Nobody whom the stack has${where} stays: all ${review.gone} people go.`;
}

function refusedIn({ refusals }: Review, { people }: Brevity): Document["refused"] {
    return refusals.map(({ rule, why, blocks }) => ({
        rule,
        why,
        people: blocks.slice(0, people).map(shortSubject),
        omitted: Math.max(0, blocks.length - people),
    }));
}

function sectionsOf(review: Review, brevity: Brevity): Section[] {
    const risk = (blocks: Block[]) => Math.max(0, ...blocks.slice(0, 1).map(blockRisk));
    return changedAccounts(review)
        .map((account) => ({
            account,
            blocks: review.blocks.filter(({ instance }) => instance === account.instance),
        }))
        .sort((a, b) => risk(b.blocks) - risk(a.blocks))
        .map(({ account, blocks }) =>
            sectionOf(blocks, review.accounts.length > 1 ? headingOf(account) : undefined, brevity),
        );
}

function sectionOf(blocks: Block[], heading: Phrase | undefined, brevity: Brevity): Section {
    const { urgent, routine } = byUrgency(blocks);
    const paragraphs = (of: Block[], amount: Amount) => paragraphsOf(of, (block) => saidOf(block, amount), brevity);
    return {
        ...(heading === undefined ? {} : { heading }),
        urgent: paragraphs(urgent, brevity.urgent === "all" ? "all" : "urgent"),
        routine:
            brevity.routine === "counts"
                ? []
                : paragraphs(routine, brevity.routine === "all" ? "all" : "withoutReason"),
        routineCounts: routineCounts(routine),
        routineOmitted: brevity.routine === "counts" && routine.length > 0,
    };
}

/** Whom the approved reviews do not have so, and what of it they do not have. */
function beyondIn({ held }: Review, brevity: Brevity): Paragraph[] {
    return paragraphsOf(
        held?.beyond ?? [],
        (block) => saidOf(block, brevity.routine === "all" ? "all" : "withoutReason"),
        brevity,
    );
}

function notesOnReviewed({ held }: Review): Phrase[] {
    if (held === undefined || held.past === 0) return [];
    const reviews = held.approved.length === 1 ? "review" : "reviews";
    const [changes, are] = [count(held.past, "change", "changes"), held.past === 1 ? "is" : "are"];
    return [[`${changes} of the approved ${reviews} ${are} not in this preview any more.`]];
}

type Content = Pick<Paragraph, "lead" | "lines">;

/** How much is said of somebody. */
type Amount = "all" | "withoutReason" | "urgent";

function saidOf(block: Block, amount: Amount): Content {
    const { lead, urgent, routine, reason } = wordingOf(block, amount !== "all");
    return {
        lead,
        lines: [...urgent, ...(amount === "urgent" ? [] : routine), ...(reason === undefined ? [] : [reason])],
    };
}

function paragraphsOf(blocks: Block[], say: (block: Block) => Content, { people }: Brevity): Paragraph[] {
    const alike = new Map<string, { blocks: Block[]; said: Content }>();
    for (const block of blocks) {
        const said = say(block);
        const key = JSON.stringify(said);
        const same = alike.get(key) ?? { blocks: [], said };
        same.blocks.push(block);
        alike.set(key, same);
    }
    return [...alike.values()].flatMap(({ blocks: same, said }): Paragraph[] => {
        if (same.length < fewest) return same.map((block) => ({ subjects: [subjectOf(block)], omitted: 0, ...said }));
        return [
            { subjects: same.slice(0, people).map(shortSubject), omitted: Math.max(0, same.length - people), ...said },
        ];
    });
}

function headingOf({ provider, host }: ReviewedAccount): Phrase {
    return [
        "Account ",
        ...(host === undefined ? [] : [{ value: host }, " "]),
        ...(provider === undefined ? ["of the stack's configuration"] : ["(provider ", { value: provider }, ")"]),
    ];
}

function idsIn(sections: Section[]): Set<string> {
    const pieces = sections.flatMap(({ urgent, routine }) =>
        [...urgent, ...routine].flatMap(({ lead, lines }) => [...(lead ?? []), ...lines.flat()]),
    );
    return new Set(
        pieces.flatMap((piece) =>
            typeof piece === "object" && "id" in piece && hiddenIn(piece.id) === undefined ? [piece.id] : [],
        ),
    );
}
