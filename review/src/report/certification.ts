import type { AccessReport, Certification, CertifiedAccess, ReportedAccess, ReportedPerson } from "./model";
import type { DecidedLine } from "./readSheet";
import { heldBy, noAccess } from "./sheet";

/** Somebody's access, or that they are in the account. */
type Held = CertifiedAccess & { id: string };

/** How what people have compares with what was decided about it. */
export function certificationOf(report: AccessReport, decided: DecidedLine[], sheet: string): Certification {
    const held = new Map(report.people.flatMap(heldOf).map((each) => [each.id, each]));
    const decisions = new Map<string, DecidedLine[]>();
    for (const line of decided) decisions.set(idOf(line), [...(decisions.get(idOf(line)) ?? []), line]);
    const certification: Certification = { sheet, kept: 0, gone: 0, undecided: [], stillThere: [], isNew: [] };
    for (const [id, lines] of decisions) {
        const { decision, said } = together(lines);
        const { id: _id, ...access } = held.get(id) ?? { id };
        if (!("access" in access)) {
            if (decision === "revoke") certification.gone++;
        } else if (decision === "keep") certification.kept++;
        else if (decision === "revoke") certification.stillThere.push(access);
        else certification.undecided.push(said === undefined ? access : { ...access, said });
    }
    for (const [id, { id: _id, ...access }] of held) if (!decisions.has(id)) certification.isNew.push(access);
    return certification;
}

/** Lines of the same access that say different things have decided nothing. */
function together(lines: DecidedLine[]): Pick<DecidedLine, "decision" | "said"> {
    const [first] = lines;
    const different = new Set(lines.map(({ decision, said = "" }) => decision ?? said));
    if (different.size <= 1)
        return { decision: first?.decision, ...(first?.said === undefined ? {} : { said: first.said }) };
    return { decision: undefined, said: [...different].map((each) => each || "nothing").join(" and ") };
}

function heldOf(person: ReportedPerson): Held[] {
    const { account, emailId, isThere } = person;
    if (isThere === false) return [];
    const held = heldBy(person);
    const none = { key: noAccess, label: "no access" };
    return (held.length === 0 ? [none] : held).map((access) => ({
        id: idOf({ account, emailId, key: access.key }),
        account,
        emailId,
        access: namedOf(access),
    }));
}

function namedOf({
    key,
    label,
    on,
    power,
}: Pick<ReportedAccess, "key" | "label" | "on" | "power">): CertifiedAccess["access"] {
    return { key, label, ...(on === undefined ? {} : { on }), ...(power === undefined ? {} : { power }) };
}

function idOf({ account, emailId, key }: Pick<DecidedLine, "account" | "emailId" | "key">): string {
    return [account.toLowerCase(), emailId.toLowerCase().replace(/^'/, ""), key].join("\n");
}
