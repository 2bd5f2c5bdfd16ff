import { stripVTControlCharacters } from "node:util";
import * as v from "valibot";
import { AccessError } from "../accessError";
import { describeIssues } from "../issues";
import { jsonIn } from "../jsonIn";
import { visible } from "../visible";

const state = v.object({
    type: v.string(),
    /** Whether a provider makes it; a component has none. */
    custom: v.nullish(v.boolean(), false),
    inputs: v.nullish(v.record(v.string(), v.unknown()), {}),
    outputs: v.nullish(v.record(v.string(), v.unknown())),
    protect: v.nullish(v.boolean(), false),
    retainOnDelete: v.nullish(v.boolean(), false),
    deletedWith: v.nullish(v.string()),
    ignoreChanges: v.nullish(v.array(v.string()), []),
    resourceHooks: v.nullish(v.record(v.string(), v.nullish(v.array(v.string()), [])), {}),
    external: v.nullish(v.boolean(), false),
    provider: v.nullish(v.string()),
});

const step = v.object({
    op: v.string(),
    urn: v.string(),
    provider: v.nullish(v.string()),
    oldState: v.nullish(state),
    newState: v.nullish(state),
});

// A preview that failed before its first step may have nothing else.
const diagnosed = v.object({
    diagnostics: v.nullish(
        v.array(
            v.object({
                message: v.nullish(v.string(), ""),
                severity: v.nullish(v.string(), ""),
                urn: v.nullish(v.string()),
            }),
        ),
        [],
    ),
});

// The engine's own format (apitype: PreviewDigest); only what is read here.
const digest = v.object({
    ...diagnosed.entries,
    config: v.nullish(v.record(v.string(), v.unknown()), {}),
    steps: v.array(step),
    changeSummary: v.nullish(v.record(v.string(), v.number()), {}),
});

export type ResourceState = v.InferOutput<typeof state>;
export type Step = v.InferOutput<typeof step>;
export type Preview = v.InferOutput<typeof digest>;

const howTo = "pulumi preview --json --show-sames --show-replacement-steps > preview.json";

/**
 * The output of `pulumi preview --json`.
 *
 * @param text what the CLI wrote
 * @param from where it was read, for the messages
 * @throws AccessError where it is something else, was cut off, or where the preview has failed
 */
export function readPreview(text: string, from: string): Preview {
    if (text.trim() === "")
        throw new AccessError(`${from} is empty: the preview has written nothing. Make it with: ${howTo}`);
    const value = valueIn(text, from);
    if (typeof value === "object" && value !== null && "deployment" in value)
        throw new AccessError(`${from} is a state (pulumi stack export), not a preview: kore-access report reads it.`);
    const failed = v.safeParse(diagnosed, value);
    const failure = failed.success ? failed.output.diagnostics.find(({ severity }) => severity === "error") : undefined;
    if (failure !== undefined)
        throw new AccessError(
            `This preview has failed: ${firstWords(failure.message)}. What would change is not known; mend it, and make the preview again.`,
        );
    const parsed = v.safeParse(digest, value);
    if (!parsed.success) {
        const previewed = typeof value === "object" && value !== null && "changeSummary" in value;
        const made = previewed
            ? "This Pulumi writes it in a form that this kore-access does not know: use a newer one."
            : `Make it with: ${howTo}`;
        throw new AccessError(
            `${from} is not the output of pulumi preview --json (${describeIssues(parsed.issues)}). ${made}`,
        );
    }
    if (onlyRefreshed(parsed.output)) {
        throw new AccessError(
            `${from} is the output of pulumi refresh, which does not say what becomes of what it found. Make it with: pulumi preview --refresh --json`,
        );
    }
    return parsed.output;
}

function valueIn(text: string, from: string): unknown {
    const isPreview = (value: unknown) => v.is(v.looseObject({ steps: v.array(v.unknown()) }), value);
    return jsonIn(text, isPreview, {
        none: `${from} is not JSON. Make it with: ${howTo}`,
        cut: `${from} begins like a preview, but is no whole JSON text: it was cut off, or something else was written into it (keep standard error apart). Make it with: ${howTo}`,
        several: (count) => `${from} has ${count} previews in it: give the one that is to be reviewed.`,
    });
}

// Without colours, and without the stack of an error in the program, whose lines start with "at", or with a file that required another.
function firstWords(message: string): string {
    const lines = stripVTControlCharacters(message)
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "" && !/^(?:at\s|- \/|- [A-Z]:\\|Require stack:$)/.test(line));
    return (
        visible(
            lines
                .join(" ")
                .replace(/^error: /, "")
                .replace(/[.\s]+$/, ""),
        ) || "Pulumi does not say why"
    );
}

// A preview takes the program's steps after the refresh, the stack's own among them.
function onlyRefreshed({ steps }: Preview): boolean {
    const ofStack = steps.filter(({ urn }) => urn.split("::")[2] === "pulumi:pulumi:Stack");
    return ofStack.length > 0 && ofStack.every(({ op }) => op === "refresh");
}
