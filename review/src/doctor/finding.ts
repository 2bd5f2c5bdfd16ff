/** What is checked, in this order, and how a line names it. */
export const checks = {
    node: "Node.js",
    pulumi: "Pulumi CLI",
    packageManager: "package manager",
    sdk: "@pulumi/pulumi",
    typescript: "TypeScript",
    package: "pulumi-kore",
    stack: "stack configuration",
    settings: "settings",
    plainSecrets: "secrets",
    host: "host",
    clock: "clock",
    jwt: "kore:jwt",
    token: "token",
    userManagement: "scope User Management",
    roleManagement: "scope Role Management",
    administrators: "administrators",
    budget: "budget",
    facts: "open facts",
    directory: "directory",
    state: "state",
    parallelism: "parallelism",
} as const;

export type Check = keyof typeof checks;

/** `skipped`: not looked at, for what `says` names. */
export const statuses = ["ok", "warning", "problem", "skipped"] as const;

export type Status = (typeof statuses)[number];

/** What one check has found. */
export interface Finding {
    check: Check;
    status: Status;
    /** One line; what comes from outside is made visible in it. */
    says: string;
    /** What to do, each a line: a command, or a sentence. Empty, where nothing is to be done. */
    fix: string[];
}

/** A finding, and what later checks go on with, where it was found. */
export interface Checked<T> {
    finding: Finding;
    known?: T | undefined;
}

export function ok(check: Check, says: string): Finding {
    return { check, status: "ok", says, fix: [] };
}

export function warning(check: Check, says: string, ...fix: string[]): Finding {
    return { check, status: "warning", says, fix };
}

export function problem(check: Check, says: string, ...fix: string[]): Finding {
    return { check, status: "problem", says, fix };
}

export function skipped(check: Check, why: string): Finding {
    return { check, status: "skipped", says: why, fix: [] };
}
