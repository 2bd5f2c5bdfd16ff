import { hiddenIn } from "../hidden";
import { json } from "../visible";
import type { Access } from "../access";
import type { Report } from "./report";

/** For other programs: a document, or a list of them for several stacks. The schema is in docs/kore-access.md. */
export function reportJson(...reports: Report[]): string {
    const documents = reports.map(documentOf);
    return `${json(documents.length === 1 ? documents[0] : documents)}\n`;
}

function documentOf({ project, stack, time, entries, names }: Report) {
    const shown = (value: string | undefined) => (value === undefined || hiddenIn(value) !== undefined ? null : value);
    const named = (access: Access) => {
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
    };
    return {
        version: 1,
        project,
        stack,
        ...(time === undefined ? {} : { time }),
        people: entries.map(({ emailId, reason, holdings, ...entry }) => ({
            ...entry,
            emailId: shown(emailId),
            reason: shown(reason),
            access: holdings.map(({ access, ...holding }) => ({ ...named(access), ...holding })),
        })),
    };
}
