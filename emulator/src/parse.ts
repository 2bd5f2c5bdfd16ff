import * as v from "valibot";
import { EmulatorError } from "./emulatorError";

/**
 * Parses a value from outside, or throws an EmulatorError of one line that names where it came from and the path of the
 * mistake.
 */
export function parse<Schema extends v.GenericSchema>(
    schema: Schema,
    value: unknown,
    from: string,
): v.InferOutput<Schema> {
    const result = v.safeParse(schema, value);
    if (result.success) {
        return result.output;
    }
    const [issue] = result.issues;
    const path = v.getDotPath(issue);
    throw new EmulatorError(`${from}: ${path === null ? "" : `${path}: `}${issue.message}`);
}

/** Parses JSON text with a schema; text that is no JSON is an EmulatorError too. */
export function parseJson<Schema extends v.GenericSchema>(
    schema: Schema,
    text: string,
    from: string,
): v.InferOutput<Schema> {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new EmulatorError(`${from}: this is not JSON`);
    }
    return parse(schema, value, from);
}
