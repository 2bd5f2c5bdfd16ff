import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { AccessError } from "../accessError";
import { isOfDirectory } from "../directory/files";
import type { ProjectText } from "./project";

/** The file that says what an import wrote. */
export const manifestName = ".kore-access-import.json";

// Of each file what it may hold and still be ours: two hashes while one content takes the place of another.
const manifestSchema = v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ files: v.record(v.pipe(v.string(), v.check(isNameInFolder)), v.array(v.string())) }),
);

/** Whether it names a file of the folder itself: of a manifest from elsewhere, any other name would reach outside. */
function isNameInFolder(name: string): boolean {
    return name === path.basename(name) && !/^\.{0,2}$|[/\\]/.test(name);
}

/**
 * The folder that a project is written into. A file that was changed since the last import, or that no import wrote, is
 * never overwritten; but for the files of a directory, which kore-access directory renews between imports.
 */
export class Folder {
    private constructor(
        readonly place: string,
        private readonly written: ReadonlyMap<string, string[]>,
    ) {}

    /** @throws AccessError, where the place can't hold a project */
    static open(place: string): Folder {
        const resolved = path.resolve(place);
        return failing(`${place} can't be used`, () => {
            if (existsSync(resolved) && !statSync(resolved).isDirectory())
                throw new AccessError(`${place} is a file: name a folder.`);
            return new Folder(resolved, readManifest(resolved));
        });
    }

    get exists(): boolean {
        return existsSync(this.place);
    }

    /** What is in a file; undefined where there is none. */
    read(name: string): string | undefined {
        const file = path.join(this.place, name);
        return failing(`${file} can't be read`, () => (existsSync(file) ? readFileSync(file, "utf8") : undefined));
    }

    /**
     * @throws AccessError, before an account is read for nothing: where files of these names were not written by an
     * import
     */
    checkNames(names: string[]): void {
        refuse(
            this.place,
            names.filter(
                (name) => !this.written.has(name) && existsSync(path.join(this.place, name)) && !this.isOurs(name),
            ),
        );
    }

    /**
     * Writes the project: all of it, or nothing. Files of an earlier import that it has no more are taken away.
     *
     * @returns the names of the files that have changed
     * @throws AccessError
     */
    write(project: ProjectText): string[] {
        return failing(`${this.place} can't be written, and is as it was`, () => {
            refuse(
                this.place,
                [...project].filter(([name, text]) => this.isForeign(name, text)).map(([name]) => name),
            );
            const changed = new Map([...project].filter(([name, text]) => this.isStale(name, text)));
            const dropped = [...this.written.keys()].filter(
                (name) => !project.has(name) && existsSync(path.join(this.place, name)),
            );
            refuse(
                this.place,
                dropped.filter((name) => !this.isOurs(name)),
            );

            const after = new Map([...project].map(([name, text]) => [name, [hashOf(text)]]));
            const meanwhile = new Map(
                [...after].map(([name, hashes]) => [name, [...hashes, ...(this.written.get(name) ?? [])]]),
            );
            this.replace(changed, dropped, {
                meanwhile: manifestText(new Map([...this.written, ...meanwhile])),
                after: manifestText(after),
            });
            return [...changed.keys(), ...dropped].sort();
        });
    }

    /**
     * Writes files anew that are generated, in a folder that is there: all of them, or none. The others stay as they are.
     *
     * @returns the names of the files that have changed
     * @throws AccessError
     */
    renew(files: ProjectText): string[] {
        return failing(`${this.place} can't be written, and is as it was`, () => {
            const changed = new Map(
                [...files].filter(([name, text]) => hashOf(this.read(name) ?? "") !== hashOf(text)),
            );
            if (changed.size > 0) this.replace(changed, []);
            return [...changed.keys()];
        });
    }

    /**
     * Everything is on the disk, in a folder beside, before the first name changes: a full disk or a crash leaves
     * nothing half-written.
     */
    private replace(
        changed: ProjectText,
        dropped: string[],
        manifest?: {
            /** What it says while files change. */
            meanwhile: string;
            after: string;
        },
    ): void {
        const isThere = existsSync(this.place);
        // Inside a folder that is there, as another disk may begin with it.
        const draft = path.join(isThere ? this.place : path.dirname(this.place), `.kore-access-import-${process.pid}`);
        let made: string | undefined;
        try {
            made = mkdirSync(draft, { recursive: true });
            const put = (name: string, text: string) => writeFileSync(path.join(draft, name), text);
            const take = (name: string, as = name) => renameSync(path.join(draft, name), path.join(this.place, as));
            for (const [name, text] of changed) put(name, text);
            if (manifest !== undefined) put(manifestName, manifest.after);
            if (!isThere) return renameSync(draft, this.place);
            if (manifest !== undefined) {
                put("meanwhile", manifest.meanwhile);
                take("meanwhile", manifestName);
            }
            for (const name of changed.keys()) take(name);
            for (const name of dropped) rmSync(path.join(this.place, name));
            if (manifest !== undefined) take(manifestName);
            rmSync(draft, { recursive: true });
        } catch (error) {
            rmSync(made ?? draft, { recursive: true, force: true });
            throw error;
        }
    }

    /**
     * Whether a file is there that is to change, and is not as an import wrote it. Who has changed a file that stays
     * the same for us keeps it.
     */
    private isForeign(name: string, text: string): boolean {
        return this.isStale(name, text) && existsSync(path.join(this.place, name)) && !this.isOurs(name);
    }

    private isStale(name: string, text: string): boolean {
        const file = path.join(this.place, name);
        if (!existsSync(file)) return true;
        const hash = hashOf(text);
        if (hashOf(readFileSync(file, "utf8")) === hash) return false;
        return this.isOurs(name) || !(this.written.get(name) ?? []).includes(hash);
    }

    private isOurs(name: string): boolean {
        const text = readFileSync(path.join(this.place, name), "utf8");
        return (this.written.get(name) ?? []).includes(hashOf(text)) || isOfDirectory(name, text);
    }
}

function readManifest(place: string): Map<string, string[]> {
    const file = path.join(place, manifestName);
    if (!existsSync(file)) return new Map();
    const manifest = v.safeParse(manifestSchema, readFileSync(file, "utf8"));
    if (!manifest.success)
        throw new AccessError(`${file} is not as an import wrote it: put it back, or import into another folder.`);
    return new Map(Object.entries(manifest.output.files));
}

function manifestText(files: Map<string, string[]>): string {
    return `${JSON.stringify({ about: "What kore-access import wrote: it overwrites no file that differs from this.", files: Object.fromEntries(files) }, undefined, 4)}\n`;
}

// Git may change line ends.
function hashOf(text: string): string {
    return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

function refuse(place: string, names: string[]): void {
    if (names.length === 0) return;
    const which =
        names.length === 1
            ? "is a file that kore-access import did not write, or that was"
            : "are files that kore-access import did not write, or that were";
    throw new AccessError(
        `In ${place} there ${which} changed since: ${[...names].sort().join(", ")}. Nothing was written; move away what you want to replace, or name another folder.`,
    );
}

const words: Record<string, string> = {
    ENOSPC: "the disk is full",
    EDQUOT: "the disk's quota is used up",
    EACCES: "it may not be written",
    EPERM: "it may not be written",
    EROFS: "the disk is read-only",
    ENOTDIR: "a part of its path is a file",
};

function failing<T>(what: string, step: () => T): T {
    try {
        return step();
    } catch (error) {
        if (error instanceof AccessError || !(error instanceof Error && "code" in error)) throw error;
        throw new AccessError(`${what}: ${words[String(error.code)] ?? String(error.code)}.`);
    }
}
