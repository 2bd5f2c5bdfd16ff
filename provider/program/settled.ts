import * as pulumi from "@pulumi/pulumi";

/** What an input turns out to be; undefined where that is not known, as in a preview. */
export async function settled(value: unknown): Promise<unknown> {
    let known: unknown;
    // Resolves in either case, once the callback has been called, or will not be.
    await pulumi.isSecret(pulumi.all([value]).apply(([each]) => void (known = each))).catch(() => undefined);
    return known;
}
