import * as pulumi from "@pulumi/pulumi";

/** What an input turns out to be, and whether that is known, as it is not in some previews. */
export async function outcomeOf(value: unknown): Promise<{ isKnown: boolean; value: unknown }> {
    const outcome: { isKnown: boolean; value: unknown } = { isKnown: false, value: undefined };
    // Resolves in either case, once the callback has been called, or will not be.
    await pulumi
        .isSecret(pulumi.all([value]).apply(([each]) => void Object.assign(outcome, { isKnown: true, value: each })))
        .catch(() => undefined);
    return outcome;
}

/** What an input turns out to be; undefined where that is not known, as in a preview. */
export async function settled(value: unknown): Promise<unknown> {
    return (await outcomeOf(value)).value;
}
