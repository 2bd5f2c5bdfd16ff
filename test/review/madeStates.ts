import type { Kind } from "../../provider/model/kinds";

/** A resource of a state that a test makes: its outputs are its inputs as well. */
export interface Made {
    kind: Kind;
    name: string;
    outputs: Record<string, unknown>;
}

/** What `pulumi stack export` writes of such a stack. */
export function exportOf(stack: string, resources: Made[], time = "2026-11-30T08:00:00Z"): string {
    return JSON.stringify({
        version: 3,
        deployment: {
            manifest: { time },
            resources: resources.map(({ kind, name, outputs }) => ({
                urn: `urn:pulumi:${stack}::company::pulumi-nodejs:dynamic/kore:${kind}::${name}`,
                custom: true,
                type: `pulumi-nodejs:dynamic/kore:${kind}`,
                inputs: outputs,
                outputs,
            })),
        },
    });
}

/** What Kore.ai reported of somebody who has no more than this. */
function reportedOf(access: Record<string, unknown> = {}): Record<string, unknown> {
    return { canCreateBot: false, isDeveloper: false, status: "active", roles: [], groups: [], ...access };
}

const host = "eu.example.com";

/** A KoreUser named after the address; what it declares is reported as well, unless something else is said. */
export function userOf(emailId: string, declared: Record<string, unknown> = {}, reported = {}): Made {
    const { isDeveloper = false, canCreateBot = false, roles = [], groups = [] } = declared;
    const held = { isDeveloper, canCreateBot, roles, groups: (groups as string[]).map((groupId) => ({ groupId })) };
    return {
        kind: "KoreUser",
        name: emailId.split("@")[0] ?? "",
        outputs: {
            ...{ emailId, account: host, userId: `u-${emailId}`, adopted: false },
            ...declared,
            reported: reportedOf({ ...held, ...reported }),
        },
    };
}
