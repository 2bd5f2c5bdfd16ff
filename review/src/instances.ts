import { isDefault, partsOf } from "./urn";

/** What stands before the name of a setting in the arguments of an instance, by its type. */
const prefixes: Record<string, string> = {
    // Dynamic resources; a configuration of the stack has the same keys.
    "pulumi:providers:pulumi-nodejs": "kore:",
    // The plugin, for programs of every language.
    "pulumi:providers:kore": "",
};

/** The settings of a provider instance, under the keys of the stack's configuration; undefined for what is no instance of ours. */
export function settingsOfInstance(
    state: { type: string; inputs: Record<string, unknown> } | null | undefined,
): Record<string, unknown> | undefined {
    const prefix = prefixes[state?.type ?? ""];
    if (state == null || prefix === undefined) return undefined;
    return Object.fromEntries(
        Object.entries(state.inputs).map(([key, value]) => [prefix === "" ? `kore:${key}` : key, value]),
    );
}

/** Whether an instance is one that the engine makes of the stack's configuration, for dynamic resources or for the plugin's. */
export function isConfigured(instance: string): boolean {
    return isDefault(instance) && Object.hasOwn(prefixes, partsOf(instance).types);
}
