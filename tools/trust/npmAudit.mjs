// @ts-check
// `npm audit` of what users install, as JSON: npm is found the way that the set-up finds it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { npmCommand } from "../shared/npm.mjs";

const { command, args } = npmCommand(process.env);
const audit = [...args, "audit", "--omit=dev", "--json", "--fetch-retries=0"];
const { status, error } = spawnSync(command, audit, {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "inherit", "inherit"],
    shell: command.endsWith(".cmd"),
});
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
