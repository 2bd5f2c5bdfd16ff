import { CsvError, parse } from "csv-parse/sync";
import * as v from "valibot";
import { AccessError } from "../accessError";

/** A line of a sheet on which somebody has decided, or not. */
export interface DecidedLine {
    account: string;
    emailId: string;
    key: string;
    decision: "keep" | "revoke" | undefined;
    /** What stands there, where that is no decision. */
    said?: string;
}

const wanted = ["account", "emailid", "key", "decision"] as const;
const lines = v.array(v.object(v.entriesFromList(wanted, v.optional(v.string(), ""))));

const words: Record<"keep" | "revoke", string[]> = {
    keep: ["keep", "kept", "yes", "y", "ok", "approve", "approved", "certify", "certified"],
    revoke: ["revoke", "revoked", "remove", "removed", "delete", "no", "n", "reject", "rejected", "deny", "denied"],
};

/**
 * Reads a sheet that kore-access report has written, also as a spreadsheet has saved it: in UTF-8, UTF-16 or Windows-1252, with
 * commas, semicolons or tabs, with its columns in any order and others beside them.
 *
 * @throws AccessError where it is no such sheet
 */
export function readSheet(bytes: Buffer, from: string): DecidedLine[] {
    const text = decoded(bytes).replace(/^\uFEFF/, "");
    const [, announced, rest] = /^"?sep=(.)"?\r?\n([^]*)$/i.exec(text) ?? [undefined, undefined, text];
    const body = rest ?? "";
    const delimiter = announced ?? delimiterOf(body, from);
    const rows = v.parse(lines, recordsOf(body, { delimiter }, from));
    return rows
        .map((row) => ({ ...row, key: unquoted(row.key), emailid: unquoted(row.emailid) }))
        .filter(({ emailid, key }) => emailid !== "" || key !== "")
        .map(({ account, emailid, key, decision }) => ({
            account: unquoted(account),
            emailId: emailid.toLowerCase(),
            key,
            ...decided(unquoted(decision)),
        }));
}

/** Without a byte order mark it is UTF-8, if it can be; a spreadsheet on Windows may save what it calls ANSI. */
function decoded(bytes: Buffer): string {
    const [first, second] = bytes;
    if (first === 0xff && second === 0xfe) return decode("utf-16le", bytes);
    if (first === 0xfe && second === 0xff) return decode("utf-16be", bytes);
    // The head is ASCII: half of the bytes of UTF-16 are empty there.
    if (second === 0 && first !== 0) return decode("utf-16le", bytes);
    if (first === 0 && second !== 0) return decode("utf-16be", bytes);
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
        return decode("windows-1252", bytes);
    }
}

function decode(encoding: string, bytes: Buffer): string {
    return new TextDecoder(encoding).decode(bytes);
}

function delimiterOf(text: string, from: string): string {
    const found = [",", ";", "\t"].find((delimiter) => {
        const [head] = recordsOf(text, { delimiter, to: 1, columns: false }, from);
        const names = v.parse(v.optional(v.array(v.string()), []), head).map(named);
        return wanted.every((name) => names.includes(name));
    });
    if (found !== undefined) return found;
    throw new AccessError(
        `${from} is no sheet of kore-access report --format sheet: its first line has to name the columns account, emailId, decision and key.`,
    );
}

function named(column: string): string {
    return column.trim().toLowerCase();
}

function recordsOf(
    text: string,
    options: { delimiter: string; to?: number; columns?: false },
    from: string,
): unknown[] {
    try {
        return parse(text, {
            columns: (head: string[]) => head.map(named),
            trim: true,
            skip_empty_lines: true,
            skip_records_with_empty_values: true,
            relax_column_count: true,
            relax_quotes: true,
            ...options,
        });
    } catch (error) {
        if (!(error instanceof CsvError)) throw error;
        throw new AccessError(`${from} can't be read as CSV: ${error.message}.`);
    }
}

/** Without the apostrophe that keeps a spreadsheet from computing a cell. */
function unquoted(cell: string): string {
    return cell.replace(/^'/, "").trim();
}

function decided(cell: string): Pick<DecidedLine, "decision" | "said"> {
    const word = cell.toLowerCase().replace(/[.!]+$/, "");
    if (word === "") return { decision: undefined };
    if (words.keep.includes(word)) return { decision: "keep" };
    if (words.revoke.includes(word)) return { decision: "revoke" };
    return { decision: undefined, said: cell };
}
