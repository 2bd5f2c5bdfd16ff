import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { CsvError, parse } from "csv-parse/sync";
import { isEmailAddress, normalEmail, notAnAddress } from "pulumi-kore";
import * as v from "valibot";
import { roles, teams } from "./account";

const filled = v.pipe(v.string(), v.nonEmpty("is empty"));

/** One row: its columns, and what each may hold. */
const personSchema = v.object({
    email: v.pipe(
        v.string(),
        v.transform(normalEmail),
        v.check(isEmailAddress, ({ input }) => notAnAddress(input)),
    ),
    firstName: filled,
    lastName: filled,
    team: oneOf(teams),
    /** Any number, with spaces between them. */
    roles: v.pipe(
        v.string(),
        v.transform((cell) => cell.split(/\s+/).filter((word) => word !== "")),
        v.array(oneOf(roles)),
    ),
    builder: oneOf({ yes: true, no: false }),
    reason: filled,
});

export type Person = v.InferOutput<typeof personSchema>;

const columns = Object.keys(personSchema.entries);

/**
 * Reads the people of a CSV file: all of them, or none.
 *
 * @throws pulumi.RunError, which names every problem of the file with its line and column; the CLI prints it without a
 * stack
 */
export function readPeople(file: string): Person[] {
    const name = path.basename(file);
    const problems: string[] = [];
    const people: Person[] = [];
    const lines = new Map<string, number>();
    for (const { line, cells, error } of readRows(file)) {
        if (error?.code === "CSV_RECORD_INCONSISTENT_COLUMNS") {
            problems.push(
                `line ${line}: it does not have ${columns.length} columns; a text with a comma stands in quotes`,
            );
            continue;
        }
        const { success, output, issues = [] } = v.safeParse(personSchema, cells);
        problems.push(...issues.map((issue) => `line ${line}, ${String(issue.path?.[0].key)}: ${issue.message}`));
        if (!success) continue;
        const first = lines.get(output.email);
        if (first === undefined) lines.set(output.email, line);
        else problems.push(`line ${line}, email: ${output.email} is on line ${first} already`);
        people.push(output);
    }
    if (problems.length > 0)
        refuse(
            `${name} has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}. Nothing was sent.`,
            problems,
        );
    // An export that went wrong is an empty file; it must not remove everybody.
    if (people.length === 0)
        refuse(`${name} names nobody. Nothing was sent. If everybody is to go, say so: pulumi destroy`);
    return people;
}

interface Row {
    line: number;
    cells: Record<string, string>;
    error: CsvError | undefined;
}

function readRows(file: string): Row[] {
    const name = path.basename(file);
    try {
        const text = textOf(file);
        return parse<Row, Record<string, string>>(text, {
            // A spreadsheet of a country that writes 0,5 separates cells by semicolons.
            delimiter: /^[^,\r\n]*;/.test(text) ? ";" : ",",
            trim: true,
            skip_empty_lines: true,
            relax_column_count: true,
            columns: (header) => {
                if (header.join() !== columns.join())
                    refuse(`${name}, line 1: the columns are ${header.join()}, and have to be ${columns.join()}`);
                return header;
            },
            on_record: (cells, { lines, error }) => ({ line: lines, cells, error }),
        });
    } catch (error) {
        if (error instanceof CsvError) refuse(`${name} is not a CSV file: ${error.message}`);
        if (error instanceof Error && "code" in error) refuse(`${name} can't be read: ${error.message}`);
        throw error;
    }
}

/** The text of a file, without its mark. Of another encoding than UTF-8, names would be sent with other letters. */
function textOf(file: string): string {
    const name = path.basename(file);
    const bytes = readFileSync(file);
    if (!isUtf8(bytes) || bytes.includes(0)) {
        const encoding = bytes.includes(0) ? "UTF-16" : "an encoding such as Windows-1252";
        refuse(`${name} is in ${encoding}. Nothing was sent. Save it as "CSV UTF-8".`);
    }
    const text = new TextDecoder().decode(bytes);
    // What puts it there could not read a letter, which is lost.
    const lost = text.indexOf("\uFFFD");
    if (lost === -1) return text;
    const line = text.slice(0, lost).split("\n").length;
    return refuse(
        `${name}, line ${line}: a letter was lost before (it is U+FFFD now). Nothing was sent. Save it anew, from where it is whole, as "CSV UTF-8".`,
    );
}

/** A word of the file, turned into what it means. */
function oneOf<T>(meanings: Record<string, T>) {
    return v.pipe(
        v.string(),
        v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
            const found = Object.entries(meanings).find(([word]) => word === dataset.value);
            if (found !== undefined) return found[1];
            addIssue({ message: `"${dataset.value}" is none of ${Object.keys(meanings).join(", ")}` });
            return NEVER;
        }),
    );
}

function refuse(message: string, problems: string[] = []): never {
    throw new pulumi.RunError([message, ...problems.map((problem) => `  ${problem}`)].join("\n"));
}
