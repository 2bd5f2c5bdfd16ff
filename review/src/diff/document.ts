import { hiddenIn } from "../hidden";
import { count, type Phrase, type Piece } from "../phrase";
import type { Review, ReviewedAccount } from "./review";
import { blockRisk, type Block } from "./statement";
import { routineCounts, urgentCounts } from "./summary";
import { subjectOf, tell } from "./wording";

/** Somebody, or several people of whom the same is to be said. */
export interface Entry {
    /** What is said of them first: that they join, or move. */
    lead: Phrase | undefined;
    /** More than one stand for all of them. */
    subjects: Phrase[];
    /** How many subjects are left out. */
    omitted: number;
    lines: Phrase[];
}

/** The part of an account. */
export interface Section {
    heading?: Phrase;
    urgent: Entry[];
    routine: Entry[];
    /** "3 join, 1 loses access"; empty where there is nothing. */
    routineCounts: string[];
    /** Whether there is not room to name what is routine. */
    routineOmitted: boolean;
}

/** A review in words, without any format. */
export interface Document {
    title: Phrase;
    /** One plain sentence, where nothing changes. */
    nothing?: string;
    /** The accident of an empty list of people. */
    gone?: string;
    urgentCounts: string[];
    routineCounts: string[];
    refused: { rule: string; why: string; people: Phrase[]; omitted: number }[];
    /** Said at the top, where not everybody has room. */
    warning?: string;
    sections: Section[];
    notes: Phrase[];
    legend: { id: string; name: string }[];
}

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

export function documentOf(review: Review, brevity: Brevity): Document {
    const { blocks, refusals, names } = review;
    const accounts = review.accounts.filter(({ instance }) => blocks.some((block) => block.instance === instance));
    const sections = accounts
        .map((account) => ({ account, of: blocks.filter(({ instance }) => instance === account.instance) }))
        .sort(
            (a, b) => Math.max(0, ...b.of.slice(0, 1).map(blockRisk)) - Math.max(0, ...a.of.slice(0, 1).map(blockRisk)),
        )
        .map(({ account, of }) => sectionOf(of, review.accounts.length > 1 ? headingOf(account) : undefined, brevity));
    const urgent = blocks.filter((block) => blockRisk(block) > 0);
    const omits =
        brevity.urgent === "counts" || sections.some((section) => section.urgent.some(({ omitted }) => omitted > 0));
    return {
        title: [
            "Access changes",
            ...(review.project === "" ? [] : [" in ", { value: `${review.project}/${review.stack}` }]),
        ],
        ...(blocks.length === 0 ? { nothing: "This changes nobody's access." } : {}),
        ...(review.gone > 1
            ? {
                  gone: `Nobody stays: all ${review.gone} people that the stack has${accounts.length > 1 ? " in an account" : ""} go.`,
              }
            : {}),
        urgentCounts: urgentCounts(urgent),
        routineCounts: routineCounts(blocks.filter((block) => blockRisk(block) === 0)),
        refused: refusals.map(({ rule, why, blocks: broken }) => ({
            rule,
            why,
            people: broken.slice(0, brevity.people).map(addressOf),
            omitted: Math.max(0, broken.length - brevity.people),
        })),
        ...(omits
            ? {
                  warning:
                      "Not everybody has room here. Each kind of change is named below with the number of its people; all of them: kore-access diff --format json.",
              }
            : {}),
        sections: brevity.urgent === "counts" ? [] : sections,
        notes: notesOf(review),
        legend: brevity.people === Infinity ? names.legend(idsIn(sections)) : [],
    };
}

