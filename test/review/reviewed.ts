import { mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import path from "node:path";
import assert from "node:assert/strict";
import { parseRule } from "../../review/src/diff/gate";
import { readPreview } from "../../review/src/diff/preview";
import { defaultMaxCharacters, render, type Format } from "../../review/src/diff/render";
import { review } from "../../review/src/diff/review";
import type { AccountDirectory } from "../../review/src/directory/schema";
import type { Review } from "../../review/src/diff/statement";
import { loadDirectory } from "../../review/src/directory/read";
import { recordedDirectory, recordedPreview } from "./recorded";

const whenReviewed = Date.parse("2027-03-01T12:00:00Z");

/** What a recorded preview means, judged by these rules, with the directory where the scenario has one. */
export function reviewed(name: string, ...rules: string[]): Review {
    const file = recordedDirectory(name);
    const directory = file === undefined ? undefined : loadDirectory(file);
    const preview = readPreview(recordedPreview(name), "preview.json");
    return review(preview, rules.map(parseRule), directory, undefined, whenReviewed);
}

/** A directory of the account that knows what most ids give. */
export function knownDirectory(): AccountDirectory | undefined {
    const file = recordedDirectory("power-group-of-master-admins");
    return file === undefined ? undefined : loadDirectory(file);
}

/** It in a format. */
export function said(read: Review, format: Format, maxCharacters = defaultMaxCharacters): string {
    return render(read, { format, maxCharacters, styled: false });
}

const folder = path.join(__dirname, "expected");

/** Compares with the kept text; `UPDATE=1 npx mocha test/review/*.test.ts` keeps another one, to be looked at in the diff. */
export function assertExpected(file: string, actual: string): void {
    const kept = path.join(folder, file);
    if (process.env["UPDATE"] === "1") {
        mkdirSync(folder, { recursive: true });
        rmSync(kept, { force: true });
        writeFileSync(kept, actual);
        return;
    }
    assert.ok(existsSync(kept), `${file} is not kept yet: UPDATE=1 npx mocha test/review/*.test.ts`);
    assert.equal(actual, readFileSync(kept, "utf8"));
}
