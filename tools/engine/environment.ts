import path from "node:path";
import type { Engine } from "./finder.mjs" with { "resolution-mode": "import" };

export interface CliPlaces {
    /** where the file backend keeps stacks; it must exist */
    backendDir: string;
    /** PULUMI_HOME: credentials, the selected stacks, plugins */
    home: string;
    passphrase?: string;
}

/**
 * The environment in which the real CLI runs without network or account, on the backend and the home given. What the
 * shell says to Pulumi or to this provider has no say in it: an access token, a selected stack or a real Kore.ai
 * account is left out.
 *
 * Spread it to add to it: `{ ...(await cliEnvironment(places)), KORE_HOST: emulator.url }`. The command is then just
 * `pulumi`.
 */
export async function cliEnvironment(places: CliPlaces): Promise<NodeJS.ProcessEnv> {
    const { findEngine } = await import("./finder.mjs");
    return environmentFor(await findEngine(), places, process.env);
}

/**
 * The environment of {@link cliEnvironment}, for an engine that has been found, and on top of another environment than
 * ours.
 */
export function environmentFor(
    engine: Pick<Engine, "path">,
    places: CliPlaces,
    base: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
    const { backendDir, home, passphrase = "sandbox" } = places;
    const kept = Object.entries(base).filter(([name]) => !/^(PULUMI_|KORE_|PATH$)/i.test(name));
    // Windows spells it Path, and a copy of the environment is no longer indifferent to that.
    const pathOfBase = Object.entries(base).find(([name]) => /^PATH$/i.test(name))?.[1] ?? "";
    return {
        ...Object.fromEntries(kept),
        PATH: [...engine.path, pathOfBase].join(path.delimiter),
        PULUMI_BACKEND_URL: fileBackend(backendDir),
        PULUMI_CONFIG_PASSPHRASE: passphrase,
        PULUMI_HOME: path.resolve(home),
        // Each of these saves a request to a server that may not be reachable, and the wait for it.
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
}

/**
 * The CLI wants `file://` and a path with slashes, also on Windows, where it is `file://C:/folder` with two of them: a
 * third would put the path on the current drive. It decodes what it is given, so that the characters with a meaning in
 * URLs are encoded.
 */
export function fileBackend(folder: string): string {
    const slashes = path.resolve(folder).split(path.sep).join("/");
    return `file://${slashes.replace(/[%?#]/g, encodeURIComponent)}`;
}
