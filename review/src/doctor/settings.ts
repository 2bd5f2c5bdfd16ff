import { KoreError, readSettings, refuseMisspelt, unknownSettings, type ClientSettings } from "#client";
import { visible } from "../visible";
import { ok, problem, skipped, type Checked, type Finding } from "./finding";
import type { StackConfig } from "./stackConfig";

/**
 * Whether all settings are there, and well-formed, and none is misspelt.
 *
 * @param config of the stack; undefined where it could not be read
 * @param stack the one that the user has named
 */
export function settings(
    config: StackConfig | undefined,
    environment: NodeJS.ProcessEnv,
    stack: string | undefined,
): Checked<ClientSettings> {
    const keys = Object.keys(config ?? {});
    try {
        refuseMisspelt(keys, environment);
    } catch (error) {
        return { finding: refusal(error, "have a misspelt name among them, which has no effect", stack) };
    }
    try {
        const known = readSettings((key) => config?.[key]?.value, environment);
        const { baseUrl, credentials, readOnly } = known;
        const app = "jwt" in credentials ? "with kore:jwt" : `client ${visible(credentials.clientId)}`;
        const others = unknownSettings(keys);
        const notice =
            others.length === 0 ? "" : `; not of pulumi-kore, but maybe of the project: ${visible(others.join(", "))}`;
        return {
            finding: ok(
                "settings",
                `${visible(baseUrl)}, ${app}${readOnly ? ", and kore:readOnly refuses every change" : ""}${notice}`,
            ),
            known,
        };
    } catch (error) {
        if (config === undefined && error instanceof KoreError)
            return {
                finding: skipped(
                    "settings",
                    "the stack's configuration is not known, and the environment has not all of them",
                ),
            };
        return { finding: refusal(error, "are missing or wrong", stack) };
    }
}

function refusal(error: unknown, says: string, stack: string | undefined): Finding {
    if (!(error instanceof KoreError)) throw error;
    const lines = error.why
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
    const more = [error.advice, stack === undefined ? undefined : `Give each command: --stack ${stack}`].filter(
        (line) => line !== undefined,
    );
    return problem("settings", says, ...lines.map(visible), ...more);
}
