import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { AccessError } from "../accessError";
import { count } from "../phrase";
import { json } from "../visible";

export const factsName = "kore.facts.json";
export const factsPageName = "kore.facts.md";

const verdict = v.union([v.object({ value: v.string(), seen: v.string() }), v.object({ unknown: v.string() })]);
const factsSchema = v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ format: v.literal(1), probedAt: v.string(), facts: v.record(v.string(), verdict) }),
);

/** What is told of an account's open facts, by the names of the emulator's switches. */
export type Facts = v.InferOutput<typeof factsSchema>;

/** @throws AccessError, where the file is none of a probe */
export function readFacts(file: string): Facts {
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (error) {
        throw new AccessError(`${file} can't be read (${codeOf(error)}).`);
    }
    const read = v.safeParse(factsSchema, text);
    if (!read.success)
        throw new AccessError(
            `${file} is not as kore-access probe writes it: ${v.getDotPath(read.issues[0]) ?? "the whole"}.`,
        );
    return read.output;
}

/** Writes both files; nothing of the account or its people is in them. */
export function writeFacts(folder: string, facts: Facts): void {
    write(path.join(folder, factsName), `${json(facts)}\n`);
    write(path.join(folder, factsPageName), factsPage(facts));
}

function write(file: string, text: string): void {
    try {
        writeFileSync(`${file}.new`, text);
        renameSync(`${file}.new`, file);
    } catch (error) {
        throw new AccessError(`${file} can't be written (${codeOf(error)}).`);
    }
}

function codeOf(error: unknown): string {
    return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}

/** How many facts are told, of how many. */
export function toldOf({ facts }: Facts): { told: number; all: number } {
    const all = Object.values(facts);
    return { told: all.filter((each) => "value" in each).length, all: all.length };
}

/** The facts as a page to read, and to send. */
function factsPage(facts: Facts): string {
    const { told, all } = toldOf(facts);
    const rows = Object.entries(facts.facts);
    const known = rows.flatMap(([name, fact]) =>
        "value" in fact ? [`| \`${name}\` | ${cell(fact.value)} | ${cell(fact.seen)} |`] : [],
    );
    const unknown = rows.flatMap(([name, fact]) =>
        "unknown" in fact ? [`| \`${name}\` | ${cell(fact.unknown)} |`] : [],
    );
    return [
        "# What an account of Kore.ai does",
        "",
        `Probed on ${facts.probedAt.slice(0, 10)}: ${told} of ${count(all, "open fact", "open facts")} told. It holds no address, id, token or secret of the account.`,
        "The names are those of the switches of kore-emulator, whose README says what each value means.",
        "",
        "| fact | value | seen |",
        "|---|---|---|",
        ...known,
        "",
        "| fact | can't be told |",
        "|---|---|",
        ...unknown,
        "",
    ].join("\n");
}

function cell(text: string): string {
    return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
