import { existsSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { EmulatorError } from "./emulatorError";
import { parse, parseJson } from "./parse";
import { chosenSwitchesSchema, isSwitchName, valuesOf, type SwitchName, type Switches } from "./switches";

const factSchema = v.pipe(
    v.object({
        value: v.exactOptional(v.string()),
        seen: v.exactOptional(v.string()),
        unknown: v.exactOptional(v.string()),
    }),
    v.check(
        ({ value, seen, unknown }) => (unknown === undefined ? value !== undefined && seen !== undefined : !value),
        "a fact is a value and how it was seen, or unknown and why",
    ),
);

const fileSchema = v.object({
    format: v.literal(1),
    probedAt: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
    facts: v.record(v.string(), factSchema),
});

/** What a file of facts tells of an account. */
export interface Facts {
    /** The switches as the account answers. */
    switches: Partial<Switches>;
    /** The switches of which the file says that they cannot be told. */
    unknown: SwitchName[];
}

/** Reads a file of facts, as `kore-access probe` writes it. */
export function readFacts(file: string): Facts {
    if (!existsSync(file)) {
        throw new EmulatorError(`${file} does not exist`);
    }
    const { facts } = parseJson(fileSchema, readFileSync(file, "utf8"), file);
    const told: Record<string, string> = {};
    const unknown: SwitchName[] = [];
    for (const [name, { value }] of Object.entries(facts)) {
        if (!isSwitchName(name)) {
            throw new EmulatorError(`${file}: there is no switch ${name}, of which it says ${value ?? "unknown"}`);
        }
        if (value === undefined) {
            unknown.push(name);
        } else if (!valuesOf(name).includes(value)) {
            throw new EmulatorError(
                `${file}: ${name} has no value ${value}; it is one of ${valuesOf(name).join(", ")}`,
            );
        } else {
            told[name] = value;
        }
    }
    return { switches: parse(chosenSwitchesSchema, told, file), unknown };
}
