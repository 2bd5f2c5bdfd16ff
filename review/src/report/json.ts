import { hiddenIn } from "../hidden";
import { json } from "../visible";
import type { Access } from "../access";
import type { Holding } from "./holdings";
import type { UndeclaredPerson } from "./live";
import type { AccessReport } from "./model";
import type { Material } from "./people";
import { withoutDeclaredElsewhere, type StackReport } from "./report";
import type { NamesOfIds } from "./words";

/**
 * For other programs: a document, or a list of them for several stacks; the first has what is said of all together. The schema is in
 * docs/kore-access.md.
 */
export function reportJson(report: AccessReport, material: Material): string {
    const [first, ...others] = withoutDeclaredElsewhere(material.reports).map(documentOf);
    const documents = [{ ...first, overall: overallOf(report, material) }, ...others];
    return `${json(documents.length === 1 ? documents[0] : documents)}\n`;
}

function documentOf({ project, stack, time, entries, names }: StackReport) {
    return {
        version: 1,
        project,
        stack,
        ...(time === undefined ? {} : { time }),
        people: entries.map(({ emailId, reason, holdings, ended, ...entry }) => ({
            ...entry,
            emailId: shown(emailId),
            reason: shown(reason),
            access: holdings.map((holding) => holdingOf(holding, names)),
            ...(ended.length === 0 ? {} : { ended: ended.map((access) => named(access, names)) }),
        })),
    };
}

/** What is said of all stacks and accounts together. */
function overallOf(report: AccessReport, { undeclared, live }: Material) {
    const { madeAt, stacks, accounts, summary, changes, certification } = report;
    const namesIn = (account: string) => live.find(({ host }) => host === account)?.names ?? { of: () => undefined };
    return {
        madeAt,
        stacks,
        accounts,
        summary,
        ...(live.length === 0
            ? {}
            : { undeclared: undeclared.map((person) => undeclaredOf(person, namesIn(person.account))) }),
        ...(changes === undefined ? {} : { changes }),
        ...(certification === undefined ? {} : { certification }),
    };
}

function undeclaredOf({ holdings, ...person }: UndeclaredPerson, names: NamesOfIds) {
    return { ...person, access: holdings.map((holding) => holdingOf(holding, names)) };
}

function holdingOf({ access, isDirect, ...holding }: Holding, names: NamesOfIds) {
    // What no group confers is given directly, and says so by that.
    return { ...named(access, names), ...holding, ...(isDirect && holding.through.length > 0 ? { isDirect } : {}) };
}

function shown(value: string | undefined): string | null {
    return value === undefined || hiddenIn(value) !== undefined ? null : value;
}

function named(access: Access, names: NamesOfIds): Record<string, unknown> {
    const ids = {
        roleName: "roleId" in access ? access.roleId : undefined,
        botName: "botId" in access ? access.botId : undefined,
        groupName: "groupId" in access ? access.groupId : undefined,
    };
    const known = Object.entries(ids).flatMap(([key, id]) => {
        const name = id === undefined ? undefined : names.of(id);
        return name === undefined ? [] : [[key, name]];
    });
    const hidden = Object.entries(access).map(([key, value]): [string, unknown] => [
        key,
        typeof value === "string" ? shown(value) : value,
    ]);
    const owner = access.type === "role" ? { owner: access.power === "owner" } : {};
    return { ...Object.fromEntries(hidden), ...owner, ...Object.fromEntries(known) } as Record<string, unknown>;
}
