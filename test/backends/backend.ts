import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

/** A server that keeps Pulumi's states, started for a test. */
export interface Backend {
    /** What the CLI has to be told to use it. */
    env: Record<string, string>;
    /** What opens it, and nothing may print. */
    secrets: string[];
    /** All that Pulumi keeps there, by its path. */
    kept(): Promise<Map<string, Buffer>>;
    /** What it was asked, and how often, since it was started. */
    requests(): Promise<Map<string, number>>;
    /** The bytes that it was sent since it was started. */
    bytes(): number;
    close(): Promise<void>;
}

/** A kind of server. */
export interface BackendKind {
    /** As a sentence goes on. */
    name: string;
    /** Its release. */
    version: string;
    /** What docs/backends.md says that Pulumi asks of it: for an update that changes nothing, and more for each resource that is added or changed. */
    asked: { nothing: number; step: number };
    /** Gets it, where it is not there yet, and shows that it runs on this machine. */
    install: () => Promise<unknown>;
    start: () => Promise<Backend>;
}

/** Counts what it is told of. */
export class Counts {
    private readonly counts = new Map<string, number>();

    add(what: string): void {
        this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
    }

    async all(): Promise<Map<string, number>> {
        // A server writes about a request before it answers: what it has written is on its way to us, and read in the next turn.
        await setTimeout(50);
        return new Map(this.counts);
    }
}

/** The files of a folder by their paths, with `/` between their parts. What is being replaced may be gone when it is read. */
export function filesIn(folder: string): Map<string, Buffer> {
    const files = new Map<string, Buffer>();
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        const file = path.join(folder, name);
        if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) continue;
        try {
            files.set(name.split(path.sep).join("/"), readFileSync(file));
        } catch (error) {
            if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
        }
    }
    return files;
}
