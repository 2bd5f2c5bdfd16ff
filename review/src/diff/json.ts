import type { Access } from "../access";
import { hiddenIn, type Hidden } from "../hidden";
import type { Names } from "../names";
import { present } from "../present";
import { plainText } from "../textPhrase";
import { json } from "../visible";
import { sentence, subjectOf } from "./sentence";
import { blockRisk, byUrgency, riskOf } from "./risk";
import type { Block, Resource, Review, Statement } from "./statement";
import { routineCounts, urgentCounts } from "./summary";

/** For other programs: everything, never shortened. The schema is in docs/kore-access.md. */
export function reviewJson(review: Review): string {
    const { project, stack, refreshed, complete, blocks, refusals, names, fingerprint, held } = review;
    const { urgent, routine } = byUrgency(blocks);
    return `${json({
        version: 1,
        project,
        stack,
        fingerprint,
        refreshed,
        complete,
        summary: {
            needALook: urgent.length,
            routine: routine.length,
            text: { needALook: urgentCounts(urgent), routine: routineCounts(routine) },
        },
        refused: refusals.map(({ rule, why, blocks: broken }) => ({
            rule,
            why,
            people: broken.map((block) => whoOf(block, names)),
        })),
        ...(held === undefined
            ? {}
            : {
                  reviewed: {
                      approved: held.approved,
                      past: held.past,
                      beyond: peopleJson({ ...review, blocks: held.beyond }),
                  },
              }),
        people: peopleJson(review),
    })}\n`;
}

/** Everybody for whom something changes, and what. */
export function peopleJson({ blocks, accounts, names }: Pick<Review, "blocks" | "accounts" | "names">) {
    const byInstance = new Map(accounts.map((account) => [account.instance, account]));
    return blocks.map((block) => {
        const { provider = null, host = null, app, accountName } = byInstance.get(block.instance) ?? {};
        return {
            ...whoOf(block, names),
            ...(block.formerEmailId === undefined ? {} : { formerEmailId: shown(block.formerEmailId) }),
            ...(block.name === undefined ? {} : { name: block.name }),
            account: { provider, host, ...present({ app, accountName }) },
            needsALook: blockRisk(block) > 0,
            ...(block.imported ? { imported: true } : {}),
            changes: block.statements.map((statement) => statementJson(statement, block, names)),
            resources: block.resources.map(resourceJson),
        };
    });
}

function whoOf(block: Block, names: Names) {
    return {
        emailId: block.emailId === undefined ? null : shown(block.emailId),
        ...(block.emailId === undefined || block.hidden !== undefined
            ? { who: plainText(subjectOf(block), names) }
            : {}),
    };
}

function shown(value: string | undefined): string | null {
    return value === undefined || hiddenIn(value) !== undefined ? null : value;
}

/** Why the value of a setting is not shown. */
function hiddenValue(value: string | undefined): { hidden?: Hidden } {
    const hidden = hiddenIn(value ?? "");
    return hidden === undefined ? {} : { hidden };
}

function statementJson(statement: Statement, block: Block, names: Names) {
    const { by, ...fact } = statement;
    return {
        ...fact,
        ...("access" in fact ? { access: accessJson(fact.access, names) } : {}),
        ...("had" in fact ? { had: fact.had.map((access) => accessJson(access, names)) } : {}),
        ...(fact.kind === "replaces" ? { from: shown(fact.from) } : {}),
        ...(fact.kind === "handedOver" ? { from: fact.from.map(resourceJson), to: fact.to.map(resourceJson) } : {}),
        ...(fact.kind === "ended" ? { expiresAt: shown(fact.expiresAt) } : {}),
        ...(fact.kind === "setting" ? { ...hiddenValue(fact.to), from: shown(fact.from), to: shown(fact.to) } : {}),
        needsALook: riskOf(statement) > 0,
        text: plainText(sentence(statement, block), names),
        resources: by.map(resourceJson),
    };
}

function resourceJson({ reason, expiresAt, ...resource }: Resource) {
    return { ...resource, reason: shown(reason), ...(expiresAt === undefined ? {} : { expiresAt: shown(expiresAt) }) };
}

function accessJson(access: Access, names: Names) {
    const name = (key: string, id: string | undefined) => {
        const known = id === undefined ? undefined : names.of(id);
        return known === undefined ? {} : { [key]: known };
    };
    return {
        ...access,
        ...(access.type === "role" ? { owner: access.power === "owner" } : {}),
        ...("roleId" in access ? name("roleName", access.roleId) : {}),
        ...("botId" in access ? name("botName", access.botId) : {}),
        ...("groupId" in access ? name("groupName", access.groupId) : {}),
        ...("through" in access ? name("throughName", access.through) : {}),
    };
}
