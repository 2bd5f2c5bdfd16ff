import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

// One listener for all of them: Node warns of many.
const folders = new Set<string>();
process.once("exit", () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The time of day of the processes of a test: programs, and what provides their resources. */
export class TestClock {
    private readonly folder = mkdtempSync(path.join(tmpdir(), "pulumi-kore-clock-"));
    private readonly file = path.join(this.folder, "milliseconds");

    constructor(time: string) {
        this.set(time);
        folders.add(this.folder);
    }

    /** Of programs, and of what provides their resources: what runs of other days have left there would seem old to them. */
    ofPrograms(): NodeJS.ProcessEnv {
        return { ...this.ofProvider(), KORE_RECORD_FOLDER: path.join(this.folder, "records") };
    }

    /** Of a provider's process. @param options others for Node, which come first */
    ofProvider(options = ""): NodeJS.ProcessEnv {
        const preload = `--require=${JSON.stringify(path.join(__dirname, "otherDay.cjs"))}`;
        return { NODE_OPTIONS: `${options} ${preload}`.trim(), TEST_CLOCK: this.file };
    }

    /** @param time in ISO 8601; it goes on from there */
    set(time: string): void {
        // A process that reads meanwhile reads a whole one.
        writeFileSync(`${this.file}.new`, String(Date.parse(time) - Date.now()));
        renameSync(`${this.file}.new`, this.file);
    }
}
