import { AccessError } from "../accessError";
import { textOf, withoutMark } from "../textFile";

/** The text of a file, or of standard input, and how to name it in a message. */
export async function readInput(file: string | undefined, what: string): Promise<{ text: string; from: string }> {
    if (file !== undefined && file !== "-") return { text: textOf(file), from: file };
    if (process.stdin.isTTY) throw new AccessError(`No ${what} is given: name a file, or pipe it in.`);
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
    return { text: withoutMark(Buffer.concat(chunks)), from: "standard input" };
}
