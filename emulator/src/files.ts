import { renameSync, writeFileSync } from "node:fs";

/** Writes a whole file, or, when the process ends midway, leaves the old one. */
export function writeWhole(file: string, text: string): void {
    const draft = `${file}.${process.pid}.tmp`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
}
