import { existsSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { checkSeed } from "./checkSeed";
import { faultSchema } from "./faults";
import { writeWhole } from "./files";
import { parseJson } from "./parse";
import { heldRoleSchema, personSchema } from "./person";
import { seedSchema } from "./seed";
import { chosenSwitchesSchema, isSwitchName } from "./switches";

/** A switch that a former edition had is passed over, so that its data files still open. */
const savedSwitchesSchema = v.pipe(
    v.record(v.string(), v.unknown()),
    v.transform((saved) => Object.fromEntries(Object.entries(saved).filter(([name]) => isSwitchName(name)))),
    chosenSwitchesSchema,
);

const savedSchema = v.strictObject({
    format: v.literal(1),
    seed: seedSchema,
    people: v.array(personSchema),
    removed: v.array(personSchema),
    groupRoles: v.exactOptional(v.record(v.string(), v.array(heldRoleSchema))),
    switches: savedSwitchesSchema,
    faults: v.array(faultSchema),
});

/** What a data file keeps of an account. */
export type Saved = v.InferOutput<typeof savedSchema>;

/** The JSON file that keeps an account; it is written as a whole or not at all. */
export class DataFile {
    private written = "";

    constructor(readonly path: string) {}

    /** What the file keeps; undefined if there is no file. A file of another form is an EmulatorError. */
    read(): Saved | undefined {
        if (!existsSync(this.path)) {
            return undefined;
        }
        this.written = readFileSync(this.path, "utf8");
        const saved = parseJson(savedSchema, this.written, this.path);
        checkSeed(saved.seed, this.path);
        return saved;
    }

    /** Writes the file if anything changed since it was read or written. */
    write(saved: Saved): void {
        const text = `${JSON.stringify(saved, undefined, 2)}\n`;
        if (text !== this.written) {
            writeWhole(this.path, text);
            this.written = text;
        }
    }
}
