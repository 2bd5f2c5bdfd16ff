import path from "node:path";
import { cache, managerScript, nodeFolder } from "./downloads";
import type { Manager, Row } from "./rows";

export interface Ended {
    code: number | null;
    output: string;
}

const argumentsOf: Record<Manager, string[]> = {
    npm: ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"],
    pnpm: ["install", "--prefer-offline", "--ignore-scripts", "--no-frozen-lockfile"],
    "yarn-classic": ["install", "--prefer-offline", "--ignore-scripts", "--non-interactive", "--no-lockfile"],
    "yarn-modern": ["install", "--mode=skip-build"],
    "yarn-pnp": ["install", "--mode=skip-build"],
};

/** Has the package manager of a row install what its project declares. */
export async function install({ manager, node, special }: Row, project: string): Promise<Ended> {
    return byManager(manager, node, project, [...argumentsOf[manager], ...(special?.install ?? [])]);
}

/** Runs a command of an installed package as the users of a package manager do. */
export async function runCommand(
    { manager, node }: Row,
    project: string,
    [command, ...args]: [string, ...string[]],
    env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
    // Where nothing is linked, yarn alone knows where a command is.
    if (manager === "yarn-pnp") return byManager(manager, node, project, ["run", command, ...args], env);
    const { run } = await import("../shared/run.mjs");
    const suffix = process.platform === "win32" ? ".cmd" : "";
    return run(path.join(project, "node_modules", ".bin", `${command}${suffix}`), args, {
        cwd: project,
        env: { ...(await environment(manager, await nodeFolder(node))), ...env },
    });
}

async function byManager(
    manager: Manager,
    release: Row["node"],
    project: string,
    args: string[],
    more: NodeJS.ProcessEnv = {},
): Promise<Ended> {
    const { npmCommand } = await import("../shared/npm.mjs");
    const { run } = await import("../shared/run.mjs");
    const bin = await nodeFolder(release);
    const npm = npmCommand(process.env);
    const script = (await managerScript(manager)) ?? npm.args[0];
    const options = { cwd: project, env: { ...(await environment(manager, bin)), ...more } };
    return script === undefined
        ? run(npm.command, args, options)
        : run(path.join(bin, "node"), [script, ...args], options);
}

async function environment(manager: Manager, nodeFolder: string): Promise<NodeJS.ProcessEnv> {
    const kept = await cache();
    const [registry, cafile] = await Promise.all([npmSetting("registry"), npmSetting("cafile")]);
    return {
        ...withoutNpm(process.env),
        PATH: [nodeFolder, process.env["PATH"]].join(path.delimiter),
        // The others read not all of what npm is told about the registry.
        ...(registry === undefined ? {} : { npm_config_registry: registry, YARN_NPM_REGISTRY_SERVER: registry }),
        ...(registry?.startsWith("http:") === true ? { YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname } : {}),
        ...(cafile === undefined ? {} : { npm_config_cafile: cafile, YARN_HTTPS_CA_FILE_PATH: cafile }),
        ...(manager === "pnpm" ? { npm_config_store_dir: path.join(kept, "pnpm-store") } : {}),
        ...(manager === "yarn-classic" ? { YARN_CACHE_FOLDER: path.join(kept, "yarn-cache") } : {}),
        YARN_GLOBAL_FOLDER: path.join(kept, "yarn"),
        YARN_ENABLE_GLOBAL_CACHE: "true",
        YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
        YARN_ENABLE_TELEMETRY: "false",
    };
}

/** The environment without what an npm that runs us hands down in it: its own arguments. */
export function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const handedDown = (name: string) =>
        /^npm_/i.test(name) && !/^npm_config_(registry|cache|userconfig|cafile|.*proxy)$/i.test(name);
    return Object.fromEntries(Object.entries(env).filter(([name]) => !handedDown(name)));
}

const settings = new Map<string, Promise<string | undefined>>();

function npmSetting(key: string): Promise<string | undefined> {
    const known = settings.get(key) ?? readNpmSetting(key);
    settings.set(key, known);
    return known;
}

async function readNpmSetting(key: string): Promise<string | undefined> {
    const { npmCommand } = await import("../shared/npm.mjs");
    const { run } = await import("../shared/run.mjs");
    const npm = npmCommand(process.env);
    const { code, output } = await run(npm.command, [...npm.args, "config", "get", key], {
        env: { ...process.env, npm_config_loglevel: "silent" },
    });
    const value = output.trim();
    return code !== 0 || ["", "null", "undefined"].includes(value) ? undefined : value;
}
