import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { AccessError } from "../accessError";
import { describeIssues } from "../issues";
import { directoryFile, directorySchema, type AccountDirectory } from "./schema";

const refresh = "Write it anew with: kore-access directory";

/** @throws AccessError for a file that is not as kore-access directory writes it */
export function loadDirectory(file: string): AccountDirectory {
    let value: unknown;
    try {
        value = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
    } catch (error) {
        if (error instanceof SyntaxError) throw new AccessError(`${file} is no whole JSON text. ${refresh}`);
        const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
        throw new AccessError(`${file} can't be read (${code}).`);
    }
    const parsed = v.safeParse(directorySchema, value);
    if (!parsed.success)
        throw new AccessError(
            `${file} is not as kore-access directory writes it (${describeIssues(parsed.issues)}). ${refresh}`,
        );
    return parsed.output;
}

/**
 * The directory beside a program: in the folder, or in one above it, up to that of the Pulumi project.
 *
 * @returns its path, or undefined where there is none
 */
export function findDirectory(folder: string): string | undefined {
    for (let place = path.resolve(folder); ; place = path.dirname(place)) {
        const file = path.join(place, directoryFile);
        if (existsSync(file)) return file;
        const isProject = ["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(path.join(place, name)));
        if (isProject || path.dirname(place) === place) return undefined;
    }
}
