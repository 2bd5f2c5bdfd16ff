import * as v from "valibot";
import { EmulatorError } from "../emulatorError";
import { parse } from "../parse";
import { chosenSwitchesSchema, type Switches } from "../switches";

/** Gathers an option that may be given several times. */
export function collect(value: string, before: string[] = []): string[] {
    return [...before, value];
}

/** What `collect` gathered; empty if the option was not given. */
export const collected = v.optional(v.array(v.string()), []);

/** A number of an option. */
export function wholeNumber(value: string): number {
    const number = Number(value);
    if (value.trim() === "" || !Number.isInteger(number) || number < 0) {
        throw new EmulatorError(`${value} is no whole number`);
    }
    return number;
}

/** The two parts of `name=value`. */
export function pairOf(text: string): [name: string, value: string] {
    const at = text.indexOf("=");
    if (at < 1) {
        throw new EmulatorError(`${text} has not the form name=value`);
    }
    return [text.slice(0, at), text.slice(at + 1)];
}

/** The switches of `name=value` options. */
export function switchesOf(pairs: string[]): Partial<Switches> {
    return parse(chosenSwitchesSchema, Object.fromEntries(pairs.map(pairOf)), "switches");
}
