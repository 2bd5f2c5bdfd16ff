// @ts-check
// npm links commands when it installs the packages, and makes them executable: in a clone they are built after that.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { npmCommand } from "../shared/npm.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const commands = { "kore-emulator": "emulator", "kore-access": "review" };

const isLinked = (/** @type {string} */ name) => existsSync(path.join(root, "node_modules", ".bin", name));
if (!Object.keys(commands).every(isLinked)) {
    const { command, args } = npmCommand(process.env);
    execFileSync(command, [...args, "rebuild", "--ignore-scripts", ...Object.keys(commands)], { cwd: root });
}
for (const folder of Object.values(commands)) chmodSync(path.join(root, folder, "dist", "cli.js"), 0o755);
