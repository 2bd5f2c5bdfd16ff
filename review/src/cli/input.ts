import { readFileSync } from "node:fs";
import { AccessError } from "../accessError";

/** The text of a file, or of standard input, and how to name it in a message. */
export async function readInput(file: string | undefined, what: string): Promise<{ text: string; from: string }> {
    if (file !== undefined && file !== "-") return { text: textOf(file), from: file };
    if (process.stdin.isTTY) throw new AccessError(`No ${what} is given: name a file, or pipe it in.`);
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
    return { text: withoutMark(Buffer.concat(chunks)), from: "standard input" };
}

/** The text of a file, without a byte order mark. */
export function textOf(file: string): string {
    return withoutMark(readFile(file));
}

function readFile(file: string): Buffer {
    try {
        return readFileSync(file);
    } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
        throw new AccessError(`${file} can't be read (${code}).`);
    }
}

// PowerShell's > writes UTF-16 with a byte order mark, other tools UTF-8 with one.
function withoutMark(bytes: Buffer): string {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
    return bytes.toString("utf8").replace(/^\uFEFF/, "");
}
