import { membershipOf, roleAccess } from "../access";
import type { Names } from "../names";
import { isUser, reportedOf, type ReviewedPerson } from "./change";
import { administratorAfter } from "./memberships";
import { compare } from "./person";
import type { Block, Statement } from "./statement";

/**
 * Of each from whom an administrator's role is taken, whether nobody of the program is an administrator then: in the
 * same account, and as far as the preview shows. Who else is one in the account no preview knows.
 *
 * @param people everybody, also of whom nothing changes
 * @param unguarded provider instances by which the update asks nobody
 */
export function lastAdministrators(
    blocks: Block[],
    people: Iterable<ReviewedPerson>,
    names: Names,
    unguarded: ReadonlySet<string>,
): Map<Block, Statement> {
    const all = [...people];
    const said = new Map<Block, Statement>();
    for (const instance of new Set(blocks.map((block) => block.instance))) {
        const there = all.filter((person) => person.instance === instance);
        const staying = there.filter(({ after }) => after.some(isUser));
        const left = new Set(staying.map((person) => administratorAfter(compare(person, names))));
        if (left.has("surely")) continue;
        const of = { unsure: left.has("perhaps"), isAsked: !unguarded.has(instance) };
        const were = new Set(there.filter((person) => wasAdministrator(person, names)).map(({ emailId }) => emailId));
        for (const block of blocks) {
            const { resources: by } = block;
            if (block.instance === instance && block.statements.some((statement) => takes(statement, block, were)))
                said.set(block, { kind: "lastAdministrator", ...of, by, outside: false });
        }
    }
    return said;
}

/** By what the state has as declared, or as reported. */
function wasAdministrator({ before }: ReviewedPerson, names: Names): boolean {
    const declared = before.filter(isUser).flatMap((part) => membershipOf(part.declared, names));
    const reported = (reportedOf(before)?.roles ?? []).map((role) => roleAccess(role, names));
    return [...declared, ...reported].some(({ type }) => type === "administrator");
}

/** Whether somebody stops being an administrator by this. */
function takes(statement: Statement, { emailId = "" }: Block, were: Set<string>): boolean {
    if (statement.kind === "loses")
        return statement.access.type === "administrator" && statement.last && statement.through.length === 0;
    if (statement.kind === "leaves" && statement.fate === "revoked")
        return statement.had.some(({ type }) => type === "administrator");
    if (statement.kind === "leaves") return were.has(emailId);
    return (
        statement.kind === "replaces" &&
        (statement.fate === "removed" || statement.fate === "revoked") &&
        were.has(statement.from)
    );
}
