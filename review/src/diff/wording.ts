import { joined, type Phrase } from "../phrase";
import { accessNoun, listSuffix, sentence } from "./sentence";
import { riskOf, type Block, type Statement } from "./statement";

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
    const together = (kind: "gains" | "loses"): Phrase[] => {
        const nouns = routine
            .filter((statement) => statement.kind === kind && isPlain(statement))
            .flatMap((statement) =>
                "access" in statement ? [[...accessNoun(statement.access), ...listSuffix(statement)]] : [],
            );
        return nouns.length === 0 ? [] : [[`${kind} `, ...joined(nouns, ", ")]];
    };
    const said = (some: Statement[]) => some.map((statement) => sentence(statement, block));
    return {
        lead: lead && sentence(lead, block),
        urgent: said(urgent),
        routine: [
            ...together("gains"),
            ...together("loses"),
            ...said(routine.filter((statement) => !isPlain(statement))),
        ],
        reason: brief ? undefined : reasonOf(block),
    };
}

function reasonOf({ statements }: Block): Phrase | undefined {
    const gaining = statements.filter(
        ({ kind, outside }) => !outside && (kind === "gains" || kind === "joins" || kind === "replaces"),
    );
    const isTold = statements.some((statement) => statement.kind === "setting" && statement.name === "reason");
    if (gaining.length === 0 || isTold) return undefined;
    const reasons = [...new Set(gaining.flatMap(({ by }) => by.flatMap(({ reason }) => reason ?? [])))];
    if (reasons.length > 0)
        return [
            "reason: ",
            ...joined(
                reasons.map((reason): Phrase => [{ value: reason }]),
                ", ",
            ),
        ];
    return gaining.some((statement) => riskOf(statement) > 0) ? ["no reason given"] : undefined;
}

function isPlain(statement: Statement): boolean {
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
