import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { Problem } from "../shared/problem.cjs";
import { binOf } from "../trust/python";
import { languageHost, languages } from "./hosts";

const runtime = v.union([
    v.pipe(
        v.string(),
        v.transform((name) => ({ name, options: { virtualenv: undefined } })),
    ),
    v.looseObject({ name: v.string(), options: v.optional(v.looseObject({ virtualenv: v.optional(v.string()) }), {}) }),
]);
const project = v.looseObject({ runtime });

/**
 * The environment for a command of the CLI, with the host of the project's language where PATH has none: the vendor's
 * CLI brings it, one that was built here does not.
 *
 * @param args the command's, of which one may name the project's folder
 */
export async function withProjectHost(env: NodeJS.ProcessEnv, args: string[], cwd: string): Promise<NodeJS.ProcessEnv> {
    const folder = path.resolve(cwd, folderIn(args) ?? ".");
    const { name, options } = runtimeIn(folder) ?? {};
    const language = languages.find((each) => each === name);
    if (language === undefined || (await isOnPath(`pulumi-language-${language}`, env))) return env;
    const host = await languageHost(language);
    if ("notHad" in host)
        throw new Problem(
            `Programs in ${language} need the language host pulumi-language-${language}, and it can't be built here: ${host.notHad}.\nThe CLI of the vendor has it: https://www.pulumi.com/docs/install/`,
        );
    // A host of that age does not hear of options: it takes the first Python that there is.
    const own = options?.virtualenv === undefined ? [] : [binOf(path.resolve(folder, options.virtualenv))];
    return { ...env, PATH: [...own, ...host.path, env["PATH"] ?? ""].join(path.delimiter) };
}

function folderIn(args: string[]): string | undefined {
    const at = args.findIndex((arg) => arg === "-C" || arg === "--cwd");
    if (at >= 0) return args[at + 1];
    return args.find((arg) => arg.startsWith("--cwd="))?.slice("--cwd=".length);
}

function runtimeIn(folder: string): v.InferOutput<typeof runtime> | undefined {
    const file = path.join(folder, "Pulumi.yaml");
    if (!existsSync(file)) return undefined;
    const read = v.safeParse(project, parse(readFileSync(file, "utf8")));
    return read.success ? read.output.runtime : undefined;
}

async function isOnPath(name: string, env: NodeJS.ProcessEnv): Promise<boolean> {
    const { isExecutable, pathFolders } = await import("./engine.mjs");
    const file = process.platform === "win32" ? `${name}.exe` : name;
    return pathFolders(env).some((folder) => isExecutable(path.join(folder, file)));
}
