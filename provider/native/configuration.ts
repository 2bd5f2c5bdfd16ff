import { type ConfigSource, instanceKey, refuseMisspelt, secretKeys, unknownArguments } from "../config";
import { messageOf } from "../api/errors";
import { isDefaultName } from "../model/instanceNames";
import { secretKey, secretSignature } from "../schema/inputs";
import type { Checked, Properties } from "../serving";

/** What the engine adds to the arguments of every provider instance. */
const ofEngine = ["version", "pluginDownloadURL", "pluginChecksums", "__internal", "__defaults"];

/** The arguments of a provider instance that are a user's. */
export function argumentsIn(properties: Properties): Properties {
    const given = Object.entries(properties).filter(([key, value]) => !ofEngine.includes(key) && value !== null);
    return Object.fromEntries(given);
}

/**
 * Names what is wrong with the arguments of a provider instance. That of the stack's configuration is given all keys under `kore:`, which
 * are other people's as well, in a project of that name.
 */
export function checkArguments(name: string, properties: Properties): Checked {
    const inputs = argumentsIn(properties);
    const keys = Object.keys(inputs);
    if (isDefaultName(name)) {
        try {
            refuseMisspelt(keys.map((key) => `kore:${key}`));
        } catch (error) {
            return { inputs, failures: [{ property: "", reason: messageOf(error) }] };
        }
        return { inputs, failures: [] };
    }
    const failures = unknownArguments(keys).map(({ name: key, meant }) => ({
        // Not the property itself, whose value the engine would print: it may be a misspelt secret's.
        property: "",
        reason: `${key} is no argument of this provider${meant === undefined ? "" : `; did you mean ${meant}?`}`,
    }));
    return { inputs, failures };
}

/** Marks what is a secret, wherever it comes from: it stands in no state as plain text then. */
export function withSecrets(inputs: Properties): Properties {
    const entries = Object.entries(inputs);
    return Object.fromEntries(
        entries.map(([key, value]) => [
            key,
            secretKeys.includes(key) && typeof value === "string" ? { [secretKey]: secretSignature, value } : value,
        ]),
    );
}

/**
 * The settings of a provider instance, as the core reads them.
 *
 * @param variables by their names, as the engine tells them: "kore:config:host"
 */
export function configSource(name: string, variables: ReadonlyMap<string, string>): ConfigSource {
    return (key) => {
        if (key === instanceKey) return isDefaultName(name) ? undefined : name;
        return variables.get(key.replace(/^kore:/, "kore:config:"));
    };
}
