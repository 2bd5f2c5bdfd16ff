import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";

const folder = path.join(repositoryRoot, "reports", "mutants");

const run = v.object({
    seconds: v.number(),
    mutants: v.array(
        v.object({
            file: v.string(),
            line: v.number(),
            at: v.string(),
            original: v.string(),
            replacement: v.string(),
            status: v.string(),
        }),
    ),
});

/** What the last run of a group has shown, so that the page needs no run of all of them at a time. */
export type Run = v.InferOutput<typeof run>;

function fileOf(group: string): string {
    return path.join(folder, `${group}.json`);
}

export function keep(group: string, kept: Run): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(fileOf(group), JSON.stringify(kept));
}

export function keptOf(group: string): Run | undefined {
    if (!existsSync(fileOf(group))) return undefined;
    return v.parse(run, JSON.parse(readFileSync(fileOf(group), "utf8")));
}