function sectionOf(blocks: Block[], heading: Phrase | undefined, brevity: Brevity): Section {
    const [urgent, routine] = [
        blocks.filter((block) => blockRisk(block) > 0),
        blocks.filter((block) => blockRisk(block) === 0),
    ];
    const whole = (block: Block): Said => {
        const { lead, urgent: first, routine: rest, reason } = tell(block);
        return { lead, lines: [...first, ...rest, ...(reason === undefined ? [] : [reason])] };
    };
    const brief = (block: Block): Said => {
        const { lead, urgent: first } = tell(block, true);
        return { lead, lines: first };
    };
    const withoutReason = (block: Block): Said => {
        const { lead, urgent: first, routine: rest } = tell(block, true);
        return { lead, lines: [...first, ...rest] };
    };
    return {
        ...(heading === undefined ? {} : { heading }),
        urgent: entriesOf(urgent, brevity.urgent === "all" ? whole : brief, brevity),
        routine:
            brevity.routine === "counts"
                ? []
                : entriesOf(routine, brevity.routine === "all" ? whole : withoutReason, brevity),
        routineCounts: routineCounts(routine),
        routineOmitted: brevity.routine === "counts" && routine.length > 0,
    };
}

type Said = Pick<Entry, "lead" | "lines">;

function entriesOf(blocks: Block[], say: (block: Block) => Said, { people }: Brevity): Entry[] {
    const alike = new Map<string, { blocks: Block[]; said: Said }>();
    for (const block of blocks) {
        const said = say(block);
        const key = JSON.stringify(said);
        const entry = alike.get(key) ?? { blocks: [], said };
        entry.blocks.push(block);
        alike.set(key, entry);
    }
    return [...alike.values()].flatMap(({ blocks: same, said }): Entry[] => {
        if (same.length < fewest) return same.map((block) => ({ subjects: [subjectOf(block)], omitted: 0, ...said }));
        return [
            { subjects: same.slice(0, people).map(addressOf), omitted: Math.max(0, same.length - people), ...said },
        ];
    });
}

/** Who, as short as can be. */
function addressOf(block: Block): Phrase {
    return block.emailId === undefined || block.hidden !== undefined ? subjectOf(block) : [{ value: block.emailId }];
}

function headingOf({ provider, host }: ReviewedAccount): Phrase {
    return [
        "Account ",
        ...(host === undefined ? [] : [{ value: host }, " "]),
        ...(provider === undefined ? ["of the stack's configuration"] : ["(provider ", { value: provider }, ")"]),
    ];
}

function notesOf({ blocks, refreshed, complete, names }: Review): Phrase[] {
    const statements = blocks.flatMap((block) => block.statements);
    const joins = statements.some(
        (statement) => (statement.kind === "joins" && statement.adopt === "ifSame") || statement.kind === "replaces",
    );
    const leaves = statements.some((statement) => statement.kind === "leaves" && statement.fate === "removed");
    const groups = [
        ...new Set(
            statements.flatMap((statement) =>
                statement.kind === "gains" && statement.access.type === "group" ? [statement.access.groupId] : [],
            ),
        ),
    ].filter((id) => names.conferred(id) === undefined);
    return [
        ...(joins
            ? [
                  [
                      "Who joins is added to the account. Somebody who is there already is taken over if they have exactly what is declared; else the update stops.",
                  ],
              ]
            : []),
        ...(groups.length === 0
            ? []
            : [
                  [
                      "Groups confer roles; which ones is not known here of ",
                      ...groups.slice(0, 20).flatMap((id, at): Piece[] => (at === 0 ? [{ id }] : [", ", { id }])),
                      ...(groups.length > 20 ? [` and ${count(groups.length - 20, "other", "others")}`] : []),
                      ".",
                  ],
              ]),
        ...(leaves && !complete
            ? [
                  [
                      "Unchanged resources are not in this preview (pulumi preview --show-sames): somebody whom an unchanged KoreUserAccess names stays in the account.",
                  ],
              ]
            : []),
        ...(refreshed
            ? [
                  [
                      "The account was read for this preview. Roles, groups and flags that the program never declared are not looked at, unless exclusive.",
                  ],
              ]
            : []),
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
