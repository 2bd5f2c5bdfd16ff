import * as v from "valibot";
import { AccessError } from "../accessError";
import { describeIssues } from "../issues";
import { hasKey, jsonIn } from "../jsonIn";

const resource = v.object({
    urn: v.string(),
    type: v.string(),
    inputs: v.nullish(v.record(v.string(), v.unknown()), {}),
    outputs: v.nullish(v.record(v.string(), v.unknown()), {}),
    protect: v.nullish(v.boolean(), false),
    retainOnDelete: v.nullish(v.boolean(), false),
    external: v.nullish(v.boolean(), false),
    delete: v.nullish(v.boolean(), false),
    provider: v.nullish(v.string()),
});

// The engine's own format (apitype: UntypedDeployment); only what is read here.
const exported = v.object({
    deployment: v.object({
        manifest: v.nullish(v.object({ time: v.nullish(v.string()) })),
        resources: v.nullish(v.array(resource), []),
    }),
});

/** What a stack's state has. */
export interface ExportedState {
    resources: StateResource[];
    /** When it was written, in ISO 8601; undefined where nothing was yet. */
    time?: string;
}

export type StateResource = v.InferOutput<typeof resource>;

const howTo = "pulumi stack export > state.json";

/** Whether a JSON value is the output of `pulumi stack export`, by its form. */
export function isState(value: unknown): boolean {
    return hasKey(value, "deployment");
}

/**
 * What is in the output of `pulumi stack export`.
 *
 * @throws AccessError where it is something else
 */
export function readState(text: string, from: string): ExportedState {
    if (text.trim() === "")
        throw new AccessError(`${from} is empty: the export has written nothing. Make it with: ${howTo}`);
    const notWhole = `${from} is no whole JSON text. Make it with: ${howTo}`;
    const value = jsonIn(text, isState, {
        none: notWhole,
        cut: notWhole,
        several: (count) => `${from} has ${count} states in it: give each as a file of its own.`,
    });
    if (hasKey(value, "steps")) throw new AccessError(`${from} is a preview, not a state: kore-access diff reads it.`);
    const parsed = v.safeParse(exported, value);
    if (!parsed.success)
        throw new AccessError(
            `${from} is not the output of pulumi stack export (${describeIssues(parsed.issues)}). Make it with: ${howTo}`,
        );
    const { manifest, resources } = parsed.output.deployment;
    const written = new Date(manifest?.time ?? "");
    // A state without a run has the year 1.
    const isKnown = written.getTime() > 0;
    return { resources, ...(isKnown ? { time: written.toISOString() } : {}) };
}
