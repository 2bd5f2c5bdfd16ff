import { count } from "../phrase";
import type { Diagnosis } from "./examine";
import { checks, type Finding, type Status } from "./finding";

const widest = "warning ".length;
const colours: Record<Status, number> = { ok: 32, warning: 33, problem: 31, skipped: 90 };

/** A finding on its line, and the fix below it. */
export function findingText({ check, status, says, fix }: Finding, styled: boolean): string {
    const head = styled ? `\u001b[${colours[status]}m${status}\u001b[39m` : status;
    return [
        `${head}${" ".repeat(widest - status.length)} ${checks[check]}: ${says}`,
        ...fix.map((line) => `${" ".repeat(widest + 1)}${line}`),
    ]
        .map((line) => `${line}\n`)
        .join("");
}

/** The last word. */
export function summaryText({ findings, requests }: Diagnosis): string {
    const number = (status: Status) => findings.filter((finding) => finding.status === status).length;
    const [problems, warnings] = [number("problem"), number("warning")];
    const counted = [
        ...(problems > 0 ? [count(problems, "problem", "problems")] : []),
        ...(warnings > 0 ? [count(warnings, "warning", "warnings")] : []),
    ];
    const found = counted.length === 0 ? "All is fine" : counted.join(", ");
    return `\n${found}. Nothing was changed; ${requests === 0 ? "no request was" : count(requests, "request was", "requests were")} sent.\n`;
}
