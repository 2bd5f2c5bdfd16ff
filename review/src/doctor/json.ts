import { json } from "../visible";
import type { Diagnosis } from "./examine";

/** For other programs. The schema is in docs/doctor.md. */
export function diagnosisJson({ findings, requests }: Diagnosis): string {
    return `${json({ version: 1, status: worst({ findings, requests }), requests, findings })}\n`;
}

/** What the exit code follows. */
export function worst({ findings }: Diagnosis): "ok" | "warning" | "problem" {
    return (
        (["problem", "warning"] as const).find((status) => findings.some((finding) => finding.status === status)) ??
        "ok"
    );
}
