import { reportCsv } from "../../review/src/report/csv";
import { reportJson } from "../../review/src/report/json";
import { reportMarkdown } from "../../review/src/report/markdown";
import type { AccessReport } from "../../review/src/report/model";
import { accessReport, type Material, type ReportOptions } from "../../review/src/report/people";
import { reportOf, type StackReport } from "../../review/src/report/report";
import { readState } from "../../review/src/report/state";

/** When the reports of tests are made. */
export const now = new Date("2026-12-01T09:00:00Z");

/** What states say, and no account. */
function ofStates(...reports: StackReport[]): Material {
    return { reports, undeclared: [], live: [] };
}

function made(material: Material, options: Partial<ReportOptions> = {}): AccessReport {
    return accessReport(material, { now, soonHours: 30 * 24, ...options });
}

export function asMarkdown(...reports: StackReport[]): string {
    return reportMarkdown(made(ofStates(...reports)), 65_536);
}

export function asCsv(...reports: StackReport[]): string {
    return reportCsv(made(ofStates(...reports)), ofStates(...reports));
}

export function asJson(...reports: StackReport[]): string {
    return reportJson(made(ofStates(...reports)), ofStates(...reports));
}

/** What exports of stacks say. */
export function materialOf(...exports: string[]): Material {
    return ofStates(...exports.map((text) => reportOf(readState(text, "state.json"), "state.json")));
}

/** The report on them. */
export function reported(exports: string[], options: Partial<ReportOptions> = {}): AccessReport {
    return made(materialOf(...exports), options);
}

/** It in a format. */
export const written = {
    markdown: (...exports: string[]) => asMarkdown(...materialOf(...exports).reports),
    csv: (...exports: string[]) => asCsv(...materialOf(...exports).reports),
    json: (...exports: string[]) => asJson(...materialOf(...exports).reports),
};
