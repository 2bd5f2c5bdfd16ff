import { spawnSync } from "node:child_process";
import path from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";

/** What is known to be wrong with a package. */
export interface Vulnerable {
    name: string;
    severity: string;
    titles: string[];
}

/** What an audit came to. */
export type Audit = { notRun: string } | { vulnerable: Vulnerable[]; packages: number };

const report = v.looseObject({
    auditReportVersion: v.literal(2),
    vulnerabilities: v.record(
        v.string(),
        v.looseObject({
            severity: v.string(),
            via: v.array(v.union([v.string(), v.looseObject({ title: v.optional(v.string(), "no title") })])),
        }),
    ),
    metadata: v.looseObject({ dependencies: v.looseObject({ prod: v.number() }) }),
});

// npm's own troubles, such as a missing lock file, come with a code and no message.
const unanswered = v.looseObject({ message: v.string(), error: v.looseObject({ code: v.optional(v.never()) }) });

/** Asks the registry for what is known of the dependencies that users get. */
export function audit(): Audit {
    // A process of its own, as mocha wants to know at once which tests there are.
    const { stdout, error } = spawnSync(
        process.execPath,
        [path.join(repositoryRoot, "tools", "trust", "npmAudit.mjs")],
        { encoding: "utf8", timeout: 60_000, killSignal: "SIGKILL" },
    );
    if (error !== undefined && "code" in error && error.code === "ETIMEDOUT")
        return { notRun: "the registry gave no answer in a minute" };
    if (error !== undefined) throw error;
    return readAudit(stdout);
}

/** @param stdout what `npm audit --json` wrote */
export function readAudit(stdout: string): Audit {
    const value: unknown = JSON.parse(stdout);
    const silent = v.safeParse(unanswered, value);
    if (silent.success) return { notRun: reasonIn(silent.output.message) };
    const { vulnerabilities, metadata } = v.parse(report, value);
    return {
        packages: metadata.dependencies.prod,
        vulnerable: Object.entries(vulnerabilities).map(([name, { severity, via }]) => ({
            name,
            severity,
            titles: via.map((each) => (typeof each === "string" ? `by way of ${each}` : each.title)),
        })),
    };
}

/** Those that nobody should install. */
export function grave({ vulnerable }: { vulnerable: Vulnerable[] }): string[] {
    return vulnerable
        .filter(({ severity }) => ["high", "critical"].includes(severity))
        .map(({ name, severity, titles }) => `${name} (${severity}): ${titles.join("; ")}`);
}

// Without the address of the registry, which is nobody's business in a log.
function reasonIn(message: string): string {
    const reason = /^\d{3} [a-z ]+/i.exec(message)?.[0] ?? /\bE[A-Z_]{3,}\b/.exec(message)?.[0];
    return `the registry did not answer it${reason === undefined ? "" : `: ${reason.trim()}`}`;
}
