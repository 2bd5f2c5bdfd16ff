import type { Access } from "../access";
import { hiddenIn } from "../hidden";
import { isGuard, type DeleteFate } from "../settingChange";
import { momentOf } from "../until";
import type { Block, Statement } from "./statement";

/** How soon a reviewer should read it; 0 is routine. */
export function riskOf(statement: Statement): number {
    const risk = riskByKind(statement);
    // Somebody has gone round the program: worth a look, whatever it was.
    return statement.outside ? Math.max(risk, 45) : risk;
}

function riskByKind(statement: Statement): number {
    const { kind } = statement;
    if (kind === "gains" || kind === "undeclared") return gainRisk[powerOf(statement.access)];
    if (kind === "loses") return lossRisk[powerOf(statement.access)];
    if (kind === "unknown") return statement.what === "tasks" ? 40 : 90;
    if (kind === "joins") return statement.again ? 65 : 0;
    if (kind === "setting") return opens(statement) ? 47 : 0;
    return kindRisk[kind];
}

/** What an access lets somebody do, by which it is ranked. */
function powerOf(access: Access): keyof typeof gainRisk {
    if (access.type === "administrator") return access.power === "unknown" ? "unknownAdmin" : access.power;
    if (access.type === "role") return access.power === "unknown" ? "unknownRole" : access.power;
    if (access.type === "group") return access.isKnown ? "group" : "unknownGroup";
    return access.type;
}

/** Whether a setting takes a safety catch off, or somebody out of the program's care. */
function opens({ name, from, to, fate, isNew, removals }: Extract<Statement, { kind: "setting" }>): boolean {
    if (hiddenIn(to ?? "") !== undefined && isGuard(name)) return true;
    if (name === "exclusive") return from === "true";
    if (name === "adopt") return caution(to) < caution(from);
    if (name === "deletedWith") return true;
    // What code of the program does at a step, no review knows.
    if (name === "ignoreChanges" || name === "hooks") return to !== undefined;
    if ((name === "retainOnDelete" || name === "onDestroy") && isNew) return true;
    if (name === "expiresAt") return isLonger(from, to);
    if (removals !== undefined) return true;
    return fate !== undefined && isWorse(fate);
}

/** Whether access lasts longer than it did; of an end that is not shown nobody knows. */
function isLonger(from: string | undefined, to: string | undefined): boolean {
    const [before, now] = [momentOf(from), momentOf(to)];
    return before === undefined || now === undefined || now > before;
}

function caution(adopt: string | undefined): number {
    return { never: 2, takeOver: 0 }[adopt ?? ""] ?? 1;
}

// To take back what is declared is less than to remove somebody.
function isWorse({ from, to }: { from: DeleteFate; to: DeleteFate }): boolean {
    if (from === to || (from === "removed" && to === "revoked")) return false;
    return from === "protected" || (to !== "protected" && to !== "refused");
}

const kindRisk: Record<
    Exclude<Statement["kind"], "gains" | "undeclared" | "loses" | "unknown" | "joins" | "setting">,
    number
> = {
    stops: 85,
    changesAccount: 62,
    replaces: 60,
    resembles: 60,
    // After the loss itself.
    lastAdministrator: 54,
    leaves: 50,
    kept: 48,
    stays: 0,
    handedOver: 0,
    takenOver: 0,
    profile: 0,
    ended: 0,
    unfinished: 0,
    blocked: 0,
};
const lossRisk = {
    masterAdmin: 57,
    userAdmin: 56,
    unknownAdmin: 56,
    admin: 55,
    owner: 55,
    unknownRole: 35,
    unknownGroup: 35,
    botCreator: 30,
    dataTables: 30,
    developer: 30,
    bot: 0,
    group: 0,
    tasks: 0,
};
// Who may do everything, or may give themselves and others more, stands first.
const gainRisk = {
    masterAdmin: 100,
    userAdmin: 99,
    unknownAdmin: 98,
    admin: 97,
    owner: 95,
    unknownGroup: 93,
    unknownRole: 92,
    botCreator: 80,
    dataTables: 75,
    developer: 70,
    bot: 0,
    group: 0,
    tasks: 0,
};

/** How soon a reviewer should read a block. Who is declared as an import has found them is told with all others of these. */
export function blockRisk({ statements, imported }: Block): number {
    return imported ? 0 : Math.max(0, ...statements.map(riskOf));
}

/** The people who need a look, and those of whom all is routine. */
export function byUrgency(blocks: Block[]): { urgent: Block[]; routine: Block[] } {
    return {
        urgent: blocks.filter((block) => blockRisk(block) > 0),
        routine: blocks.filter((block) => blockRisk(block) === 0),
    };
}
