import { existsSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { AccessError } from "../accessError";
import { importedSchema, type ImportedDeclarations } from "../import/imported";
import { describeIssues } from "../issues";
import { textOf } from "../textFile";
import { directorySchema, type AccountDirectory } from "./schema";

/** @throws AccessError for a file that is not as kore-access directory writes it */
export function loadDirectory(file: string): AccountDirectory {
    return load(directorySchema, file, "kore-access directory");
}

/** @throws AccessError for a file that is not as kore-access import writes it */
export function loadImported(file: string): ImportedDeclarations {
    return load(importedSchema, file, "kore-access import");
}

function load<T>(schema: v.GenericSchema<unknown, T>, file: string, writer: string): T {
    let value: unknown;
    const text = textOf(file);
    try {
        value = JSON.parse(text);
    } catch {
        throw new AccessError(`${file} is no whole JSON text. Write it anew with: ${writer}`);
    }
    const parsed = v.safeParse(schema, value);
    if (!parsed.success)
        throw new AccessError(
            `${file} is not as ${writer} writes it (${describeIssues(parsed.issues)}). Write it anew with: ${writer}`,
        );
    return parsed.output;
}

/**
 * A file beside a program: in the folder, or in one above it, up to that of the Pulumi project.
 *
 * @returns its path, or undefined where there is none
 */
export function findBeside(folder: string, name: string): string | undefined {
    for (let place = path.resolve(folder); ; place = path.dirname(place)) {
        const file = path.join(place, name);
        if (existsSync(file)) return file;
        const isProject = ["Pulumi.yaml", "Pulumi.yml"].some((project) => existsSync(path.join(place, project)));
        if (isProject || path.dirname(place) === place) return undefined;
    }
}
