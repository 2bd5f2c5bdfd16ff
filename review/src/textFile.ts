import { readFileSync } from "node:fs";
import { AccessError } from "./accessError";

/**
 * The text of a file, without a byte order mark.
 *
 * @throws AccessError for a file that can't be read
 */
export function textOf(file: string): string {
    return withoutMark(bytesOf(file));
}

/** @throws AccessError for a file that can't be read */
export function bytesOf(file: string): Buffer {
    try {
        return readFileSync(file);
    } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
        throw new AccessError(`${file} can't be read (${code}).`);
    }
}

/** PowerShell's `>` writes UTF-16 with a byte order mark, other tools UTF-8 with one. */
export function withoutMark(bytes: Buffer): string {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
    return bytes.toString("utf8").replace(/^\uFEFF/, "");
}
