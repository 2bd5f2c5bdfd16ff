import { stringify } from "csv-stringify/sync";
import { visible } from "../visible";
import type { Report } from "./report";
import { columns, rowsOf } from "./rows";

/**
 * For spreadsheets, RFC 4180, all stacks in one list. No cell is taken for a formula: one that would be begins with an apostrophe (OWASP, CSV
 * Injection).
 */
export function reportCsv(...reports: Report[]): string {
    const rows = reports
        .flatMap(rowsOf)
        .map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, visible(value)])));
    return stringify(rows, {
        header: true,
        columns: Object.entries(columns).map(([key, header]) => ({ key, header })),
        escape_formulas: true,
        record_delimiter: "windows",
    });
}
