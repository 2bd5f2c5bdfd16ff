import { KoreError, readSettings, type ClientSettings } from "#client";
import { visible } from "../visible";
import { ok, problem, skipped, type Checked } from "./finding";
import type { StackConfig } from "./stackConfig";

/**
 * Whether all settings are there and well-formed.
 *
 * @param config of the stack; undefined where it could not be read
 * @param stack the one that the user has named
 */
export function settings(config: StackConfig | undefined, environment: NodeJS.ProcessEnv, stack: string | undefined): Checked<ClientSettings> {
    try {
        const known = readSettings((key) => config?.[key]?.value, environment);
        const { baseUrl, credentials, readOnly } = known;
        const app = "jwt" in credentials ? "with kore:jwt" : `client ${visible(credentials.clientId)}`;
        return { finding: ok("settings", `${visible(baseUrl)}, ${app}${readOnly ? ", and kore:readOnly refuses every change" : ""}`), known };
    } catch (error) {
        if (!(error instanceof KoreError)) throw error;
        if (config === undefined) return { finding: skipped("settings", "the stack's configuration is not known, and the environment has not all of them") };
        const lines = error.why.split("\n").map((line) => line.trim()).filter((line) => line !== "");
        const more = [error.advice, stack === undefined ? undefined : `Give each command: --stack ${stack}`].filter((line) => line !== undefined);
        return { finding: problem("settings", "are missing or wrong", ...lines.map(visible), ...more) };
    }
}
