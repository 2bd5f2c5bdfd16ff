import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";
import { equivalents } from "./equivalents";
import { groups } from "./groups";
import { type Counts, type Judged, leastScore, scoreOf } from "./judge";

const file = path.join(__dirname, "RESULTS.md");
const manifest = v.object({ version: v.string() });

export interface GroupResult extends Judged {
    name: string;
    seconds: number;
}

/** Writes the page of results, and answers its name. */
export function writeResults(all: GroupResult[]): string {
    const seconds = all.reduce((sum, each) => sum + each.seconds, 0);
    const missing = Object.keys(groups).filter((name) => all.every((each) => each.name !== name));
    const page = `# What the unit tests notice

Written by \`npm run mutants -- --write\` on ${new Date().toISOString().slice(0, 10)}, after ${seconds} s, with ${versions()}.

The code is changed in one place at a time, by all that Stryker knows but texts, and the tests near it run: a mutant that none of them notices has survived.
Each group is to have at least ${leastScore} % killed. Those that change nothing are named below, and not counted.

| group | | mutants | killed | survived | change nothing | score | took |
|---|---|---|---|---|---|---|---|
${all.map(({ name, counts, seconds: took }) => `| ${name} | ${groups[name]?.meaning ?? ""} | ${cells(counts)} | ${took} s |\n`).join("")}${missing.map((name) => `| ${name} | ${groups[name]?.meaning ?? ""} | not run yet | | | | | |\n`).join("")}
${all.map(section).join("\n")}
## Mutants that change nothing

| file | line | what is put | why nobody can notice |
|---|---|---|---|
${equivalents.map(({ file: of, at, to, why }) => `| ${of} | ${code(at)} | ${code(to)} | ${why} |`).join("\n")}
`;
    writeFileSync(file, page);
    return path.relative(repositoryRoot, file);
}

function section({ name, files }: GroupResult): string {
    const rows = [...files].map(([of, counts]) => `| ${of} | ${cells(counts)} |`).join("\n");
    return `## ${name}

Tests: ${(groups[name]?.tests ?? []).map((each) => `\`${each}\``).join(", ")}

| file | mutants | killed | survived | change nothing | score |
|---|---|---|---|---|---|
${rows}
`;
}

function cells(counts: Counts): string {
    const { killed, survived, left } = counts;
    return `${killed + survived + left} | ${killed} | ${survived} | ${left} | ${scoreOf(counts).toFixed(1)} %`;
}

// A table's cells end at a pipe, even in a code span (GFM 4.10).
function code(text: string): string {
    const line = text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
    return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}

function versions(): string {
    const require = createRequire(__filename);
    const of = (name: string): string =>
        v.parse(manifest, JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8"))).version;
    return `Stryker ${of("@stryker-mutator/core")}, mocha ${of("mocha")}, TypeScript ${of("typescript")}, Node ${process.versions.node}`;
}
