import * as v from "valibot";
import { json } from "../visible";
import { identifiersIn, isConstants, type Constants, type Identifiers } from "./constants";
import { directoryFile, directorySchema, type AccountDirectory } from "./schema";

/** The file beside a program that has constants for what kore.directory.json lists. */
export const constantsFile = "kore.directory.ts";

/** The files of a directory. */
const directoryFiles = [directoryFile, constantsFile] as const;

const about =
    "Written by kore-access directory and kore-access import, from the account; kore-access diff reads it. Nobody of the account is in it.";

/** The files of a directory by their names, with what programs call things. */
export function directoryTexts(directory: AccountDirectory, constants: Constants): Map<string, string> {
    const { roles, groups, bots, ...others } = directory;
    const account = { roles, groups, bots };
    return new Map([
        [directoryFile, `${json({ about, ...others, ...constants.values(), account })}\n`],
        [constantsFile, constants.text()],
    ]);
}

/** Whether a file was written as a file of a directory: such a file is written anew, whatever is in it. */
export function isOfDirectory(name: string, text: string): boolean {
    if (name === directoryFile) return readDirectory(text) !== undefined;
    return name === constantsFile && isConstants(text);
}

/** What is in a kore.directory.json; undefined where it is none. */
export function readDirectory(text: string): AccountDirectory | undefined {
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), directorySchema), text);
    return read.success ? read.output : undefined;
}

/** What the files of a directory say that is there already. */
export interface Earlier {
    directory?: AccountDirectory;
    /** What programs call things. */
    identifiers: Identifiers;
    /** Files of these names that were not written as files of a directory. */
    foreign: string[];
}

/** @param read answers what is in a file of the folder, or undefined where there is none */
export function earlierFiles(read: (name: string) => string | undefined): Earlier {
    const directory = readDirectory(read(directoryFile) ?? "");
    const constants = read(constantsFile) ?? "";
    return {
        ...(directory === undefined ? {} : { directory }),
        identifiers: identifiersIn(isConstants(constants) ? constants : ""),
        foreign: directoryFiles.filter((name) => {
            const text = read(name);
            return text !== undefined && !isOfDirectory(name, text);
        }),
    };
}
