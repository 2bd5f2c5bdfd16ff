import { hiddenIn } from "../hidden";
import type { Names } from "../names";
import { json } from "../visible";
import type { Review } from "./review";
import { blockRisk, riskOf, type Access, type Block, type Resource, type Statement } from "./statement";
import { routineCounts, urgentCounts } from "./summary";
import { plainText } from "./text";
import { sentence, subjectOf } from "./wording";

/** For other programs: everything, never shortened. The schema is in docs/kore-access.md. */
export function reviewJson(review: Review): string {
    const { project, stack, refreshed, complete, blocks, refusals, names, accounts } = review;
    const [urgent, routine] = [
        blocks.filter((block) => blockRisk(block) > 0),
        blocks.filter((block) => blockRisk(block) === 0),
    ];
    const people = blocks.map((block) => {
        const account = accounts.find(({ instance }) => instance === block.instance);
        return {
            ...whoOf(block, names),
            ...(block.formerEmailId === undefined ? {} : { formerEmailId: shown(block.formerEmailId) }),
            ...(block.name === undefined ? {} : { name: block.name }),
            account: { provider: account?.provider ?? null, host: account?.host ?? null },
            needsALook: blockRisk(block) > 0,
            changes: block.statements.map((statement) => changeOf(statement, block, names)),
            resources: block.resources.map(resourceOf),
        };
    });
    return `${json({
        version: 1,
        project,
        stack,
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
        people,
    })}\n`;
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

function changeOf(statement: Statement, block: Block, names: Names) {
    const { by, ...told } = statement;
    return {
        ...told,
        ...("access" in told ? { access: named(told.access, names) } : {}),
        ...("had" in told ? { had: told.had.map((access) => named(access, names)) } : {}),
        ...(told.kind === "replaces" ? { from: shown(told.from) } : {}),
        ...(told.kind === "handedOver" ? { from: told.from.map(resourceOf), to: told.to.map(resourceOf) } : {}),
        ...(told.kind === "setting" ? { from: shown(told.from), to: shown(told.to) } : {}),
        needsALook: riskOf(statement) > 0,
        text: plainText(sentence(statement, block), names),
        resources: by.map(resourceOf),
    };
}

function resourceOf({ reason, ...resource }: Resource) {
    return { ...resource, reason: shown(reason) };
}

function named(access: Access, names: Names) {
    const name = (key: string, id: string | undefined) => {
        const known = id === undefined ? undefined : names.of(id);
        return known === undefined ? {} : { [key]: known };
    };
    return {
        ...access,
        ...("roleId" in access ? name("roleName", access.roleId) : {}),
        ...("botId" in access ? name("botName", access.botId) : {}),
        ...("groupId" in access ? name("groupName", access.groupId) : {}),
        ...(access.type === "administrator" ? name("throughName", access.through) : {}),
    };
}
