import { joined, type Phrase } from "../phrase";
import { accessNoun, listSuffix, sentence } from "./sentence";
import { riskOf } from "./risk";
import type { Block, Statement } from "./statement";

/** What changes for somebody. */
export interface Wording {
    /** What is said first: that they come, go, or move. */
    lead: Phrase | undefined;
    /** What needs a look, a line each. */
    urgent: Phrase[];
    /** The rest; access of the same kind in one line. */
    routine: Phrase[];
    /** Why they have what they gain. */
    reason: Phrase | undefined;
}

const leading: Statement["kind"][] = ["joins", "replaces", "handedOver", "takenOver", "leaves", "kept", "stays"];

/** @param brief without what is no change: what those had who leave, and reasons */
export function wordingOf(block: Block, brief = false): Wording {
    const statements = brief
        ? block.statements.map((statement) => ("had" in statement ? { ...statement, had: [] } : statement))
        : block.statements;
    const lead = statements.find(({ kind }) => leading.includes(kind));
    // That somebody is not known is said in their place.
    const others = statements.filter(
        (statement) =>
            statement !== lead &&
            !(
                block.hidden !== undefined &&
                statement.kind === "unknown" &&
                (statement.what === "address" || statement.what === "members")
            ),
    );
    const [urgent, routine] = [
        others.filter((statement) => riskOf(statement) > 0),
        others.filter((statement) => riskOf(statement) === 0),
    ];
    const reasons = brief ? undefined : reasonsOf(block);
    const say = (statement: Statement) => [...sentence(statement, block), ...(reasons?.beside.get(statement) ?? [])];
    return {
        lead: lead && say(lead),
        urgent: urgent.map(say),
        routine: [
            ...together("gains", routine, reasons),
            ...together("loses", routine, reasons),
            ...routine.filter((statement) => !isPlain(statement)).map(say),
        ],
        reason: reasons?.ofAll,
    };
}

/** Plain access of a kind in one line for each reason. */
function together(kind: "gains" | "loses", routine: Statement[], reasons: Reasons | undefined): Phrase[] {
    const byReason = new Map<string, { nouns: Phrase[]; reason: Phrase }>();
    for (const statement of routine) {
        if (statement.kind !== kind || !isPlain(statement)) continue;
        const reason = reasons?.beside.get(statement) ?? [];
        const line = byReason.get(JSON.stringify(reason)) ?? { nouns: [], reason };
        line.nouns.push([...accessNoun(statement.access), ...listSuffix(statement)]);
        byReason.set(JSON.stringify(reason), line);
    }
    return [...byReason.values()].map(({ nouns, reason }) => [`${kind} `, ...joined(nouns, ", "), ...reason]);
}

/** Why somebody has what they gain: one reason for all of it, or each beside what it is for. */
interface Reasons {
    ofAll: Phrase | undefined;
    beside: Map<Statement, Phrase>;
}

function reasonsOf({ statements }: Block): Reasons {
    const told = statements.flatMap((statement) =>
        statement.kind === "setting" && statement.name === "reason" ? statement.by.map(({ urn }) => urn) : [],
    );
    // What a resource says anew as its reason stands in a line of its own.
    const gaining = statements.filter(
        ({ kind, outside, by }) =>
            !outside &&
            (kind === "gains" || kind === "joins" || kind === "replaces") &&
            !by.some(({ urn }) => told.includes(urn)),
    );
    const reasons = gaining.map((statement) => ({ statement, reason: reasonOf(statement) }));
    const different = new Set(reasons.map(({ reason }) => JSON.stringify(reason)));
    if (different.size <= 1) return { ofAll: reasons[0]?.reason ?? missing(gaining), beside: new Map() };
    const beside = reasons.flatMap(({ statement, reason }): [Statement, Phrase][] => {
        const words = reason ?? missing([statement]);
        return words === undefined ? [] : [[statement, [" – ", ...words]]];
    });
    return { ofAll: undefined, beside: new Map(beside) };
}

function reasonOf({ by }: Statement): Phrase | undefined {
    const reasons = [...new Set(by.flatMap(({ reason }) => reason ?? []))];
    return reasons.length === 0
        ? undefined
        : [
              "reason: ",
              ...joined(
                  reasons.map((reason): Phrase => [{ value: reason }]),
                  ", ",
              ),
          ];
}

function missing(gaining: Statement[]): Phrase | undefined {
    return gaining.some((statement) => riskOf(statement) > 0) ? ["no reason given"] : undefined;
}

function isPlain(statement: Statement): statement is Extract<Statement, { kind: "gains" | "loses" }> {
    if (statement.kind === "gains")
        return ["role", "group", "tasks"].includes(statement.access.type) && !statement.held;
    return (
        statement.kind === "loses" &&
        ["role", "group", "tasks"].includes(statement.access.type) &&
        statement.through.length === 0 &&
        !statement.undeclared &&
        !statement.unsure &&
        statement.otherInstance === undefined
    );
}
