import path from "node:path";
import { Option } from "commander";
import { findDirectory, loadDirectory } from "../directory/read";
import { directoryFile, type AccountDirectory } from "../directory/schema";

export const directoryOption = new Option(
    "--directory <file>",
    `what ids mean, as kore-access directory writes it; ${directoryFile} beside the program unless given`,
);
export const noDirectoryOption = new Option("--no-directory", "go by what the state has reported alone");

/**
 * The directory of an option: the file that is named, else one beside the program, which is in the current folder or
 * where the input is.
 *
 * @throws AccessError for a file that is not as kore-access directory writes it
 */
export function directoryFor(given: string | boolean, input: string | undefined): AccountDirectory | undefined {
    if (given === false) return undefined;
    if (typeof given === "string") return loadDirectory(given);
    const folders = [".", ...(input === undefined || input === "-" ? [] : [path.dirname(input)])];
    const found = folders.flatMap((folder) => findDirectory(folder) ?? [])[0];
    return found === undefined ? undefined : loadDirectory(found);
}
