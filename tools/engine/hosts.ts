import { chmodSync, copyFileSync } from "node:fs";
import path from "node:path";
import { whyNotHad } from "../../test/backends/notHad";
import { pythonCommand } from "../trust/python";
import { type GoProgram, goProgram, goSays } from "./goProgram";

/** The languages whose hosts tests may ask for. That of Node comes with the engine. */
export const languages = ["yaml", "python"] as const;
export type Language = (typeof languages)[number];

const python = path.join(__dirname, "hosts", "python");

const hosts: Record<Language, GoProgram> = {
    yaml: {
        name: "pulumi-language-yaml",
        called: "the language host of YAML",
        takes: "2 minutes",
        folder: path.join(__dirname, "hosts", "yaml"),
        target: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    },
    // It left the SDK's module later on, as that of Node did, and its own has no release.
    python: {
        name: "pulumi-language-python",
        called: "the language host of Python",
        takes: "1 minute",
        folder: python,
        target: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
        beside: copyRunner,
    },
};

/** The script by which the host of Python runs a program; it looks for it on PATH. */
async function copyRunner(folder: string): Promise<void> {
    const module = ["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"];
    const from = await goSays(python, hosts.python.called, ...module);
    const script = "pulumi-language-python-exec";
    copyFileSync(path.join(from, "python", "cmd", script), path.join(folder, script));
    // Files of modules are read-only.
    chmodSync(path.join(folder, script), 0o755);
}

/**
 * The folders that PATH must begin with for programs in a language, beside those of the engine. What lies in them is
 * got on the first call; where it can't be had, the answer is why.
 */
export async function languageHost(language: Language): Promise<{ path: string[] } | { notHad: string }> {
    try {
        const host = path.dirname(await goProgram(hosts[language]));
        return { path: language === "python" ? [host, path.dirname(await pythonOfPrograms())] : [host] };
    } catch (error) {
        const notHad = whyNotHad(error instanceof Error ? error.message : String(error));
        if (notHad === undefined) throw error;
        return { notHad };
    }
}

/** The path of a Python that has Pulumi, and what builds a package. */
function pythonOfPrograms(): Promise<string> {
    const tools = { name: "python", requirements: path.join(python, "requirements.txt"), oldest: 10 };
    return pythonCommand(tools, process.platform === "win32" ? "python.exe" : "python3");
}
