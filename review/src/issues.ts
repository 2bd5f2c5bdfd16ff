import * as v from "valibot";
import { AccessError } from "./accessError";
import { isSecret } from "./hidden";
import { partsOf } from "./urn";
import { visible } from "./visible";

/** What a schema finds wrong, in one line: each place and what is wrong there; never a value. */
export function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
    const first = issues[0];
    if (first === undefined) return "nothing";
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    return `${v.getDotPath(first) ?? "the whole"}: ${first.expected === null ? "has an unexpected value" : `expected ${first.expected}`}${more}`;
}

/**
 * The properties of a resource in a preview or a state.
 *
 * @throws AccessError where they are of a later release, or of none
 */
export function parseProperties<T>(
    schema: v.GenericSchema<unknown, T>,
    properties: Record<string, unknown>,
    urn: string,
    from: "preview" | "state",
): T {
    const parsed = v.safeParse(schema, properties);
    if (parsed.success) return parsed.output;
    const secret = Object.keys(properties).find(
        (key) => isSecret(properties[key]) && parsed.issues.some(({ path }) => path?.[0]?.key === key),
    );
    if (secret !== undefined)
        throw new AccessError(
            `${visible(partsOf(urn).name)} cannot be reviewed, as its ${visible(secret)} is a secret: take it out of the option additionalSecretOutputs, and run pulumi up.`,
        );
    throw new AccessError(
        `${visible(partsOf(urn).name)} cannot be understood (${describeIssues(parsed.issues)}): the ${from} is of a release of pulumi-kore that this kore-access does not know.`,
    );
}
