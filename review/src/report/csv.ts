import { stringify } from "csv-stringify/sync";
import { visible } from "../visible";
import type { AccessReport } from "./model";
import type { Material } from "./people";
import { columns, rowsOf } from "./rows";

/** For spreadsheets, all stacks in one list. */
export function reportCsv(_report: AccessReport, material: Material): string {
    return csvOf(rowsOf(material), columns);
}

/**
 * Lines for a spreadsheet, RFC 4180. No cell is taken for a formula: one that would be begins with an apostrophe (OWASP, CSV
 * Injection).
 *
 * @param columns the head of each column, by the key of its cells
 */
export function csvOf<TRow extends Record<string, string>>(rows: TRow[], columns: Record<keyof TRow, string>): string {
    const shown = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, visible(value)])),
    );
    return stringify(shown, {
        header: true,
        columns: Object.entries(columns).map(([key, header]) => ({ key, header: String(header) })),
        escape_formulas: true,
        record_delimiter: "windows",
    });
}
