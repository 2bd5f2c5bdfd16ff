import * as v from "valibot";

/**
 * A module that the SDK's provider process has loaded itself: another copy would be changed in vain. What that process leaves out (the paths of
 * a diff, a cancellation) is added from here; where a release of it is not as expected, it stays left out.
 *
 * @param name as the SDK's cmd/dynamic-provider, which is what runs, would ask for it
 * @returns undefined, where there is none that is like this
 */
export function moduleOfSdk<TSchema extends v.GenericSchema>(
    name: string,
    schema: TSchema,
): v.InferOutput<TSchema> | undefined {
    try {
        const found = v.safeParse(schema, require.main?.require(name));
        return found.success ? found.output : undefined;
    } catch {
        return undefined;
    }
}
