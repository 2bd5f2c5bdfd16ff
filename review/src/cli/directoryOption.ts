import path from "node:path";
import { Option } from "commander";
import * as v from "valibot";
import { findBeside, loadDirectory, loadImported } from "../directory/read";
import { directoryFile, type AccountDirectory } from "../directory/schema";
import { importedFile, type ImportedDeclarations } from "../import/imported";

export const directoryOption = new Option(
    "--directory <file>",
    `what ids mean, as kore-access directory writes it; ${directoryFile} beside the program unless given`,
);
export const noDirectoryOption = new Option("--no-directory", "go by what the state has reported alone");

/** What commander makes of the two: a file, `false`, or `true` where neither is given. */
export const givenDirectory = v.optional(v.union([v.string(), v.boolean()]), true);

/**
 * The directory of an option: the file that is named, else one beside the program, which is in the current folder or
 * where the input is.
 *
 * @throws AccessError for a file that is not as kore-access directory writes it
 */
export function directoryFor(given: string | boolean, input: string | undefined): AccountDirectory | undefined {
    if (given === false) return undefined;
    const file = typeof given === "string" ? given : besideProgram(directoryFile, input);
    return file === undefined ? undefined : loadDirectory(file);
}

/** What an import has found, beside the program. @throws AccessError for a file that is not as kore-access import writes it */
export function importedFor(input: string | undefined): ImportedDeclarations | undefined {
    const file = besideProgram(importedFile, input);
    return file === undefined ? undefined : loadImported(file);
}

function besideProgram(name: string, input: string | undefined): string | undefined {
    const folders = [".", ...(input === undefined || input === "-" ? [] : [path.dirname(input)])];
    return folders.flatMap((folder) => findBeside(folder, name) ?? [])[0];
}
