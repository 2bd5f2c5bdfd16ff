import { existsSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import * as v from "valibot";
import { dataOfEmulator } from "./controlClient";
import { writeWhole } from "./files";
import { parseJson } from "./parse";

const serverSchema = v.object({ url: v.string() });

function fileOf(data: string): string {
    return `${data}.server`;
}

/**
 * Notes beside a data file which server has it open, so that the CLI changes the account there and not behind its back.
 */
export function noteServer(data: string, url: string): void {
    writeWhole(fileOf(data), `${JSON.stringify({ url })}\n`);
}

/** Removes the note. */
export function removeNote(data: string): void {
    rmSync(fileOf(data), { force: true });
}

/**
 * The URL of the server that has a data file open; undefined if none has. A note that a killed server left counts for
 * nothing: the server is asked.
 */
export async function serverOf(data: string): Promise<string | undefined> {
    const note = fileOf(data);
    if (!existsSync(note)) {
        return undefined;
    }
    const { url } = parseJson(serverSchema, readFileSync(note, "utf8"), note);
    return (await dataOfEmulator(url)) === resolve(data) ? url : undefined;
}
