import { isOfPlugin, kindOf } from "#model/kinds";
import * as v from "valibot";
import { AccessError } from "../accessError";
import { partsOf } from "../urn";
import { visible } from "../visible";

const instance = /^pulumi:providers:/;

// The output of `pulumi preview --json` (pulumi: display/json.go).
const planSchema = v.pipe(
    v.string(),
    v.parseJson(),
    v.object({
        steps: v.optional(
            v.array(
                v.looseObject({
                    op: v.string(),
                    urn: v.string(),
                    newState: v.optional(
                        v.looseObject({
                            type: v.string(),
                            custom: v.boolean(),
                            inputs: v.nullish(v.looseObject({ people: v.fallback(v.optional(v.looseObject({})), {}) })),
                        }),
                    ),
                }),
            ),
            [],
        ),
        diagnostics: v.optional(
            v.array(v.looseObject({ urn: v.optional(v.string(), ""), message: v.string(), severity: v.string() })),
            [],
        ),
    }),
);

/** What a program is about to make. */
export interface Plan {
    /** People, and lists of them, that are compared with the account. */
    resources: number;
    /** Whether the plugin has any of them: in an update it knows of them all by the preview alone. */
    byPlugin: boolean;
    /** What is wrong with it. */
    errors: { urn: string; message: string }[];
}

/**
 * Reads what a preview says.
 *
 * @throws AccessError, where the program would make what is not this provider's, or by settings that a read-only run
 * can't change
 */
export function readPlan(text: string): Plan | undefined {
    const parsed = v.safeParse(planSchema, text);
    if (!parsed.success) return undefined;
    const { steps, diagnostics } = parsed.output;
    const custom = steps.flatMap(({ op, urn, newState }) =>
        newState?.custom === true
            ? [{ op, urn, type: newState.type, people: Object.keys(newState.inputs?.people ?? {}).length }]
            : [],
    );
    const named = ({ urn }: { urn: string }) => visible(partsOf(urn).name);
    // `kore:readOnly` keeps this provider's from writing; anything else an update would really make.
    const foreign = custom.filter(({ type }) => kindOf(type) === undefined && !instance.test(type));
    if (foreign.length > 0)
        throw new AccessError(
            `The program makes more than people and their access, and would make it for real: ${foreign.map((step) => `${step.type} ${named(step)}`).join(", ")}. Nothing was made; verify a program of people alone.`,
        );
    const instances = custom.filter(({ type }) => instance.test(type));
    if (instances.length > 0)
        throw new AccessError(
            `The program has provider instances of its own, which take no settings from outside and so could write: ${instances.map(named).join(", ")}. Nothing was sent; give them readOnly: true in the program and run pulumi up, or verify a program without them.`,
        );
    return {
        resources: sum(custom.map(({ type, people }) => (kindOf(type) === "KoreUsers" ? people : 1))),
        byPlugin: custom.some(({ urn }) => isOfPlugin(urn)),
        errors: diagnostics
            .filter(({ severity }) => severity === "error")
            .map(({ urn, message }) => ({ urn, message })),
    };
}

function sum(numbers: number[]): number {
    return numbers.reduce((so, number) => so + number, 0);
}
