import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as v from "valibot";
import { environmentName, readSettings, refuseMisspelt, type ClientSettings } from "#client";
import { AccessError } from "../accessError";
import { pulumiIsMissing, saidBy } from "./pulumiCommand";

const configSchema = v.pipe(
    v.string(),
    v.parseJson(),
    v.record(v.string(), v.looseObject({ value: v.optional(v.string()) })),
);

/**
 * The settings: of a stack of the project in the current folder, else from the environment.
 *
 * @throws AccessError, or KoreError for a setting with a wrong value or a misspelt name
 */
export async function settingsOf(
    stack: string | undefined,
    environment: NodeJS.ProcessEnv = process.env,
): Promise<ClientSettings> {
    if (stack !== undefined) {
        const config = await configOf(stack);
        refuseMisspelt(Object.keys(config), environment);
        return readSettings((key) => config[key]?.value, environment);
    }
    refuseMisspelt([], environment);
    const given = (key: string) => (environment[environmentName(key)] ?? "").trim() !== "";
    const missing = ["host", ...(given("jwt") ? [] : ["clientId", "clientSecret"])]
        .filter((key) => !given(key))
        .map(environmentName);
    if (missing.length > 0) {
        throw new AccessError(
            `The environment lacks ${missing.join(", ")}: set what is missing, or name a stack of the project in this folder that has it, with --stack.`,
        );
    }
    return readSettings(() => undefined, environment);
}

async function configOf(stack: string): Promise<v.InferOutput<typeof configSchema>> {
    try {
        const { stdout } = await promisify(execFile)("pulumi", [
            "config",
            "--json",
            "--show-secrets",
            "--stack",
            stack,
            "--non-interactive",
            "--color",
            "never",
        ]);
        return v.parse(configSchema, stdout);
    } catch (error) {
        if (v.isValiError(error))
            throw new AccessError(
                `The configuration of stack ${stack} can't be read: pulumi config --json did not answer with JSON.`,
            );
        if (pulumiIsMissing(error))
            throw new AccessError(
                "There is no pulumi on PATH, which --stack needs: install the Pulumi CLI, or set KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET.",
            );
        throw new AccessError(`The configuration of stack ${stack} can't be read: ${saidBy(error)}`);
    }
}

/** The environment that says the same to a provider as these settings. */
export function environmentOf(settings: ClientSettings): Record<string, string> {
    const { baseUrl, credentials, ...others } = settings;
    const entries = Object.entries({ host: baseUrl, ...credentials, ...others });
    return Object.fromEntries(entries.map(([key, value]) => [environmentName(key), String(value)]));
}
