import assert from "node:assert/strict";
import type { Emulator, LogEntry } from "kore-emulator";
import { succeeded, type Stack } from "./stack";

/** Whether a request is one that may change something. */
export const isWrite = ({ method, path }: LogEntry): boolean =>
    method !== "GET" && !(method === "POST" && path.endsWith("/usersInfo"));

/** What was printed, as one line: a sentence is looked for without its line breaks. */
const inOneLine = (output: string): string => output.replace(/\s+/g, " ");

/** That a sentence was printed. */
export function says(output: string, sentence: string): void {
    assert.ok(
        inOneLine(output).includes(sentence),
        `it is to say:\n${sentence}\nbut says:\n${output.slice(output.indexOf("Diagnostics:"))}`,
    );
}

/** What a preview shows of a resource; undefined where it shows none of it. */
export function previewed(preview: string, name: string): string | undefined {
    return preview.split(/\n {4}(?=\S+ pulumi-nodejs:)|\nResources:/).find((section) => section.includes(`::${name}]`));
}

/** What the states of a stack's resources say, by the name of the resource. */
export async function outputsOf(stack: Stack): Promise<Map<string | undefined, Record<string, unknown>>> {
    return new Map(stack.resources().map(({ urn, outputs }) => [urn.split("::").at(-1), outputs]));
}

/** That a refresh and an update change nothing, and send no write. */
export async function settled(stack: Stack, emulator: Emulator): Promise<void> {
    const people = emulator.account.people();
    emulator.account.clearRequests();
    await succeeded(stack.up("--refresh", "--expect-no-changes"));
    assert.deepEqual(emulator.account.people(), people);
    assert.deepEqual(emulator.account.requests().filter(isWrite), []);
}
