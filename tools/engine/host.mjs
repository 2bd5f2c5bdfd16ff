// @ts-check
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { engineFolder } from "./engine.mjs";

/** The language host beside a CLI that is built here: a script, which Windows starts by another one. */
const script = "pulumi-language-nodejs";
export const builtHostName = process.platform === "win32" ? `${script}.cmd` : script;

/**
 * Puts the language host beside a CLI that was built here, unless it is there as it is now.
 * @param {string} folder the CLI's
 */
export function bundleHost(folder) {
    const text = readFileSync(path.join(engineFolder, "host", `${script}.cjs`), "utf8");
    /** @type {[string, string][]} */
    const files =
        process.platform === "win32"
            ? [
                  [`${script}.cjs`, text],
                  [builtHostName, `@node "%~dp0${script}.cjs" %*\r\n`],
              ]
            : [[script, text]];
    for (const [name, wanted] of files) {
        const file = path.join(folder, name);
        if (existsSync(file) && readFileSync(file, "utf8") === wanted) continue;
        writeFileSync(`${file}.${process.pid}`, wanted);
        chmodSync(`${file}.${process.pid}`, 0o755);
        renameSync(`${file}.${process.pid}`, file);
    }
}
